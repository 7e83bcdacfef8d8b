"""Write reports and complaints that are to be sent, and read those that came."""

from dataclasses import dataclass
from datetime import date, datetime

import msgspec

from app.models.domain.actor import Actor
from app.models.domain.acts import Action
from app.models.domain.errors import InvalidInputError
from app.models.domain.ids import CaseId, RosterId
from app.models.views.carried import Carried
from app.models.views.records import Case
from app.services.bundles import canonical
from app.services.bundles.manifest import Kind
from app.services.bundles.schemas import ChangeReport, Complaint
from app.services.bundles.text_rules import struct_is_clean
from app.services.desk import Act, Desk, Target
from app.services.exchange.by_kind.reports import COMPLAINT, REPORT, complaint_in, report_in
from app.services.vault.unit import Unit


@dataclass(frozen=True, slots=True)
class ReportLine:
    """One report of changed circumstances: about whom, from whom, when. ``way`` is ``out`` or ``in``."""

    matter_id: str
    way: str
    name: str
    section: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Reportable:
    """Somebody about whom a report can be made, with the numbers by which its recipient knows the person."""

    name: str
    section: str
    birth_date: date | None
    roster_ref: str | None
    case_ref: str | None


@dataclass(frozen=True, slots=True)
class OpenedReport:
    """A report, whole, and the case of the person it is about; no case where none is here."""

    line: ReportLine
    report: ChangeReport
    case_id: CaseId | None
    case_number: str


@dataclass(frozen=True, slots=True)
class ComplaintHead:
    """That there is a complaint about a case, without a word of it. ``way`` is that of its newest part."""

    case_id: CaseId
    number: str
    complaint_ref: str
    way: str
    received_on: date
    is_answered: bool


@dataclass(frozen=True, slots=True)
class ComplaintFile:
    """A case that was asked for by its number, and the complaints about it, oldest first; nothing else of the case."""

    case_id: CaseId
    number: str
    complaints: tuple[Complaint, ...]


class Reporting:
    """Use cases of those who report and of those who are told."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def write_report(self, actor: Actor, report: ChangeReport) -> str:
        """Keep a report of changed circumstances that is to be sent.

        Returns:
            Its identity.

        Raises:
            InvalidInputError: ``report.unfit``: a text holds characters that cannot leave.
        """
        _require_clean(report)
        with self._desk.act(actor, Action.WRITE_CHANGE_REPORT) as act:
            matter_id = act.new_id()
            act.subject = matter_id
            roster = act.unit.rosters.find(RosterId(report.roster_ref or ""))
            act.unit.carried.add(
                Carried(
                    matter_id=matter_id,
                    kind=REPORT,
                    way="out",
                    name=report.name,
                    section=report.section,
                    at=act.at,
                    person=actor.person,
                    content=canonical.encode(report),
                    roster_id=roster.roster_id if roster is not None else None,
                )
            )
            act.detail["listed"] = len(report.circumstances)
            return matter_id

    def reports(self, actor: Actor) -> list[ReportLine]:
        """Reports that were written here and reports that came, oldest first."""
        with self._desk.act(actor, Action.SEE_REPORTS) as act:
            found = [one for way in ("out", "in") for one in act.unit.carried.of_kind(REPORT, way)]
            return [_line(one) for one in found]

    def report(self, actor: Actor, matter_id: str) -> ChangeReport:
        """One report, whole.

        Raises:
            InvalidInputError: ``record.not-found``.
        """
        with self._desk.act(actor, Action.SEE_REPORTS) as act:
            act.subject = matter_id
            return report_in(_report(act.unit, matter_id))

    def opened(self, actor: Actor, matter_id: str) -> OpenedReport:
        """One report, whole, with the case that it concerns.

        Raises:
            InvalidInputError: ``record.not-found``.
        """
        with self._desk.act(actor, Action.SEE_REPORTS) as act:
            act.subject = matter_id
            found = _report(act.unit, matter_id)
            report, case = report_in(found), None
            if found.roster_id is not None:
                case = act.unit.cases.of_person(found.roster_id, found.name)
            elif report.case_ref is not None:
                case = act.unit.cases.find(CaseId(report.case_ref)) or act.unit.cases.numbered(report.case_ref)
            number = case.number if case is not None else ""
            return OpenedReport(_line(found), report, case.case_id if case is not None else None, number)

    def of_case(self, actor: Actor, case: CaseId) -> list[OpenedReport]:
        """What was reported about the person of a case, oldest first, whole.

        Raises:
            InvalidInputError: ``record.not-found``.
        """
        with self._desk.act(actor, Action.SEE_REPORTS) as act:
            act.subject, known = case, act.unit.cases.get(case)
            found = []
            for one in [*act.unit.carried.of_kind(REPORT, "out"), *act.unit.carried.of_kind(REPORT, "in")]:
                report = report_in(one)
                is_named = one.roster_id is not None and (one.roster_id, one.name) == (known.roster_id, known.name)
                if is_named or report.case_ref in {known.case_id, known.number}:
                    found.append(OpenedReport(_line(one), report, case, known.number))
            return sorted(found, key=lambda one: (one.line.at, one.line.matter_id))

    def subjects(self, actor: Actor) -> list[Reportable]:
        """Whom this contractor was told to have been found fit, by name; an agency names a case instead."""
        with self._desk.act(actor, Action.SEE_REPORTS) as act:
            told = [one for one in act.unit.imports.results() if one.outcome == "cleared"]
            found = {Reportable(one.name, one.section, None, one.roster_id, None) for one in told}
            return sorted(found, key=lambda one: (one.name, one.section, one.roster_ref or ""))

    def subject_of(self, actor: Actor, named: str) -> Reportable:
        """The person of a case that is known by its number.

        Raises:
            InvalidInputError: ``record.not-found``.
        """
        with self._desk.act(actor, Action.SEE_CASE, Target(case=self._case_named(named).case_id)) as act:
            case = act.case
            return Reportable(case.name, case.section, case.born_on, case.roster_id, case.case_id)

    def write_complaint(self, actor: Actor, case: CaseId, complaint: Complaint) -> str:
        """Keep a complaint about a case, or its reply, to be sent to the office that shares the case.

        Returns:
            Its identity.

        Raises:
            InvalidInputError: ``report.unfit``: it names another case, or a text holds characters that cannot leave.
            NotAuthorisedError: Who worked on the case does not handle a complaint about it.
        """
        _require_clean(complaint)
        if complaint.case_ref != case:
            raise InvalidInputError("report.unfit", field="case_ref")
        action = Action.OPEN_COMPLAINT if complaint.reply is None else Action.CLOSE_COMPLAINT
        with self._desk.act(actor, action, Target(case=case)) as act:
            matter_id = act.new_id()
            act.unit.carried.add(
                Carried(
                    matter_id=matter_id,
                    kind=COMPLAINT,
                    way="out",
                    name="",
                    section="",
                    at=act.at,
                    person=actor.person,
                    content=canonical.encode(complaint),
                    case_id=case,
                )
            )
            return matter_id

    def complaints(self, actor: Actor, case: CaseId) -> list[Complaint]:
        """Complaints about a case that were written here or came, oldest first."""
        with self._desk.act(actor, Action.SEE_COMPLAINT, Target(case=case)) as act:
            return [complaint_in(one) for one in act.unit.carried.of_case(case, COMPLAINT)]

    def complaints_of(self, actor: Actor, named: str) -> ComplaintFile:
        """The complaints about a case that is known by its number, so that nobody needs a list of cases.

        Raises:
            InvalidInputError: ``record.not-found``: no case has it.
        """
        case = self._case_named(named)
        return ComplaintFile(case.case_id, case.number, tuple(self.complaints(actor, case.case_id)))

    def complaint_list(self, actor: Actor) -> list[ComplaintHead]:
        """Complaints about cases in which this officer had no part, open ones first."""
        with self._desk.act(actor, Action.SEE_COMPLAINT_LIST) as act:
            heads = _heads(act)
            act.detail["listed"] = len(heads)
            return sorted(heads, key=lambda one: (one.is_answered, one.received_on, one.complaint_ref))

    def _case_named(self, named: str) -> Case:
        with self._desk.vault.read() as unit:
            case = unit.cases.numbered(named) or unit.cases.find(CaseId(named))
        if case is None:
            raise InvalidInputError("record.not-found")
        return case


def open_complaints(act: Act) -> int:
    """How many complaints wait for this complaint officer, for the start page."""
    return sum(not one.is_answered for one in _heads(act))


def _heads(act: Act) -> list[ComplaintHead]:
    """What is known of each complaint that the officer may read."""
    parts = [one for way in ("out", "in") for one in act.unit.carried.of_kind(COMPLAINT, way)]
    found: dict[tuple[CaseId, str], ComplaintHead] = {}
    abouts: dict[CaseId, Act | None] = {}
    for part in sorted(parts, key=lambda one: one.at):
        case_id = part.case_id
        if case_id is None:
            continue
        if case_id not in abouts:
            abouts[case_id] = act.regarding(case_id)
        about = abouts[case_id]
        if about is None or about.may(Action.SEE_COMPLAINT) is not None:
            continue
        said = complaint_in(part)
        before = found.get((case_id, said.complaint_ref))
        is_answered = said.reply is not None or (before is not None and before.is_answered)
        found[case_id, said.complaint_ref] = ComplaintHead(
            case_id, about.case.number, said.complaint_ref, part.way, said.received_on, is_answered
        )
    return list(found.values())


def _report(unit: Unit, matter_id: str) -> Carried:
    found = unit.carried.find(matter_id)
    if found is None or found.kind != REPORT:
        raise InvalidInputError("record.not-found")
    return found


def _line(one: Carried) -> ReportLine:
    return ReportLine(one.matter_id, one.way, one.name, one.section, one.at)


def read_form(data: bytes, kind: Kind) -> ChangeReport | Complaint:
    """A report or complaint that was filled in as JSON, in the fields of the published schema.

    Raises:
        InvalidInputError: ``report.unfit``.
    """
    struct: type[ChangeReport | Complaint] = ChangeReport if kind is Kind.CHANGE_REPORT else Complaint
    try:
        return msgspec.json.decode(data, type=struct)
    except (msgspec.MsgspecError, ValueError, RecursionError):
        raise InvalidInputError("report.unfit", field="form") from None


def _require_clean(record: ChangeReport | Complaint) -> None:
    if not struct_is_clean(record):
        raise InvalidInputError("report.unfit", field="text")
