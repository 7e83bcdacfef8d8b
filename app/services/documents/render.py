"""Document tree to PDF bytes. With ``fonts``, the only module that knows ReportLab.

The same tree gives the same bytes. All fonts are embedded subsets; the standard Helvetica is not even named.
"""

import threading
from io import BytesIO
from typing import Any

from reportlab.graphics.barcode import qrencoder
from reportlab.pdfgen.canvas import Canvas

from app.services.documents import tree
from app.services.documents.archive import mark
from app.services.documents.fonts import Typefaces, typefaces
from app.services.documents.layout import lay_out
from app.services.documents.paper import (
    PAGE_HEIGHT,
    PAGE_WIDTH,
    CodeMark,
    FillMark,
    LineMark,
    Mark,
    TextMark,
)
from app.services.documents.tree import Face

_BAND = 15.0
_STRIPE = 9.0
_COPY_SIZE = 8.5
_ONE_AT_A_TIME = threading.Lock()
"""ReportLab reads a font file through one shared position while it writes the subset."""
_QUIET_ZONE = 4
"""Modules of white around a QR code (ISO/IEC 18004)."""


def render(document: tree.Document, shelf: Typefaces, *, rehearsal: bool = False) -> bytes:
    """The finished PDF of a letter.

    Args:
        document: What stands in it.
        shelf: The fonts.
        rehearsal: Draw the 訓練 / REHEARSAL frame, banner and watermark on every page.

    Raises:
        RefusedError: ``letter.character-not-drawable``.
    """
    with _ONE_AT_A_TIME:
        content = _drawn(lay_out(document, shelf), shelf, rehearsal=rehearsal)
    return mark(content, title=f"{document.title} {document.issue_no}", language=document.language.value)


def draw_pages(
    pages: list[tuple[Mark, ...]], shelf: Typefaces, *, title: str, language: str, rehearsal: bool = False
) -> bytes:
    """The finished PDF of pages that were laid out elsewhere.

    Args:
        pages: Marks of each page, ``y`` from the upper edge.
        shelf: The fonts.
        title: Name of the form and number; never a person's name.
        language: RFC 3066 tag.
        rehearsal: Draw the frame of the rehearsal on every page.

    Raises:
        RefusedError: ``letter.character-not-drawable``.
    """
    with _ONE_AT_A_TIME:
        content = _drawn(pages, shelf, rehearsal=rehearsal)
    return mark(content, title=title, language=language)


def copy_mark(copy: int, issue_number: str) -> bytes:
    """One transparent page with a large pale 写し across it and a line that tells which copy it is at its foot."""
    shelf, line = typefaces(), f"写し　{copy}部目（{copy}部中）　COPY {copy} OF {copy}　{issue_number}"
    with _ONE_AT_A_TIME:
        out = BytesIO()
        canvas = _canvas(out, shelf)
        _Pen(canvas, shelf).copy(line)
        canvas.showPage()
        canvas.save()
    return out.getvalue()


def _canvas(out: BytesIO, shelf: Typefaces) -> Canvas:
    return Canvas(
        out,
        pagesize=(PAGE_WIDTH, PAGE_HEIGHT),
        invariant=1,
        pageCompression=1,
        pdfVersion=(1, 7),
        initialFontName=shelf.choose(" ", Face.MINCHO)[0].font,
    )


def _drawn(pages: list[tuple[Mark, ...]], shelf: Typefaces, *, rehearsal: bool) -> bytes:
    out = BytesIO()
    canvas = _canvas(out, shelf)
    pen = _Pen(canvas, shelf)
    for page in pages:
        if rehearsal:
            pen.rehearsal()
        for one in page:
            pen.draw(one)
        canvas.showPage()
    canvas.save()
    return out.getvalue()


class _Pen:
    """Draws marks; ``y`` of a mark counts from the top, ReportLab's from the bottom."""

    def __init__(self, canvas: Any, shelf: Typefaces) -> None:
        self._canvas = canvas
        self._shelf = shelf

    def draw(self, mark: Mark) -> None:
        match mark:
            case TextMark():
                self._text(mark)
            case LineMark():
                self._canvas.setStrokeGray(0)
                self._canvas.setLineWidth(mark.thickness)
                self._canvas.line(mark.x1, PAGE_HEIGHT - mark.y1, mark.x2, PAGE_HEIGHT - mark.y2)
            case FillMark():
                self._canvas.setFillGray(mark.grey)
                self._canvas.rect(mark.x, PAGE_HEIGHT - mark.y - mark.height, mark.width, mark.height, 0, 1)
            case CodeMark():
                self._code(mark)

    def rehearsal(self) -> None:
        """The frame of diagonal stripes, the banners and the watermark that no real letter has."""
        canvas = self._canvas
        canvas.saveState()
        self._striped_frame()
        self._banner(PAGE_HEIGHT - _BAND)
        self._banner(0)
        canvas.translate(PAGE_WIDTH / 2, PAGE_HEIGHT / 2)
        canvas.rotate(52)
        for text, size, y in (("訓練", 150, 10), ("REHEARSAL", 84, -84)):
            width = sum(run.width for run in self._shelf.choose(text, Face.GOTHIC)) * size
            self._text(TextMark(-width / 2, PAGE_HEIGHT - y, text, Face.GOTHIC, size, grey=0.92))
        canvas.restoreState()

    def copy(self, line: str) -> None:
        """The mark of a copy."""
        canvas = self._canvas
        width = sum(run.width for run in self._shelf.choose(line, Face.GOTHIC)) * _COPY_SIZE
        self._text(TextMark(PAGE_WIDTH - 40 - width, 30, line, Face.GOTHIC, _COPY_SIZE))
        canvas.saveState()
        canvas.setFillAlpha(0.12)
        canvas.translate(PAGE_WIDTH / 2, PAGE_HEIGHT / 2)
        canvas.rotate(52)
        text, size = "写し", 150
        width = sum(run.width for run in self._shelf.choose(text, Face.GOTHIC)) * size
        self._text(TextMark(-width / 2, PAGE_HEIGHT + size / 3, text, Face.GOTHIC, size))
        canvas.restoreState()

    def _striped_frame(self) -> None:
        canvas = self._canvas
        canvas.saveState()
        outline = canvas.beginPath()
        for x, y, width, height in (
            (0, 0, PAGE_WIDTH, _BAND),
            (0, PAGE_HEIGHT - _BAND, PAGE_WIDTH, _BAND),
            (0, _BAND, _BAND, PAGE_HEIGHT - 2 * _BAND),
            (PAGE_WIDTH - _BAND, _BAND, _BAND, PAGE_HEIGHT - 2 * _BAND),
        ):
            outline.rect(x, y, width, height)
        canvas.clipPath(outline, stroke=0, fill=0)
        canvas.setStrokeGray(0.45)
        canvas.setLineWidth(_STRIPE / 2)
        for step in range(int((PAGE_WIDTH + PAGE_HEIGHT) / _STRIPE) + 1):
            x = step * _STRIPE * 1.4 - PAGE_HEIGHT
            canvas.line(x, 0, x + PAGE_HEIGHT, PAGE_HEIGHT)
        canvas.restoreState()

    def _banner(self, y: float) -> None:
        text, size = "訓練 — 効力はありません　REHEARSAL — NO LEGAL EFFECT", 9.0
        width = sum(run.width for run in self._shelf.choose(text, Face.GOTHIC)) * size
        left = (PAGE_WIDTH - width) / 2
        self._canvas.setFillGray(1)
        self._canvas.rect(left - 8, y, width + 16, _BAND, 0, 1)
        self._text(TextMark(left, PAGE_HEIGHT - y - 4, text, Face.GOTHIC, size))

    def _text(self, mark: TextMark) -> None:
        self._canvas.setFillGray(mark.grey)
        x = mark.x
        for run in self._shelf.choose(mark.text, mark.face):
            self._canvas.setFont(run.font, mark.size)
            self._canvas.drawString(x, PAGE_HEIGHT - mark.y, run.drawn, charSpace=mark.spacing)
            x += run.width * mark.size + mark.spacing * len(run.drawn)

    def _code(self, mark: CodeMark) -> None:
        code = qrencoder.QRCode(None, qrencoder.QRErrorCorrectLevel.M)
        code.addData(mark.payload)
        code.make()
        count = code.getModuleCount()
        module = mark.size / (count + 2 * _QUIET_ZONE)
        self._canvas.setFillGray(0)
        for row in range(count):
            for column in range(count):
                if code.isDark(row, column):
                    x = mark.x + (column + _QUIET_ZONE) * module
                    y = PAGE_HEIGHT - mark.y - (row + _QUIET_ZONE + 1) * module
                    self._canvas.rect(x, y, module, module, 0, 1)
