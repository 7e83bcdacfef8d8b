"""Rows of second readings: a sample is drawn, masked cases are read by somebody else, differences are talked over."""

from app.models.domain.act_rows.shared import (
    AUDITOR,
    DECIDED,
    DECIDER,
    EXAMINED,
    EXAMINER,
    INVESTIGATION,
    REVIEWED,
    REVIEWER,
    rule,
)
from app.models.domain.acts import Action, Gate, Rule, Subject
from app.models.domain.lifecycle import State

READABLE = (State.UNDER_INVESTIGATION, State.UNDER_REVIEW, State.REVIEW_ACCEPTED)
_SEEN = {
    Action.SEE_ANSWERS,
    Action.SEE_MEDICAL_ANSWERS,
    Action.SEE_EARLIER_ANSWERS,
    Action.SEE_FINDINGS,
    Action.SEE_MEDICAL_FINDINGS,
    Action.SEE_POINTS,
    Action.REPLAY_POINTS,
    Action.SEE_TIMELINE,
    Action.SEE_FAMILY,
    Action.SEE_CORRECTIONS,
    Action.SEE_PAPERS,
    Action.SEE_PAPER,
    Action.SEE_HISTORY,
    Action.SEE_KIOSK,
    Action.SEE_TRANSCRIPTION,
    Action.SEE_TRANSCRIBED_PAGE,
    Action.TRANSCRIBE,
    Action.CHECK_TRANSCRIPTION,
    Action.PRINT_QUESTIONNAIRE,
    Action.PRINT_PICTURE,
    Action.PRINT_OPINION,
    Action.PREVIEW_INQUIRY,
    Action.BREAK_GLASS,
    Action.ASSIGN_SECOND_READER,
}
"""Whoever has read the case with its name, or its history, or named a reader of it, cannot read it without."""

ROWS: tuple[Rule, ...] = (
    # An auditor repeats the drawing and sees the figures; no case and no reader stands there.
    rule(Action.SEE_SAMPLES, Subject.OFFICE, (INVESTIGATION,), (REVIEWER, DECIDER, AUDITOR)),
    rule(Action.DRAW_SAMPLE, Subject.OFFICE, (INVESTIGATION,), (REVIEWER, DECIDER)),
    rule(
        Action.ASSIGN_SECOND_READER,
        Subject.CASE,
        (INVESTIGATION,),
        (REVIEWER, DECIDER),
        READABLE,
        gate=Gate.ASSESSMENT,
        not_after=EXAMINED,
    ),
    rule(Action.SEE_OWN_READINGS, Subject.OFFICE, (INVESTIGATION,), (EXAMINER,)),
    *(
        rule(
            action,
            Subject.CASE,
            (INVESTIGATION,),
            (EXAMINER,),
            READABLE,
            gate=Gate.ASSESSMENT,
            second_reader_only=True,
            not_after=EXAMINED | REVIEWED | DECIDED | _SEEN,
        )
        for action in (Action.SEE_MASKED_ANSWERS, Action.GIVE_SECOND_READ)
    ),
    rule(
        Action.STEP_ASIDE,
        Subject.CASE,
        (INVESTIGATION,),
        (EXAMINER,),
        READABLE,
        gate=Gate.ASSESSMENT,
        second_reader_only=True,
    ),
    rule(
        Action.HOLD_CONFERENCE,
        Subject.CASE,
        (INVESTIGATION,),
        (REVIEWER,),
        READABLE,
        gate=Gate.ASSESSMENT,
        part_only=True,
        not_after=EXAMINED | DECIDED,
    ),
)
