"""A sheet of the paper twin for a screen: text in one font each, rules and grounds, in points from the upper left."""

from dataclasses import dataclass

from app.services.documents.fonts import FILES, Typefaces
from app.services.documents.paper import FillMark, LineMark, Mark, TextMark
from app.services.twin.sheet import Sheet

FONT_FILES = tuple(FILES.values())
"""Files of the fonts, beside each other in the folder of fonts; a screen must have them all."""


@dataclass(frozen=True, slots=True)
class Words:
    """A piece of text in one font.

    Attributes:
        x: Left end.
        y: Baseline.
        text: As given, never markup.
        family: Family of the font.
        size: Size of the font.
        grey: 0 is black.
        width: What the paper reckons for it.
    """

    x: float
    y: float
    text: str
    family: str
    size: float
    grey: float
    width: float


@dataclass(frozen=True, slots=True)
class SheetPicture:
    """One sheet: the page of the form that it is or continues, and what is drawn on it, grounds first."""

    page: int
    continuation: int
    grounds: tuple[FillMark, ...]
    rules: tuple[LineMark, ...]
    words: tuple[Words, ...]


def picture_of(sheet: Sheet, marks: tuple[Mark, ...], shelf: Typefaces) -> SheetPicture:
    """Set every text into the fonts that draw it.

    Raises:
        RefusedError: ``letter.character-not-drawable``.
    """
    words: list[Words] = []
    for mark in marks:
        if isinstance(mark, TextMark):
            x = mark.x
            for run in shelf.choose(mark.text, mark.face):
                width = run.width * mark.size + mark.spacing * len(run.drawn)
                words.append(Words(x, mark.y, run.text, run.font, mark.size, mark.grey, width))
                x += width
    return SheetPicture(
        sheet.page,
        sheet.continuation,
        tuple(mark for mark in marks if isinstance(mark, FillMark)),
        tuple(mark for mark in marks if isinstance(mark, LineMark)),
        tuple(words),
    )
