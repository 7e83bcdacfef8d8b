"""The acts: everything that an officer can do, and the shape of the rule that permits it."""

from dataclasses import dataclass
from enum import StrEnum

from app.models.domain.actor import OfficeKind, Role
from app.models.domain.lifecycle import State


class Gate(StrEnum):
    """Which consent (同意) must stand at the moment of the act."""

    NONE = "none"
    ASSESSMENT = "assessment"
    """F06: 適性評価の実施についての同意."""
    INQUIRIES = "inquiries"
    """F06 and F07: 公務所又は公私の団体への照会等についての同意."""


class Subject(StrEnum):
    """What an act is done to."""

    OFFICE = "office"
    CANDIDATE = "candidate"
    REFUSAL = "refusal"
    CASE = "case"


class Action(StrEnum):
    """Everything that an officer can do. The value is also the code of the recorded event."""

    SEE_TODAY = "today.seen"
    UNLOCK = "vault.unlocked"
    LOCK = "vault.locked"
    ADD_OFFICER = "officer.added"
    SEE_OFFICERS = "officers.seen"
    ISSUE_TRUST = "trust.issued"
    ADOPT_TRUST = "trust.adopted"
    SEE_TRUST = "trust.seen"
    SEE_LOG = "log.seen"
    VERIFY_LOG = "log.verified"

    IMPORT_ROSTER = "roster.imported"
    SEE_CANDIDATES = "candidates.seen"
    SCREEN_OUT = "candidate.screened-out"
    ISSUE_NOTICE = "notice.issued"
    RECORD_CONSENT = "consent.recorded"
    RECORD_REFUSAL = "refusal.recorded"
    SEE_REGISTER = "register.seen"
    SEE_SCAN = "scan.seen"

    SEE_CASES = "cases.seen"
    SEE_CASE = "case.seen"
    SEE_ANSWERS = "answers.seen"
    SEE_FINDINGS = "findings.seen"
    SEE_LETTER = "letter.seen"
    RECORD_INQUIRY_CONSENT = "inquiry-consent.recorded"
    RECORD_WITHDRAWAL = "withdrawal.recorded"
    RECEIVE_QUESTIONNAIRE = "questionnaire.received"

    ASSIGN = "case.assigned"
    FLAG_ANSWER = "answer.flagged"
    RESOLVE_FLAG = "flag.resolved"
    WRITE_NOTE = "note.written"
    WRITE_FINDING = "finding.written"
    SUBMIT_FINDINGS = "findings.submitted"
    RETURN_FINDINGS = "findings.returned"
    ACCEPT_FINDINGS = "findings.accepted"
    SIGN_OPINION = "opinion.signed"
    CONFIRM_OPINION = "opinion.confirmed"

    OPEN_EVALUATION = "evaluation.opened"
    WRITE_EVALUATION = "evaluation.written"
    SIGN_DECISION = "decision.signed"
    RETURN_DECISION = "decision.returned"
    CONFIRM_CLEARED = "decision.confirmed-cleared"
    CONFIRM_NOT_CLEARED = "decision.confirmed-not-cleared"
    NOTIFY_CLEARED = "result.notified-cleared"
    NOTIFY_NOT_CLEARED = "result.notified-not-cleared"
    CONFIRM_VALIDITY = "validity.confirmed"
    RAISE_DOUBT = "doubt.raised"
    RECORD_EXPIRY = "expiry.recorded"
    MARK_DISPOSAL_DUE = "disposal.marked"
    DISPOSE = "case.disposed"
    OPEN_COMPLAINT = "complaint.opened"
    CLOSE_COMPLAINT = "complaint.closed"

    SEE_EXPORTS = "exports.seen"
    SEE_DRAFT = "export.seen"
    PREPARE_REQUEST = "export.request-prepared"
    PREPARE_QUESTIONNAIRE = "export.questionnaire-prepared"
    PREPARE_OPINION = "export.opinion-prepared"
    PREPARE_DECISION = "export.decision-prepared"
    PREPARE_RESULT = "export.result-prepared"
    PREPARE_NOT_CARRIED_OUT = "export.not-carried-out-prepared"
    PREPARE_WITHDRAWAL = "export.withdrawal-prepared"
    SIGN_EXPORT = "export.signed"
    WRITE_EXPORT = "export.written"
    DISCARD_EXPORT = "export.discarded"
    CLOSE_EXPORT = "export.receipt-admitted"

    INSPECT_BUNDLE = "bundle.inspected"
    REFUSE_BUNDLE = "bundle.refused"
    ACCEPT_GAP = "bundle.gap-accepted"
    ADMIT_REQUEST = "bundle.request-admitted"
    ADMIT_QUESTIONNAIRE = "bundle.questionnaire-admitted"
    ADMIT_WITHDRAWAL = "bundle.withdrawal-admitted"
    ADMIT_OPINION = "bundle.opinion-admitted"
    ADMIT_DECISION = "bundle.decision-admitted"
    ADMIT_RESULT = "bundle.result-admitted"
    WRITE_RECEIPT = "receipt.written"


@dataclass(frozen=True, slots=True)
class Rule:
    """One row: under which conditions an act is permitted and where it leads."""

    action: Action
    subject: Subject
    offices: frozenset[OfficeKind]
    roles: frozenset[Role]
    states: frozenset[State | None] = frozenset()
    to: State | None = None
    gate: Gate = Gate.NONE
    not_after: frozenset[Action] = frozenset()
    """A person who has done one of these in the case may not do this."""
    assigned_only: bool = False
    examiner_assigned: bool = False
    """Who acts as an examiner only must be the one to whom the investigation office gave the case."""
    sealed_too: bool = False
    """The act is also permitted on a sealed case."""
