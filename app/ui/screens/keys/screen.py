"""Keys (鍵): the officers of this workstation, what opens the vault for them, and what can be done about it."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QPushButton, QScrollArea, QVBoxLayout, QWidget
from typing_extensions import override

from app.models.domain.acts import Action
from app.models.domain.changes import Changes
from app.models.domain.text import visible
from app.ui.context import UiContext
from app.ui.presenters.keys import KeyringFacts, KeysPresenter, KeysState
from app.ui.screen import Screen
from app.ui.screens.keys.dialogs import NAME_CHARACTERS, AddDialog, SecretDialog, TermDialog
from app.ui.screens.keys.lists import OFFICERS, officer_line
from app.ui.screens.keys.own import OwnKeyDesk
from app.ui.screens.keys.panel import KeyCards
from app.ui.screens.keys.policies import PolicyDialog
from app.ui.screens.keys.sheets import AppointDialog, PapersDialog
from app.ui.tables.lines import LinesTable
from app.ui.theme.tokens import Tone
from app.ui.widgets.asking import AskDialog
from app.ui.widgets.badge import Banner
from app.ui.widgets.character_width import in_characters
from app.ui.widgets.labels import text_label
from app.ui.widgets.work_strip import WorkStrip
from app.ui.workplace import Workplace

CARDS_CHARACTERS = 52
KINDS = frozenset({"officer", "vault", "recovery", "policy"})
ABOUT_ONE = (
    (Action.SET_TERM, "keys.button.term"),
    (Action.RESET_PASSPHRASE, "keys.button.reset"),
    (Action.RELEASE_TOKEN, "keys.button.release"),
    (Action.END_OFFICER, "keys.button.end"),
)
"""What can be done to the chosen officer."""


class KeysScreen(Screen):
    """A table with its buttons, and cards beside it."""

    def __init__(
        self,
        context: UiContext,
        place: Workplace,
        keyring: Callable[[], KeyringFacts],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(context, parent)
        self._place = place
        self._presenter = KeysPresenter(place, context.runner, keyring)
        self._state = KeysState()
        self._is_stale = True
        self.dialog: AskDialog | None = None
        texts, theme = context.texts, context.theme
        self.title, self.note = text_label(role="title", parent=self), text_label(role="hint", parent=self)
        self.notice = Banner(texts, self)
        self.strip = WorkStrip(context, "keys.busy", self._presenter, self)
        self.table = LinesTable(texts, theme, OFFICERS, self, wraps=True)
        self.add_button = QPushButton(self)
        self.add_button.setProperty("kind", "main")
        self.buttons = {action: QPushButton(self) for action, _ in ABOUT_ONE}
        self.own = OwnKeyDesk(context, place, self)
        self.change_button, self.bind_button = QPushButton(self), QPushButton(self)
        self.cards = KeyCards(context, self._presenter, self)
        self.side = QScrollArea(self)
        self._lay_out()
        self._connect()
        self._presenter.subscribe(self.show_state)

    def _lay_out(self) -> None:
        space = self.context.theme.scale.space
        self.side.setWidget(self.cards)
        self.side.setWidgetResizable(True)
        self.side.setFrameShape(QFrame.Shape.NoFrame)
        self.side.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.side.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        in_characters(self.side, self.side.setFixedWidth, CARDS_CHARACTERS)
        grid = QGridLayout()
        grid.setSpacing(space(2))
        grid.addWidget(self.add_button, 0, 0)
        for place, button in enumerate(self.buttons.values()):
            grid.addWidget(button, 0, place + 1)
        grid.addWidget(self.change_button, 1, 0)
        grid.addWidget(self.bind_button, 1, 1)
        grid.setColumnStretch(len(self.buttons) + 1, 1)
        left = QVBoxLayout()
        left.setSpacing(space(2))
        left.addWidget(self.table, 1)
        left.addLayout(grid)
        row = QHBoxLayout()
        row.setSpacing(space(4))
        row.addLayout(left, 1)
        row.addWidget(self.side)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(space(5), space(5), space(5), space(5))
        layout.setSpacing(space(2))
        for part in (self.title, self.note, self.notice, self.strip):
            layout.addWidget(part)
        layout.addLayout(row, 1)

    def _connect(self) -> None:
        self.table.chosen.connect(self._on_chosen)
        self.add_button.clicked.connect(self.ask_add)
        asks = {
            Action.SET_TERM: self.ask_term,
            Action.RESET_PASSPHRASE: self.ask_reset,
            Action.RELEASE_TOKEN: self.ask_reset,
            Action.END_OFFICER: self.ask_end,
        }
        for action, ask in asks.items():
            self.buttons[action].clicked.connect(ask)
        self.change_button.clicked.connect(self.own.ask_change)
        self.bind_button.clicked.connect(self.own.ask_bind)
        self.own.done.connect(self._on_own_done)
        self.cards.renew_button.clicked.connect(self.ask_renew)
        self.cards.sheets.appoint_button.clicked.connect(self.ask_appoint)
        self.cards.policies.change_button.clicked.connect(self.ask_policy)

    def show_state(self, state: KeysState) -> None:
        """Show officers, cards, work and what was done."""
        before, self._state = self._state, state
        texts = self.context.texts
        if state.keys is not None and state.today is not None:
            kind, today = self._place.actor.office_kind, state.today
            self.table.fill([officer_line(texts, one, today, kind) for one in state.keys.holders])
            self.table.choose(state.chosen or "")
        if isinstance(self.dialog, PapersDialog):
            self.dialog.show_saved(dict(state.saved))
            if state.error is not None and state.error is not before.error:
                self.dialog.show_error(state.error)
        elif self.dialog is not None:
            self._show_in_dialog(before, state)
        self.strip.show_state(state if self.dialog is None else KeysState(busy=state.busy, progress=state.progress))
        if state.papers and not before.papers:
            self._give_papers()
        if state.done and state.deeds != before.deeds:
            self.notice.show_message(texts(state.done), Tone.GOOD)
        self.cards.show_state(state)
        self._show_buttons()

    def _show_in_dialog(self, before: KeysState, state: KeysState) -> None:
        dialog = self.dialog
        if dialog is None or not dialog.is_working:
            return
        if state.error is not None and state.error is not before.error:
            dialog.show_error(state.error)
        elif state.deeds != before.deeds:
            dialog.is_working = False
            dialog.accept()

    def _show_buttons(self) -> None:
        may, busy = self._presenter.may, bool(self._state.busy)
        self.add_button.setVisible(may(Action.ADD_OFFICER))
        self.add_button.setEnabled(self._state.keys is not None and not busy)
        for action, button in self.buttons.items():
            button.setVisible(may(action))
            button.setEnabled(self._presenter.can(action))
        holder = self._state.holder
        has_token = holder is not None and bool(holder.token)
        if may(Action.RESET_PASSPHRASE):
            self.buttons[Action.RESET_PASSPHRASE].setVisible(not has_token)
            self.buttons[Action.RELEASE_TOKEN].setVisible(has_token)

    @override
    def retranslate(self) -> None:
        texts = self.context.texts
        self.title.setText(texts("room.keys"))
        self.note.setText(texts("keys.note"))
        self.table.setAccessibleName(texts("keys.officers"))
        self.add_button.setText(texts("keys.button.add"))
        for action, key in ABOUT_ONE:
            self.buttons[action].setText(texts(key))
        self.change_button.setText(texts("keys.button.change"))
        self.bind_button.setText(texts("keys.button.bind"))
        self.side.setAccessibleName(texts("keys.cards"))
        self.strip.retranslate()
        self.notice.hide()
        self.show_state(self._state)

    @override
    def changes(self, changes: Changes) -> None:
        if not changes.touches(KINDS):
            return
        self._is_stale = True
        if self.isVisible() and not self._state.busy:
            self._refresh()

    @override
    def activate(self) -> None:
        self.retranslate()
        if self._is_stale:
            self._refresh()
        self.table.setFocus()

    @override
    def panes(self) -> list[QWidget]:
        return [self.table, self.cards]

    @override
    def dispose(self) -> None:
        self.context.runner.cancel_owned_by(self._presenter)
        self.own.dispose()
        super().dispose()

    def ask_add(self) -> None:
        """Ask who the new officer is."""
        dialog = AddDialog(self.context, self._place.actor.office_kind, self)
        self._open(dialog, lambda: self._presenter.add(dialog.officer()))

    def ask_term(self) -> None:
        """Ask for the last day of the chosen officer."""
        holder = self._state.holder
        if holder is not None:
            officer = holder.officer
            dialog = TermDialog(self.context, officer.name, officer.until, self)
            self._open(dialog, lambda: self._presenter.set_term(officer.person_id, dialog.until()))

    def ask_reset(self) -> None:
        """Ask for the new passphrase of the chosen officer."""
        holder = self._state.holder
        if holder is not None:
            person, name = holder.officer.person_id, visible(holder.officer.name, NAME_CHARACTERS)
            dialog = SecretDialog(self.context, "keys.release" if holder.token else "keys.reset", self, name=name)
            self._open(dialog, lambda: self._presenter.reset(person, dialog.secret.take()))

    def ask_end(self) -> None:
        """Ask whether the chosen officer is really to go."""
        holder = self._state.holder
        if holder is not None:
            person, name = holder.officer.person_id, visible(holder.officer.name, NAME_CHARACTERS)
            dialog = AskDialog(self.context.texts, self.context.theme, "keys.end", self, name=name)
            self._open(dialog, lambda: self._presenter.end(person))

    def ask_renew(self) -> None:
        """Ask whether the vault key is to be renewed."""
        dialog = AskDialog(self.context.texts, self.context.theme, "keys.renewal", self)
        self._open(dialog, self._presenter.renew_key)

    def ask_appoint(self) -> None:
        """Ask who is to keep the recovery sheets."""
        dialog = AppointDialog(self.context, self)
        self._open(dialog, lambda: self._presenter.appoint_recovery(*dialog.names()))

    def ask_policy(self) -> None:
        """Ask how strict the office is to be."""
        before = dict(self._state.policies)
        dialog = PolicyDialog(self.context, self._state.policies, self)

        def deed() -> None:
            changed = [(name, value) for name, value in dialog.chosen().items() if before[name] != value]
            self._presenter.set_policies(changed)

        self._open(dialog, deed)

    def _give_papers(self) -> None:
        dialog = PapersDialog(self.context, self._presenter.save_sheet, self)
        self.dialog = dialog
        dialog.given.connect(dialog.accept)
        dialog.finished.connect(self._presenter.forget_papers)
        dialog.finished.connect(self._on_closed)
        dialog.open()

    def _open(self, dialog: AskDialog, deed: Callable[[], object]) -> None:
        self._presenter.forget_done()
        self.notice.hide()
        self.dialog = dialog

        def begin() -> None:
            dialog.show_work()
            deed()

        dialog.given.connect(begin)
        dialog.finished.connect(self._on_closed)
        dialog.open()

    def _on_closed(self) -> None:
        self.dialog = None
        self.table.setFocus()

    def _on_chosen(self, line_id: str) -> None:
        holders = self._state.keys.holders if self._state.keys is not None else ()
        chosen = next((one.officer.person_id for one in holders if one.officer.person_id == line_id), None)
        self._presenter.choose(chosen)

    def _on_own_done(self, said: str) -> None:
        self.notice.show_message(self.context.texts(said), Tone.GOOD)
        self._refresh()

    def _refresh(self) -> None:
        self._is_stale = False
        self._presenter.refresh()
