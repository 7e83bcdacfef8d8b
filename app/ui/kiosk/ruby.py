"""A label that draws readings (振り仮名) over official words; to a screen reader it is the plain text."""

from functools import cache

from PySide6.QtCore import QEvent, QPointF, QSize, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QPainter, QPaintEvent
from PySide6.QtWidgets import QLabel, QWidget
from typing_extensions import override

from app.ui.kiosk.look import KioskLook
from app.ui.presenters.kiosk_form_ruby import Piece, Readings

_NOT_FIRST = frozenset("、。，．・：；？！）］｝」』】ー々ゃゅょっァィゥェォッャュョ／")
_NOT_LAST = frozenset("（［｛「『【")
_SHARE = 0.5
"""Size of a reading beside its word."""
_LEAST_POINTS = 6.0
_LEADING = 0.3
"""Space over the readings of a line, beside their height."""
_WIDEST_EM = 46

Laid = tuple[float, int, Piece]
"""Where a piece begins, in which line, and the piece."""


@cache
def readings() -> Readings:
    """The readings, read once."""
    return Readings.load()


class RubyLabel(QLabel):
    """Official text of the form. ``Readings`` are drawn while the look says so; otherwise it is a plain label."""

    def __init__(self, look: KioskLook, role: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self._units: list[tuple[Piece, ...]] = []
        self._laid: tuple[int, list[Laid], int] | None = None
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setWordWrap(True)
        if role:
            self.setProperty("role", role)
        look.changed.connect(self._forget)

    def set_words(self, text: str) -> None:
        """Show another text."""
        if text != self.text():
            self.setText(text)
            self.setAccessibleName(text)
            self._forget()

    def _forget(self) -> None:
        self._units = _units(readings().pieces(self.text())) if self._look.has_ruby else []
        self._laid = None
        self.updateGeometry()
        self.update()

    @property
    def draws_ruby(self) -> bool:
        """Whether a reading stands over a word now."""
        return any(piece.reading for unit in self._units for piece in unit)

    @override
    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in {QEvent.Type.FontChange, QEvent.Type.StyleChange}:
            self._laid = None

    @override
    def hasHeightForWidth(self) -> bool:
        return True

    @override
    def heightForWidth(self, width: int) -> int:
        if not self.draws_ruby:
            return super().heightForWidth(width)
        return round(self._lines(width)[1] * self._line_height())

    @override
    def sizeHint(self) -> QSize:
        if not self.draws_ruby:
            return super().sizeHint()
        metrics = QFontMetricsF(self.font())
        whole = sum(self._width(unit) for unit in self._units)
        width = round(min(whole + 1, metrics.height() * _WIDEST_EM))
        return QSize(width, self.heightForWidth(width))

    @override
    def minimumSizeHint(self) -> QSize:
        if not self.draws_ruby:
            return super().minimumSizeHint()
        return QSize(round(max(self._width(unit) for unit in self._units)) + 1, round(self._line_height()))

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        if not self.draws_ruby:
            super().paintEvent(event)
            return
        painter = QPainter(self)
        painter.setPen(self.palette().color(self.foregroundRole()))
        base, small = QFontMetricsF(self.font()), self._small()
        small_metrics = QFontMetricsF(small)
        laid, _ = self._lines(self.width())
        for left, line, piece in laid:
            top, wide = line * self._line_height() + small_metrics.height() * _LEADING, self._piece_width(piece)
            inset = (wide - base.horizontalAdvance(piece.base)) / 2
            painter.setFont(self.font())
            painter.drawText(QPointF(left + inset, top + small_metrics.height() + base.ascent()), piece.base)
            if piece.reading:
                inset = (wide - small_metrics.horizontalAdvance(piece.reading)) / 2
                painter.setFont(small)
                painter.drawText(QPointF(left + inset, top + small_metrics.ascent()), piece.reading)
        painter.end()

    def _lines(self, width: int) -> tuple[list[Laid], int]:
        """Where everything stands in that width, and how many lines it takes."""
        if self._laid is not None and self._laid[0] == width:
            return self._laid[1], self._laid[2]
        laid: list[Laid] = []
        left, line = 0.0, 0
        for unit in self._units:
            if left and left + self._width(unit) > width:
                left, line = 0.0, line + 1
            for piece in unit:
                laid.append((left, line, piece))
                left += self._piece_width(piece)
        self._laid = (width, laid, line + 1)
        return laid, line + 1

    def _width(self, unit: tuple[Piece, ...]) -> float:
        return sum(self._piece_width(piece) for piece in unit)

    def _piece_width(self, piece: Piece) -> float:
        wide = QFontMetricsF(self.font()).horizontalAdvance(piece.base)
        return max(wide, QFontMetricsF(self._small()).horizontalAdvance(piece.reading)) if piece.reading else wide

    def _line_height(self) -> float:
        small = QFontMetricsF(self._small()).height()
        return QFontMetricsF(self.font()).height() + small * (1 + _LEADING)

    def _small(self) -> QFont:
        small = QFont(self.font())
        small.setPointSizeF(max(_LEAST_POINTS, self.font().pointSizeF() * _SHARE))
        return small


def _units(pieces: tuple[Piece, ...]) -> list[tuple[Piece, ...]]:
    """What may not be parted by the end of a line (禁則)."""
    units: list[list[Piece]] = []
    glued = False
    for piece in (small for each in pieces for small in _apart(each)):
        first, last = piece.base[:1], piece.base[-1:]
        if units and (glued or first in _NOT_FIRST):
            units[-1].append(piece)
        else:
            units.append([piece])
        glued = last in _NOT_LAST
    return [tuple(unit) for unit in units]


def _apart(piece: Piece) -> list[Piece]:
    """A word with a reading whole, Latin letters and digits by the word, all else by the character."""
    if piece.reading:
        return [piece]
    found: list[str] = []
    for char in piece.base:
        if found and char.isascii() and char != " " and found[-1].isascii() and not found[-1].endswith(" "):
            found[-1] += char
        else:
            found.append(char)
    return [Piece(each) for each in found]
