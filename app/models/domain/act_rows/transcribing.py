"""Rows of the transcription from paper (転記): two officers of the office that received the paper."""

from app.models.domain.act_rows.correcting import WHILE_ASKED_AGAIN
from app.models.domain.act_rows.shared import AGENCY, EXAMINER, INVESTIGATION, REVIEWER, rule
from app.models.domain.acts import Action, Gate, Rule, Subject
from app.models.domain.lifecycle import State

ROWS: tuple[Rule, ...] = tuple(
    rule(
        action,
        Subject.CASE,
        (AGENCY, INVESTIGATION),
        (EXAMINER, REVIEWER),
        (State.CONSENTED, State.INVESTIGATION_REQUESTED, *WHILE_ASKED_AGAIN),
        gate=Gate.ASSESSMENT,
        examiner_assigned=True,
    )
    for action in (
        Action.FILE_TRANSCRIBED_PAGE,
        Action.SEE_TRANSCRIPTION,
        Action.SEE_TRANSCRIBED_PAGE,
        Action.TRANSCRIBE,
        Action.CHECK_TRANSCRIPTION,
        Action.FINISH_TRANSCRIPTION,
    )
)
