"""The bar under the head of a case: the officer's part in it, and the running emergency access."""

from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.ui.context import UiContext
from app.ui.presenters.case_guard import AreaGuard
from app.ui.presenters.case_part import PartOffer, PartPresenter
from app.ui.screens.case.emergency import EmergencyDialog
from app.ui.theme.tokens import Tone
from app.ui.widgets.badge import Banner
from app.ui.widgets.error_panel import ErrorPanel

TICK_MS = 5_000


class PartBar(QWidget):
    """One line with one button; gone where there is nothing to say."""

    def __init__(self, context: UiContext, presenter: PartPresenter, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._texts, self._theme, self._presenter = context.texts, context.theme, presenter
        self._dialog: EmergencyDialog | None = None
        self._spoken = PartOffer.NOTHING
        self.banner, self.done = Banner(context.texts, self), Banner(context.texts, self)
        self.errors = ErrorPanel(context.texts, self)
        self.errors.close_button.clicked.connect(presenter.clear_error)
        self.errors.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for part in (self.banner, self.errors, self.done):
            column.addWidget(part)
        self.banner.button.clicked.connect(self._on_button)
        presenter.listen(self.show_state)
        self.show_state()

    def show_state(self) -> None:
        """Show the offer or the time that is left."""
        state, texts = self._presenter.state, self._texts
        if self._dialog is not None:
            self._dialog.show_state(state)
        elif state.error is not None:
            self.errors.show_error(state.error)
        else:
            self.errors.clear()
        if state.done and state.offer is not PartOffer.READING:  # the banner of the access says it itself
            self.done.show_message(texts(state.done), Tone.GOOD)
        else:
            self.done.hide()
        if state.offer is PartOffer.NOTHING:
            self.banner.hide()
        elif state.offer is PartOffer.READING:
            words = texts("case.emergency.reading", minutes=state.minutes_left)
            is_new = self._spoken is not state.offer
            self.banner.show_message(words, Tone.WARN, texts("case.emergency.end"), is_spoken=is_new)
        else:
            words, button = texts(f"case.part.{state.offer}"), texts(f"case.part.{state.offer}-button")
            self.banner.show_message(words, Tone.INFO, button, is_spoken=self._spoken is not state.offer)
        self._spoken = state.offer
        self.banner.button.setEnabled(not state.is_busy)

    def panes(self) -> list[QWidget]:
        """The button, where there is one to push."""
        return [] if self._presenter.state.offer is PartOffer.NOTHING else [self.banner.button]

    def _on_button(self) -> None:
        offer = self._presenter.state.offer
        if offer is PartOffer.READING:
            self._presenter.end()
        elif offer is PartOffer.EMERGENCY:
            guard = AreaGuard(self._presenter, lambda: "emergency")
            self._dialog = EmergencyDialog(self._texts, self._theme, self._presenter.begin, guard, self)
            self._dialog.finished.connect(self._on_closed)
            self._dialog.open()
        else:
            self._presenter.take_up()

    def _on_closed(self) -> None:
        self._dialog = None
        self._presenter.clear_error()
