"""A sheet being written: marks, and which cell stands where."""

from dataclasses import dataclass, field

from app.services.documents.paper import Mark
from app.services.documents.tree import Face
from app.services.twin.places import Cell, Rect
from app.services.twin.words import EMPTY, TICKED, Said
from app.services.twin.writing import INSET, LEADING, PALE, Fitted, Ruler, put, tint

_OPTION_SIZES = (9.0, 8.0, 7.5)
_BETWEEN = "　"
_COVER = 0.86


@dataclass(slots=True)
class Sheet:
    """One sheet of paper.

    Attributes:
        page: Page of the form that it is, or continues.
        continuation: 0 on the page itself, else which of its continuation sheets.
    """

    page: int
    continuation: int
    marks: list[Mark] = field(default_factory=list)
    cells: list[tuple[Cell, str | None]] = field(default_factory=list)


def write(sheet: Sheet, rect: Rect, words: Said, ruler: Ruler) -> bool:
    """Write words into a box; False when they do not fit, and then nothing is written."""
    if words.is_covered:
        inner = Rect(rect.x + 0.7, rect.y + 0.7, rect.width - 1.4, rect.height - 1.4)
        sheet.marks.append(tint(inner, _COVER))
    if words.options and (ticked := _ticked(words, rect, ruler)) is not None:
        sheet.marks += put(ticked, rect, face=Face.GOTHIC)
        return True
    fitted = ruler.fit(words.text, rect)
    if fitted is None:
        return False
    sheet.marks += put(fitted, rect, grey=PALE if words.is_pale else 0.0)
    return True


def _ticked(words: Said, rect: Rect, ruler: Ruler) -> Fitted | None:
    """All choices with their boxes, none torn apart; None when they do not fit."""
    offered = [f"{TICKED if place == words.chosen else EMPTY} {word}" for place, word in enumerate(words.options)]
    room = rect.width - 2 * INSET
    for size in _OPTION_SIZES:
        lines: list[str] = []
        for one in offered:
            longer = f"{lines[-1]}{_BETWEEN}{one}" if lines else one
            if lines and ruler.width(longer, Face.GOTHIC, size) <= room:
                lines[-1] = longer
            else:
                lines.append(one)
        is_narrow = all(ruler.width(line, Face.GOTHIC, size) <= room for line in lines)
        if is_narrow and len(lines) * size * LEADING <= rect.height - 2:
            return Fitted(tuple(lines), size)
    return None
