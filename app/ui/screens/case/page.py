"""Base of the areas: error and notice on top, state from the presenter, words from the catalogue."""

from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.ui.context import UiContext
from app.ui.dividers import Divider
from app.ui.presenters.case_guard import AreaGuard
from app.ui.presenters.case_opinion import Choice
from app.ui.presenters.case_work import AreaState, CaseArea
from app.ui.screens.case.guarded import watch
from app.ui.screens.case.signing import SignDialog
from app.ui.shell.panes import first_focusable
from app.ui.theme.tokens import Tone
from app.ui.widgets.badge import Banner
from app.ui.widgets.error_panel import ErrorPanel
from app.ui.widgets.splitter import Splitter


class AreaPage(QWidget):
    """One area of the case screen."""

    def __init__(self, context: UiContext, presenter: CaseArea[Any], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.context, self.texts = context, context.texts
        self._area = presenter
        self._guard = AreaGuard(presenter, self.guard_place)
        self._dialog: SignDialog | None = None
        self._lost: QWidget | None = None
        self._fled_to: QWidget | None = None
        self._is_sent = False
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

    def take_refused(self) -> bool:
        """Whether something in the editors could not be kept while another window had the case; asked once."""
        refused, self._area.holds_refused = self._area.holds_refused, False
        return refused

    def begin(self) -> None:
        """Listen to the presenter and say everything; called once, after the parts were made."""
        self._area.listen(self._on_state)
        self.retranslate()
        watch(self, self.texts, self._guard)

    def enter(self) -> None:
        """Give the keyboard to the first pane that takes it."""
        targets = (first_focusable(pane) for pane in self.panes())
        first = next((target for target in targets if target is not None), None)
        if first is not None:
            first.setFocus()

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
        self.follow()
        self._area.load()

    def follow(self) -> None:
        """Follow the span and the answer that were chosen in other areas."""
        self._area.take_focus()

    def undo(self) -> None:
        """Take the last own step in this case back."""
        if self._area.undo():
            self.restore()

    def restore(self) -> None:
        """Show what was given up and came back."""

    def guard_place(self) -> str:
        """What the editors in view are called on record when something in them is struck."""
        return type(self).__name__.removesuffix("Page").lower()

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

    def let_go(self) -> None:
        """Close what is open outside the vault; the area goes away, or the vault is locked."""

    def lay_beside(self, divider: Divider, *panes: tuple[QWidget, int, int]) -> None:
        """Fill the area with panes beside each other: each with its share of further room, and its width at first."""
        splitter = Splitter(self.context.dividers, divider, Qt.Orientation.Horizontal, self)
        for pane, share, _width in panes:
            splitter.addWidget(pane)
            splitter.setStretchFactor(splitter.count() - 1, share)
        splitter.begin(*(width for _pane, _share, width in panes))
        self.column.addWidget(splitter, 1)

    def ask_signature(self, stem: str, choices: tuple[Choice, ...]) -> SignDialog:
        """Ask for an officer's own passphrase; ``<stem>.question`` and ``<stem>.yes`` are its texts."""
        mine = self._area.work.workplace.actor.person
        dialog = SignDialog(self.texts, self.context.theme, stem, choices, mine, self)
        self._dialog = dialog
        dialog.finished.connect(self._on_dialog_closed)
        dialog.open()
        return dialog

    def send_keyboard(self, target: QWidget) -> None:
        """Give the keyboard to a part on purpose; nothing else takes it back."""
        self._is_sent = True
        target.setFocus()

    def _on_state(self) -> None:
        """Show the state, and see that the keyboard is not lost with a button that went away."""
        before = _holder(self)
        self._is_sent = False
        self.show_state()
        if self._area.state.is_loaded:
            watch(self, self.texts, self._guard)
        if self._is_sent:
            self._lost = None
            return
        if before is not None and not _takes_keyboard(before):
            self._lost, self._fled_to = before, self.window().focusWidget()
        if self._lost is not None and not self._area.state.is_busy:
            self._bring_back(self._lost)
            self._lost = None

    def _bring_back(self, lost: QWidget) -> None:
        now: QWidget | None = self.window().focusWidget()
        if now is not None and now is not self._fled_to and _takes_keyboard(now):
            return  # somebody went elsewhere meanwhile
        if _takes_keyboard(lost):
            lost.setFocus()
        else:
            self.enter()

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


def _takes_keyboard(widget: QWidget) -> bool:
    return widget.isEnabled() and widget.isVisible()


def _holder(page: QWidget) -> QWidget | None:
    """The part of a page that has the keyboard of its window."""
    holder: QWidget | None = page.window().focusWidget()
    return holder if holder is not None and page.isAncestorOf(holder) else None
