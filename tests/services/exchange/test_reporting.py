"""Reports of changed circumstances, complaints and yearly figures between two vaults."""

from datetime import date, timedelta

import msgspec
import pytest

from app.models.domain.errors import GateClosedError, InvalidInputError, NotAuthorisedError
from app.models.domain.ids import CaseId
from app.models.domain.retention import Matter
from app.models.domain.statistics import SMALLEST_CELL, Group, Measure
from app.services.bundles.manifest import Kind
from app.services.bundles.schemas import ChangeReport, Complaint
from app.services.desk import Target
from app.services.exchange.delivery import as_kind
from app.services.exchange.reporting import read_form
from tests.services.bundles.samples import SAMPLES
from tests.services.exchange.conftest import At
from tests.services.exchange.world import World

REPORT = as_kind(SAMPLES[Kind.CHANGE_REPORT], ChangeReport)
WRITTEN = as_kind(SAMPLES[Kind.COMPLAINT], Complaint)


def complaint(world: World, **changes: object) -> Complaint:
    whole = msgspec.structs.replace(WRITTEN, case_ref=world.case, reply=None, notice_on=None)
    return msgspec.structs.replace(whole, **changes)


def test_report_of_a_change_goes_from_the_contractor_to_the_agency(at: At) -> None:
    world = at("trusted")
    reporting, actor = world.contractor.services.reporting, world.contractor.actor("security")
    matter = reporting.write_report(actor, REPORT)
    assert reporting.report(actor, matter) == REPORT
    target = Target(matter=matter)
    assert [
        one.target for one in world.contractor.services.outbox.sendable(actor) if one.kind is Kind.CHANGE_REPORT
    ] == [target]
    prepared = world.prepared(world.contractor, Kind.CHANGE_REPORT, target, world.agency)
    preview = world.contractor.services.exporting.look(actor, prepared)
    assert {line.path: line.value for line in preview.lines}["details"] == str(len(REPORT.details))
    inspection = world.admitted(
        world.agency, world.written(world.contractor, world.signed(world.contractor, Kind.CHANGE_REPORT, prepared))
    )
    assert "import.effect.change-report-unmatched" in [one.key for one in inspection.effects]
    assert all(REPORT.details not in line.value for line in inspection.lines)
    here = world.agency.services.reporting
    (line,) = here.reports(world.agency.actor("examiner"))
    assert (line.way, line.name, line.section) == ("in", REPORT.name, REPORT.section)
    assert here.report(world.agency.actor("decider"), line.matter_id) == REPORT
    for who in ("auditor", "reviewer", "administrator"):
        with pytest.raises(NotAuthorisedError, match=r"access\.wrong-role"):
            here.report(world.agency.actor(who), line.matter_id)


def test_report_falls_due_and_is_destroyed_with_a_witness(at: At) -> None:
    world = at("trusted")
    office = world.contractor
    matter = office.services.reporting.write_report(office.actor("security"), REPORT)
    world.clock.advance(timedelta(days=367))
    (thing,) = office.services.forecast.page(office.actor("security"), None, 10)
    assert (thing.matter, thing.subject, thing.retention_class) == (Matter.CARRIED, matter, "contractor-other")
    office.services.disposal.destroy_paper(office.actor("security"), office.actor("auditor"), Matter.CARRIED, matter)
    assert office.rows("carried") == []


@pytest.mark.parametrize(
    "form", [b"{}", b"[]", b"\xff", msgspec.json.encode(REPORT).replace(b"offence", b"gossip"), b"[" * 100_000]
)
def test_form_that_does_not_fit_is_refused(form: bytes) -> None:
    with pytest.raises(InvalidInputError, match=r"report\.unfit"):
        read_form(form, Kind.CHANGE_REPORT)


def test_filled_in_form_is_the_report() -> None:
    assert read_form(msgspec.json.encode(REPORT), Kind.CHANGE_REPORT) == REPORT


def test_complaint_goes_to_the_office_that_shares_the_case_and_is_read_by_complaint_officers_only(at: At) -> None:
    world = at("requested")
    agency, there = world.agency, world.investigation
    with pytest.raises(GateClosedError, match=r"export\.no-complaint"):
        world.prepared(agency, Kind.COMPLAINT, Target(case=world.case), there)
    said = complaint(world)
    agency.services.reporting.write_complaint(agency.actor("complaint"), world.case, said)
    sealed = str(agency.rows("carried"))
    assert said.complainant not in sealed
    assert said.content not in sealed
    inspection = world.carried(agency, Kind.COMPLAINT, Target(case=world.case), there)
    assert [one.key for one in inspection.effects] == ["import.effect.complaint"]
    assert all(said.content not in line.value for line in inspection.lines)
    assert there.services.reporting.complaints(there.actor("complaint"), world.case) == [said]
    for who in ("security", "examiner", "reviewer", "decider", "auditor", "administrator"):
        with pytest.raises(NotAuthorisedError):
            there.services.reporting.complaints(there.actor(who), world.case)


def test_reply_to_a_complaint_closes_it_and_travels_too(at: At) -> None:
    world = at("requested")
    agency, there = world.agency, world.investigation
    said = complaint(world)
    done = msgspec.structs.replace(said, reply=WRITTEN.reply)
    agency.services.reporting.write_complaint(agency.actor("complaint"), world.case, said)
    agency.services.reporting.write_complaint(agency.actor("complaint"), world.case, done)
    assert [code for code, _ in agency.events() if code.startswith("complaint.")] == [
        "complaint.opened", "complaint.closed",
    ]  # fmt: skip
    world.admitted(there, world.sent(agency, Kind.COMPLAINT, Target(case=world.case), there))
    assert there.services.reporting.complaints(there.actor("complaint"), world.case) == [done]


def test_who_worked_on_the_case_takes_no_complaint_about_it_and_no_contractor_gets_one(at: At) -> None:
    world = at("requested")
    agency = world.agency
    with pytest.raises(NotAuthorisedError):
        agency.services.reporting.write_complaint(agency.actor("examiner"), world.case, complaint(world))
    with pytest.raises(InvalidInputError, match=r"report\.unfit"):
        agency.services.reporting.write_complaint(agency.actor("complaint"), CaseId("other"), complaint(world))
    agency.services.reporting.write_complaint(agency.actor("complaint"), world.case, complaint(world))
    with pytest.raises(InvalidInputError, match=r"export\.recipient"):
        world.prepared(agency, Kind.COMPLAINT, Target(case=world.case), world.contractor)


def test_figures_leave_without_small_numbers_and_come_in_as_told(at: At) -> None:
    world = at("consented")
    agency, there = world.agency, world.investigation
    actor = agency.actor("security")
    assert all(one.kind is not Kind.STATISTICS for one in agency.services.outbox.sendable(actor))
    with pytest.raises(GateClosedError, match=r"export\.year-not-over"):
        world.prepared(agency, Kind.STATISTICS, Target(matter="2025"), there)
    world.clock.advance(date(2026, 1, 9) - world.clock.today())
    own = agency.services.counting.own(agency.actor("auditor"), 2025)
    assert own[Measure.LISTED, Group.ALL] == 5
    assert own[Measure.CONSENTED, Group.ALL] == 2
    assert own[Measure.NON_CONSENT, Group.ALL] == 1
    assert own[Measure.NOTIFIED, Group.ALL] == 5
    assert own[Measure.CONSENTED, Group.ITEM_1] == 2
    with agency.desk.vault.write() as unit:
        unit.record.append(
            at=world.clock.now(), code="today.seen", person=agency.person("security"), station=agency.station,
            session="s", subject="", purpose="process", result="done", detail={},
        )  # fmt: skip
    assert [one.target for one in agency.services.outbox.sendable(actor) if one.kind is Kind.STATISTICS] == [
        Target(matter="2025")
    ]
    world.carried(agency, Kind.STATISTICS, Target(matter="2025"), there)
    (came,) = there.services.counting.received(there.actor("decider"))
    assert (came.figures.since, came.figures.until) == (date(2025, 1, 1), date(2025, 12, 31))
    shown = {(one.measure, one.group): one.count for one in came.figures.figures}
    assert shown[Measure.LISTED, Group.ALL] == 5
    assert shown[Measure.CONSENTED, Group.ALL] is None
    assert all(count is None or count == 0 or count >= SMALLEST_CELL for count in shown.values())


@pytest.mark.parametrize("year", ["2026", "20250", "x", "-025"])
def test_no_figures_of_what_is_no_year_that_is_over(at: At, year: str) -> None:
    world = at("trusted")
    with pytest.raises(GateClosedError, match=r"export\.year-not-over"):
        world.prepared(world.agency, Kind.STATISTICS, Target(matter=year), world.investigation)
