"""Lay a document tree out on A4 pages. Pure: widths are asked from the typefaces, nothing is drawn here."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Protocol

from app.services.documents import tree
from app.services.documents.clusters import clusters
from app.services.documents.linebreak import Measure, break_lines
from app.services.documents.paper import (
    FOOT,
    FOOTER_LEADING,
    FOOTER_SIZE,
    HEADER_LINE,
    LEFT,
    PAGE_HEIGHT,
    TEXT_WIDTH,
    TOP,
    CodeMark,
    FillMark,
    LineMark,
    Mark,
    Strip,
    TextMark,
    gap,
    paginate,
)
from app.services.documents.tree import Face
from app.services.texts.catalogue import Language

_SIZE = 10.5
_LEADING = 17.0
_SMALL = 9.5
_SMALL_LEADING = 15.0
_LABEL_WIDTH = 116.0
_SHORT_TABLE = 24
_PAD = 6.0
_GROUP_SIZE = 12.5
_RIGHT = LEFT + TEXT_WIDTH
_CODE, _LARGE_CODE, _SMALL_PAYLOAD = 100.0, 130.0, 400
"""Points of a code, and of one with more letters; a module of either is at least 0.4 mm, or five dots at 300 dpi."""
_MOST_STRETCH = 0.09
"""Largest extra space between two characters, in units of the size; a line that needs more stays ragged."""


class Shelf(Protocol):
    """What the layout asks from the fonts."""

    def measure(self, face: Face, size: float) -> Measure:
        """A function from text to width in points."""


def lay_out(document: tree.Document, shelf: Shelf) -> list[tuple[Mark, ...]]:
    """The marks of each page, headers and footers included.

    Raises:
        RefusedError: ``letter.character-not-drawable``.
    """
    desk = _Desk(document, shelf)
    footer = desk.footer_lines()
    foot_height = FOOTER_LEADING * len(footer) + 10 if footer else 0.0
    pages = paginate(desk.strips(), PAGE_HEIGHT - TOP - FOOT - foot_height - 8)
    return [
        (*_fills_first(page), *desk.header(number, len(pages)), *desk.footer(footer))
        for number, page in enumerate(pages, start=1)
    ]


def _fills_first(marks: tuple[Mark, ...]) -> list[Mark]:
    """Grounds under everything else, so that no ground covers the rule of its neighbour."""
    return sorted(marks, key=lambda mark: not isinstance(mark, FillMark))


def _keep_last(strips: list[Strip]) -> None:
    """Bind what comes next to the last band, across the white space between."""
    last = max(index for index, strip in enumerate(strips) if not strip.gap)
    strips[last] = replace(strips[last], keep=True)


def _before(block: tree.Paragraph, previous: tree.Block | None) -> float:
    """White space above a paragraph."""
    if isinstance(previous, tree.Table):
        return 8.0
    return 2.0 if isinstance(previous, tree.Heading) or block.depth else 6.0


@dataclass(frozen=True, slots=True)
class _Style:
    face: Face
    size: float
    leading: float


_BODY = _Style(Face.MINCHO, _SIZE, _LEADING)
_VALUE = _Style(Face.MINCHO, 10.0, 15.5)
_LABEL = _Style(Face.GOTHIC, 9.0, 15.5)
_HEADING = _Style(Face.GOTHIC, _SIZE, _LEADING)
_SMALL_TEXT = _Style(Face.MINCHO, _SMALL, _SMALL_LEADING)
_TITLE = _Style(Face.GOTHIC, 16.0, 24.0)
_STATEMENT = _Style(Face.GOTHIC, 12.5, 20.0)


class _Desk:
    """Turns blocks into strips."""

    def __init__(self, document: tree.Document, shelf: Shelf) -> None:
        self._document = document
        self._shelf = shelf
        self._measures: dict[tuple[Face, float], Measure] = {}

    def strips(self) -> list[Strip]:
        strips = list(self._opening())
        previous: tree.Block | None = None
        for block in self._document.blocks:
            strips += self._block(block, previous)
            previous = block
        if self._document.closing:
            _keep_last(strips)
            strips += [gap(4), self._right((self._document.closing,), _BODY)]
        return strips

    def header(self, number: int, total: int) -> list[Mark]:
        """Issue number, name of the form where there is room for it, and page."""
        size, y = 8.0, HEADER_LINE - 5
        issue = f"{self._document.issue_label} {self._document.issue_no}"
        page = f"{number} / {total}"
        name = self._document.title
        middle = self._centred(name, Face.GOTHIC, size)
        marks: list[Mark] = [
            TextMark(LEFT, y, issue, Face.GOTHIC, size, grey=0.25),
            TextMark(_RIGHT - self._width(page, Face.GOTHIC, size), y, page, Face.GOTHIC, size, grey=0.25),
            LineMark(LEFT, HEADER_LINE, _RIGHT, HEADER_LINE, 0.4),
        ]
        if LEFT + self._width(issue, Face.GOTHIC, size) + size < middle:
            marks.append(TextMark(middle, y, name, Face.GOTHIC, size, grey=0.25))
        return marks

    def footer_lines(self) -> list[str]:
        measure = self._measure(Face.GOTHIC, FOOTER_SIZE)
        return [line for text in self._document.footer for line in break_lines(text, measure, TEXT_WIDTH)]

    def footer(self, lines: list[str]) -> list[Mark]:
        if not lines:
            return []
        top = PAGE_HEIGHT - FOOT - FOOTER_LEADING * len(lines)
        return [
            LineMark(LEFT, top - 6, _RIGHT, top - 6, 0.4),
            *(
                TextMark(LEFT, top + FOOTER_LEADING * index + 6, line, Face.GOTHIC, FOOTER_SIZE, grey=0.25)
                for index, line in enumerate(lines)
            ),
        ]

    def _opening(self) -> Iterator[Strip]:
        document = self._document
        yield self._right((f"{document.issue_label}　{document.issue_no}", document.date), _BODY)
        yield gap(10)
        yield from self._left_lines(document.addressee)
        if document.issuer:
            yield gap(6)
            yield self._right(document.issuer, _BODY)
        yield gap(18)
        title = self._wrapped(document.title, _TITLE, TEXT_WIDTH)
        yield from (
            Strip(_TITLE.leading, (self._text(self._centred(line, _TITLE.face, _TITLE.size), line, _TITLE),), keep=True)
            for line in title
        )
        yield gap(12)

    def _left_lines(self, texts: tuple[str, ...]) -> Iterator[Strip]:
        style = _Style(Face.MINCHO, 11.5, 18.0)
        for text in texts:
            for line in self._wrapped(text, style, TEXT_WIDTH * 0.7):
                yield Strip(style.leading, (self._text(LEFT, line, style),), keep=True)

    def _right(self, texts: tuple[str, ...], style: _Style) -> Strip:
        """Lines whose longest one touches the right margin; they share its left edge when they are several."""
        lines = [line for text in texts for line in self._wrapped(text, style, TEXT_WIDTH * 0.6)]
        left = _RIGHT - max(self._width(line, style.face, style.size) for line in lines)
        marks = tuple(self._text(left, line, style, row=index) for index, line in enumerate(lines))
        return Strip(style.leading * len(lines), marks)

    def _block(self, block: tree.Block, previous: tree.Block | None) -> Iterator[Strip]:
        match block:
            case tree.Heading():
                yield gap(8)
                yield from self._hanging(block.number, block.text, _HEADING, 0, keep=True)
            case tree.Paragraph():
                yield gap(_before(block, previous))
                yield from self._hanging(block.number, block.text, _BODY, block.depth, keep=False)
            case tree.Table():
                yield gap(8)
                yield from self._table(block)
            case tree.Statement():
                yield from self._statement(block)
            case tree.Signature():
                yield from self._signature(block)
            case tree.Groups():
                yield from self._groups(block)
            case tree.MatrixCode():
                yield gap(12)
                yield self._code(block)

    def _hanging(self, number: str, text: str, style: _Style, depth: int, *, keep: bool) -> Iterator[Strip]:
        """A paragraph: the number hangs, the first line of an unnumbered Japanese one is indented by one character."""
        left = LEFT + depth * style.size
        inner = left + self._hang(number, style)
        room = _RIGHT - inner
        japanese = self._document.language is Language.JAPANESE
        source = f"　{text}" if japanese and not number and not keep else text
        lines = self._wrapped(source, style, room)
        for index, line in enumerate(lines):
            last = index == len(lines) - 1
            spacing = 0.0 if last or not japanese else self._stretch(line, style, room)
            marks = [self._text(inner, line, style, spacing=spacing)]
            if number and not index:
                marks.insert(0, self._text(left, number, style))
            bound = len(lines) > 1 and index in (0, len(lines) - 2) and not last
            yield Strip(style.leading, tuple(marks), keep=keep or bound)

    def _hang(self, number: str, style: _Style) -> float:
        if not number:
            return 0.0
        return max(2.0 if style is _HEADING else 3.0, len(number) * 0.6) * style.size

    def _table(self, table: tree.Table) -> Iterator[Strip]:
        """All rows; a short table stays on one page."""
        bands = [band for row in table.rows for band in self._row(row)]
        short = len(bands) <= _SHORT_TABLE
        for index, band in enumerate(bands):
            yield replace(band, keep=(band.keep or short) and index < len(bands) - 1)

    def _row(self, row: tree.Row) -> Iterator[Strip]:
        """One row in bands of one line, so that a long value may go on over the page."""
        labels = self._wrapped(row.label, _LABEL, _LABEL_WIDTH - 2 * _PAD)
        room = TEXT_WIDTH - _LABEL_WIDTH - 2 * _PAD
        values = [line for text in row.lines for line in self._wrapped(text, _VALUE, room)]
        count = max(len(labels), len(values), 1)
        for index in range(count):
            first, last = index == 0, index == count - 1
            above = 4.0 if first else 0.0
            height = above + _VALUE.leading + (4.0 if last else 0.0)
            marks: list[Mark] = [FillMark(LEFT, 0, _LABEL_WIDTH, height, 0.95)]
            if index < len(labels):
                marks.append(self._text(LEFT + _PAD, labels[index], _LABEL, down=above))
            if index < len(values):
                marks.append(self._text(LEFT + _LABEL_WIDTH + _PAD, values[index], _VALUE, down=above))
            marks += [LineMark(x, 0, x, height, 0.4) for x in (LEFT, LEFT + _LABEL_WIDTH, _RIGHT)]
            marks += [LineMark(LEFT, y, _RIGHT, y, 0.4) for y, drawn in ((0.0, first), (height, last)) if drawn]
            yield Strip(height, tuple(marks), keep=not last and (first or index == count - 2))

    def _statement(self, block: tree.Statement) -> Iterator[Strip]:
        yield gap(12)
        lines = self._wrapped(block.text, _STATEMENT, TEXT_WIDTH - 4 * _PAD)
        height = len(lines) * _STATEMENT.leading + 24
        marks: list[Mark] = [
            self._text(self._centred(line, _STATEMENT.face, _STATEMENT.size), line, _STATEMENT, row=index, down=12)
            for index, line in enumerate(lines)
        ]
        marks += [LineMark(LEFT, y, _RIGHT, y, 0.9) for y in (0.0, height)]
        marks += [LineMark(x, 0, x, height, 0.9) for x in (LEFT, _RIGHT)]
        yield Strip(height, tuple(marks))
        yield gap(6)

    def _signature(self, block: tree.Signature) -> Iterator[Strip]:
        left, height = LEFT + TEXT_WIDTH * 0.36, 32.0
        yield gap(14)
        for index, (label, hint) in enumerate(block.rows):
            hint_width = self._width(hint, _SMALL_TEXT.face, _SMALL_TEXT.size)
            yield Strip(
                height,
                (
                    TextMark(left, height - 6, label, Face.GOTHIC, _SMALL),
                    TextMark(_RIGHT - hint_width, height - 6, hint, Face.MINCHO, _SMALL, grey=0.3),
                    LineMark(left, height, _RIGHT, height, 0.5),
                ),
                keep=index < len(block.rows) - 1,
            )
        yield gap(10)

    def _groups(self, block: tree.Groups) -> Iterator[Strip]:
        yield gap(10)
        yield Strip(_LEADING, (self._text(LEFT, block.label, _HEADING),), keep=True)
        per_line = self._groups_per_line(block)
        pitch = TEXT_WIDTH / per_line
        lines = [block.groups[start : start + per_line] for start in range(0, len(block.groups), per_line)]
        for index, line in enumerate(lines):
            marks = tuple(
                TextMark(LEFT + column * pitch + _PAD, 14, group, Face.GOTHIC, _GROUP_SIZE)
                for column, group in enumerate(line)
            )
            yield Strip(20.0, marks, keep=index < len(lines) - 1)

    def _groups_per_line(self, block: tree.Groups) -> int:
        """As many as the form wishes, or half of that, and again, where they would run into each other."""
        widest = max((self._width(group, Face.GOTHIC, _GROUP_SIZE) for group in block.groups), default=0.0)
        fitting = block.per_line
        while fitting > 1 and fitting * (widest + _PAD) > TEXT_WIDTH:
            fitting = (fitting + 1) // 2
        return fitting

    def _code(self, block: tree.MatrixCode) -> Strip:
        size = _CODE if len(block.payload) <= _SMALL_PAYLOAD else _LARGE_CODE
        lines = self._wrapped(block.caption, _SMALL_TEXT, TEXT_WIDTH - size - 18)
        texts = (self._text(LEFT + size + 18, line, _SMALL_TEXT, row=row) for row, line in enumerate(lines))
        return Strip(size, (CodeMark(LEFT, 0, size, block.payload), *texts))

    def _text(
        self, x: float, line: str, style: _Style, *, row: int = 0, down: float = 0.0, spacing: float = 0.0
    ) -> TextMark:
        baseline = down + style.leading * row + (style.leading + style.size * 0.76) / 2
        return TextMark(x, baseline, line, style.face, style.size, spacing)

    def _stretch(self, line: str, style: _Style, room: float) -> float:
        places = len(clusters(line)) - 1
        missing = room - self._width(line, style.face, style.size)
        spacing = missing / places if places > 0 else 0.0
        return spacing if 0 < spacing <= _MOST_STRETCH * style.size else 0.0

    def _centred(self, text: str, face: Face, size: float) -> float:
        return LEFT + (TEXT_WIDTH - self._width(text, face, size)) / 2

    def _wrapped(self, text: str, style: _Style, room: float) -> list[str]:
        return break_lines(text, self._measure(style.face, style.size), room)

    def _width(self, text: str, face: Face, size: float) -> float:
        return self._measure(face, size)(text)

    def _measure(self, face: Face, size: float) -> Measure:
        if (face, size) not in self._measures:
            self._measures[face, size] = self._shelf.measure(face, size)
        return self._measures[face, size]
