"""The blank candidate roster that a contractor or an agency unit fills in; it holds no person."""

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from app.models.domain.roster import HeaderField, RosterField
from app.models.domain.roster_columns import HEADINGS, LABELS
from app.services.spreadsheets.workbook_writer import workbook_bytes
from app.services.texts.catalogue import Catalogue

ROWS_TO_FILL = 200
"""Prepared rows below the headings."""

CHOICES: dict[RosterField, tuple[str, ...]] = {
    RosterField.DISPATCHED: ("該当", "いいえ"),
    RosterField.ITEM: ("第1号", "第2号", "第3号"),
}
"""Columns with a list to choose from."""

_WIDE = frozenset({RosterField.SECTION, RosterField.PLANNED_WORK, RosterField.ITEM3_REASON, RosterField.REMARKS})
_AS_TEXT = "@"


def write_template(texts: Catalogue) -> bytes:
    """Make the blank roster: one sheet to fill in, one that explains each column.

    Args:
        texts: Language of the explanations. The headings are those of the form and stay Japanese.

    Returns:
        The bytes of an .xlsx file, the same for the same texts.
    """
    book = Workbook()
    sheet = book.active
    sheet.title = texts("roster.template.sheet")
    heading_row = _write_top(sheet, texts)
    _write_table(sheet, heading_row)
    _write_hints(book.create_sheet(texts("roster.template.hints-sheet")), texts)
    return workbook_bytes(book)


def _write_top(sheet: Worksheet, texts: Catalogue) -> int:
    """Title and labels; returns the row of the headings."""
    sheet.cell(1, 1, texts("roster.template.title")).font = Font(bold=True, size=14)
    for row, label in enumerate(HeaderField, start=2):
        sheet.cell(row, 1, LABELS[label][0]).font = Font(bold=True)
        sheet.cell(row, 2).number_format = _AS_TEXT
    return len(HeaderField) + 3


def _write_table(sheet: Worksheet, heading_row: int) -> None:
    last_row = heading_row + ROWS_TO_FILL
    for column, name in enumerate(RosterField, start=1):
        letter = get_column_letter(column)
        heading = sheet.cell(heading_row, column, HEADINGS[name][0])
        heading.font = Font(bold=True)
        heading.fill = PatternFill("solid", fgColor="E8EEF4")
        heading.alignment = Alignment(wrap_text=True, vertical="center")
        sheet.column_dimensions[letter].width = 30 if name in _WIDE else 16
        for row in range(heading_row + 1, last_row + 1):
            # As text, so that the spreadsheet program does not turn 1992-02-29 or 第1号 into something else.
            sheet.cell(row, column).number_format = _AS_TEXT
        if name in CHOICES:
            choice = DataValidation(type="list", formula1='"' + ",".join(CHOICES[name]) + '"', allow_blank=True)
            choice.add(f"{letter}{heading_row + 1}:{letter}{last_row}")
            sheet.add_data_validation(choice)
    sheet.freeze_panes = sheet.cell(heading_row + 1, 3)


def _write_hints(sheet: Worksheet, texts: Catalogue) -> None:
    sheet.column_dimensions["A"].width = 24
    sheet.column_dimensions["B"].width = 90
    for row, name in enumerate(RosterField, start=1):
        sheet.cell(row, 1, HEADINGS[name][0]).font = Font(bold=True)
        sheet.cell(row, 2, texts(f"roster.hint.{name}")).alignment = Alignment(wrap_text=True, vertical="top")
