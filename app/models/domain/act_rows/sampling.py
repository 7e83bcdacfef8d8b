"""Rows of second readings: a sample is drawn, masked cases are read by somebody else, differences are talked over."""

from collections.abc import Iterable

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
from app.models.domain.event_kinds import KINDS
from app.models.domain.lifecycle import State

READABLE = (State.UNDER_INVESTIGATION, State.UNDER_REVIEW, State.REVIEW_ACCEPTED)
_KNOWN = frozenset(
    {Action.TRANSCRIBE, Action.CHECK_TRANSCRIPTION, Action.BREAK_GLASS, Action.CLOSE_GLASS, Action.ASSIGN_SECOND_READER}
)
"""What tells the doer the name of a case besides looking at it."""
_LOOKS = frozenset({"look", "search", "print"})


def ends_reading(others: Iterable[Rule]) -> frozenset[Action]:
    """Whoever has read the case with its name, or its history, or named a reader of it, cannot read it without.

    Every look is meant that an examiner can take at a case, but for its head, which tells of no reading.
    """
    looks = (
        row.action
        for row in others
        if row.subject is Subject.CASE and INVESTIGATION in row.offices and EXAMINER in row.roles
    )
    return _KNOWN | {one for one in looks if KINDS[one.value] in _LOOKS} - {Action.SEE_CASE}


def rows(others: Iterable[Rule]) -> tuple[Rule, ...]:
    """The rows; ``others`` are those of all looks at a case."""
    return (*_ROWS, *_masked(ends_reading(others)))


_ROWS: tuple[Rule, ...] = (
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


def _masked(seen: frozenset[Action]) -> Iterable[Rule]:
    for action in (Action.SEE_MASKED_ANSWERS, Action.GIVE_SECOND_READ):
        yield rule(
            action,
            Subject.CASE,
            (INVESTIGATION,),
            (EXAMINER,),
            READABLE,
            gate=Gate.ASSESSMENT,
            second_reader_only=True,
            not_after=EXAMINED | REVIEWED | DECIDED | seen,
        )
