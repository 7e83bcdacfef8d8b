"""Rows of what follows a decision: complaint and disposal."""

from app.models.domain.act_rows.shared import (
    AGENCY,
    ALL_STATES,
    ASSESSMENT_OFFICES,
    COMPLAINT,
    SECURITY,
    SIGNED_OR_WROTE,
    rule,
)
from app.models.domain.acts import Action, Rule, Subject
from app.models.domain.lifecycle import State

ROWS: tuple[Rule, ...] = (
    rule(Action.OPEN_COMPLAINT, Subject.CASE, (AGENCY,), (COMPLAINT,), ALL_STATES, not_after=SIGNED_OR_WROTE),
    rule(Action.CLOSE_COMPLAINT, Subject.CASE, (AGENCY,), (COMPLAINT,), ALL_STATES, not_after=SIGNED_OR_WROTE),
    rule(
        Action.MARK_DISPOSAL_DUE,
        Subject.CASE,
        ASSESSMENT_OFFICES,
        (SECURITY,),
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
    rule(
        Action.DISPOSE,
        Subject.CASE,
        ASSESSMENT_OFFICES,
        (SECURITY,),
        (State.DISPOSAL_DUE,),
        to=State.DISPOSED,
        sealed_too=True,
        not_after=frozenset({Action.MARK_DISPOSAL_DUE}),
    ),
)
