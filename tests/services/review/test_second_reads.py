"""A sample is drawn by a seed, a masked case is read by somebody else, and a difference keeps both views."""

import json
from dataclasses import replace
from typing import Literal

import pytest

from app.models.domain.actor import Role
from app.models.domain.errors import AppError
from app.models.domain.finding import ITEMS
from app.models.domain.folding import fold
from app.models.domain.ids import CaseId
from app.models.domain.retention import Matter
from app.models.domain.sampling import (
    READ_ITEMS,
    DraftView,
    ItemView,
    digest_of_list,
    drawn,
    figures_of,
    follows,
)
from app.models.domain.ties import Ties
from app.models.forms.answers import AnswerState
from app.models.forms.masking import masks
from app.services.questionnaires.keeping import response_in
from app.services.queue.asked import QueueFilter
from app.services.sampling.drawing import Progress
from tests.services.exchange.conftest import At
from tests.services.exchange.offices import shelf
from tests.services.exchange.world import World, plain

SEED = "lottery-0714-2025"
ADVERSE: Literal[6] = 6


def refused(code: str) -> "pytest.RaisesExc[AppError]":
    return pytest.RaisesExc(AppError, check=lambda error: error.code == code)


def views(*adverse: int) -> tuple[ItemView, ...]:
    return tuple(
        ItemView(item, item in adverse, "節度を欠く時期がある。" if item in adverse else "")  # type: ignore[arg-type] # read items
        for item in READ_ITEMS
    )


def drafts(count: int, *adverse: int) -> tuple[DraftView, ...]:
    return tuple(DraftView(view.item, view.adverse, view.text) for view in views(*adverse)[:count])


@pytest.fixture(name="world")
def _world(at: At) -> World:
    """The findings were handed in, and the reviewer has taken the part."""
    world = at("assigned")
    office = world.investigation
    for item in ITEMS:
        office.services.review.write_finding(office.actor("examiner"), world.case, plain(item))
    office.services.review.submit(office.actor("examiner"), world.case)
    office.services.review.take_up(office.actor("reviewer"), world.case, Role.REVIEWER)
    return world


def sampled(world: World, *, to: str = "many") -> str:
    """Draw the case and give it to a reader; the name under which it is read."""
    office = world.investigation
    sampling, reviewer = office.services.sampling, office.actor("reviewer")
    sampling.draw(reviewer, SEED, 1)
    sampling.assign(reviewer, world.case, office.person(to))
    (reading,) = office.services.second_reading.mine(office.actor(to))
    return reading.reading_id


def test_a_sample_follows_from_its_seed_which_serves_once(world: World) -> None:
    office = world.investigation
    sampling, reviewer = office.services.sampling, office.actor("reviewer")
    for seed, count, code in (("a b c", 1, "sample.seed"), (SEED, 0, "sample.count"), (SEED, 2, "sample.too-few")):
        with refused(code):
            sampling.draw(reviewer, seed, count)
    sampling.draw(reviewer, SEED.upper(), 1)
    with refused("sample.seed-known"):
        sampling.draw(office.actor("decider"), SEED, 1)
    desk = sampling.overview(reviewer)
    (found,) = desk.samples
    assert (desk.drawable, found.follows, found.figures) == (0, True, None), "nobody is drawn twice"
    assert [(one.case_id, one.progress) for one in found.cases] == [(world.case, Progress.UNASSIGNED)]
    told = sampling.overview(office.actor("auditor"))
    assert (told.samples, told.readers, told.drawable) == ((replace(found, cases=()),), (), 0), "an auditor repeats it"
    with office.desk.vault.read() as unit:
        (event,) = unit.record.with_codes(["sample.drawn"])
    detail = json.loads(event.entry)["detail"]
    assert detail == {"seed": SEED, "population": 1, "cases": 1, "sha256": digest_of_list([world.case])}
    for forged in ("UPDATE samples SET seed = 'another-seed'", "UPDATE sampled_cases SET is_drawn = 0"):
        with office.desk.vault.write() as unit:
            unit.people._connection.exec_driver_sql(forged)
        assert not sampling.overview(office.actor("auditor")).samples[0].follows, forged
    population = [CaseId(f"{number:032x}") for number in range(40)]
    chosen = drawn(SEED, reversed(population), 7)
    assert chosen == drawn(SEED, population, 7) != drawn("another-seed", population, 7)
    rest = [one for one in population if one not in chosen]
    assert follows(SEED, chosen[2:], rest[5:]), "whatever was destroyed since"
    assert not follows(SEED, [*chosen[1:], rest[0]], [*rest[1:], chosen[0]])


def test_who_knows_the_case_does_not_read_it_again_and_who_read_it_gets_no_other_part(world: World) -> None:
    office, case = world.investigation, world.case
    sampling, review, reviewer = office.services.sampling, office.services.review, office.actor("reviewer")
    with refused("record.not-found"):
        sampling.assign(reviewer, case, office.person("many"))
    sampling.draw(reviewer, SEED, 1)
    with refused("second-read.same-person"):
        sampling.assign(reviewer, case, office.person("examiner"))
    with refused("review.not-an-examiner"):
        sampling.assign(reviewer, case, office.person("decider"))
    sampling.assign(reviewer, case, office.person("many"))
    (reading,) = office.services.second_reading.mine(office.actor("many"))
    review.send_back(reviewer, case, None, "日を特定してください。")
    with refused("second-read.same-person"):
        review.assign(reviewer, case, office.person("many"), None)
    review.submit(office.actor("examiner"), case)
    with refused("access.same-person"):
        office.services.second_reading.open(office.actor("examiner"), reading.reading_id)
    with refused("second-read.open"):
        review.accept(reviewer, case)
    office.services.second_reading.hand_in(office.actor("many"), reading.reading_id, views())
    with refused("second-read.given"):
        sampling.assign(reviewer, case, office.person("many"))
    review.release(office.actor("security"), case, Role.REVIEWER)
    with refused("access.same-person"):
        review.take_up(office.actor("many"), case, Role.REVIEWER)
    review.accept(reviewer, case)
    told = [
        line.result for line in office.services.queue.history(reviewer, case) if line.code == "second-read.assigned"
    ]
    assert told == ["refused:same-person", "done"]


def test_nothing_that_a_second_reader_sees_says_whose_it_is(world: World) -> None:
    office, reader = world.investigation, world.investigation.actor("many")
    reading = sampled(world)
    with office.desk.vault.read() as unit:
        case, whole = unit.cases.get(world.case), response_in(unit, world.case)
    assert whole is not None
    pack = shelf().by_digest(case.pack_digest).pack
    names = {case.case_id, case.number, case.name, case.kana}
    names |= {
        one.value
        for one in whole.answers
        if isinstance(one.value, str) and masks(pack.index[one.link_id]) and len(fold(one.value)) > 1
    } - set(pack.texts["ja"].values())
    second = office.services.second_reading
    opened = second.open(reader, reading)
    shown = [line for head in opened.sections for line in second.answers(reader, reading, head.link_id, "ja")]
    said = fold("\n".join((repr(second.mine(reader)), repr(opened.sections), *(line.shown for line in shown))))
    assert [name for name in names if fold(name) in said] == []
    assert "A" not in [head.link_id for head in opened.sections], "who somebody is is read by nobody here"
    assert any(line.masked for line in shown), "that there is an answer may be seen"
    words = [line.shown for line in shown if line.state is AnswerState.VALUE and not line.masked]
    assert sum(map(len, words)) > 200, "what is to be judged can be read"
    assert all(line.locked and not line.shown for line in shown if line.sensitivity.value == "medical")
    with refused("record.not-found"):
        second.answers(reader, reading, "J", "ja")
    looks = [one for one in office.services.queue.history(reader, world.case) if one.code == "masked-answers.seen"]
    assert {one.purpose for one in looks} >= {str(item) for item in READ_ITEMS}


def test_a_difference_keeps_both_views_and_waits_for_a_conference(world: World) -> None:
    office, case = world.investigation, world.case
    reader, reviewer = office.actor("many"), office.actor("reviewer")
    second, conferences, review = office.services.second_reading, office.services.conferences, office.services.review
    reading, half = sampled(world), DraftView(ADVERSE, None, "量が分からない。")
    second.keep_draft(reader, reading, (*drafts(3), half))
    review.send_back(reviewer, case, None, "日を特定してください。")
    review.assign(reviewer, case, office.person("examiner"), None)
    review.submit(office.actor("examiner"), case)
    assert second.open(reader, reading).views == (*drafts(3), half), (
        "not handed over, and nothing chosen for the reader"
    )
    for wrong in (views()[:4], (*views()[:5], replace_text(views(ADVERSE)[4], ""))):
        with refused("second-read.incomplete"):
            second.hand_in(reader, reading, wrong)
    before = conferences.of_case(reviewer, case)
    assert before is not None
    assert (before.has_reader, before.views) == (True, ())
    with refused("second-read.no-difference"):
        conferences.hold(reviewer, case, "協議した。")
    second.hand_in(reader, reading, views(ADVERSE))
    assert second.mine(reader) == ()
    (waits,) = [one.count for one in office.services.queue.today(reviewer).waiting if one.key == "today.conference"]
    with refused("second-read.conference"):
        review.accept(reviewer, case)
    with refused("access.wrong-role"):
        conferences.hold(office.actor("examiner"), case, "自分で記録。")
    conferences.hold(reviewer, case, "協議の結果、当初の所見を維持する。")
    after = conferences.of_case(office.actor("examiner"), case)
    assert waits == 1
    assert after is not None
    assert after.conference is not None
    assert [one.second.view.item for one in after.views if one.second.differs] == [ADVERSE]
    assert {one.first for one in after.views} == {plain(1).summary}
    review.accept(reviewer, case)
    (found,) = office.services.sampling.overview(reviewer).samples
    assert [one.progress for one in found.cases] == [Progress.READ], "and not whether the two agreed"
    assert found.figures is not None
    assert found.figures.read is None, "one reading is about one person"
    with office.desk.vault.write() as unit:
        assert not any("協議の結果".encode() in one.entry for one in unit.record.of_subject(case))
        unit.erasure.erase(Matter.CASE, case)
        assert unit.sampling.of_case(case) is None


def replace_text(view: ItemView, text: str) -> ItemView:
    return ItemView(view.item, view.adverse, text)


def test_who_recognises_the_person_steps_aside_for_good(world: World) -> None:
    office, case = world.investigation, world.case
    reader, second = office.actor("many"), office.services.second_reading
    reading = sampled(world)
    second.keep_draft(reader, reading, drafts(2))
    second.step_aside(reader, reading)
    office.services.ties.keep(reader, office.hand("many"), Ties())
    assert second.mine(reader) == ()
    assert office.services.queue.count(reader, QueueFilter()) == 0, "the case is no longer there for that officer"
    with refused("record.not-found"):
        second.open(reader, reading)
    with refused("review.somebody-else"):
        office.services.sampling.assign(office.actor("reviewer"), case, reader.person)
    (found,) = office.services.sampling.overview(office.actor("reviewer")).samples
    assert [one.progress for one in found.cases] == [Progress.UNASSIGNED]
    office.services.review.accept(office.actor("reviewer"), case)


def test_figures_hide_what_points_at_a_few() -> None:
    told = figures_of([[], [1], *([[6]] * 5), *([[]] * 4)])
    by_item = {one.item: (one.agreed, one.differed) for one in told.items}
    assert told.read == 11
    assert by_item == {1: (None, None), 2: (11, 0), 3: (11, 0), 4: (11, 0), 6: (6, 5), 7: (11, 0)}
    few = figures_of([[1]] * 4)
    assert {few.read, *(one.agreed for one in few.items), *(one.differed for one in few.items)} == {None}
