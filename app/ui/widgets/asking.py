"""A dialog that asks for what an act needs, stays while the act runs, and says in place what failed."""

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialog, QHBoxLayout, QPushButton, QVBoxLayout, QWidget
from typing_extensions import override

from app.models.domain.errors import AppError
from app.ui.accessibility import announce
from app.ui.texts import Texts
from app.ui.theme.theme import Theme
from app.ui.widgets.labels import text_label

WIDTH_CHARACTERS = 66


Complete = Callable[[], bool]


class AskDialog(QDialog):
    """Texts are ``<stem>.question``, ``<stem>.words`` and ``<stem>.yes``; the title asks, the button answers.

    Signals:
        given: The person agreed and nothing is missing.
    """

    given = Signal()

    def __init__(self, texts: Texts, theme: Theme, stem: str, parent: QWidget, **fields: str | int) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setModal(True)
        self._texts = texts
        self.is_working = False
        self.is_complete: Complete = lambda: True
        self.setWindowTitle(texts("ui.program.name"))
        space = theme.scale.space
        self.question = text_label(texts(f"{stem}.question", **fields), "lead", self)
        self.words = text_label(texts(f"{stem}.words"), "hint", self)
        self.form = QWidget(self)
        self.column = QVBoxLayout(self.form)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(space(3))
        self.trouble = text_label(role="invalid", parent=self)
        self.trouble.hide()
        self.yes_button, self.no_button = QPushButton(texts(f"{stem}.yes"), self), QPushButton(texts("ui.cancel"), self)
        self.yes_button.setProperty("kind", "main")
        self.yes_button.setDefault(True)
        self.no_button.setAutoDefault(False)
        buttons = QHBoxLayout()
        buttons.addStretch(1)
        buttons.addWidget(self.no_button)
        buttons.addWidget(self.yes_button)
        layout = self._layout = QVBoxLayout(self)
        layout.setContentsMargins(space(6), space(5), space(6), space(4))
        layout.setSpacing(space(3))
        for part in (self.question, self.words, self.form, self.trouble):
            layout.addWidget(part)
        layout.addLayout(buttons)
        self.setFixedWidth(self.fontMetrics().averageCharWidth() * WIDTH_CHARACTERS)
        self.setAccessibleName(self.question.text())
        self.setAccessibleDescription(self.words.text())
        self.yes_button.clicked.connect(self._on_yes)
        self.no_button.clicked.connect(self.reject)

    def add_below_form(self, part: QWidget) -> None:
        """Put something between the form and the buttons that stays when the form goes."""
        self._layout.insertWidget(self._layout.count() - 1, part)

    def is_ready(self) -> bool:
        """Whether the answer can be given at all; what :attr:`is_complete` says is said in place."""
        return True

    def enable(self, *_changed: object) -> None:
        """Let the answer be given once everything is there."""
        self.yes_button.setEnabled(self.is_ready() and not self.is_working)

    def follow(self, error: AppError | None, *, is_busy: bool) -> None:
        """Close once the act that was begun here is done, or say why it failed."""
        if not self.is_working or is_busy:
            return
        if error is not None:
            self.show_error(error)
        else:
            self.is_working = False
            self.accept()

    def show_work(self) -> None:
        """The act runs; nothing can be changed meanwhile."""
        self.is_working = True
        self.trouble.hide()
        for part in (self.form, self.yes_button, self.no_button):
            part.setEnabled(False)

    def show_error(self, error: AppError) -> None:
        """Say what failed, and let the person try again."""
        self.is_working = False
        for part in (self.form, self.no_button):
            part.setEnabled(True)
        self.enable()
        self.say("\n".join(self._texts.error(error).paragraphs()))

    def say(self, sentence: str) -> None:
        """Say what is missing or failed."""
        self.trouble.setText(sentence)
        self.trouble.setVisible(bool(sentence))
        self.fit()
        announce(self, sentence)

    def fit(self) -> None:
        """Take the height that the wrapped sentences need."""
        self._layout.activate()
        self.resize(self.width(), max(self.minimumHeight(), self._layout.totalHeightForWidth(self.width())))

    @override
    def reject(self) -> None:
        if not self.is_working:
            super().reject()

    def _on_yes(self) -> None:
        if self.is_complete():
            self.give()

    def give(self) -> None:
        """Tell that the person agreed."""
        self.given.emit()
