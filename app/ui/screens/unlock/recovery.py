"""Open the vault with both recovery sheets, when no passphrase does."""

from PySide6.QtWidgets import QComboBox, QWidget

from app import bootstrap
from app.models.domain.ids import PersonId
from app.models.domain.text import visible
from app.ui.context import UiContext
from app.ui.presenters.unlock import OfficerChoice
from app.ui.widgets.asking import AskDialog
from app.ui.widgets.labels import text_label
from app.ui.widgets.new_passphrase import NewPassphrase
from app.ui.widgets.passphrase import PassphraseField

NAME_CHARACTERS = 60


class RecoverDialog(AskDialog):
    """Asks for both sheets, for the officer who is to get new keys, and for that officer's new passphrase."""

    def __init__(self, context: UiContext, officers: tuple[OfficerChoice, ...], parent: QWidget) -> None:
        super().__init__(context.texts, context.theme, "recover", parent)
        texts = context.texts
        self.first, self.second = (
            PassphraseField(texts, f"recover.sheet.{number}", self.form) for number in ("first", "second")
        )
        self.hint = text_label(texts("recover.sheet.hint"), "small", self.form)
        self.label = text_label(texts("recover.officer"), parent=self.form)
        self.officers = QComboBox(self.form)
        self.officers.setAccessibleName(texts("recover.officer"))
        for officer in officers:
            self.officers.addItem(visible(officer.name, NAME_CHARACTERS), officer.person)
        suggest, shortest = bootstrap.suggest_passphrase, bootstrap.shortest_passphrase()
        self.secret = NewPassphrase(texts, suggest, shortest, self.form)
        for part in (self.first, self.second, self.hint, self.label, self.officers, self.secret):
            self.column.addWidget(part)
        self.is_complete = self._is_whole
        self.first.setFocus()

    @property
    def person(self) -> PersonId:
        """Who gets new keys."""
        return PersonId(str(self.officers.currentData()))

    def _is_whole(self) -> bool:
        is_whole = not self.first.is_empty and not self.second.is_empty
        self.say("" if is_whole else self._texts("recover.missing"))
        return not self.secret.problem() and is_whole
