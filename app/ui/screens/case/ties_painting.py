"""The drawing of family and ties: cards in the parts of the family round the subject, other ties below.

What nationality says is told by the outline and by a word, never by a colour: a plain frame for Japanese, cut corners
and a double line for foreign, a broken line where it is not told, round corners where the form does not ask. What was
said where nobody is named has no frame.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPen, QPolygonF

from app.models.rules.ties import Kin, Nation
from app.ui.presenters.case_ties import TieGroup, TieLine
from app.ui.theme.tokens import Scale, Tokens

_LINES = 5
_CARD_CHARACTERS, _LEAST_CHARACTERS = 44, 24
_GAPS = 13
"""Between and beside the four cards of a row: a brother, the subject, and two on the side of the spouse, in frames."""
_NARROWEST = 75
"""Per cent of the usual width of letters; still easily read."""
_SPOUSE_SIDE = (Kin.SPOUSE_PARENTS, Kin.SPOUSE, Kin.SPOUSE_CHILDREN)
_ALONE = (Kin.COHABITANTS, Kin.UNTOLD)
_LEFT = int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft)


@dataclass(frozen=True, slots=True)
class Card:
    """What stands on a card, one text a line; names are plain text."""

    lines: tuple[str, ...]


class TiesPainting:
    """Everything is laid out when it is made; the same on screen and in files."""

    def __init__(
        self,
        lines: Sequence[TieLine],
        groups: Sequence[TieGroup],
        cards: Sequence[Card],
        titles: Sequence[str],
        *,
        width: int,
        font: QFont,
        scale: Scale,
    ) -> None:
        self._lines, self._groups, self._cards, self._titles = lines, groups, cards, titles
        self._font, self._scale = font, scale
        self._metrics = QFontMetrics(font)
        self._gap = scale.space(3)
        wide, quarter = self._metrics.averageCharWidth() * _CARD_CHARACTERS, (width - _GAPS * self._gap) // 4
        self.is_narrow = quarter < self._metrics.averageCharWidth() * _LEAST_CHARACTERS
        """Too narrow for two families beside each other: everything stands below the subject."""
        self._left = 3 * self._gap if self.is_narrow else self._gap
        wide = min(wide, width - 7 * self._gap if self.is_narrow else quarter)
        self._card = QSize(wide, self._metrics.height() * _LINES + scale.space(4))
        self.rects: dict[int, QRectF] = {}
        """Where each line of the state is drawn."""
        self.frames: dict[int, QRectF] = {}
        """Where each group is drawn."""
        self._breaks: list[int] = []
        self._width = width
        self._height = self._lay_out()
        self.tokens: Tokens | None = None
        self.chosen = -1
        self.part: QRectF | None = None
        """What is in view; the rest is not drawn. None draws all."""

    @property
    def size(self) -> QSize:
        """Its size in pixels."""
        return QSize(self._width, self._height)

    @property
    def header(self) -> int:
        """Nothing is repeated on later pages."""
        return 0

    @property
    def breaks(self) -> tuple[int, ...]:
        """Between rows of cards."""
        return tuple(sorted(set(self._breaks)))

    def at(self, x: float, y: float) -> int:
        """The line at a point, or -1."""
        return next((place for place, rect in self.rects.items() if rect.contains(x, y)), -1)

    def beside(self, place: int, dx: int, dy: int) -> int:
        """The nearest line in a direction, or the same at an end."""
        if place not in self.rects:
            return 0
        here = self.rects[place].center()
        found = [
            (along + 3 * across, other)
            for other, rect in self.rects.items()
            for step in [rect.center() - here]
            for along, across in [(step.x() * dx + step.y() * dy, abs(step.x() * dy) + abs(step.y() * dx))]
            if other != place and along > 1 and (dy or across < self._card.height() / 2)
        ]
        return min(found)[1] if found else place

    def _lay_out(self) -> int:
        """Parents, then subject and spouse with siblings, then children; everybody else below, the full width."""
        at = {group.kin: place for place, group in enumerate(self._groups) if group.kin is not None}
        top = float(self._gap)
        top = self._place_subject(self._gap, top) + self._gap if self.is_narrow else self._lay_out_beside(at, top)
        for place, group in enumerate(self._groups):
            if self.is_narrow or group.kin is None or group.kin in _ALONE:
                top = self._place(place, self._left, top, self._width - self._left - self._gap) + self._gap
                self._breaks.append(int(top - self._gap / 2))
        return int(top)

    def _lay_out_beside(self, at: dict[Kin, int], top: float) -> float:
        """The subject's side left, the spouse's right."""
        half = (self._width - 3 * self._gap) / 2
        right, wide = 2 * self._gap + half, self._card.width()
        for left_kin, right_kin in (
            (Kin.PARENTS, Kin.SPOUSE_PARENTS),
            (Kin.SIBLINGS, Kin.SPOUSE),
            (Kin.CHILDREN, Kin.SPOUSE_CHILDREN),
        ):
            bottom, room = top, half
            if left_kin is Kin.SIBLINGS:
                bottom, room = self._place_subject(half - wide, top), half - wide - 3 * self._gap
            if left_kin in at:
                bottom = max(bottom, self._place(at[left_kin], self._gap, top, room))
            if right_kin in at:
                bottom = max(bottom, self._place(at[right_kin], right, top, half))
            top = bottom + 2 * self._gap
            self._breaks.append(int(top - self._gap))
        return top

    def _place_subject(self, left: float, top: float) -> float:
        beside = top if self.is_narrow else top + self._title() + self._gap / 2
        self.rects[0] = QRectF(left, beside, self._card.width(), self._card.height())
        return self.rects[0].bottom() + self._gap

    def _title(self) -> int:
        return self._metrics.height() + self._scale.space(1)

    def _place(self, number: int, left: float, top: float, width: float) -> float:
        """Lay the cards of a group in rows; returns the lower edge of its frame."""
        group = self._groups[number]
        wide, high, gap = self._card.width(), self._card.height(), self._gap
        in_row = max(1, int((width - gap) // (wide + gap)))
        places = range(group.first, group.end)
        y = top + self._title() + gap / 2
        column = 0
        for place in places:
            is_person = self._lines[place].is_person
            height = high if is_person else self._title()
            if column == in_row or (column and not is_person):
                y, column = y + high + gap, 0
                self._breaks.append(int(y - gap / 2))
            room = wide if is_person else width - 2 * gap
            self.rects[place] = QRectF(left + gap + column * (wide + gap), y, room, height)
            column = column + 1 if is_person else in_row
        bottom = max((self.rects[place].bottom() for place in places), default=y) + gap
        self.frames[number] = QRectF(left, top, width, bottom - top)
        return bottom

    def paint(self, painter: QPainter) -> None:
        """Draw everything; the colours must have been given."""
        tokens = self.tokens
        if tokens is None:
            return
        painter.setFont(self._font)
        painter.fillRect(QRectF(0, 0, self._width, self._height), QColor(tokens.surface))
        painter.setPen(QPen(QColor(tokens.outline), 2))
        for begin, end in self._links():
            painter.drawLine(begin, end)
        for number, frame in self.frames.items():
            painter.setPen(QPen(QColor(tokens.hairline), 1))
            painter.setBrush(QColor(tokens.stripe))
            painter.drawRect(frame)
            painter.setPen(QColor(tokens.muted))
            room = QRectF(frame.left() + self._gap, frame.top(), frame.width() - 2 * self._gap, self._title())
            painter.drawText(room, _LEFT, self._fit(self._titles[number], room.width()))
        for place, rect in self.rects.items():
            if self.part is None or self.part.intersects(rect.adjusted(-6, -6, 6, 6)):
                self._paint_card(painter, tokens, place, rect)

    def _links(self) -> list[tuple[QPointF, QPointF]]:
        """Lines from the subject and the spouse to the parts of their families."""
        at = {group.kin: self.frames[place] for place, group in enumerate(self._groups) if group.kin is not None}
        subject = self.rects.get(0)
        links: list[tuple[QPointF, QPointF]] = []
        if subject is None:
            return links
        if self.is_narrow:
            side = subject.left() + self._gap
            ends = [QPointF(frame.left(), frame.center().y()) for frame in self.frames.values()]
            spine = [(QPointF(side, subject.bottom()), QPointF(side, max(end.y() for end in ends)))] if ends else []
            return [*spine, *((QPointF(side, end.y()), end) for end in ends)]
        x = subject.center().x()
        parents, children, siblings = at.get(Kin.PARENTS), at.get(Kin.CHILDREN), at.get(Kin.SIBLINGS)
        if parents is not None:
            links.append((QPointF(x, parents.bottom()), QPointF(x, subject.top())))
        if siblings is not None and parents is not None:
            side = siblings.center().x()
            links.append((QPointF(side, parents.bottom()), QPointF(side, siblings.top())))
        if children is not None:
            links.append((QPointF(x, subject.bottom()), QPointF(x, children.top())))
        spouse = at.get(Kin.SPOUSE)
        if spouse is not None:
            links.append((QPointF(subject.right(), subject.center().y()), QPointF(spouse.left(), subject.center().y())))
            for first, second in pairwise([at[kin] for kin in _SPOUSE_SIDE if kin in at]):
                links.append((QPointF(spouse.center().x(), first.bottom()), QPointF(spouse.center().x(), second.top())))
        return links

    def _paint_card(self, painter: QPainter, tokens: Tokens, place: int, rect: QRectF) -> None:
        line, is_chosen = self._lines[place], place == self.chosen
        painter.setBrush(QColor(tokens.accent_soft if is_chosen else tokens.surface))
        if line.is_person:
            self._paint_outline(painter, tokens, line, rect, 3.0 if place == 0 else 1.5)
        elif is_chosen:
            painter.fillRect(rect, QColor(tokens.accent_soft))
        if is_chosen:
            painter.setPen(QPen(QColor(tokens.focus), 3))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(rect.adjusted(-4, -4, 4, 4))
        painter.setPen(QColor(tokens.text))
        edge = self._scale.space(2.5)
        for number, text in enumerate(self._cards[place].lines[:_LINES]):
            top = rect.top() + self._scale.space(2) + number * self._metrics.height()
            room = QRectF(rect.left() + edge, top, rect.width() - 2 * edge, self._metrics.height())
            self._write(painter, room, text)

    def _paint_outline(self, painter: QPainter, tokens: Tokens, line: TieLine, rect: QRectF, thick: float) -> None:
        pen = QPen(QColor(tokens.text), thick)
        if line.nation is Nation.UNTOLD:
            pen.setStyle(Qt.PenStyle.DashLine)
        painter.setPen(pen)
        if line.nation is Nation.FOREIGN:
            for inset in (0, 4):
                painter.drawPolygon(_cut(rect.adjusted(inset, inset, -inset, -inset), self._gap * 0.8))
        elif line.nation is None:
            painter.drawRoundedRect(rect, self._gap, self._gap)
        else:
            painter.drawRect(rect)
        if line.had_foreign or line.was_abroad:
            pen.setStyle(Qt.PenStyle.SolidLine)
            painter.setPen(pen)
            painter.setBrush(QColor(tokens.text))
            corner, side = rect.bottomRight(), 1.5 * self._gap
            painter.drawPolygon(QPolygonF([corner, corner - QPointF(side, 0), corner - QPointF(0, side)]))

    def _write(self, painter: QPainter, room: QRectF, text: str) -> None:
        """In narrower letters where it would not fit: a date in both calendars is read whole."""
        lack = room.width() / max(self._metrics.horizontalAdvance(text), 1)
        if lack >= 1:
            painter.drawText(room, _LEFT, text)
            return
        narrow = QFont(self._font)
        narrow.setStretch(max(_NARROWEST, int(lack * 100) - 1))
        painter.setFont(narrow)
        fitting = QFontMetrics(narrow).elidedText(text, Qt.TextElideMode.ElideRight, int(room.width()))
        painter.drawText(room, _LEFT, fitting)
        painter.setFont(self._font)

    def _fit(self, text: str, width: float) -> str:
        return self._metrics.elidedText(text, Qt.TextElideMode.ElideRight, int(width))


def _cut(rect: QRectF, cut: float) -> QPolygonF:
    """A rectangle without its corners."""
    left, top, right, bottom = rect.left(), rect.top(), rect.right(), rect.bottom()
    return QPolygonF(
        [
            QPointF(left + cut, top),
            QPointF(right - cut, top),
            QPointF(right, top + cut),
            QPointF(right, bottom - cut),
            QPointF(right - cut, bottom),
            QPointF(left + cut, bottom),
            QPointF(left, bottom - cut),
            QPointF(left, top + cut),
        ]
    )
