"""Write reports and complaints that are to be sent, and read those that came."""

from dataclasses import dataclass
from datetime import datetime

import msgspec

from app.models.domain.actor import Actor
from app.models.domain.acts import Action
from app.models.domain.errors import InvalidInputError
from app.models.domain.ids import CaseId, RosterId
from app.models.views.carried import Carried
from app.services.bundles import canonical
from app.services.bundles.manifest import Kind
from app.services.bundles.schemas import ChangeReport, Complaint
from app.services.bundles.text_rules import struct_is_clean
from app.services.desk import Desk, Target
from app.services.exchange.by_kind.reports import COMPLAINT, REPORT, complaint_in, report_in


@dataclass(frozen=True, slots=True)
class ReportLine:
    """One report of changed circumstances: about whom, from whom, when. ``way`` is ``out`` or ``in``."""

    matter_id: str
    way: str
    name: str
    section: str
    at: datetime


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
            return [ReportLine(one.matter_id, one.way, one.name, one.section, one.at) for one in found]

    def report(self, actor: Actor, matter_id: str) -> ChangeReport:
        """One report, whole.

        Raises:
            InvalidInputError: ``record.not-found``.
        """
        with self._desk.act(actor, Action.SEE_REPORTS) as act:
            act.subject = matter_id
            found = act.unit.carried.find(matter_id)
            if found is None or found.kind != REPORT:
                raise InvalidInputError("record.not-found")
            return report_in(found)

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
