"""A list of matters of a case in which letters are commands: the next one, the answer it is about, up and down."""

from PySide6.QtCore import Qt, Signal, SignalInstance
from PySide6.QtGui import QKeyEvent
from typing_extensions import override

from app.ui.screens.case.two_lines import TwoLineList

_PLAIN = (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier)


class MatterList(TwoLineList):
    """Entries that each lead to an answer.

    Signals:
        next_asked: G, to the next on which something is to be done.
        answer_asked: Enter, to the first answer that the matter is about.
    """

    next_asked = Signal()
    answer_asked = Signal()

    def commands(self) -> dict[Qt.Key, SignalInstance]:
        """Keys and what they ask for."""
        return {
            Qt.Key.Key_G: self.next_asked,
            Qt.Key.Key_Return: self.answer_asked,
            Qt.Key.Key_Enter: self.answer_asked,
        }

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        key, commands = event.key(), self.commands()
        if event.modifiers() not in _PLAIN:
            super().keyPressEvent(event)
        elif key in commands:
            commands[Qt.Key(key)].emit()
        elif key in (Qt.Key.Key_J, Qt.Key.Key_K):
            step = 1 if key == Qt.Key.Key_J else -1
            self.setCurrentRow(min(max(0, self.currentRow() + step), self.count() - 1))
        else:
            super().keyPressEvent(event)

    @override
    def keyboardSearch(self, search: str) -> None:
        """Letters are commands here."""
