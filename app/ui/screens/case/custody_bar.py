"""The bar under the head of a case that says where the case is, when it is not plainly here."""

from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.models.domain.custody import Standing
from app.ui.context import UiContext
from app.ui.presenters.case_custody import CustodyOffer, CustodyPresenter
from app.ui.screens.case.custody_dialog import CustodyDialog
from app.ui.theme.tokens import Tone
from app.ui.widgets.badge import Banner
from app.ui.widgets.error_panel import ErrorPanel


class CustodyBar(QWidget):
    """One sentence with at most one button; gone where the case is here and nobody must be told."""

    def __init__(self, context: UiContext, presenter: CustodyPresenter, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context, self._presenter = context, presenter
        self._dialog: CustodyDialog | None = None
        self._spoken = ""
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
        """Say where the case is and offer what may be done about it."""
        state, texts = self._presenter.state, self._context.texts
        if self._dialog is not None:
            self._dialog.show_state(state)
        elif state.error is not None:
            self.errors.show_error(state.error)
        else:
            self.errors.clear()
        if state.done:
            self.done.show_message(texts(state.done), Tone.GOOD)
        else:
            self.done.hide()
        if not state.words or state.custody is None:
            self.banner.hide()
        else:
            words = texts(state.words, station=state.station)
            button = "" if state.offer is CustodyOffer.NOTHING else texts(f"case.custody.{state.offer}-button")
            is_alarm = state.custody.conflict is not None or state.custody.standing is Standing.DOUBTED
            tone = Tone.BAD if is_alarm else Tone.INFO
            self.banner.show_message(words, tone, button, is_spoken=words != self._spoken)
            self._spoken = words
        self.banner.button.setEnabled(not state.is_busy)

    def panes(self) -> list[QWidget]:
        """The button, where there is one to push."""
        state = self._presenter.state
        return [self.banner.button] if state.words and state.offer is not CustodyOffer.NOTHING else []

    def _on_button(self) -> None:
        self._dialog = CustodyDialog(self._context, self._presenter, self)
        self._dialog.finished.connect(self._on_closed)
        self._presenter.ask()
        self._dialog.open()

    def _on_closed(self) -> None:
        self._dialog = None
        self._presenter.clear_error()
