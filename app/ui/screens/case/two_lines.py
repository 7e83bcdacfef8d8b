"""A list whose entries have a name and a quieter second line."""

from collections.abc import Sequence

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QResizeEvent
from PySide6.QtWidgets import (
    QListWidget,
    QListWidgetItem,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)
from typing_extensions import override

from app.models.domain.text import without_stop
from app.ui.context import UiContext
from app.ui.theme.theme import Theme
from app.ui.theme.tokens import STEP_SMALL

Index = QModelIndex | QPersistentModelIndex
SECOND_ROLE = int(Qt.ItemDataRole.UserRole) + 1
OPEN_ROLE = SECOND_ROLE + 1
_WRAP = int(Qt.TextFlag.TextWordWrap) | int(Qt.AlignmentFlag.AlignLeft) | int(Qt.AlignmentFlag.AlignTop)
TALLEST = 1000


class TwoLineDelegate(QStyledItemDelegate):
    """Paints the name wrapped and the second line small under it; what is open has a bar at its edge."""

    def __init__(self, theme: Theme, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._theme = theme

    def _small(self, option: QStyleOptionViewItem) -> QFont:
        small = QFont(option.font)
        small.setPointSizeF(self._theme.scale.points(STEP_SMALL))
        return small

    def _heights(self, option: QStyleOptionViewItem, index: Index, width: int) -> tuple[int, int]:
        space = self._theme.scale.space
        room = QRect(0, 0, max(1, width - space(6)), TALLEST)
        name = option.fontMetrics.boundingRect(room, _WRAP, str(index.data())).height()
        second = QFontMetrics(self._small(option)).boundingRect(room, _WRAP, str(index.data(SECOND_ROLE))).height()
        return name, second

    @override
    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        view = option.widget
        width = view.viewport().width() if isinstance(view, QListWidget) else option.rect.width()
        return QSize(width, sum(self._heights(option, index, width)) + self._theme.scale.space(2.5))

    @override
    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        tokens, rect, space = self._theme.tokens, option.rect, self._theme.scale.space
        is_chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        painter.fillRect(rect, QColor(tokens.accent if is_chosen else tokens.surface))
        if index.data(OPEN_ROLE):
            bar = QRect(rect.left(), rect.top(), space(1), rect.height())
            painter.fillRect(bar, QColor(tokens.on_accent if is_chosen else tokens.accent))
        name, _ = self._heights(option, index, rect.width())
        room = rect.adjusted(space(3), space(1), -space(3), 0)
        painter.setPen(QColor(tokens.on_accent if is_chosen else tokens.text))
        painter.drawText(room, _WRAP, str(index.data()))
        usual = painter.font()
        painter.setFont(self._small(option))
        painter.setPen(QColor(tokens.on_accent if is_chosen else tokens.muted))
        painter.drawText(room.adjusted(0, name + space(0.25), 0, 0), _WRAP, str(index.data(SECOND_ROLE)))
        painter.setFont(usual)


class TwoLineList(QListWidget):
    """Entries with two lines; a screen reader hears both."""

    def __init__(self, context: UiContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._texts = context.texts
        self.setItemDelegate(TwoLineDelegate(context.theme, self))
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QListWidget.ScrollMode.ScrollPerPixel)
        context.theme.changed.connect(self.doItemsLayout)

    def show_lines(self, lines: Sequence[tuple[str, str]], chosen: int | None) -> None:
        """Write all entries, each its two lines, without news of a choice; ``chosen`` is in view, None leaves it."""
        self.blockSignals(True)
        while self.count() > len(lines):
            self.takeItem(self.count() - 1)
        for place, (name, second) in enumerate(lines):
            self.show_line(
                place, name, second, self._texts("case.list.sentence", name=without_stop(name), second=second)
            )
        if chosen is not None and self.currentRow() != chosen:
            self.setCurrentRow(chosen)
        self.blockSignals(False)

    def show_line(self, place: int, name: str, second: str, spoken: str, *, is_open: bool = False) -> None:
        """Write one entry; it is made when it is the next one."""
        item = self.item(place) if place < self.count() else QListWidgetItem(self)
        item.setText(name)
        item.setData(SECOND_ROLE, second)
        item.setData(OPEN_ROLE, is_open)
        item.setData(Qt.ItemDataRole.AccessibleTextRole, spoken)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self.doItemsLayout()
