"""What the examiner's screen shows of a response: lines of words, in the order of the paper form."""

from collections.abc import Iterator
from dataclasses import dataclass

import msgspec

from app.models.domain.validity import Window
from app.models.forms.answers import Answer, AnswerState, AnswerValue, Money, Response
from app.models.forms.days import days_of
from app.models.forms.definition import FormPack
from app.models.forms.items import Item, ItemType, Lookback, PaperRef, Purpose, Sensitivity
from app.models.forms.visibility import Visibility


class SectionHead(msgspec.Struct, frozen=True):
    """One section of the form: its letter, purpose and first page."""

    link_id: str
    purpose: Purpose
    page: int


class Line(msgspec.Struct, frozen=True):
    """One cell as the screen shows it.

    ``shown`` is the value in words, or the words of the state; ``state`` is ``None`` for a cell without any answer.
    ``hidden`` marks an answer kept from a question that no longer applies, ``struck`` one in a row that the subject
    removed in a correction. Nothing here is markup.
    """

    link_id: str
    row: str | None
    label: str
    shown: str
    state: AnswerState | None
    paper: PaperRef
    purpose: Purpose
    lookback: Lookback | None
    sensitivity: Sensitivity
    hidden: bool
    revision: int
    struck: bool = False
    locked: bool = False
    """The reader may not see the answer, nor whether there is one."""
    masked: bool = False
    """There is an answer, and it would tell the reader whose it is."""
    days: Window | None = None
    """The days that its row or question may be about; None where nothing is dated."""


def sections(pack: FormPack) -> tuple[SectionHead, ...]:
    """The sections of a pack in order."""
    return tuple(SectionHead(each.link_id, each.ext.purpose, each.ext.paper_ref.page) for each in pack.items)


def answered_view(pack: FormPack, response: Response, section: str, language: str) -> tuple[Line, ...]:
    """Every cell of a section that is shown or answered.

    Args:
        pack: The pack of the response.
        response: The answers; the newest revision of each cell is shown.
        section: linkId of a section, for example ``E``.
        language: ``ja`` or ``en``.

    Returns:
        Lines in the order of the form, tables row by row, struck rows last. An unanswered cell has state ``None``
        and an empty value.
    """
    sight = Visibility(pack, response)
    days: dict[tuple[str, str | None], Window | None] = {}
    found = []
    for item, row in _cells(pack, response, pack.index[section].item):
        answer, visible = response.get(item.link_id, row), sight.shown(item.link_id, row)
        is_struck = answer is not None and answer.struck
        if (answer is None and not visible) or (answer is None and row in _struck(pack, response, item)):
            continue
        replaced = answer is not None and answer.not_applicable_since is not None and item.repeats
        around = pack.index.parent(item.link_id)
        is_alone = around is None or pack.index.parent(around.link_id) is None
        place = (item.link_id if around is None or is_alone else around.link_id, row)
        if place not in days:
            days[place] = days_of(pack, response, item.link_id, row)
        line = _line(pack, item, row, answer, language, hidden=replaced or not visible or is_struck)
        found.append(msgspec.structs.replace(line, days=days[place]))
    return tuple(found)


def shut(line: Line) -> Line:
    """A line of which the reader may not even see whether there is an answer."""
    return msgspec.structs.replace(line, shown="", state=None, hidden=False, struck=False, revision=0, locked=True)


@dataclass(frozen=True, slots=True)
class ReadSection:
    """The answers of one section as its reader may see them.

    Attributes:
        pack: The pack of the response.
        section: linkId of the section.
        response: Answers of the items that the section serves; none that the reader may not see.
        shut: Questions of which the reader may not even see whether there is an answer.
    """

    pack: FormPack
    section: str
    response: Response
    shut: frozenset[str] = frozenset()

    def lines(self, language: str) -> tuple[Line, ...]:
        """The cells as :func:`answered_view` gives them."""
        found = answered_view(self.pack, self.response, self.section, language)
        return tuple(shut(line) if line.link_id in self.shut else line for line in found)

    def pages(self) -> frozenset[int]:
        """The pages of the form on which the section stands."""
        index, section = self.pack.index, self.section
        return frozenset(
            page.page
            for page in self.pack.layout
            if any(index.section(box.link_id).link_id == section for box in page.boxes)
        )


def _cells(pack: FormPack, response: Response, items: tuple[Item, ...]) -> Iterator[tuple[Item, str | None]]:
    """Every cell below some items: questions, stated tables, and tables row by row."""
    for item in items:
        if item.type is ItemType.DISPLAY:
            continue
        if not item.repeats:
            if item.item:
                yield from _cells(pack, response, item.item)
            else:
                yield item, None
            continue
        columns = pack.index.columns(item.link_id)
        rows = response.rows_of(*(each.link_id for each in columns))
        if not rows or response.get(item.link_id) is not None:
            yield item, None
        for row in (*rows, *response.struck_rows(*(each.link_id for each in columns))):
            yield from ((column, row) for column in columns)


def _struck(pack: FormPack, response: Response, item: Item) -> tuple[str, ...]:
    """The struck rows of the table around a column."""
    table = pack.index.table(item.link_id)
    return () if table is None else response.struck_rows(*(each.link_id for each in pack.index.columns(table.link_id)))


def struck_line(pack: FormPack, answer: Answer, row: str, language: str) -> Line:
    """What stands in a row that is being taken out; ``row`` is what it is called."""
    line = _line(pack, pack.index[answer.link_id], row, answer, language, hidden=True)
    return msgspec.structs.replace(line, struck=True)


def _line(pack: FormPack, item: Item, row: str | None, answer: Answer | None, language: str, *, hidden: bool) -> Line:
    return Line(
        link_id=item.link_id,
        row=row,
        label=pack.label(item.link_id, language),
        shown=answer_in_words(pack, item, answer, language),
        state=answer.state if answer is not None else None,
        paper=item.ext.paper_ref,
        purpose=item.ext.purpose,
        lookback=item.ext.lookback,
        sensitivity=item.ext.sensitivity,
        hidden=hidden,
        revision=answer.revision if answer is not None else 0,
        struck=answer is not None and answer.struck,
    )


def answer_in_words(pack: FormPack, item: Item, answer: Answer | None, language: str) -> str:
    """The value as written, else the value in words, else the words of the explicit state."""
    if answer is None:
        return ""
    if answer.state is not AnswerState.VALUE or answer.value is None:
        return pack.text(f"state.{answer.state.value}", language)
    if answer.as_written is not None:
        return answer.as_written
    return value_in_words(pack, item, answer.value, language)


def value_in_words(pack: FormPack, item: Item, value: AnswerValue, language: str) -> str:
    """A value in words of the pack; what no word is known for is shown as given."""
    if isinstance(value, bool):
        return pack.text("value.yes" if value else "value.no", language)
    if isinstance(value, Money):
        amount = f"{value.amount:,}"
        key = "value.yen" if value.currency == "JPY" else "value.foreign"
        return pack.text(key, language).format_map({"amount": amount, "currency": value.currency})
    if item.type is ItemType.CODING:
        key = f"choice.{item.answer_value_set}.{value}"
        return pack.text(key, language) if key in pack.texts[language] else str(value)
    if item.type is ItemType.DATE and isinstance(value, str):
        parts = value.split("-")
        key = ("value.year", "value.month", "value.day")[min(len(parts), 3) - 1]
        names = dict(zip(("year", "month", "day"), (part.lstrip("0") for part in parts), strict=False))
        return pack.text(key, language).format_map(names)
    return str(value)
