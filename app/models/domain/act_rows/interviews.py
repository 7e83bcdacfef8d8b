"""Rows of interviews (面接): the examiner of the case prepares and holds them."""

from app.models.domain.act_rows.shared import CASE_ROLES, INVESTIGATION, examining, rule
from app.models.domain.acts import Action, Gate, Rule, Subject
from app.models.domain.lifecycle import State

ROWS: tuple[Rule, ...] = (
    *(
        examining(action, Gate.ASSESSMENT)
        for action in (
            Action.PREPARE_INTERVIEW,
            Action.HOLD_INTERVIEW,
            Action.WRITE_INTERVIEW,
            Action.CONFIRM_INTERVIEW,
        )
    ),
    # Sheet and record hold every question, also those of the medical part.
    rule(
        Action.PRINT_INTERVIEW,
        Subject.CASE,
        (INVESTIGATION,),
        CASE_ROLES,
        (State.UNDER_INVESTIGATION, State.UNDER_REVIEW, State.REVIEW_ACCEPTED),
        gate=Gate.ASSESSMENT,
        part_only=True,
    ),
)
