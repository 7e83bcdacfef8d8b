"""The cards beside the officers: the vault key, the recovery sheets, the keyring of this workstation."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from app.models.domain.acts import Action
from app.ui.context import UiContext
from app.ui.presenters.keys import KeyringFacts, KeysPresenter, KeysState
from app.ui.screens.keys.policies import PolicyCard
from app.ui.screens.keys.sheets import SheetCard
from app.ui.theme.tokens import Tone
from app.ui.widgets.badge import StateBadge
from app.ui.widgets.card import Card
from app.ui.widgets.labels import text_label
from app.ui.widgets.lines import LineGrid

CAPTION_CHARACTERS = 16


class KeyCards(QWidget):
    """Reads more than it does: one button renews the vault key, one has recovery sheets made."""

    def __init__(self, context: UiContext, presenter: KeysPresenter, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._texts, self._presenter = context.texts, presenter
        self.vault, self.keyring = Card(context.theme, self), Card(context.theme, self)
        self.facts = LineGrid(context.theme, CAPTION_CHARACTERS, self.vault)
        self.due = text_label(role="invalid", parent=self.vault)
        self.renew_button = QPushButton(self.vault)
        for part in (self.facts, self.due, self.renew_button):
            self.vault.body.addWidget(part)
        self.badge = StateBadge(context.texts, self.keyring)
        self.name = text_label(parent=self.keyring)
        self.words = text_label(role="hint", parent=self.keyring)
        self.words.setIndent(0)
        self.words.setProperty("focusable", "true")
        self.words.setFocusPolicy(Qt.FocusPolicy.TabFocus)  # so that the keyboard brings it into view
        for part in (self.badge, self.name, self.words):
            self.keyring.body.addWidget(part)
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(context.theme.scale.space(3))
        self.sheets, self.policies = SheetCard(context, presenter, self), PolicyCard(context, presenter, self)
        for card in (self.vault, self.sheets, self.policies, self.keyring):
            self.column.addWidget(card)
        self.column.addStretch(1)

    def show_state(self, state: KeysState) -> None:
        """Show what is known."""
        texts, keys = self._texts, state.keys
        self.sheets.show_state(state)
        self.policies.show_state(state)
        self.vault.set_title(texts("keys.vault"))
        self.keyring.set_title(texts("keys.keyring"))
        self.renew_button.setText(texts("keys.renew"))
        self.renew_button.setVisible(self._presenter.may(Action.RENEW_KEY))
        self.renew_button.setEnabled(keys is not None and not state.busy)
        self.due.setVisible(keys is not None and bool(keys.renewal_due))
        if keys is not None:
            waiting = sum(1 for holder in keys.holders if holder.awaits_unlock and holder.officer.ended_at is None)
            self.facts.show_lines(
                [
                    (texts("keys.vault.generation"), texts("keys.vault.times", count=keys.generation)),
                    (texts("keys.vault.waiting"), texts("keys.vault.people", count=waiting)),
                ]
            )
            if keys.renewal_due:
                self.due.setText(texts("keys.vault.due"))
            self._show_keyring(state.keyring, is_bound=keys.device_bound)

    def _show_keyring(self, facts: KeyringFacts | None, *, is_bound: bool) -> None:
        texts = self._texts
        if not is_bound:
            self.badge.show_state(texts("keys.keyring.unbound"), Tone.WARN)
        elif facts is not None and facts.trouble:
            self.badge.show_state(texts("keys.keyring.trouble"), Tone.BAD)
        else:
            self.badge.show_state(texts("keys.keyring.good"), Tone.GOOD)
        self.name.setText(texts("keys.keyring.name", name=facts.name) if facts is not None and facts.name else "")
        self.name.setVisible(bool(self.name.text()))
        refused = facts.refused if facts is not None else ""
        words = texts("keys.keyring.refused", backend=refused) if refused else texts("keys.keyring.words")
        self.words.setText(words)
