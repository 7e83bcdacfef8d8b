"""Interviews of a case (面接): the questions, the course, answers as they are given, the reading back. Qt-free."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from typing_extensions import override

from app.models.domain.actor import Actor
from app.models.domain.acts import Action
from app.models.domain.authority import Refusal
from app.models.domain.interview import Cell, ConfirmedBy, InterviewQuestion, Seat, StepKind
from app.services.container import Services
from app.services.interviewed import HeldInterview
from app.services.interviews.interviews import InterviewList
from app.services.jobs import Lane
from app.ui.files import write_chosen
from app.ui.presenters.case_work import AreaState, CaseArea, CaseWork

OWN = "interview/own"
"""Place of the draft of an own question."""


@dataclass(frozen=True, slots=True)
class BoxWords:
    """An answer of the form that a question is about: page, box, and its label."""

    page: int
    box: str
    label: str


@dataclass(frozen=True, slots=True)
class InterviewState(AreaState):
    """What the area shows.

    Attributes:
        interviews: The first one first.
        locked: Why questions of the medical part are left out.
        number: The interview in view; 0 where there is none.
        chosen: Number of the question in view; 0 where there is none.
        may_write: This officer may prepare and hold interviews now.
        may_print: This officer may print.
        cell: The answer of the form that was chosen last, for an own question.
        drafts: What is being written, by its place.
    """

    interviews: tuple[HeldInterview, ...] = ()
    locked: Refusal | None = None
    number: int = 0
    chosen: int = 0
    may_write: bool = False
    may_print: bool = False
    cell: Cell | None = None
    drafts: Mapping[str, str] = field(default_factory=dict)

    @property
    def held(self) -> HeldInterview | None:
        """The interview in view."""
        return next((one for one in self.interviews if one.number == self.number), None)

    @property
    def current(self) -> InterviewQuestion | None:
        """The question in view."""
        held = self.held
        return None if held is None else next((one for one in held.questions if one.number == self.chosen), None)

    @property
    def ways_on(self) -> frozenset[StepKind]:
        """What this officer may record next in the course."""
        return self.held.course.ways_on if self.held is not None and self.may_write else frozenset()

    @property
    def takes_answers(self) -> bool:
        """Whether an answer to the question in view may be written down now."""
        held, current = self.held, self.current
        can = held is not None and held.course.takes_answers and self.may_write
        return can and current is not None and not current.is_left_out

    @property
    def takes_questions(self) -> bool:
        """Whether questions may be added and left out."""
        held = self.held
        is_early = held is not None and held.course.is_open and held.course.state is not StepKind.READ_BACK
        return is_early and self.may_write

    @property
    def place(self) -> str:
        """Where the draft of an answer to the question in view is kept."""
        return f"interview/{self.number}/{self.chosen}" if self.current is not None else ""


class InterviewPresenter(CaseArea[InterviewState]):
    """One interview at a time is open; the page of the case and the room show the same state."""

    def __init__(self, work: CaseWork) -> None:
        super().__init__(work, InterviewState())

    @override
    def load(self) -> None:
        """Read the interviews, and what was being written."""
        case, is_first = self.work.case, not self.state.is_loaded

        def act(services: Services, actor: Actor) -> tuple[InterviewList, dict[str, str]]:
            drafts = services.drafts.read(actor, case) if is_first else {}
            return services.interviews.of_case(actor, case), drafts

        self._read(act, self._on_read)

    @override
    def take_focus(self) -> None:
        """Remember which answer was chosen elsewhere."""
        cell = self.work.focus.cell
        self._show(cell=None if cell is None else Cell(*cell))

    def show_interview(self, number: int) -> None:
        """Bring an interview into view."""
        if number != self.state.number:
            self._show(number=number, chosen=0, done="")
            self._show(chosen=self._first())

    def choose(self, question: int) -> None:
        """Bring a question into view."""
        if question != self.state.chosen:
            self._show(chosen=question, done="")

    def go(self, step: int) -> None:
        """Bring the next or the previous question of the sheet into view."""
        held = self.state.held
        numbers = [one.number for one in held.sheet] if held is not None else []
        if self.state.chosen in numbers:
            place = numbers.index(self.state.chosen) + step
            if 0 <= place < len(numbers):
                self.choose(numbers[place])
        elif numbers:
            self.choose(numbers[0])

    def go_next(self) -> None:
        """Bring the next question into view to which nothing was said, after the last the first again."""
        held = self.state.held
        sheet = held.sheet if held is not None else ()
        numbers = [one.number for one in sheet]
        here = numbers.index(self.state.chosen) + 1 if self.state.chosen in numbers else 0
        found = next((one for one in (*sheet[here:], *sheet[:here]) if not one.is_put), None)
        if found is not None:
            self.choose(found.number)

    def prepare(self) -> None:
        """Put on the sheet what is open and not there yet."""
        case = self.work.case
        self._do(
            lambda services, actor: services.interviews.prepare(actor, case),
            "case.done.interview-prepared",
            then=self._on_prepared,
        )

    def add_question(self, purpose: str, text: str, cell: Cell | None) -> None:
        """Put an own question on the sheet."""
        case, number = self.work.case, self.state.number
        self._do(
            lambda services, actor: services.interviews.add_question(actor, case, number, purpose, text, cell),
            "case.done.question-added",
            then=self._on_added,
        )

    def leave_out(self) -> None:
        """Leave the question in view out, or take it in again."""
        case, number, current = self.work.case, self.state.number, self.state.current
        if current is not None:
            chosen, out = current.number, not current.is_left_out
            self._do(
                lambda services, actor: services.interviews.leave_out(actor, case, number, chosen, is_left_out=out),
                "case.done.question-left-out" if out else "case.done.question-taken-in",
            )

    def step(self, kind: StepKind) -> None:
        """Record what happens in the course."""
        case, number = self.work.case, self.state.number
        self._do(lambda services, actor: services.interviews.step(actor, case, number, kind), "")

    def attend(self, seat: Seat, *, is_there: bool) -> None:
        """Record that somebody came in or went."""
        case, number = self.work.case, self.state.number
        self._do(lambda services, actor: services.interviews.attend(actor, case, number, seat, is_there=is_there), "")

    def answer(self, text: str, *, differs: bool) -> None:
        """Write down what was said to the question in view; an empty text says that no answer was given."""
        case, number, question = self.work.case, self.state.number, self.state.chosen
        self.keep_answer(text)
        self._do(
            lambda services, actor: services.interviews.answer(actor, case, number, question, text, differs=differs),
            "case.done.interview-answered",
            then=self._on_answered,
        )

    def conclude(self, digest: str, how: ConfirmedBy | None) -> None:
        """End the reading back of what stood on the page with this digest."""
        case, number = self.work.case, self.state.number
        self._do(
            lambda services, actor: services.interviews.conclude(actor, case, number, digest, how),
            "case.done.interview-confirmed" if how is not None else "case.done.interview-not-confirmed",
        )

    def save_paper(self, place: Path, *, is_record: bool) -> None:
        """Write the questions, or the record, of the interview in view."""
        case, number = self.work.case, self.state.number

        def act(services: Services, actor: Actor) -> None:
            printed = services.interviews.print_record if is_record else services.interviews.print_sheet
            write_chosen(place, printed(actor, case, number))

        self._do(act, "case.done.interview-printed", Lane.HEAVY)

    def keep_answer(self, text: str) -> None:
        """Keep an answer that is being written; the lock waits for it."""
        current, place = self.state.current, self.state.place
        if current is not None and self.state.may_write:
            self._keep(place, Action.WRITE_INTERVIEW, current.purpose, text)

    def keep_own(self, text: str) -> None:
        """Keep an own question that is being written."""
        if self.state.may_write:
            self._keep(OWN, Action.PREPARE_INTERVIEW, "process", text)

    def boxes(self, question: InterviewQuestion, language: str) -> tuple[BoxWords, ...]:
        """The answers of the form that a question is about."""
        return tuple(one for cell in question.cells if (one := self.box(cell, language)) is not None)

    def box(self, cell: Cell, language: str) -> BoxWords | None:
        """An answer of the form in words; None where the form does not have it."""
        pack = self.work.loaded.pack
        item = pack.index.get(cell.link_id)
        if item is None:
            return None
        paper = item.ext.paper_ref
        return BoxWords(paper.page, paper.box, pack.label(cell.link_id, language))

    def drop(self) -> None:
        """Forget everything: the case was sealed."""
        self._show(interviews=(), number=0, chosen=0, drafts={}, cell=None)

    def _keep(self, place: str, action: Action, purpose: str, text: str) -> None:
        self._keep_text(action, place, purpose, text if text.strip() else "")
        rest = {old: kept for old, kept in self.state.drafts.items() if old != place}
        self.state = replace(self.state, drafts={**rest, place: text} if text.strip() else rest)

    def _on_prepared(self, number: int) -> None:
        self._show(number=number, chosen=0)
        self._on_done(None)

    def _on_added(self, _none: None) -> None:
        self.keep_own("")
        self._on_done(None)

    def _on_answered(self, _none: None) -> None:
        self.keep_answer("")
        self._on_done(None)

    def _first(self) -> int:
        """Where to go on: at an answer that is being written, else at what was not put, else at the beginning."""
        held = self.state.held
        sheet = held.sheet if held is not None and held.course.is_open else ()
        begun = (one for one in sheet if f"interview/{self.state.number}/{one.number}" in self.state.drafts)
        found = next(begun, None) or next((one for one in sheet if not one.is_put), None)
        if found is not None:
            return found.number
        return held.questions[0].number if held is not None and held.questions else 0

    def _on_read(self, read: tuple[InterviewList, dict[str, str]]) -> None:
        found, drafts = read
        sheet, state = self.work.sheet, self.state
        mine = {place: text for place, text in drafts.items() if place.startswith("interview/")}
        self._drafted |= mine.keys()
        numbers = [one.number for one in found.interviews]
        number = state.number if state.number in numbers else (numbers[-1] if numbers else 0)
        self._show(
            is_loaded=True,
            interviews=found.interviews,
            locked=found.locked,
            number=number,
            may_write=sheet.may(Action.PREPARE_INTERVIEW),
            may_print=sheet.may(Action.PRINT_INTERVIEW),
            drafts={**mine, **state.drafts},
        )
        if self.state.current is None:
            self._show(chosen=self._first())
