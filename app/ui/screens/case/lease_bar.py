"""The line under the head of a case that says whose other window works on it."""

from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.models.domain.text import visible
from app.ui.context import UiContext
from app.ui.presenters.case_lease import LeasePresenter
from app.ui.screens.case.card import NAME_CHARACTERS
from app.ui.theme.tokens import Tone
from app.ui.widgets.badge import Banner
from app.ui.widgets.error_panel import ErrorPanel


class LeaseBar(QWidget):
    """One line with one button; gone where this window works on the case."""

    def __init__(self, context: UiContext, presenter: LeasePresenter, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._texts, self._presenter = context.texts, presenter
        self._spoken = ""
        self.banner, self.errors = Banner(context.texts, self), ErrorPanel(context.texts, self)
        self.errors.close_button.clicked.connect(presenter.clear_error)
        self.errors.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.banner)
        column.addWidget(self.errors)
        self.banner.button.clicked.connect(presenter.take_over)
        presenter.listen(self.show_state)
        self.show_state()

    def show_state(self) -> None:
        """Show whose window it is."""
        state, texts = self._presenter.state, self._texts
        if state.error is not None:
            self.errors.show_error(state.error)
        else:
            self.errors.clear()
        words = texts(state.done) if state.done else ""
        if state.owner:
            key = "case.lease.own" if state.is_mine else "case.lease.other"
            words = texts(key, name=visible(state.owner, NAME_CHARACTERS))
        if words:
            button, tone = (texts("case.lease.take"), Tone.WARN) if state.owner else ("", Tone.GOOD)
            self.banner.show_message(words, tone, button, is_spoken=self._spoken != words)
            self.banner.button.setEnabled(not state.is_busy)
        else:
            self.banner.hide()
        self._spoken = words

    def panes(self) -> list[QWidget]:
        """The button, where there is one to push."""
        return [self.banner.button] if self._presenter.state.owner else []
