"""Bad bundles at the door of a real vault: each is refused with its code and nothing of it stays."""

from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.models.domain.actor import Environment
from app.models.domain.errors import AppError, GateClosedError, NotAuthorisedError, UntrustedInputError
from app.services.bundles import schemas
from app.services.bundles.container import Lane
from app.services.bundles.manifest import Kind
from app.services.bundles.report import BottomLine
from app.services.desk import Target
from app.services.exchange.importing import Inspection
from tests.services.exchange import crafting
from tests.services.exchange.conftest import At
from tests.services.exchange.leftovers import readable
from tests.services.exchange.offices import GAPS, NO_CONTENT, STOPPING, Office
from tests.services.exchange.world import World

REQUEST, WITHDRAWAL = Kind.INVESTIGATION_REQUEST, Kind.WITHDRAWAL


def refuses(world: World, receiver: Office, data: bytes, code: str, *, stops_lane: bool = False) -> Inspection:
    """Inspect and refuse a file: one event each; only log, decisions and, if so said, a stopped lane have changed."""
    before, seen, blobs, held = receiver.tables(), len(receiver.events()), receiver.blobs(), readable(receiver)
    inspection = world.inspected(receiver, crafting.put(world, data))
    assert inspection.report.code == code
    assert inspection.report.bottom_line is not BottomLine.ADMITTED
    assert (inspection.lines, inspection.effects) == ((), ())
    noted = set(STOPPING) if stops_lane else set()
    looked = receiver.tables()
    assert {name for name in looked if looked[name] != before[name]} == noted
    assert receiver.quarantine() == []
    with pytest.raises(GateClosedError) as closed:
        receiver.services.importing.admit(receiver.actor("security"), inspection)
    assert closed.value.code == "import.not-admissible"
    receiver.services.importing.refuse(receiver.actor("security"), inspection)
    alarm = [("bundle.alarm-raised", "done")] if inspection.report.bottom_line is BottomLine.ALARM else []
    stop = [("lane.stopped", "done")] if stops_lane else []
    assert receiver.events()[seen:] == [*alarm, *stop, ("bundle.inspected", "done"), ("bundle.refused", "done")]
    after = receiver.tables()
    assert {name for name in after if after[name] != before[name]} <= {"imports"} | noted
    assert receiver.blobs() == blobs
    assert readable(receiver) == held
    return inspection


@dataclass
class Letter:
    """An honest request on its way, taken off the stick."""

    world: World
    data: bytes

    @property
    def receiver(self) -> Office:
        return self.world.investigation


@pytest.fixture(name="letter")
def _letter(at: At) -> Letter:
    world = at("consented")
    return Letter(
        world,
        crafting.sealed_honestly(world, world.agency, REQUEST, Target(case=world.case), world.investigation),
    )


def still_goes_through(letter: Letter) -> None:
    world = letter.world
    world.admitted(letter.receiver, crafting.put(world, letter.data, "honest.age"))


def test_the_honest_file_is_admitted(letter: Letter) -> None:
    still_goes_through(letter)
    assert letter.receiver.quarantine() == []


def test_for_somebody_else(letter: Letter) -> None:
    refuses(letter.world, letter.world.contractor, letter.data, "bundle.not-for-us")
    still_goes_through(letter)


@pytest.mark.parametrize("data", [b"", b"x", b"PK\x03\x04zip", b"age-encryption.org/v1\n", bytes(100_000)])
def test_no_bundle_at_all(letter: Letter, data: bytes) -> None:
    inspection = letter.world.inspected(letter.receiver, crafting.put(letter.world, data))
    assert inspection.report.code in {"bundle.not-a-bundle", "bundle.header-refused", "bundle.damaged"}
    assert letter.receiver.quarantine() == []
    still_goes_through(letter)


DAMAGE = {
    "bundle.not-a-bundle",
    "bundle.header-refused",
    "bundle.damaged",
    "bundle.not-for-us",
}


def test_cut_short_at_many_lengths(letter: Letter) -> None:
    world, office, whole = letter.world, letter.receiver, letter.data
    before = office.tables()
    for length in [*range(0, len(whole), 997), len(whole) - 1, len(whole) - 16, len(whole) - 17]:
        inspection = world.inspected(office, crafting.put(world, whole[:length]))
        assert inspection.report.code in DAMAGE, length
        assert office.quarantine() == []
    assert office.tables() == before
    still_goes_through(letter)


def test_bytes_at_the_end(letter: Letter) -> None:
    refuses(letter.world, letter.receiver, letter.data + b"\0", "bundle.damaged")
    still_goes_through(letter)


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(place=st.floats(min_value=0, max_value=1, exclude_max=True), bit=st.integers(min_value=0, max_value=7))
def test_changed_by_one_bit_anywhere(letter: Letter, place: float, bit: int) -> None:
    world, office = letter.world, letter.receiver
    bad = bytearray(letter.data)
    bad[int(place * len(bad))] ^= 1 << bit
    before = office.tables()
    inspection = world.inspected(office, crafting.put(world, bytes(bad)))
    assert inspection.report.code in DAMAGE
    assert (office.tables(), office.quarantine()) == (before, [])


def test_every_byte_of_the_header_counts(letter: Letter) -> None:
    world, office = letter.world, letter.receiver
    before = office.tables()
    for place in range(0, 4000, 61):
        bad = bytearray(letter.data)
        bad[place] ^= 1
        assert world.inspected(office, crafting.put(world, bytes(bad))).report.code in DAMAGE, place
    assert (office.tables(), office.quarantine()) == (before, [])


def test_replayed(letter: Letter) -> None:
    still_goes_through(letter)
    world, office = letter.world, letter.receiver
    before = office.tables()
    inspection = world.inspected(office, crafting.put(world, letter.data))
    assert inspection.report.bottom_line is BottomLine.DUPLICATE
    assert inspection.report.code == "bundle.replay"
    assert (office.tables(), office.quarantine()) == (before, [])
    # A receipt can be written again, for the sender who lost it.
    office.services.receipts.write(office.actor("security"), inspection.bundle_id, world.stick)


def test_replayed_after_a_year(letter: Letter) -> None:
    still_goes_through(letter)
    letter.world.clock.advance(timedelta(days=365))
    inspection = letter.world.inspected(letter.receiver, crafting.put(letter.world, letter.data))
    assert inspection.report.bottom_line is BottomLine.DUPLICATE


def test_from_another_circle(letter: Letter, live_at: At) -> None:
    """The same names and stations, other keys: first of another environment, then merely of another root."""
    foreign = live_at("consented")
    world = letter.world
    data = crafting.sealed_honestly(foreign, foreign.agency, REQUEST, Target(case=foreign.case), foreign.investigation)
    refuses(world, letter.receiver, data, "bundle.not-for-us")
    archive = crafting.archive_of(data, foreign.agency)
    to_us = crafting.encrypted(archive, (letter.receiver, foreign.agency))
    refuses(world, letter.receiver, to_us, "bundle.live-in-rehearsal")
    to_them = crafting.encrypted(_archive(letter), (foreign.agency, foreign.investigation))
    refuses(foreign, foreign.investigation, to_them, "bundle.rehearsal-in-live")
    still_goes_through(letter)


def _archive(letter: Letter) -> bytes:
    return crafting.archive_of(letter.data, letter.world.agency)


NOTICE = schemas.WithdrawalNotice(case_ref="0" * 32, withdrawn_on=date(2025, 6, 11))
"""The smallest record there is: for attacks in which the content does not matter."""


def crafted(letter: Letter, **changes: Any) -> bytes:
    world = letter.world
    return crafting.crafted(world, WITHDRAWAL, world.agency, world.investigation, NOTICE, **changes)


def test_from_an_unknown_signer(letter: Letter, live_at: At) -> None:
    """Everything is as it should be, but the hand belongs to nobody in our trust document."""
    world, foreign = letter.world, live_at("consented")
    whole = crafting.plan(world, WITHDRAWAL, world.agency, world.investigation, NOTICE)
    stranger = crafting.signer(foreign.agency, "security")
    data = crafting.sealed(replace(whole, signers=(stranger,)), [foreign.agency.hand("security")])
    refuses(world, letter.receiver, data, "bundle.signer-unknown")
    still_goes_through(letter)


def test_named_as_signer_but_signed_by_another_hand(letter: Letter) -> None:
    world, agency = letter.world, letter.world.agency
    whole = crafting.plan(world, WITHDRAWAL, agency, world.investigation, NOTICE)
    with pytest.raises(GateClosedError):
        crafting.sealed(whole, [agency.hand("decider")])


@pytest.mark.parametrize(
    ("people", "code"),
    [
        ((("examiner", "examiner"),), "bundle.threshold-not-met"),
        ((("examiner", "security-officer"),), "bundle.threshold-not-met"),
    ],
)
def test_signed_in_a_wrong_role(letter: Letter, people: tuple[tuple[str, str], ...], code: str) -> None:
    world, agency = letter.world, letter.world.agency
    whole = crafting.plan(world, WITHDRAWAL, agency, world.investigation, NOTICE)
    signers = tuple(crafting.signer(agency, who, role) for who, role in people)
    data = crafting.sealed(replace(whole, signers=signers), [agency.hand(who) for who, _ in people])
    refuses(world, letter.receiver, data, code)
    still_goes_through(letter)


def test_signed_by_officers_of_another_office(letter: Letter) -> None:
    """An officer of the contractor signs what claims to come from the agency."""
    world, agency = letter.world, letter.world.agency
    whole = crafting.plan(world, WITHDRAWAL, agency, world.investigation, NOTICE)
    signers = (crafting.signer(world.contractor, "security"),)
    data = crafting.sealed(replace(whole, signers=signers), [world.contractor.hand("security")])
    refuses(world, letter.receiver, data, "bundle.threshold-not-met")


def test_one_person_twice(at: At) -> None:
    world = at("requested")
    agency, contractor = world.agency, world.contractor
    notice = schemas.ResultNotice(
        roster_ref="R1",
        name="髙橋",
        section="総務",
        outcome=schemas.NoticeOutcome.CLEARED,
        notified_on=world.clock.today(),
        issue_no="N-1",
    )
    whole = crafting.plan(world, Kind.RESULT, agency, contractor, notice)
    twice = (crafting.signer(agency, "decider"), crafting.signer(agency, "decider", "security-officer"))
    with pytest.raises(AppError):
        crafting.sealed(replace(whole, signers=twice), [agency.hand("decider"), agency.hand("decider")])
    alone = crafting.sealed(replace(whole, signers=twice[:1]), [agency.hand("decider")])
    refuses(world, contractor, alone, "bundle.threshold-not-met")
    same = (crafting.signer(agency, "security"), crafting.signer(agency, "second-security", "security-officer"))
    hands = [agency.hand("security"), agency.hand("second-security")]
    refuses(world, contractor, crafting.sealed(replace(whole, signers=same), hands), "bundle.threshold-not-met")


def test_an_unknown_field_in_a_record(at: At) -> None:
    """A result with a reason in it: the receiver's schema has no place for one."""
    world = at("requested")
    agency, contractor = world.agency, world.contractor
    data = crafting.with_extra_field(world, agency, contractor)
    refuses(world, contractor, data, "bundle.record-refused")


def test_expired(letter: Letter) -> None:
    letter.world.clock.advance(timedelta(days=91))
    refuses(letter.world, letter.receiver, letter.data, "bundle.expired")


def test_trust_stale(letter: Letter) -> None:
    refuses(letter.world, letter.receiver, crafted(letter, trust_sha256="ab" * 32), "bundle.trust-stale")
    still_goes_through(letter)


def test_from_the_future(letter: Letter) -> None:
    later = int((letter.world.clock.now() + timedelta(hours=1)).timestamp())
    refuses(letter.world, letter.receiver, crafted(letter, created_at=later), "bundle.from-the-future")


def test_rehearsal_and_live_do_not_mix(letter: Letter, live_at: At) -> None:
    refuses(letter.world, letter.receiver, crafted(letter, environment=Environment.LIVE), "bundle.live-in-rehearsal")
    live = live_at("consented")
    data = crafting.crafted(
        live, WITHDRAWAL, live.agency, live.investigation, NOTICE, environment=Environment.REHEARSAL
    )
    refuses(live, live.investigation, data, "bundle.rehearsal-in-live")
    still_goes_through(letter)


def test_a_gap_is_held_until_the_missing_one_came(letter: Letter) -> None:
    world, office = letter.world, letter.receiver
    second = crafting.sealed_honestly(world, world.agency, REQUEST, Target(case=world.others[0]), office)
    before = office.tables(leave_out=(*NO_CONTENT, *GAPS))
    inspection = world.inspected(office, crafting.put(world, second))
    assert (inspection.report.code, inspection.report.bottom_line) == ("bundle.gap", BottomLine.HELD)
    assert (office.tables(leave_out=(*NO_CONTENT, *GAPS)), office.quarantine()) == (before, [])
    still_goes_through(letter)
    world.admitted(office, crafting.put(world, second))


def test_a_fork_is_an_alarm(letter: Letter) -> None:
    """Two different bundles with one number: the sender worked on from an old copy of its vault."""
    world, office = letter.world, letter.receiver
    (receiver_lane, own) = crafting.plan(world, WITHDRAWAL, world.agency, office, NOTICE).lanes
    first = Lane(receiver_lane.station, receiver_lane.key, 1, "0" * 64)
    other = crafted(letter, lanes=(first, own))
    still_goes_through(letter)
    inspection = refuses(world, office, other, "bundle.fork", stops_lane=True)
    assert inspection.report.bottom_line is BottomLine.ALARM
    wrong_before = Lane(receiver_lane.station, receiver_lane.key, 2, "ab" * 32)
    refuses(world, office, crafted(letter, lanes=(wrong_before, own)), "bundle.fork")


def test_passed_on_by_its_recipient_to_a_third_office(letter: Letter) -> None:
    """The recipient re-encrypts what it was sent: whoever gets it sees that it was meant for another."""
    world = letter.world
    archive = crafting.archive_of(letter.data, letter.receiver)
    third = crafting.encrypted(archive, (world.agency, world.contractor))
    inspection = refuses(world, world.contractor, third, "bundle.wrong-recipient")
    assert inspection.report.bottom_line is BottomLine.ALARM
    more = crafting.encrypted(archive, (world.agency, letter.receiver, world.contractor))
    refuses(world, letter.receiver, more, "bundle.wrong-recipient")
    still_goes_through(letter)


def test_a_kind_that_this_office_must_not_get(letter: Letter) -> None:
    """A request signed by the right people, for the contractor."""
    world = letter.world
    data = crafting.crafted(world, WITHDRAWAL, world.agency, world.contractor, NOTICE)
    refuses(world, world.contractor, data, "bundle.purpose-refused")


@pytest.mark.parametrize("who", ["examiner", "reviewer", "decider", "administrator", "auditor", "many"])
def test_only_the_security_officer_brings_bundles_in(letter: Letter, who: str) -> None:
    world, office = letter.world, letter.receiver
    name = crafting.put(world, letter.data)
    before = office.tables()
    with pytest.raises(NotAuthorisedError):
        office.services.importing.inspect(office.actor(who), world.stick, name)
    assert (office.tables(), office.quarantine()) == (before, [])
    sound = world.inspected(office, name)
    for call in (office.services.importing.admit, office.services.importing.refuse):
        with pytest.raises(NotAuthorisedError):
            call(office.actor(who), sound)
    assert office.tables() == before
    assert ("bundle.request-admitted", "refused:wrong-role") in office.events()


def test_what_was_inspected_is_what_is_admitted(letter: Letter, at: At) -> None:
    """Another sound bundle put in the place of the inspected one is not taken in its name."""
    world, office, twin = letter.world, letter.receiver, at("consented")
    other = crafting.sealed_honestly(twin, twin.agency, REQUEST, Target(case=twin.others[0]), twin.investigation)
    inspection = world.inspected(office, crafting.put(world, letter.data))
    (kept,) = office.quarantine()
    (office.folder / "quarantine" / kept).write_bytes(other)
    before = office.tables()
    with pytest.raises(UntrustedInputError) as refusal:
        office.services.importing.admit(office.actor("security"), inspection)
    assert refusal.value.code == "bundle.content-mismatch"
    assert office.tables() == before


def test_a_receipt_is_not_admitted_as_a_bundle(letter: Letter) -> None:
    still_goes_through(letter)
    world, office, agency = letter.world, letter.receiver, letter.world.agency
    bundle = office.services.importing.decided(office.actor("security"))[0].bundle_id
    name = office.services.receipts.write(office.actor("security"), bundle, world.stick)
    inspection = world.inspected(agency, name)
    before = agency.tables()
    with pytest.raises(GateClosedError):
        agency.services.importing.admit(agency.actor("security"), inspection)
    assert agency.tables() == before
    agency.services.receipts.close(agency.actor("security"), world.stick, name)


def test_a_case_that_is_here_already_is_a_conflict(at: At) -> None:
    world = at("requested")
    office = world.investigation
    data = crafting.sealed_honestly(world, world.agency, REQUEST, Target(case=world.case), office)
    before = office.tables()
    inspection = world.inspected(office, crafting.put(world, data))
    assert not inspection.can_be_admitted
    with pytest.raises(GateClosedError):
        office.services.importing.admit(office.actor("security"), inspection)
    assert office.tables() == before


def test_refusing_forgets_the_file_and_tells_the_sender(letter: Letter) -> None:
    world, office, agency = letter.world, letter.receiver, letter.world.agency
    inspection = world.inspected(office, crafting.put(world, letter.data))
    assert office.quarantine() == [inspection.ciphertext_sha256]
    office.services.importing.refuse(office.actor("security"), inspection)
    assert office.quarantine() == []
    receipt = office.services.receipts.write(office.actor("security"), inspection.bundle_id, world.stick)
    closed = agency.services.receipts.close(agency.actor("security"), world.stick, receipt)
    assert (closed.outcome, closed.code) == ("refused", "import.refused-by-officer")


def test_after_a_refusal_the_next_bundle_can_come(letter: Letter) -> None:
    """A refused bundle was seen: it must not stop the lane for ever."""
    world, office = letter.world, letter.receiver
    inspection = world.inspected(office, crafting.put(world, letter.data))
    office.services.importing.refuse(office.actor("security"), inspection)
    world.requested(world.others[0])
