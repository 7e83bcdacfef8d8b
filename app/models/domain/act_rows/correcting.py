"""Rows of corrections (補正): who returns boxes of a questionnaire, and who is at the desk when they are answered."""

from app.models.domain.act_rows.shared import (
    DECIDED,
    EXAMINER,
    INVESTIGATION,
    REVIEWER,
    SECURITY,
    rule,
)
from app.models.domain.acts import Action, Gate, Rule, Subject
from app.models.domain.lifecycle import State

WHILE_ASKED_AGAIN = (State.UNDER_INVESTIGATION, State.UNDER_REVIEW)
"""The findings are not accepted yet, so that what is answered can still count."""

ROWS: tuple[Rule, ...] = (
    # A question is no finding: the examiner and the reviewer of the case may both ask, and stay what they are.
    *(
        rule(
            action,
            Subject.CASE,
            (INVESTIGATION,),
            (EXAMINER, REVIEWER),
            WHILE_ASKED_AGAIN,
            gate=Gate.ASSESSMENT,
            part_only=True,
            not_after=DECIDED,
        )
        for action in (Action.RETURN_BOXES, Action.TAKE_BACK_BOXES, Action.PRINT_CORRECTION)
    ),
    rule(
        Action.SIGN_CORRECTION,
        Subject.CASE,
        (INVESTIGATION,),
        (EXAMINER, SECURITY),
        WHILE_ASKED_AGAIN,
        gate=Gate.ASSESSMENT,
        examiner_assigned=True,
    ),
)
