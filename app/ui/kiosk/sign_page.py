"""The affirmation, and the name that is typed under it."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QPushButton, QWidget
from typing_extensions import override

from app.models.forms.filling.closing import AFFIRMATION
from app.ui.context import UiContext
from app.ui.kiosk.form.composing import LineField
from app.ui.kiosk.look import KioskLook
from app.ui.kiosk.ruby import RubyLabel
from app.ui.kiosk.words_page import WordsPage
from app.ui.presenters.kiosk import KioskPresenter
from app.ui.presenters.kiosk_course import KioskState

_LONGEST_NAME = 200


class SignPage(WordsPage):
    """Signing is two steps apart from reading: a name, and the button.

    Signals:
        signed: The name as it was typed.
    """

    signed = Signal(str)

    def __init__(
        self, context: UiContext, look: KioskLook, presenter: KioskPresenter, parent: QWidget | None = None
    ) -> None:
        super().__init__(context, look, parent)
        self._texts, self._presenter = context.texts, presenter
        self.label = RubyLabel(look, "lead", self)
        self.name = LineField(self)
        self.name.setMaxLength(_LONGEST_NAME)
        self.label.setBuddy(self.name)
        self.button = QPushButton(self)
        self.button.setProperty("kind", "main")
        for part in (self.label, self.name):
            self.below.addWidget(part)
        self.below.addWidget(self.button, 0, Qt.AlignmentFlag.AlignLeft)
        self.button.clicked.connect(self._on_button)

    def show_state(self, state: KioskState) -> None:
        """Show what is affirmed, in the words of the form."""
        texts = self._texts
        title = ("title", texts("ui.kiosk.sign.title"))
        affirmed = ("lead", self._presenter.label(AFFIRMATION[0]))
        last = [("", texts("ui.kiosk.sign.effect")), ("hint", texts("ui.kiosk.sign.later"))]
        if self._presenter.is_correction:
            last[0] = ("", texts("ui.kiosk.sign.effect-correction"))
            last.insert(0, ("", texts("ui.kiosk.sign.correction")))
        self.show_words([title, affirmed, *last])
        self.label.set_words(texts("ui.kiosk.sign.name"))
        self.name.setAccessibleName(texts("ui.kiosk.sign.name"))
        self.button.setText(texts("ui.kiosk.sign.button"))
        self.button.setEnabled(not state.is_busy)

    @override
    def begin(self) -> None:
        """Take the keyboard."""
        self.name.setFocus()

    def wipe(self) -> None:
        """Forget the name."""
        self.name.clear()

    def _on_button(self) -> None:
        self.name.finish_composition()
        self.signed.emit(self.name.text())
