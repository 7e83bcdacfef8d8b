"""A page of words in large type with readings: it scrolls by keyboard and is read aloud from top to bottom."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from app.models.domain.text import visible
from app.ui.context import UiContext
from app.ui.kiosk.look import KioskLook
from app.ui.kiosk.ruby import RubyLabel
from app.ui.screens.case.parts import make_stop
from app.ui.widgets.character_width import in_characters

LONGEST = 4000
_WIDTH_CHARS = 96

Words = Sequence[tuple[str, str]]
"""Role of the label (``title``, ``lead``, empty for running text, ...) and the text, in reading order."""


class WordsPage(QScrollArea):
    """Shows words; more parts may stand under them in :attr:`below`."""

    def __init__(self, context: UiContext, look: KioskLook, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self._shown: tuple[tuple[str, str], ...] = ()
        self.labels: list[RubyLabel] = []
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        place = QWidget(self)
        self._middle = QWidget(place)
        self._words = QVBoxLayout()
        self.below = QVBoxLayout()
        column = QVBoxLayout(self._middle)
        space = context.theme.scale.space
        column.setContentsMargins(space(6), space(4), space(6), space(4))
        for part in (self._words, self.below):
            part.setSpacing(space(2.5))
            column.addLayout(part)
        column.addStretch(1)
        row = QHBoxLayout(place)
        row.setContentsMargins(0, 0, 0, 0)
        row.addStretch(0)
        row.addWidget(self._middle, 1)
        row.addStretch(0)
        self.setWidget(place)
        in_characters(self._middle, self._middle.setMaximumWidth, _WIDTH_CHARS)  # easy to read

    def show_words(self, words: Words) -> None:
        """Show other words, from the top; nothing happens when they are the same."""
        if tuple(words) == self._shown:
            return
        self._shown = tuple(words)
        for label in self.labels:
            self._words.removeWidget(label)
            label.hide()
            label.deleteLater()
        self.labels = []
        for role, text in self._shown:
            label = RubyLabel(self._look, role, self._middle)
            label.set_words("\n".join(visible(line, LONGEST) for line in text.splitlines()))
            self.labels.append(label)
            self._words.addWidget(label)
            label.show()
        self.verticalScrollBar().setValue(0)
        self.setAccessibleName(self.heading.text() if self.heading is not None else "")
        if self.heading is not None:  # the keyboard stops there: the arrows scroll, and the whole page is read aloud
            make_stop(self.heading)
            self.heading.setAccessibleDescription("\n".join(text for _, text in self._shown))

    @property
    def heading(self) -> RubyLabel | None:
        """The title of the page, or what stands first."""
        titles = [label for label, (role, _) in zip(self.labels, self._shown, strict=True) if role == "title"]
        return next(iter((*titles, *self.labels)), None)

    def begin(self) -> None:
        """Take the keyboard."""
        if self.heading is not None:
            self.heading.setFocus()
