"""Asks one officer for the own passphrase, for one signature."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from app.models.domain.errors import AppError
from app.models.domain.ids import PersonId
from app.ui.presenters.case_opinion import Choice
from app.ui.texts import Texts
from app.ui.theme.theme import Theme
from app.ui.widgets.asking import AskDialog
from app.ui.widgets.second_officer import SecondOfficer


class SignDialog(AskDialog):
    """The question is asked of whoever signs; the officer at the desk is suggested.

    Signals:
        signed: Person and passphrase; the field is empty by then.
    """

    signed = Signal(str, str)

    def __init__(
        self, texts: Texts, theme: Theme, stem: str, choices: tuple[Choice, ...], mine: PersonId, parent: QWidget
    ) -> None:
        super().__init__(texts, theme, stem, parent)
        self.second = SecondOfficer(texts, self.form, "case.sign")
        self.second.show_people(choices, mine)
        self.column.addWidget(self.second)
        self.second.changed.connect(self.enable)
        self.enable()
        self.second.secret.setFocus()
        self.fit()

    @override
    def is_ready(self) -> bool:
        return self.second.is_complete

    @override
    def give(self) -> None:
        self.signed.emit(self.second.person, self.second.take_text())

    @override
    def show_error(self, error: AppError) -> None:
        if self.is_working:
            super().show_error(error)
            self.second.secret.setFocus()
