"""The picture of the timeline: lanes of bars over years in both calendars; what is not certain is hatched."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from PySide6.QtCore import QPoint, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QBrush, QColor, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget
from typing_extensions import override

from app.models.domain.dates import PartialDate
from app.models.domain.validity import Window
from app.models.rules.periods import Cover
from app.ui.context import UiContext
from app.ui.presenters.case_timeline import Bar, TimelineState
from app.ui.theme.tokens import Tone

_STEPS = (1, 2, 5, 10, 20, 50)
_LEAST_DRAG = 6
_LABEL_HEIGHTS = 4
"""Two characters of an era and two digits are so many times as wide as high."""
_DAYS_OF_YEAR = 365.25


@dataclass(frozen=True, slots=True)
class _Row:
    """One line of the picture: a lane, or a further line of it where rows overlap."""

    name: str
    bars: tuple[int, ...]


class TimelinePicture(QLabel):
    """Paints; the table below says the same in words and takes the keyboard for whoever does not see.

    Signals:
        chosen: Place of the bar that was clicked, or -1.
        drawn: The first and last day of the span that was drawn over; None when it was given up.
        stepped: The keyboard asks for the next bar (1) or the one before (-1).
        opened: The keyboard or a double click asks for the answer of the chosen bar.
    """

    chosen = Signal(int)
    drawn = Signal(object)
    stepped = Signal(int)
    opened = Signal()

    def __init__(self, context: UiContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._state = TimelineState()
        self._rows: tuple[_Row, ...] = ()
        self._pressed: QPoint | None = None
        self._dragged: QPoint | None = None
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        context.theme.changed.connect(self.update)

    def show_state(self, state: TimelineState) -> None:
        """Draw this."""
        if state.bars is not self._state.bars:
            self._rows = _rows(state.bars)
        self._state = state
        self.setFixedHeight(self.sizeHint().height())
        self.update()

    @override
    def sizeHint(self) -> QSize:
        return QSize(900, self._axis() + self._line() * max(len(self._rows), 1) + self._context.theme.scale.space(2))

    def place_of(self, day: date) -> float:
        """Where a day begins, in pixels."""
        shown = self._shown()
        days = max((shown.last_day - shown.first_day).days, 1)
        left, right = self._edges()
        return left + (right - left) * (day - shown.first_day).days / days

    def day_at(self, x: float) -> date:
        """The day at a place, within what is shown."""
        shown = self._shown()
        left, right = self._edges()
        share = min(max((x - left) / max(right - left, 1), 0), 1)
        return shown.first_day + timedelta(days=round(share * (shown.last_day - shown.first_day).days))

    def bar_at(self, point: QPoint) -> int:
        """The bar at a point, or -1."""
        for place, rect in self._rects():
            if rect.adjusted(-2, 0, 2, 0).contains(point.x(), point.y()):
                return place
        return -1

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
            first, last = sorted((self.day_at(pressed.x()), self.day_at(dragged.x())))
            self.drawn.emit(Window(first, last))
        elif pressed is not None:
            self.chosen.emit(self.bar_at(pressed))

    @override
    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        if self.bar_at(event.position().toPoint()) >= 0:
            self.opened.emit()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = event.key()
        if key in {Qt.Key.Key_Right, Qt.Key.Key_Down, Qt.Key.Key_J}:
            self.stepped.emit(1)
        elif key in {Qt.Key.Key_Left, Qt.Key.Key_Up, Qt.Key.Key_K}:
            self.stepped.emit(-1)
        elif key in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self.opened.emit()
        elif key == Qt.Key.Key_Escape and self._state.span is not None:
            self.drawn.emit(None)
        else:
            super().keyPressEvent(event)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        tokens = self._context.theme.tokens
        painter.fillRect(self.rect(), QColor(tokens.surface))
        if self._state.shown is None:
            return
        self._paint_span(painter)
        self._paint_axis(painter)
        for number, row in enumerate(self._rows):
            top = self._axis() + number * self._line()
            painter.setPen(QColor(tokens.text))
            room = QRectF(
                self._context.theme.scale.space(2),
                top,
                self._names() - self._context.theme.scale.space(4),
                self._line(),
            )
            name = self.fontMetrics().elidedText(row.name, Qt.TextElideMode.ElideRight, int(room.width()))
            painter.drawText(room, int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft), name)
            painter.setPen(QColor(tokens.hairline))
            painter.drawLine(0, top, self.width(), top)
        for place, rect in self._rects():
            self._paint_bar(painter, place, rect)
        if self.hasFocus():
            painter.setPen(QPen(QColor(tokens.focus), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(self.rect().adjusted(1, 1, -1, -1))

    def _paint_bar(self, painter: QPainter, place: int, rect: QRectF) -> None:
        bar, tokens = self._state.bars[place], self._context.theme.tokens
        if bar.cover is Cover.COVERED:
            colour = QColor(tokens.muted)
        elif bar.cover is None:
            colour = QColor(tokens.accent)
        else:
            colour = QColor(tokens.tones[Tone.WARN if bar.cover is Cover.CERTAIN_GAP else Tone.INFO][0])
        painter.setPen(QPen(colour, 1))
        hatched = bar.cover is Cover.POSSIBLE_GAP or bar.cover is None
        painter.setBrush(QBrush(colour, Qt.BrushStyle.BDiagPattern) if hatched else QBrush(Qt.BrushStyle.NoBrush))
        painter.drawRect(rect)
        certain = bar.period.certain
        if not hatched or (bar.cover is None and certain is not None):
            inner = self._reach(certain.first_day, certain.last_day, rect) if certain is not None else rect
            painter.fillRect(inner, colour)
        if place == self._state.chosen:
            painter.setPen(QPen(QColor(tokens.text), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(rect.adjusted(-2, -2, 2, 2))

    def _paint_axis(self, painter: QPainter) -> None:
        tokens, shown, metrics = self._context.theme.tokens, self._shown(), self.fontMetrics()
        left, right = self._edges()
        edge = self._context.theme.scale.space(1)
        a_year = (right - left) / max((shown.last_day - shown.first_day).days / _DAYS_OF_YEAR, 0.1)
        wide = _LABEL_HEIGHTS * metrics.height() + self._context.theme.scale.space(2)
        step = next((one for one in _STEPS if one * a_year >= wide), _STEPS[-1])
        for year in range(shown.first_day.year + 1, shown.last_day.year + 1):
            if year % step:
                continue
            x, day = self.place_of(date(year, 1, 1)), date(year, 12, 31)
            painter.setPen(QColor(tokens.hairline))
            painter.drawLine(int(x), 0, int(x), self.height())
            painter.setPen(QColor(tokens.muted))
            era = PartialDate.of_day(day).to_japanese()
            words = (str(year), f"{era[0].era.name}{era[0].year}" if era else "")
            fits = x + max(map(metrics.horizontalAdvance, words)) <= right
            for line, word in enumerate(words if fits else ()):
                painter.drawText(int(x) + 3, edge + metrics.ascent() + line * metrics.height(), word)

    def _paint_span(self, painter: QPainter) -> None:
        span = self._state.span
        if self._pressed is not None and self._dragged is not None:
            first, last = sorted((self._pressed.x(), self._dragged.x()))
        elif span is not None:
            first, last = round(self.place_of(span.first_day)), round(self.place_of(span.last_day))
        else:
            return
        ground = QColor(self._context.theme.tokens.accent_soft)
        painter.fillRect(QRectF(first, 0, max(last - first, 2), self.height()), ground)

    def _rects(self) -> list[tuple[int, QRectF]]:
        found = []
        gap = self._context.theme.scale.space(1.5)
        for number, row in enumerate(self._rows):
            top = self._axis() + number * self._line()
            for place in row.bars:
                possible = self._state.bars[place].period.possible
                if possible is not None:
                    whole = QRectF(0, top + gap, 1, self._line() - 2 * gap)
                    found.append((place, self._reach(possible.first_day, possible.last_day, whole)))
        return found

    def _reach(self, first: date, last: date, like: QRectF) -> QRectF:
        shown = self._shown()
        begin, end = max(first, shown.first_day), min(last, shown.last_day)
        x = self.place_of(begin)
        return QRectF(x, like.top(), max(self.place_of(end) - x, 2), like.height())

    def _shown(self) -> Window:
        return self._state.shown or Window(date(2000, 1, 1), date(2000, 12, 31))

    def _edges(self) -> tuple[float, float]:
        return float(self._names()), float(self.width() - self._context.theme.scale.space(4))

    def _names(self) -> int:
        return self.fontMetrics().averageCharWidth() * 26

    def _line(self) -> int:
        return self.fontMetrics().height() + self._context.theme.scale.space(2)

    def _axis(self) -> int:
        return 2 * self.fontMetrics().height() + self._context.theme.scale.space(2)


def _rows(bars: Sequence[Bar]) -> tuple[_Row, ...]:
    """Lanes in order; a bar that overlaps another of its lane goes on a further line."""
    lanes: dict[str, list[list[int]]] = {}
    for place, bar in enumerate(bars):
        lines, possible = lanes.setdefault(bar.lane, []), bar.period.possible
        if possible is None:
            continue
        for line in lines:
            last = bars[line[-1]].period.possible
            if last is not None and last.last_day < possible.first_day:
                line.append(place)
                break
        else:
            lines.append([place])
    return tuple(
        _Row(name if not number else "", tuple(line))
        for name, lines in lanes.items()
        for number, line in enumerate(lines)
    )
