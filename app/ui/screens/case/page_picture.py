"""A page as pixels: enlarged, fitted, turned and moved by keyboard and mouse; what is shown is never kept."""

from enum import StrEnum

from PySide6.QtCore import QPoint, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QImage,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QPixmap,
    QResizeEvent,
    QTransform,
    QWheelEvent,
)
from PySide6.QtWidgets import QLabel, QScrollArea, QSizePolicy, QWidget
from typing_extensions import override

from app.services.twin.places import Rect
from app.ui.presenters.case_page_pictures import PagePicture
from app.ui.theme.theme import Theme

ZOOMS = (25, 33, 50, 67, 75, 100, 125, 150, 200, 300, 400)
"""Per cent of the natural size that a page can be shown at."""
_MOST = ZOOMS[-1] / 100
_PIXELS_OF_POINTS = 96 / 72
_LONGEST = 16_000
"""Pixels; no page is laid out longer, however large it says to be."""
_MOVE = 60
_RING = 3
_AROUND = 0.01
"""The frame round a box, as a share of the sheet: a scan lies a little askew."""


class Fit(StrEnum):
    """How a page fills its place."""

    WIDTH = "width"
    PAGE = "page"
    ZOOM = "zoom"


_LEAVES = {
    Qt.Key.Key_PageDown: "next",
    Qt.Key.Key_PageUp: "previous",
    Qt.Key.Key_Home: "first",
    Qt.Key.Key_End: "last",
}
_MOVES = {
    Qt.Key.Key_Left: (-1, 0),
    Qt.Key.Key_Right: (1, 0),
    Qt.Key.Key_Up: (0, -1),
    Qt.Key.Key_Down: (0, 1),
}
_NEARER = {Qt.Key.Key_Plus, Qt.Key.Key_Semicolon, Qt.Key.Key_Equal}
"""The plus stands with the semicolon on Japanese keyboards."""
_FITS = {Qt.Key.Key_W: Fit.WIDTH, Qt.Key.Key_0: Fit.WIDTH, Qt.Key.Key_A: Fit.PAGE}


class _Canvas(QLabel):
    """The page, as large as it is shown; a label, so that a screen reader knows what it is."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self.sheet = QPixmap()
        self.aim: QRectF | None = None
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        if self.sheet.isNull():
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.drawPixmap(self.rect(), self.sheet)
        if self.aim is not None:
            painter.setPen(QPen(QColor(self._theme.tokens.accent), _RING))
            painter.drawRect(self.aim)
        if self.hasFocus():
            painter.setPen(QPen(QColor(self._theme.tokens.focus), _RING))
            painter.drawRect(self.visibleRegion().boundingRect().adjusted(1, 1, -2, -2))
        painter.end()


class PagePictureView(QScrollArea):
    """One page.

    Keys, with the keyboard in it: plus and minus, W for the width, A for all of it, R and Shift+R to turn, arrows to
    move, Page Up and Page Down for the pages before and after, Home and End for the first and the last.

    Signals:
        leaf_asked: ``next``, ``previous``, ``first`` or ``last``.
        sized: How many pixels of the screen the page, as it lies in its document, is now wide.
    """

    leaf_asked = Signal(str)
    sized = Signal(int)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._whole = QPixmap()
        self._natural = (1.0, 1.0)
        self._turned = 0
        self._scale = 1.0
        self._width = 0
        self.fit = Fit.WIDTH
        self._aimed: Rect | None = None
        self._grip: QPoint | None = None
        self.canvas = _Canvas(theme, self)
        self.setWidget(self.canvas)
        self.setAlignment(Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        for bar in (self.horizontalScrollBar(), self.verticalScrollBar()):
            bar.valueChanged.connect(self.canvas.update)

    @property
    def turned(self) -> int:
        """Degrees clockwise."""
        return self._turned

    @property
    def percent(self) -> int:
        """The size in view, in per cent of the natural size."""
        return round(self._scale * 100)

    def show_picture(self, picture: PagePicture | None) -> None:
        """Show another page, as it was turned and enlarged before, or the same one sharper; None shows nothing."""
        if picture is None:
            self._whole = QPixmap()
        else:
            image = QImage(picture.pixels, picture.width, picture.height, picture.stride, QImage.Format.Format_RGB888)
            self._whole = QPixmap.fromImage(image)
            wide, high = picture.points
            self._natural = (max(wide, 1.0) * _PIXELS_OF_POINTS, max(high, 1.0) * _PIXELS_OF_POINTS)
        self._turn()

    def aim(self, place: Rect | None) -> None:
        """Frame a box of the page and bring it into view; None frames nothing."""
        self._aimed = place
        self._lay()
        aim = self.canvas.aim
        if aim is not None:
            middle = aim.center().toPoint()
            half = self.viewport().size() / 2
            self.ensureVisible(middle.x(), middle.y(), half.width() // 2, half.height() // 2)

    def enlarge(self, steps: int) -> None:
        """One step larger, or smaller by a negative one, from the size in view."""
        now = self.percent
        found = [one for one in ZOOMS if (one > now if steps > 0 else one < now)]
        if found:
            self.fit, self._scale = Fit.ZOOM, (found[0] if steps > 0 else found[-1]) / 100
            self._lay()
            self._look_at_aim()

    def fit_to(self, fit: Fit) -> None:
        """As wide as the view, or all of it in the view."""
        self.fit = fit
        self._lay()

    def turn(self, degrees: int) -> None:
        """Turn by quarters; the next pages are turned alike."""
        self._turned = (self._turned + degrees) % 360
        self._turn()

    def upright(self) -> None:
        """As the page lies in its document."""
        self.turn(-self._turned)

    def move_by(self, across: int, down: int) -> None:
        """Move the view by steps."""
        for bar, steps in ((self.horizontalScrollBar(), across), (self.verticalScrollBar(), down)):
            bar.setValue(bar.value() + steps * _MOVE)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        key, is_shifted = event.key(), bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        if event.modifiers() & (Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier):
            super().keyPressEvent(event)
        elif key in _MOVES:
            self.move_by(*_MOVES[Qt.Key(key)])
        elif key in _NEARER or key == Qt.Key.Key_Minus:
            self.enlarge(-1 if key == Qt.Key.Key_Minus else 1)
        elif key in _FITS:
            self.fit_to(_FITS[Qt.Key(key)])
        elif key == Qt.Key.Key_R:
            self.turn(-90 if is_shifted else 90)
        elif key in _LEAVES:
            self.leaf_asked.emit(_LEAVES[Qt.Key(key)])
        else:
            super().keyPressEvent(event)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self.fit is not Fit.ZOOM:
            self._lay()
            self._look_at_aim()

    @override
    def wheelEvent(self, event: QWheelEvent) -> None:
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.enlarge(1 if event.angleDelta().y() > 0 else -1)
        else:
            super().wheelEvent(event)

    @override
    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.canvas.setFocus(Qt.FocusReason.MouseFocusReason)
        self._grip = event.position().toPoint()

    @override
    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._grip is not None:
            by = self._grip - event.position().toPoint()
            self._grip = event.position().toPoint()
            self.horizontalScrollBar().setValue(self.horizontalScrollBar().value() + by.x())
            self.verticalScrollBar().setValue(self.verticalScrollBar().value() + by.y())

    @override
    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self._grip = None

    def _turn(self) -> None:
        turning = QTransform().rotate(self._turned)
        self.canvas.sheet = self._whole if not self._turned else self._whole.transformed(turning)
        self._lay()
        self._look_at_aim()

    def _lay(self) -> None:
        # The scroll bar's width is left free at once, so that it does not come and go.
        wide = self.width() - self.verticalScrollBar().sizeHint().width() - 2 * self.frameWidth() - 2
        if self.canvas.sheet.isNull():
            self.canvas.resize(0, 0)
            self.canvas.aim = None
            if self.fit is Fit.WIDTH or not self._width:
                self._tell(wide)  # of a page that comes: the one before stood as wide where it was not fitted
            return
        across, down = reversed(self._natural) if self._turned % 180 else self._natural
        if self.fit is not Fit.ZOOM:
            by_height = (self.height() - 2 * self.frameWidth() - 2) / down if self.fit is Fit.PAGE else _MOST
            self._scale = min(_MOST, wide / across, by_height)
        self._scale = max(0.0, min(self._scale, _LONGEST / max(across, down)))
        self._tell(self._natural[0] * self._scale)
        size = self._drawn_as_it_is() or QSize(*(max(1, round(side * self._scale)) for side in (across, down)))
        self.canvas.resize(size)
        self.canvas.aim = None if self._aimed is None else self._on_screen(self._aimed, size)
        self.canvas.update()

    def _tell(self, width: float) -> None:
        pixels = max(1, round(width * self.devicePixelRatioF()))
        if pixels != self._width:
            self._width = pixels
            self.sized.emit(pixels)

    def _drawn_as_it_is(self) -> QSize | None:
        """The size of the picture itself where it was drawn for this size: not even a row is blurred."""
        if self._whole.width() != self._width:
            return None
        return (self.canvas.sheet.size().toSizeF() / self.devicePixelRatioF()).toSize()

    def _on_screen(self, box: Rect, size: QSize) -> QRectF:
        """Where a box of the upright sheet is on the turned and enlarged one."""
        left, top = box.x - _AROUND, box.y - _AROUND
        right, bottom = box.right + _AROUND, box.bottom + _AROUND
        for _ in range(self._turned // 90):
            left, top, right, bottom = 1 - bottom, left, 1 - top, right
        found = QRectF(
            left * size.width(), top * size.height(), (right - left) * size.width(), (bottom - top) * size.height()
        )
        return found.intersected(QRectF(1, 1, size.width() - 2, size.height() - 2))

    def _look_at_aim(self) -> None:
        if self._aimed is not None:
            self.aim(self._aimed)
