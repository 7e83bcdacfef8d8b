"""What can stand in the record.

Written by ``build/publish_events.py`` from ``resources/record/events.json``; not changed by hand.
"""

from enum import StrEnum


class Action(StrEnum):
    """Everything that an officer can do. The value is also the code of the recorded event."""

    SEE_TODAY = "today.seen"
    UNLOCK = "vault.unlocked"
    LOCK = "vault.locked"
    ADD_OFFICER = "officer.added"
    SEE_OFFICERS = "officers.seen"
    ISSUE_TRUST = "trust.issued"
    ADOPT_TRUST = "trust.adopted"
    ROTATE_ROOT = "trust.root-changed"
    ISSUE_ORDER = "trust.order-issued"
    ADMIT_ORDER = "trust.order-admitted"
    COMPARE_FINGERPRINT = "trust.compared"
    PRINT_KEY_SHEET = "trust.sheet-printed"
    POST_TRUST = "trust.update-written"
    REQUEST_KEYS = "trust.request-written"
    READ_KEY_REQUEST = "trust.request-read"
    ADMIT_GRANT = "trust.grant-admitted"
    BEGIN_CEREMONY = "ceremony.begun"
    DO_CEREMONY_STEP = "ceremony.step-done"
    FINISH_CEREMONY = "ceremony.finished"
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
    PRINT_SCAN = "scan.copied"
    SEE_CASES = "cases.seen"
    SEE_CASE = "case.seen"
    SEE_ANSWERS = "answers.seen"
    SEE_FINDINGS = "findings.seen"
    SEE_MEDICAL_ANSWERS = "medical-answers.seen"
    SEE_MEDICAL_FINDINGS = "medical-findings.seen"
    TAKE_REVIEW = "case.review-taken"
    TAKE_DECISION = "case.decision-taken"
    RELEASE_PART = "case.part-released"
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
    WITNESS_DISPOSAL = "disposal.witnessed"
    DISPOSE_PAPERS = "papers.disposed"
    WITNESS_PAPERS = "papers.disposal-witnessed"
    ISSUE_CERTIFICATE = "certificate.issued"
    OPEN_COMPLAINT = "complaint.opened"
    SEE_COMPLAINT = "complaint.seen"
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
    PREPARE_ROSTER = "export.roster-prepared"
    PREPARE_TRANSFER = "export.transfer-prepared"
    PREPARE_RECALL = "export.recall-prepared"
    PREPARE_DISPOSAL_PROOF = "export.disposal-proof-prepared"
    PREPARE_STATISTICS = "export.statistics-prepared"
    PREPARE_CHECKPOINT = "export.checkpoint-prepared"
    PREPARE_CHANGE_REPORT = "export.change-report-prepared"
    PREPARE_COMPLAINT = "export.complaint-prepared"
    SIGN_EXPORT = "export.signed"
    DECLINE_EXPORT = "export.declined"
    SEND_COUNTERSIGN = "countersign.sent"
    COUNTERSIGN = "countersign.signed"
    TAKE_COUNTERSIGN = "countersign.taken"
    BEGIN_WRITE = "export.writing-begun"
    WRITE_EXPORT = "export.written"
    TAKE_BACK_EXPORT = "export.taken-back"
    DISCARD_EXPORT = "export.discarded"
    CLOSE_EXPORT = "export.receipt-admitted"
    REMIND_RECEIPT = "receipt.reminded"
    OPEN_INCIDENT = "incident.opened"
    REPORT_INCIDENT = "incident.reported"
    CLOSE_INCIDENT = "incident.closed"
    CLEAR_LANE = "lane.cleared"
    WITNESS_LANE = "lane.clearing-witnessed"
    INSPECT_BUNDLE = "bundle.inspected"
    OPEN_BUNDLE = "bundle.opened"
    REFUSE_BUNDLE = "bundle.refused"
    ACCEPT_GAP = "bundle.gap-accepted"
    ADMIT_ROSTER = "bundle.roster-admitted"
    DECIDE_IDENTITY = "bundle.identity-decided"
    SET_RECORDS_ASIDE = "bundle.records-set-aside"
    TAKE_BACK_BUNDLE = "bundle.taken-back"
    WITNESS_TAKE_BACK = "bundle.take-back-witnessed"
    SEE_ALARMS = "bundle.alarms-seen"
    SETTLE_ALARM = "bundle.alarm-settled"
    ADMIT_TRANSFER = "bundle.transfer-admitted"
    ADMIT_DISPOSAL_PROOF = "bundle.disposal-proof-admitted"
    ADMIT_STATISTICS = "bundle.statistics-admitted"
    SEE_FIGURES = "figures.seen"
    ADMIT_CHECKPOINT = "bundle.checkpoint-admitted"
    ADMIT_CHANGE_REPORT = "bundle.change-report-admitted"
    ADMIT_COMPLAINT = "bundle.complaint-admitted"
    WRITE_CHANGE_REPORT = "report.written"
    SEE_REPORTS = "reports.seen"
    ADMIT_REQUEST = "bundle.request-admitted"
    ADMIT_QUESTIONNAIRE = "bundle.questionnaire-admitted"
    ADMIT_WITHDRAWAL = "bundle.withdrawal-admitted"
    ADMIT_OPINION = "bundle.opinion-admitted"
    ADMIT_DECISION = "bundle.decision-admitted"
    ADMIT_RESULT = "bundle.result-admitted"
    WRITE_RECEIPT = "receipt.written"
    EXAMINE_VAULT = "vault.examined"
    END_OFFICER = "officer.ended"
    SET_TERM = "officer.term-set"
    CHANGE_PASSPHRASE = "officer.passphrase-changed"
    RESET_PASSPHRASE = "officer.passphrase-reset"
    BIND_TOKEN = "officer.token-bound"
    RELEASE_TOKEN = "officer.token-released"
    APPOINT_RECOVERY = "recovery.appointed"
    RENEW_KEY = "vault.renewal-ordered"
    SEE_KEYS = "keys.seen"
    SET_POLICY = "policy.set"
    SEARCH_CASES = "cases.searched"
    PRINT_LETTER = "letter.printed"
    PRINT_MATRIX = "matrix.printed"
    PRINT_SLIP = "slip.printed"
    VERIFY_SLIP = "slip.verified"
    MAKE_SHEET = "sheet.made"
    EXPORT_LOG = "log.exported"
    REANCHOR = "log.re-anchored"
    ISSUE_STATEMENT = "statement.issued"
    SEE_HISTORY = "history.seen"
    SEE_MEDIA = "media.seen"
    REGISTER_MEDIUM = "medium.registered"
    FORMAT_MEDIUM = "medium.formatted"
    HAND_OVER_MEDIUM = "medium.handed-over"
    TAKE_IN_MEDIUM = "medium.taken-in"
    REPORT_MEDIUM_LOST = "medium.reported-lost"
    WIPE_MEDIUM = "medium.wiped"
    BACK_UP = "backup.made"
    DRILL = "backup.drilled"
    SEE_BACKUPS = "backups.seen"
    RESTORE = "vault.restored"
    CONFIRM_RESTORE = "restore.confirmed"
    SEE_RETENTION = "retention.seen"
    PRINT_RETENTION = "retention.printed"
    SEE_HOLDS = "holds.seen"
    SET_HOLD = "hold.set"
    END_HOLD = "hold.ended"
    SEE_CUSTODY = "custody.seen"
    COMPARE_CUSTODY = "custody.compared"
    RECALL_CASE = "custody.recalled"
    DECIDE_CUSTODY = "custody.decided"
    CONFIRM_CUSTODY = "custody.confirmed"
    WITNESS_CUSTODY = "custody.witnessed"
    MARK_COPY = "custody.copy-marked"
    BREAK_GLASS = "glass.broken"
    CLOSE_GLASS = "glass.closed"
    REVIEW_GLASS = "glass.reviewed"
    SEE_GLASS_REASON = "glass.reason-seen"
    SEE_GLASS = "glass.seen"


KINDS: dict[str, str] = {
    "vault.created": "key",
    "today.seen": "look",
    "vault.unlocked": "key",
    "vault.locked": "key",
    "officer.added": "key",
    "officers.seen": "look",
    "trust.issued": "key",
    "trust.adopted": "key",
    "trust.root-changed": "key",
    "trust.order-issued": "key",
    "trust.order-admitted": "key",
    "trust.compared": "key",
    "trust.sheet-printed": "print",
    "trust.update-written": "export",
    "trust.request-written": "export",
    "trust.request-read": "import",
    "trust.grant-admitted": "import",
    "ceremony.begun": "key",
    "ceremony.step-done": "key",
    "ceremony.finished": "key",
    "trust.seen": "key",
    "log.seen": "look",
    "log.verified": "look",
    "roster.imported": "change",
    "candidates.seen": "look",
    "candidate.screened-out": "change",
    "notice.issued": "change",
    "consent.recorded": "change",
    "refusal.recorded": "change",
    "register.seen": "look",
    "scan.seen": "look",
    "scan.copied": "print",
    "cases.seen": "look",
    "case.seen": "look",
    "answers.seen": "look",
    "findings.seen": "look",
    "medical-answers.seen": "look",
    "medical-findings.seen": "look",
    "case.review-taken": "change",
    "case.decision-taken": "change",
    "case.part-released": "change",
    "letter.seen": "look",
    "inquiry-consent.recorded": "change",
    "withdrawal.recorded": "change",
    "questionnaire.received": "change",
    "case.assigned": "change",
    "answer.flagged": "change",
    "flag.resolved": "change",
    "note.written": "change",
    "finding.written": "change",
    "findings.submitted": "change",
    "findings.returned": "change",
    "findings.accepted": "change",
    "opinion.signed": "change",
    "opinion.confirmed": "change",
    "evaluation.opened": "change",
    "evaluation.written": "change",
    "decision.signed": "change",
    "decision.returned": "change",
    "decision.confirmed-cleared": "change",
    "decision.confirmed-not-cleared": "change",
    "result.notified-cleared": "change",
    "result.notified-not-cleared": "change",
    "validity.confirmed": "change",
    "doubt.raised": "change",
    "expiry.recorded": "change",
    "disposal.marked": "change",
    "case.disposed": "change",
    "disposal.witnessed": "change",
    "papers.disposed": "change",
    "papers.disposal-witnessed": "change",
    "disposal.finished": "key",
    "disposal.repeated": "change",
    "certificate.issued": "change",
    "complaint.opened": "change",
    "complaint.seen": "look",
    "complaint.closed": "change",
    "exports.seen": "look",
    "export.seen": "look",
    "export.request-prepared": "export",
    "export.questionnaire-prepared": "export",
    "export.opinion-prepared": "export",
    "export.decision-prepared": "export",
    "export.result-prepared": "export",
    "export.not-carried-out-prepared": "export",
    "export.withdrawal-prepared": "export",
    "export.roster-prepared": "export",
    "export.transfer-prepared": "export",
    "export.recall-prepared": "export",
    "export.disposal-proof-prepared": "export",
    "export.statistics-prepared": "export",
    "export.checkpoint-prepared": "export",
    "export.change-report-prepared": "export",
    "export.complaint-prepared": "export",
    "export.signed": "export",
    "export.declined": "export",
    "countersign.sent": "export",
    "countersign.signed": "export",
    "countersign.taken": "import",
    "export.writing-begun": "export",
    "export.written": "export",
    "export.taken-back": "export",
    "export.discarded": "export",
    "export.receipt-admitted": "export",
    "receipt.reminded": "print",
    "incident.raised": "refusal",
    "incident.opened": "change",
    "incident.reported": "print",
    "incident.closed": "change",
    "lane.stopped": "refusal",
    "lane.cleared": "import",
    "lane.clearing-witnessed": "import",
    "bundle.inspected": "look",
    "bundle.opened": "export",
    "bundle.refused": "import",
    "bundle.gap-accepted": "import",
    "bundle.roster-admitted": "import",
    "bundle.identity-decided": "import",
    "bundle.records-set-aside": "import",
    "bundle.taken-back": "import",
    "bundle.take-back-witnessed": "import",
    "bundle.alarm-raised": "import",
    "bundle.alarms-seen": "look",
    "bundle.alarm-settled": "import",
    "bundle.transfer-admitted": "import",
    "bundle.disposal-proof-admitted": "import",
    "bundle.statistics-admitted": "import",
    "figures.seen": "look",
    "bundle.checkpoint-admitted": "import",
    "bundle.change-report-admitted": "import",
    "bundle.complaint-admitted": "import",
    "report.written": "change",
    "reports.seen": "look",
    "bundle.request-admitted": "import",
    "bundle.questionnaire-admitted": "import",
    "bundle.withdrawal-admitted": "import",
    "bundle.opinion-admitted": "import",
    "bundle.decision-admitted": "import",
    "bundle.result-admitted": "import",
    "receipt.written": "export",
    "vault.examined": "look",
    "officer.ended": "key",
    "officer.term-set": "key",
    "officer.passphrase-changed": "key",
    "officer.passphrase-reset": "key",
    "officer.token-bound": "key",
    "officer.token-released": "key",
    "recovery.appointed": "key",
    "recovery.used": "key",
    "vault.renewal-ordered": "key",
    "vault.rekeyed": "key",
    "vault.unlock-failed": "refusal",
    "keys.seen": "look",
    "policy.set": "change",
    "network.refused": "refusal",
    "cases.searched": "search",
    "letter.printed": "print",
    "matrix.printed": "print",
    "slip.printed": "print",
    "slip.verified": "look",
    "sheet.made": "print",
    "log.exported": "export",
    "log.re-anchored": "key",
    "log.in-doubt": "refusal",
    "log.anchor-missing": "key",
    "checkpoint.witnessed": "import",
    "checkpoint.ours-unknown": "refusal",
    "statement.issued": "change",
    "history.seen": "look",
    "media.seen": "look",
    "medium.registered": "change",
    "medium.formatted": "change",
    "medium.handed-over": "change",
    "medium.taken-in": "change",
    "medium.reported-lost": "change",
    "medium.wiped": "change",
    "backup.made": "export",
    "backup.removed": "change",
    "backup.drilled": "look",
    "backups.seen": "look",
    "vault.restored": "key",
    "restore.confirmed": "key",
    "retention.seen": "look",
    "retention.printed": "print",
    "holds.seen": "look",
    "hold.set": "change",
    "hold.ended": "change",
    "custody.seen": "look",
    "custody.compared": "look",
    "custody.recalled": "change",
    "custody.decided": "change",
    "custody.confirmed": "change",
    "custody.witnessed": "change",
    "custody.copy-marked": "change",
    "glass.broken": "change",
    "glass.closed": "change",
    "glass.reviewed": "change",
    "glass.reason-seen": "look",
    "glass.seen": "look",
}
"""What sort of event each code is, for filters."""
