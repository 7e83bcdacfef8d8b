"""Rows of the guards: whoever writes in a case strikes what was typed, or says that it may stay."""

from app.models.domain.act_rows.shared import (
    ALL_STATES,
    ASSESSMENT_OFFICES,
    CASE_ROLES,
    EXAMINER,
    INVESTIGATION,
    REVIEWER,
    SECURITY,
    rule,
)
from app.models.domain.acts import Action, Gate, Rule, Subject
from app.models.domain.lifecycle import State

ROWS: tuple[Rule, ...] = (
    *(
        # Wherever a text may be typed; what of it may be kept is decided by the act that keeps it.
        rule(action, Subject.CASE, ASSESSMENT_OFFICES, (*CASE_ROLES, SECURITY), ALL_STATES, gate=Gate.ASSESSMENT)
        for action in (Action.STRIKE_TYPED, Action.CLEAR_TYPED)
    ),
    *(
        # In the answers it reaches every part, the medical part too.
        rule(
            action,
            Subject.CASE,
            (INVESTIGATION,),
            (EXAMINER, REVIEWER),
            (State.UNDER_INVESTIGATION, State.UNDER_REVIEW),
            gate=Gate.ASSESSMENT,
            examiner_assigned=True,
            part_only=True,
        )
        for action in (Action.STRIKE_ANSWER, Action.STRIKE_REPLY)
    ),
)
