"""The form in the lock page: vault, officer, passphrase."""

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFocusEvent
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QPushButton, QVBoxLayout, QWidget
from typing_extensions import override

from app.models.domain.errors import AppError
from app.models.domain.text import visible
from app.services.stations.recovering import Recovered
from app.services.texts.catalogue import Language
from app.ui.context import UiContext
from app.ui.jobs.progress import JobProgress
from app.ui.presenters.unlock import OfficerChoice, UnlockPresenter, UnlockState, VaultChoice
from app.ui.screens.unlock.keyring import KeyringPanel
from app.ui.screens.unlock.recovery import RecoverDialog
from app.ui.screens.unlock.waiting import Waiting
from app.ui.theme.tokens import Tone
from app.ui.widgets.badge import Banner, StateBadge
from app.ui.widgets.character_width import in_characters
from app.ui.widgets.error_panel import ErrorPanel
from app.ui.widgets.labels import text_label
from app.ui.widgets.passphrase import PassphraseField
from app.ui.widgets.untrusted import UntrustedLabel

FORM_CHARACTERS = 64
NAME_CHARACTERS = 60
MUST_WAIT = "vault.wait"


class UnlockForm(QWidget):
    """Shows who may unlock and takes the passphrase; Enter opens.

    Signals:
        other_asked: From real work to the rehearsal office, or back.
        rescue_asked: The vault is to be restored from a backup.
        environment_known: The vault was looked at; whether it is that of a rehearsal.
    """

    other_asked = Signal()
    rescue_asked = Signal()
    environment_known = Signal(bool)

    def __init__(self, context: UiContext, presenter: UnlockPresenter, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._texts, self._presenter, self._context = context.texts, presenter, context
        self._state = UnlockState()
        space = context.theme.scale.space
        self.environment = StateBadge(context.texts, self)
        self.vault_label, self.officer_label = text_label(parent=self), text_label(parent=self)
        self.vaults, self.officers = QComboBox(self), QComboBox(self)
        self.vault_name = UntrustedLabel(parent=self)
        self.vault_label.setBuddy(self.vaults)
        self.officer_label.setBuddy(self.officers)
        self.passphrase = PassphraseField(context.texts, "unlock.passphrase", self)
        self.pin = PassphraseField(context.texts, "unlock.pin", self)
        self.token = text_label(role="hint", parent=self)
        self.published = text_label(role="hint", parent=self)
        self.published.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self.weaker = text_label(role="hint", parent=self)
        self.linked = Banner(context.texts, self)
        self.open_button, self.other_button = QPushButton(self), QPushButton(self)
        self.open_button.setProperty("kind", "main")
        self.other_button.setProperty("kind", "quiet")
        self.progress = JobProgress(context.texts, context.monotonic, self)
        self.progress.stop_button.hide()  # stretching a passphrase cannot be stopped half-way
        self.progress.hide()
        self.errors = ErrorPanel(context.texts, self)
        self.errors.hide()
        self.waiting = Waiting(context, self)
        self.keyring = KeyringPanel(context, self)
        self.sheets_button, self.rescue_button = QPushButton(self), QPushButton(self)
        self.notice = Banner(context.texts, self)
        for button in (self.sheets_button, self.rescue_button):
            button.setProperty("kind", "quiet")
        self.recovery: RecoverDialog | None = None
        self._lay_out(space)
        in_characters(self, self.setMaximumWidth, FORM_CHARACTERS)
        self._connect(context)
        self.retranslate()
        presenter.subscribe(self.show_state)

    def _lay_out(self, space: Callable[[float], int]) -> None:
        buttons = QHBoxLayout()
        buttons.addWidget(self.open_button)
        buttons.addStretch(1)
        buttons.addWidget(self.other_button)
        # Below what went wrong, for then they are the way out.
        ways_out = QHBoxLayout()
        ways_out.addWidget(self.sheets_button)
        ways_out.addWidget(self.rescue_button)
        ways_out.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, space(3), 0, 0)
        layout.setSpacing(space(1))
        layout.addWidget(self.environment, 0, Qt.AlignmentFlag.AlignLeft)
        layout.addSpacing(space(3))
        groups: tuple[tuple[QWidget, ...], ...] = (
            (self.vault_label, self.vaults, self.vault_name),
            (self.officer_label, self.officers),
            (self.passphrase, self.published),
            (self.pin, self.token),
            (self.weaker, self.linked),
        )
        for group in groups:
            for part in group:
                layout.addWidget(part)
            layout.addSpacing(space(2))
        layout.addWidget(self.notice)
        layout.addWidget(self.waiting)
        layout.addLayout(buttons)
        layout.addSpacing(space(2))
        layout.addWidget(self.keyring)
        layout.addWidget(self.progress)
        layout.addWidget(self.errors)
        layout.addLayout(ways_out)

    def _connect(self, context: UiContext) -> None:
        context.texts.language_changed.connect(self.retranslate)
        self.vaults.activated.connect(self._on_vault)
        self.officers.currentIndexChanged.connect(self._show_officer)
        for field in (self.passphrase, self.pin):
            field.submitted.connect(self._on_open)
            field.edited.connect(self._presenter.forget_error)
        self.waiting.over.connect(self._on_waited)
        self.keyring.retry_asked.connect(self._presenter.ask_keyring)
        self.keyring.sheets_asked.connect(self.ask_sheets)
        self.sheets_button.clicked.connect(self.ask_sheets)
        self.open_button.clicked.connect(self._on_open)
        self.other_button.clicked.connect(self.other_asked)
        self.rescue_button.clicked.connect(self.rescue_asked)

    def show_state(self, state: UnlockState) -> None:
        """Show vaults, officers, progress or an error."""
        before, self._state = self._state, state
        if state.vaults != before.vaults:
            self._fill_vaults()
        if state.officers != before.officers:
            self._fill_officers()
        for part in (self.vaults, self.officers, self.passphrase, self.pin, self.other_button, self.rescue_button):
            part.setEnabled(not state.is_busy)
        if state.folder != before.folder:
            self.waiting.stop()
        if state.is_busy:
            self.progress.begin()
            self.progress.stop_button.hide()
        else:
            self.progress.end()
        self._show_error(before.error, state.error)
        self.keyring.show_trouble(state.keyring, has_sheets=state.has_sheets, is_busy=state.is_busy)
        self.open_button.setEnabled(not state.is_busy and not self.waiting.seconds)
        if state.recovered is not None and state.recovered is not before.recovered:
            self._on_recovered(state.recovered)
        if state.folder is not None and state.folder != before.folder:
            self.environment_known.emit(state.is_rehearsal)
        self.retranslate()
        is_exchanged = (before.keyring is None) is not (state.keyring is None)
        if is_exchanged or (before.is_busy and not state.is_busy):
            # What had the keyboard may be hidden now.
            (self.keyring if state.keyring is not None else self.passphrase).setFocus()

    def _show_error(self, before: AppError | None, error: AppError | None) -> None:
        if error is None:
            self.errors.clear()
        elif error is before:
            return
        elif self.recovery is not None:
            self.recovery.show_error(error)
        else:
            self.errors.show_error(error)
            if error.code == MUST_WAIT:
                self.waiting.begin(int(error.params["seconds"]))

    def retranslate(self) -> None:
        """Say it in the current language."""
        texts, state = self._texts, self._state
        is_known = state.folder is not None
        self.environment.setVisible(is_known)
        if state.is_rehearsal:
            self.environment.show_state(texts("environment.rehearsal"), Tone.WARN)
        else:
            self.environment.show_state(texts("environment.live"), Tone.GOOD)
        self.vault_label.setText(texts("unlock.vault"))
        self.vaults.setAccessibleName(texts("unlock.vault"))
        self.officer_label.setText(texts("unlock.officer"))
        self.officers.setAccessibleName(texts("unlock.officer"))
        self.open_button.setText(texts("unlock.open"))
        self.weaker.setText(texts("unlock.weaker"))
        self.weaker.setVisible(is_known and not state.is_device_bound)
        self._show_links()
        for place, vault in enumerate(state.vaults):
            self.vaults.setItemText(place, self._name_of(vault))
        is_choice = len(state.vaults) > 1
        self.vaults.setVisible(is_choice)
        self.vault_name.setVisible(len(state.vaults) == 1)
        self.vault_name.set_untrusted(self._name_of(state.vaults[0]) if state.vaults else "")
        self.other_button.setText(texts("unlock.to-real" if state.is_rehearsal else "unlock.to-rehearsal"))
        self.keyring.retranslate()
        self.sheets_button.setText(texts("unlock.sheets"))
        self.rescue_button.setText(texts("rescue.open"))
        self.sheets_button.setVisible(state.has_sheets and state.keyring is None)
        can_ask = state.keyring is None
        for part in (self.officer_label, self.officers, self.passphrase, self.open_button):
            part.setVisible(can_ask)
        self._show_officer()

    def _show_links(self) -> None:
        if self._state.links:
            links = ", ".join(visible(link, NAME_CHARACTERS) for link in self._state.links)
            key = "unlock.linked-rehearsal" if self._state.is_rehearsal else "unlock.linked"
            self.linked.show_message(self._texts(key, links=links), Tone.WARN, is_spoken=False)
        else:
            self.linked.hide()

    @override
    def focusInEvent(self, event: QFocusEvent) -> None:
        # Not a focus proxy: Tab would come back to it and never reach what stands above the passphrase.
        self.passphrase.field.setFocus(event.reason())

    def clear(self) -> None:
        """Forget what was typed."""
        self.passphrase.clear()
        self.pin.clear()

    def _name_of(self, vault: VaultChoice) -> str:
        is_english = self._texts.language is Language.ENGLISH
        return visible(vault.name_en if is_english else vault.name_ja, NAME_CHARACTERS)

    def _fill_vaults(self) -> None:
        self.vaults.clear()
        for vault in self._state.vaults:
            self.vaults.addItem(self._name_of(vault), vault)
            if vault.folder == self._state.folder:
                self.vaults.setCurrentIndex(self.vaults.count() - 1)

    def _fill_officers(self) -> None:
        self.officers.clear()
        for officer in self._state.officers:
            self.officers.addItem(visible(officer.name, NAME_CHARACTERS), officer)

    def _officer(self) -> OfficerChoice | None:
        officer = self.officers.currentData()
        return officer if isinstance(officer, OfficerChoice) else None

    def _show_officer(self) -> None:
        """Show what the chosen officer needs beside the passphrase."""
        officer, can_ask = self._officer(), self._state.keyring is None
        published = officer.published if officer is not None and can_ask else ""
        token = officer.token if officer is not None and can_ask else ""
        self.published.setVisible(bool(published))
        if published:
            self.published.setText(self._texts("unlock.published", passphrase=published))
            self.published.setAccessibleName(self.published.text())
        self.pin.setVisible(bool(token))
        self.token.setVisible(bool(token))
        self.token.setText(self._texts("unlock.token", label=visible(token, NAME_CHARACTERS)))

    def _on_vault(self) -> None:
        vault = self.vaults.currentData()
        if isinstance(vault, VaultChoice) and vault.folder != self._state.folder:
            self.clear()
            self._presenter.look(vault.folder)

    def ask_sheets(self) -> None:
        """Ask for both recovery sheets."""
        dialog = RecoverDialog(self._context, self._state.officers, self)

        def begin() -> None:
            dialog.show_work()
            secrets = dialog.first.take(), dialog.second.take(), dialog.person, dialog.secret.take()
            self._presenter.recover(*secrets)

        self.recovery = dialog
        dialog.given.connect(begin)
        dialog.finished.connect(self._on_sheets_closed)
        dialog.open()

    def _on_sheets_closed(self) -> None:
        self.recovery = None
        self._presenter.forget_error()

    def _on_recovered(self, done: Recovered) -> None:
        dialog = self.recovery
        if dialog is not None:
            dialog.is_working = False
            dialog.accept()
        key = "recover.done.device" if done.device_renewed else "recover.done"
        self.notice.show_message(self._texts(key), Tone.WARN if done.device_renewed else Tone.GOOD)

    def _on_waited(self) -> None:
        self._presenter.forget_error()
        self.open_button.setEnabled(not self._state.is_busy)

    def _on_open(self) -> None:
        officer = self._officer()
        if officer is None or not self.open_button.isEnabled() or self.passphrase.is_empty:
            return
        if officer.token and self.pin.is_empty:
            self.pin.setFocus()
            return
        pin = self.pin.take()
        self._presenter.unlock(officer.person, self.passphrase.take(), pin if officer.token else "")
