"""Points to clear up: derived from pack and answers, what was done about each is kept, and nobody accepts the own."""

import contextlib
from collections.abc import Iterator
from datetime import timedelta

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.models.domain.errors import AppError, GateClosedError, NotAuthorisedError
from app.models.domain.inquiry import InquiryState
from app.models.forms.answers import Response, encode
from app.models.rules.life import Closing, PointLife, PointState
from app.services.bundles.manifest import Kind
from app.services.desk import Target
from app.services.inquiries.planning import InquiryPlan
from app.services.packs.loader import LoadedPack
from app.services.points.points import CasePoints, Point
from app.services.points.wording import place_words, question_of, used_words
from app.services.statements.history import history_of
from app.services.texts.catalogue import Language
from tests.services.exchange.conftest import At
from tests.services.exchange.offices import Office
from tests.services.exchange.world import Snapshots, World
from tests.services.points.golden import LOADED, golden, put

TOPIC, GAP = "R-TOP-01", "R-RES-01"


def changed(response: Response, link_id: str, value: str) -> Response:
    """The response with another text at one item."""
    answers = tuple(
        msgspec.structs.replace(one, value=value, as_written=None) if one.link_id == link_id else one
        for one in response.answers
    )
    return msgspec.structs.replace(response, answers=answers)


def points(office: Office, world: World, who: str = "examiner") -> CasePoints:
    return office.services.points.of_case(office.actor(who), world.case)


def the(found: CasePoints, rule: str) -> Point:
    (point,) = [one for one in found.points if one.finding.rule == rule and one.finding.certainty == "certain"] or [
        one for one in found.points if one.finding.rule == rule
    ]
    return point


def refused(code: str) -> "pytest.RaisesExc[AppError]":
    return pytest.RaisesExc(AppError, check=lambda error: error.code == code)


@pytest.fixture(name="world")
def _world(at: At) -> World:
    world = at("assigned")
    put(world.investigation, world, golden("g10"))
    return world


def test_the_rules_of_the_pinned_pack_run_over_the_answers_and_the_roster(world: World) -> None:
    office = world.investigation
    found = points(office, world)
    rules = [one.finding.rule for one in found.points]
    assert [one for one in rules if not one.startswith("R-ID")] == [GAP, "R-CAR-01", "R-CAR-01", "R-MON-01"]
    assert {"R-ID-01", "R-ID-02"} <= set(rules), "the golden subject is not the person of the roster"
    point = the(found, GAP)
    assert (point.state, point.needs_work, point.life) == (PointState.OPEN, True, None)
    words = question_of(LOADED.pack, point, Language.JAPANESE)
    assert "令和" in words or "平成" in words
    assert "（20" in words
    assert "{" not in words
    assert point.rows == (1, 2)
    assert all(place_words(LOADED.pack, point.finding.places[0], Language.ENGLISH))
    assert all("年" in used_words(LOADED.pack, one, Language.JAPANESE) for one in point.finding.used)
    (roster,) = [one for one in the(found, "R-ID-02").finding.used if one.source]
    assert roster.source == "roster"
    assert office.events("points.seen")[-1] == ("points.seen", "done")


def test_a_point_is_asked_closed_and_settled_by_a_correction_with_its_life(world: World) -> None:
    office, examiner = world.investigation, world.investigation.actor("examiner")
    key = the(points(office, world), GAP).key
    office.services.points.ask(examiner, world.case, key, "本人に電話で確認する。")
    office.services.points.close(examiner, world.case, key, Closing.EXPLAINED, "一時帰国中と説明があった。")
    point = the(points(office, world), GAP)
    assert (point.state, point.needs_work) == (PointState.EXPLAINED, False)
    assert point.life is not None
    assert [(one.state, one.by) for one in point.life.steps] == [
        (PointState.ASKED, examiner.person),
        (PointState.EXPLAINED, examiner.person),
    ]
    put(office, world, golden("g02"))
    settled = the(points(office, world), GAP)
    assert (settled.is_settled, settled.needs_work, settled.life) == (True, False, point.life)
    assert points(office, world).points[-1] == settled
    put(office, world, golden("g10"))
    assert not the(points(office, world), GAP).is_settled
    later = msgspec.structs.replace(golden("g10"), as_of=golden("g10").as_of + timedelta(days=1))
    put(office, world, changed(later, "B1.to", "2019-02-03"))
    told = {event.code for event in office.services.record.newest(office.actor("auditor"), 200)}
    assert {"point.asked", "point.closed", "points.seen"} <= told
    with office.desk.vault.read() as unit:
        history = history_of(unit, world.case)
        assert not any("電話".encode() in row.entry for row in unit.record.of_subject(world.case))
    assert {group.code for group in history.groups["changes"]} >= {"point.asked", "point.closed"}
    assert "points.seen" in {group.code for group in history.groups["looks"]}


@pytest.mark.parametrize(
    ("why", "code"),
    [(" ", "note.empty"), ("番号は123456789018です", "note.my-number"), ("a\u202eb", "text.not-carried")],
)
def test_a_reason_is_needed_and_holds_nothing_that_may_not_be_written(world: World, why: str, code: str) -> None:
    office = world.investigation
    key = the(points(office, world), GAP).key
    with refused(code):
        office.services.points.ask(office.actor("examiner"), world.case, key, why)
    with refused("record.not-found"):
        office.services.points.ask(office.actor("examiner"), world.case, "none", "確認")


def test_no_issue_waits_for_a_second_person_where_the_rule_says_so(world: World) -> None:
    office, case = world.investigation, world.case
    services, examiner, reviewer = office.services.points, office.actor("examiner"), office.actor("reviewer")
    put(office, world, golden("g12"))
    key = the(points(office, world), TOPIC).key
    with refused("point.nothing-to-accept"):
        services.accept(reviewer, case, key, "了承")
    services.close(examiner, case, key, Closing.NO_ISSUE, "会社名の一部である。")
    assert the(points(office, world), TOPIC).awaits_second
    assert the(points(office, world), TOPIC).needs_work
    for who in ("examiner", "decider", "many"):
        with pytest.raises((GateClosedError, AppError)) as error:
            services.accept(office.actor(who), case, key, "了承")
        assert error.value.code.startswith("access.")
    services.accept(reviewer, case, key, "了承する。")
    point = the(points(office, world), TOPIC)
    assert (point.state, point.needs_work) == (PointState.ACCEPTED, False)
    other = the(points(office, world), "R-PER-01").key
    services.close(examiner, case, other, Closing.NO_ISSUE, "問題なし")
    with refused("point.nothing-to-accept"):
        services.accept(reviewer, case, other, "了承")


def test_points_of_the_medical_part_are_for_those_who_have_a_part(world: World) -> None:
    office = world.investigation
    put(office, world, changed(golden("g12"), "K3.now", "労働組合の集まりで飲む。"))
    seen = points(office, world)
    places = {place.link_id for one in seen.points for place in one.finding.places}
    assert "K3.now" in places
    assert seen.locked is None
    looks = office.events("medical-answers.seen")
    assert looks[-1] == ("medical-answers.seen", "done")
    shut = points(office, world, "decider")
    assert shut.locked == "not-of-case"
    assert "K3.now" not in {place.link_id for one in shut.points for place in one.finding.places}
    assert len(shut.points) == len(seen.points) - 1
    assert office.events("medical-answers.seen") == looks
    with refused("access.not-of-case"):
        office.services.points.replay(office.actor("decider"), world.case)


def test_replay_gives_the_same_bytes_and_names_what_another_pack_changes(world: World) -> None:
    office, examiner = world.investigation, world.investigation.actor("examiner")
    replay = office.services.points.replay
    one, other = replay(examiner, world.case), replay(examiner, world.case, None, LOADED)
    assert one.digest == other.digest == other.other_digest
    assert other.differences is not None
    assert other.differences.is_same
    gap = next(rule for rule in LOADED.rules.rules if rule.id == GAP)
    key = gap.tolerance  # type: ignore[union-attr] # a coverage rule
    wide = replay(examiner, world.case, None, with_parameter(LOADED, key, 20_000))
    assert wide.digest == one.digest
    assert wide.other_digest != one.digest
    assert wide.differences is not None
    assert [each.key for each in wide.differences.parameters] == [key]
    assert GAP in wide.differences.parameters[0].rules
    assert GAP in {each.rule for each in wide.differences.rules if each.ours and not each.is_changed}
    fewer = msgspec.structs.replace(LOADED.rules, rules=tuple(r for r in LOADED.rules.rules if r.id != GAP), topics=())
    less = replay(examiner, world.case, None, LoadedPack(LOADED.pack, {}, fewer)).differences
    assert less is not None
    assert [(each.rule, each.is_changed, each.ours, each.theirs) for each in less.rules] == [(GAP, True, 1, 0)]
    assert less.topics_changed


def with_parameter(loaded: LoadedPack, key: str, value: int) -> LoadedPack:
    replace = msgspec.structs.replace
    parameters = tuple(
        replace(one, periods=tuple(replace(each, value=value) for each in one.periods)) if one.key == key else one
        for one in loaded.pack.meta.parameters
    )
    meta = replace(loaded.pack.meta, parameters=parameters)
    return LoadedPack(replace(loaded.pack, meta=meta), {}, loaded.rules)


def test_an_inquiry_without_a_reply_becomes_a_point_when_its_clock_has_run_out(at: At) -> None:
    world = at("assigned")
    office = world.investigation
    plan = InquiryPlan("employer", ("discipline",), (), world.clock.today() + timedelta(days=10), None, "試験株式会社")
    ref = office.services.inquiries.prepare(office.actor("examiner"), world.case, plan)
    office.services.inquiry_letters.issue(office.actor("examiner"), world.case, ref)
    office.services.inquiries.settle(office.actor("examiner"), world.case, ref, InquiryState.ASKED, world.clock.today())
    assert not [one for one in points(office, world).points if one.finding.rule.startswith("R-DUE")]
    world.clock.advance(timedelta(days=120))
    due = [one for one in points(office, world).points if one.finding.rule.startswith("R-DUE")]
    assert {one.finding.about for one in due} == {ref}
    assert "{" not in question_of(LOADED.pack, due[0], Language.ENGLISH)


def test_a_life_goes_with_the_case_when_it_moves(at: At) -> None:
    world = at("consented")
    agency, office = world.agency, world.investigation
    agency.services.questionnaires.receive(agency.actor("examiner"), world.case, encode(golden("g10")))
    world.carried(agency, Kind.CASE_TRANSFER, Target(case=world.case), office)
    world.assigned()
    key = the(points(office, world), GAP).key
    office.services.points.close(office.actor("examiner"), world.case, key, Closing.CORRECTED, "一行目\n二行目")
    kept = the(points(office, world), GAP).life
    world.carried(office, Kind.CASE_TRANSFER, Target(case=world.case), agency)
    with agency.desk.vault.read() as unit:
        moved = unit.documents.newest(world.case, "point", key)
    assert moved is not None
    assert msgspec.json.decode(moved.content, type=PointLife) == kept


@pytest.fixture(scope="module", name="shared")
def _shared(snapshots: Snapshots, tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    world = snapshots.at("assigned", tmp_path_factory.mktemp("points") / "world")
    yield world
    world.close()


moves = st.lists(
    st.tuples(
        st.sampled_from(["ask", "accept", "answers", *Closing]),
        st.sampled_from(["examiner", "reviewer", "decider", "many"]),
        st.integers(0, 5),
        st.sampled_from(["g02", "g10", "g12"]),
    ),
    max_size=8,
)


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(moves=moves)
def test_whatever_is_done_no_life_vanishes_and_nobody_accepts_the_own(
    shared: World, moves: list[tuple[str, str, int, str]]
) -> None:
    office, before = shared.investigation, dict[str, PointLife]()
    for what, who, place, subject in moves:
        if what == "answers":
            put(office, shared, golden(subject))
        found = points(office, shared).points
        lives = {one.key: one.life for one in found if one.life is not None}
        for key, life in before.items():
            assert lives[key].steps[: len(life.steps)] == life.steps
        for life in lives.values():
            for number, step in enumerate(life.steps):
                if step.state is PointState.ACCEPTED:
                    assert step.by not in {one.by for one in life.steps[:number] if one.state != "accepted"}
                    assert life.steps[number - 1].state is PointState.NO_ISSUE
        before = lives
        assert len({one.key for one in found}) == len(found)
        if found and what != "answers":
            key, service = found[place % len(found)].key, office.services.points
            with contextlib.suppress(NotAuthorisedError, GateClosedError):
                if what == "ask":
                    service.ask(office.actor(who), shared.case, key, "確認")
                elif what == "accept":
                    service.accept(office.actor(who), shared.case, key, "了承")
                else:
                    service.close(office.actor(who), shared.case, key, Closing(what), "理由")
