"""The picture of the timeline on the screen: what the pointer and the keyboard do in it."""

from datetime import date

from PySide6.QtCore import QPoint, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget
from typing_extensions import override

from app.ui.context import UiContext
from app.ui.presenters.case_timeline import TimelineState
from app.ui.screens.case.timeline_painting import TimelinePainting

_LEAST_DRAG = 6
_EVERY = 1_000_000
"""More bars than there are."""
_STEPS = {
    Qt.Key.Key_Right: 1,
    Qt.Key.Key_Down: 1,
    Qt.Key.Key_J: 1,
    Qt.Key.Key_Left: -1,
    Qt.Key.Key_Up: -1,
    Qt.Key.Key_K: -1,
    Qt.Key.Key_Home: -_EVERY,
    Qt.Key.Key_End: _EVERY,
}
_ZOOMS = {Qt.Key.Key_Plus: 1, Qt.Key.Key_Equal: 1, Qt.Key.Key_Semicolon: 1, Qt.Key.Key_Minus: -1, Qt.Key.Key_0: 0}
"""The plus stands with the semicolon on Japanese keyboards."""
_PANS = {Qt.Key.Key_PageDown: 1, Qt.Key.Key_PageUp: -1}
_SPANS = {Qt.Key.Key_Right: 1, Qt.Key.Key_Left: -1}


class TimelinePicture(QLabel):
    """Paints; the table below says the same in words and takes the keyboard for whoever does not see.

    Signals:
        chosen: Place of the bar that was clicked, or -1.
        drawn: The first and last day of the span that was drawn over; None when it was given up.
        stepped: The keyboard asks for the next bar (1) or the one before (-1).
        opened: The keyboard or a double click asks for the answer of the chosen bar.
        span_asked: The keyboard asks for the days of the chosen bar as the span.
        span_moved: The keyboard moves the last day of the span (True) or the first (False) by so many months.
        zoomed: Nearer (1), farther (-1) or everything (0), round a day or None.
        panned: Later (1) or earlier (-1).
    """

    chosen = Signal(int)
    drawn = Signal(object)
    stepped = Signal(int)
    opened = Signal()
    span_asked = Signal()
    span_moved = Signal(bool, int)
    zoomed = Signal(int, object)
    panned = Signal(int)

    def __init__(self, context: UiContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._state = TimelineState()
        self._pressed: QPoint | None = None
        self._dragged: QPoint | None = None
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.painting = self._painted()
        context.theme.changed.connect(self._on_theme)

    def show_state(self, state: TimelineState) -> None:
        """Draw this."""
        is_same = state.bars is self._state.bars and self.painting.width == self.width()
        self._state = state
        if is_same:
            self.painting.state = state
        else:
            self.painting = self._painted()
        self.setFixedHeight(self.painting.size.height())
        self.update()

    def _painted(self) -> TimelinePainting:
        scale, language = self._context.theme.scale, self._context.texts.language
        return TimelinePainting(self._state, width=self.width(), font=self.font(), scale=scale, language=language)

    @override
    def sizeHint(self) -> QSize:
        return QSize(900, self.painting.size.height())

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.painting = self._painted()

    def place_of(self, day: date) -> float:
        """Where a day begins, in pixels."""
        return self.painting.place_of(day)

    def rects(self) -> list[tuple[int, QRectF]]:
        """Where each bar is drawn."""
        return self.painting.rects()

    @override
    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._pressed = event.position().toPoint()
        self._dragged = None

    @override
    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        here = event.position().toPoint()
        if self._pressed is not None and abs(here.x() - self._pressed.x()) >= _LEAST_DRAG:
            self._dragged = here
            self.update()

    @override
    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        pressed, dragged = self._pressed, self._dragged
        self._pressed = self._dragged = None
        if pressed is not None and dragged is not None:
            self.drawn.emit(self.painting.span_between(pressed.x(), dragged.x()))
        elif pressed is not None:
            self.chosen.emit(self.painting.bar_at(pressed))

    @override
    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        if self.painting.bar_at(event.position().toPoint()) >= 0:
            self.opened.emit()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        key, held = event.key(), event.modifiers()
        is_plain = held in (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier)
        shift, control = Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.ControlModifier
        if key in _SPANS and held in (shift, control):
            self.span_moved.emit(held == shift, _SPANS[Qt.Key(key)])
        elif key in _ZOOMS and held in (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier, shift):
            self.zoomed.emit(_ZOOMS[Qt.Key(key)], None)
        elif key in _STEPS and is_plain:
            self.stepped.emit(_STEPS[Qt.Key(key)])
        elif key in _PANS and is_plain:
            self.panned.emit(_PANS[Qt.Key(key)])
        elif key == Qt.Key.Key_Space and is_plain:
            self.span_asked.emit()
        elif key in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self.opened.emit()
        elif key == Qt.Key.Key_Escape and self._state.span is not None:
            self.drawn.emit(None)
        else:
            super().keyPressEvent(event)

    @override
    def wheelEvent(self, event: QWheelEvent) -> None:
        if event.modifiers() == Qt.KeyboardModifier.ControlModifier and event.angleDelta().y():
            self.zoomed.emit(1 if event.angleDelta().y() > 0 else -1, self.painting.day_at(event.position().x()))
        else:
            super().wheelEvent(event)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter, tokens = QPainter(self), self._context.theme.tokens
        self.painting.tokens = tokens
        self.painting.dragged, self.painting.part = None, QRectF(event.rect())
        if self._pressed is not None and self._dragged is not None:
            self.painting.dragged = (self._pressed.x(), self._dragged.x())
        self.painting.paint(painter)
        if self.hasFocus():
            painter.setPen(QPen(QColor(tokens.focus), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(self.rect().adjusted(1, 1, -1, -1))

    def _on_theme(self) -> None:
        self.painting = self._painted()
        self.show_state(self._state)
