"""The fields of one page of the paper form as somebody transcribes them, from the own readings alone. Qt-free."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from enum import StrEnum

import msgspec

from app.models.forms.answers import Answer, AnswerState, Cell, Money
from app.models.forms.checking import Problem
from app.models.forms.definition import FormPack
from app.models.forms.filling.opening import Opened
from app.models.forms.filling.typing import Said, Typed, answered
from app.models.forms.items import Item, ItemType
from app.models.forms.reading import answer_in_words, value_in_words
from app.models.forms.transcribing import FieldState
from app.models.forms.visibility import Visibility
from app.services.texts.catalogue import Catalogue
from app.services.transcribing.views import FiledPage, ShownField
from app.ui.presenters.case_work import AreaState
from app.ui.presenters.kiosk_form_fields import Kind, understood

TRIED_AT = datetime(2000, 1, 1, tzinfo=UTC)
"""Moment of a reading that is only tried out and never kept."""


class Entered(msgspec.Struct, frozen=True):
    """What stands in the field of a cell: the text (``yes``, ``no`` or the code of a choice), or an explicit state."""

    text: str = ""
    currency: str = "JPY"
    state: AnswerState | None = None
    reason: str = ""

    @property
    def is_blank(self) -> bool:
        """Nothing was typed or chosen."""
        return self.state is None and not self.text.strip()

    def given(self, kind: Kind) -> Typed | Said | bool:
        """As the form reads it."""
        if self.state is not None:
            return Said(self.state, self.reason)
        if kind is Kind.YES_NO:
            return self.text == "yes"
        return Typed(self.text, self.currency)


@dataclass(frozen=True, slots=True)
class Reading:
    """What the program reads in what was typed.

    Attributes:
        value: The value in words; empty while nothing is typed, or when it cannot be read.
        problem: Code of what is wrong; its sentence is ``problem.<code>``.
    """

    value: str = ""
    problem: str = ""


class Stand(StrEnum):
    """Where a field stands for the officer at the desk."""

    EMPTY = "empty"
    """Nobody has typed it."""
    DRAFT = "draft"
    """Typed here and no reading yet: it is being typed, or cannot be read."""
    CHECK = "check"
    """Another has typed it; this officer types it without knowing what that was."""
    WAITS = "waits"
    """This officer has typed it; another checks it."""
    DIFFERS = "differs"
    AGREED = "agreed"
    OTHERS = "others"
    """Two others have typed it."""


@dataclass(frozen=True, slots=True)
class FieldLine:
    """A field of the page in view.

    Attributes:
        box: Number of its box on paper.
        number: Row of its table from 1; 0 outside tables.
        label: What the form calls it.
        table: The table around it, or empty.
        written: As this officer read it from paper.
        value: How that is understood.
        other: As the other one wrote it, once both have typed it.
        other_value: How that is understood.
    """

    cell: Cell
    box: str
    number: int
    label: str
    table: str
    stand: Stand
    written: str = ""
    value: str = ""
    other: str = ""
    other_value: str = ""


TO_DO = frozenset({Stand.EMPTY, Stand.DRAFT, Stand.CHECK, Stand.DIFFERS})
"""Where a field waits for the officer at the desk."""


@dataclass(frozen=True, slots=True)
class TranscriptionState(AreaState):
    """What the area shows.

    Attributes:
        pages: Pages of the form on which there is something to type.
        page: The one in view.
        lines: Its fields.
        chosen: The cell in the field.
        scans: What was filed.
        is_correction: Returned boxes are transcribed, and a name stands under them.
        covers: Questions that this officer may not see are left out.
        counts: How many fields stand where, on all pages.
        refused: Code of the error that typing would meet now, or empty.
    """

    pages: tuple[int, ...] = ()
    page: int = 1
    lines: tuple[FieldLine, ...] = ()
    chosen: Cell | None = None
    scans: tuple[FiledPage, ...] = ()
    is_correction: bool = False
    covers: bool = False
    counts: Mapping[Stand, int] = field(default_factory=dict)
    refused: str = ""

    @property
    def line(self) -> FieldLine | None:
        """The field that is typed in."""
        return next((one for one in self.lines if one.cell == self.chosen), None)

    @property
    def is_settled(self) -> bool:
        """Everything was read alike by two; in a correction, everything that anybody typed."""
        settled = {Stand.AGREED, Stand.OTHERS, *([Stand.EMPTY] if self.is_correction else [])}
        open_fields = sum(self.counts.get(stand, 0) for stand in Stand if stand not in settled)
        return not open_fields and bool(self.counts.get(Stand.AGREED, 0))


def stand_of(held: ShownField | None) -> Stand:
    """Where a field stands, drafts aside."""
    if held is None:
        return Stand.EMPTY
    if held.mine is None:
        return Stand.CHECK if held.state is FieldState.UNCHECKED else Stand.OTHERS
    return {
        FieldState.UNCHECKED: Stand.WAITS,
        FieldState.DIFFERS: Stand.DIFFERS,
        FieldState.AGREED: Stand.AGREED,
    }[held.state]


def entered(item: Item, answer: Answer | None) -> Entered:
    """A reading as it stands in its field."""
    if answer is None:
        return Entered()
    if answer.state is not AnswerState.VALUE:
        return Entered(state=answer.state, reason=answer.reason or "")
    value = answer.value
    if isinstance(value, bool):
        return Entered("yes" if value else "no")
    if isinstance(value, Money):
        return Entered(answer.as_written or f"{value.amount:,}", value.currency)
    if item.type is ItemType.CODING:
        return Entered(str(value))
    return Entered(answer.as_written or str(value))


def read(pack: FormPack, cell: Cell, typed: Entered, kind: Kind, texts: Catalogue) -> Reading:
    """How the program understands what was typed, and in which words it refuses it."""
    if typed.is_blank:
        return Reading()
    found = answered(pack, cell, typed.given(kind), TRIED_AT)
    if isinstance(found, Problem):
        return Reading(problem=found.code)
    if kind in {Kind.DATE, Kind.AMOUNT} and typed.state is None:
        return Reading(understood(pack, cell, Typed(typed.text, typed.currency), texts))
    return Reading(_value(pack, found, texts))


def _value(pack: FormPack, answer: Answer, texts: Catalogue) -> str:
    item = pack.index[answer.link_id]
    if answer.state is AnswerState.VALUE and answer.value is not None:
        return value_in_words(pack, item, answer.value, texts.language.value)
    words = answer_in_words(pack, item, answer, texts.language.value)
    return texts("case.transcription.state-because", state=words, reason=answer.reason) if answer.reason else words


def written(pack: FormPack, answer: Answer | None, texts: Catalogue) -> tuple[str, str]:
    """A reading as it was written, and as it was understood."""
    if answer is None:
        return "", ""
    return answer_in_words(pack, pack.index[answer.link_id], answer, texts.language.value), _value(pack, answer, texts)


class Sheet:
    """Which cells a page has now.

    What is asked under a condition follows the own readings: what the other one has typed must not show through. A cell
    that the other one typed is there all the same, to be checked.
    """

    def __init__(
        self,
        pack: FormPack,
        fields: Mapping[Cell, ShownField],
        added: Sequence[Cell],
        only: Opened | None,
        held: Mapping[str, tuple[str, ...]],
        sent: Mapping[Cell, Answer | Problem],
    ) -> None:
        self.pack, self._fields, self._only = pack, fields, only
        self._mine = {cell: one.mine for cell, one in fields.items() if one.mine is not None}
        self._mine |= {cell: answer for cell, answer in sent.items() if isinstance(answer, Answer)}
        self._rows = self._rows_of(added, held)
        self._sight = Visibility(pack, self)

    def get(self, link_id: str, row: str | None = None) -> Answer | None:
        """The own reading of a cell."""
        return self._mine.get((link_id, row))

    def rows_of(self, *columns: str) -> tuple[str, ...]:
        """Rows with an own reading in any of these columns."""
        return tuple(dict.fromkeys(row for link_id, row in self._mine if row is not None and link_id in columns))

    def pages(self) -> tuple[int, ...]:
        """Pages on which there is something to type."""
        return tuple(page.page for page in self.pack.layout if self._only is None or self.cells(page.page))

    def cells(self, page: int) -> tuple[Cell, ...]:
        """The cells of a page in the order of the paper."""
        found: dict[Cell, None] = {}
        boxes = next(each.boxes for each in self.pack.layout if each.page == page)
        for box in boxes:
            item, table = self.pack.index[box.link_id], self.pack.index.table(box.link_id)
            if item.repeats:
                if self._has((item.link_id, None)):
                    found[item.link_id, None] = None
            elif table is not None and not item.item:
                here = [each.link_id for each in boxes if self.pack.index.table(each.link_id) is table]
                for row in self.rows(table.link_id):
                    for link_id in here:
                        if self._has((link_id, row)):
                            found.setdefault((link_id, row))
            elif item.type not in {ItemType.GROUP, ItemType.DISPLAY} and self._has((item.link_id, None)):
                found[item.link_id, None] = None
        return tuple(found)

    def rows(self, table: str) -> tuple[str, ...]:
        """The rows of a table in the order of the paper."""
        return self._rows.get(table, ())

    def row_number(self, cell: Cell) -> int:
        """Row of a cell as counted on paper, from 1; 0 outside tables."""
        table = self.pack.index.table(cell[0])
        return 0 if table is None or cell[1] is None else self.rows(table.link_id).index(cell[1]) + 1

    def next_row(self, table: str) -> Cell | None:
        """The first cell of one more row; None where no row may be added."""
        if self._only is not None and table not in self._only.tables:
            return None
        numbers = [int(row[1:]) for row in self.rows(table) if row[:1] == "r" and row[1:].isdecimal()]
        columns = self.pack.index.columns(table)
        return (columns[0].link_id, f"r{max(numbers, default=0) + 1}") if columns else None

    def _has(self, cell: Cell) -> bool:
        if cell in self._fields:
            return self._opens(cell)
        item = self.pack.index[cell[0]]
        if self._only is not None:
            return self._opens(cell)
        return self._sight.shown(*cell) and not (item.repeats and self.rows(cell[0]))

    def _opens(self, cell: Cell) -> bool:
        return self._only is None or self._only.opens(cell)

    def _rows_of(self, added: Sequence[Cell], held: Mapping[str, tuple[str, ...]]) -> dict[str, tuple[str, ...]]:
        rows = {table: dict.fromkeys(stood) for table, stood in held.items()}
        opened = () if self._only is None else tuple(self._only.cells)
        for link_id, row in (*opened, *self._fields, *added):
            table_item = self.pack.index.table(link_id)
            if row is not None and table_item is not None:
                rows.setdefault(table_item.link_id, {})[row] = None
        return {table: tuple(sorted(found, key=lambda row: (len(row), row))) for table, found in rows.items()}
