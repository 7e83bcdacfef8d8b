"""The Reports room without a window: who may do what, what is written, and what leaves of the figures."""

from datetime import date

import pytest

from app.models.domain.errors import NotAuthorisedError
from app.models.domain.ids import BundleId, RosterId
from app.models.domain.statistics import SMALLEST_CELL, Group, Measure
from app.models.views.records import ReceivedResult
from app.services.bundles.manifest import Kind
from app.services.bundles.record_types.reports import Circumstance
from app.services.desk import Target
from app.ui.jobs.inline import InlineRunner
from app.ui.presenters.case_reports import CaseReportsPresenter
from app.ui.presenters.reports import ChangeWords, ComplaintWords, Part, ReplyWords, ReportsPresenter
from tests.services.exchange.conftest import At
from tests.services.exchange.offices import Office
from tests.services.exchange.world import World
from tests.ui.case.desks import Seat, workplace_of

DETAILS = "外国籍の者と婚姻した旨の申出があった。"
COMPLAINT = "通知の内容に誤りがある。"


def room(world: World, office: Office, who: str) -> ReportsPresenter:
    return ReportsPresenter(workplace_of(world, office, who), InlineRunner())


def told_of(office: Office, name: str, outcome: str) -> ReceivedResult:
    """What the contractor was told about somebody."""
    at = office.desk.clock.now()
    result = ReceivedResult(
        BundleId(name.encode().hex().ljust(32, "0")[:32]), "1", name, "第一部", RosterId("R1"), outcome, None, at,
        date(2035, 1, 1), None,
    )  # fmt: skip
    with office.desk.vault.write() as unit:
        unit.imports.add_result(result)
    return result


def words(presenter: ReportsPresenter, number: str = "") -> ChangeWords:
    subject = None if number else presenter.state.subjects[0]
    chosen = (Circumstance.FOREIGN_RELATION.value, Circumstance.OTHER.value)
    return ChangeWords(subject, number, "contractor", presenter.today, chosen, "", DETAILS)


@pytest.mark.parametrize(
    ("who", "parts"),
    [
        ("security", (Part.CHANGES, Part.FIGURES)),
        ("examiner", (Part.CHANGES,)),
        ("decider", (Part.CHANGES, Part.FIGURES)),
        ("complaint", (Part.COMPLAINTS,)),
        ("auditor", (Part.FIGURES,)),
        ("reviewer", ()),
        ("administrator", ()),
    ],
)
def test_each_role_is_led_into_what_the_matrix_allows(at: At, who: str, parts: tuple[Part, ...]) -> None:
    world = at("trusted")
    assert room(world, world.agency, who).parts() == parts


def test_a_contractor_reports_about_somebody_found_fit(at: At) -> None:
    world = at("trusted")
    told_of(world.contractor, "渡邉　美咲", "cleared")
    told_of(world.contractor, "試験　次郎", "not-carried-out")
    presenter = room(world, world.contractor, "security")
    presenter.show_part(Part.CHANGES)
    assert [one.name for one in presenter.state.subjects] == ["渡邉　美咲"]
    presenter.write_report(words(presenter))
    assert (presenter.state.done, presenter.state.error) == ("reports.done.change", None)
    (line,) = presenter.state.reports
    presenter.open_report(line.matter_id)
    opened = presenter.state.opened
    assert opened is not None
    assert (opened.report.details, opened.report.roster_ref, opened.case_id) == (DETAILS, "R1", None)
    sendable = world.contractor.services.outbox.sendable(world.contractor.actor("security"))
    assert [one.target for one in sendable if one.kind is Kind.CHANGE_REPORT] == [Target(matter=line.matter_id)]


def test_an_agency_names_the_case_and_the_report_leads_to_it(at: At) -> None:
    world = at("requested")
    agency = world.agency
    number = agency.services.queue.case(agency.actor("examiner"), world.case).number
    presenter = room(world, agency, "security")
    presenter.write_report(words(presenter, "KKAN-none"))
    assert presenter.state.error is not None
    assert presenter.state.error.code == "record.not-found"
    presenter.write_report(words(presenter, number))
    assert presenter.state.done == "reports.done.change"
    reader = room(world, agency, "examiner")
    reader.show_part(Part.CHANGES)
    reader.open_report(reader.state.reports[0].matter_id)
    opened = reader.state.opened
    assert opened is not None
    assert (opened.case_id, opened.case_number) == (world.case, number)
    area = CaseReportsPresenter(Seat(world, agency, "examiner").work)
    area.load()
    assert area.state.reports == (opened,)
    of_case = agency.services.reporting.of_case
    assert of_case(agency.actor("decider"), world.others[0]) == []
    with pytest.raises(NotAuthorisedError):
        of_case(agency.actor("reviewer"), world.case)
    reader.write_report(words(reader, number))
    assert reader.state.error is not None
    assert reader.state.error.code == "access.wrong-role"


def test_a_complaint_is_taken_in_answered_and_read_by_its_officer_alone(at: At) -> None:
    world = at("requested")
    agency, waits = world.agency, "today.complaints-open"
    number = agency.services.queue.case(agency.actor("examiner"), world.case).number
    presenter = room(world, agency, "complaint")
    presenter.find_case(number)
    presenter.write_complaint(ComplaintWords("試験　太郎", presenter.today, None, COMPLAINT, ""))
    assert (presenter.state.done, presenter.state.error) == ("reports.done.complaint", None)
    (head,) = presenter.state.heads
    assert (head.number, head.is_answered) == (number, False)
    assert [one.content for one in presenter.state.unanswered] == [COMPLAINT]
    today = agency.services.queue.today
    assert [one.count for one in today(agency.actor("complaint")).waiting if one.key == waits] == [1]
    assert all(one.key != waits for one in today(agency.actor("examiner")).waiting)
    day = presenter.today
    presenter.answer(presenter.state.unanswered[0], ReplyWords("記録を確認した。", "誤りはない。", "explanation", day))
    assert (presenter.state.done, presenter.state.unanswered) == ("reports.done.reply", ())
    assert [one.is_answered for one in presenter.state.heads] == [True]
    assert all(one.key != waits for one in today(agency.actor("complaint")).waiting)
    events = [code for code, _ in agency.events() if code in {"complaint.opened", "complaint.closed"}]
    assert events == ["complaint.opened", "complaint.closed"]
    for who in ("examiner", "security", "decider"):
        other = room(world, agency, who)
        other.find_case(number)
        assert other.state.error is not None
        assert other.state.file is None


def test_figures_are_shown_as_they_are_and_as_they_leave(at: At) -> None:
    world = at("consented")
    presenter = room(world, world.agency, "security")
    presenter.show_part(Part.FIGURES)
    source = presenter.state.source
    assert source is not None
    assert (source.is_own, source.year) == (True, world.clock.today().year)
    shown = {(one.measure, one.group): one for one in presenter.state.figures}
    consented = shown[Measure.CONSENTED, Group.ALL]
    assert (consented.counted, consented.told, consented.is_small) == (2, None, True)
    assert all(one.told is None or one.told == 0 or one.told >= SMALLEST_CELL for one in shown.values())
    assert shown[Measure.LISTED, Group.ALL].told == 5
