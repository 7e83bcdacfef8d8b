"""Base of the areas: error and notice on top, state from the presenter, words from the catalogue."""

from typing import Any

from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.ui.context import UiContext
from app.ui.presenters.case_opinion import Choice
from app.ui.presenters.case_work import AreaState, CaseArea
from app.ui.screens.case.signing import SignDialog
from app.ui.theme.tokens import Tone
from app.ui.widgets.badge import Banner
from app.ui.widgets.error_panel import ErrorPanel


class AreaPage(QWidget):
    """One area of the case screen."""

    def __init__(self, context: UiContext, presenter: CaseArea[Any], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.context, self.texts = context, context.texts
        self._area = presenter
        self._dialog: SignDialog | None = None
        self.errors, self.notice = ErrorPanel(self.texts, self), Banner(self.texts, self)
        self.errors.close_button.clicked.connect(presenter.clear_error)
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(0)
        self.column.addWidget(self.errors)
        self.column.addWidget(self.notice)

    @property
    def presenter(self) -> object:
        """Who owns the jobs of this area."""
        return self._area

    def begin(self) -> None:
        """Listen to the presenter and say everything; called once, after the parts were made."""
        self._area.listen(self.show_state)
        self.retranslate()

    def retranslate(self) -> None:
        """Say everything in the current language."""
        self.show_state()

    def show_state(self) -> None:
        """Show error and notice; areas show the rest."""
        state = self._area.state
        if self._dialog is not None:
            self._route_to_dialog(self._dialog, state)
        elif state.error is not None:
            self.errors.show_error(state.error)
        else:
            self.errors.clear()
        if state.done:
            self.notice.show_message(self.texts(state.done), Tone.GOOD)
        else:
            self.notice.hide()

    def activate(self) -> None:
        """Come into view, or hear that the case changed: read the latest."""
        self._area.load()

    def panes(self) -> list[QWidget]:
        """Areas between which F6 moves."""
        return [self]

    def save_draft(self) -> None:
        """Save unsaved input."""

    def drop(self) -> bool:
        """Forget unsaved input because the case was sealed.

        Returns:
            Whether there was any.
        """
        return False

    def ask_signature(self, stem: str, choices: tuple[Choice, ...]) -> SignDialog:
        """Ask for an officer's own passphrase; ``<stem>.question`` and ``<stem>.button`` are its texts."""
        mine = self._area.work.workplace.actor.person
        dialog = SignDialog(self.texts, stem, choices, mine, self)
        self._dialog = dialog
        dialog.finished.connect(self._on_dialog_closed)
        dialog.open()
        return dialog

    def _route_to_dialog(self, dialog: SignDialog, state: AreaState) -> None:
        if state.is_busy:
            dialog.show_work()
        elif state.error is not None:
            dialog.show_error(state.error)
        elif state.done and dialog.is_working:
            dialog.accept()

    def _on_dialog_closed(self) -> None:
        self._dialog = None
        self._area.clear_error()
