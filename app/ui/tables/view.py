"""The view for long lists, and the delegate that paints its plain text quickly."""

from PySide6.QtCore import QItemSelectionModel, QModelIndex, QObject, QRect, Qt
from PySide6.QtGui import QColor, QPainter
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

from app.ui.tables.columns import TableShape
from app.ui.tables.model import ID_ROLE, TONE_ROLE, Index, PagedTableModel, R
from app.ui.theme.theme import Theme
from app.ui.theme.tokens import Tone

_ALIGN = int(Qt.ItemDataRole.TextAlignmentRole)
_DISPLAY = int(Qt.ItemDataRole.DisplayRole)


class PlainTextDelegate(QStyledItemDelegate):
    """Paints elided plain text; no markup, no icon, no layout of documents."""

    def __init__(self, theme: Theme, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._theme = theme

    @override
    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        tokens, rect = self._theme.tokens, option.rect
        is_chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        is_enabled = bool(option.state & QStyle.StateFlag.State_Enabled) and bool(
            index.flags() & Qt.ItemFlag.ItemIsEnabled
        )
        tone = index.data(TONE_ROLE)
        if is_chosen:
            ground, ink = tokens.accent, tokens.on_accent
        else:
            ground = tokens.stripe if index.row() % 2 else tokens.surface
            ink = tokens.disabled if not is_enabled else tokens.text
            if tone and is_enabled:
                ink = tokens.tones[Tone(tone)][0]  # Qt hands a plain string back
        painter.fillRect(rect, QColor(ground))
        gap = self._theme.scale.space(2)
        room = rect.adjusted(gap, 0, -gap, 0)
        text = option.fontMetrics.elidedText(str(index.data(_DISPLAY)), Qt.TextElideMode.ElideRight, room.width())
        painter.setPen(QColor(ink))
        painter.drawText(room, int(index.data(_ALIGN)), text)
        if option.state & QStyle.StateFlag.State_HasFocus:
            self._paint_focus(painter, rect, tokens.on_accent if is_chosen else tokens.focus)

    @staticmethod
    def _paint_focus(painter: QPainter, rect: QRect, colour: str) -> None:
        painter.setPen(QColor(colour))
        painter.drawRect(rect.adjusted(1, 1, -2, -2))


class RowTable(QTableView):
    """A list of rows: whole rows are chosen, Tab leaves the table, nothing is edited in place."""

    def __init__(
        self, model: PagedTableModel[R], shape: TableShape[R], theme: Theme, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._theme, self._rows = theme, model
        self._widths = [column.width_chars for column in shape.columns]
        self.setModel(model)
        self.setItemDelegate(PlainTextDelegate(theme, self))
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setTabKeyNavigation(False)
        self.setShowGrid(False)
        self.setAlternatingRowColors(True)
        self.setWordWrap(False)
        self.setDragEnabled(False)
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        header.setStretchLastSection(True)
        header.setSectionsMovable(True)
        header.setTextElideMode(Qt.TextElideMode.ElideRight)
        theme.changed.connect(self.fit)
        model.loading_changed.connect(self._stand_on_first)
        self._stood: tuple[str, int, bool, int] | None = None
        model.modelAboutToBeReset.connect(self._remember)
        model.modelReset.connect(self._stand_again)
        self.fit()

    def _stand_on_first(self, is_loading: bool) -> None:  # noqa: FBT001 - signature of the signal
        """Give the keys a row to begin at, without choosing it."""
        model = self.model()
        if not is_loading and not self.currentIndex().isValid() and model.rowCount():
            chosen = QItemSelectionModel.SelectionFlag.NoUpdate
            self.selectionModel().setCurrentIndex(model.index(0, 0), chosen)

    def _remember(self) -> None:
        """Where the keyboard stands before the rows are read anew."""
        now = self.currentIndex()
        is_chosen = self.selectionModel().hasSelection()
        scrolled = self.verticalScrollBar().value()
        self._stood = (str(now.data(ID_ROLE)), now.row(), is_chosen, scrolled) if now.isValid() else None

    def _stand_again(self) -> None:
        """Stand on the same row, or on the one that took its place."""
        stood, self._stood = self._stood, None
        count = self._rows.rowCount()
        if stood is None or not count:
            return
        row_id, place, is_chosen, scrolled = stood
        found = self._rows.place_of(row_id)
        flag = QItemSelectionModel.SelectionFlag
        how = flag.ClearAndSelect | flag.Rows if is_chosen else flag.NoUpdate
        there = self._rows.index(min(place, count - 1) if found is None else found, 0)
        self.selectionModel().setCurrentIndex(there, how)
        self.verticalScrollBar().setValue(scrolled)
        self.scrollTo(there)

    @override
    def moveCursor(self, action: QAbstractItemView.CursorAction, modifiers: Qt.KeyboardModifier) -> QModelIndex:
        """Home and End go to the first and the last row: a row is one thing here."""
        ends = {QAbstractItemView.CursorAction.MoveHome: 0, QAbstractItemView.CursorAction.MoveEnd: -1}
        if action in ends and self._rows.rowCount():
            return self._rows.index(ends[action] % self._rows.rowCount(), max(0, self.currentIndex().column()))
        return super().moveCursor(action, modifiers)

    def fit(self) -> None:
        """Set heights and widths for the current text size."""
        self.verticalHeader().setDefaultSectionSize(self.fontMetrics().height() + self._theme.scale.space(3))
        wide = self.fontMetrics().averageCharWidth()
        for place, chars in enumerate(self._widths):
            self.setColumnWidth(place, wide * chars + self._theme.scale.space(4))
        self.viewport().update()
