"""Cells of a .csv or tab-separated file: strict decoding, strict quoting, nothing guessed silently."""

import csv
import re
from collections.abc import Sequence
from io import StringIO

from app.models.domain.errors import UntrustedInputError
from app.models.domain.roster_columns import has_table
from app.models.domain.sheet import EMPTY_CELL, Cell
from app.services.spreadsheets.package_check import MAX_COLUMNS, MAX_ROWS

_UTF8_MARK = b"\xef\xbb\xbf"
# Controls, and the codes to which CP932 maps single bytes that are no characters.
_NO_TEXT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\uf8f0-\uf8f3\ufffe\uffff]")


def decode(content: bytes) -> str:
    """The text of a file in UTF-8, with or without a mark, or CP932 (the Shift_JIS of Windows).

    Raises:
        UntrustedInputError: ``roster.encoding`` when neither fits without loss, or when it is no text.
    """
    for encoding in ("utf-8-sig",) if content.startswith(_UTF8_MARK) else ("utf-8", "cp932"):
        try:
            text = content.decode(encoding, errors="strict")
        except UnicodeDecodeError:
            continue
        if not _NO_TEXT.search(text):
            return text
    raise UntrustedInputError("roster.encoding")


def read_delimited(content: bytes) -> Sequence[Sequence[Cell]]:
    """Rows of a file separated by commas or tabs, whichever shows a roster table.

    Raises:
        UntrustedInputError: ``roster.encoding``, ``spreadsheet.damaged`` (open quote), ``spreadsheet.too-many-rows``,
            ``spreadsheet.too-many-columns``, ``roster.no-header``.
    """
    text = decode(content)
    refusal = UntrustedInputError("roster.no-header")
    for delimiter in (",", "\t"):
        try:
            rows = _parse(text, delimiter)
        except UntrustedInputError as error:
            refusal = error
            continue
        if has_table(rows):
            return rows
    raise refusal


def _parse(text: str, delimiter: str) -> list[tuple[Cell, ...]]:
    rows: list[tuple[Cell, ...]] = []
    try:
        for record in csv.reader(StringIO(text, newline=""), delimiter=delimiter, strict=True):
            if len(rows) == MAX_ROWS:
                raise UntrustedInputError("spreadsheet.too-many-rows", limit=MAX_ROWS)
            if len(record) > MAX_COLUMNS:
                raise UntrustedInputError("spreadsheet.too-many-columns", limit=MAX_COLUMNS)
            rows.append(tuple(Cell(value) if value else EMPTY_CELL for value in record))
    except csv.Error:
        raise UntrustedInputError("spreadsheet.damaged") from None
    return rows
