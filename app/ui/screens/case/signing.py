"""Asks one officer for the own passphrase, for one signature."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialog, QFormLayout, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from app.models.domain.errors import AppError
from app.models.domain.ids import PersonId
from app.models.domain.text import visible
from app.ui.presenters.case_opinion import Choice
from app.ui.screens.case.parts import QuietCombo
from app.ui.texts import Texts
from app.ui.widgets.inputs import SecretEdit
from app.ui.widgets.labels import text_label

NAME_CHARACTERS = 60


class SignDialog(QDialog):
    """The title asks the question that the buttons answer.

    Signals:
        given: Person and passphrase; the field is empty by then.
    """

    given = Signal(str, str)

    def __init__(
        self, texts: Texts, stem: str, choices: tuple[Choice, ...], mine: PersonId, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._texts, self._stem = texts, stem
        self.is_working = False
        self.setWindowTitle(texts(f"{stem}.question"))
        self.question = text_label(texts(f"{stem}.question"), role="lead", parent=self)
        self.explanation = text_label(texts(f"{stem}.explain"), role="hint", parent=self)
        self.officer = QuietCombo(self)
        for person, name in choices:
            self.officer.addItem(visible(name, NAME_CHARACTERS), person)
        place = self.officer.findData(mine)
        self.officer.setCurrentIndex(max(place, 0))
        self.officer.setAccessibleName(texts("case.sign.officer"))
        self.secret = SecretEdit(self)
        self.secret.setAccessibleName(texts("case.sign.passphrase"))
        self.trouble = text_label(role="invalid", parent=self)
        self.trouble.hide()
        form = QFormLayout()
        form.addRow(texts("case.sign.officer"), self.officer)
        form.addRow(texts("case.sign.passphrase"), self.secret)
        self.button = QPushButton(texts(f"{stem}.button"), self)
        self.button.setProperty("kind", "main")
        self.button.setDefault(True)
        self.button.setEnabled(False)
        self.cancel_button = QPushButton(texts("ui.cancel"), self)
        self.cancel_button.setAutoDefault(False)
        buttons = QHBoxLayout()
        buttons.addStretch(1)
        buttons.addWidget(self.cancel_button)
        buttons.addWidget(self.button)
        layout = QVBoxLayout(self)
        layout.setSpacing(12)
        layout.setContentsMargins(20, 20, 20, 16)
        for part in (self.question, self.explanation):
            layout.addWidget(part)
        layout.addLayout(form)
        layout.addWidget(self.trouble)
        layout.addLayout(buttons)
        self.secret.textChanged.connect(self._on_typed)
        self.button.clicked.connect(self._on_given)
        self.cancel_button.clicked.connect(self.reject)
        self.setMinimumWidth(self.fontMetrics().averageCharWidth() * 64)
        self.secret.setFocus()
        self._fit()

    def show_work(self) -> None:
        """The passphrase is being tried."""
        self.is_working = True
        self.trouble.hide()
        for part in (self.officer, self.secret, self.button):
            part.setEnabled(False)

    def show_error(self, error: AppError) -> None:
        """Say what failed, and let the officer try again."""
        if not self.is_working:
            return
        self.is_working = False
        text = self._texts.error(error)
        self.trouble.setText("\n".join(text.paragraphs()))
        self.trouble.show()
        self._fit()
        for part in (self.officer, self.secret):
            part.setEnabled(True)
        self.secret.setFocus()

    def _fit(self) -> None:
        """Take the height that the wrapped sentences need."""
        layout = self.layout()
        if layout is not None:
            layout.activate()
            width = max(self.width(), self.minimumWidth())
            self.resize(width, layout.totalHeightForWidth(width))

    def _on_typed(self) -> None:
        self.button.setEnabled(bool(self.secret.text()) and not self.is_working)

    def _on_given(self) -> None:
        passphrase = self.secret.take().decode()
        self.given.emit(str(self.officer.currentData()), passphrase)
