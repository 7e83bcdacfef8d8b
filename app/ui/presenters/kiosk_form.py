"""The form as the person at the kiosk fills it in: one topic per screen, cells, rows, steps back. Qt-free."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date

from app.models.forms.answers import AnswerState, Cell
from app.models.forms.definition import FormPack
from app.models.forms.filling.closing import AFFIRMATION, topic_open
from app.models.forms.filling.draft import Draft
from app.models.forms.filling.edits import Clear, Edit, PutAnswer, PutRow, RemoveRow
from app.models.forms.filling.edits import MoveRow as Moving
from app.models.forms.filling.topics import Topic, has_cells, shown_columns, shown_questions
from app.models.forms.filling.typing import Said, Typed
from app.models.forms.guards.answering import WhyNot
from app.models.forms.guards.finding import Hit
from app.models.forms.items import ItemType
from app.models.forms.reading import answer_in_words
from app.models.forms.visibility import Visibility
from app.models.rules.gaps import Gap
from app.services.kiosk.room import Room
from app.services.texts.catalogue import Catalogue
from app.ui.presenters.kiosk_form_fields import Kind, Shape, Standing, lookback_days, shape, standing

SUMMARY_CELLS = 3
"""So many answers of a row stand in the list of rows."""
_SUPPLEMENT = "M1.item-{number}"


@dataclass(frozen=True, slots=True)
class Mark:
    """How far a topic is: ``seen`` says whether the person was there, ``open_cells`` how many wait for an answer."""

    topic: Topic
    seen: bool
    open_cells: int


@dataclass(frozen=True, slots=True)
class Undone:
    """Where a step was taken back."""

    topic: Topic
    table: str = ""
    row: str = ""


@dataclass(frozen=True, slots=True)
class _Pending:
    """What was typed and is no answer yet; kept while the room is open, so that no typing is lost from view."""

    standing: Standing
    problem: str


class KioskForm:
    """Everything that the screen asks; ``catalogue`` gives the sentences of the current language."""

    def __init__(self, room: Room, catalogue: Callable[[], Catalogue]) -> None:
        self.room = room
        self._catalogue = catalogue
        self._pending: dict[Cell, _Pending] = {}
        self._seen: set[str] = set()
        self._shapes: dict[tuple[str, str], Shape] = {}

    @property
    def pack(self) -> FormPack:
        """The form."""
        return self.room.draft.pack

    @property
    def draft(self) -> Draft:
        """What was answered so far."""
        return self.room.draft

    @property
    def topic(self) -> Topic:
        """The topic in view."""
        return self.room.topic

    @property
    def language(self) -> str:
        """``ja`` or ``en``."""
        return self._catalogue().language.value

    # Course

    def begin(self) -> None:
        """Come to where the person was, or to the nearest topic that asks something."""
        sight = Visibility(self.pack, self.draft)
        if not self._asks(self.topic, sight):
            self.room.turn_to(self.after() or self.before() or self.topic)

    def after(self) -> Topic | None:
        """The next topic that asks something here; the affirmation is asked elsewhere."""
        return self._step(self.room.course.after)

    def before(self) -> Topic | None:
        """The topic before."""
        return self._step(self.room.course.before)

    def turn_to(self, topic: Topic) -> None:
        """Show a topic; the one that is left counts as seen."""
        if topic is not self.topic:
            self._seen.add(self.topic.link_id)
            self.room.turn_to(topic)

    def leave(self) -> None:
        """The topic in view counts as seen from now on."""
        self._seen.add(self.topic.link_id)

    def topic_of(self, cell: Cell) -> Topic:
        """The topic of a cell."""
        return self.room.course.topic_of(cell[0])

    def marks(self) -> tuple[Mark, ...]:
        """Every topic that asks something now, for the index."""
        sight = Visibility(self.pack, self.draft)
        return tuple(
            Mark(topic, topic.link_id in self._seen or self._has_answers(topic), len(topic_open(topic, self.draft)))
            for topic in self.room.course.topics
            if self._asks(topic, sight)
        )

    def titles(self, topic: Topic) -> tuple[str, str]:
        """The words over a topic: its section and its own."""
        return self.pack.label(topic.section, self.language), self.pack.label(topic.link_id, self.language)

    def explanations(self, topic: Topic) -> tuple[str, ...]:
        """What the form says to a topic: for the section where it begins, and for the topic itself."""
        texts, found = self.pack.texts[self.language], []
        if self.pack.index[topic.section].item[0].link_id == topic.link_id:
            found.append(texts.get(f"item.{topic.section}.hint", ""))
        found.append(texts.get(f"item.{topic.link_id}.hint", "") if topic.link_id not in topic.questions else "")
        return tuple(each for each in found if each)

    def lookback(self, topic: Topic) -> tuple[str, date, date] | None:
        """Since when a topic asks: ``years``, ``birth`` or ``high-school``, first day, reference day."""
        return lookback_days(self.pack, topic.link_id, self.draft.as_of)

    def supplement(self) -> Cell | None:
        """The statement that can be added to the topic in view; one for each statutory item."""
        purpose = self.pack.index[self.topic.link_id].ext.purpose
        link_id = _SUPPLEMENT.format(number=purpose)
        known = link_id in self.pack.index and link_id not in self.topic.questions
        return (link_id, None) if known and self.draft.opens((link_id, None)) else None

    # Cells

    def opens(self, cell: Cell) -> bool:
        """Whether a cell may be answered; a correction opens some only."""
        return self.draft.opens(cell)

    def question(self, cell: Cell) -> str:
        """What an officer asks about a returned box; an officer's own words, else nothing."""
        return self.room.questions.get(cell, "")

    def may_add(self, table: str) -> bool:
        """Whether rows may be added to a table and moved in it."""
        return self.draft.only is None or table in self.draft.only.tables

    def cells(self) -> tuple[Cell, ...]:
        """Questions and tables of the topic that are shown now, in order."""
        return shown_questions(self.topic, self.draft)

    def columns(self, table: str, row: str) -> tuple[Cell, ...]:
        """The cells of a row that are shown now."""
        return shown_columns(table, row, self.draft)

    def shape(self, link_id: str) -> Shape:
        """The shape of a cell."""
        key = (link_id, self.language)
        if key not in self._shapes:
            self._shapes[key] = shape(self.pack, link_id, self.language)
        return self._shapes[key]

    def standing(self, cell: Cell) -> Standing:
        """What stands in a cell: what was typed last, as an answer or not yet."""
        pending = self._pending.get(cell)
        if pending is not None:
            return replace(pending.standing, problem=pending.problem)
        return standing(self.pack, self.draft.get(*cell), self.language)

    def is_missing(self, cell: Cell) -> bool:
        """Whether a cell of a topic that was left still waits for an answer."""
        if self.topic_of(cell).link_id not in self._seen or cell in self._pending or not self.opens(cell):
            return False
        if self.pack.index[cell[0]].type is ItemType.GROUP and self.draft.rows(cell[0]):
            return False
        return self.draft.get(*cell) is None

    def changes_view(self, link_id: str) -> bool:
        """Whether an answer there can make others appear or vanish."""
        return bool(self.room.course.affected(link_id))

    def type_in(self, cell: Cell, typed: Typed, *, final: bool) -> str:
        """Take what stands in a field.

        Args:
            cell: Which.
            typed: The text as typed.
            final: The person left the field; until then what cannot be read leaves the answer alone.

        Returns:
            The code of a problem, or nothing.
        """
        before = self.standing(cell)
        same = (before.text, before.currency) == (typed.text, typed.currency) and before.state is AnswerState.VALUE
        if cell not in self._pending and (same or (not typed.text and before == Standing())):
            return ""
        if not typed.text.strip():
            self._pending.pop(cell, None)
            self.clear(cell)
            return ""
        found = self._try(cell, typed)
        if found and final:
            self.clear(cell)
            self._pending[cell] = _Pending(
                Standing(typed.text, currency=typed.currency, state=AnswerState.VALUE), found
            )
        return found

    def choose(self, cell: Cell, code: str) -> str:
        """Choose from a list, or ``yes`` and ``no``; gives the code of a problem."""
        if self.shape(cell[0]).kind is Kind.YES_NO:
            return self._try(cell, code == "yes")
        return self._try(cell, Typed(code))

    def say(self, cell: Cell, state: AnswerState, reason: str = "") -> str:
        """Say one of the explicit states; gives the code of a problem."""
        found = self._try(cell, Said(state, reason))
        if found:
            self.clear(cell)
            self._pending[cell] = _Pending(Standing(state=state, reason=reason), found)
        return found

    def clear(self, cell: Cell) -> None:
        """Empty a cell."""
        self._pending.pop(cell, None)
        if self.draft.get(*cell) is not None:
            self.room.do(Clear(*cell))

    # What was not asked for

    def found(self, cell: Cell, text: str, *, is_reason: bool) -> tuple[Hit, ...]:
        """What in a text the person must answer for before it is kept."""
        return self.room.guard.found(cell, text, is_reason=is_reason)

    def strike(self, cell: Cell, text: str, hit: Hit) -> str:
        """Strike what was found and give the rest; it goes on record, so this belongs into a job.

        Raises:
            AppError: It could not be put on record.
        """
        rest = self.room.strike(cell, text, hit)
        self._pending.pop(cell, None)
        return rest

    def stay(self, cell: Cell, text: str, hit: Hit, why: WhyNot) -> None:
        """The person says that it is no such matter; as :meth:`strike`.

        Raises:
            AppError: It could not be put on record.
        """
        self.room.guard.stay(cell, text, hit, why)

    def _try(self, cell: Cell, given: Typed | Said | bool) -> str:  # noqa: FBT001 - yes and no are the answer itself
        problem = self.room.answer(cell, given)
        if problem is None:
            self._pending.pop(cell, None)
        return "" if problem is None else problem.code

    # Rows

    def rows(self, table: str) -> tuple[str, ...]:
        """Rows in order."""
        return tuple(self.draft.rows(table))

    def summary(self, table: str, row: str) -> tuple[str, ...]:
        """The first answers of a row in words, for the list of rows."""
        held, found = self.draft.rows(table)[row], []
        for column in self.pack.index.columns(table):
            answer = held.get(column.link_id)
            if answer is not None and answer.state is AnswerState.VALUE:
                found.append(answer_in_words(self.pack, column, answer, self.language))
            if len(found) == SUMMARY_CELLS:
                break
        return tuple(found)

    def open_in_row(self, table: str, row: str) -> int:
        """How many cells of a row wait for an answer."""
        held = self.draft.rows(table)[row]
        return sum(cell[0] not in held for cell in shown_columns(table, row, self.draft))

    def add_row(self, table: str, place: int | None = None) -> str:
        """Add an empty row and give its id."""
        self._pending.pop((table, None), None)
        return self.room.add_row(table, place)

    def remove_row(self, table: str, row: str) -> None:
        """Remove a row with its answers; a step back brings it again."""
        for cell in [each for each in self._pending if each[1] == row and self._table(each[0]) == table]:
            del self._pending[cell]
        self.room.do(RemoveRow(table, row))

    def move_row(self, table: str, row: str, by: int) -> bool:
        """Move a row up or down; gives whether it could be."""
        rows = self.rows(table)
        place = rows.index(row) + by
        if not 0 <= place < len(rows):
            return False
        self.room.do(Moving(table, row, place))
        return True

    def tables_of(self, gap: Gap) -> tuple[str, ...]:
        """Tables in which the person can tell of a gap."""
        return tuple(each for each in gap.add_to if self.may_add(each))

    def fill_gap(self, gap: Gap, table: str) -> str:
        """Add a row with the days of a gap; the end stays open where the gap reaches the reference day."""
        for condition in (
            self.pack.index[table].enable_when if not Visibility(self.pack, self.draft).shown(table) else ()
        ):
            if condition.operator == "=" and condition.answer is True:
                self.room.answer((condition.question, None), given=True)
        start, end = gap.columns[gap.add_to.index(table)]
        days = {start: gap.first_day} | ({end: gap.last_day} if gap.last_day < self.draft.as_of else {})
        typed = {
            link_id: Typed(day.isoformat() if self.shape(link_id).wants_day else day.isoformat()[:7])
            for link_id, day in days.items()
        }
        return self.room.add_row(table, filled=typed)

    # The whole topic

    def rest_can_be_none(self) -> int:
        """How many cells one deliberate press would answer with なし."""
        waiting = topic_open(self.topic, self.draft)
        return sum(
            each.code == "answer.empty-cell" and self.opens((each.link_id, each.row or None)) for each in waiting
        )

    def say_none(self) -> None:
        """Everything in this topic that may be empty and is: なし."""
        self.room.say_none()

    def undo(self) -> Undone | None:
        """Take the last step back and tell where; ``None`` when there was none."""
        edits = self.room.undo()
        if not edits:
            return None
        for edit in edits:
            self._pending.pop(_cell(edit), None)
        link_id, row = _cell(edits[0])
        table = self._table(link_id)
        topic = self.topic_of((link_id, None))
        return Undone(topic, table, row or "") if row in self.draft.rows(table) else Undone(topic, table)

    def _table(self, link_id: str) -> str:
        item = self.pack.index[link_id]
        table = item if item.repeats else self.pack.index.table(link_id)
        return "" if table is None else table.link_id

    def _step(self, follow: Callable[[Topic, Draft], Topic | None]) -> Topic | None:
        sight = Visibility(self.pack, self.draft)
        found = follow(self.topic, self.draft)
        while found is not None and not self._asks(found, sight):
            found = follow(found, self.draft)
        return found

    def _asks(self, topic: Topic, sight: Visibility) -> bool:
        signed_elsewhere = not topic.tables and set(topic.questions) <= set(AFFIRMATION)
        return not signed_elsewhere and has_cells(topic, sight)

    def _has_answers(self, topic: Topic) -> bool:
        return any(each in self.draft.singles for each in (*topic.questions, *topic.tables)) or any(
            self.draft.rows(each) for each in topic.tables
        )


def _cell(edit: Edit) -> Cell:
    match edit:
        case PutAnswer(answer):
            return answer.cell
        case Clear(link_id, row):
            return (link_id, row)
        case PutRow(table, row) | RemoveRow(table, row) | Moving(table, row):
            return (table, row)
