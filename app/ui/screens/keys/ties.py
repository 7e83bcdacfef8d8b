"""The dialog in which an officer writes the own register of ties: nobody else ever reads it."""

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QPlainTextEdit, QWidget

from app.models.domain.ties import Ties
from app.ui.context import UiContext
from app.ui.presenters.ties import TiesPresenter, TiesState
from app.ui.widgets.asking import AskDialog
from app.ui.widgets.labels import text_label
from app.ui.widgets.passphrase import PassphraseField
from app.ui.workplace import Workplace

FIELDS = ("people", "bodies", "places")
LINES_SHOWN = 4


class TiesDialog(AskDialog):
    """First the own passphrase, then three lists, one line for each tie."""

    def __init__(self, context: UiContext, parent: QWidget) -> None:
        super().__init__(context.texts, context.theme, "ties", parent)
        texts = context.texts
        self.passphrase = PassphraseField(texts, "unlock.passphrase", self.form)
        self.column.addWidget(self.passphrase)
        self.labels = {name: text_label(texts(f"ties.{name}"), parent=self.form) for name in FIELDS}
        self.lists = {name: QPlainTextEdit(self.form) for name in FIELDS}
        for name, edit in self.lists.items():
            edit.setAccessibleName(texts(f"ties.{name}"))
            edit.setPlaceholderText(texts(f"ties.{name}.like"))
            edit.setTabChangesFocus(True)
            edit.setFixedHeight(edit.fontMetrics().lineSpacing() * LINES_SHOWN + 2 * edit.frameWidth() + 8)
            self.labels[name].setBuddy(edit)
            for part in (self.labels[name], edit):
                part.hide()
                self.column.addWidget(part)
        self.yes_button.setText(texts("ties.open"))
        self.is_complete = self._is_whole
        self.is_open = False
        self.passphrase.setFocus()

    def show_ties(self, ties: Ties) -> None:
        """Show what stands in the register, to be changed."""
        self.is_open, self.is_working = True, False
        self.passphrase.hide()
        for name, edit in self.lists.items():
            edit.setPlainText("\n".join(getattr(ties, name)))
            self.labels[name].show()
            edit.show()
        for part in (self.form, self.yes_button, self.no_button):
            part.setEnabled(True)
        self.question.setText(self._texts("ties.keep"))
        self.yes_button.setText(self._texts("ties.yes"))
        self.fit()
        self.lists["people"].setFocus()

    def ties(self) -> Ties:
        """What was written."""
        people, bodies, places = (
            tuple(line.strip() for line in self.lists[name].toPlainText().splitlines() if line.strip())
            for name in FIELDS
        )
        return Ties(people, bodies, places)

    def _is_whole(self) -> bool:
        missing = not self.is_open and self.passphrase.is_empty
        self.say(self._texts("ties.no-passphrase") if missing else "")
        return not missing


class TiesDesk(QObject):
    """Opens the dialog and runs what it asks for.

    Signals:
        done: Key of what was done.
    """

    done = Signal(str)

    def __init__(self, context: UiContext, place: Workplace, window: QWidget) -> None:
        super().__init__(window)
        self._context, self._window = context, window
        self.presenter = TiesPresenter(place, context.runner)
        self.dialog: TiesDialog | None = None
        self.presenter.subscribe(self.show_state)

    def ask(self) -> None:
        """Ask for the passphrase that opens the register."""
        self.dialog = dialog = TiesDialog(self._context, self._window)
        dialog.given.connect(self._on_given)
        dialog.finished.connect(self._on_closed)
        dialog.open()

    def show_state(self, state: TiesState) -> None:
        """Hand on to the dialog what came of its act."""
        dialog = self.dialog
        if dialog is None or state.busy:
            return
        if state.error is not None:
            dialog.show_error(state.error)
        elif state.is_kept:
            dialog.is_working = False
            dialog.accept()
            self.done.emit("ties.done")
        elif state.ties is not None and not dialog.is_open:
            dialog.show_ties(state.ties)

    def _on_given(self) -> None:
        dialog = self.dialog
        if dialog is None:
            return
        dialog.show_work()
        if dialog.is_open:
            self.presenter.keep(dialog.ties())
        else:
            self.presenter.open(dialog.passphrase.take())

    def _on_closed(self) -> None:
        self.dialog = None
        self.presenter.forget()
