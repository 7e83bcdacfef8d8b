"""Every kind says who is asked about, what can be left out and how it is taken back, or why not."""

from collections.abc import Callable, Iterator
from datetime import date
from typing import get_args, get_type_hints

import msgspec
import pytest

from app.models.domain.errors import AppError
from app.models.domain.ids import BundleId
from app.services.bundles import kinds
from app.services.bundles.manifest import Kind
from app.services.desk import Target
from app.services.exchange.arrivals import ARRIVALS
from app.services.exchange.delivery import WhyNot
from app.services.exchange.identity import Answers, Verdict
from app.services.exchange.importing import Inspection
from tests.services.exchange import crafting
from tests.services.exchange.conftest import At
from tests.services.exchange.offices import Office
from tests.services.exchange.test_reporting import REPORT, complaint
from tests.services.exchange.test_reports_back import PROOF, destroyed, told
from tests.services.exchange.test_roster_bundle import kept_by_contractor
from tests.services.exchange.test_trying_out import namesake
from tests.services.exchange.world import PEOPLE, World

OF_A_PERSON = frozenset({"name", "kana", "birth_date", "complainant"})


def fields_of(kind: object, seen: frozenset[object] = frozenset()) -> Iterator[str]:
    """Names of the fields of a record and of its parts."""
    if isinstance(kind, type) and issubclass(kind, msgspec.Struct) and kind not in seen:
        for name, hint in get_type_hints(kind, include_extras=False).items():
            yield name
            yield from fields_of(hint, seen | {kind})
    for inner in get_args(kind):
        yield from fields_of(inner, seen)


@pytest.mark.parametrize("kind", ARRIVALS)
def test_only_what_names_nobody_says_so(kind: Kind) -> None:
    names_somebody = not OF_A_PERSON.isdisjoint(fields_of(kinds.rule(kind).record))
    arrival = ARRIVALS[kind]
    if kind not in {Kind.TRUST_UPDATE, Kind.KEY_GRANT}:  # officers and offices are no subjects
        assert names_somebody is (arrival.persons is not WhyNot.NO_PERSON) or arrival.persons in {
            WhyNot.BY_CASE,
            WhyNot.BY_INQUIRY,
        }
    if arrival.can_set_aside:
        assert kinds.rule(kind).most_records > 1


def test_a_case_that_comes_is_put_beside_who_is_alike_once(at: At) -> None:
    world = at("consented")
    agency, office = world.agency, world.investigation
    namesake(world, office)
    shown = moved(world, agency, office)
    (like,) = shown.likenesses
    assert (like.subject.case_id, shown.can_be_admitted, shown.can_set_aside) == (world.case, False, False)
    actor, importing = office.actor("security"), office.services.importing
    later = importing.answer(actor, shown, Answers({like.key: Verdict.LATER}))
    assert (later.can_be_admitted, later.is_left_for_later) == (False, True)
    with pytest.raises(AppError):
        importing.admit(actor, later)
    assert [one.bundle_id for one in importing.waiting(actor)] == [shown.bundle_id]
    importing.admit(actor, importing.answer(actor, shown, Answers({like.key: Verdict.OTHER})))
    with office.desk.vault.read() as unit:
        (kept,) = unit.arrivals.verdicts_about(world.case)
    assert (kept.other_case_id, kept.verdict) == (like.other_case_id, "other")
    back = moved(world, office, agency)
    agency.services.importing.admit(agency.actor("security"), back)
    assert moved(world, agency, office).likenesses == (), "the same pair is not asked about twice"


def moved(world: World, sender: Office, receiver: Office) -> Inspection:
    return world.inspected(receiver, world.sent(sender, Kind.CASE_TRANSFER, Target(case=world.case), receiver))


@pytest.mark.parametrize("born", [date.fromisoformat(PEOPLE[0][2]), None])
def test_a_report_is_put_beside_whom_it_may_be_about(at: At, born: date | None) -> None:
    world = at("consented")
    agency, actor = world.agency, world.agency.actor("security")
    report = msgspec.structs.replace(REPORT, name=PEOPLE[0][0], birth_date=born)
    shown = world.inspected(
        agency, crafting.put(world, crafting.crafted(world, Kind.CHANGE_REPORT, world.contractor, agency, report))
    )
    (like,) = shown.likenesses
    assert (str(like.other_case_id), str(like.why)) == (
        world.case, "same-name-and-dob" if born else "same-name-dob-unsure",
    )  # fmt: skip
    agency.services.importing.admit(
        actor, agency.services.importing.answer(actor, shown, Answers({like.key: Verdict.SAME}))
    )
    with agency.desk.vault.read() as unit:
        (kept,) = unit.arrivals.verdicts_about(world.case)
    assert (str(kept.case_id), kept.verdict) == (shown.bundle_id, "same")


def _roster(world: World) -> tuple[Office, str]:
    target = Target(matter=kept_by_contractor(world))
    return world.agency, world.sent(world.contractor, Kind.ROSTER, target, world.agency)


def _report(world: World) -> tuple[Office, str]:
    firm = world.contractor
    target = Target(matter=firm.services.reporting.write_report(firm.actor("security"), REPORT))
    return world.agency, world.sent(firm, Kind.CHANGE_REPORT, target, world.agency)


def _complaint(world: World) -> tuple[Office, str]:
    agency, there = world.agency, world.investigation
    agency.services.reporting.write_complaint(agency.actor("complaint"), world.case, complaint(world))
    return there, world.sent(agency, Kind.COMPLAINT, Target(case=world.case), there)


def _figures(world: World) -> tuple[Office, str]:
    agency, there = world.agency, world.investigation
    world.clock.advance(date(2026, 1, 9) - world.clock.today())
    agency.services.queue.today(agency.actor("security"))
    return there, world.sent(agency, Kind.STATISTICS, Target(matter="2025"), there)


def _proof(world: World) -> tuple[Office, str]:
    destroyed(world, told(world))
    return world.agency, world.sent(world.contractor, Kind.DISPOSAL_PROOF, PROOF, world.agency)


def _settled(office: Office, _world: World, matter: str) -> object:
    rosters, actor = office.services.rosters, office.actor("security")
    return rosters.admit(actor, rosters.preview_waiting(actor, matter), {})


Sending = Callable[[World], tuple[Office, str]]
Use = Callable[[Office, World, str], object]
CASES: list[tuple[Sending, Use]] = [
    (_roster, _settled),
    (_report, lambda office, _, matter: office.services.reporting.report(office.actor("examiner"), matter)),
    (
        _complaint,
        lambda office, world, _: office.services.reporting.complaints(office.actor("complaint"), world.case),
    ),
    (_figures, lambda office, _world, _matter: office.services.counting.received(office.actor("decider"))),
]


@pytest.mark.parametrize("sending", [*(one for one, _ in CASES), _proof])
def test_what_came_is_taken_back_until_it_is_used(at: At, sending: Sending) -> None:
    world = at("requested")
    office, name = sending(world)
    tables = ("carried", "rosters", "disposal_proofs", "candidates")
    before = [office.rows(table) for table in tables]
    bundle = world.admitted(office, name).bundle_id
    assert [office.rows(table) for table in tables] != before
    office.services.taking_back.take_back(office.actor("security"), office.actor("auditor"), bundle)
    assert [office.rows(table) for table in tables] == before


@pytest.mark.parametrize(("sending", "use"), CASES)
def test_what_was_used_is_not_taken_back(at: At, sending: Sending, use: Use) -> None:
    world = at("requested")
    office, name = sending(world)
    bundle = world.admitted(office, name).bundle_id
    assert obstacle(office, bundle) == ""
    use(office, world, bundle)
    assert obstacle(office, bundle) == "import.used-already"


def obstacle(office: Office, bundle: BundleId) -> str:
    found = office.services.taking_back.foresee(office.actor("security"), bundle).obstacle
    return "" if found is None else found.code


def test_what_has_no_way_back_says_why(at: At) -> None:
    world = at("requested")
    agency, there = world.agency, world.investigation
    came = world.admitted(there, world.sent(agency, Kind.CHECKPOINT, Target(matter=there.station), there))
    assert came.not_asked is WhyNot.NO_PERSON
    way = there.services.taking_back.foresee(there.actor("security"), came.bundle_id)
    assert (way.why_not, way.obstacle is not None) == (WhyNot.WITNESSED, True)
