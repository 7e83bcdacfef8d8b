"""Bands of a page that are no tables: headings of sections, questions and tables, and questions with their answer."""

from dataclasses import dataclass

from app.models.forms.definition import FormPack
from app.models.forms.items import Item, ItemType
from app.services.documents.paper import LineMark, Mark, TextMark
from app.services.documents.tree import Face
from app.services.texts.catalogue import Catalogue
from app.services.twin.card import LABEL_LEADING, is_prose, label_marks, named
from app.services.twin.places import LEFT, WIDTH, Cell, Rect
from app.services.twin.writing import STRONG, THIN, Ruler, frame, tint

_SECTION, _QUESTION, HEAD = 22.0, 16.0, 18.0
_SECTION_SIZE, NAME_SIZE, _HINT_SIZE, _LABEL_SIZE = 11.0, 9.0, 7.5, 8.0
_HINT_LEADING = 9.8
_GAP = 7.0
_ROW, _PROSE_ROW = 24.0, 52.0
_LABEL_SHARE, _SENTENCE_SHARE, _HEAD_SHARE = 0.30, 0.74, 0.62
_HALF_TINT = 0.9


@dataclass(frozen=True, slots=True)
class Slack:
    """What each line of short answers and each line of prose grows by."""

    short: float
    prose: float


@dataclass(frozen=True, slots=True)
class Bar:
    """A heading; that of a table has room for what is said of the whole table (なし).

    Attributes:
        height: Of everything, the gap before and the hints after included.
        body: Of the bar itself.
        is_box: The heading is a box of this page, and not the repeated heading of a table that began before.
    """

    item: Item
    page: int
    name: tuple[str, ...]
    note: str
    hints: tuple[str, ...]
    is_section: bool
    gap: float
    body: float
    is_box: bool
    note_x: float
    height: float
    short: int = 0
    prose: int = 0

    def place(self, top: float, _slack: Slack) -> tuple[list[Mark], list[Cell], float]:
        """Marks, boxes, lower edge."""
        y = top + self.gap
        area = Rect(LEFT, y, WIDTH, self.body)
        size = _SECTION_SIZE if self.is_section else NAME_SIZE
        marks: list[Mark] = [tint(area, _HALF_TINT)] if self.is_section or self.item.repeats else []
        marks += label_marks(self.name, LEFT + 4, y + (self.body - len(self.name) * size * 1.2) / 2 - 1.0, size)
        answer = area
        if self.item.repeats:
            marks += frame(area, STRONG)
            if self.is_box:
                answer = Rect(LEFT + WIDTH * _HEAD_SHARE, y, WIDTH * (1 - _HEAD_SHARE), self.body)
                marks.append(LineMark(answer.x, y, answer.x, answer.bottom, THIN))
        elif not self.is_section:
            marks.append(LineMark(LEFT, area.bottom, LEFT + WIDTH, area.bottom, STRONG))
        if self.note:
            marks.append(TextMark(self.note_x, y + self.body - 5.5, self.note, Face.GOTHIC, _HINT_SIZE, grey=0.25))
        y = area.bottom
        for line in self.hints:
            y += _HINT_LEADING
            marks.append(TextMark(LEFT + 4, y, line, Face.GOTHIC, _HINT_SIZE, grey=0.25))
        ref = self.item.ext.paper_ref
        cells = [Cell(self.item.link_id, self.page, ref.box, area, answer)] if self.is_box else []
        return marks, cells, top + self.height


@dataclass(frozen=True, slots=True)
class Row:
    """A question outside tables: the label at the left, the answer at the right."""

    item: Item
    label: tuple[str, ...]
    hints: tuple[str, ...]
    share: float
    height: float
    short: int
    prose: int

    def place(self, top: float, slack: Slack) -> tuple[list[Mark], list[Cell], float]:
        """Marks, boxes, lower edge."""
        hint = len(self.hints) * _HINT_LEADING + (4 if self.hints else 0)
        height = self.height - hint + (slack.prose if self.prose else slack.short)
        area = Rect(LEFT, top, WIDTH, height)
        answer = Rect(LEFT + WIDTH * self.share, top, WIDTH * (1 - self.share), height)
        marks: list[Mark] = [tint(Rect(LEFT, top, WIDTH * self.share, height))]
        leading = LABEL_LEADING * _LABEL_SIZE / 7
        marks += label_marks(self.label, LEFT + 4, top + (height - len(self.label) * leading) / 2 - 1.0, _LABEL_SIZE)
        marks += frame(area)
        marks.append(LineMark(answer.x, top, answer.x, area.bottom, THIN))
        y = area.bottom
        for line in self.hints:
            y += _HINT_LEADING
            marks.append(TextMark(LEFT + 4, y, line, Face.GOTHIC, _HINT_SIZE, grey=0.25))
        ref = self.item.ext.paper_ref
        return marks, [Cell(self.item.link_id, ref.page, ref.box, area, answer)], area.bottom + hint


def bar(pack: FormPack, item: Item, page: int, texts: Catalogue, ruler: Ruler) -> Bar:
    """The heading of a section, a question or a table."""
    language, ref = texts.language.value, item.ext.paper_ref
    is_section, is_box = pack.index.parent(item.link_id) is None, ref.page == page
    words = named(pack, item, language)
    if not is_box:
        words = texts("twin.continued", name=words, page=ref.page)
    size = _SECTION_SIZE if is_section else NAME_SIZE
    share = _HEAD_SHARE if item.repeats and is_box else 1.0
    note = "" if item.repeats and _asked_above(pack, item) else _period(item, texts)
    room = WIDTH * share - 10 - (ruler.width(note, Face.GOTHIC, _HINT_SIZE) + 14 if note else 0)
    name = ruler.lines(words, Face.GOTHIC, size, room)
    hints = _hints(pack, item, language, ruler) if is_box else ()
    gap = 0.0 if is_section or (item.repeats and _asked_above(pack, item)) else _GAP
    least = _SECTION if is_section else HEAD if item.repeats else _QUESTION
    body = max(least, len(name) * size * 1.2 + 5)
    after = len(hints) * _HINT_LEADING + (4 if hints else 0)
    note_x = LEFT + 12 + max(ruler.width(line, Face.GOTHIC, size) for line in name)
    return Bar(item, page, name, note, hints, is_section, gap, body, is_box, note_x, gap + body + after)


def row(pack: FormPack, item: Item, texts: Catalogue, ruler: Ruler) -> Row:
    """A question with its answer."""
    language = texts.language.value
    share = _SENTENCE_SHARE if item.type is ItemType.BOOLEAN else _LABEL_SHARE
    label = ruler.lines(named(pack, item, language), Face.GOTHIC, _LABEL_SIZE, WIDTH * share - 8)
    hints = _hints(pack, item, language, ruler)
    least = max(_PROSE_ROW if is_prose(item) else _ROW, len(label) * LABEL_LEADING * _LABEL_SIZE / 7 + 5)
    height = least + len(hints) * _HINT_LEADING + (4 if hints else 0)
    return Row(item, label, hints, share, height, int(not is_prose(item)), int(is_prose(item)))


def _asked_above(pack: FormPack, item: Item) -> bool:
    """Whether a table answers a question of its own group (有無) that stands before it."""
    parent = pack.index.parent(item.link_id)
    return parent is not None and pack.index.parent(parent.link_id) is not None


def _hints(pack: FormPack, item: Item, language: str, ruler: Ruler) -> tuple[str, ...]:
    hint = pack.texts[language].get(f"item.{item.link_id}.hint")
    return ruler.lines(hint, Face.GOTHIC, _HINT_SIZE, WIDTH - 8) if hint else ()


def _period(item: Item, texts: Catalogue) -> str:
    """How far back the question asks."""
    lookback = item.ext.lookback
    if lookback is None:
        return ""
    if lookback.years is not None:
        return texts("twin.period.years", years=lookback.years)
    return texts("twin.period.birth") if lookback.since == "birth" else texts("twin.period.school")
