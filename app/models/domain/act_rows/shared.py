"""Words in which the rows are written: offices, roles, and the acts whose doers must be kept apart."""

from collections.abc import Iterable

from app.models.domain.actor import OfficeKind, Role
from app.models.domain.acts import Action, Gate, Rule, Subject
from app.models.domain.lifecycle import State

AGENCY = OfficeKind.AGENCY
INVESTIGATION = OfficeKind.INVESTIGATION_OFFICE
CONTRACTOR = OfficeKind.CONTRACTOR


def rule(
    action: Action,
    subject: Subject,
    offices: Iterable[OfficeKind],
    roles: Iterable[Role],
    states: Iterable[State | None] = (),
    **conditions: object,
) -> Rule:
    """One row; ``conditions`` are the further fields of :class:`~app.models.domain.acts.Rule`."""
    return Rule(action, subject, frozenset(offices), frozenset(roles), frozenset(states), **conditions)  # type: ignore[arg-type] # the table below is checked by its tests


ALL_OFFICES = frozenset(OfficeKind)
ALL_ROLES = frozenset(Role)
ALL_STATES = frozenset(State)
EXAMINER, REVIEWER, DECIDER = Role.EXAMINER, Role.REVIEWER, Role.DECIDING_OFFICER
SECURITY, AUDITOR, ADMIN = Role.SECURITY_OFFICER, Role.AUDITOR, Role.ADMINISTRATOR
COMPLAINT = Role.COMPLAINT_OFFICER
CASE_ROLES = (EXAMINER, REVIEWER, DECIDER)
ASSESSMENT_OFFICES = (AGENCY, INVESTIGATION)

EXAMINED = frozenset(
    {
        Action.FLAG_ANSWER,
        Action.RESOLVE_FLAG,
        Action.WRITE_NOTE,
        Action.WRITE_FINDING,
        Action.SUBMIT_FINDINGS,
        Action.WRITE_INQUIRY,
        Action.POST_INQUIRY,
        Action.SETTLE_INQUIRY,
        Action.ISSUE_INQUIRY_LETTER,
        Action.REMIND_INQUIRY,
        Action.LINK_INQUIRY_REPLY,
        Action.TYPE_INQUIRY_REPLY,
        Action.ASK_POINT,
        Action.CLOSE_POINT,
        Action.PREPARE_INTERVIEW,
        Action.HOLD_INTERVIEW,
        Action.WRITE_INTERVIEW,
        Action.CONFIRM_INTERVIEW,
    }
)
"""Acts of the examiner at the investigation office."""
REVIEWED = frozenset({Action.ACCEPT_POINT, Action.RETURN_FINDINGS, Action.ACCEPT_FINDINGS, Action.SIGN_OPINION})
"""Acts of the reviewer at the investigation office."""
READ_AGAIN = frozenset({Action.GIVE_SECOND_READ})
"""Acts of whoever read the case a second time, with its identity masked."""
DRAFTED = frozenset({Action.OPEN_EVALUATION, Action.WRITE_EVALUATION})
"""Acts of the assessment staff at the agency."""
PROPOSED = frozenset({Action.SIGN_DECISION, Action.RETURN_DECISION})
"""Acts of the first signer at the agency."""
DECIDED = frozenset({Action.CONFIRM_OPINION, Action.CONFIRM_CLEARED, Action.CONFIRM_NOT_CLEARED})
"""Acts of the deciding officer."""
SIGNED_OR_WROTE = EXAMINED | REVIEWED | DRAFTED | PROPOSED | DECIDED

NOTIFIED = (State.NOTIFIED_CLEARED, State.NOTIFIED_NOT_CLEARED, State.VALID)
INVESTIGATING = (State.INVESTIGATION_REQUESTED, State.UNDER_INVESTIGATION)


def examining(action: Action, gate: Gate, *, leased: bool = True) -> Rule:
    """What the examiner of a case does in it while it is investigated and nobody has reviewed it (担当者による調査).

    Args:
        action: The act.
        gate: The consent that it stands on.
        leased: Whether it needs the case in hand, because it writes.
    """
    return rule(
        action,
        Subject.CASE,
        (INVESTIGATION,),
        (EXAMINER,),
        (State.UNDER_INVESTIGATION,),
        gate=gate,
        assigned_only=True,
        leased=leased,
        not_after=REVIEWED | DECIDED,
    )
