"""The way to a case by its number, for officers to whom no list of cases is shown (案件番号から)."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QPushButton, QWidget

from app.ui.context import UiContext
from app.ui.widgets.character_width import in_characters
from app.ui.widgets.labels import text_label

FIELD_CHARACTERS = 32
LONGEST = 64
"""Characters of a case number or id."""


class NumberBar(QWidget):
    """A number, whose holds are shown then, and a button that holds the case.

    Signals:
        asked: A number as typed; empty for no case.
        hold_asked: The case that was found is to be held.
    """

    asked = Signal(str)
    hold_asked = Signal()

    def __init__(self, context: UiContext, parent: QWidget) -> None:
        super().__init__(parent)
        self._texts, self._found = context.texts, ""
        self.label, self.field = text_label(parent=self), QLineEdit(self)
        self.field.setMaxLength(LONGEST)
        in_characters(self.field, self.field.setFixedWidth, FIELD_CHARACTERS)
        self.label.setWordWrap(False)
        self.find_button, self.hold_button = QPushButton(self), QPushButton(self)
        self.said = text_label(role="hint", parent=self)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(context.theme.scale.space(2))
        for part in (self.label, self.field, self.find_button, self.hold_button):
            row.addWidget(part)
        row.addWidget(self.said, 1)
        self.field.returnPressed.connect(self._on_asked)
        self.find_button.clicked.connect(self._on_asked)
        self.hold_button.clicked.connect(self.hold_asked)
        self.show_found("")

    def show_found(self, number: str) -> None:
        """Say whose holds are shown; an empty number where none was found."""
        self._found = number
        self.hold_button.setEnabled(bool(number))
        self.said.setText(self._texts("retention.find.found", number=number) if number else "")

    def retranslate(self) -> None:
        """Say it in the current language."""
        texts = self._texts
        self.label.setText(texts("retention.find.number"))
        self.field.setAccessibleName(texts("retention.find.number"))
        self.find_button.setText(texts("retention.find.button"))
        self.hold_button.setText(texts("retention.find.hold"))
        self.show_found(self._found)

    def _on_asked(self) -> None:
        self.asked.emit(self.field.text().strip())
