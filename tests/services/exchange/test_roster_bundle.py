"""A roster goes from the contractor to the agency and is settled there as if it had come as a spreadsheet."""

from collections.abc import Callable
from datetime import date, timedelta
from io import BytesIO

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.models.domain.errors import GateClosedError, InvalidInputError, NotAuthorisedError, UntrustedInputError
from app.models.domain.ids import RosterId
from app.models.domain.lifecycle import State
from app.models.domain.match import Outcome
from app.models.domain.retention import Matter
from app.models.domain.roster import Plausibility
from app.models.domain.text import has_unseen
from app.services.bundles.kinds import decoder
from app.services.bundles.manifest import Kind
from app.services.bundles.records import RECORD_LIMITS, write_records
from app.services.bundles.schemas import RosterEntry
from app.services.desk import Target
from app.services.exchange.by_kind.rosters import read_day, require_one_roster
from app.services.exchange.delivery import as_kind
from app.services.rosters.importing import RowAnswer
from app.services.rosters.received import reading_of
from tests.services.bundles.samples import SAMPLES
from tests.services.exchange import crafting
from tests.services.exchange.conftest import At
from tests.services.exchange.world import PEOPLE, World, roster_csv

ENTRY = as_kind(SAMPLES[Kind.ROSTER], RosterEntry)


def kept_by_contractor(world: World, data: bytes = b"") -> RosterId:
    rosters, actor = world.contractor.services.rosters, world.contractor.actor("security")
    preview = rosters.preview(actor, data or roster_csv())
    return rosters.admit(actor, preview, {one.row.line: RowAnswer(take=True) for one in preview.rows}).roster_id


def brought(world: World, roster: RosterId) -> str:
    """The roster sent and admitted; gives what waits at the agency."""
    inspection = world.carried(world.contractor, Kind.ROSTER, Target(matter=roster), world.agency)
    assert [(one.key, one.count) for one in inspection.effects[:1]] == [("import.effect.roster-rows", len(PEOPLE))]
    return inspection.bundle_id


def test_roster_arrives_as_the_spreadsheet_would(at: At) -> None:
    world = at("trusted")
    roster = kept_by_contractor(world)
    matter = brought(world, roster)
    rosters, actor = world.agency.services.rosters, world.agency.actor("security")
    (waiting,) = rosters.waiting(actor)
    assert (waiting.matter_id, waiting.submitter, waiting.rows) == (matter, "試験contractor", len(PEOPLE))
    came, sheet = rosters.preview_waiting(actor, matter), rosters.preview(actor, roster_csv())
    for ours, theirs in zip(came.rows, sheet.rows, strict=True):
        a, b = ours.row, theirs.row
        assert (a.name, a.dob, a.section, a.post, a.item, a.item3_reason.value, a.agreed_on) == (
            b.name, b.dob, b.section, b.post, b.item, b.item3_reason.value, b.agreed_on,
        )  # fmt: skip
        assert ours.match.outcome is Outcome.NEW
    done = rosters.admit(actor, came, {one.row.line: RowAnswer(take=True) for one in came.rows})
    assert (done.admitted, done.set_aside, done.roster_id) == (len(PEOPLE), 0, roster)
    sent = world.contractor.services.consents.candidates(world.contractor.actor("security"), (State.LISTED,))
    assert [one.name for one in world.in_state(State.LISTED)] == [one.name for one in sent]
    assert rosters.waiting(actor) == []
    # The notice of the result will name the number that the contractor gave, and go to the contractor only.
    assert {one.roster_id for one in world.in_state(State.LISTED)} == {roster}
    with world.agency.desk.vault.read() as unit:
        assert unit.rosters.get(roster).submitter_office_id == "CONTRACTOR"


def test_what_is_set_aside_waits_until_it_is_put_away(at: At) -> None:
    world = at("trusted")
    matter = brought(world, kept_by_contractor(world))
    rosters, actor = world.agency.services.rosters, world.agency.actor("security")
    first = rosters.preview_waiting(actor, matter)
    done = rosters.admit(actor, first, {one.row.line: RowAnswer(take=one.row.line == 1) for one in first.rows})
    assert (done.admitted, done.set_aside) == (1, len(PEOPLE) - 1)
    again = rosters.preview_waiting(actor, matter)
    assert [one.match.outcome is Outcome.NEW for one in again.rows] == [False, *[True] * (len(PEOPLE) - 1)]
    assert rosters.put_away(actor, matter) == len(PEOPLE)
    for late in (rosters.preview_waiting, rosters.put_away):
        with pytest.raises(InvalidInputError, match=r"record\.not-found"):
            late(actor, matter)
    with pytest.raises(InvalidInputError, match=r"record\.not-found"):
        rosters.admit(actor, again, {})
    assert len(world.in_state(State.LISTED)) == 1


def test_same_roster_sent_again_waits_again_and_nobody_is_listed_twice(at: At) -> None:
    world = at("trusted")
    roster = kept_by_contractor(world)
    rosters, actor = world.agency.services.rosters, world.agency.actor("security")
    for _ in range(2):
        preview = rosters.preview_waiting(actor, brought(world, roster))
        taken = {one.row.line: RowAnswer(one.match.outcome is Outcome.NEW) for one in preview.rows}
        if any(answer.take for answer in taken.values()):
            rosters.admit(actor, preview, taken)
    assert len(world.in_state(State.LISTED)) == len(PEOPLE)
    assert len(rosters.waiting(actor)) == 1


def test_who_did_not_agree_does_not_leave(at: At) -> None:
    world = at("trusted")
    roster = kept_by_contractor(world, roster_csv().replace(b"2025-06-02", b"", 1))
    with pytest.raises(GateClosedError, match=r"export\.roster-not-agreed"):
        world.prepared(world.contractor, Kind.ROSTER, Target(matter=roster), world.agency)
    assert world.contractor.services.exporting.open_exports(world.contractor.actor("security")) == []


def test_only_the_contractor_sends_its_roster_and_only_the_agency_takes_it(at: At) -> None:
    world = at("listed")
    with world.agency.desk.vault.read() as unit:
        roster = unit.rosters.every()[0].roster_id
    with pytest.raises(NotAuthorisedError, match=r"access\.wrong-office"):
        world.prepared(world.agency, Kind.ROSTER, Target(matter=roster), world.investigation)
    own = kept_by_contractor(world)
    with pytest.raises(InvalidInputError, match=r"export\.recipient"):
        world.prepared(world.contractor, Kind.ROSTER, Target(matter=own), world.investigation)
    offered = [one.target for one in world.contractor.services.outbox.sendable(world.contractor.actor("security"))]
    assert offered == [Target(matter=own)]
    assert all(
        one.kind is not Kind.ROSTER for one in world.agency.services.outbox.sendable(world.agency.actor("security"))
    )


HOSTILE: dict[str, tuple[Callable[[RosterEntry], RosterEntry], str]] = {
    "rows-missing": (
        lambda one: msgspec.structs.replace(one, roster=msgspec.structs.replace(one.roster, rows=2)),
        "bundle.record-refused",
    ),
    "two-birthdays": (
        lambda one: msgspec.structs.replace(one, birth_date_as_written="平成3年4月1日"),
        "bundle.record-refused",
    ),
}


@pytest.mark.parametrize("label", HOSTILE)
def test_roster_that_contradicts_itself_is_refused(at: At, label: str) -> None:
    world = at("trusted")
    make, code = HOSTILE[label]
    data = crafting.crafted(world, Kind.ROSTER, world.contractor, world.agency, make(ENTRY))
    inspection = world.inspected(world.agency, crafting.put(world, data))
    with pytest.raises(UntrustedInputError) as refusal:
        world.agency.services.importing.admit(world.agency.actor("security"), inspection)
    assert (refusal.value.code, refusal.value.params) == (code, {"line": 1})
    assert world.agency.services.rosters.waiting(world.agency.actor("security")) == []


def test_roster_of_another_office_is_not_touched(at: At) -> None:
    world = at("listed")
    with world.agency.desk.vault.read() as unit:
        theirs = unit.rosters.every()[0].roster_id
    entry = msgspec.structs.replace(ENTRY, roster=msgspec.structs.replace(ENTRY.roster, roster_ref=theirs))
    data = crafting.crafted(world, Kind.ROSTER, world.contractor, world.agency, entry)
    inspection = world.inspected(world.agency, crafting.put(world, data))
    before = world.agency.tables()
    with pytest.raises(UntrustedInputError, match=r"bundle\.other-office"):
        world.agency.services.importing.admit(world.agency.actor("security"), inspection)
    assert world.agency.tables() == before


def test_destroyed_roster_takes_its_waiting_rows_along_and_does_not_come_back(at: At) -> None:
    world = at("trusted")
    roster = kept_by_contractor(world)
    brought(world, roster)
    world.clock.advance(timedelta(days=366 * 7))
    office = world.agency
    office.services.disposal.destroy_paper(office.actor("security"), office.actor("auditor"), Matter.ROSTER, roster)
    assert office.rows("carried") == []
    assert office.rows("rosters") == []


NAMES = st.text(min_size=1, max_size=60).filter(lambda name: name.strip() == name and not has_unseen(name))


@given(NAMES, st.dates(date(1940, 1, 1), date(2005, 1, 1)), st.booleans(), st.sampled_from([1, 2]))
def test_any_row_reads_as_it_was_sent(name: str, born: date, dispatched: bool, item: int) -> None:  # noqa: FBT001 (drawn)
    entry = msgspec.structs.replace(
        ENTRY,
        name=name,
        birth_date=born,
        birth_date_as_written=born.isoformat(),
        dispatched=dispatched,
        dispatcher="試験派遣" if dispatched else None,
        item=item,
        item_3_reason=None,
    )
    try:
        write_records([entry], decoder(Kind.ROSTER), RECORD_LIMITS, BytesIO())
    except InvalidInputError:
        return  # would not have left
    require_one_roster([entry])
    (row,) = reading_of([entry], Plausibility(as_of=date(2026, 9, 1))).rows
    assert (row.name.as_written, row.dob.value and row.dob.value.day, row.dispatched.value, row.item.value) == (
        name, born, dispatched, item,
    )  # fmt: skip
    assert row.agreed_on.value is not None
    assert row.agreed_on.value.day == entry.agreed_on
    assert not row.verdict.faults


def test_birthday_that_cannot_be_read_is_the_day_that_the_sender_read() -> None:
    entry = msgspec.structs.replace(ENTRY, birth_date_as_written="不明瞭")
    assert read_day("不明瞭") is None
    (row,) = reading_of([entry], Plausibility(as_of=date(2026, 9, 1))).rows
    assert row.dob.value is not None
    assert row.dob.value.day == entry.birth_date
