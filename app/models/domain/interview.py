"""Interviews (面接) of the subject: what was put, what was said and when, who was there, and how it was confirmed.

Whoever breaks off, or does not answer, gives no reason here: there is no field for one, and nothing follows from it.
"""

import hashlib
from collections.abc import Iterable
from datetime import datetime
from enum import StrEnum
from typing import Annotated, Literal

import msgspec

from app.models.domain.errors import GateClosedError

LONGEST_ANSWER = 4000
"""Characters of one answer."""
Officer = Annotated[str, msgspec.Meta(min_length=1, max_length=60)]
Moment = Annotated[datetime, msgspec.Meta(tz=True)]
Hex64 = Annotated[str, msgspec.Meta(pattern=r"\A[0-9a-f]{64}\Z")]


class StepKind(StrEnum):
    """What happened in the course of an interview."""

    PREPARED = "prepared"
    STARTED = "started"
    BREAK = "break"
    STOPPED = "stopped"
    """本人の申出による中止; why is neither asked nor kept."""
    RESUMED = "resumed"
    READ_BACK = "read-back"
    """読み聞かせ: what was said is read back to the subject."""
    CONFIRMED = "confirmed"
    NOT_CONFIRMED = "not-confirmed"
    """Read back and not confirmed; why is neither asked nor kept."""
    ENDED = "ended"
    """Stopped and not gone on with: nothing was read back; why is neither asked nor kept."""


CLOSED = frozenset({StepKind.CONFIRMED, StepKind.NOT_CONFIRMED, StepKind.ENDED})
"""Nothing more is added then; what is to be asked on is a further interview."""
_RUNNING = frozenset({StepKind.STARTED, StepKind.RESUMED})
_LEADS_TO: dict[StepKind, frozenset[StepKind]] = {
    StepKind.PREPARED: frozenset({StepKind.STARTED}),
    **{running: frozenset({StepKind.BREAK, StepKind.STOPPED, StepKind.READ_BACK}) for running in sorted(_RUNNING)},
    StepKind.BREAK: frozenset({StepKind.RESUMED, StepKind.STOPPED}),
    StepKind.STOPPED: frozenset({StepKind.RESUMED, StepKind.READ_BACK, StepKind.ENDED}),
    StepKind.READ_BACK: frozenset({StepKind.RESUMED, StepKind.STOPPED, StepKind.CONFIRMED, StepKind.NOT_CONFIRMED}),
}


class Seat(StrEnum):
    """In what role somebody is there; a name is not kept."""

    SUBJECT = "subject"
    EXAMINER = "examiner"
    SECOND = "second"
    """同席する職員."""
    INTERPRETER = "interpreter"
    COMPANION = "companion"
    """付添人."""


class Origin(StrEnum):
    """Where a question comes from."""

    POINT = "point"
    """A point to clear up: the neutral question of its rule."""
    FINDING = "finding"
    """A fact in a finding that speaks against the subject."""
    OWN = "own"
    """Put by the examiner."""


class Manner(StrEnum):
    """How the subject took a question."""

    ANSWERED = "answered"
    NOT_ANSWERED = "not-answered"
    """回答なし; no text belongs to it."""


class ConfirmedBy(StrEnum):
    """How the subject confirmed what was read back."""

    SIGNATURE = "signature"
    """署名: on the printed record."""
    SAID = "said"
    """口頭: aloud, after it was read out."""


class Step(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One step of the course."""

    kind: StepKind
    by: Officer
    at: Moment


class Presence(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Somebody who is there; ``until`` is None while they are."""

    seat: Seat
    since: Moment
    until: Moment | None = None


class Confirmation(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What the subject confirmed: :func:`digest_of` of what was read back."""

    how: ConfirmedBy
    sha256: Hex64
    at: Moment


class Interview(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One interview; steps are added and never taken away.

    Attributes:
        number: From 1 in the case.
        steps: At least that it was prepared.
        present: Who was there, in the order in which they came.
        confirmation: None until the subject confirmed.
    """

    number: Annotated[int, msgspec.Meta(ge=1, le=9999)]
    steps: Annotated[tuple[Step, ...], msgspec.Meta(min_length=1, max_length=1000)]
    present: Annotated[tuple[Presence, ...], msgspec.Meta(max_length=1000)] = ()
    confirmation: Confirmation | None = None

    @property
    def state(self) -> StepKind:
        """Where it stands."""
        return self.steps[-1].kind

    @property
    def is_open(self) -> bool:
        """Whether something can still be added."""
        return self.state not in CLOSED

    @property
    def is_unfinished(self) -> bool:
        """Whether it was begun and is not over; what was only prepared holds nothing up."""
        return self.is_open and self.state is not StepKind.PREPARED

    @property
    def is_running(self) -> bool:
        """Whether questions are being put."""
        return self.state in _RUNNING

    @property
    def takes_answers(self) -> bool:
        """Whether an answer, or a correction of one, can be written down now."""
        return self.is_running or self.state is StepKind.READ_BACK

    @property
    def ways_on(self) -> frozenset[StepKind]:
        """What can happen next."""
        return _LEADS_TO.get(self.state, frozenset())

    @property
    def seats(self) -> tuple[Seat, ...]:
        """Who is there now."""
        return tuple(one.seat for one in self.present if one.until is None)


class Said(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What the subject said to a question, and when it was written down."""

    manner: Manner
    at: Moment
    by: Officer
    text: Annotated[str, msgspec.Meta(max_length=LONGEST_ANSWER)] = ""
    at_read_back: bool = False
    """It corrects or adds to what was read back; what was said before stays."""

    def __post_init__(self) -> None:
        """Refuse an answer without words, and words about an answer that was not given."""
        if (self.manner is Manner.ANSWERED) != bool(self.text.strip()):
            raise ValueError


class Cell(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """An answer of the form that a question is about."""

    link_id: Annotated[str, msgspec.Meta(min_length=1, max_length=100)]
    row: str | None = None


class InterviewQuestion(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One question on the sheet and everything that was said to it.

    Attributes:
        number: From 1 in the interview; it stays.
        origin: Where it comes from.
        about: Key of the point, or item and digest of the fact; empty for an own question.
        purpose: The statutory item that it serves, or ``identity``.
        text: As it is put, in Japanese.
        text_en: In English; empty where it was typed in one language.
        cells: Answers of the form that it is about.
        is_medical: It belongs to the medical compartment.
        is_left_out: It is not put.
        said: What was said, oldest first.
        differs_at: When it was noted that the form says something else; None if it does not.
    """

    number: Annotated[int, msgspec.Meta(ge=1, le=9999)]
    origin: Origin
    purpose: Literal["1", "2", "3", "4", "5", "6", "7", "identity"]
    text: Annotated[str, msgspec.Meta(min_length=1, max_length=21_000)]
    about: Annotated[str, msgspec.Meta(max_length=80)] = ""
    text_en: Annotated[str, msgspec.Meta(max_length=21_000)] = ""
    cells: Annotated[tuple[Cell, ...], msgspec.Meta(max_length=200)] = ()
    is_medical: bool = False
    is_left_out: bool = False
    said: Annotated[tuple[Said, ...], msgspec.Meta(max_length=1000)] = ()
    differs_at: Moment | None = None

    def in_language(self, language: str) -> str:
        """The question in ``ja`` or ``en``."""
        return self.text_en if language == "en" and self.text_en else self.text

    @property
    def is_put(self) -> bool:
        """Whether something was written down about it."""
        return bool(self.said)


def about_fact(item: int, text: str) -> str:
    """What a question about a fact of a finding is kept under: another wording is another fact."""
    return f"{item}-{hashlib.sha256(text.encode()).hexdigest()[:24]}"


def with_step(interview: Interview, step: Step) -> Interview:
    """The interview after a step; the subject and the examiner are there from the start.

    Raises:
        GateClosedError: ``interview.not-now``.
    """
    if step.kind not in interview.ways_on:
        raise GateClosedError("interview.not-now")
    present = interview.present
    if step.kind is StepKind.STARTED:
        present = (*present, Presence(Seat.SUBJECT, step.at), Presence(Seat.EXAMINER, step.at))
    if step.kind in CLOSED:
        present = tuple(
            one if one.until is not None else msgspec.structs.replace(one, until=step.at) for one in present
        )
    return msgspec.structs.replace(interview, steps=(*interview.steps, step), present=present)


def with_seat(interview: Interview, seat: Seat, at: datetime, *, is_there: bool) -> Interview:
    """The interview after somebody came in, or went.

    Raises:
        GateClosedError: ``interview.not-now``: it has not begun or is over; nobody of that role is there to go.
    """
    if not interview.is_unfinished or (not is_there and seat not in interview.seats):
        raise GateClosedError("interview.not-now")
    if is_there:
        return msgspec.structs.replace(interview, present=(*interview.present, Presence(seat, at)))
    present = list(interview.present)
    place = max(place for place, one in enumerate(present) if one.seat is seat and one.until is None)
    present[place] = msgspec.structs.replace(present[place], until=at)
    return msgspec.structs.replace(interview, present=tuple(present))


def read_back(questions: Iterable[InterviewQuestion]) -> tuple[InterviewQuestion, ...]:
    """What is read back to the subject: the questions that were put, with everything said, in their order."""
    return tuple(sorted((one for one in questions if one.is_put), key=lambda one: one.number))


def digest_of(number: int, questions: Iterable[InterviewQuestion]) -> str:
    """SHA-256 of what is read back, as canonical JSON; the same words and times give the same digest.

    Args:
        number: Number of the interview in its case.
        questions: All of its questions.
    """
    lines = [[one.number, one.text, one.said] for one in read_back(questions)]
    told = msgspec.json.encode([number, lines], order="sorted")
    return hashlib.sha256(b"sekisho-interview/1\n" + told).hexdigest()
