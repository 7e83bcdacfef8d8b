"""Sheets of the form as they would be printed, painted at the width of the view."""

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontDatabase, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget
from typing_extensions import override

from app.services.documents.paper import PAGE_HEIGHT, PAGE_WIDTH
from app.services.resources import FONTS
from app.services.twin.picture import FONT_FILES, SheetPicture, Words

GAP = 12
"""Between two sheets, in pixels."""
_RING = 2
_UNIT = 100
"""Fonts are set at this many pixels and drawn smaller, so that letters stand where the paper has them."""


class SheetsView(QLabel):
    """White paper in every scheme, as the print; what a screen reader reads stands beside it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._sheets: tuple[SheetPicture, ...] = ()
        self._fonts: dict[str, QFont] = {}
        self._has_loaded = False
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def show_sheets(self, sheets: Sequence[SheetPicture]) -> None:
        """Show some sheets below each other."""
        if sheets and not self._has_loaded:
            self._has_loaded = True
            for name in FONT_FILES:
                QFontDatabase.addApplicationFont(str(FONTS / name))
        self._sheets = tuple(sheets)
        self.setMinimumHeight(self.heightForWidth(self.width()))
        self.updateGeometry()
        self.update()

    @override
    def heightForWidth(self, width: int) -> int:
        return round(len(self._sheets) * (width * PAGE_HEIGHT / PAGE_WIDTH + GAP))

    @override
    def sizeHint(self) -> QSize:
        width = max(self.width(), 400)
        return QSize(width, self.heightForWidth(width))

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.setMinimumHeight(self.heightForWidth(self.width()))

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.TextAntialiasing)
        scale = self.width() / PAGE_WIDTH
        height = PAGE_HEIGHT * scale + GAP
        for place, sheet in enumerate(self._sheets):
            top = place * height
            if top > event.rect().bottom() or top + height < event.rect().top():
                continue
            painter.save()
            painter.translate(0, top)
            painter.scale(scale, scale)
            self._paint(painter, sheet)
            self._paint_over(painter, place + 1)
            painter.restore()
        if self.hasFocus():
            painter.setPen(QPen(self.palette().color(self.palette().ColorRole.Highlight), _RING))
            painter.drawRect(self.visibleRegion().boundingRect().adjusted(1, 1, -2, -2))
        painter.end()

    def _paint_over(self, painter: QPainter, sheet: int) -> None:
        """Paint over a sheet, counted from 1; lengths are points of the paper."""

    def _paint(self, painter: QPainter, sheet: SheetPicture) -> None:
        painter.fillRect(QRectF(0, 0, PAGE_WIDTH, PAGE_HEIGHT), Qt.GlobalColor.white)
        for ground in sheet.grounds:
            painter.fillRect(QRectF(ground.x, ground.y, ground.width, ground.height), _grey(ground.grey))
        for rule in sheet.rules:
            painter.setPen(QPen(Qt.GlobalColor.black, rule.thickness))
            painter.drawLine(QPointF(rule.x1, rule.y1), QPointF(rule.x2, rule.y2))
        for words in sheet.words:
            self._write(painter, words)

    def _write(self, painter: QPainter, words: Words) -> None:
        """Set the words at one size for all and shrink them: hinted widths of a small size would run out of the box."""
        factor = words.size / _UNIT
        painter.save()
        painter.setPen(_grey(words.grey))
        painter.setFont(self._font(words.family))
        painter.translate(words.x, words.y)
        painter.scale(factor, factor)
        painter.drawText(QPointF(0, 0), words.text)
        painter.restore()

    def _font(self, family: str) -> QFont:
        if family not in self._fonts:
            font = QFont()
            font.setFamilies([family, "IPAmjMincho"])
            font.setPixelSize(_UNIT)
            font.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
            self._fonts[family] = font
        return self._fonts[family]


def _grey(share: float) -> QColor:
    return QColor.fromRgbF(share, share, share)
