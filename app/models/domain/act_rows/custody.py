"""Rows of custody: handing a case over whole, taking it in, taking it back, deciding where it is."""

from app.models.domain.act_rows.shared import (
    ADMIN,
    ALL_STATES,
    ASSESSMENT_OFFICES,
    AUDITOR,
    DECIDER,
    SECURITY,
    rule,
)
from app.models.domain.acts import Action, Gate, Rule, Subject
from app.models.domain.custody import Standing
from app.models.domain.lifecycle import BEFORE_NOTIFICATION, State

MOVABLE = BEFORE_NOTIFICATION | {
    State.NOTIFIED_CLEARED,
    State.NOTIFIED_NOT_CLEARED,
    State.VALID,
    State.DOUBT,
    State.EXPIRED,
}
GONE = frozenset({Standing.AWAY, Standing.RELEASED})
ANYWHERE = frozenset(Standing)

ROWS: tuple[Rule, ...] = (
    rule(
        Action.PREPARE_TRANSFER,
        Subject.CASE,
        ASSESSMENT_OFFICES,
        (SECURITY,),
        MOVABLE,
        gate=Gate.ASSESSMENT,
        unheld=True,
    ),
    rule(
        Action.PREPARE_RECALL,
        Subject.CASE,
        ASSESSMENT_OFFICES,
        (SECURITY,),
        ALL_STATES,
        sealed_too=True,
        elsewhere=ANYWHERE,
    ),
    rule(Action.ADMIT_TRANSFER, Subject.OFFICE, ASSESSMENT_OFFICES, (SECURITY,)),
    rule(Action.SEE_CUSTODY, Subject.OFFICE, ASSESSMENT_OFFICES, (SECURITY, AUDITOR)),
    rule(
        Action.COMPARE_CUSTODY,
        Subject.CASE,
        ASSESSMENT_OFFICES,
        (SECURITY, AUDITOR, DECIDER),
        ALL_STATES,
        sealed_too=True,
    ),
    rule(
        Action.RECALL_CASE,
        Subject.CASE,
        ASSESSMENT_OFFICES,
        (SECURITY,),
        ALL_STATES,
        sealed_too=True,
        not_here=True,
        elsewhere=GONE,
    ),
    rule(
        Action.DECIDE_CUSTODY,
        Subject.CASE,
        ASSESSMENT_OFFICES,
        (SECURITY,),
        ALL_STATES,
        sealed_too=True,
        not_here=True,
        elsewhere=GONE | {Standing.CONTESTED},
    ),
    rule(
        Action.CONFIRM_CUSTODY,
        Subject.CASE,
        ASSESSMENT_OFFICES,
        (SECURITY,),
        ALL_STATES,
        sealed_too=True,
        not_here=True,
        elsewhere=frozenset({Standing.DOUBTED}),
    ),
    rule(
        Action.WITNESS_CUSTODY,
        Subject.CASE,
        ASSESSMENT_OFFICES,
        (SECURITY, DECIDER, ADMIN, AUDITOR),
        ALL_STATES,
        sealed_too=True,
        elsewhere=ANYWHERE,
    ),
    rule(
        Action.MARK_COPY,
        Subject.CASE,
        ASSESSMENT_OFFICES,
        (SECURITY,),
        ALL_STATES - {State.DISPOSAL_DUE, State.DISPOSED},
        to=State.DISPOSAL_DUE,
        sealed_too=True,
        unheld=True,
        not_here=True,
        elsewhere=frozenset({Standing.RELEASED}),
    ),
)
