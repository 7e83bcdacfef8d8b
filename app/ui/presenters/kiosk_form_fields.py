"""What one cell of the form looks like: its kind of field, its words, what stands in it. Qt-free."""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from enum import StrEnum

from app.models.domain.dates import WrittenCalendar, parse_date
from app.models.domain.eras import JapaneseDate
from app.models.domain.errors import InvalidInputError
from app.models.domain.folding import fold
from app.models.forms.answers import Answer, AnswerState, Cell, Money
from app.models.forms.definition import FormPack
from app.models.forms.filling.typing import Choice, Typed, answered, find_choices, in_myriads
from app.models.forms.items import DatePrecision, Item, ItemType
from app.models.forms.reading import value_in_words
from app.services.texts.catalogue import Catalogue, Language
from app.ui.presenters.kiosk_form_ruby import Readings

FEW_CHOICES = 6
"""So many choices stand side by side; a longer list is searched by typing."""
MOST_FOUND = 300
ABOUT_JA, ABOUT_EN = "頃", "about"
_TRIED_AT = datetime(2000, 1, 1, tzinfo=UTC)
"""Moment of an answer that is only tried out and never kept."""


class Kind(StrEnum):
    """Kinds of fields."""

    TEXT = "text"
    LONG = "long"
    DATE = "date"
    NUMBER = "number"
    AMOUNT = "amount"
    YES_NO = "yes-no"
    FEW = "few"
    MANY = "many"
    PAPER = "paper"
    """A document that is handed over on paper; the kiosk takes no files."""
    TABLE = "table"


_KINDS = {
    ItemType.BOOLEAN: Kind.YES_NO,
    ItemType.INTEGER: Kind.NUMBER,
    ItemType.DATE: Kind.DATE,
    ItemType.STRING: Kind.TEXT,
    ItemType.TEXT: Kind.LONG,
    ItemType.QUANTITY: Kind.AMOUNT,
    ItemType.ATTACHMENT: Kind.PAPER,
    ItemType.GROUP: Kind.TABLE,
}


@dataclass(frozen=True, slots=True)
class Shape:
    """What does not change while a form is filled in.

    Attributes:
        label: The official words.
        hint: What to mind, from the pack; may be empty.
        required: Neither なし nor 非該当 is an answer.
        longest: Characters at most, 0 where nothing says so.
        choices: Of a short list; a long one is searched.
        states: The explicit states that are open here.
        wants_day: A date that should be known to the day.
    """

    link_id: str
    kind: Kind
    label: str
    hint: str
    required: bool
    longest: int
    choices: tuple[Choice, ...]
    states: tuple[AnswerState, ...]
    wants_day: bool


@dataclass(frozen=True, slots=True)
class Standing:
    """What stands in a cell.

    Attributes:
        text: As it stands in the field; the words of a choice.
        code: Code of a choice, ``yes`` or ``no``.
        currency: Of an amount.
        state: ``None`` while nothing was answered.
        reason: Why it is unknown or declined.
        problem: Code of what is wrong with it; its sentence is ``problem.<code>``.
    """

    text: str = ""
    code: str = ""
    currency: str = "JPY"
    state: AnswerState | None = None
    reason: str = ""
    problem: str = ""


def shape(pack: FormPack, link_id: str, language: str) -> Shape:
    """The shape of a question, column or table."""
    item = pack.index[link_id]
    kind = _KINDS.get(item.type, Kind.TEXT)
    choices: tuple[Choice, ...] = ()
    if item.type is ItemType.CODING:
        found = find_choices(pack, item, "", language, FEW_CHOICES + 1)
        kind = Kind.FEW if len(found) <= FEW_CHOICES else Kind.MANY
        choices = found if kind is Kind.FEW else ()
    empty = (AnswerState.NONE, AnswerState.UNKNOWN, AnswerState.NOT_APPLICABLE, AnswerState.DECLINED)
    must = item.required and not item.repeats
    return Shape(
        link_id,
        kind,
        pack.label(link_id, language),
        pack.texts[language].get(f"item.{link_id}.hint", ""),
        item.required,
        item.max_length or 0,
        choices,
        (AnswerState.UNKNOWN, AnswerState.DECLINED) if must else empty,
        item.ext.precision is DatePrecision.DAY,
    )


def standing(pack: FormPack, answer: Answer | None, language: str) -> Standing:
    """What stands in a cell that was answered so."""
    if answer is None:
        return Standing()
    if answer.state is not AnswerState.VALUE or answer.value is None:
        return Standing(state=answer.state, reason=answer.reason or "")
    item, value = pack.index[answer.link_id], answer.value
    if isinstance(value, bool):
        return Standing(code="yes" if value else "no", state=answer.state)
    if isinstance(value, Money):
        return Standing(f"{value.amount:,}", currency=value.currency, state=answer.state)
    if item.type is ItemType.CODING:
        return Standing(value_in_words(pack, item, value, language), str(value), state=answer.state)
    text = answer.as_written or str(value)
    if answer.about and answer.as_written is None:
        text = with_about(text, language)
    return Standing(text, state=answer.state)


def understood(pack: FormPack, cell: Cell, typed: Typed, texts: Catalogue) -> str:
    """What was read in a date or an amount, said beside it; empty for other kinds and while nothing is typed."""
    item = pack.index[cell[0]]
    if item.type not in {ItemType.DATE, ItemType.QUANTITY} or not typed.text.strip():
        return ""
    read = answered(pack, cell, typed, _TRIED_AT)
    if not isinstance(read, Answer):
        return texts("ui.kiosk-form.unread")
    if isinstance(read.value, Money):
        return _amount_read(pack, item, read.value, texts)
    return _date_read(pack, item, read, texts)


def _amount_read(pack: FormPack, item: Item, money: Money, texts: Catalogue) -> str:
    plain = value_in_words(pack, item, money, texts.language.value)
    if money.currency != "JPY":
        return texts("ui.kiosk-form.read", read=plain)
    return texts("ui.kiosk-form.read-both", read=plain, other=in_myriads(money.amount))


def _date_read(pack: FormPack, item: Item, read: Answer, texts: Catalogue) -> str:
    eras = parse_date(str(read.value), field=item.link_id).to_japanese()
    is_japanese = texts.language is Language.JAPANESE
    plain = value_in_words(pack, item, str(read.value), "ja") if is_japanese else str(read.value)
    stem = "ui.kiosk-form.read-about" if read.about else "ui.kiosk-form.read"
    if not eras:
        return texts(stem, read=plain)
    other = texts("ui.kiosk-form.either").join(each.as_written() if is_japanese else _by_letter(each) for each in eras)
    return texts(f"{stem}-both", read=plain, other=other)


def _by_letter(day: JapaneseDate) -> str:
    """The day as spreadsheets write it: S63.4.12."""
    parts = [each for each in (day.year, day.month, day.day) if each is not None]
    return day.era.letter + ".".join(map(str, parts))


def lookback_days(pack: FormPack, link_id: str, as_of: date) -> tuple[str, date, date] | None:
    """Since when a question asks: ``years``, ``birth`` or ``high-school``, first day, reference day."""
    back = pack.index[link_id].ext.lookback
    if back is None:
        return None
    if back.years is None:
        return back.since, as_of, as_of
    try:
        first = as_of.replace(year=as_of.year - back.years)
    except ValueError:  # 29 February
        first = as_of.replace(year=as_of.year - back.years, day=28)
    return "years", first, as_of


def choices_for(pack: FormPack, link_id: str, words: str, language: str, readings: Readings) -> tuple[Choice, ...]:
    """Choices of a long list that fit what was typed, also as it is read (かんこく for 韓国)."""
    item = pack.index[link_id]
    found = find_choices(pack, item, words, language, MOST_FOUND)
    sought = fold(words)
    if not sought or language != "ja":
        return found
    known = {each.code for each in found}
    others = find_choices(pack, item, "", language, MOST_FOUND)
    read = [each for each in others if each.code not in known and fold(readings.spoken(each.label)).startswith(sought)]
    return (*found, *read)


def with_about(text: str, language: str) -> str:
    """The date marked as 頃."""
    return f"{text}{ABOUT_JA}" if language == "ja" else f"{ABOUT_EN} {text}"


def has_about(pack: FormPack, link_id: str, text: str) -> bool:
    """Whether a typed date says 頃."""
    read = answered(pack, (link_id, None), Typed(text), _TRIED_AT)
    return isinstance(read, Answer) and read.about


def without_about(text: str) -> str:
    """The date without its 頃."""
    for mark in (ABOUT_JA, "ごろ", "ころ", "about", "About", "circa", "ca.", "ca"):
        text = text.replace(mark, "")
    return text.strip()


def without_day(pack: FormPack, link_id: str, text: str, language: str) -> str:
    """The typed date cut to its month, in the calendar that it was typed in; as it was where no day stands in it."""
    about = has_about(pack, link_id, text)
    plain = without_about(text) if about else text
    try:
        read = parse_date(plain, field=link_id)
    except InvalidInputError:
        return text
    if read.day is None:
        return text
    month = parse_date(read.iso_text[:7], field=link_id)
    eras = [each for each in month.to_japanese() if each.era in {one.era for one in read.to_japanese()}]
    written = eras[0].as_written() if read.calendar is WrittenCalendar.JAPANESE and eras else month.iso_text
    return with_about(written, language) if about else written


def knows_day(pack: FormPack, link_id: str, text: str) -> bool | None:
    """Whether a typed date says the day; ``None`` while it cannot be read."""
    read = answered(pack, (link_id, None), Typed(text), _TRIED_AT)
    return read.precision is DatePrecision.DAY if isinstance(read, Answer) else None
