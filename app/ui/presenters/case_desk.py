"""What is to be done on a case (付箋・質疑・作業): flags, queries and tasks in one list. Qt-free."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum

from typing_extensions import override

from app.models.domain.actor import Actor
from app.models.domain.acts import Action
from app.models.domain.authority import Refusal
from app.models.domain.case_task import TaskState
from app.models.domain.ids import PersonId
from app.models.domain.validity import Window
from app.models.forms.answers import Cell
from app.models.forms.days import touch
from app.services.container import Services
from app.services.findings.written import PlacedFlag, ReviewDetail
from app.services.queries.keeping import PlacedQuery
from app.services.tasks.keeping import PlacedTask
from app.ui.presenters.case_work import AreaState, CaseArea, CaseWork, Undo

_PLACE = "task/"
Item = PlacedTask | PlacedQuery | PlacedFlag


_Read = tuple[ReviewDetail, dict[str, str], Mapping[Cell, Window | None] | None]
"""What was written, drafts, and the days of the answers where a span is chosen."""


class Sort(StrEnum):
    """What stands in a line."""

    TASK = "task"
    QUERY = "query"
    FLAG = "flag"


@dataclass(frozen=True, slots=True)
class AnswerPlace:
    """Where an answer stands on paper, and its question."""

    page: int
    box: str
    label: str


@dataclass(frozen=True, slots=True)
class DeskLine:
    """One line: what it is, its name in the list, the matter itself, whether it is still to be done."""

    sort: Sort
    key: str
    item: Item
    is_open: bool


@dataclass(frozen=True, slots=True)
class DeskState(AreaState):
    """What the area shows.

    Attributes:
        lines: What is still to be done first: mandatory tasks, queries, flags, other tasks.
        left_out: So many flags and queries are about answers of other days than the chosen span.
        chosen: Key of the line in view, or empty.
        locked: Why those of the medical part are left out.
        names: Names of officers.
        may_settle: This officer may add and settle tasks now.
        drafts: Reasons that are being written, by key.
    """

    lines: tuple[DeskLine, ...] = ()
    left_out: int = 0
    chosen: str = ""
    locked: Refusal | None = None
    names: Mapping[PersonId, str] = field(default_factory=dict)
    may_settle: bool = False
    drafts: Mapping[str, str] = field(default_factory=dict)

    @property
    def current(self) -> DeskLine | None:
        """The line in view."""
        return next((one for one in self.lines if one.key == self.chosen), None)

    @property
    def task(self) -> PlacedTask | None:
        """The task in view, if it is one."""
        current = self.current
        return current.item if current is not None and isinstance(current.item, PlacedTask) else None

    @property
    def open_count(self) -> int:
        """How much is still to be done."""
        return sum(one.is_open for one in self.lines)

    @property
    def blocking_count(self) -> int:
        """How many mandatory tasks are open."""
        return sum(isinstance(one.item, PlacedTask) and one.item.task.blocks for one in self.lines)


class DeskPresenter(CaseArea[DeskState]):
    """Tasks are settled here; flags and queries beside the answer that they are about."""

    def __init__(self, work: CaseWork) -> None:
        super().__init__(work, DeskState())
        self._wanted = self._settled = ""
        self._all: tuple[DeskLine, ...] = ()
        self._days: Mapping[Cell, Window | None] | None = None
        """The days that each answer may be about; read only once a span is chosen."""
        self._undo: Undo | None = None

    @override
    def load(self) -> None:
        """Read everything, and reasons that were being written."""
        case, is_first, is_narrowed = self.work.case, not self.state.is_loaded, self.work.focus.span is not None

        def act(services: Services, actor: Actor) -> _Read:
            drafts = services.drafts.read(actor, case) if is_first else {}
            days = {one.cell: one.days for one in services.review.citable(actor, case)} if is_narrowed else None
            return services.review.detail(actor, case), drafts, days

        self._read(act, self._on_read)

    @override
    def take_focus(self) -> None:
        """Follow the span: tasks always stay, flags and queries where their answer may be about its days."""
        if not self.state.is_loaded:
            return
        if self.work.focus.span is not None and self._days is None:
            self.load()
        else:
            self._show_within()

    def choose(self, key: str) -> None:
        """Bring a line into view."""
        if key != self.state.chosen:
            self._show(chosen=key, done="")

    def want(self, place: str) -> None:
        """Bring a task into view, now or as soon as it was read."""
        self._wanted = f"{Sort.TASK}/{place}"
        if any(one.key == self._wanted for one in self.state.lines):
            self.choose(self._wanted)

    def go_next(self) -> None:
        """Bring the next line into view on which something is to be done, after the last the first again."""
        lines = self.state.lines
        keys = [one.key for one in lines]
        here = keys.index(self.state.chosen) + 1 if self.state.chosen in keys else 0
        found = next((one for one in (*lines[here:], *lines[:here]) if one.is_open), None)
        if found is not None:
            self.choose(found.key)

    def settle(self, state: TaskState, why: str) -> None:
        """Set the task in view to done or not needed, or open it again."""
        placed, case = self.state.task, self.work.case
        if placed is None:
            return
        place, before = placed.place, placed.task
        why_before = before.steps[-1].why if before.steps else ""
        self._settled = self.state.chosen
        self._undo = Undo(
            "case.undone.task",
            lambda services, actor: services.tasks.settle(actor, case, place, before.state, why_before),
        )
        self._do(
            lambda services, actor: services.tasks.settle(actor, case, place, state, why),
            "case.done.task-settled",
            then=self._on_settled,
        )

    def add(self, template: str) -> None:
        """Add the tasks of a list that are not there yet."""
        case = self.work.case
        self._do(
            lambda services, actor: services.tasks.add(actor, case, template),
            "case.done.tasks-added",
            then=self._on_added,
        )

    def keep_reason(self, key: str, why: str) -> None:
        """Keep a reason that is being written; the lock waits for it."""
        line = next((one for one in self.state.lines if one.key == key), None)
        if line is None or not isinstance(line.item, PlacedTask) or not self.state.may_settle:
            return
        text = why if why.strip() else ""
        self._keep_text(Action.SETTLE_TASK, f"{_PLACE}{line.item.place}", line.item.purpose, text)
        rest = {old: kept for old, kept in self.state.drafts.items() if old != key}
        self.state = replace(self.state, drafts={**rest, key: why} if text else rest)

    def answer_of(self, item: Item) -> tuple[str, str | None] | None:
        """The answer that something is about; None for a task."""
        if isinstance(item, PlacedFlag):
            return item.flag.link_id, item.flag.row
        return (item.query.link_id, item.query.row) if isinstance(item, PlacedQuery) else None

    def place_of(self, item: Item, language: str) -> AnswerPlace | None:
        """Where that answer stands."""
        cell = self.answer_of(item)
        if cell is None or cell[0] not in self.work.loaded.pack.index:
            return None
        paper = self.work.loaded.pack.index[cell[0]].ext.paper_ref
        return AnswerPlace(paper.page, paper.box, self.work.loaded.pack.label(cell[0], language))

    def drop(self) -> None:
        """Forget everything: the case was sealed."""
        self._all, self._days = (), None
        self.state = DeskState()

    def _on_settled(self, _none: None) -> None:
        if self._undo is not None:
            self.work.undoable.append(self._undo)
        self.keep_reason(self._settled, "")
        self._on_done(None)

    def _on_added(self, count: int) -> None:
        self._saying = "case.done.tasks-added" if count else "case.done.tasks-all-there"
        self._on_done(None)

    def _on_read(self, read: _Read) -> None:
        detail, drafts, self._days = read
        sheet = self.work.sheet
        mine = {place: text for place, text in drafts.items() if place.startswith(_PLACE)}
        self._drafted |= mine.keys()
        self._all = _lines(detail)
        self._show(
            is_loaded=True,
            locked=detail.locked,
            names=sheet.names,
            may_settle=sheet.may(Action.SETTLE_TASK),
            drafts={**mine, **self.state.drafts},
        )
        self._show_within()

    def _show_within(self) -> None:
        lines = tuple(one for one in self._all if self._is_within(one))
        keys = {one.key for one in lines}
        chosen = self._wanted if self._wanted in keys else self.state.chosen
        self._wanted = ""
        chosen = chosen if chosen in keys else next((one.key for one in lines), "")
        left_out = len(self._all) - len(lines)
        if (lines, chosen, left_out) != (self.state.lines, self.state.chosen, self.state.left_out):
            self._show(lines=lines, chosen=chosen, left_out=left_out)

    def _is_within(self, line: DeskLine) -> bool:
        span, cell = self.work.focus.span, self.answer_of(line.item)
        if span is None or cell is None or self._days is None or cell not in self._days:
            return True
        return touch(self._days[cell], span)


def _lines(detail: ReviewDetail) -> tuple[DeskLine, ...]:
    tasks = [
        DeskLine(Sort.TASK, f"{Sort.TASK}/{one.place}", one, one.task.state is TaskState.OPEN) for one in detail.tasks
    ]
    rest = [DeskLine(Sort.QUERY, f"{Sort.QUERY}/{one.query_id}", one, one.query.is_open) for one in detail.queries]
    rest += [DeskLine(Sort.FLAG, f"{Sort.FLAG}/{one.place}", one, one.is_open) for one in detail.flags]
    blocking = {f"{Sort.TASK}/{one.place}" for one in detail.blocking}
    first = [one for one in tasks if one.key in blocking]
    later = [one for one in tasks if one.key not in blocking]
    return tuple(sorted((*first, *rest, *later), key=lambda one: not one.is_open))
