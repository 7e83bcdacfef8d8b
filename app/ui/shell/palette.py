"""The command palette (Ctrl+K): type any part of a name, in kanji, kana or Latin letters, and press Enter.

A command that may not be done now stays in the list and says why.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QModelIndex, QObject, QPersistentModelIndex, QSize, Qt
from PySide6.QtGui import QColor, QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QDialog,
    QLabel,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from app.models.domain.romaji import rank
from app.services.texts.catalogue import Language
from app.ui.accessibility import announce
from app.ui.actions import CommandSet
from app.ui.screen import Destination
from app.ui.texts import Texts
from app.ui.theme.theme import Theme

_ID = Qt.ItemDataRole.UserRole
_KEYS = Qt.ItemDataRole.UserRole + 1
_REASON = Qt.ItemDataRole.UserRole + 2
_PLACE = Qt.ItemDataRole.UserRole + 3
_Index = QModelIndex | QPersistentModelIndex


@dataclass(frozen=True, slots=True)
class PaletteEntry:
    """One line of the palette."""

    command_id: str
    name: str
    keys: str
    reason: str


def find_destinations(query: str, destinations: Sequence[Destination]) -> list[tuple[int, Destination]]:
    """Places of the screen in view that meet the query, beginnings first; none before something was typed."""
    if not query.strip():
        return []
    ranked = [(rank(query, one.words), place, one) for place, one in enumerate(destinations)]
    met = [(score, place, one) for score, place, one in ranked if score is not None]
    return [(place, one) for _, place, one in sorted(met, key=lambda item: item[:2])]


def find_commands(query: str, commands: CommandSet, texts: Texts) -> list[PaletteEntry]:
    """Commands that meet the query, beginnings first; names of both languages count."""
    found: list[tuple[int, int, PaletteEntry]] = []
    catalogues = [texts.catalogue(language) for language in Language]
    for place, (command_id, action) in enumerate(commands.actions.items()):
        key = commands.commands[command_id].text_key
        words = [catalogue(key) for catalogue in catalogues]
        words += [word for catalogue in catalogues for word in catalogue(f"{key}.search").split()]
        score = rank(query, tuple(words))
        if score is None:
            continue
        reason = commands.reason(command_id)
        entry = PaletteEntry(
            command_id, action.text(), commands.keys(command_id), "" if reason is None else texts(reason)
        )
        found.append((score, place, entry))
    return [entry for _, _, entry in sorted(found, key=lambda item: item[:2])]


class _EntryDelegate(QStyledItemDelegate):
    """Name to the left, keys to the right, the reason below in the second rank of text."""

    def __init__(self, theme: Theme, parent: QObject) -> None:
        super().__init__(parent)
        self._theme = theme

    @override
    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        line = option.fontMetrics.height()
        lines = 2 if index.data(_REASON) else 1
        return QSize(100, line * lines + self._theme.scale.space(2.5))

    @override
    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        tokens, scale = self._theme.tokens, self._theme.scale
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        rect = option.rect
        painter.fillRect(rect, QColor(tokens.accent if chosen else tokens.surface))
        reason = str(index.data(_REASON))
        inner = rect.adjusted(scale.space(3), scale.space(1.25), -scale.space(3), -scale.space(1.25))
        first = inner.adjusted(0, 0, 0, -inner.height() // 2) if reason else inner
        align = Qt.AlignmentFlag.AlignVCenter
        painter.setPen(QColor(tokens.on_accent if chosen else tokens.muted))
        painter.drawText(first, align | Qt.AlignmentFlag.AlignRight, str(index.data(_KEYS)))
        painter.setPen(QColor(tokens.on_accent if chosen else tokens.disabled if reason else tokens.text))
        painter.drawText(first, align | Qt.AlignmentFlag.AlignLeft, str(index.data(Qt.ItemDataRole.DisplayRole)))
        if reason:
            painter.setPen(QColor(tokens.on_accent if chosen else tokens.muted))
            painter.drawText(inner.adjusted(0, inner.height() // 2, 0, 0), align | Qt.AlignmentFlag.AlignLeft, reason)


class CommandPalette(QDialog):
    """A field and a list; opens over the window and closes with Escape."""

    def __init__(
        self,
        commands: CommandSet,
        texts: Texts,
        theme: Theme,
        parent: QWidget,
        destinations: Sequence[Destination] = (),
    ) -> None:
        super().__init__(parent, Qt.WindowType.Dialog | Qt.WindowType.FramelessWindowHint)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setObjectName("command-palette")
        self.setWindowTitle(texts("ui.palette.title"))
        self._commands, self._texts, self._destinations = commands, texts, destinations
        self.field = QLineEdit(self)
        self.field.setPlaceholderText(texts("ui.palette.hint"))
        self.field.setAccessibleName(texts("ui.palette.title"))
        self.list = QListWidget(self)
        self.list.setAccessibleName(texts("ui.palette.list"))
        self.list.setItemDelegate(_EntryDelegate(theme, self.list))
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.notice = QLabel(self)
        self.notice.setProperty("role", "hint")
        self.notice.setWordWrap(True)
        layout = QVBoxLayout(self)
        gap = theme.scale.space(2)
        layout.setContentsMargins(gap, gap, gap, gap)
        for part in (self.field, self.list, self.notice):
            layout.addWidget(part)
        self.field.installEventFilter(self)
        self.field.textChanged.connect(self._on_text_changed)
        self.field.returnPressed.connect(self._on_chosen)
        self.list.itemActivated.connect(self._on_chosen)
        self.resize(min(560 * theme.scale.text_percent // 100, parent.width() - 40), min(460, parent.height() - 80))
        place = parent.mapToGlobal(parent.rect().topLeft())
        self.move(place.x() + (parent.width() - self.width()) // 2, place.y() + parent.height() // 8)
        self._on_text_changed("")

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Let the arrows move in the list while the field keeps the keyboard and the input method."""
        moves = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1, Qt.Key.Key_PageDown: 8, Qt.Key.Key_PageUp: -8}
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            step = moves.get(Qt.Key(event.key()))
            if step is not None and self.list.count():
                self.list.setCurrentRow(max(0, min(self.list.count() - 1, self.list.currentRow() + step)))
                return True
        return super().eventFilter(watched, event)

    def _on_text_changed(self, query: str) -> None:
        self.list.clear()
        for entry in find_commands(query, self._commands, self._texts):
            item = QListWidgetItem(entry.name, self.list)
            item.setData(_ID, entry.command_id)
            item.setData(_KEYS, entry.keys)
            item.setData(_REASON, entry.reason)
            sentence = "ui.palette.line-disabled" if entry.reason else "ui.palette.line"
            item.setData(
                Qt.ItemDataRole.AccessibleTextRole,
                self._texts(sentence, name=entry.name, keys=entry.keys, reason=entry.reason),
            )
        for place, one in find_destinations(query, self._destinations):
            item = QListWidgetItem(one.name, self.list)
            item.setData(_PLACE, place)
            item.setData(_KEYS, "")
            item.setData(_REASON, "")
        self.list.setCurrentRow(0)
        self._say("" if self.list.count() else self._texts("ui.palette.none"))

    def _on_chosen(self) -> None:
        if self.list.currentRow() < 0:
            return
        item = self.list.currentItem()
        if item.data(_REASON):
            self._say(str(item.data(_REASON)))
            return
        self.accept()
        if item.data(_PLACE) is not None:
            self._destinations[int(item.data(_PLACE))].go()
            return
        self._commands.ask(str(item.data(_ID)))

    def _say(self, sentence: str) -> None:
        self.notice.setText(sentence)
        self.notice.setVisible(bool(sentence))
        announce(self, sentence)
