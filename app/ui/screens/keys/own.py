"""What every officer may do about the own key, wherever in the window: another passphrase, a hardware token."""

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from app.ui.context import UiContext
from app.ui.presenters.keys import KeyringFacts, KeysPresenter, KeysState
from app.ui.screens.keys.dialogs import ChangeDialog, TokenDialog
from app.ui.widgets.asking import AskDialog
from app.ui.workplace import Workplace


class OwnKeyDesk(QObject):
    """Opens the dialogs and runs what they ask for.

    Signals:
        done: Key of what was done.
    """

    done = Signal(str)

    def __init__(self, context: UiContext, place: Workplace, window: QWidget) -> None:
        super().__init__(window)
        self._context, self._window = context, window
        self._presenter = KeysPresenter(place, context.runner, KeyringFacts, rereads=False)
        self._state = KeysState()
        self.dialog: AskDialog | None = None
        self._presenter.subscribe(self.show_state)

    def show_state(self, state: KeysState) -> None:
        """Hand on to the dialog what came of its act."""
        before, self._state = self._state, state
        dialog = self.dialog
        if dialog is None:
            return
        if isinstance(dialog, TokenDialog) and state.tokens is not None and state.tokens is not before.tokens:
            dialog.show_tokens(state.tokens)
        if state.error is not None and state.error is not before.error:
            dialog.show_error(state.error)
        elif state.deeds != before.deeds:
            dialog.is_working = False
            dialog.accept()
            self.done.emit(state.done)

    def ask_change(self) -> None:
        """Ask for the present and a new passphrase."""
        dialog = ChangeDialog(self._context, self._window)

        def begin() -> None:
            dialog.show_work()
            self._presenter.change_passphrase(dialog.old.take(), dialog.secret.take())

        self._open(dialog, begin)

    def ask_bind(self) -> None:
        """Ask for a token that the own key is to need."""
        dialog = TokenDialog(self._context, self._window)

        def begin() -> None:
            token = dialog.token()
            if token is not None:
                dialog.show_work()
                self._presenter.bind_token(dialog.passphrase.take(), token, dialog.pin.take())

        dialog.again_button.clicked.connect(self._presenter.look_for_tokens)
        self._open(dialog, begin)
        self._presenter.look_for_tokens()

    def dispose(self) -> None:
        """Stop what is under way."""
        self._context.runner.cancel_owned_by(self._presenter)

    def _open(self, dialog: AskDialog, begin: Callable[[], None]) -> None:
        self._presenter.forget_done()
        self.dialog = dialog
        dialog.given.connect(begin)
        dialog.finished.connect(self._on_closed)
        dialog.open()

    def _on_closed(self) -> None:
        self.dialog = None
