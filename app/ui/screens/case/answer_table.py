"""The list of answers: plain wrapped text, J and K go on and back, other letters act, Enter shows the whole."""

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, QObject, QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)
from typing_extensions import override

from app.models.forms.reading import Line
from app.ui.screens.case.answer_model import (
    ANSWER,
    COLUMNS,
    FLAG,
    HEADING_ROLE,
    LOOKBACK,
    PLACE,
    QUESTION,
    QUIET_ROLE,
    REVISION,
    TONE_ROLE,
    AnswerModel,
    Index,
)
from app.ui.theme.theme import Theme
from app.ui.theme.tokens import Tone

if TYPE_CHECKING:
    from collections.abc import Callable

_WRAP = int(Qt.TextFlag.TextWordWrap) | int(Qt.AlignmentFlag.AlignLeft) | int(Qt.AlignmentFlag.AlignTop)
_WIDTHS = {PLACE: 13, LOOKBACK: 10, REVISION: 6, FLAG: 12}
"""Widths in average characters; question and answer share the rest."""
TALLEST = 20_000
NARROW, VERY_NARROW = 76, 66
"""Below these widths, in average characters, revision and period are told beside the list only."""


class WrappedTextDelegate(QStyledItemDelegate):
    """Paints wrapped plain text; a heading is a band across the row."""

    def __init__(self, theme: Theme, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._theme = theme

    def _gaps(self) -> tuple[int, int]:
        return self._theme.scale.space(2), self._theme.scale.space(1)

    @override
    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        wide, tall = self._gaps()
        text = str(index.data() or "")
        room = QRect(0, 0, max(1, option.rect.width() - 2 * wide), TALLEST)
        box = option.fontMetrics.boundingRect(room, _WRAP, text)
        return QSize(box.width() + 2 * wide, max(box.height(), option.fontMetrics.lineSpacing()) + 2 * tall + 1)

    @override
    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        tokens, rect = self._theme.tokens, option.rect
        is_heading = bool(index.data(HEADING_ROLE))
        is_chosen = bool(option.state & QStyle.StateFlag.State_Selected) and not is_heading
        tone = index.data(TONE_ROLE)
        ink = tokens.muted if is_heading or index.data(QUIET_ROLE) else tokens.text
        if tone:
            ink = tokens.tones[Tone(tone)][0]
        ground = tokens.rail if is_heading else tokens.surface
        if is_chosen:
            ground, ink = tokens.accent, tokens.on_accent
        painter.fillRect(rect, QColor(ground))
        painter.setPen(QColor(tokens.hairline))
        painter.drawLine(rect.bottomLeft(), rect.bottomRight())
        wide, tall = self._gaps()
        painter.setPen(QColor(ink))
        painter.drawText(rect.adjusted(wide, tall, -wide, -tall), _WRAP, str(index.data() or ""))


class AnswerTable(QTableView):
    """Answers of one section.

    Signals:
        line_changed: Another answer is current, or none.
        flag_asked: F on an answer.
        query_asked: Q on an answer.
        cite_asked: C, to put the answer to a finding.
        point_asked: G, to the next point to clear up.
        note_asked: N.
        paper_asked: P, to turn between the list and the pages of the form.
        detail_asked: Enter on an answer.
        return_asked: R, to return its box for correction.
        revisions_asked: V, to compare its revisions.
    """

    line_changed = Signal()
    flag_asked = Signal()
    query_asked = Signal()
    cite_asked = Signal()
    point_asked = Signal()
    note_asked = Signal()
    paper_asked = Signal()
    detail_asked = Signal()
    return_asked = Signal()
    revisions_asked = Signal()

    def __init__(
        self, model: AnswerModel, theme: Theme, parent: QWidget | None = None, *, is_marked: bool = True
    ) -> None:
        """Show a model; ``is_marked`` is false where nobody marks answers, so that they have more room."""
        super().__init__(parent)
        self._theme, self._answers, self._is_marked = theme, model, is_marked
        self.setModel(model)
        self.setItemDelegate(WrappedTextDelegate(theme, self))
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setTabKeyNavigation(False)
        self.setShowGrid(False)
        self.setDragEnabled(False)
        self.verticalHeader().hide()
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.horizontalHeader().setHighlightSections(False)
        self.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.horizontalHeader().setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        self.selectionModel().currentChanged.connect(self._on_current)
        self._stood: tuple[str, str | None] | None = None
        model.modelAboutToBeReset.connect(self._remember)
        model.modelReset.connect(self._on_reset)
        model.dataChanged.connect(self._fit_heights)
        theme.changed.connect(self.fit)
        on, back = partial(self.go, 1), partial(self.go, -1)
        self._keys: dict[Qt.Key, Callable[[], None]] = {
            Qt.Key.Key_J: on,
            Qt.Key.Key_Down: on,
            Qt.Key.Key_K: back,
            Qt.Key.Key_Up: back,
            Qt.Key.Key_F: self.flag_asked.emit,
            Qt.Key.Key_C: self.cite_asked.emit,
            Qt.Key.Key_G: self.point_asked.emit,
            Qt.Key.Key_Q: self.query_asked.emit,
            Qt.Key.Key_N: self.note_asked.emit,
            Qt.Key.Key_P: self.paper_asked.emit,
            Qt.Key.Key_R: self.return_asked.emit,
            Qt.Key.Key_V: self.revisions_asked.emit,
            Qt.Key.Key_Return: self.detail_asked.emit,
            Qt.Key.Key_Enter: self.detail_asked.emit,
        }

    def line(self) -> Line | None:
        """The current answer."""
        row = self._answers.row_at(self.currentIndex().row())
        return row if isinstance(row, Line) else None

    def lines_in_view(self) -> list[Line]:
        """The answers that are on the screen from their first line on."""
        bottom, found = self.viewport().height(), []
        for place in range(max(0, self.rowAt(0)), self._answers.rowCount()):
            top = self.rowViewportPosition(place)
            if top >= bottom:
                break
            line = self._answers.row_at(place)
            if isinstance(line, Line) and top >= 0:
                found.append(line)
        return found

    def go(self, step: int) -> None:
        """Go to the next answer or the one before."""
        place = self._answers.next_line(self.currentIndex().row(), step)
        if place is not None:
            self.setCurrentIndex(self._answers.index(place, ANSWER))
            above = self._answers.index(max(0, place - 1), PLACE)
            self.scrollTo(above)
            self.scrollTo(self._answers.index(place, ANSWER))

    def go_to(self, link_id: str, row: str | None) -> bool:
        """Make an answer current; false when it is not among those in view."""
        for place in range(self._answers.rowCount()):
            line = self._answers.row_at(place)
            if isinstance(line, Line) and (line.link_id, line.row) == (link_id, row):
                self.setCurrentIndex(self._answers.index(place, ANSWER))
                self.scrollTo(self._answers.index(place, ANSWER), QAbstractItemView.ScrollHint.PositionAtCenter)
                return True
        return False

    def fit(self) -> None:
        """Share the width among the columns and give each row the height of its text."""
        wide = self.fontMetrics().averageCharWidth()
        room = self.viewport().width()
        self.setColumnHidden(REVISION, room < wide * NARROW or not self._is_marked)
        self.setColumnHidden(FLAG, not self._is_marked)
        self.setColumnHidden(LOOKBACK, room < wide * VERY_NARROW)
        taken = 0
        for column, chars in _WIDTHS.items():
            self.setColumnWidth(column, wide * chars + self._theme.scale.space(3))
            taken += self.columnWidth(column)
        rest = max(20 * wide, room - taken)
        self.setColumnWidth(QUESTION, rest * 11 // 20)
        self.setColumnWidth(ANSWER, rest - rest * 11 // 20)
        self._fit_heights()

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self.fit()

    def sentence(self) -> str:
        """What a screen reader says of the current answer."""
        return str(self.currentIndex().data(Qt.ItemDataRole.AccessibleDescriptionRole) or "")

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not self.take_key(event):
            super().keyPressEvent(event)

    def take_key(self, event: QKeyEvent) -> bool:
        """Do what a key means here, also where the answers are shown as paper; false for a key that means nothing."""
        if event.modifiers() not in (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier):
            return False
        act = self._keys.get(Qt.Key(event.key()))
        if act is None:
            return False
        act()
        return True

    @override
    def keyboardSearch(self, search: str) -> None:
        """Letters are commands here."""

    def _remember(self) -> None:
        """Which answer is current before the rows are read again."""
        line = self.line()
        self._stood = (line.link_id, line.row) if line is not None else self._stood

    def _on_reset(self) -> None:
        self.clearSpans()
        for place in range(self._answers.rowCount()):
            if not isinstance(self._answers.row_at(place), Line):
                self.setSpan(place, 0, 1, len(COLUMNS))
        self._fit_heights()
        self.scrollToTop()
        first = self._answers.next_line(-1, 1)
        if first is not None and not (self._stood is not None and self.go_to(*self._stood)):
            self.setCurrentIndex(self._answers.index(first, ANSWER))
            self.scrollToTop()
        self.line_changed.emit()

    def _fit_heights(self) -> None:
        self.resizeRowsToContents()

    def _on_current(self, _now: QModelIndex, _before: QModelIndex) -> None:
        self.line_changed.emit()
