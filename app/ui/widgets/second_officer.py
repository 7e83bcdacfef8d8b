"""The seat of another officer in a question: who it is, and the own passphrase of that officer."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.models.domain.ids import PersonId
from app.models.domain.text import visible
from app.ui.texts import Texts
from app.ui.widgets.combo import QuietCombo
from app.ui.widgets.labels import text_label
from app.ui.widgets.passphrase import PassphraseField

_SHOWN = 60


class SecondOfficer(QWidget):
    """Texts are ``<stem>.officer`` and ``<stem>.passphrase``; whoever types cannot be another than the one chosen.

    Signals:
        changed: Another officer was chosen, or something was typed.
        submitted: Enter was pressed in the field of the passphrase.
    """

    changed = Signal()
    submitted = Signal()

    def __init__(
        self,
        texts: Texts,
        parent: QWidget | None = None,
        stem: str = "ui.second",
        *,
        in_row: bool = False,
        **fields: str | int,
    ) -> None:
        super().__init__(parent)
        self._texts, self._stem, self._fields = texts, stem, fields
        self.label, self.nobody = text_label(parent=self), text_label(role="invalid", parent=self)
        self.people = QuietCombo(self, shortest=16)
        self.label.setBuddy(self.people)
        self.passphrase = PassphraseField(texts, f"{stem}.passphrase", self)
        self.secret = self.passphrase.field
        self.nobody.hide()
        who = QVBoxLayout()
        who.setSpacing(4)
        for part in (self.label, self.people, self.nobody):
            who.addWidget(part)
        layout = QHBoxLayout(self) if in_row else QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addLayout(who)
        layout.addWidget(self.passphrase)
        self.people.activated.connect(self.changed)
        self.secret.textChanged.connect(self.changed)
        self.passphrase.submitted.connect(self.submitted)
        texts.language_changed.connect(self.retranslate)
        self.retranslate()

    @property
    def person(self) -> PersonId:
        """The chosen officer; empty when there is none."""
        return PersonId(str(self.people.currentData() or ""))

    @property
    def is_complete(self) -> bool:
        """Whether an officer is chosen and something was typed."""
        return bool(self.person) and not self.passphrase.is_empty

    def show_people(self, people: Sequence[tuple[str, str]], chosen: str = "") -> None:
        """Show who may be chosen, as ids and names; whoever was chosen stays chosen."""
        if [self.people.itemData(at) for at in range(self.people.count())] != [person for person, _name in people]:
            chosen = chosen or self.person
            self.people.clear()
            for person, name in people:
                self.people.addItem(visible(name, _SHOWN), person)
            self.people.setCurrentIndex(max(0, self.people.findData(chosen)))
        self.nobody.setVisible(not people)

    def take(self) -> bytearray:
        """Hand the passphrase over, as bytes that the caller can wipe, and empty the field."""
        secret = self.secret.take()
        self.passphrase.clear()
        return secret

    def take_text(self) -> str:
        """Hand the passphrase over and empty the field."""
        return self.passphrase.take()

    def clear(self) -> None:
        """Forget who was chosen and what was typed."""
        self.people.clear()
        self.passphrase.clear()

    def take_keyboard(self) -> None:
        """Begin with the choice where there is one, else with the passphrase."""
        (self.people if self.people.count() > 1 else self.secret).setFocus()

    def retranslate(self) -> None:
        """Say it in the current language."""
        name = self._texts(f"{self._stem}.officer", **self._fields)
        self.label.setText(name)
        self.people.setAccessibleName(name)
        self.nobody.setText(self._texts("ui.second.nobody"))
