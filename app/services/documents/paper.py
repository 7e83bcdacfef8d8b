"""Marks on an A4 page, and how strips of them are dealt out to pages. Pure geometry; lengths in points (1/72 inch).

A strip is a horizontal band over the whole text width. Strips that must stay together carry ``keep``; a gap vanishes
at the top of a page.
"""

from dataclasses import dataclass, replace

from app.services.documents.tree import Face

PAGE_WIDTH = 595.28
PAGE_HEIGHT = 841.89
TEXT_WIDTH = 451.5
"""43 full-width characters of 10.5 points."""
LEFT = (PAGE_WIDTH - TEXT_WIDTH) / 2
TOP = 68.0
"""First line of text below the upper edge."""
HEADER_LINE = 46.0
FOOT = 36.0
"""Lowest mark above the lower edge."""
FOOTER_SIZE = 7.5
FOOTER_LEADING = 11.5


@dataclass(frozen=True, slots=True)
class TextMark:
    """Text with its left end at ``x`` and its baseline ``y`` below the top of the strip or page."""

    x: float
    y: float
    text: str
    face: Face
    size: float
    spacing: float = 0.0
    grey: float = 0.0


@dataclass(frozen=True, slots=True)
class LineMark:
    """A straight rule."""

    x1: float
    y1: float
    x2: float
    y2: float
    thickness: float = 0.5


@dataclass(frozen=True, slots=True)
class FillMark:
    """A filled rectangle whose upper left corner is (x, y)."""

    x: float
    y: float
    width: float
    height: float
    grey: float


@dataclass(frozen=True, slots=True)
class CodeMark:
    """A QR code whose upper left corner is (x, y)."""

    x: float
    y: float
    size: float
    payload: str


Mark = TextMark | LineMark | FillMark | CodeMark


@dataclass(frozen=True, slots=True)
class Strip:
    """A band of the page."""

    height: float
    marks: tuple[Mark, ...] = ()
    keep: bool = False
    gap: bool = False


def gap(height: float) -> Strip:
    """White space before a block; it goes where the block goes."""
    return Strip(height, keep=True, gap=True)


def paginate(strips: list[Strip], room: float) -> list[tuple[Mark, ...]]:
    """Deal strips out to pages of ``room`` points; marks come back with ``y`` from the top of the page.

    A chain of kept strips taller than a page is broken rather than lost.
    """
    pages: list[tuple[Mark, ...]] = []
    current: list[Mark] = []
    used = 0.0
    for chain in _chains(strips):
        if used and used + sum(strip.height for strip in chain) > room:
            pages.append(tuple(current))
            current, used = [], 0.0
        for strip in chain:
            if strip.gap and not used:
                continue
            if used and not strip.gap and used + strip.height > room:
                pages.append(tuple(current))
                current, used = [], 0.0
            current += [moved(mark, TOP + used) for mark in strip.marks]
            used += strip.height
    return [*pages, tuple(current)] if current or not pages else pages


def moved(mark: Mark, down: float) -> Mark:
    """The mark ``down`` points lower."""
    if isinstance(mark, LineMark):
        return replace(mark, y1=mark.y1 + down, y2=mark.y2 + down)
    return replace(mark, y=mark.y + down)


def _chains(strips: list[Strip]) -> list[list[Strip]]:
    chains: list[list[Strip]] = []
    open_chain = False
    for strip in strips:
        if open_chain:
            chains[-1].append(strip)
        else:
            chains.append([strip])
        open_chain = strip.keep
    return chains
