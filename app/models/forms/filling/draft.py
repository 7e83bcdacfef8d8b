"""A form that is being filled in: answers so far, rows in their order, and nothing that was struck.

A draft is immutable. An edit copies the row and the table it stands in, never the form, so that its price does not grow
with the form. Hidden answers stay where they are; they are marked when the response is closed.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from types import MappingProxyType
from typing import Annotated

import msgspec

from app.models.domain.errors import BugError, InvalidInputError
from app.models.forms.answers import Answer, Cell, PackRef, Response, RowId
from app.models.forms.definition import FormPack
from app.models.forms.filling.edits import Clear, Edit, MoveRow, PutAnswer, PutRow, RemoveRow
from app.models.forms.filling.opening import Opened
from app.models.forms.items import ItemType, LinkId, PackValue

Row = Mapping[str, Answer]
"""Answers of one row by column."""
Rows = Mapping[str, Row]
"""Rows of one table by their ids, in the order that the person gave them."""
_NO_ROWS: Rows = MappingProxyType({})


class KeptDraft(PackValue, frozen=True):
    """A draft as it is kept: the answers, the rows of each table in order (empty ones too), and the ids given out."""

    response: Response
    rows: dict[LinkId, tuple[RowId, ...]] = msgspec.field(default_factory=dict)
    given: dict[LinkId, Annotated[int, msgspec.Meta(ge=0)]] = msgspec.field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Draft:
    """What was answered so far.

    Attributes:
        pack: The form.
        subject: An id local to the case, never a name.
        as_of: The reference date of all look-backs (基準日).
        singles: Answers outside tables, and statements about tables, by linkId.
        tables: Rows by the linkId of their table.
        given: How many row ids each table has given out; a removed row's id is never given again.
        only: In a correction, the cells that are open; an edit anywhere else is refused.
    """

    pack: FormPack
    subject: str
    as_of: date
    singles: Mapping[str, Answer] = field(default_factory=dict)
    tables: Mapping[str, Rows] = field(default_factory=dict)
    given: Mapping[str, int] = field(default_factory=dict)
    only: Opened | None = None

    def get(self, link_id: str, row: str | None = None) -> Answer | None:
        """The answer of a cell, or ``None`` where nothing was answered."""
        if row is None:
            return self.singles.get(link_id)
        table = self.pack.index.table(link_id)
        return None if table is None else self.rows(table.link_id).get(row, {}).get(link_id)

    def rows_of(self, *columns: str) -> tuple[str, ...]:
        """Row ids that hold an answer in any of these columns, in the order of the table."""
        found: dict[str, None] = {}
        for column in columns:
            table = self.pack.index.table(column)
            if table is not None:
                rows = self.rows(table.link_id)
                found.update(dict.fromkeys(row for row, cells in rows.items() if column in cells))
        return tuple(found)

    def rows(self, table: str) -> Rows:
        """The rows of a table in order, those without an answer included."""
        return self.tables.get(table, _NO_ROWS)

    def next_row(self, table: str) -> str:
        """The id that the next row of a table gets."""
        return f"r{self.given.get(table, 0) + 1}"

    def applied(self, edit: Edit) -> "Draft":
        """The draft after an edit.

        Raises:
            BugError: ``bug.draft-edit``: the place does not exist or takes no answer.
            InvalidInputError: ``correction.outside``: the place was not returned for correction.
        """
        if self.only is not None and not _is_open(self.only, edit):
            raise InvalidInputError("correction.outside", field="form")
        match edit:
            case PutAnswer(answer):
                return self._put(answer)
            case Clear(link_id, row):
                return self._clear(link_id, row)
            case PutRow(table, row, place, answers):
                return self._put_row(table, row, place, answers)
            case RemoveRow(table, row):
                return self._with_rows(
                    table, {name: cells for name, cells in self._known(table, row).items() if name != row}
                )
            case MoveRow(table, row, place):
                rows = self._known(table, row)
                others = [name for name in rows if name != row]
                others.insert(place, row)
                return self._with_rows(table, {name: rows[name] for name in others})

    def inverse(self, edit: Edit) -> Edit:
        """The edit that takes another back, seen from the draft before it."""
        match edit:
            case PutAnswer(answer):
                return self._restoring(*answer.cell)
            case Clear(link_id, row):
                return self._restoring(link_id, row)
            case PutRow(table, row):
                return RemoveRow(table, row)
            case RemoveRow(table, row):
                rows = self._known(table, row)
                return PutRow(table, row, list(rows).index(row), tuple(rows[row].values()))
            case MoveRow(table, row):
                return MoveRow(table, row, list(self._known(table, row)).index(row))

    @property
    def response(self) -> Response:
        """All answers as a response, in the order of the form; the whole form is gone through."""
        ref = PackRef(self.pack.meta.id, self.pack.meta.version, self.pack.digest)
        return Response(ref, self.subject, self.as_of, tuple(self._answers()))

    def kept(self) -> KeptDraft:
        """Everything that is needed to go on another day."""
        rows = {table: tuple(rows) for table, rows in self.tables.items()}
        return KeptDraft(self.response, rows, dict(self.given))

    def opens(self, cell: Cell) -> bool:
        """Whether a cell may be answered: every one, but in a correction only those that are open."""
        return self.only is None or self.only.opens(cell)

    def within(self, only: Opened) -> "Draft":
        """The same draft, in which only some cells may be answered from now on."""
        return replace(self, only=only)

    @classmethod
    def reopened(cls, pack: FormPack, response: Response, only: Opened) -> "Draft":
        """What was submitted, as a draft in which only some cells may be answered again."""
        current = tuple(answer for answer in response.current.values() if not answer.struck)
        rows: dict[str, tuple[str, ...]] = {}
        given: dict[str, int] = {}
        for item in (item for item in pack.index if item.repeats):
            columns = [each.link_id for each in pack.index.columns(item.link_id)]
            rows[item.link_id] = response.rows_of(*columns)
            ever = (*rows[item.link_id], *response.struck_rows(*columns))
            given[item.link_id] = max((int(row[1:]) for row in ever if row[1:].isdecimal()), default=0)
        kept = KeptDraft(msgspec.structs.replace(response, answers=current), rows, given)
        return replace(cls.resumed(pack, kept), only=only)

    @classmethod
    def resumed(cls, pack: FormPack, kept: KeptDraft) -> "Draft":
        """The draft that was kept.

        Raises:
            BugError: ``bug.draft-edit``: it is not of this form.
        """
        response = kept.response
        tables: dict[str, dict[str, dict[str, Answer]]] = {
            table: {row: {} for row in rows} for table, rows in kept.rows.items()
        }
        singles: dict[str, Answer] = {}
        for answer in response.answers:
            table = pack.index.table(answer.link_id) if answer.link_id in pack.index else None
            if answer.row is None:
                singles[answer.link_id] = answer
            elif table is not None and answer.row in tables.get(table.link_id, {}):
                tables[table.link_id][answer.row][answer.link_id] = answer
            else:
                raise BugError("bug.draft-edit")
        return cls(pack, response.subject, response.as_of, singles, tables, dict(kept.given))

    def _answers(self) -> Iterator[Answer]:
        for item in self.pack.index:
            if item.link_id in self.singles:
                yield self.singles[item.link_id]
            if item.repeats:
                columns = self.pack.index.columns(item.link_id)
                for cells in self.rows(item.link_id).values():
                    yield from (cells[each.link_id] for each in columns if each.link_id in cells)

    def _put(self, answer: Answer) -> "Draft":
        link_id, row = answer.cell
        table = self._place(link_id, row)
        if row is None:
            return replace(self, singles={**self.singles, link_id: answer})
        rows = self._known(table, row)
        return self._with_rows(table, {**rows, row: {**rows[row], link_id: answer}})

    def _clear(self, link_id: str, row: str | None) -> "Draft":
        table = self._place(link_id, row)
        if row is None:
            return replace(self, singles={name: held for name, held in self.singles.items() if name != link_id})
        rows = self._known(table, row)
        cells = {name: held for name, held in rows[row].items() if name != link_id}
        return self._with_rows(table, {**rows, row: cells})

    def _put_row(self, table: str, row: str, place: int, answers: tuple[Answer, ...]) -> "Draft":
        item = self.pack.index.get(table)
        rows = self.rows(table)
        cells = {answer.link_id: answer for answer in answers}
        columns = {each.link_id for each in self.pack.index.columns(table)}
        if item is None or not item.repeats or row in rows or not columns.issuperset(cells):
            raise BugError("bug.draft-edit")
        if any(answer.row != row for answer in answers):
            raise BugError("bug.draft-edit")
        names = list(rows)
        names.insert(place, row)
        number = int(row[1:]) if row[1:].isdecimal() else 0
        given = {**self.given, table: max(self.given.get(table, 0), number)}
        changed = self._with_rows(table, {name: cells if name == row else rows[name] for name in names})
        return replace(changed, given=given)

    def _restoring(self, link_id: str, row: str | None) -> Edit:
        held = self.get(link_id, row)
        return Clear(link_id, row) if held is None else PutAnswer(held)

    def _with_rows(self, table: str, rows: Rows) -> "Draft":
        return replace(self, tables={**self.tables, table: rows})

    def _known(self, table: str, row: str) -> Rows:
        rows = self.rows(table)
        if row not in rows:
            raise BugError("bug.draft-edit")
        return rows

    def _place(self, link_id: str, row: str | None) -> str:
        """The table around a cell, or nothing; the cell must be one that takes an answer."""
        item = self.pack.index.get(link_id)
        if item is None or item.type is ItemType.DISPLAY or (item.type is ItemType.GROUP and not item.repeats):
            raise BugError("bug.draft-edit")
        table = self.pack.index.table(link_id)
        if (table is None) is not (row is None):
            raise BugError("bug.draft-edit")
        return "" if table is None else table.link_id


def _is_open(only: Opened, edit: Edit) -> bool:
    """Whether a correction may make an edit."""
    match edit:
        case PutAnswer(answer):
            return only.opens(answer.cell)
        case Clear(link_id, row):
            return only.opens((link_id, row))
        case PutRow(table) | RemoveRow(table) | MoveRow(table):
            return table in only.tables
