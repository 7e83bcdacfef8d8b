"""Asks for the PIN of a hardware token when a worker needs one, over whatever is in view."""

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QApplication, QWidget

from app.models.domain.errors import CancelledError
from app.models.domain.text import visible
from app.models.domain.tokens import TokenBinding
from app.services.jobs import GIVEN, CancelToken, QuestionDesk, SecretQuestion
from app.ui.context import UiContext
from app.ui.jobs.bridge import QuestionBridge
from app.ui.widgets.asking import AskDialog
from app.ui.widgets.passphrase import PassphraseField

LABEL_CHARACTERS = 60
LONGEST_WAIT_S = 180.0


class PinDialog(AskDialog):
    """Asks for the PIN of one token."""

    def __init__(self, context: UiContext, label: str, parent: QWidget) -> None:
        super().__init__(context.texts, context.theme, "pin", parent, label=visible(label, LABEL_CHARACTERS))
        self.pin = PassphraseField(context.texts, "unlock.pin", self.form)
        self.column.addWidget(self.pin)
        self.is_complete = lambda: not self.pin.is_empty
        self.pin.setFocus()


class PinPad(QObject):
    """Stands between a worker and the person.

    Thread:
        ``ask`` in a worker's, everything else in the window's.
    """

    def __init__(self, context: UiContext, desk: QuestionDesk, window: QWidget) -> None:
        super().__init__(window)
        self._context, self._desk, self._window = context, desk, window
        self._bridge = QuestionBridge(desk, self)
        self._bridge.asked.connect(self._on_asked, Qt.ConnectionType.DirectConnection)

    def ask(self, binding: TokenBinding) -> str:
        """The PIN of a token, as a person types it now.

        Raises:
            CancelledError: Nobody wanted to give it, nobody answered, or the window was locked.
        """
        question = SecretQuestion("pin", fields={"label": binding.label})
        if self._desk.ask(question, CancelToken(), LONGEST_WAIT_S) != GIVEN:
            raise CancelledError
        return question.take()

    def _on_asked(self, question: object) -> None:
        if not isinstance(question, SecretQuestion):
            return
        dialog = PinDialog(
            self._context, str(question.fields["label"]), QApplication.activeModalWidget() or self._window
        )

        def give() -> None:
            question.give(dialog.pin.take())
            dialog.accept()

        dialog.given.connect(give)
        dialog.rejected.connect(lambda: question.cancel())  # noqa: PLW0108 - Qt cannot hold a method of a slotted class
        dialog.open()
