"""How offices spell the headings of a roster, and where the table starts; it reads no rows."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from app.models.domain.errors import UntrustedInputError
from app.models.domain.roster import HeaderField, RosterField
from app.models.domain.sheet import Cell

MAX_ROWS_ABOVE_TABLE = 100
"""The heading row is looked for in this many rows."""

HEADINGS: dict[RosterField, tuple[str, ...]] = {
    RosterField.NUMBER: ("番号", "No", "№", "通番", "連番", "整理番号", "項番"),
    RosterField.NAME: ("氏名", "名前", "候補者氏名", "評価対象者氏名", "従業者氏名", "対象者氏名", "氏名漢字"),
    RosterField.KANA: ("フリガナ", "ふりがな", "カナ", "かな", "カナ氏名", "氏名カナ", "氏名フリガナ", "氏名ふりがな"),
    RosterField.DOB: ("生年月日", "誕生日", "出生年月日"),
    RosterField.SECTION: ("所属部署", "所属", "部署", "部署名", "所属する部署", "所属部署名", "所属部課", "部課名"),
    RosterField.POST: ("役職", "役職名", "職名", "官職"),
    RosterField.DISPATCHED: ("派遣労働者", "派遣", "派遣の有無", "派遣労働者の該当", "派遣労働者であるときはその旨"),
    RosterField.DISPATCHER: ("派遣元", "派遣元事業者", "派遣元事業主", "派遣会社", "派遣元名称", "派遣元事業者名"),
    RosterField.PLANNED_WORK: ("予定業務", "予定している業務内容", "業務内容", "予定業務内容", "従事予定業務"),
    RosterField.ITEM: ("法第12条第1項該当号", "該当号", "該当する号", "法第12条第1項各号のうち該当する号", "号"),
    RosterField.ITEM3_REASON: ("第3号の理由", "3号の理由", "第3号該当理由", "第3号に該当する理由"),
    RosterField.AGREED_ON: ("名簿掲載同意日", "掲載同意日", "同意日", "名簿掲載同意年月日", "名簿掲載の同意日"),
    RosterField.EARLIER_CLEARANCE: ("既存の適性評価", "過去の適性評価", "適性評価歴", "既存適性評価"),
    RosterField.REMARKS: ("参考事項", "備考", "その他参考事項", "その他参考となる事項", "摘要"),
}
"""Known spellings; the first one of each field stands in our own template."""

LABELS: dict[HeaderField, tuple[str, ...]] = {
    HeaderField.SUBMITTER: ("適合事業者名", "事業者名", "会社名", "行政機関名", "機関名", "適合事業者の名称", "提出者"),
    HeaderField.CONTRACT: ("契約番号", "契約件名", "契約"),
    HeaderField.SUBMITTED_ON: ("提出日", "提出年月日", "作成日", "作成年月日"),
    HeaderField.PROTECTION_OFFICER: ("保護責任者", "保護責任者氏名", "保護責任者名"),
}
"""Labels of the values above the table."""

REQUIRED = frozenset({RosterField.NAME, RosterField.DOB, RosterField.ITEM})
"""Without these columns no row could ever become a case."""

_IN_BRACKETS = re.compile(r"\([^()]*\)")
_MARKS = str.maketrans("", "", "※*.:・■●◆□○◎")


@dataclass(frozen=True, slots=True)
class Table:
    """Where the table starts and which field stands in which column.

    Attributes:
        index: Index of the heading row, from 0.
        columns: Column index to field.
        headings: All headings as written, by column index.
    """

    index: int
    columns: dict[int, RosterField]
    headings: tuple[str, ...]


def plain_heading(text: str) -> str:
    """A heading without width, blanks, line breaks, brackets and marks."""
    wide = "".join(unicodedata.normalize("NFKC", text).split())
    return _IN_BRACKETS.sub("", wide).translate(_MARKS).upper()


_FIELD_OF = {plain_heading(spelling): field for field, spellings in HEADINGS.items() for spelling in spellings}
_LABEL_OF = {plain_heading(spelling): field for field, spellings in LABELS.items() for spelling in spellings}


def header_label(text: str) -> HeaderField | None:
    """The value that a label above the table announces, if it is a known one."""
    return _LABEL_OF.get(plain_heading(text))


def known_columns(row: Sequence[Cell]) -> list[tuple[int, RosterField]]:
    """Column index and field of every cell that is a known heading."""
    found = ((index, _FIELD_OF.get(plain_heading(cell.text))) for index, cell in enumerate(row))
    return [(index, field) for index, field in found if field is not None]


def is_heading_row(row: Sequence[Cell]) -> bool:
    """Whether a row names the columns: the name and at least two more known headings."""
    fields = {field for _, field in known_columns(row)}
    return RosterField.NAME in fields and len(fields) > 2


def has_table(rows: Sequence[Sequence[Cell]]) -> bool:
    """Whether a sheet holds a roster table at all."""
    return any(is_heading_row(row) for row in rows[:MAX_ROWS_ABOVE_TABLE])


def find_table(rows: Sequence[Sequence[Cell]]) -> Table:
    """Find the heading row.

    Raises:
        UntrustedInputError: ``roster.no-header``; ``roster.column-missing`` without name, date of birth or item;
            ``roster.column-twice`` when two columns claim one field.
    """
    for index, row in enumerate(rows[:MAX_ROWS_ABOVE_TABLE]):
        if not is_heading_row(row):
            continue
        columns = known_columns(row)
        fields = [field for _, field in columns]
        if len(set(fields)) != len(fields):
            raise UntrustedInputError("roster.column-twice", line=index + 1)
        if not set(fields) >= REQUIRED:
            raise UntrustedInputError("roster.column-missing", line=index + 1)
        return Table(index, dict(columns), tuple(cell.text for cell in row))
    raise UntrustedInputError("roster.no-header")
