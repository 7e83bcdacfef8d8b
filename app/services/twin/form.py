"""The pages of the questionnaire as a form: every box of ``layout.json`` in its order, the same blank and filled.

A table takes the rows that the page has room for; what is left over makes the lines higher. So the geometry belongs to
the pack alone, and a cell stands at the same place on every copy.
"""

from dataclasses import dataclass

from app.models.domain.errors import RefusedError
from app.models.forms.definition import FormPack, Page
from app.models.forms.items import Item, ItemType
from app.services.documents.paper import Mark
from app.services.texts.catalogue import Catalogue
from app.services.twin.card import CardPlan, PlacedCard, place_card, plan_card
from app.services.twin.pieces import Bar, Row, Slack, bar, row
from app.services.twin.places import BODY_BOTTOM, BODY_TOP, Cell
from app.services.twin.writing import Ruler

_MOST_ROWS = 12
_MOST_GROWTH = 12.0
"""A line of short answers grows by at most this much."""
_PROSE_SHARE = 3
"""A text takes this many times what a short answer takes of the slack."""


@dataclass(frozen=True, slots=True)
class FormPage:
    """One page.

    Attributes:
        marks: Everything printed on every copy.
        cells: Boxes in reading order, headings among them.
        cards: Per table, the rows that have room.
        plans: Per table, how one of its rows is set, for continuation sheets.
    """

    page: int
    marks: tuple[Mark, ...]
    cells: tuple[Cell, ...]
    cards: dict[str, tuple[PlacedCard, ...]]
    plans: dict[str, CardPlan]


@dataclass(slots=True)
class _Cards:
    """The rows of a table on a page."""

    plan: CardPlan
    count: int = 1
    placed: tuple[PlacedCard, ...] = ()

    @property
    def height(self) -> float:
        return self.plan.height * self.count

    @property
    def short(self) -> int:
        return self.count * sum(not line.is_prose for line in self.plan.lines)

    @property
    def prose(self) -> int:
        return self.count * sum(line.is_prose for line in self.plan.lines)

    def place(self, top: float, slack: Slack) -> tuple[list[Mark], list[Cell], float]:
        heights = tuple(
            line.answer_height + (slack.prose if line.is_prose else slack.short) for line in self.plan.lines
        )
        marks: list[Mark] = []
        cells: list[Cell] = []
        placed = []
        for number in range(1, self.count + 1):
            card = place_card(self.plan, top, number, heights)
            placed.append(card)
            marks += card.marks
            cells += card.cells
            top = card.area.bottom
        self.placed = tuple(placed)
        return marks, cells, top


_Piece = Bar | Row | _Cards


def form_pages(pack: FormPack, texts: Catalogue, ruler: Ruler) -> tuple[FormPage, ...]:
    """Every page of the form.

    Raises:
        RefusedError: ``twin.page-overfull`` with the page whose boxes do not fit.
    """
    return tuple(_page(page, _pieces(pack, page, texts, ruler)) for page in pack.layout)


def _page(page: Page, pieces: list[_Piece]) -> FormPage:
    tables = [piece for piece in pieces if isinstance(piece, _Cards)]
    slack = _dealt(page, pieces, tables)
    marks: list[Mark] = []
    cells: list[Cell] = []
    y = BODY_TOP
    for piece in pieces:
        drawn, boxes, y = piece.place(y, slack)
        marks += drawn
        cells += boxes
    cards = {each.plan.table.link_id: each.placed for each in tables}
    return FormPage(
        page.page, tuple(marks), tuple(cells), cards, {each.plan.table.link_id: each.plan for each in tables}
    )


def _dealt(page: Page, pieces: list[_Piece], tables: list[_Cards]) -> Slack:
    """Give every table in turn a further row while there is room; then share out the rest."""
    room = BODY_BOTTOM - BODY_TOP - sum(piece.height for piece in pieces)
    if room < 0:
        raise RefusedError("twin.page-overfull", page=page.page)
    is_growing = True
    while is_growing:
        is_growing = False
        for table in tables:
            if table.count < _MOST_ROWS and table.plan.height <= room:
                table.count += 1
                room -= table.plan.height
                is_growing = True
    short, prose = sum(piece.short for piece in pieces), sum(piece.prose for piece in pieces)
    for_short = min(_MOST_GROWTH, room / (short + _PROSE_SHARE * prose)) if short else 0.0
    return Slack(for_short, (room - for_short * short) / prose if prose else 0.0)


def _pieces(pack: FormPack, page: Page, texts: Catalogue, ruler: Ruler) -> list[_Piece]:
    """The bands of a page; columns of one table that follow each other make one card."""
    found: list[_Piece] = []
    columns: list[Item] = []
    headed: set[str] = set()

    def close() -> None:
        if not columns:
            return
        table = pack.index.table(columns[0].link_id)
        if table is not None:
            if table.link_id not in headed:
                found.append(bar(pack, table, page.page, texts, ruler))
            found.append(_Cards(plan_card(pack, table, page.page, list(columns), ruler, texts.language.value)))
        columns.clear()

    for box in page.boxes:
        item = pack.index[box.link_id]
        table = pack.index.table(item.link_id)
        if table is not None and not item.item:
            if columns and pack.index.table(columns[0].link_id) is not table:
                close()
            columns.append(item)
            continue
        close()
        if item.item or item.repeats or item.type in {ItemType.GROUP, ItemType.DISPLAY}:
            headed.add(item.link_id)
            found.append(bar(pack, item, page.page, texts, ruler))
        else:
            found.append(row(pack, item, texts, ruler))
    close()
    return found
