"""A scanned sheet on the screen: enlarged, fitted, turned and moved by keyboard and mouse."""

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

_STEP = 1.25
_SMALLEST, _LARGEST = 0.1, 4.0
_MOVE = 60
_RING = 3
_AROUND = 0.01
"""The frame round a box, as a share of the sheet: a scan lies a little askew."""


class _Canvas(QLabel):
    """The sheet, as large as it is shown; a label, so that a screen reader knows what it is."""

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
    """One sheet.

    Keys, with the keyboard in it: plus and minus, W for the width, R and Shift+R to turn, arrows to move, Page Up and
    Page Down for the sheets before and after.

    Signals:
        leaf_asked: -1 or 1.
    """

    leaf_asked = Signal(int)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._whole = QPixmap()
        self._turned = 0
        self._scale = 0.0
        self._fits_width = True
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
    def scale(self) -> float:
        """Pixels of the screen for each of the sheet."""
        return self._scale

    def show_picture(self, picture: PagePicture | None) -> None:
        """Show another sheet, as it was turned and enlarged before; None shows nothing."""
        if picture is None:
            self._whole = QPixmap()
        else:
            image = QImage(picture.pixels, picture.width, picture.height, picture.stride, QImage.Format.Format_RGB888)
            self._whole = QPixmap.fromImage(image)
        self._turn()

    def aim(self, place: Rect | None) -> None:
        """Frame a box of the sheet and bring it into view; None frames nothing."""
        self._aimed = place
        self._lay()
        aim = self.canvas.aim
        if aim is not None:
            middle = aim.center().toPoint()
            half = self.viewport().size() / 2
            self.ensureVisible(middle.x(), middle.y(), half.width() // 2, half.height() // 2)

    def enlarge(self, steps: int) -> None:
        """Larger, or smaller by negative steps."""
        self._fits_width = False
        self._scale = min(_LARGEST, max(_SMALLEST, self._scale * _STEP**steps))
        self._lay()
        self._look_at_aim()

    def fit_width(self) -> None:
        """As wide as the view."""
        self._fits_width = True
        self._lay()

    def turn(self, degrees: int) -> None:
        """Turn by a quarter; the next sheets are turned alike."""
        self._turned = (self._turned + degrees) % 360
        self._turn()

    def move_by(self, across: int, down: int) -> None:
        """Move the view by steps."""
        for bar, steps in ((self.horizontalScrollBar(), across), (self.verticalScrollBar(), down)):
            bar.setValue(bar.value() + steps * _MOVE)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        key, is_shifted = event.key(), bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        if event.modifiers() & (Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier):
            super().keyPressEvent(event)
            return
        moves = {
            Qt.Key.Key_Left: (-1, 0),
            Qt.Key.Key_Right: (1, 0),
            Qt.Key.Key_Up: (0, -1),
            Qt.Key.Key_Down: (0, 1),
        }
        if key in moves:
            self.move_by(*moves[Qt.Key(key)])
        elif key in {Qt.Key.Key_Plus, Qt.Key.Key_Semicolon, Qt.Key.Key_Equal}:
            self.enlarge(1)
        elif key == Qt.Key.Key_Minus:
            self.enlarge(-1)
        elif key in {Qt.Key.Key_W, Qt.Key.Key_0}:
            self.fit_width()
        elif key == Qt.Key.Key_R:
            self.turn(-90 if is_shifted else 90)
        elif key in {Qt.Key.Key_PageUp, Qt.Key.Key_PageDown}:
            self.leaf_asked.emit(1 if key == Qt.Key.Key_PageDown else -1)
        else:
            super().keyPressEvent(event)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self._fits_width:
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
        sheet = self.canvas.sheet
        if sheet.isNull():
            self.canvas.resize(0, 0)
            self.canvas.aim = None
            return
        if self._fits_width or not self._scale:
            # The scroll bar's width is left free at once, so that it does not come and go.
            room = self.width() - self.verticalScrollBar().sizeHint().width() - 2 * self.frameWidth() - 2
            self._scale = min(_LARGEST, max(_SMALLEST, room / sheet.width()))
        size = QSize(round(sheet.width() * self._scale), round(sheet.height() * self._scale))
        self.canvas.resize(size)
        self.canvas.aim = None if self._aimed is None else self._on_screen(self._aimed, size)
        self.canvas.update()

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
