"""Ask once more before something that cannot be taken back; the title asks, the buttons answer in verb and noun."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialog, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from app.ui.texts import Texts
from app.ui.theme.theme import Theme
from app.ui.widgets.labels import text_label

WIDTH_CHARACTERS = 70


class ConfirmDialog(QDialog):
    """Texts are ``<stem>.question``, ``<stem>.words``, ``<stem>.yes`` and ``<stem>.no``; Escape answers no.

    Signals:
        agreed: The user chose to do it.
    """

    agreed = Signal()

    def __init__(self, texts: Texts, theme: Theme, stem: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(texts("ui.program.name"))
        self.setModal(True)
        space = theme.scale.space
        self.question = text_label(texts(f"{stem}.question"), "lead", self)
        self.words = text_label(texts(f"{stem}.words"), parent=self)
        self.yes_button, self.no_button = (
            QPushButton(texts(f"{stem}.yes"), self),
            QPushButton(texts(f"{stem}.no"), self),
        )
        self.no_button.setDefault(True)
        buttons = QHBoxLayout()
        buttons.addStretch(1)
        buttons.addWidget(self.no_button)
        buttons.addWidget(self.yes_button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(space(6), space(5), space(6), space(4))
        layout.setSpacing(space(3))
        layout.addWidget(self.question)
        layout.addWidget(self.words)
        layout.addSpacing(space(2))
        layout.addLayout(buttons)
        self.setMinimumWidth(self.fontMetrics().averageCharWidth() * WIDTH_CHARACTERS)
        self.setAccessibleName(self.question.text())
        self.setAccessibleDescription(self.words.text())
        self.no_button.clicked.connect(self.reject)
        self.yes_button.clicked.connect(self._on_yes)
        self.no_button.setFocus()

    def _on_yes(self) -> None:
        self.agreed.emit()
        self.accept()
