"""From what a person types or presses to an answer, or to a plain problem at its place. Names stay as given.

Dates are read in both calendars to any precision; 頃 is kept as such. Amounts are read with 万円 and 億円. An
Individual Number or a control character is refused before it is ever part of a draft.
"""

import re
import unicodedata
from datetime import date, datetime

import msgspec

from app.models.domain.dates import parse_date
from app.models.domain.errors import InvalidInputError
from app.models.domain.folding import fold
from app.models.forms.answers import Answer, AnswerState, AnswerValue, Cell, Money, Source
from app.models.forms.cell_values import allowed_codes, value_problem
from app.models.forms.checking import Problem
from app.models.forms.definition import FormPack
from app.models.forms.items import DatePrecision, Item, ItemType
from app.models.forms.my_number import holds_my_number

KIOSK = Source("kiosk")
LONGEST_REASON = 2000
"""Characters of a reason for 「不明」 or 「回答しない」."""
LARGEST_AMOUNT = 10**15
_ABOUT = re.compile(r"\s*(?:頃|ごろ|ころ|about|circa|ca\.?)\s*", re.IGNORECASE)
_UNITS = {"億": 10**8, "万": 10**4, "千": 10**3}
_PART = re.compile(r"([0-9]+)(?:\.([0-9]+))?(億|万|千)?")
_WHOLE = re.compile(r"-?[0-9]{1,15}")


class Typed(msgspec.Struct, frozen=True):
    """A value as it was typed or chosen. ``currency`` and ``on`` belong to amounts in a currency other than yen."""

    text: str
    currency: str = "JPY"
    on: date | None = None


class Said(msgspec.Struct, frozen=True):
    """One of the explicit states (なし、不明、非該当、回答しない). An unknown answer says why."""

    state: AnswerState
    reason: str = ""


class Choice(msgspec.Struct, frozen=True):
    """A code of a list and its words."""

    code: str
    label: str


def answered(pack: FormPack, cell: Cell, given: Typed | Said | bool, now: datetime) -> Answer | Problem:  # noqa: FBT001 - yes and no are the answer itself
    """Read what was given for a cell.

    Args:
        pack: The form.
        cell: Which cell; a linkId of the form.
        given: A value as typed, an explicit state, or yes and no.
        now: The moment of the answer.

    Returns:
        The answer, or the problem with a code whose sentence stands under ``problem.<code>``.
    """
    item = pack.index[cell[0]]
    blank = Answer(cell[0], AnswerState.VALUE, KIOSK, now, row=cell[1])
    if isinstance(given, Said):
        return _said(item, blank, given)
    if item.type is ItemType.GROUP:
        return Problem.at(blank, "answer.table-value")
    if isinstance(given, bool):
        read: Answer | str = msgspec.structs.replace(blank, value=given)
    elif not given.text.strip():
        read = "answer.blank"
    elif item.type is not ItemType.ATTACHMENT and holds_my_number(given.text):
        read = "answer.my-number"
    else:
        read = _valued(pack, item, blank, given)
    if isinstance(read, str):
        return Problem.at(blank, read)
    wrong = value_problem(pack, item, read)
    return read if wrong is None else Problem.at(blank, wrong)


def find_choices(pack: FormPack, item: Item, words: str, language: str, limit: int = 20) -> tuple[Choice, ...]:
    """Codes whose words hold what was typed, in any spelling; those that begin with it first.

    Args:
        pack: The form.
        item: A question with a list.
        words: What was typed; nothing gives the head of the list.
        language: ``ja`` or ``en``.
        limit: How many at most.
    """
    sought, codes = fold(words), allowed_codes(pack, item)
    listed = next((each.codes for each in pack.choices if each.id == item.answer_value_set), ())
    labels = [Choice(each.code, _label(pack, item, each.code, language)) for each in listed if each.code in codes]
    found = [each for each in labels if sought in fold(each.label) or sought == fold(each.code)]
    return tuple(sorted(found, key=lambda each: not fold(each.label).startswith(sought))[:limit])


def in_myriads(amount: int) -> str:
    """An amount of yen as people say it, shown beside the field: 3億5,000万円, 12万3,456円."""
    sign, rest = ("-" if amount < 0 else ""), abs(amount)
    parts = []
    for unit, size in (("億", 10**8), ("万", 10**4)):
        if rest >= size:
            parts.append(f"{rest // size:,}{unit}")
            rest %= size
    if rest or not parts:
        parts.append(f"{rest:,}")
    return f"{sign}{''.join(parts)}円"


def read_amount(text: str) -> int | None:
    """A whole amount as people write it: 1,200,000、120万円、３億５千万円、1.5万; ``None`` when it cannot be read."""
    plain = "".join(unicodedata.normalize("NFKC", text).split()).replace(",", "").removeprefix("¥").removesuffix("円")
    total, rest, smallest = 0, plain, 10**16
    myriad = 0
    while rest:
        part = _PART.match(rest)
        if part is None:
            return None
        whole, fraction, unit = part.groups()
        size = _UNITS.get(unit or "", 1)
        number = int(whole[:16]) * size
        if fraction is not None:
            scaled = int(fraction[:16]) * size
            if scaled % 10 ** len(fraction[:16]):
                return None
            number += scaled // 10 ** len(fraction[:16])
        rest = rest[part.end() :]
        if unit == "千" and rest[:1] in {"万", "億"}:
            size = _UNITS[rest[0]]
            number, rest = number * size, rest[1:]
        if size >= smallest:
            return None
        myriad, smallest = number, size
        total += myriad
    return total if plain and total <= LARGEST_AMOUNT else None


def _said(item: Item, blank: Answer, given: Said) -> Answer | Problem:
    reason = given.reason if given.reason.strip() else None
    code = ""
    if given.state is AnswerState.VALUE:
        code = "answer.blank"
    elif given.state in {AnswerState.NONE, AnswerState.NOT_APPLICABLE} and item.required and not item.repeats:
        code = "answer.required"
    elif given.state is AnswerState.UNKNOWN and reason is None:
        code = "answer.reason-missing"
    elif reason is not None:
        code = _reason_problem(reason)
    if code:
        return Problem.at(blank, code)
    return msgspec.structs.replace(blank, state=given.state, reason=reason)


def _reason_problem(reason: str) -> str:
    if len(reason) > LONGEST_REASON:
        return "answer.too-long"
    if any(unicodedata.category(each) == "Cc" and each != "\n" for each in reason):
        return "answer.control-character"
    return "answer.my-number" if holds_my_number(reason) else ""


def _valued(pack: FormPack, item: Item, blank: Answer, given: Typed) -> Answer | str:
    """The answer with its value, or the code of a problem."""
    text = given.text
    value: AnswerValue | None = text
    match item.type:
        case ItemType.DATE:
            return _dated(blank, text)
        case ItemType.INTEGER:
            plain = unicodedata.normalize("NFKC", text).strip().replace(",", "")
            value = int(plain) if _WHOLE.fullmatch(plain) else None
        case ItemType.QUANTITY:
            amount = read_amount(text)
            sound = re.fullmatch(r"[A-Z]{3}", given.currency) is not None
            value = None if amount is None or not sound else Money(amount, given.currency, given.on)
        case ItemType.CODING:
            value = _code(pack, item, text)
    if value is None:
        return "answer.unknown-code" if item.type is ItemType.CODING else "answer.not-a-number"
    return msgspec.structs.replace(blank, value=value)


def _dated(blank: Answer, text: str) -> Answer | str:
    if any(unicodedata.category(each) == "Cc" for each in text):
        return "answer.control-character"
    about = _ABOUT.search(text)
    plain = text if about is None else f"{text[: about.start()]} {text[about.end() :]}"
    try:
        read = parse_date(plain.strip(), field=blank.link_id)
    except InvalidInputError:
        return "answer.date-invalid"
    return msgspec.structs.replace(
        blank,
        value=read.iso_text,
        precision=DatePrecision(read.precision.value),
        about=about is not None,
        as_written=None if text == read.iso_text else text,
    )


def _code(pack: FormPack, item: Item, text: str) -> str | None:
    """The code itself, or the one whose words were typed in full."""
    codes = allowed_codes(pack, item)
    if text in codes:
        return text
    named = {
        code for code in codes for language in ("ja", "en") if fold(_label(pack, item, code, language)) == fold(text)
    }
    return named.pop() if len(named) == 1 else None


def _label(pack: FormPack, item: Item, code: str, language: str) -> str:
    return pack.texts[language].get(f"choice.{item.answer_value_set}.{code}", code)
