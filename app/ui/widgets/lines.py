"""Captions and values, one line below the other: a summary that is read, not edited."""

from collections.abc import Sequence

from PySide6.QtWidgets import QGridLayout, QWidget

from app.models.domain.text import visible
from app.ui.theme.theme import Theme
from app.ui.widgets.character_width import in_characters
from app.ui.widgets.labels import text_label

Line = tuple[str, str]
VALUE_CHARACTERS = 400
SHORT_CHARACTERS = 20
"""A value of so many characters stays in one line: days, numbers, codes."""


class LineGrid(QWidget):
    """Shows lines; values may come from outside, so they are shown with everything unseen spelled out."""

    def __init__(self, theme: Theme, caption_chars: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._lines: list[Line] = []
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(theme.scale.space(4))
        self._grid.setVerticalSpacing(theme.scale.space(1.5))
        self._grid.setColumnStretch(1, 1)
        self._caption_chars = caption_chars

    def lines(self) -> list[Line]:
        """What is shown."""
        return self._lines

    def show_lines(self, lines: Sequence[Line]) -> None:
        """Show other lines."""
        if list(lines) == self._lines:
            return
        self._lines = list(lines)
        while (item := self._grid.takeAt(0)) is not None:
            if (old := item.widget()) is not None:
                old.hide()
                old.deleteLater()
        for row, (caption, value) in enumerate(self._lines):
            name = text_label(visible(caption, VALUE_CHARACTERS), "hint", self)
            in_characters(name, name.setFixedWidth, self._caption_chars)
            self._grid.addWidget(name, row, 0)
            shown = text_label(visible(value, VALUE_CHARACTERS), parent=self)
            shown.setWordWrap(len(value) > SHORT_CHARACTERS or not value.isascii())
            self._grid.addWidget(shown, row, 1)
