"""Buttons whose words may be longer than their column: they go on in the next line, and are never cut off."""

from PySide6.QtCore import QSize
from PySide6.QtGui import QFont, QResizeEvent, QTextLayout
from PySide6.QtWidgets import QPushButton, QRadioButton, QSizePolicy, QWidget
from typing_extensions import override

_LEAST_CHARACTERS = 6
_EDGE = 28
"""What the frame takes of the width beside the words, in pixels."""


class WrappingButton(QPushButton):
    """Takes the width that it is given, and the height that its words need in it."""

    def __init__(self, words: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)  # it can be narrower than its words
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
        self.setText(_wrapped(self._words, self.font(), self.width() - _EDGE))


class WrappingRadio(QRadioButton):
    """The same for one choice of several."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)  # it can be narrower than its words
        self._words = ""

    def set_words(self, words: str) -> None:
        """Say something else."""
        self._words = words
        self.setAccessibleName(words)
        self._wrap()

    @override
    def sizeHint(self) -> QSize:
        """As wide as the words in one line, where there is room for them."""
        return QSize(self._wide(self._words) + self._mark(), super().sizeHint().height())

    @override
    def minimumSizeHint(self) -> QSize:
        least = self.fontMetrics().averageCharWidth() * _LEAST_CHARACTERS + self._mark()
        return QSize(min(least, self.sizeHint().width()), super().sizeHint().height())

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self._wrap()

    def _wide(self, words: str) -> int:
        return max(self.fontMetrics().horizontalAdvance(line) for line in words.split("\n"))

    def _mark(self) -> int:
        """What the mark takes of the width beside the words: it grows with the text."""
        return super().sizeHint().width() - self._wide(self.text())

    def _wrap(self) -> None:
        self.setText(_wrapped(self._words, self.font(), max(1, self.width() - self._mark())))


def _wrapped(words: str, font: QFont, width: int) -> str:
    return "\n".join(part for line in words.split("\n") for part in _parts(line, font, width))


def _parts(words: str, font: QFont, width: int) -> list[str]:
    layout = QTextLayout(words, font)
    found = []
    layout.beginLayout()
    while (line := layout.createLine()).isValid():
        line.setLineWidth(width)
        found.append(words[line.textStart() : line.textStart() + line.textLength()].strip())
    layout.endLayout()
    return found
