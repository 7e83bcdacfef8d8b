"""Does a single value fit the type of its item?"""

import re
import unicodedata
from datetime import date

from app.models.forms.answers import Answer, AnswerValue, Money
from app.models.forms.definition import FormPack
from app.models.forms.items import DatePrecision, Item, ItemType

_DATE = re.compile(r"[0-9]{4}(?:-[0-9]{2}(?:-[0-9]{2})?)?")
_ATTACHMENT = re.compile(r"sha256:[0-9a-f]{64}")
_PRECISIONS = {4: DatePrecision.YEAR, 7: DatePrecision.MONTH, 10: DatePrecision.DAY}
_KINDS: dict[ItemType, type[AnswerValue]] = {
    ItemType.BOOLEAN: bool,
    ItemType.INTEGER: int,
    ItemType.DATE: str,
    ItemType.STRING: str,
    ItemType.TEXT: str,
    ItemType.CODING: str,
    ItemType.QUANTITY: Money,
    ItemType.ATTACHMENT: str,
}


def value_problem(pack: FormPack, item: Item, answer: Answer) -> str | None:
    """Code of the first misfit between a value and its item, or ``None``.

    Args:
        pack: For the code lists.
        item: An item that takes values, so neither a group nor a note.
        answer: An answer with a value.
    """
    value = answer.value
    if type(value) is not _KINDS[item.type]:
        return "answer.wrong-type"
    return _string_problem(pack, item, value, answer.precision) if isinstance(value, str) else None


def _string_problem(pack: FormPack, item: Item, value: str, precision: DatePrecision | None) -> str | None:
    if item.max_length is not None and visible_length(value) > item.max_length:
        return "answer.too-long"
    if _has_control(value, lines=item.type is ItemType.TEXT):
        return "answer.control-character"
    if item.type is ItemType.DATE:
        return _date_problem(value, precision)
    if item.type is ItemType.CODING:
        return None if value in allowed_codes(pack, item) else "answer.unknown-code"
    broken = item.type is ItemType.ATTACHMENT and not _ATTACHMENT.fullmatch(value)
    return "answer.wrong-type" if broken else None


def allowed_codes(pack: FormPack, item: Item) -> frozenset[str]:
    """Codes that a choice item takes: its own options, else its whole list."""
    if item.answer_option:
        return frozenset(item.answer_option)
    return pack.codes.get(item.answer_value_set or "", frozenset())


def visible_length(text: str) -> int:
    """Number of characters as a reader counts them: variation selectors and combining marks do not count."""
    return sum(not unicodedata.category(character).startswith("M") for character in text)


def _has_control(text: str, *, lines: bool) -> bool:
    allowed = "\n" if lines else ""
    return any(unicodedata.category(each) == "Cc" and each not in allowed for each in text)


def _date_problem(value: str, precision: DatePrecision | None) -> str | None:
    """An ISO date cut to year, month or day, that exists, with the precision it shows."""
    if not _DATE.fullmatch(value):
        return "answer.date-invalid"
    try:
        date.fromisoformat(value + "-01-01"[len(value) - 10 :] if len(value) < 10 else value)
    except ValueError:
        return "answer.date-invalid"
    return None if precision is _PRECISIONS[len(value)] else "answer.date-precision"
