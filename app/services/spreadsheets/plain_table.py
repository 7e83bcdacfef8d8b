"""Tables of words as .csv and .xlsx: whatever a cell begins with, no spreadsheet program takes it for a formula."""

import csv
import unicodedata
from collections.abc import Sequence
from io import StringIO

from openpyxl import Workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter

from app.services.spreadsheets.workbook_writer import workbook_bytes

_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n")
"""What makes a spreadsheet program calculate, also where it is written wide."""
_NARROW, _WIDE, _LONG = 18, 48, 24
_UNSEEN = "\N{REPLACEMENT CHARACTER}"


def csv_bytes(rows: Sequence[Sequence[str]]) -> bytes:
    """Rows as UTF-8 with a mark, lines as in RFC 4180; a cell that could be a formula begins with an apostrophe."""
    out = StringIO(newline="")
    writer = csv.writer(out, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    writer.writerows([_harmless(one) for one in row] for row in rows)
    return b"\xef\xbb\xbf" + out.getvalue().encode()


def xlsx_bytes(title: str, rows: Sequence[Sequence[str]]) -> bytes:
    """Rows as one sheet of text; the first row is the heading and stays in view."""
    book = Workbook()
    sheet = book.active
    sheet.title = title
    sheet.freeze_panes = "A2"
    for number, row in enumerate(rows, start=1):
        for column, text in enumerate(row, start=1):
            cell = sheet.cell(number, column)
            cell.value = ILLEGAL_CHARACTERS_RE.sub(_UNSEEN, text)
            cell.data_type, cell.number_format, cell.quotePrefix = "s", "@", True
            cell.alignment = Alignment(wrap_text=True, vertical="top")
            if number == 1:
                cell.font = Font(bold=True)
    for column in range(1, len(rows[0]) + 1 if rows else 1):
        longest = max(len(row[column - 1]) for row in rows if len(row) >= column)
        sheet.column_dimensions[get_column_letter(column)].width = _WIDE if longest > _LONG else _NARROW
    return workbook_bytes(book)


def _harmless(text: str) -> str:
    narrow = unicodedata.normalize("NFKC", text.lstrip(" \u3000")[:1])
    return f"'{text}" if narrow.startswith(_STARTS) else text
