"""Answers into the boxes of a page, and what has no room there onto its continuation sheets."""

from collections.abc import Collection

from app.models.forms.answers import Answer, Response
from app.models.forms.definition import FormPack
from app.models.forms.items import Item
from app.models.forms.visibility import Visibility
from app.services.documents.paper import LineMark
from app.services.documents.tree import Face
from app.services.texts.catalogue import Catalogue
from app.services.twin.card import PlacedCard
from app.services.twin.continuing import Continuation, LongText
from app.services.twin.form import FormPage
from app.services.twin.places import Cell, Rect
from app.services.twin.sheet import Sheet, write
from app.services.twin.words import Said, asked, said
from app.services.twin.writing import SIZES, Ruler, put

_Key = tuple[str, str | None]


def blank_page(pack: FormPack, page: FormPage, texts: Catalogue, ruler: Ruler) -> Sheet:
    """A page for the pen."""
    sheet = Sheet(page.page, 0, list(page.marks), [(cell, None) for cell in page.cells])
    for cell in page.cells:
        item = pack.index[cell.link_id]
        if not item.item:
            write(sheet, cell.answer, asked(pack, item, texts), ruler)
    return sheet


class Filler:
    """Fills the pages of one response.

    Args:
        pack: The pack of the response.
        response: What may be printed of the answers.
        covered: Items whose answers the reader may not see; nothing tells whether there are any.
        texts: Words of the form.
        ruler: Measures and breaks.
    """

    def __init__(
        self, pack: FormPack, response: Response, covered: Collection[str], texts: Catalogue, ruler: Ruler
    ) -> None:
        self._pack, self._response, self._covered = pack, response, covered
        self._texts, self._ruler = texts, ruler
        self._sight = Visibility(pack, response)
        self._late: list[tuple[Sheet, Rect, _Key]] = []
        self._long: list[LongText] = []

    def page(self, page: FormPage) -> list[Sheet]:
        """The page and its continuation sheets."""
        self._late, self._long = [], []
        sheet = Sheet(page.page, 0, list(page.marks))
        rows = {table: self._rows(table) for table in page.cards}
        heads: dict[str, Cell] = {}
        for cell in page.cells:
            item = self._pack.index[cell.link_id]
            table = self._pack.index.table(cell.link_id)
            row = None
            if cell.number and table is not None:
                of_table = rows[table.link_id]
                row = of_table[cell.number - 1] if cell.number <= len(of_table) else None
            sheet.cells.append((cell, row))
            if item.repeats:
                heads[item.link_id] = cell
                self._head(sheet, cell, item)
            elif item.item:
                continue
            elif row is not None or not cell.number:
                self._answer(sheet, cell, item, row)
        for table_id, cards in page.cards.items():
            self._unused(sheet, table_id, cards, len(rows[table_id]))
        return [sheet, *self._carried(page, sheet, rows, heads)]

    def _rows(self, table: str) -> tuple[str, ...]:
        columns = self._pack.index.columns(table)
        return self._response.rows_of(*(column.link_id for column in columns if column.link_id not in self._covered))

    def _is_covered(self, table: str) -> bool:
        return all(column.link_id in self._covered for column in self._pack.index.columns(table))

    def _head(self, sheet: Sheet, cell: Cell, item: Item) -> None:
        """What is said of a table as a whole."""
        if item.link_id in self._covered or self._is_covered(item.link_id):
            write(sheet, cell.answer, self._cover(), self._ruler)
            return
        answer = self._response.get(item.link_id)
        is_stated = answer is not None and answer.not_applicable_since is None
        if not is_stated and self._rows(item.link_id):
            return
        self._put(sheet, cell, item, None, self._said(item, answer, None))

    def _answer(self, sheet: Sheet, cell: Cell, item: Item, row: str | None) -> None:
        if item.link_id in self._covered:
            write(sheet, cell.answer, self._cover(), self._ruler)
            return
        self._put(sheet, cell, item, row, self._said(item, self._response.get(item.link_id, row), row))

    def _said(self, item: Item, answer: Answer | None, row: str | None) -> Said:
        return said(self._pack, item, answer, self._texts, is_shown=self._sight.shown(item.link_id, row))

    def _cover(self) -> Said:
        return Said(self._texts("twin.covered"), is_covered=True)

    def _put(self, sheet: Sheet, cell: Cell, item: Item, row: str | None, words: Said) -> None:
        if not write(sheet, cell.answer, words, self._ruler):
            self._long.append(LongText(item, row, cell.number, words.text))
            self._late.append((sheet, cell.answer, (item.link_id, row)))

    def _unused(self, sheet: Sheet, table: str, cards: tuple[PlacedCard, ...], used: int) -> None:
        """Rows that stay empty: struck out, so that nothing can be added; covered where the table is."""
        if self._is_covered(table):
            for card in cards:
                for cell in card.cells:
                    write(sheet, cell.answer, Said(is_covered=True), self._ruler)
            return
        if used >= len(cards):
            return
        first, last = cards[used], cards[-1]
        sheet.marks.append(LineMark(first.area.right, first.area.y, last.area.x, last.area.bottom, 0.5))
        if used:
            write(sheet, first.cells[0].answer, Said(self._texts("twin.rest-empty")), self._ruler)

    def _carried(
        self, page: FormPage, sheet: Sheet, rows: dict[str, tuple[str, ...]], heads: dict[str, Cell]
    ) -> list[Sheet]:
        flow = Continuation(self._pack, page.page, self._texts, self._ruler)
        for table, plan in page.plans.items():
            room, on = len(page.cards[table]), rows[table]
            if len(on) <= room:
                continue
            begins = flow.table(plan)
            if table in heads:
                words = self._texts("twin.rows-go-on", number=room + 1, sheet=begins)
                self._refer(sheet, heads[table].answer, words)
            for number, row in enumerate(on[room:], start=room + 1):
                columns = [cell.item for line in plan.lines for cell in line.cells]
                words_of = {
                    item.link_id: self._said(item, self._response.get(item.link_id, row), row).text
                    for item in columns
                    if item.link_id not in self._covered
                }
                onto, cells = flow.card(plan, row, number, words_of)
                for cell in cells:
                    self._answer(onto, cell, self._pack.index[cell.link_id], row)
        where = {(long.item.link_id, long.row): flow.text(long) for long in self._long}
        for onto, rect, key in self._late:
            self._refer(onto, rect, self._texts("twin.on-sheet", sheet=where[key]))
        return flow.sheets

    def _refer(self, sheet: Sheet, rect: Rect, words: str) -> None:
        """Point to a continuation sheet; small enough for any box."""
        fitted = self._ruler.fit(words, rect, (*SIZES, 6.5, 5.5), Face.GOTHIC)
        if fitted is not None:
            sheet.marks += put(fitted, rect, face=Face.GOTHIC)
