"""The table of acts: one row per act, read as office, role, state, consent, separation, result."""

from collections.abc import Iterable

from app.models.domain.actor import OfficeKind, Role
from app.models.domain.acts import Action, Gate, Rule, Subject
from app.models.domain.lifecycle import BEFORE_NOTIFICATION, State

AGENCY = OfficeKind.AGENCY
INVESTIGATION = OfficeKind.INVESTIGATION_OFFICE
CONTRACTOR = OfficeKind.CONTRACTOR


def _rule(
    action: Action,
    subject: Subject,
    offices: Iterable[OfficeKind],
    roles: Iterable[Role],
    states: Iterable[State | None] = (),
    **conditions: object,
) -> Rule:
    return Rule(action, subject, frozenset(offices), frozenset(roles), frozenset(states), **conditions)  # type: ignore[arg-type] # the table below is checked by its tests


_ALL_OFFICES = frozenset(OfficeKind)
_ALL_ROLES = frozenset(Role)
_ALL_STATES = frozenset(State)
_EXAMINER, _REVIEWER, _DECIDER = Role.EXAMINER, Role.REVIEWER, Role.DECIDING_OFFICER
_SECURITY, _AUDITOR, _ADMIN = Role.SECURITY_OFFICER, Role.AUDITOR, Role.ADMINISTRATOR
_COMPLAINT = Role.COMPLAINT_OFFICER
_CASE_ROLES = (_EXAMINER, _REVIEWER, _DECIDER)
_ASSESSMENT_OFFICES = (AGENCY, INVESTIGATION)

_EXAMINED = frozenset(
    {Action.FLAG_ANSWER, Action.RESOLVE_FLAG, Action.WRITE_NOTE, Action.WRITE_FINDING, Action.SUBMIT_FINDINGS}
)
"""Acts of the examiner at the investigation office."""
_REVIEWED = frozenset({Action.RETURN_FINDINGS, Action.ACCEPT_FINDINGS, Action.SIGN_OPINION})
"""Acts of the reviewer at the investigation office."""
_DRAFTED = frozenset({Action.OPEN_EVALUATION, Action.WRITE_EVALUATION})
"""Acts of the assessment staff at the agency."""
_PROPOSED = frozenset({Action.SIGN_DECISION, Action.RETURN_DECISION})
"""Acts of the first signer at the agency."""
_DECIDED = frozenset({Action.CONFIRM_OPINION, Action.CONFIRM_CLEARED, Action.CONFIRM_NOT_CLEARED})
"""Acts of the deciding officer."""
_SIGNED_OR_WROTE = _EXAMINED | _REVIEWED | _DRAFTED | _PROPOSED | _DECIDED

_NOTIFIED = (State.NOTIFIED_CLEARED, State.NOTIFIED_NOT_CLEARED, State.VALID)
_INVESTIGATING = (State.INVESTIGATION_REQUESTED, State.UNDER_INVESTIGATION)

_TABLE = (
    # Office
    _rule(Action.SEE_TODAY, Subject.OFFICE, _ALL_OFFICES, _ALL_ROLES),
    _rule(Action.UNLOCK, Subject.OFFICE, _ALL_OFFICES, _ALL_ROLES),
    _rule(Action.LOCK, Subject.OFFICE, _ALL_OFFICES, _ALL_ROLES),
    _rule(Action.ADD_OFFICER, Subject.OFFICE, _ALL_OFFICES, (_ADMIN,)),
    _rule(Action.SEE_OFFICERS, Subject.OFFICE, _ALL_OFFICES, _ALL_ROLES),
    _rule(Action.ISSUE_TRUST, Subject.OFFICE, _ALL_OFFICES, (_SECURITY, _ADMIN)),
    _rule(Action.ADOPT_TRUST, Subject.OFFICE, _ALL_OFFICES, (_SECURITY,)),
    _rule(Action.SEE_TRUST, Subject.OFFICE, _ALL_OFFICES, (_SECURITY, _ADMIN, _AUDITOR)),
    _rule(Action.SEE_LOG, Subject.OFFICE, _ALL_OFFICES, (_AUDITOR, _SECURITY)),
    _rule(Action.VERIFY_LOG, Subject.OFFICE, _ALL_OFFICES, (_AUDITOR, _SECURITY, _ADMIN)),
    # Intake and consent in the agency
    _rule(Action.IMPORT_ROSTER, Subject.OFFICE, (AGENCY,), (_SECURITY,)),
    _rule(Action.SEE_CANDIDATES, Subject.OFFICE, (AGENCY,), (_SECURITY, _EXAMINER, _DECIDER)),
    _rule(Action.SCREEN_OUT, Subject.CANDIDATE, (AGENCY,), (_DECIDER,), (State.LISTED,), to=State.SCREENED_OUT),
    _rule(Action.ISSUE_NOTICE, Subject.CANDIDATE, (AGENCY,), (_EXAMINER,), (State.LISTED,), to=State.NOTICE_ISSUED),
    _rule(
        Action.RECORD_CONSENT, Subject.CANDIDATE, (AGENCY,), (_EXAMINER,), (State.NOTICE_ISSUED,), to=State.CONSENTED
    ),
    _rule(
        Action.RECORD_REFUSAL, Subject.CANDIDATE, (AGENCY,), (_EXAMINER,), (State.NOTICE_ISSUED,), to=State.NON_CONSENT
    ),
    _rule(Action.SEE_REGISTER, Subject.OFFICE, (AGENCY,), (_EXAMINER, _SECURITY)),
    _rule(Action.SEE_SCAN, Subject.OFFICE, (AGENCY,), (_EXAMINER, _SECURITY)),
    # Looking at cases
    _rule(Action.SEE_CASES, Subject.OFFICE, _ASSESSMENT_OFFICES, (*_CASE_ROLES, _SECURITY)),
    _rule(Action.SEE_CASE, Subject.CASE, _ASSESSMENT_OFFICES, (*_CASE_ROLES, _SECURITY), _ALL_STATES, sealed_too=True),
    _rule(
        Action.SEE_ANSWERS,
        Subject.CASE,
        (INVESTIGATION,),
        _CASE_ROLES,
        BEFORE_NOTIFICATION,
        gate=Gate.ASSESSMENT,
        examiner_assigned=True,
    ),
    _rule(
        Action.SEE_FINDINGS,
        Subject.CASE,
        _ASSESSMENT_OFFICES,
        _CASE_ROLES,
        BEFORE_NOTIFICATION | set(_NOTIFIED),
        gate=Gate.ASSESSMENT,
        examiner_assigned=True,
    ),
    _rule(Action.SEE_LETTER, Subject.OFFICE, _ALL_OFFICES, (_EXAMINER, _DECIDER, _SECURITY)),
    # Consent on an open case
    _rule(
        Action.RECORD_INQUIRY_CONSENT,
        Subject.CASE,
        (AGENCY,),
        (_EXAMINER,),
        (State.CONSENTED,),
        gate=Gate.ASSESSMENT,
    ),
    _rule(
        Action.RECORD_WITHDRAWAL,
        Subject.CASE,
        (AGENCY,),
        (_EXAMINER, _SECURITY),
        BEFORE_NOTIFICATION,
        to=State.WITHDRAWN,
        gate=Gate.ASSESSMENT,
    ),
    _rule(
        Action.RECEIVE_QUESTIONNAIRE,
        Subject.CASE,
        (AGENCY,),
        (_EXAMINER, _SECURITY),
        (State.CONSENTED, State.INVESTIGATION_REQUESTED),
        gate=Gate.ASSESSMENT,
    ),
    # Review in the investigation office
    _rule(
        Action.ASSIGN,
        Subject.CASE,
        (INVESTIGATION,),
        (_REVIEWER, _DECIDER),
        _INVESTIGATING,
        gate=Gate.ASSESSMENT,
    ),
    *(
        _rule(
            action,
            Subject.CASE,
            (INVESTIGATION,),
            (_EXAMINER,),
            (State.UNDER_INVESTIGATION,),
            gate=Gate.ASSESSMENT,
            assigned_only=True,
            not_after=_REVIEWED | _DECIDED,
        )
        for action in (Action.FLAG_ANSWER, Action.RESOLVE_FLAG, Action.WRITE_NOTE, Action.WRITE_FINDING)
    ),
    _rule(
        Action.SUBMIT_FINDINGS,
        Subject.CASE,
        (INVESTIGATION,),
        (_EXAMINER,),
        (State.UNDER_INVESTIGATION,),
        to=State.UNDER_REVIEW,
        gate=Gate.ASSESSMENT,
        assigned_only=True,
        not_after=_REVIEWED | _DECIDED,
    ),
    _rule(
        Action.RETURN_FINDINGS,
        Subject.CASE,
        (INVESTIGATION,),
        (_REVIEWER,),
        (State.UNDER_REVIEW,),
        to=State.UNDER_INVESTIGATION,
        gate=Gate.ASSESSMENT,
        not_after=_EXAMINED | _DECIDED,
    ),
    _rule(
        Action.ACCEPT_FINDINGS,
        Subject.CASE,
        (INVESTIGATION,),
        (_REVIEWER,),
        (State.UNDER_REVIEW,),
        to=State.REVIEW_ACCEPTED,
        gate=Gate.ASSESSMENT,
        not_after=_EXAMINED | _DECIDED,
    ),
    _rule(
        Action.SIGN_OPINION,
        Subject.CASE,
        (INVESTIGATION,),
        (_REVIEWER,),
        (State.REVIEW_ACCEPTED,),
        gate=Gate.ASSESSMENT,
        not_after=_EXAMINED | _DECIDED,
    ),
    _rule(
        Action.CONFIRM_OPINION,
        Subject.CASE,
        (INVESTIGATION,),
        (_DECIDER,),
        (State.REVIEW_ACCEPTED,),
        to=State.OPINION_SIGNED,
        gate=Gate.ASSESSMENT,
        not_after=_EXAMINED | _REVIEWED,
    ),
    # Decision in the agency
    _rule(
        Action.OPEN_EVALUATION,
        Subject.CASE,
        (AGENCY,),
        (_EXAMINER,),
        (State.RESULT_RECEIVED,),
        to=State.UNDER_EVALUATION,
        gate=Gate.ASSESSMENT,
        not_after=_PROPOSED | _DECIDED,
    ),
    _rule(
        Action.WRITE_EVALUATION,
        Subject.CASE,
        (AGENCY,),
        (_EXAMINER,),
        (State.UNDER_EVALUATION,),
        gate=Gate.ASSESSMENT,
        not_after=_PROPOSED | _DECIDED,
    ),
    _rule(
        Action.SIGN_DECISION,
        Subject.CASE,
        (AGENCY,),
        (_REVIEWER,),
        (State.UNDER_EVALUATION,),
        to=State.DECISION_PROPOSED,
        gate=Gate.ASSESSMENT,
        not_after=_DRAFTED | _DECIDED,
    ),
    _rule(
        Action.RETURN_DECISION,
        Subject.CASE,
        (AGENCY,),
        (_REVIEWER, _DECIDER),
        (State.UNDER_EVALUATION, State.DECISION_PROPOSED),
        to=State.UNDER_EVALUATION,
        gate=Gate.ASSESSMENT,
        not_after=_DRAFTED,
    ),
    _rule(
        Action.CONFIRM_CLEARED,
        Subject.CASE,
        (AGENCY,),
        (_DECIDER,),
        (State.DECISION_PROPOSED,),
        to=State.DECIDED_CLEARED,
        gate=Gate.ASSESSMENT,
        not_after=_DRAFTED | {Action.SIGN_DECISION},
    ),
    _rule(
        Action.CONFIRM_NOT_CLEARED,
        Subject.CASE,
        (AGENCY,),
        (_DECIDER,),
        (State.DECISION_PROPOSED,),
        to=State.DECIDED_NOT_CLEARED,
        gate=Gate.ASSESSMENT,
        not_after=_DRAFTED | {Action.SIGN_DECISION},
    ),
    _rule(
        Action.NOTIFY_CLEARED,
        Subject.CASE,
        (AGENCY,),
        (_EXAMINER,),
        (State.DECIDED_CLEARED,),
        to=State.NOTIFIED_CLEARED,
        gate=Gate.ASSESSMENT,
        not_after=_PROPOSED | _DECIDED,
    ),
    _rule(
        Action.NOTIFY_NOT_CLEARED,
        Subject.CASE,
        (AGENCY,),
        (_EXAMINER,),
        (State.DECIDED_NOT_CLEARED,),
        to=State.NOTIFIED_NOT_CLEARED,
        gate=Gate.ASSESSMENT,
        not_after=_PROPOSED | _DECIDED,
    ),
    _rule(Action.CONFIRM_VALIDITY, Subject.CASE, (AGENCY,), (_DECIDER,), (State.NOTIFIED_CLEARED,), to=State.VALID),
    _rule(Action.RAISE_DOUBT, Subject.CASE, (AGENCY,), (_DECIDER,), (State.VALID,), to=State.DOUBT),
    _rule(Action.RECORD_EXPIRY, Subject.CASE, (AGENCY,), (_SECURITY,), (State.VALID,), to=State.EXPIRED),
    # After the decision
    _rule(Action.OPEN_COMPLAINT, Subject.CASE, (AGENCY,), (_COMPLAINT,), _ALL_STATES, not_after=_SIGNED_OR_WROTE),
    _rule(Action.CLOSE_COMPLAINT, Subject.CASE, (AGENCY,), (_COMPLAINT,), _ALL_STATES, not_after=_SIGNED_OR_WROTE),
    _rule(
        Action.MARK_DISPOSAL_DUE,
        Subject.CASE,
        _ASSESSMENT_OFFICES,
        (_SECURITY,),
        (
            State.WITHDRAWN,
            State.NOT_CARRIED_OUT_NOTIFIED,
            State.NOTIFIED_NOT_CLEARED,
            State.DOUBT,
            State.EXPIRED,
            State.OPINION_SENT,
        ),
        to=State.DISPOSAL_DUE,
        sealed_too=True,
    ),
    _rule(
        Action.DISPOSE,
        Subject.CASE,
        _ASSESSMENT_OFFICES,
        (_SECURITY,),
        (State.DISPOSAL_DUE,),
        to=State.DISPOSED,
        sealed_too=True,
        not_after=frozenset({Action.MARK_DISPOSAL_DUE}),
    ),
    # Exports
    _rule(Action.SEE_EXPORTS, Subject.OFFICE, _ALL_OFFICES, (_SECURITY, _AUDITOR)),
    _rule(Action.SEE_DRAFT, Subject.OFFICE, _ALL_OFFICES, (_SECURITY, _EXAMINER, _REVIEWER, _DECIDER)),
    _rule(
        Action.PREPARE_REQUEST,
        Subject.CASE,
        (AGENCY,),
        (_SECURITY,),
        (State.CONSENTED, State.INVESTIGATION_REQUESTED),
        to=State.INVESTIGATION_REQUESTED,
        gate=Gate.ASSESSMENT,
    ),
    _rule(
        Action.PREPARE_QUESTIONNAIRE,
        Subject.CASE,
        (AGENCY,),
        (_SECURITY,),
        (State.INVESTIGATION_REQUESTED,),
        gate=Gate.ASSESSMENT,
    ),
    _rule(
        Action.PREPARE_OPINION,
        Subject.CASE,
        (INVESTIGATION,),
        (_SECURITY,),
        (State.OPINION_SIGNED, State.OPINION_SENT),
        to=State.OPINION_SENT,
        gate=Gate.ASSESSMENT,
    ),
    _rule(Action.PREPARE_DECISION, Subject.CASE, (AGENCY,), (_SECURITY,), _NOTIFIED, gate=Gate.ASSESSMENT),
    _rule(Action.PREPARE_RESULT, Subject.CASE, (AGENCY,), (_SECURITY,), _NOTIFIED, gate=Gate.ASSESSMENT),
    _rule(
        Action.PREPARE_NOT_CARRIED_OUT,
        Subject.REFUSAL,
        (AGENCY,),
        (_SECURITY,),
        (State.NON_CONSENT, State.WITHDRAWN, State.NOT_CARRIED_OUT_NOTIFIED),
        to=State.NOT_CARRIED_OUT_NOTIFIED,
        sealed_too=True,
    ),
    _rule(
        Action.PREPARE_WITHDRAWAL,
        Subject.CASE,
        (AGENCY,),
        (_SECURITY,),
        (State.WITHDRAWN,),
        sealed_too=True,
    ),
    _rule(Action.SIGN_EXPORT, Subject.OFFICE, _ALL_OFFICES, (_SECURITY, _EXAMINER, _REVIEWER, _DECIDER)),
    _rule(Action.WRITE_EXPORT, Subject.OFFICE, _ALL_OFFICES, (_SECURITY,)),
    _rule(Action.DISCARD_EXPORT, Subject.OFFICE, _ALL_OFFICES, (_SECURITY,)),
    _rule(Action.CLOSE_EXPORT, Subject.OFFICE, _ALL_OFFICES, (_SECURITY,)),
    # Imports
    _rule(Action.INSPECT_BUNDLE, Subject.OFFICE, _ALL_OFFICES, (_SECURITY,)),
    _rule(Action.REFUSE_BUNDLE, Subject.OFFICE, _ALL_OFFICES, (_SECURITY,)),
    _rule(Action.ACCEPT_GAP, Subject.OFFICE, _ALL_OFFICES, (_SECURITY,)),
    _rule(Action.ADMIT_REQUEST, Subject.OFFICE, (INVESTIGATION,), (_SECURITY,)),
    _rule(
        Action.ADMIT_QUESTIONNAIRE,
        Subject.CASE,
        (INVESTIGATION,),
        (_SECURITY,),
        (State.INVESTIGATION_REQUESTED,),
        to=State.UNDER_INVESTIGATION,
        gate=Gate.ASSESSMENT,
    ),
    _rule(
        Action.ADMIT_WITHDRAWAL,
        Subject.CASE,
        (INVESTIGATION,),
        (_SECURITY,),
        BEFORE_NOTIFICATION,
        to=State.WITHDRAWN,
        gate=Gate.ASSESSMENT,
    ),
    _rule(
        Action.ADMIT_OPINION,
        Subject.CASE,
        (AGENCY,),
        (_SECURITY,),
        (State.INVESTIGATION_REQUESTED,),
        to=State.RESULT_RECEIVED,
        gate=Gate.ASSESSMENT,
    ),
    _rule(Action.ADMIT_DECISION, Subject.CASE, (INVESTIGATION,), (_SECURITY,), (State.OPINION_SENT,)),
    _rule(Action.ADMIT_RESULT, Subject.OFFICE, (CONTRACTOR,), (_SECURITY,)),
    _rule(Action.WRITE_RECEIPT, Subject.OFFICE, _ALL_OFFICES, (_SECURITY,)),
)

RULES = {rule.action: rule for rule in _TABLE}
"""The row of each act."""
