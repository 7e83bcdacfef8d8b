"""The affirmation, and the name that is typed under it."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QPushButton, QWidget
from typing_extensions import override

from app.ui.context import UiContext
from app.ui.kiosk.form.composing import LineField
from app.ui.kiosk.look import KioskLook
from app.ui.kiosk.ruby import RubyLabel
from app.ui.kiosk.words_page import WordsPage
from app.ui.presenters.kiosk_course import KioskState

_LONGEST_NAME = 200


class SignPage(WordsPage):
    """Signing is two steps apart from reading: a name, and the button.

    Signals:
        signed: The name as it was typed.
    """

    signed = Signal(str)

    def __init__(self, context: UiContext, look: KioskLook, parent: QWidget | None = None) -> None:
        super().__init__(context, look, parent)
        self._texts = context.texts
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
        """Show what is affirmed."""
        texts = self._texts
        self.show_words(
            [
                ("title", texts("ui.kiosk.sign.title")),
                ("lead", texts("ui.kiosk.sign.affirmation")),
                ("", texts("ui.kiosk.sign.effect")),
                ("hint", texts("ui.kiosk.sign.later")),
            ]
        )
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
