"""Reading of a whole roster sheet: header values, column names, candidates and everything that is neither."""

import re
from collections.abc import Iterable, Sequence
from itertools import pairwise

from app.models.domain.dates import PartialDate, parse_date
from app.models.domain.eras import ERAS, Era
from app.models.domain.errors import InvalidInputError, UntrustedInputError
from app.models.domain.roster import (
    HeaderField,
    Ignored,
    IgnoredRow,
    Plausibility,
    RosterField,
    RosterHeader,
    RosterReading,
    RosterRow,
    Written,
)
from app.models.domain.roster_columns import Table, find_table, header_label, is_heading_row
from app.models.domain.roster_rows import RowCells, read_row
from app.models.domain.roster_values import compact, is_ditto
from app.models.domain.sheet import EMPTY_CELL, Cell

_END_MARK = re.compile(r"[(「]?以上[)」]?。?")
_NOTE = re.compile(r"[※*注]|\(注")


def read_roster(cells: Iterable[Sequence[Cell]], limits: Plausibility, eras: Sequence[Era] = ERAS) -> RosterReading:
    """Read a candidate roster.

    Args:
        cells: The rows of the sheet from its first row on, without gaps.
        limits: Beyond which values are asked about, and the day of the reading.
        eras: The era table.

    Raises:
        UntrustedInputError: ``roster.empty``, ``roster.no-header``, ``roster.column-missing``, ``roster.column-twice``.
    """
    rows = [tuple(row) for row in cells]
    if all(cell.is_blank for row in rows for cell in row):
        raise UntrustedInputError("roster.empty")
    table = find_table(rows)
    header, ignored = _read_above(rows[: table.index], eras)
    ignored.append(_ignored(table.index + 1, Ignored.COLUMN_NAMES, rows[table.index]))
    candidates, rest = _read_below(rows, table, limits, header.submitted_on.value, eras)
    return RosterReading(
        header=header,
        columns=tuple(table.columns[index] for index in sorted(table.columns)),
        rows=tuple(candidates),
        ignored=(*ignored, *rest),
    )


def _read_above(rows: Sequence[Sequence[Cell]], eras: Sequence[Era]) -> tuple[RosterHeader, list[IgnoredRow]]:
    """Values above the table, and every row there with its reason."""
    found: dict[HeaderField, str] = {}
    ignored: list[IgnoredRow] = []
    for line, row in enumerate(rows, start=1):
        pairs = _labelled(row)
        for label, text in pairs:
            found.setdefault(label, text)
        reason = Ignored.HEADER_VALUE if pairs else Ignored.BLANK if _is_blank(row) else Ignored.TITLE
        ignored.append(_ignored(line, reason, row))
    header = RosterHeader(
        submitter=_written(found.get(HeaderField.SUBMITTER, "")),
        contract=_written(found.get(HeaderField.CONTRACT, "")),
        submitted_on=_written_day(found.get(HeaderField.SUBMITTED_ON, ""), eras),
        protection_officer=_written(found.get(HeaderField.PROTECTION_OFFICER, "")),
    )
    return header, ignored


def _labelled(row: Sequence[Cell]) -> list[tuple[HeaderField, str]]:
    """Pairs of label and value: in neighbouring cells, or in one cell with a colon."""
    texts = [cell.text for cell in row if not cell.is_blank]
    pairs: list[tuple[HeaderField, str]] = []
    for text, after in pairwise([*texts, ""]):
        head, _, tail = text.replace("：", ":").partition(":")
        label = header_label(head)
        if label is None:
            continue
        if tail.strip():
            pairs.append((label, text[len(head) + 1 :]))
        else:
            pairs.append((label, "" if header_label(after) else after))
    return pairs


def _read_below(
    rows: Sequence[Sequence[Cell]],
    table: Table,
    limits: Plausibility,
    submitted_on: PartialDate | None,
    eras: Sequence[Era],
) -> tuple[list[RosterRow], list[IgnoredRow]]:
    """Candidates and other rows below the column names."""
    candidates: list[RosterRow] = []
    ignored: list[IgnoredRow] = []
    above: dict[RosterField, str] = {}
    is_ended = False
    for line, row in enumerate(rows[table.index + 1 :], start=table.index + 2):
        known = {column: row[index] for index, column in table.columns.items() if index < len(row)}
        reason = _reason_to_ignore(row, known, is_ended=is_ended)
        is_ended = is_ended or reason is Ignored.END_MARK
        if reason is not None:
            ignored.append(_ignored(line, reason, row))
            continue
        cells = {column: known.get(column, EMPTY_CELL) for column in table.columns.values()}
        own = RowCells(line, cells, dict(above), _extra(row, table))
        candidates.append(read_row(own, limits, submitted_on=submitted_on, eras=eras))
        above = _carried(above, cells)
    return candidates, ignored


def _reason_to_ignore(row: Sequence[Cell], known: dict[RosterField, Cell], *, is_ended: bool) -> Ignored | None:
    """Why a row below the column names is no candidate; None for a candidate.

    A row with a name and a date of birth is a candidate even below 以上: a person must not get lost.
    """
    written = [cell for cell in row if not cell.is_blank]
    filled = {column for column, cell in known.items() if not cell.is_blank}
    reason: Ignored | None = None
    if not written:
        reason = Ignored.BLANK
    elif len(written) == 1 and _END_MARK.fullmatch(compact(written[0].text)):
        reason = Ignored.END_MARK
    elif is_heading_row(row):
        reason = Ignored.COLUMN_NAMES
    elif len(written) == 1 and filled == {RosterField.NUMBER} and compact(written[0].text).isdigit():
        reason = Ignored.NUMBER_ONLY
    elif len(written) == 1 and _NOTE.match(compact(written[0].text)):
        reason = Ignored.NOTE
    elif is_ended and not filled >= {RosterField.NAME, RosterField.DOB}:
        reason = Ignored.AFTER_END
    return reason


def _extra(row: Sequence[Cell], table: Table) -> tuple[tuple[str, Cell], ...]:
    """Cells that stand under no known heading."""
    return tuple(
        (table.headings[index] if index < len(table.headings) else "", cell)
        for index, cell in enumerate(row)
        if index not in table.columns and not cell.is_blank
    )


def _carried(above: dict[RosterField, str], cells: dict[RosterField, Cell]) -> dict[RosterField, str]:
    """What a 同上 in the next row would point to."""
    now = {column: cell.text for column, cell in cells.items() if not cell.is_blank and not is_ditto(cell.text)}
    kept = {column: above[column] for column, cell in cells.items() if is_ditto(cell.text) and column in above}
    return {**now, **kept}


def _written(text: str) -> Written[str]:
    return Written(text, text.strip() or None)


def _written_day(text: str, eras: Sequence[Era]) -> Written[PartialDate]:
    try:
        return Written(text, parse_date(text, field=HeaderField.SUBMITTED_ON.value, eras=eras))
    except InvalidInputError:
        return Written(text)


def _ignored(line: int, reason: Ignored, row: Sequence[Cell]) -> IgnoredRow:
    return IgnoredRow(line, reason, tuple(cell.text for cell in row))


def _is_blank(row: Sequence[Cell]) -> bool:
    return all(cell.is_blank for cell in row)
