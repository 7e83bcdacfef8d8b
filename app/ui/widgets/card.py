"""A framed area with a heading, and small pieces that stand in it."""

from datetime import datetime

from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from app.models.domain.civil_day import JAPAN
from app.ui.theme.theme import Theme
from app.ui.widgets.character_width import in_characters
from app.ui.widgets.labels import text_label
from app.ui.widgets.untrusted import UntrustedLabel


class Card(QFrame):
    """A heading and a column below it."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.setProperty("card", "true")
        self.heading = text_label(role="lead", parent=self)
        self.body = QVBoxLayout(self)
        self.body.addWidget(self.heading)
        theme.changed.connect(self.fit)
        self.fit()

    def fit(self) -> None:
        """Take the margins of the current text size."""
        scale = self._theme.scale
        self.body.setContentsMargins(scale.space(3), scale.space(2), scale.space(3), scale.space(2.5))
        self.body.setSpacing(scale.space(1.5))

    def set_title(self, title: str) -> None:
        """Set the heading; it also names the area for a screen reader."""
        self.heading.setText(title)
        self.heading.setVisible(bool(title))
        self.setAccessibleName(title)


class Fact(QWidget):
    """A caption and a foreign value on one line."""

    def __init__(self, parent: QWidget | None = None, caption_chars: int = 8) -> None:
        super().__init__(parent)
        self.caption = QLabel(self)
        self.caption.setProperty("role", "hint")
        in_characters(self.caption, self.caption.setMinimumWidth, caption_chars)
        self.value = UntrustedLabel(parent=self)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.caption)
        row.addWidget(self.value, 1)

    def show_fact(self, caption: str, value: str) -> None:
        """Show another value."""
        self.caption.setText(caption)
        self.value.set_untrusted(value)


def moment(at: datetime) -> str:
    """A moment in the time of Japan, to the minute."""
    return at.astimezone(JAPAN).strftime("%Y-%m-%d %H:%M")


def clock_time(at: datetime) -> str:
    """A moment in the time of Japan, to the second."""
    return at.astimezone(JAPAN).strftime("%Y-%m-%d %H:%M:%S")
