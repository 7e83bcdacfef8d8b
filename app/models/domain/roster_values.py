"""Meaning of single roster cells: marks, items, earlier assessments, former surnames; no cell is judged here."""

import re
import unicodedata
from collections.abc import Sequence

from app.models.domain.dates import parse_date
from app.models.domain.eras import Era
from app.models.domain.errors import InvalidInputError
from app.models.domain.roster import EarlierClearance, Regime

_DITTO = frozenset({"同上", "同じ", "同", "仝", "〃", "々", "″", '"', "“", "”", "''", "′′"})
_NOTHING = frozenset({"-", "‐", "–", "—", "―", "ー", "−", "─", "なし", "無し", "無", "該当なし", "特になし", "N/A"})
_YES = frozenset({"該当", "はい", "有", "あり", "有り", "○", "◯", "〇", "1", "レ", "✓", "派遣", "YES", "TRUE"})
_NO = frozenset({"いいえ", "非該当", "該当しない", "該当せず", "×", "✕", "0", "NO", "FALSE"})
_ITEM = re.compile(r"(?:法?第12条第1項)?第?([1-3一二三])号?(?:該当)?")
_ITEM_NUMBERS = {"1": 1, "一": 1, "2": 2, "二": 2, "3": 3, "三": 3}
_CLEARANCE = re.compile(
    r"(?P<sds>特定秘密(?:保護法)?|特秘法?)?(?P<cesi>重要経済安保情報(?:保護活用法)?|重要経済安保)?"
    r"(?:に係る|の)?(?:適性評価)?[:、,(]*(?P<before>通知日?[:、,]?)?(?P<date>[^通付]+?)(?:付け?)?(?P<after>に?通知(?:済み?)?)?\)?"
)
_FORMER = re.compile(r"旧[姓氏][\s:：(（]*([^\s:：、。,，()（）]+)")


def compact(text: str) -> str:
    """The text without width differences and blanks, for comparing with lists of marks."""
    return "".join(unicodedata.normalize("NFKC", text).split())


def is_ditto(text: str) -> bool:
    """Whether the cell says 'as above' (同上, 〃)."""
    # Some of the marks change under NFKC, so both forms are compared.
    return text.strip() in _DITTO or compact(text) in _DITTO


def is_nothing(text: str) -> bool:
    """Whether the cell is empty or says 'none' (なし, —)."""
    return not text.strip() or compact(text).upper() in _NOTHING


def read_dispatched(text: str) -> bool | None:
    """Whether the worker is dispatched; an empty cell means no; None where the cell cannot be understood."""
    mark = compact(text).upper()
    if mark in _YES:
        return True
    return False if is_nothing(text) or mark in _NO else None


def read_item(text: str) -> int | None:
    """The item of Art. 12(1): 第1号, １, 第一号, 法第12条第1項第1号."""
    found = _ITEM.fullmatch(compact(text).strip("()"))
    return _ITEM_NUMBERS[found[1]] if found else None


def read_clearance(text: str, *, field: str, eras: Sequence[Era]) -> EarlierClearance | None:
    """The act and the day of the notice, or None where either is missing.

    The word 通知 must be there: the period runs from the notice to the subject, not from the decision.
    """
    found = _CLEARANCE.fullmatch(compact(text))
    if not found or bool(found["sds"]) == bool(found["cesi"]) or bool(found["before"]) == bool(found["after"]):
        return None
    try:
        notified_on = parse_date(found["date"], field=field, eras=eras)
    except InvalidInputError:
        return None
    return EarlierClearance(Regime.SDS if found["sds"] else Regime.CESI, notified_on)


def read_former_surnames(remarks: str) -> tuple[str, ...]:
    """Surnames that the remarks call 旧姓 or 旧氏, as written."""
    return tuple(_FORMER.findall(remarks))
