"""Whatever a subject wrote, a table that leaves the vault makes no spreadsheet program calculate."""

import csv
from io import BytesIO, StringIO

from hypothesis import example, given
from hypothesis import strategies as st
from openpyxl import load_workbook

from app.services.spreadsheets.plain_table import csv_bytes, xlsx_bytes

CELLS = st.text(st.characters(codec="utf-8", exclude_characters="\x00"), max_size=12)
ROWS = st.lists(st.tuples(CELLS, CELLS), min_size=1, max_size=4)

STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


@given(ROWS)
@example([("=cmd|'/c calc'!A0", "@SUM(1)"), (" -1+1", "\t=1"), ("＝1", '"\n,')])
def test_no_cell_is_a_formula_and_no_word_is_lost(rows: list[tuple[str, str]]) -> None:
    read = list(csv.reader(StringIO(csv_bytes(rows).decode("utf-8-sig"), newline="")))
    for before, after in zip(rows, read, strict=True):
        for asked, written in zip(before, after, strict=True):
            assert written in {asked, f"'{asked}"}
            assert not written.strip(" \u3000").startswith(STARTS)
    sheet = load_workbook(BytesIO(xlsx_bytes("表", rows))).active
    assert {cell.data_type for row in sheet.iter_rows() for cell in row if cell.value is not None} <= {"s"}
    assert all(cell.quotePrefix for row in sheet.iter_rows() for cell in row if cell.value is not None)
