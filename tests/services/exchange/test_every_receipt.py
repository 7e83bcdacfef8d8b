"""Whatever an office sends waits for its receipt, and the receipt for every kind closes it at the sender."""

from collections.abc import Iterable
from datetime import date, timedelta
from pathlib import Path

import pytest

from app.models.domain.errors import GateClosedError
from app.models.domain.ids import BundleId
from app.services.bundles.manifest import Kind
from app.services.desk import Target
from app.services.exchange.arrivals import ARRIVALS
from tests.services.exchange.conftest import At
from tests.services.exchange.offices import Office
from tests.services.exchange.test_confirming import written as confirmation_written
from tests.services.exchange.test_countersigning import asked, drafted, signed, taken
from tests.services.exchange.test_inquiries import answer, replied
from tests.services.exchange.test_inquiries import carried as inquiry_carried
from tests.services.exchange.test_reporting import REPORT, complaint
from tests.services.exchange.test_reports_back import PROOF, destroyed
from tests.services.exchange.test_roster_bundle import kept_by_contractor
from tests.services.exchange.upstairs import second_station
from tests.services.exchange.world import World
from tests.services.review.circle import joined
from tests.services.trust.test_enrolment import granted, requested, roots


def acknowledged(world: World, sender: Office, receiver: Office, bundle: BundleId) -> bool:
    """Bring the receipt; gives whether it said anything new."""
    name = receiver.services.receipts.write(receiver.actor("security"), bundle, world.stick)
    closed = sender.services.receipts.close(sender.actor("security"), world.stick, name)
    (world.stick.path / name).unlink()
    return closed.is_new


def closed_kinds(offices: Iterable[Office]) -> set[Kind]:
    found = set()
    for office in offices:
        with office.desk.vault.read() as unit:
            ended = unit.exports.in_status(("closed",))
        found |= {Kind(one.kind) for one in ended if one.receipt_outcome == "imported"}
    return found


def open_kinds(office: Office) -> list[str]:
    return [one.kind for one in office.services.exporting.open_exports(office.actor("security"))]


def countersign_taken(office: Office) -> BundleId:
    with office.desk.vault.read() as unit:
        (found,) = [one.bundle_id for one in unit.imports.newest_first(100) if one.kind == Kind.COUNTERSIGN.value]
    return found


def cases(world: World) -> None:
    agency, there, firm = world.agency, world.investigation, world.contractor
    agency.services.results.confirm_validity(agency.actor("decider"), world.case)
    world.carried(agency, Kind.DECISION, Target(case=world.case), there)
    world.carried(agency, Kind.RESULT, Target(case=world.case), firm)
    told = world.carried(agency, Kind.NOT_CARRIED_OUT, Target(entry=world.refused), firm)
    world.requested(world.others[0])
    world.withdraw(world.others[0])
    world.carried(agency, Kind.WITHDRAWAL, Target(case=world.others[0]), there)
    agency.services.reporting.write_complaint(agency.actor("complaint"), world.case, complaint(world))
    world.carried(agency, Kind.COMPLAINT, Target(case=world.case), there)
    world.carried(agency, Kind.CASE_TRANSFER, Target(case=world.case), there)
    destroyed(world, told.bundle_id)
    world.carried(firm, Kind.DISPOSAL_PROOF, PROOF, agency)


def offices(world: World) -> None:
    agency, there, firm = world.agency, world.investigation, world.contractor
    world.carried(firm, Kind.ROSTER, Target(matter=kept_by_contractor(world)), agency)
    report = firm.services.reporting.write_report(firm.actor("security"), REPORT)
    world.carried(firm, Kind.CHANGE_REPORT, Target(matter=report), agency)
    world.carried(agency, Kind.CHECKPOINT, Target(matter=there.station), there)
    agency.services.trust_issuing.renew(agency.actor("security"), roots(world))
    sent = agency.services.trust_post.send(agency.actor("security"), firm.station, world.stick).file_name
    assert acknowledged(world, agency, firm, world.admitted(firm, sent).bundle_id)
    _, read = requested(world, there, "renewal")
    assert open_kinds(there) == [Kind.KEY_REQUEST.value]
    grant = world.admitted(there, granted(world, read)).bundle_id
    assert open_kinds(there) == [], "the grant is the receipt for the request"
    assert acknowledged(world, there, agency, read.came.bundle_id) is False
    assert acknowledged(world, agency, there, grant)
    world.clock.advance(date(2026, 1, 9) - world.clock.today())
    agency.services.queue.today(agency.actor("security"))
    world.carried(agency, Kind.STATISTICS, Target(matter="2025"), there)


def test_the_receipt_for_every_kind_closes_it_at_the_sender(at: At) -> None:
    world = at("notified")
    cases(world)
    world.clock.advance(timedelta(days=1))
    offices(world)
    assert closed_kinds(world.offices) == {*ARRIVALS, Kind.KEY_REQUEST} - TRIED_BELOW
    assert [open_kinds(one) for one in world.offices] == [[], [], []]
    assert not [row for one in world.offices for row in one.rows("incidents")]


TRIED_BELOW = {Kind.CORRECTED_ANSWERS, Kind.INQUIRY, Kind.INQUIRY_REPLY, Kind.ALLY_CONFIRMATION}


def test_the_receipts_for_an_inquiry_and_its_reply_close_them(at: At) -> None:
    world = at("assigned")
    there, firm = world.investigation, world.contractor
    reply = replied(firm, answer(inquiry_carried(world, firm)))
    world.carried(firm, Kind.INQUIRY_REPLY, Target(matter=reply), there)
    assert closed_kinds([there, firm]) >= {Kind.INQUIRY, Kind.INQUIRY_REPLY}
    assert [open_kinds(one) for one in world.offices] == [[], [], []]


def test_the_receipt_for_a_confirmation_closes_it(at: At) -> None:
    world = at("notified")
    other = joined(world)
    world.agency.services.results.confirm_validity(world.agency.actor("decider"), world.case)
    world.carried(world.agency, Kind.ALLY_CONFIRMATION, confirmation_written(world), other)
    assert Kind.ALLY_CONFIRMATION in closed_kinds([world.agency])


def test_signatures_that_come_back_close_the_request_for_them(at: At, tmp_path: Path) -> None:
    world = at("notified")
    ours, upstairs = world.agency, second_station(world, tmp_path / "upstairs")
    try:
        name = signed(world, upstairs, asked(world, upstairs, drafted(world, upstairs)))
        assert open_kinds(ours) == ["decision", "countersign"]
        taken(world, name)
        assert open_kinds(ours) == ["decision"]
        # What came back is acknowledged like any bundle; a receipt for the request tells nothing new.
        assert open_kinds(upstairs) == ["countersign"]
        assert acknowledged(world, upstairs, ours, countersign_taken(ours))
        assert acknowledged(world, ours, upstairs, countersign_taken(upstairs)) is False
        assert open_kinds(upstairs) == []
    finally:
        upstairs.desk.vault.close()


def test_a_receipt_is_not_acknowledged(at: At) -> None:
    world = at("requested")
    agency = world.agency
    with agency.desk.vault.read() as unit:
        (receipt,) = unit.imports.newest_first(10)
    assert (receipt.kind, receipt.record_count, len(receipt.ciphertext_sha256)) == ("receipt", 1, 64)
    with pytest.raises(GateClosedError, match=r"receipt\.of-a-receipt"):
        agency.services.receipts.write(agency.actor("security"), receipt.bundle_id, world.stick)
