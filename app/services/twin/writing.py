"""Text into boxes: measured, broken after the Japanese rules, set smaller before it is carried over. Never cut."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from app.services.documents.fonts import Typefaces
from app.services.documents.linebreak import break_lines
from app.services.documents.paper import FillMark, LineMark, Mark, TextMark
from app.services.documents.tree import Face
from app.services.twin.places import Rect

SIZES = (10.0, 9.0, 8.0, 7.5)
"""Sizes of an answer, the largest that fits first."""
INSET = 3.5
LEADING = 1.22
_ASCENT = 0.88
PALE = 0.45
TINT = 0.945
THIN, STRONG = 0.4, 0.9


@dataclass(frozen=True, slots=True)
class Fitted:
    """Lines of one size."""

    lines: tuple[str, ...]
    size: float

    @property
    def height(self) -> float:
        """Height of all lines."""
        return len(self.lines) * self.size * LEADING


class Ruler:
    """Measures and breaks; remembers what it broke."""

    def __init__(self, shelf: Typefaces) -> None:
        self._shelf = shelf
        self._measures: dict[tuple[Face, float], Callable[[str], float]] = {}

    def width(self, text: str, face: Face, size: float) -> float:
        """Width in points."""
        key = (face, size)
        if key not in self._measures:
            self._measures[key] = self._shelf.measure(face, size)
        return self._measures[key](text)

    def lines(self, text: str, face: Face, size: float, width: float) -> tuple[str, ...]:
        """The lines of a text; a line feed begins a new one."""
        found: list[str] = []
        for part in text.split("\n"):
            if self.width(part, face, size) <= width:
                found.append(part)
            else:
                found += break_lines(part, lambda piece: self.width(piece, face, size), width)
        return tuple(found)

    def fit(self, text: str, rect: Rect, sizes: Sequence[float] = SIZES, face: Face = Face.MINCHO) -> Fitted | None:
        """The largest size in which a text fits a box; None when it fits in none."""
        for size in sizes:
            fitted = Fitted(self.lines(text, face, size, rect.width - 2 * INSET), size)
            if fitted.height <= rect.height - 2:
                return fitted
        return None

    def fit_line(self, text: str, rect: Rect, sizes: Sequence[float], face: Face) -> Fitted | None:
        """The largest size in which a text fits a box on one line; None when it does in none."""
        room = rect.width - 2 * INSET
        return next((Fitted((text,), size) for size in sizes if self.width(text, face, size) <= room), None)


def put(fitted: Fitted, rect: Rect, *, face: Face = Face.MINCHO, grey: float = 0.0) -> list[Mark]:
    """The lines in a box, level with its middle when they are few."""
    top = rect.y + (max(1.0, (rect.height - fitted.height) / 2) if rect.height < 40 else 3.0)
    return [
        TextMark(rect.x + INSET, top + place * fitted.size * LEADING + fitted.size * _ASCENT + 0.5, line, face,
                 fitted.size, grey=grey)
        for place, line in enumerate(fitted.lines)
        if line
    ]  # fmt: skip


def frame(rect: Rect, thickness: float = THIN) -> list[Mark]:
    """The four edges of a box."""
    return [
        LineMark(rect.x, rect.y, rect.right, rect.y, thickness),
        LineMark(rect.x, rect.bottom, rect.right, rect.bottom, thickness),
        LineMark(rect.x, rect.y, rect.x, rect.bottom, thickness),
        LineMark(rect.right, rect.y, rect.right, rect.bottom, thickness),
    ]


def tint(rect: Rect, grey: float = TINT) -> Mark:
    """A pale ground."""
    return FillMark(rect.x, rect.y, rect.width, rect.height, grey)
