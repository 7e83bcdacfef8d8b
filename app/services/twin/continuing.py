"""Continuation sheets (続紙): rows for which a page had no room, and texts that were too long for their box."""

from dataclasses import dataclass

from app.models.forms.definition import FormPack
from app.models.forms.items import Item
from app.services.documents.tree import Face
from app.services.texts.catalogue import Catalogue
from app.services.twin.card import SHORT, CardPlan, label_marks, named, place_card
from app.services.twin.pieces import HEAD, NAME_SIZE
from app.services.twin.places import BODY_BOTTOM, BODY_TOP, LEFT, WIDTH, Cell, Rect
from app.services.twin.sheet import Sheet
from app.services.twin.writing import INSET, LEADING, STRONG, THIN, Fitted, Ruler, frame, put, tint

CAPTION = 26.0
_GAP = 8.0
_TALLEST = 220.0
"""An answer in a row grows up to this height; a longer one gets a box of its own."""
_SIZE, _PROSE_SIZE = 9.0, 10.0
_LEAST_LINES = 3


@dataclass(frozen=True, slots=True)
class LongText:
    """An answer that is carried over."""

    item: Item
    row: str | None
    number: int
    text: str


class Continuation:
    """The continuation sheets of one page, filled from the top."""

    def __init__(self, pack: FormPack, page: int, texts: Catalogue, ruler: Ruler) -> None:
        self._pack, self._page, self._texts, self._ruler = pack, page, texts, ruler
        self._y = BODY_BOTTOM
        self.sheets: list[Sheet] = []

    def table(self, plan: CardPlan) -> int:
        """Begin or repeat the heading of a table; gives the sheet it stands on."""
        self._need(_GAP + HEAD + plan.height)
        return self._head(plan)

    def card(self, plan: CardPlan, row: str, number: int, answers: dict[str, str]) -> tuple[Sheet, list[Cell]]:
        """Room for one row, as high as its answers need."""
        heights = tuple(
            max(self._needed(answers.get(cell.item.link_id, ""), cell.width) for cell in line.cells)
            for line in plan.lines
        )
        height = sum(heights) + sum(line.label_height for line in plan.lines)
        if self._need(height):
            self._head(plan)
        placed = place_card(plan, self._y, number, heights)
        sheet = self.sheets[-1]
        sheet.marks += placed.marks
        sheet.cells += [(cell, row) for cell in placed.cells]
        self._y = placed.area.bottom
        return sheet, list(placed.cells)

    def text(self, long: LongText) -> int:
        """A whole text in boxes of its own, over as many sheets as it takes; gives the first of them."""
        name = named(self._pack, long.item, self._texts.language.value)
        if long.number:
            name = self._texts("twin.of-row", name=name, number=long.number)
        whole = name
        lines = list(self._ruler.lines(long.text, Face.MINCHO, _PROSE_SIZE, WIDTH - 2 * INSET))
        leading, first = _PROSE_SIZE * LEADING, 0
        while lines:
            label = self._ruler.lines(name, Face.GOTHIC, NAME_SIZE, WIDTH - 10)
            head = max(HEAD, len(label) * NAME_SIZE * 1.2 + 5)
            self._need(_GAP + head + min(_LEAST_LINES, len(lines)) * leading + 8)
            first = first or len(self.sheets)
            top = self._y + _GAP
            count = min(len(lines), int((BODY_BOTTOM - top - head - 8) / leading))
            self._box(long, label, Rect(LEFT, top, WIDTH, head), tuple(lines[:count]))
            lines, name = lines[count:], self._texts("twin.text-goes-on", name=whole)
        return first

    def _box(self, long: LongText, label: tuple[str, ...], head: Rect, lines: tuple[str, ...]) -> None:
        sheet, fitted = self.sheets[-1], Fitted(lines, _PROSE_SIZE)
        answer = Rect(LEFT, head.bottom, WIDTH, max(SHORT, fitted.height + 8))
        area = Rect(LEFT, head.y, WIDTH, head.height + answer.height)
        sheet.marks += [tint(head), *label_marks(label, LEFT + 4, head.y + 2, NAME_SIZE), *frame(answer, THIN)]
        sheet.marks += [*frame(area, STRONG), *put(fitted, answer)]
        ref = long.item.ext.paper_ref
        sheet.cells.append((Cell(long.item.link_id, self._page, ref.box, area, answer, long.number), long.row))
        self._y = area.bottom

    def _head(self, plan: CardPlan) -> int:
        top = self._y + _GAP
        name = self._texts(
            "twin.continued", name=named(self._pack, plan.table, self._texts.language.value), page=self._page
        )
        area, sheet = Rect(LEFT, top, WIDTH, HEAD), self.sheets[-1]
        fitted = self._ruler.fit(name, area, (NAME_SIZE, 7.5, 6.5, 5.5), Face.GOTHIC)
        sheet.marks += [tint(area), *frame(area, STRONG)]
        sheet.marks += put(fitted, area, face=Face.GOTHIC) if fitted else []
        box = plan.table.ext.paper_ref.box
        sheet.cells.append((Cell(plan.table.link_id, self._page, box, area, area), None))
        self._y = area.bottom
        return len(self.sheets)

    def _needed(self, text: str, width: float) -> float:
        lines = self._ruler.lines(text, Face.MINCHO, _SIZE, width - 2 * INSET)
        height = max(SHORT, len(lines) * _SIZE * LEADING + 4)
        return height if height <= _TALLEST else SHORT

    def _need(self, height: float) -> bool:
        """Begin a new sheet when there is no room left; True when one was begun."""
        if self._y + height <= BODY_BOTTOM:
            return False
        self.sheets.append(Sheet(self._page, len(self.sheets) + 1))
        self._y = BODY_TOP + CAPTION
        return True
