"""The navigation rail: the rooms as a list, each with the number of things that wait there."""

from PySide6.QtCore import QObject, QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QPainter
from PySide6.QtWidgets import (
    QListWidget,
    QListWidgetItem,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)
from typing_extensions import override

from app.ui.tables.model import Index
from app.ui.texts import Texts
from app.ui.theme.theme import Theme

_COUNT = Qt.ItemDataRole.UserRole + 1
_ID = Qt.ItemDataRole.UserRole


class _RailDelegate(QStyledItemDelegate):
    """A bar of the accent in front of the chosen room, its name, and the count at the right."""

    def __init__(self, theme: Theme, parent: QObject) -> None:
        super().__init__(parent)
        self._theme = theme

    @override
    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        scale = self._theme.scale
        wide = option.fontMetrics.horizontalAdvance(str(index.data()))
        return QSize(wide + scale.space(16), option.fontMetrics.height() + scale.space(5))

    @override
    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        tokens, scale, rect = self._theme.tokens, self._theme.scale, option.rect
        is_chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        if is_chosen:
            painter.fillRect(rect, QColor(tokens.accent_soft))
            painter.fillRect(QRect(rect.left(), rect.top(), scale.space(1), rect.height()), QColor(tokens.link))
        elif option.state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(rect, QColor(tokens.hover))
        room = rect.adjusted(scale.space(5), 0, -scale.space(3), 0)
        painter.setPen(QColor(tokens.link if is_chosen else tokens.text))
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, str(index.data()))
        if count := index.data(_COUNT):
            painter.setPen(QColor(tokens.text))
            painter.drawText(room, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, f"{count:,}")


class Rail(QListWidget):
    """The list of rooms.

    Signals:
        room_chosen: Id of the room that the user went to; also that of the room in view, when it is chosen again.
    """

    room_chosen = Signal(str)

    def __init__(self, room_ids: tuple[str, ...], texts: Texts, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("rail")
        self._texts, self._theme = texts, theme
        self.setItemDelegate(_RailDelegate(theme, self))
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setMouseTracking(True)
        self.currentItemChanged.connect(self._on_current_changed)
        self.itemClicked.connect(self._on_current_changed)
        self.itemActivated.connect(self._on_current_changed)
        theme.changed.connect(self.fit)
        self.set_rooms(room_ids)

    def set_rooms(self, room_ids: tuple[str, ...]) -> None:
        """Offer other rooms; we stand in none of them."""
        self.blockSignals(True)
        self.clear()
        for room_id in room_ids:
            item = QListWidgetItem(self)
            item.setData(_ID, room_id)
            item.setData(_COUNT, 0)
        self.setCurrentRow(-1)
        self.blockSignals(False)
        self.retranslate()

    def retranslate(self) -> None:
        """Name the rooms in the current language."""
        self.setAccessibleName(self._texts("ui.rail.name"))
        for place in range(self.count()):
            self._describe(self.item(place))
        self.fit()

    def fit(self) -> None:
        """Take the width that the longest name needs."""
        self.setFixedWidth(max(self._theme.scale.side(44), self.sizeHintForColumn(0)))
        self.scheduleDelayedItemsLayout()

    def choose(self, room_id: str) -> None:
        """Go to a room; ``room_chosen`` follows, also when we are there already."""
        for place in range(self.count()):
            if self.item(place).data(_ID) != room_id:
                continue
            if place == self.currentRow():
                self.room_chosen.emit(room_id)
            else:
                self.setCurrentRow(place)

    def current_room(self) -> str:
        """Id of the room in view, or empty."""
        return str(self.currentItem().data(_ID)) if self.currentRow() >= 0 else ""

    def forget(self) -> None:
        """Stand in no room and forget all counts, as after the lock."""
        self.blockSignals(True)
        self.setCurrentRow(-1)
        self.blockSignals(False)
        for place in range(self.count()):
            self.item(place).setData(_COUNT, 0)
            self._describe(self.item(place))

    def set_count(self, room_id: str, count: int) -> None:
        """Show how many things wait in a room; 0 shows nothing."""
        for place in range(self.count()):
            item = self.item(place)
            if item.data(_ID) == room_id:
                item.setData(_COUNT, count)
                self._describe(item)

    def _describe(self, item: QListWidgetItem) -> None:
        name = self._texts(f"room.{item.data(_ID)}")
        item.setText(name)
        count = int(item.data(_COUNT))
        spoken = self._texts("room.line", room=name, count=count) if count else name
        item.setData(Qt.ItemDataRole.AccessibleTextRole, spoken)

    def _on_current_changed(self, current: QListWidgetItem | None) -> None:
        if current is not None:
            self.room_chosen.emit(str(current.data(_ID)))
