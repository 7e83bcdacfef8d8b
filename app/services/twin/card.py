"""One row of a table as a card (記入欄): its columns in lines, a label with the box number over each answer."""

from dataclasses import dataclass

from app.models.forms.definition import FormPack
from app.models.forms.items import Item, ItemType
from app.services.documents.paper import LineMark, Mark, TextMark
from app.services.documents.tree import Face
from app.services.twin.places import LEFT, WIDTH, Cell, Rect
from app.services.twin.writing import STRONG, THIN, Ruler, frame, tint

LABEL = 7.0
LABEL_LEADING = 8.4
NUMBER_WIDTH = 20.0
SHORT, TALL = 24.0, 46.0
"""Least heights of an answer: two small lines, and four."""
_UNITS = 12
_PROSE = 1000


@dataclass(frozen=True, slots=True)
class PlannedCell:
    """A column with its place in the line."""

    item: Item
    label: tuple[str, ...]
    x: float
    width: float


@dataclass(frozen=True, slots=True)
class CardLine:
    """Columns beside each other."""

    cells: tuple[PlannedCell, ...]
    label_height: float
    answer_height: float
    is_prose: bool

    @property
    def height(self) -> float:
        """Least height of the line."""
        return self.label_height + self.answer_height


@dataclass(frozen=True, slots=True)
class CardPlan:
    """The part of a table's row that stands on one page."""

    table: Item
    page: int
    lines: tuple[CardLine, ...]

    @property
    def height(self) -> float:
        """Least height of the card."""
        return sum(line.height for line in self.lines)


@dataclass(frozen=True, slots=True)
class PlacedCard:
    """A card on a page."""

    marks: tuple[Mark, ...]
    cells: tuple[Cell, ...]
    area: Rect


def plan_card(pack: FormPack, table: Item, page: int, columns: list[Item], ruler: Ruler, language: str) -> CardPlan:
    """Set columns into lines, in order, every line filled."""
    lines: list[list[Item]] = []
    room = 0
    for column in columns:
        units = _units(column)
        if units > room:
            lines.append([])
            room = _UNITS
        lines[-1].append(column)
        room -= units
    return CardPlan(table, page, tuple(_line(pack, line, ruler, language) for line in lines))


def place_card(plan: CardPlan, top: float, number: int, answers: tuple[float, ...]) -> PlacedCard:
    """Draw a card.

    Args:
        plan: What stands in it.
        top: Upper edge.
        number: Row of the table, from 1.
        answers: Height of the answers of each line.
    """
    marks: list[Mark] = []
    cells: list[Cell] = []
    y = top
    for line, height in zip(plan.lines, answers, strict=True):
        bottom = y + line.label_height + height
        marks.append(tint(Rect(LEFT + NUMBER_WIDTH, y, WIDTH - NUMBER_WIDTH, line.label_height)))
        for cell in line.cells:
            marks += _labels(cell, y)
            marks.append(LineMark(cell.x, y, cell.x, bottom, THIN))
            area = Rect(cell.x, y, cell.width, bottom - y)
            answer = Rect(cell.x, y + line.label_height, cell.width, height)
            ref = cell.item.ext.paper_ref
            cells.append(Cell(cell.item.link_id, plan.page, ref.box, area, answer, number))
        if y > top:
            marks.append(LineMark(LEFT + NUMBER_WIDTH, y, LEFT + WIDTH, y, THIN))
        y = bottom
    area = Rect(LEFT, top, WIDTH, y - top)
    marks += frame(area, STRONG)
    marks.append(_numeral(number, area))
    return PlacedCard(tuple(marks), tuple(cells), area)


def label_marks(lines: tuple[str, ...], x: float, top: float, size: float = LABEL) -> list[Mark]:
    """A label in its lines."""
    leading = size * LABEL_LEADING / LABEL
    return [
        TextMark(x, top + 1.6 + size * 0.88 + place * leading, line, Face.GOTHIC, size)
        for place, line in enumerate(lines)
    ]


def named(pack: FormPack, item: Item, language: str) -> str:
    """Box number and label."""
    return f"{item.ext.paper_ref.box}　{pack.label(item.link_id, language)}"


def is_prose(item: Item) -> bool:
    """Whether the answer is a text of several lines."""
    return item.type is ItemType.TEXT


def _units(item: Item) -> int:
    if item.type is ItemType.TEXT:
        return _UNITS if (item.max_length or 0) > _PROSE else 6
    if item.type is ItemType.ATTACHMENT:
        return 6
    if item.type is ItemType.STRING and (item.max_length or _PROSE) > 120:
        return 6
    return 3


def _line(pack: FormPack, items: list[Item], ruler: Ruler, language: str) -> CardLine:
    total, x, cells = sum(map(_units, items)), LEFT + NUMBER_WIDTH, []
    for item in items:
        width = (WIDTH - NUMBER_WIDTH) * _units(item) / total
        label = ruler.lines(named(pack, item, language), Face.GOTHIC, LABEL, width - 7)
        cells.append(PlannedCell(item, label, x, width))
        x += width
    label_height = max(len(cell.label) for cell in cells) * LABEL_LEADING + 2.6
    has_prose = any(map(is_prose, items))
    return CardLine(tuple(cells), label_height, TALL if has_prose else SHORT, has_prose)


def _labels(cell: PlannedCell, top: float) -> list[Mark]:
    return label_marks(cell.label, cell.x + 3.5, top)


def _numeral(number: int, area: Rect) -> Mark:
    x = area.x + NUMBER_WIDTH / 2 - 2.5 * len(str(number))
    return TextMark(x, area.y + 13, str(number), Face.GOTHIC, 9.0)
