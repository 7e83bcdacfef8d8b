"""What an empty view says: that it is empty, what will fill it, and who does that."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from app.ui.texts import Texts
from app.ui.widgets.labels import centred, text_label


class EmptyState(QWidget):
    """Three sentences ``<stem>.empty``, ``<stem>.fills``, ``<stem>.who``, and at most one button."""

    def __init__(self, texts: Texts, stem: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._texts, self._stem = texts, stem
        self.title = text_label(role="lead", parent=self)
        self.title.setProperty("focusable", "true")
        self.title.setIndent(0)
        self.fills = text_label(parent=self)
        self.who = text_label(role="hint", parent=self)
        self.button = QPushButton(self)
        self.button.setProperty("kind", "main")
        self.button.hide()
        column = QVBoxLayout()
        column.setSpacing(10)
        for part in (self.title, self.fills, self.who):
            column.addWidget(part)
        column.addWidget(self.button, 0, Qt.AlignmentFlag.AlignLeft)
        centred(self, column)
        texts.language_changed.connect(self.retranslate)
        self.retranslate()

    def offer(self, button_text: str) -> None:
        """Show the button with a text in verb and noun."""
        self.button.setText(button_text)
        self.button.show()

    def retranslate(self) -> None:
        """Say it in the current language."""
        self.title.setText(self._texts(f"{self._stem}.empty"))
        self.fills.setText(self._texts(f"{self._stem}.fills"))
        self.who.setText(self._texts(f"{self._stem}.who"))
        self.setAccessibleName(self.title.text())
        self.setAccessibleDescription(self.fills.text())
