"""What was said in interviews (面接), kept as documents of the case: the course, and each question under its item."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime

import msgspec

from app.models.domain.civil_day import JAPAN, civil_day
from app.models.domain.errors import GateClosedError, InvalidInputError
from app.models.domain.ids import CaseId
from app.models.domain.interview import Interview, InterviewQuestion, Manner, Origin, Said, digest_of
from app.services.desk import Act
from app.services.documents.date_text import both_calendars
from app.services.resources import TEXTS
from app.services.texts.catalogue import Catalogue, Language
from app.services.vault.unit import Unit

INTERVIEW = "interview"
"""Kind of the course of an interview; its place is the number in the case."""
QUESTION = "interview-question"
"""Kind of a question with what was said to it; its place is ``<interview>/<question>``."""


@dataclass(frozen=True, slots=True)
class HeldInterview:
    """An interview with its questions, as far as the officer may see them.

    Attributes:
        course: The course.
        questions: In the order of the sheet.
        digest: SHA-256 of what is read back, over all questions, whoever looks.
    """

    course: Interview
    questions: tuple[InterviewQuestion, ...]
    digest: str

    @property
    def number(self) -> int:
        """Number in the case."""
        return self.course.number

    @property
    def sheet(self) -> tuple[InterviewQuestion, ...]:
        """The questions that are put."""
        return tuple(one for one in self.questions if not one.is_left_out)


@dataclass(frozen=True, slots=True)
class Told:
    """What the subject said to one question, as other parts of the case show it.

    Attributes:
        interview: Number of the interview.
        question: The question.
        said: One thing that was said.
    """

    interview: int
    question: InterviewQuestion
    said: Said

    @property
    def at(self) -> datetime:
        """When it was written down."""
        return self.said.at


@dataclass(frozen=True, slots=True)
class Explained:
    """What interviews brought on one statutory item.

    Attributes:
        lines: What was said, each with interview, question and time, in Japanese like the finding that takes it over;
            empty when the questions were put and nothing was said.
        asked: The same, with the questions that were not answered.
        on: Day of the last.
        facts: What was said to the question about each fact, under :func:`app.models.domain.interview.about_fact`; also
            that no answer was given.
    """

    lines: tuple[str, ...]
    asked: tuple[str, ...]
    on: date
    facts: Mapping[str, tuple[str, ...]]


def interviews_in(unit: Unit, case_id: CaseId) -> tuple[HeldInterview, ...]:
    """Every interview of a case with all of its questions, the first one first."""
    courses = [
        msgspec.json.decode(one.content, type=Interview) for one in unit.documents.newest_of_kind(case_id, INTERVIEW)
    ]
    if not courses:
        return ()
    asked: dict[str, list[InterviewQuestion]] = {}
    for one in unit.documents.newest_of_kind(case_id, QUESTION):
        question = msgspec.json.decode(one.content, type=InterviewQuestion)
        asked.setdefault(one.place.partition("/")[0], []).append(question)
    return tuple(_held(one, asked.get(str(one.number), ())) for one in sorted(courses, key=lambda one: one.number))


def interview_in(act: Act, number: int) -> HeldInterview:
    """One interview of the case of an act.

    Raises:
        InvalidInputError: ``record.not-found``.
    """
    found = next((one for one in interviews_in(act.unit, act.case.case_id) if one.number == number), None)
    if found is None:
        raise InvalidInputError("record.not-found")
    return found


def keep_interview(act: Act, course: Interview) -> None:
    """Keep a course as it stands now; nothing in it was typed."""
    act.keep(INTERVIEW, str(course.number), "process", course, course.state.value, said=())


def keep_question(act: Act, interview: int, question: InterviewQuestion, *typed: str) -> None:
    """Keep a question as it stands now.

    Raises:
        InvalidInputError: ``note.my-number``, ``guard.unanswered`` for what was typed.
    """
    status = "put" if question.is_put else "left-out" if question.is_left_out else "open"
    place = f"{interview}/{question.number}"
    act.keep(QUESTION, place, question.purpose, question, status, said=[one for one in typed if one])


def told_in(held: Iterable[HeldInterview]) -> tuple[Told, ...]:
    """Everything that was said in interviews, oldest first."""
    told = (Told(one.number, question, said) for one in held for question in one.questions for said in question.said)
    return tuple(sorted(told, key=lambda one: (one.at, one.interview, one.question.number)))


def explained_in(held: Iterable[HeldInterview]) -> Mapping[int, Explained]:
    """What was said on each statutory item of which anything was asked."""
    found: dict[int, Explained] = {}
    texts = Catalogue.load(TEXTS, Language.JAPANESE)
    for one in told_in(held):
        if one.question.purpose.isdigit():
            item, line = int(one.question.purpose), _line(one, texts)
            before = found.get(item, Explained((), (), civil_day(one.at), {}))
            lines = (*before.lines, line) if one.said.manner is Manner.ANSWERED else before.lines
            facts = dict(before.facts)
            if one.question.origin is Origin.FINDING:
                facts[one.question.about] = (*facts.get(one.question.about, ()), line)
            found[item] = Explained(lines, (*before.asked, line), civil_day(one.at), facts)
    return found


def _line(told: Told, texts: Catalogue) -> str:
    day, time = both_calendars(civil_day(told.at), Language.JAPANESE), f"{told.at.astimezone(JAPAN):%H:%M}"
    said = told.said.text or texts(f"interview-manner.{told.said.manner}")
    number = told.question.number
    return texts("interview.explained", interview=told.interview, question=number, day=day, time=time, text=said)


def open_in(held: Iterable[HeldInterview]) -> HeldInterview | None:
    """The interview that something can still be added to; there is at most one."""
    return next((one for one in held if one.course.is_open), None)


def unfinished_in(held: Iterable[HeldInterview]) -> Interview | None:
    """The interview that was begun and is not over: its record is neither confirmed nor closed."""
    return next((one.course for one in held if one.course.is_unfinished), None)


def require_interviews_over(unit: Unit, case_id: CaseId) -> None:
    """Check before the findings go on: with the reviewer nobody can go on with an interview, or end it.

    Raises:
        GateClosedError: ``interview.unfinished`` with the number of the interview.
    """
    unfinished = unfinished_in(interviews_in(unit, case_id))
    if unfinished is not None:
        raise GateClosedError("interview.unfinished", number=unfinished.number)


def without_medical(held: HeldInterview) -> HeldInterview:
    """What whoever may not see the medical part sees of an interview."""
    return replace(held, questions=tuple(one for one in held.questions if not one.is_medical))


def _held(course: Interview, questions: Iterable[InterviewQuestion]) -> HeldInterview:
    ordered = tuple(sorted(questions, key=lambda one: one.number))
    return HeldInterview(course, ordered, digest_of(course.number, ordered))
