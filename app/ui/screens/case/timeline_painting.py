"""The drawing of the timeline: lanes of bars over years in both calendars, the same on screen and in files.

What is not certain is hatched one way, what has an end that is not known is dotted, what is certainly not accounted for
is hatched crosswise, and what is accounted for is a thin line, so that gaps stand out: no colour is needed.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from PySide6.QtCore import QPoint, QRectF, QSize, Qt
from PySide6.QtGui import QBrush, QColor, QFont, QFontMetrics, QPainter, QPen

from app.models.domain.dates import PartialDate
from app.models.domain.eras import JapaneseDate
from app.models.domain.text import visible
from app.models.domain.validity import Window
from app.models.forms.days import touch
from app.models.rules.periods import Cover
from app.services.texts.catalogue import Language
from app.ui.presenters.case_timeline import Bar, TimelineState
from app.ui.theme.tokens import LIGHT, Scale, Tokens, Tone

_STEPS = (1, 2, 5, 10, 20, 50)
_NAME_CHARACTERS, _NAME_SHARE = 26, 4
"""A name of a lane has at least so many characters, and at most such a part of the width."""
_WORD_CHARACTERS = 6
"""Words that would be shorter than this are left to the table."""
_LONGEST_WORDS = 200
_LEAST_GAP = 4
"""Pixels; a gap of days must not vanish among years."""
_LABEL_HEIGHTS = 4
"""Two characters of an era and two digits are so many times as wide as high."""
_DAYS_OF_YEAR = 365.25
_MIDDLE = 15
"""Day of a month up to which it counts as its beginning."""
_MONTHS = (1, 3, 6)
"""Months between two marks where years stand far apart."""


@dataclass(frozen=True, slots=True)
class _Row:
    """One line of the picture: a lane, or a further line of it where rows overlap."""

    name: str
    bars: tuple[int, ...]


class TimelinePainting:
    """Everything follows from a state and a width."""

    def __init__(
        self, state: TimelineState, *, width: int, font: QFont, scale: Scale, language: Language = Language.JAPANESE
    ) -> None:
        self.state, self.width, self._language = state, width, language
        self.tokens: Tokens = LIGHT
        self.dragged: tuple[int, int] | None = None
        """Where the pointer draws a span just now, in pixels."""
        self.part: QRectF | None = None
        """What is in view; the rest is not drawn. None draws all."""
        self._font, self._scale = font, scale
        self._metrics = QFontMetrics(font)
        self._rows = _rows(state.bars)
        named = max((self._metrics.horizontalAdvance(row.name) for row in self._rows), default=0) + scale.space(4.5)
        least = self._metrics.averageCharWidth() * _NAME_CHARACTERS
        self._names = max(least, min(named, width // _NAME_SHARE))

    @property
    def size(self) -> QSize:
        """Its size in pixels."""
        height = self.header + self._line() * max(len(self._rows), 1) + self._scale.space(2)
        return QSize(self.width, height)

    @property
    def header(self) -> int:
        """Height of the years."""
        return 2 * self._metrics.height() + self._scale.space(2)

    @property
    def breaks(self) -> tuple[int, ...]:
        """Between the lines."""
        return tuple(self.header + number * self._line() for number in range(1, len(self._rows) + 1))

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
        for place, rect in self.rects():
            if rect.adjusted(-2, 0, 2, 0).contains(point.x(), point.y()):
                return place
        return -1

    def paint(self, painter: QPainter) -> None:
        """Draw it at the origin."""
        tokens, line = self.tokens, self._line()
        painter.setFont(self._font)
        painter.fillRect(QRectF(0, 0, self.width, self.size.height()), QColor(tokens.surface))
        if self.state.shown is None:
            return
        self._paint_span(painter)
        self._paint_axis(painter)
        edge = self._scale.space(2)
        for number, row in enumerate(self._rows):
            top = self.header + number * line
            painter.setPen(QColor(tokens.text))
            room = QRectF(edge, top, self._names - 2 * edge, line)
            name = self._metrics.elidedText(row.name, Qt.TextElideMode.ElideRight, int(room.width()))
            painter.drawText(room, int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft), name)
            painter.setPen(QColor(tokens.hairline))
            painter.drawLine(0, top, self.width, top)
        # Certain gaps last: they are never hidden by what is wider drawn than it is long.
        for place, rect in sorted(self.rects(), key=lambda one: self.state.bars[one[0]].cover is Cover.CERTAIN_GAP):
            if self.part is None or self.part.intersects(rect.adjusted(-4, -4, 4, 4)):
                self._paint_bar(painter, place, rect)

    def _paint_bar(self, painter: QPainter, place: int, rect: QRectF) -> None:
        bar, tokens = self.state.bars[place], self.tokens
        if bar.cover is Cover.COVERED:
            line = QRectF(rect.left(), rect.center().y() - 1, rect.width(), 3)
            painter.fillRect(line, QColor(tokens.muted))
        elif bar.cover is not None:
            colour = QColor(tokens.tones[Tone.WARN if bar.cover is Cover.CERTAIN_GAP else Tone.INFO][0])
            is_certain = bar.cover is Cover.CERTAIN_GAP
            pattern = Qt.BrushStyle.DiagCrossPattern if is_certain else Qt.BrushStyle.BDiagPattern
            painter.setPen(QPen(colour, 1))
            painter.fillRect(rect, QColor(tokens.surface))
            painter.setBrush(QBrush(colour, pattern))
            painter.drawRect(rect)
        else:
            self._paint_stay(painter, bar, rect)
        if place == self.state.chosen:
            painter.setPen(QPen(QColor(tokens.text), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(rect.adjusted(-2, -2, 2, 2))

    def _paint_stay(self, painter: QPainter, bar: Bar, rect: QRectF) -> None:
        colour, certain = QColor(self.tokens.accent), bar.period.certain
        pattern = Qt.BrushStyle.Dense6Pattern if bar.has_unknown_end else Qt.BrushStyle.BDiagPattern
        painter.setPen(QPen(colour, 1))
        painter.setBrush(QBrush(colour, pattern))
        painter.drawRect(rect)
        if certain is None or not touch(certain, self._shown()):
            return
        solid = self._reach(certain.first_day, certain.last_day, rect)
        painter.fillRect(solid, colour)
        edge = self._scale.space(1)
        room = solid.adjusted(edge, 0, -edge, 0)
        if room.width() >= self._metrics.averageCharWidth() * _WORD_CHARACTERS:
            painter.setPen(QColor(self.tokens.on_accent))
            words = self._metrics.elidedText(
                visible(bar.words, _LONGEST_WORDS), Qt.TextElideMode.ElideRight, int(room.width())
            )
            painter.drawText(room, int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft), words)

    def _paint_axis(self, painter: QPainter) -> None:
        tokens, shown, metrics = self.tokens, self._shown(), self._metrics
        left, right = self._edges()
        edge = self._scale.space(1)
        a_year = (right - left) / max((shown.last_day - shown.first_day).days / _DAYS_OF_YEAR, 0.1)
        wide = _LABEL_HEIGHTS * metrics.height() + self._scale.space(2)
        step = next((one for one in _STEPS if one * a_year >= wide), _STEPS[-1])
        for day, named_by in _ticks(shown, step, next((one for one in _MONTHS if one * a_year / 12 >= wide), 0)):
            x = self.place_of(day)
            painter.setPen(QColor(tokens.hairline))
            painter.drawLine(int(x), 0, int(x), self.size.height())
            painter.setPen(QColor(tokens.muted))
            era = PartialDate.of_day(named_by).to_japanese()
            western = str(day.year) if day.month == 1 else f"{day.year}-{day.month:02}"
            words = (western, self._year_of(era[0]) if era else "")
            fits = x + max(map(metrics.horizontalAdvance, words)) <= right
            for line, word in enumerate(words if fits else ()):
                painter.drawText(int(x) + 3, edge + metrics.ascent() + line * metrics.height(), word)

    def _year_of(self, day: JapaneseDate) -> str:
        if self._language is Language.JAPANESE:
            return replace(day, month=None, day=None).as_written()
        return f"{day.era.code.capitalize()} {day.year}"

    def _paint_span(self, painter: QPainter) -> None:
        span = self.state.span
        if self.dragged is not None:
            first, last = map(float, sorted(self.dragged))
        elif span is not None and touch(span, self._shown()):
            drawn = self._reach(span.first_day, span.last_day, QRectF())
            first, last = drawn.left(), drawn.right()
        else:
            return
        height = self.size.height()
        painter.fillRect(QRectF(first, 0, max(last - first, 2), height), QColor(self.tokens.accent_soft))
        painter.setPen(QPen(QColor(self.tokens.focus), 1, Qt.PenStyle.DashLine))
        for x in (first, last):
            painter.drawLine(round(x), 0, round(x), height)

    def rects(self) -> list[tuple[int, QRectF]]:
        """Where each bar is drawn that lies in what is shown."""
        found = []
        gap = self._scale.space(0.5)
        for number, row in enumerate(self._rows):
            top = self.header + number * self._line()
            for place in row.bars:
                possible = self.state.bars[place].period.possible
                if possible is not None and touch(possible, self._shown()):
                    whole = QRectF(0, top + gap, 1, self._line() - 2 * gap)
                    rect = self._reach(possible.first_day, possible.last_day, whole)
                    lack = _LEAST_GAP - rect.width()
                    if lack > 0 and self.state.bars[place].cover in {Cover.CERTAIN_GAP, Cover.POSSIBLE_GAP}:
                        rect.adjust(-lack / 2, 0, lack / 2, 0)
                    found.append((place, rect))
        return found

    def _reach(self, first: date, last: date, like: QRectF) -> QRectF:
        shown = self._shown()
        begin, end = max(first, shown.first_day), min(last, shown.last_day)
        x = self.place_of(begin)
        return QRectF(x, like.top(), max(self.place_of(end) - x, 2), like.height())

    def span_between(self, x1: float, x2: float) -> Window:
        """The days between two places; whole months where a pixel is longer than a day."""
        first, last = sorted((self.day_at(x1), self.day_at(x2)))
        shown, (left, right) = self._shown(), self._edges()
        if (shown.last_day - shown.first_day).days <= right - left:
            return Window(first, last)
        begin = _month(first, 1 if first.day > _MIDDLE else 0)
        end = _month(last, 1 if last.day > _MIDDLE else 0) - timedelta(days=1)
        return Window(max(begin, shown.first_day), min(end, shown.last_day)) if begin <= end else Window(first, last)

    def _shown(self) -> Window:
        return self.state.view or self.state.shown or Window(date(2000, 1, 1), date(2000, 12, 31))

    def _edges(self) -> tuple[float, float]:
        return float(self._names), float(self.width - self._scale.space(4))

    def _line(self) -> int:
        return self._metrics.height() + self._scale.space(2)


def _month(day: date, later: int) -> date:
    """The first day of its month, or of so many months later."""
    month = day.year * 12 + day.month - 1 + later
    return date(month // 12, month % 12 + 1, 1)


def _ticks(shown: Window, years: int, months: int) -> Iterator[tuple[date, date]]:
    """Days that are marked, each with the day whose era names it: the last of a year, the first of a month."""
    for year in range(shown.first_day.year, shown.last_day.year + 1):
        if not months:
            if year % years == 0 and year > shown.first_day.year:
                yield date(year, 1, 1), date(year, 12, 31)
            continue
        for month in range(1, 13, months):
            day = date(year, month, 1)
            if day in shown:
                yield day, day


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
