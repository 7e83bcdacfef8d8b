"""A question with a form in it; the title asks what the buttons answer."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from app.ui.context import UiContext
from app.ui.widgets.labels import text_label

WIDTH_CHARACTERS = 76


class Question(QDialog):
    """Question, explanation, a form, a place for trouble, two buttons; Escape answers no."""

    def __init__(self, context: UiContext, stem: str, question: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setModal(True)
        texts, space = context.texts, context.theme.scale.space
        self.texts = texts
        self.setWindowTitle(texts("ui.program.name"))
        self.question = text_label(question, "lead", self)
        self.words = text_label(texts(f"{stem}.words"), "hint", self)
        self.trouble = text_label(role="invalid", parent=self)
        self.trouble.hide()
        self.yes_button, self.no_button = QPushButton(texts(f"{stem}.yes"), self), QPushButton(texts("ui.cancel"), self)
        self.no_button.setAutoDefault(False)
        self.middle = QVBoxLayout()
        self.middle.setSpacing(space(2))
        buttons = QHBoxLayout()
        buttons.addStretch(1)
        buttons.addWidget(self.no_button)
        buttons.addWidget(self.yes_button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(space(6), space(5), space(6), space(4))
        layout.setSpacing(space(3))
        for part in (self.question, self.words):
            layout.addWidget(part)
        layout.addLayout(self.middle)
        layout.addWidget(self.trouble)
        layout.addLayout(buttons)
        self.setMinimumWidth(self.fontMetrics().averageCharWidth() * WIDTH_CHARACTERS)
        self.setAccessibleName(question)
        self.no_button.clicked.connect(self.reject)

    def say_trouble(self, text: str) -> None:
        """Say what is missing or failed."""
        self.trouble.setText(text)
        self.trouble.show()
        self.fit()

    def fit(self) -> None:
        """Take the height that the wrapped sentences need."""
        layout = self.layout()
        if layout is not None:
            layout.activate()
            width = max(self.width(), self.minimumWidth())
            self.resize(width, layout.totalHeightForWidth(width))
