"""Reports of changed circumstances (事情変更の報告, F28) and complaints (苦情, F26 and F27) on their way.

A report comes from a contractor, who knows the person by the number of its roster; a complaint is about a case, goes
between the offices that share the case, and is read by complaint officers only.
"""

import msgspec

from app.models.domain.acts import Action
from app.models.domain.errors import GateClosedError
from app.models.domain.ids import CaseId, RosterId
from app.models.views.carried import Carried
from app.services.bundles import canonical
from app.services.bundles.manifest import Kind
from app.services.bundles.schemas import ChangeReport, Complaint, Record
from app.services.desk import Act, Target
from app.services.exchange.cargo import Cargo, Departure, Offer
from app.services.exchange.delivery import Arrival, Delivery, Effect, Records, WhyNot, as_kind, office_target
from app.services.exchange.identity import NO_CASE, Subject
from app.services.notices.issuing import LetterDesk
from app.services.packs.shelf import PackShelf
from app.services.vault.unit import Unit

REPORT, COMPLAINT = Kind.CHANGE_REPORT.value, Kind.COMPLAINT.value


def report_in(matter: Carried) -> ChangeReport:
    """What was reported."""
    return msgspec.json.decode(matter.content, type=ChangeReport)


def complaint_in(matter: Carried) -> Complaint:
    """What was complained of."""
    return msgspec.json.decode(matter.content, type=Complaint)


def _offered_reports(unit: Unit) -> list[Offer]:
    return [Offer(one.matter_id, one.name, one.section, one.at) for one in unit.carried.of_kind(REPORT, "out")]


def _load_report(act: Act, _packs: PackShelf, _letters: LetterDesk) -> Cargo:
    report = report_in(act.unit.carried.get(act.subject, REPORT, "out"))
    return Cargo((report,), report.reported_on)


def _offered_complaints(unit: Unit) -> list[Offer]:
    found = {one.case_id: one for one in unit.carried.of_kind(COMPLAINT, "out") if one.case_id is not None}
    cases = [(unit.cases.get(case_id), one) for case_id, one in found.items()]
    return [Offer(case.case_id, case.name, case.section, one.at, is_case=True) for case, one in cases]


def _load_complaint(act: Act, _packs: PackShelf, _letters: LetterDesk) -> Cargo:
    written = [one for one in act.unit.carried.of_case(act.case.case_id, COMPLAINT) if one.way == "out"]
    if not written:
        raise GateClosedError("export.no-complaint")
    # Of what was written in the same second, the reply is the later.
    newest = max(written, key=lambda one: (one.at, complaint_in(one).reply is not None))
    complaint = complaint_in(newest)
    return Cargo((complaint,), complaint.received_on)


def _foresee_report(unit: Unit, records: Records) -> tuple[Effect, ...]:
    report = as_kind(records[0], ChangeReport)
    effect = Effect("import.effect.change-report")
    is_known = report.roster_ref is not None and unit.rosters.find(RosterId(report.roster_ref)) is not None
    return (effect,) if is_known else (effect, Effect("import.effect.change-report-unmatched"))


def _reported_person(records: Records) -> tuple[Subject, ...]:
    """The person as the contractor names one: there is no case yet, and perhaps no day of birth."""
    one = as_kind(records[0], ChangeReport)
    return (Subject(1, NO_CASE, one.name, "", one.birth_date, one.section),)


def _admit_report(act: Act, delivery: Delivery, _packs: PackShelf) -> None:
    report = as_kind(delivery.record, ChangeReport)
    roster = act.unit.rosters.find(RosterId(report.roster_ref or ""))
    is_theirs = roster is not None and roster.submitter_office_id == delivery.origin_office
    act.unit.carried.add(
        Carried(
            matter_id=delivery.bundle_id,
            kind=REPORT,
            way="in",
            name=report.name,
            section=report.section,
            at=act.at,
            person=act.actor.person,
            content=canonical.encode(report),
            roster_id=roster.roster_id if roster is not None and is_theirs else None,
            office_id=delivery.origin_office,
            bundle_id=delivery.bundle_id,
        )
    )
    act.detail["listed"] = len(report.circumstances)


def _foresee_complaint(unit: Unit, records: Records) -> tuple[Effect, ...]:
    if unit.cases.find(CaseId(as_kind(records[0], Complaint).case_ref)) is None:
        return (Effect("import.effect.case-unknown", is_conflict=True),)
    return (Effect("import.effect.complaint"),)


def _admit_complaint(act: Act, delivery: Delivery, _packs: PackShelf) -> None:
    complaint = as_kind(delivery.record, Complaint)
    act.unit.carried.add(
        Carried(
            matter_id=delivery.bundle_id,
            kind=COMPLAINT,
            way="in",
            name="",
            section="",
            at=act.at,
            person=act.actor.person,
            content=canonical.encode(complaint),
            case_id=act.case.case_id,
            office_id=delivery.origin_office,
            bundle_id=delivery.bundle_id,
        )
    )


def _case(record: Record) -> Target:
    return Target(case=CaseId(as_kind(record, Complaint).case_ref))


_ON_MATTER: frozenset[Action] = frozenset()
"""Used only by who reads it."""
REPORT_DEPARTURE = Departure(
    Action.PREPARE_CHANGE_REPORT,
    _load_report,
    ("absent.personnel", "absent.questionnaire", "absent.findings", "absent.medical-documents"),
    _offered_reports,
)
REPORT_ARRIVAL = Arrival(
    Action.ADMIT_CHANGE_REPORT,
    office_target,
    _foresee_report,
    _admit_report,
    persons=_reported_person,
    apart=WhyNot.ONE_RECORD,
    use=_ON_MATTER,
)
COMPLAINT_DEPARTURE = Departure(
    Action.PREPARE_COMPLAINT,
    _load_complaint,
    ("absent.questionnaire", "absent.findings", "absent.opinion", "absent.medical", "absent.notes"),
    _offered_complaints,
)
COMPLAINT_ARRIVAL = Arrival(
    Action.ADMIT_COMPLAINT,
    _case,
    _foresee_complaint,
    _admit_complaint,
    persons=WhyNot.BY_CASE,
    apart=WhyNot.ONE_RECORD,
    use=_ON_MATTER,
)
