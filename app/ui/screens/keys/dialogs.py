"""What the room asks for: a new officer, a term, a new key, the own passphrase, a token."""

from datetime import date

from PySide6.QtWidgets import QCheckBox, QComboBox, QGridLayout, QHBoxLayout, QPushButton, QWidget

from app import bootstrap
from app.models.domain.actor import OfficeKind, Role
from app.models.domain.text import visible
from app.models.domain.tokens import TokenSeen
from app.services.stations.setup import NewOfficer
from app.ui.context import UiContext
from app.ui.days import both_calendars, parse_day
from app.ui.presenters.first_run import ROLES_OF
from app.ui.widgets.asking import AskDialog
from app.ui.widgets.fields import NamedField
from app.ui.widgets.inputs import DateEdit
from app.ui.widgets.labels import text_label
from app.ui.widgets.new_passphrase import NewPassphrase
from app.ui.widgets.passphrase import PassphraseField

NAME_CHARACTERS = 60


class SecretDialog(AskDialog):
    """Asks for a new passphrase, typed or noted by the officer whose it will be."""

    def __init__(self, context: UiContext, stem: str, parent: QWidget, **fields: str | int) -> None:
        super().__init__(context.texts, context.theme, stem, parent, **fields)
        suggest, shortest = bootstrap.suggest_passphrase, bootstrap.shortest_passphrase()
        self.secret = NewPassphrase(context.texts, suggest, shortest, self.form)
        self.column.addWidget(self.secret)
        self.is_complete = lambda: not self.secret.problem()


class AddDialog(SecretDialog):
    """Asks who the new officer is."""

    def __init__(self, context: UiContext, kind: OfficeKind, parent: QWidget) -> None:
        super().__init__(context, "keys.add", parent)
        texts = context.texts
        self.name = NamedField(texts, "wizard.officer", "name", self.form)
        self.roles_label = text_label(texts("wizard.officer.roles"), parent=self.form)
        self.roles = {role: QCheckBox(self.form) for role in ROLES_OF[kind]}
        grid = QGridLayout()
        for place, (role, box) in enumerate(self.roles.items()):
            key = f"role.{role}.{kind}"
            box.setText(texts(key) if key in texts else texts(f"role.{role}"))
            grid.addWidget(box, place // 2, place % 2)
        self.column.insertWidget(0, self.name)
        self.column.insertWidget(1, self.roles_label)
        self.column.insertLayout(2, grid)
        self.is_complete = self._is_whole
        self.name.setFocus()

    def officer(self) -> NewOfficer:
        """What was filled in; the passphrase is gone from the dialog afterwards."""
        return NewOfficer(self.name.field.text().strip(), self._chosen(), self.secret.take())

    def _chosen(self) -> frozenset[Role]:
        return frozenset(role for role, box in self.roles.items() if box.isChecked())

    def _is_whole(self) -> bool:
        name = self.name.field.text().strip()
        self.name.show_fault("" if name else "keys.add.no-name")
        self.say("" if self._chosen() else self._texts("keys.add.no-role"))
        return not self.secret.problem() and bool(name and self._chosen())


class TermDialog(AskDialog):
    """Asks for the last day of an officer."""

    def __init__(self, context: UiContext, name: str, until: date | None, parent: QWidget) -> None:
        super().__init__(context.texts, context.theme, "keys.term", parent, name=visible(name, NAME_CHARACTERS))
        texts = context.texts
        self.day = DateEdit(texts, parse_day, lambda day: both_calendars(texts.catalogue(), day), self.form)
        self.day.set_name(context.texts("keys.term.day"))
        self.label = text_label(context.texts("keys.term.day"), parent=self.form)
        self.no_end = QCheckBox(context.texts("keys.term.open"), self.form)
        for part in (self.label, self.day, self.no_end):
            self.column.addWidget(part)
        self.day.field.setText("" if until is None else until.isoformat())
        self.no_end.toggled.connect(self.day.setDisabled)
        self.no_end.setChecked(until is None)
        self.is_complete = self._is_whole
        (self.no_end if until is None else self.day).setFocus()

    def until(self) -> date | None:
        """The last day, or None for no end."""
        return None if self.no_end.isChecked() else self.day.value

    def _is_whole(self) -> bool:
        is_whole = self.no_end.isChecked() or self.day.value is not None
        self.say("" if is_whole else self._texts("keys.term.no-day"))
        return is_whole


class ChangeDialog(SecretDialog):
    """Asks for the present passphrase and a new one."""

    def __init__(self, context: UiContext, parent: QWidget) -> None:
        super().__init__(context, "keys.change", parent)
        self.old = PassphraseField(context.texts, "keys.change.old", self.form)
        self.column.insertWidget(0, self.old)
        self.is_complete = self._is_whole
        self.old.setFocus()

    def _is_whole(self) -> bool:
        self.say(self._texts("keys.change.no-old") if self.old.is_empty else "")
        return not self.secret.problem() and not self.old.is_empty


class TokenDialog(AskDialog):
    """Asks for a token, its PIN and the passphrase."""

    def __init__(self, context: UiContext, parent: QWidget) -> None:
        super().__init__(context.texts, context.theme, "keys.bind", parent)
        texts = context.texts
        self.tokens = QComboBox(self.form)
        self.tokens.setAccessibleName(texts("keys.bind.token"))
        self.label = text_label(texts("keys.bind.token"), parent=self.form)
        self.again_button = QPushButton(texts("keys.bind.again"), self.form)
        self.pin = PassphraseField(texts, "unlock.pin", self.form)
        self.passphrase = PassphraseField(texts, "unlock.passphrase", self.form)
        row = QHBoxLayout()
        row.addWidget(self.tokens, 1)
        row.addWidget(self.again_button)
        self.column.addWidget(self.label)
        self.column.addLayout(row)
        self.column.addWidget(self.pin)
        self.column.addWidget(self.passphrase)
        self.is_complete = self._is_whole
        self.tokens.setFocus()

    def show_tokens(self, tokens: tuple[TokenSeen, ...]) -> None:
        """Show what is plugged in."""
        self.tokens.clear()
        for token in tokens:
            key = "keys.bind.locked" if token.is_locked else "keys.bind.name"
            name = self._texts(key, label=token.label, serial=token.serial)
            self.tokens.addItem(visible(name, 2 * NAME_CHARACTERS), token)
        self.say("" if tokens else self._texts("keys.bind.none"))

    def token(self) -> TokenSeen | None:
        """The chosen one."""
        token = self.tokens.currentData()
        return token if isinstance(token, TokenSeen) else None

    def _is_whole(self) -> bool:
        is_whole = self.token() is not None and not self.pin.is_empty and not self.passphrase.is_empty
        self.say("" if is_whole else self._texts("keys.bind.missing"))
        return is_whole
