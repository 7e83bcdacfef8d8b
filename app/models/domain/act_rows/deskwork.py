"""Rows of what is asked inside the office about a case, and of the tasks that it takes. Neither is a finding."""

from app.models.domain.act_rows.correcting import WHILE_ASKED_AGAIN
from app.models.domain.act_rows.shared import (
    CASE_ROLES,
    DECIDED,
    EXAMINED,
    EXAMINER,
    INVESTIGATION,
    REVIEWER,
    rule,
)
from app.models.domain.acts import Action, Gate, Rule, Subject
from app.models.domain.lifecycle import State

ROWS: tuple[Rule, ...] = (
    rule(
        Action.RESOLVE_ANOTHERS_FLAG,
        Subject.CASE,
        (INVESTIGATION,),
        (REVIEWER,),
        WHILE_ASKED_AGAIN,
        gate=Gate.ASSESSMENT,
        part_only=True,
        not_after=EXAMINED | DECIDED,
    ),
    # Whoever may read an answer may be asked about it. A question is no finding and keeps nobody from anything.
    *(
        rule(
            action,
            Subject.CASE,
            (INVESTIGATION,),
            CASE_ROLES,
            (*WHILE_ASKED_AGAIN, State.REVIEW_ACCEPTED),
            gate=Gate.ASSESSMENT,
            examiner_assigned=True,
        )
        for action in (Action.ASK_QUERY, Action.ANSWER_QUERY, Action.CLOSE_QUERY, Action.WITHDRAW_QUERY)
    ),
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
        for action in (Action.ADD_TASKS, Action.SETTLE_TASK)
    ),
)
