"""What leaves in each kind of bundle: the record, its letters and scans, and what is told to be absent."""

from app.models.domain.acts import Action
from app.models.domain.civil_day import civil_day
from app.models.domain.errors import GateClosedError
from app.models.domain.evaluation import Outcome
from app.models.forms.disclosure import travelling
from app.models.forms.items import BundleKind
from app.services.bundles.manifest import Kind
from app.services.bundles.schemas import (
    Consent,
    DecisionOutcome,
    DecisionRecord,
    InvestigationRequest,
    NoticeOutcome,
    QuestionnaireResponse,
    ResultNotice,
    SubjectIdentity,
    WithdrawalNotice,
)
from app.services.decisions.decisions import PAYLOAD_TYPE as DECISION_TYPE
from app.services.decisions.decisions import decision_of
from app.services.desk import Act
from app.services.exchange.by_kind import abroad, corrected, disposals, figures, heads, inquiries, reports, rosters
from app.services.exchange.cargo import Cargo, Departure
from app.services.exchange.custody import departing
from app.services.findings.opinions import pack_pin, signed_opinion_of
from app.services.notices.issuing import LetterDesk
from app.services.packs.shelf import PackShelf
from app.services.questionnaires.keeping import read_response


def _request(act: Act, _packs: PackShelf, _letters: LetterDesk) -> Cargo:
    case = act.case
    entries = [entry for entry in act.unit.register.of_case(case.case_id) if entry.kind in _CONSENTS]
    consents, scans = [], []
    for entry in entries:
        if entry.scan_id is None:
            raise GateClosedError("consent.scan-missing", form=entry.form)
        scan = act.unit.papers.blob(entry.scan_id)
        scans.append(scan.blob_id)
        form = "F06" if entry.form == "F06" else "F07"
        consents.append(Consent(form=form, received_on=entry.received_on, scan_sha256=scan.sha256))  # type: ignore[arg-type] # a literal of two
    record = InvestigationRequest(
        case_ref=case.case_id,
        subject=SubjectIdentity(
            name=case.name,
            kana=case.kana or case.name,
            birth_date=case.born_on,
            birth_date_as_written=case.born_on.isoformat(),
            section=case.section,
            post=case.post or "—",
        ),
        item=case.item,  # type: ignore[arg-type] # 1 to 3 since the roster was read
        notice_date=case.notified_of_assessment_on,
        consents=tuple(consents),
        earlier_clearance=None,
        pack=pack_pin(case),
    )
    return Cargo((record,), case.notified_of_assessment_on, blobs=tuple(scans))


def _questionnaire(act: Act, packs: PackShelf, _letters: LetterDesk) -> Cargo:
    response = read_response(act)
    if response is None:
        raise GateClosedError("questionnaire.not-here")
    pack = packs.by_digest(act.case.pack_digest).pack
    cut = travelling(pack, response, BundleKind.QUESTIONNAIRE)
    return Cargo((QuestionnaireResponse(case_ref=act.case.case_id, response=cut),), response.as_of)


def _opinion(act: Act, _packs: PackShelf, _letters: LetterDesk) -> Cargo:
    opinion = signed_opinion_of(act)
    if opinion is None:
        raise GateClosedError("opinion.not-signed")
    return Cargo((opinion,), civil_day(act.at))


def _decision(act: Act, _packs: PackShelf, _letters: LetterDesk) -> Cargo:
    case = act.case
    sheet, signed = decision_of(act)
    record = DecisionRecord(
        case_ref=case.case_id,
        outcome=DecisionOutcome(sheet.evaluation.outcome.value),
        viewpoints=tuple(viewpoint.text for viewpoint in sheet.evaluation.viewpoints),
        decided_on=sheet.decided_on,
        decision_envelope=signed.envelope(DECISION_TYPE),
        pack=sheet.pack,
        notified_on=case.notified_on,
        valid_until=case.valid_until,
    )
    letters = tuple(letter.blob_id for letter in act.unit.papers.letters_of(case.case_id) if letter.form == "F20")
    return Cargo((record,), case.notified_on or sheet.decided_on, letters=letters)


def _result(act: Act, _packs: PackShelf, letters: LetterDesk) -> Cargo:
    case = act.case
    if case.roster_id is None or case.notified_on is None:
        raise GateClosedError("export.no-contractor")
    sheet, _ = decision_of(act)
    cleared = sheet.evaluation.outcome is Outcome.CLEARED
    outcome = NoticeOutcome.CLEARED if cleared else NoticeOutcome.NOT_CLEARED
    letter = letters.contractor_notice(act, case.case_id, case.roster_id, case.name, case.section, outcome.value)
    record = ResultNotice(
        roster_ref=case.roster_id,
        name=case.name,
        section=case.section,
        outcome=outcome,
        notified_on=case.notified_on,
        issue_no=letter.issue_number,
    )
    return Cargo((record,), case.notified_on, letters=(letter.blob_id,))


def _not_carried_out(act: Act, _packs: PackShelf, letters: LetterDesk) -> Cargo:
    entry = act.entry
    if entry.roster_id is None:
        raise GateClosedError("export.no-contractor")
    outcome = NoticeOutcome.NOT_CARRIED_OUT
    letter = letters.contractor_notice(act, entry.entry_id, entry.roster_id, entry.name, entry.section, outcome.value)
    record = ResultNotice(
        roster_ref=entry.roster_id,
        name=entry.name,
        section=entry.section,
        outcome=outcome,
        notified_on=civil_day(act.at),
        issue_no=letter.issue_number,
    )
    return Cargo((record,), civil_day(act.at), letters=(letter.blob_id,))


def _withdrawal(act: Act, _packs: PackShelf, _letters: LetterDesk) -> Cargo:
    withdrawn_on = act.case.withdrawn_on
    if withdrawn_on is None:
        raise GateClosedError("access.wrong-state")
    return Cargo((WithdrawalNotice(case_ref=act.case.case_id, withdrawn_on=withdrawn_on),), withdrawn_on)


_CONSENTS = ("consent", "inquiry-consent")
_NEVER_TO_CONTRACTOR = (
    "absent.reasons",
    "absent.questionnaire",
    "absent.findings",
    "absent.opinion",
    "absent.medical",
    "absent.refusal-kind",
)

DEPARTURES: dict[Kind, Departure] = {
    Kind.INVESTIGATION_REQUEST: Departure(
        Action.PREPARE_REQUEST, _request, ("absent.questionnaire", "absent.personnel", "absent.roster-remarks")
    ),
    Kind.QUESTIONNAIRE: Departure(
        Action.PREPARE_QUESTIONNAIRE, _questionnaire, ("absent.findings", "absent.personnel", "absent.my-number")
    ),
    Kind.OPINION: Departure(
        Action.PREPARE_OPINION, _opinion, ("absent.questionnaire", "absent.notes", "absent.medical-documents")
    ),
    Kind.DECISION: Departure(
        Action.PREPARE_DECISION, _decision, ("absent.questionnaire", "absent.notes", "absent.medical")
    ),
    Kind.RESULT: Departure(Action.PREPARE_RESULT, _result, _NEVER_TO_CONTRACTOR),
    Kind.NOT_CARRIED_OUT: Departure(Action.PREPARE_NOT_CARRIED_OUT, _not_carried_out, _NEVER_TO_CONTRACTOR),
    Kind.WITHDRAWAL: Departure(Action.PREPARE_WITHDRAWAL, _withdrawal, ("absent.reasons", "absent.questionnaire")),
    Kind.CORRECTED_ANSWERS: corrected.DEPARTURE,
    Kind.ROSTER: rosters.DEPARTURE,
    Kind.DISPOSAL_PROOF: disposals.DEPARTURE,
    Kind.CHECKPOINT: heads.DEPARTURE,
    Kind.STATISTICS: figures.DEPARTURE,
    Kind.CHANGE_REPORT: reports.REPORT_DEPARTURE,
    Kind.COMPLAINT: reports.COMPLAINT_DEPARTURE,
    Kind.INQUIRY: inquiries.DEPARTURE,
    Kind.INQUIRY_REPLY: inquiries.REPLY_DEPARTURE,
    Kind.ALLY_CONFIRMATION: abroad.DEPARTURE,
    Kind.CASE_TRANSFER: departing.TRANSFER,
}
"""The kinds that an officer exports."""
