"""Cells of a checked .xlsx file; formulas are seen and never evaluated."""

import warnings
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from io import BytesIO
from typing import Any

from openpyxl import load_workbook
from openpyxl.utils.datetime import from_excel, to_excel

from app.models.domain.errors import UntrustedInputError
from app.models.domain.sheet import EMPTY_CELL, Cell, CellKind
from app.services.spreadsheets.package_check import MAX_COLUMNS, MAX_ROWS

Rows = Sequence[Sequence[Cell]]

EAST_ASIAN_DATE_FORMATS = frozenset((*range(27, 32), 36, *range(50, 55), 57, 58))
"""Built-in number formats that show a date in Japanese Excel (ECMA-376 part 1, 18.8.30); the library takes them for
plain numbers."""


@dataclass(frozen=True, slots=True)
class NamedSheet:
    """One worksheet.

    Attributes:
        title: The name on its tab.
        rows: Its cells, from the first row on.
        part: The part of the package that it was read from.
        is_hidden: Whether the tab is out of sight.
    """

    title: str
    rows: Rows
    part: str
    is_hidden: bool


def read_sheets(content: bytes) -> list[Rows]:
    """Rows of every worksheet, from the first row on, without blank rows and cells at the ends.

    Args:
        content: An .xlsx file that passed ``package_check.check_package``.

    Raises:
        UntrustedInputError: ``spreadsheet.damaged``.
    """
    return [sheet.rows for sheet in read_named_sheets(content)]


def read_named_sheets(content: bytes) -> list[NamedSheet]:
    """The same with the name of each sheet, the part it stands in, and whether it is hidden.

    Args:
        content: An .xlsx file that passed ``package_check.check_package``.

    Raises:
        UntrustedInputError: ``spreadsheet.damaged``.
    """
    try:
        with warnings.catch_warnings():
            # Warnings of the library quote cells and concern parts (styles, validations) that are not read here.
            warnings.simplefilter("ignore")
            book = load_workbook(BytesIO(content), read_only=True, data_only=False, keep_links=False)
            try:
                return [_named(sheet, book.epoch) for sheet in book.worksheets]
            finally:
                book.close()
    except UntrustedInputError:
        raise
    except Exception:  # noqa: BLE001 - hostile parts reach every corner of the library; all mean the same to the user
        raise UntrustedInputError("spreadsheet.damaged") from None


def _named(sheet: Any, epoch: datetime) -> NamedSheet:
    part = str(sheet._worksheet_path).lstrip("/")  # noqa: SLF001 - the very part that its rows are read from
    return NamedSheet(str(sheet.title), _read_sheet(sheet, epoch), part, sheet.sheet_state != "visible")


def _read_sheet(sheet: Any, epoch: datetime) -> Rows:
    # Our own limits, not the size that the file claims: that may be missing, too small or a million rows.
    rows: list[tuple[Cell, ...]] = []
    for source in sheet.iter_rows(max_row=MAX_ROWS, max_col=MAX_COLUMNS):
        row = [_cell(cell, epoch) for cell in source]
        while row and row[-1].kind is CellKind.EMPTY:
            row.pop()
        rows.append(tuple(row))
    while rows and not rows[-1]:
        rows.pop()
    return rows


def _cell(cell: Any, epoch: datetime) -> Cell:
    value = cell.value
    if value is None or value == "":
        return EMPTY_CELL
    if cell.data_type in ("f", "e"):
        kind = CellKind.FORMULA if cell.data_type == "f" else CellKind.ERROR
        return Cell(value if isinstance(value, str) else "=", kind)
    match value:
        case bool():
            return Cell("TRUE" if value else "FALSE", CellKind.BOOLEAN)
        case int() | float():
            return _number(value, cell.style_array.numFmtId, epoch)
        case date() | time() | timedelta():
            return _moment(value, epoch)
        case _:
            return Cell(str(value), CellKind.TEXT)


def _number(value: float, number_format: int, epoch: datetime) -> Cell:
    if number_format in EAST_ASIAN_DATE_FORMATS and 1 <= value < 2_958_466:
        return _moment(from_excel(value, epoch), epoch)
    is_whole = float(value).is_integer() and abs(value) < 1e15
    return Cell(str(int(value) if is_whole else value), CellKind.NUMBER)


def _moment(value: date | time | timedelta, epoch: datetime) -> Cell:
    """A date cell as ISO text; a time of day stays visible, so that it is never taken for a plain day."""
    stored = to_excel(value, epoch)
    serial = str(int(stored) if float(stored).is_integer() else stored)
    if isinstance(value, datetime) and value.time() == time():
        return Cell(value.date().isoformat(), CellKind.DATE, serial)
    text = str(value) if isinstance(value, timedelta) else value.isoformat()
    return Cell(text, CellKind.DATE, serial)
