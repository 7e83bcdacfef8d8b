"""Rows of the documents that came in for a case (受領文書): listed, looked at as pixels, filed with a purpose."""

from app.models.domain.act_rows.shared import CASE_ROLES, DECIDED, EXAMINER, INVESTIGATION, REVIEWED, rule
from app.models.domain.acts import Action, Gate, Rule, Subject
from app.models.domain.lifecycle import BEFORE_NOTIFICATION, State

ROWS: tuple[Rule, ...] = (
    *(
        rule(
            action,
            Subject.CASE,
            (INVESTIGATION,),
            CASE_ROLES,
            BEFORE_NOTIFICATION,
            gate=Gate.ASSESSMENT,
            examiner_assigned=True,
        )
        for action in (Action.SEE_PAPERS, Action.SEE_PAPER)
    ),
    rule(
        Action.FILE_PAPER,
        Subject.CASE,
        (INVESTIGATION,),
        (EXAMINER,),
        (State.UNDER_INVESTIGATION,),
        gate=Gate.ASSESSMENT,
        assigned_only=True,
        not_after=REVIEWED | DECIDED,
    ),
)
