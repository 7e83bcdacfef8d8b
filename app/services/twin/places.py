"""Where every cell of the questionnaire stands on paper, and what stands at a place: both ways, for a machine.

Lengths are points (1/72 inch); ``y`` counts from the upper edge of the sheet.
"""

from dataclasses import dataclass
from functools import cached_property

import msgspec

from app.services.documents.paper import PAGE_WIDTH

LEFT = 40.0
WIDTH = PAGE_WIDTH - 2 * LEFT
BODY_TOP = 84.0
BODY_BOTTOM = 790.0


@dataclass(frozen=True, slots=True)
class Rect:
    """A rectangle whose upper left corner is (x, y)."""

    x: float
    y: float
    width: float
    height: float

    @property
    def right(self) -> float:
        """The right edge."""
        return self.x + self.width

    @property
    def bottom(self) -> float:
        """The lower edge."""
        return self.y + self.height


@dataclass(frozen=True, slots=True)
class Cell:
    """A box as the form draws it.

    Attributes:
        link_id: The item that stands in it.
        page: Page of the form, from 1.
        box: Number of the box.
        area: The whole box.
        answer: The part for the answer; the whole box where nothing is asked.
        number: Row of its table from 1; 0 outside tables.
    """

    link_id: str
    page: int
    box: str
    area: Rect
    answer: Rect
    number: int = 0


class Spot(msgspec.Struct, frozen=True, rename="camel"):
    """One cell on one sheet. A long text that runs over several continuation sheets has one spot on each.

    Attributes:
        sheet: Sheet of the file, from 1.
        page: Page of the form that the sheet is, or continues.
        continuation: Number of the continuation sheet (続紙) of that page; 0 on the page itself.
        link_id: The item; ``row`` and ``number`` say which row of a table, by id and as counted on paper.
        area: Left, top, width and height of the box.
        answer: The same of the part that holds the answer.
    """

    sheet: int
    page: int
    continuation: int
    box: str
    link_id: str
    row: str | None
    number: int
    area: tuple[float, float, float, float]
    answer: tuple[float, float, float, float]


class PaperMap(msgspec.Struct, frozen=True, dict=True, rename="camel"):
    """Which rectangle of which sheet holds which cell (紙面の対応表); holds no answer.

    Attributes:
        pack: Digest of the form pack that was drawn.
        pages: Pages of the form; ``sheets`` counts the continuation sheets too.
    """

    pack: str
    pages: int
    sheets: int
    spots: tuple[Spot, ...]

    @cached_property
    def _cells(self) -> dict[tuple[str, str | None], list[Spot]]:
        found: dict[tuple[str, str | None], list[Spot]] = {}
        for spot in self.spots:
            found.setdefault((spot.link_id, spot.row), []).append(spot)
        return found

    def places_of(self, link_id: str, row: str | None = None) -> tuple[Spot, ...]:
        """Where a cell stands; empty for one that the paper does not have."""
        return tuple(self._cells.get((link_id, row), ()))

    def cell_at(self, sheet: int, x: float, y: float) -> Spot | None:
        """The smallest box at a point of a sheet, or None beside all boxes."""
        hit = [spot for spot in self.spots if spot.sheet == sheet and _holds(spot.area, x, y)]
        return min(hit, key=lambda spot: spot.area[2] * spot.area[3], default=None)

    def encode(self) -> bytes:
        """The map as JSON, UTF-8, keys sorted."""
        return msgspec.json.encode(self, order="sorted")


def corners(rect: Rect) -> tuple[float, float, float, float]:
    """A rectangle as the map writes it, to a tenth of a point."""
    return (round(rect.x, 1), round(rect.y, 1), round(rect.width, 1), round(rect.height, 1))


def _holds(area: tuple[float, float, float, float], x: float, y: float) -> bool:
    return area[0] <= x <= area[0] + area[2] and area[1] <= y <= area[1] + area[3]
