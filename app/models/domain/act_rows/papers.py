"""Rows of the documents that came in for a case (受領文書): listed, seen as pixels, filed for a purpose, set aside."""

from app.models.domain.act_rows.shared import CASE_ROLES, DECIDED, EXAMINER, INVESTIGATION, REVIEWER, examining, rule
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
    examining(Action.FILE_PAPER, Gate.ASSESSMENT, leased=False),
    *(examining(action, Gate.ASSESSMENT) for action in (Action.SET_PAPER_ASIDE, Action.COVER_PAPER)),
    rule(
        Action.DESTROY_PAPER,
        Subject.CASE,
        (INVESTIGATION,),
        (EXAMINER, REVIEWER),
        (State.UNDER_INVESTIGATION, State.UNDER_REVIEW, State.REVIEW_ACCEPTED),
        gate=Gate.ASSESSMENT,
        examiner_assigned=True,
        unheld=True,
        not_after=frozenset({Action.SET_PAPER_ASIDE, Action.COVER_PAPER}) | DECIDED,
    ),
)
