"""A button whose words may be longer than its column: they go on in the next line, and are never cut off."""

from PySide6.QtCore import QSize
from PySide6.QtGui import QResizeEvent, QTextLayout
from PySide6.QtWidgets import QPushButton, QWidget
from typing_extensions import override

_LEAST_CHARACTERS = 12
_EDGE = 28
"""What the frame takes of the width beside the words, in pixels."""


class WrappingButton(QPushButton):
    """Takes the width that it is given, and the height that its words need in it."""

    def __init__(self, words: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._words = ""
        self.set_words(words)

    def set_words(self, words: str) -> None:
        """Say something else; lines that are given stay lines."""
        self._words = words
        self.setAccessibleName(words)
        self._wrap()

    @override
    def minimumSizeHint(self) -> QSize:
        wide = self.fontMetrics().averageCharWidth() * _LEAST_CHARACTERS + _EDGE
        return QSize(min(wide, super().minimumSizeHint().width()), super().minimumSizeHint().height())

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self._wrap()

    def _wrap(self) -> None:
        lines = [part for line in self._words.split("\n") for part in self._parts(line)]
        self.setText("\n".join(lines))

    def _parts(self, words: str) -> list[str]:
        layout = QTextLayout(words, self.font())
        found = []
        layout.beginLayout()
        while (line := layout.createLine()).isValid():
            line.setLineWidth(self.width() - _EDGE)
            found.append(words[line.textStart() : line.textStart() + line.textLength()].strip())
        layout.endLayout()
        return found
