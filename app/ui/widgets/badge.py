"""States shown by sign, word and colour together; the colour alone never says anything."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QSizePolicy, QWidget

from app.ui.accessibility import announce
from app.ui.texts import Texts
from app.ui.theme.tokens import Tone
from app.ui.widgets.labels import repolish, text_label

SIGNS = {Tone.NEUTRAL: "○", Tone.INFO: "●", Tone.GOOD: "✓", Tone.WARN: "▲", Tone.BAD: "×"}
"""One sign for each tone; all of them are in the program's font."""


class StateBadge(QLabel):
    """A short state: sign and word on a soft ground."""

    def __init__(self, texts: Texts, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._texts = texts
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self.show_state("", Tone.NEUTRAL)

    def show_state(self, text: str, tone: Tone) -> None:
        """Show a state; ``text`` is a sentence or word of the catalogue."""
        self.setText(f"{SIGNS[tone]} {text}")
        self.setProperty("tone", tone.value)
        self.setAccessibleName(self._texts("ui.badge", tone=self._texts(f"ui.tone.{tone}"), text=text))
        repolish(self)


class Banner(QFrame):
    """A line across the screen that informs, warns or reports, with at most one thing to do."""

    def __init__(self, texts: Texts, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._texts = texts
        self.setProperty("banner", "true")
        self._sign = QLabel(self)
        self._message = text_label(parent=self)
        self.button = QPushButton(self)
        self.button.hide()
        layout = QHBoxLayout(self)
        layout.addWidget(self._sign)
        layout.addWidget(self._message, 1)
        layout.addWidget(self.button)
        self.hide()

    def show_message(self, text: str, tone: Tone, button_text: str = "", *, is_spoken: bool = True) -> None:
        """Show a sentence; the button stands only when it has a text; a sentence that changes often is not spoken."""
        self._sign.setText(SIGNS[tone])
        self._sign.setAccessibleName(self._texts(f"ui.tone.{tone}"))
        self._message.setText(text)
        self.setAccessibleName(self._texts("ui.badge", tone=self._texts(f"ui.tone.{tone}"), text=text))
        self.button.setText(button_text)
        self.button.setVisible(bool(button_text))
        self.setProperty("tone", tone.value)
        for part in (self, self._sign, self._message):
            repolish(part)
        if is_spoken:
            announce(self, self.accessibleName())
        self.show()

    def message(self) -> str:
        """The sentence in view."""
        return self._message.text()
