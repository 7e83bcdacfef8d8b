"""The three sheets as rows of named texts, each of which knows its cell. Nothing is evaluated, nothing overlooked."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from openpyxl.utils import get_column_letter

from app.models.domain.errors import UntrustedInputError
from app.models.domain.sheet import Cell, CellKind
from app.services.authoring.columns import MAX_CELL, MAX_FILE_BYTES, MAX_ROWS, NO, SHEETS, YES
from app.services.spreadsheets.package_check import check_package, open_package
from app.services.spreadsheets.traits import Traits, traits_of
from app.services.spreadsheets.workbook import NamedSheet, read_named_sheets

_READ = (CellKind.TEXT, CellKind.NUMBER, CellKind.DATE)


@dataclass(frozen=True, slots=True)
class Row:
    """One row below the headings.

    Attributes:
        sheet: Name of its sheet.
        number: As the spreadsheet program numbers it.
        texts: What stands in it, by heading; blank cells are left out.
        letters: Letter of each heading.
    """

    sheet: str
    number: int
    texts: Mapping[str, str]
    letters: Mapping[str, str]

    def get(self, column: str) -> str:
        """What stands in a column; empty when it is blank or not there."""
        return self.texts.get(column, "")

    def place(self, column: str) -> str:
        """A cell as people name it, for example ``survey!F12``."""
        return f"{self.sheet}!{self.letters.get(column, 'A')}{self.number}"

    def refuse(self, column: str) -> UntrustedInputError:
        """The error of a value that does not fit."""
        return UntrustedInputError("authoring.value-unfit", place=self.place(column), column=column)

    def needed(self, column: str) -> str:
        """What stands in a column that must be filled in.

        Raises:
            UntrustedInputError: ``authoring.value-missing``.
        """
        if not self.get(column).strip():
            raise UntrustedInputError("authoring.value-missing", place=self.place(column), column=column)
        return self.get(column)

    def flag(self, column: str) -> bool:
        """Yes or no; a blank cell is no."""
        value = self.get(column)
        if value not in {YES, NO, ""}:
            raise self.refuse(column)
        return value == YES

    def number_in(self, column: str, least: int, most: int) -> int:
        """A whole number within bounds."""
        value = self.needed(column)
        if not (value.isascii() and value.isdecimal() and len(value) < 7 and least <= int(value) <= most):
            raise self.refuse(column)
        return int(value)

    def day(self, column: str) -> date | None:
        """A day as ``2025-05-16``; None for a blank cell."""
        value = self.get(column)
        if not value:
            return None
        try:
            day = date.fromisoformat(value)
        except ValueError:
            raise self.refuse(column) from None
        if day.isoformat() != value:
            raise self.refuse(column)
        return day


@dataclass(frozen=True, slots=True)
class Table:
    """One sheet: its headings and rows."""

    sheet: str
    letters: Mapping[str, str]
    rows: tuple[Row, ...]


def read_book(content: bytes) -> dict[str, NamedSheet]:
    """The three sheets of a file, after every cell in them was found to be plain, visible and short.

    Raises:
        UntrustedInputError: ``authoring.sheet-missing``, ``authoring.sheet-unknown``, ``authoring.formula``,
            ``authoring.cell-kind``, ``authoring.cell-too-long``, ``authoring.hidden``, ``authoring.merged`` with the
            place, and the codes ``spreadsheet.*``.
    """
    if len(content) > MAX_FILE_BYTES:
        raise UntrustedInputError("spreadsheet.too-large")
    with open_package(content) as archive:
        check_package(archive)
        sheets = read_named_sheets(content)
        for sheet in sheets:
            if sheet.title not in SHEETS:
                raise UntrustedInputError("authoring.sheet-unknown", sheet=sheet.title[:60])
            _check_cells(sheet, traits_of(archive, sheet.part))
    found = {sheet.title: sheet for sheet in sheets}
    for name in SHEETS:
        if name not in found:
            raise UntrustedInputError("authoring.sheet-missing", sheet=name)
    return found


def _check_cells(sheet: NamedSheet, traits: Traits) -> None:
    if len(sheet.rows) > MAX_ROWS:
        raise UntrustedInputError("spreadsheet.too-many-rows", limit=MAX_ROWS)
    if sheet.is_hidden:
        raise UntrustedInputError("authoring.hidden", place=f"{sheet.title}!A1")
    for number, row in enumerate(sheet.rows, start=1):
        for column, cell in enumerate(row, start=1):
            if cell.kind is not CellKind.EMPTY:
                _check_cell(cell, f"{sheet.title}!{get_column_letter(column)}{number}")
                _check_sight(traits, number, column, sheet.title)


def _check_cell(cell: Cell, place: str) -> None:
    if cell.kind is CellKind.FORMULA:
        raise UntrustedInputError("authoring.formula", place=place)
    if cell.kind not in _READ:
        raise UntrustedInputError("authoring.cell-kind", place=place)
    if len(cell.text) > MAX_CELL:
        raise UntrustedInputError("authoring.cell-too-long", place=place, limit=MAX_CELL)


def _check_sight(traits: Traits, row: int, column: int, title: str) -> None:
    place = f"{title}!{get_column_letter(column)}{row}"
    if traits.hides(row, column):
        raise UntrustedInputError("authoring.hidden", place=place)
    if traits.joins(row, column):
        raise UntrustedInputError("authoring.merged", place=place)


def read_table(sheet: NamedSheet, known: Sequence[str], needed: Sequence[str], prefixes: tuple[str, ...] = ()) -> Table:
    """Rows of a sheet by heading.

    Args:
        sheet: A sheet of :func:`read_book`.
        known: Headings that may stand in the first row.
        needed: Headings that must stand there.
        prefixes: What other headings may begin with.

    Raises:
        UntrustedInputError: ``authoring.column-unknown``, ``authoring.column-twice``, ``authoring.column-missing``.
    """
    heads = sheet.rows[0] if sheet.rows else ()
    letters: dict[str, str] = {}
    for column, head in enumerate(heads, start=1):
        if head.is_blank:
            continue
        letter = get_column_letter(column)
        if head.text not in known and not (prefixes and head.text.startswith(prefixes)):
            raise UntrustedInputError("authoring.column-unknown", place=f"{sheet.title}!{letter}1")
        if head.text in letters:
            raise UntrustedInputError("authoring.column-twice", place=f"{sheet.title}!{letter}1", column=head.text)
        letters[head.text] = letter
    for name in needed:
        if name not in letters:
            raise UntrustedInputError("authoring.column-missing", sheet=sheet.title, column=name)
    rows = (_row(sheet, letters, number, cells) for number, cells in enumerate(sheet.rows[1:], start=2))
    return Table(sheet.title, letters, tuple(row for row in rows if row.texts))


def _row(sheet: NamedSheet, letters: Mapping[str, str], number: int, cells: Sequence[Cell]) -> Row:
    names = {letter: name for name, letter in letters.items()}
    texts = {}
    for column, cell in enumerate(cells, start=1):
        if cell.is_blank:
            continue
        letter = get_column_letter(column)
        if letter not in names:
            raise UntrustedInputError("authoring.column-unknown", place=f"{sheet.title}!{letter}{number}")
        texts[names[letter]] = cell.text
    return Row(sheet.title, number, texts, letters)
