"""A picture as a file: pages for the printer, pixels, or lines. Drawn off the window's thread, in the light colours."""

from typing import Protocol

from PySide6.QtCore import QBuffer, QIODevice, QMarginsF, QRectF, QSize
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontMetrics,
    QImage,
    QImageWriter,
    QPageLayout,
    QPageSize,
    QPainter,
    QPdfWriter,
)
from PySide6.QtSvg import QSvgGenerator

from app.services.questionnaires.pictures import WrittenAs
from app.ui.theme.fonts import FAMILIES
from app.ui.theme.tokens import BODY_POINTS, LIGHT, Scale

SCALE = Scale(100)
WIDTH = 1200
"""Width at which a picture is drawn for a file, in pixels of the screen."""
_DENSITY, _TALLEST = 2, 24_000
_MARGIN_MM, _RESOLUTION = 12, 300
_POINTS_OF_PIXELS = 96 / 72
_FOOT_LINES = 4
"""One between, and at most three."""


class Painting(Protocol):
    """What can be drawn anywhere."""

    @property
    def size(self) -> QSize:
        """Its size in pixels of the screen."""
        ...

    @property
    def header(self) -> int:
        """Height of what stands at the top of every page."""
        ...

    @property
    def breaks(self) -> tuple[int, ...]:
        """Heights at which a page may end, ascending."""
        ...

    def paint(self, painter: QPainter) -> None:
        """Draw it at the origin."""
        ...


def file_font() -> QFont:
    """The font of files, in pixels so that every device shares one measure."""
    chosen = QFont()
    chosen.setFamilies(list(FAMILIES))
    chosen.setPixelSize(round(BODY_POINTS * _POINTS_OF_PIXELS))
    return chosen


def draw_file(painting: Painting, written_as: WrittenAs, title: str, foot: str) -> bytes:
    """The bytes of a file.

    Args:
        painting: What is drawn.
        written_as: PDF, PNG or SVG.
        title: What it is; never a name.
        foot: What the marks mean; number of case and copy. Stands under every page, one line each.
    """
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    if written_as is WrittenAs.PDF:
        _write_pages(buffer, painting, title, foot)
    elif written_as is WrittenAs.SVG:
        _write_lines(buffer, painting, title, foot)
    else:
        QImageWriter(buffer, b"png").write(_pixels(painting, foot))
    return bytes(buffer.data().data())


def _foot_height() -> int:
    return _FOOT_LINES * QFontMetrics(file_font()).height()


def _whole(painting: Painting) -> QSize:
    return QSize(painting.size.width(), painting.size.height() + _foot_height())


def _paint_whole(painter: QPainter, painting: Painting, foot: str) -> None:
    painter.setFont(file_font())
    painter.fillRect(QRectF(0, 0, painting.size.width(), _whole(painting).height()), QColor(LIGHT.surface))
    painting.paint(painter)
    _paint_foot(painter, foot, painting.size.height())


def _paint_foot(painter: QPainter, foot: str, top: float) -> None:
    painter.setPen(QColor(LIGHT.text))
    metrics = QFontMetrics(file_font())
    for number, line in enumerate(foot.splitlines()):
        painter.drawText(SCALE.space(2), round(top) + metrics.height() * (number + 1) + metrics.ascent() // 2, line)


def _pixels(painting: Painting, foot: str) -> QImage:
    size = _whole(painting)
    density = min(_DENSITY, _TALLEST / size.height())
    image = QImage(size * density, QImage.Format.Format_RGB32)
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.scale(density, density)
    _paint_whole(painter, painting, foot)
    painter.end()
    return image


def _write_lines(buffer: QBuffer, painting: Painting, title: str, foot: str) -> None:
    generator = QSvgGenerator()
    generator.setOutputDevice(buffer)
    generator.setSize(_whole(painting))
    generator.setViewBox(QRectF(0, 0, _whole(painting).width(), _whole(painting).height()))
    generator.setTitle(title)
    painter = QPainter(generator)
    _paint_whole(painter, painting, foot)
    painter.end()


def _write_pages(buffer: QBuffer, painting: Painting, title: str, foot: str) -> None:
    writer = QPdfWriter(buffer)
    writer.setTitle(title)
    writer.setResolution(_RESOLUTION)
    margins = QMarginsF(_MARGIN_MM, _MARGIN_MM, _MARGIN_MM, _MARGIN_MM)
    a4 = QPageSize(QPageSize.PageSizeId.A4)
    writer.setPageLayout(QPageLayout(a4, QPageLayout.Orientation.Landscape, margins, QPageLayout.Unit.Millimeter))
    painter = QPainter(writer)
    factor = writer.width() / painting.size.width()
    painter.scale(factor, factor)
    painter.setFont(file_font())
    room = writer.height() / factor - _foot_height()
    for number, (first, last) in enumerate(slices(painting, room)):
        if number:
            writer.newPage()
        painter.save()
        if first:
            painter.setClipRect(QRectF(0, 0, painting.size.width(), painting.header))
            painting.paint(painter)
            painter.translate(0, painting.header - first)
        painter.setClipRect(QRectF(0, first, painting.size.width(), last - first))
        painting.paint(painter)
        painter.restore()
        _paint_foot(painter, foot, room)
    painter.end()


def slices(painting: Painting, room: float) -> list[tuple[int, int]]:
    """Which part of the height stands on which page; every later page repeats the header."""
    found: list[tuple[int, int]] = []
    first, height = 0, painting.size.height()
    while first < height:
        limit = first + room - (painting.header if first else 0)
        fitting = [place for place in painting.breaks if first < place <= limit]
        last = height if height <= limit else fitting[-1] if fitting else int(limit)
        found.append((first, last))
        first = last
    return found
