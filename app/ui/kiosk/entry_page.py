"""Slip and PIN: the first time the PIN is chosen and repeated."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLineEdit, QPushButton, QWidget
from typing_extensions import override

from app.models.domain.civil_day import JAPAN
from app.ui.context import UiContext
from app.ui.kiosk.look import KioskLook
from app.ui.kiosk.ruby import RubyLabel
from app.ui.kiosk.words_page import WordsPage
from app.ui.presenters.kiosk_course import KioskState, Note
from app.ui.widgets.inputs import SecretEdit

_LONGEST_CODE, _LONGEST_PIN = 120, 24


class EntryPage(WordsPage):
    """Asks for what the person holds and what the person knows.

    Signals:
        given: Code, PIN and the PIN once more.
    """

    given = Signal(str, str, str)

    def __init__(self, context: UiContext, look: KioskLook, parent: QWidget | None = None) -> None:
        super().__init__(context, look, parent)
        self._texts = context.texts
        self._is_first = False
        self.code = QLineEdit(self)
        self.code.setMaxLength(_LONGEST_CODE)
        self.code.setInputMethodHints(
            Qt.InputMethodHint.ImhNoPredictiveText
            | Qt.InputMethodHint.ImhSensitiveData
            | Qt.InputMethodHint.ImhPreferLowercase
        )
        self.pin, self.again = SecretEdit(self), SecretEdit(self)
        self.names = {name: RubyLabel(look, "", self) for name in ("code", "pin", "again")}
        for name, field in (("code", self.code), ("pin", self.pin), ("again", self.again)):
            self.names[name].setBuddy(field)
            self.below.addWidget(self.names[name])
            self.below.addWidget(field)
            field.returnPressed.connect(self._on_return)
        for field in (self.pin, self.again):
            field.setMaxLength(_LONGEST_PIN)
        self.hint = RubyLabel(look, "hint", self)
        self.button = QPushButton(self)
        self.button.setProperty("kind", "main")
        self.below.addWidget(self.hint)
        self.below.addWidget(self.button, 0, Qt.AlignmentFlag.AlignLeft)
        self.button.clicked.connect(self._on_button)

    def show_state(self, state: KioskState) -> None:
        """Show why slip and PIN are asked for, and what is known of the session."""
        texts = self._texts
        self._is_first = state.is_first
        words = [("title", texts(f"ui.kiosk.entry.{state.note}"))]
        if state.note is Note.PAUSED:
            words.append(("lead", texts("ui.kiosk.entry.take-slip")))
        if state.note is Note.COVERED:
            words.append(("", texts("ui.kiosk.entry.kept")))
        words.append(("", texts("ui.kiosk.entry.choose-pin" if state.is_first else "ui.kiosk.entry.same-pin")))
        held = state.standing
        if held is not None and held.tries:
            words.append(("invalid", texts("ui.kiosk.entry.tries", count=held.tries)))
        if held is not None and held.wait_until is not None and held.tries:
            moment = f"{held.wait_until.astimezone(JAPAN):%H:%M:%S}"
            words.append(("invalid", texts("ui.kiosk.entry.wait", moment=moment)))
        words.append(("hint", texts("ui.kiosk.entry.choices")))
        self.show_words(words)
        pin = "ui.kiosk.entry.new-pin" if state.is_first else "ui.kiosk.entry.pin"
        for name, field, key in (
            ("code", self.code, "ui.kiosk.entry.code"),
            ("pin", self.pin, pin),
            ("again", self.again, "ui.kiosk.entry.again"),
        ):
            self.names[name].set_words(texts(key))
            field.setAccessibleName(texts(key))
        self.hint.set_words(texts("ui.kiosk.entry.hint"))
        self.again.setVisible(state.is_first)
        self.names["again"].setVisible(state.is_first)
        self.button.setText(texts("ui.kiosk.entry.button"))
        self.button.setEnabled(state.standing is not None and not state.is_busy)

    @override
    def begin(self) -> None:
        """Take the keyboard."""
        self.code.setFocus()

    def wipe(self) -> None:
        """Empty every field."""
        for field in (self.code, self.pin, self.again):
            field.clear()

    def _on_return(self) -> None:
        """Enter leads on; at the last field it is the button."""
        order = [self.code, self.pin, *([self.again] if self._is_first else [])]
        waiting = next((field for field in order if not field.text()), None)
        if waiting is not None:
            waiting.setFocus()
        else:
            self._on_button()

    def _on_button(self) -> None:
        if not self.button.isEnabled():
            return
        code, pin, again = self.code.text(), self.pin.text(), self.again.text()
        self.pin.clear()
        self.again.clear()
        self.pin.setFocus()
        self.given.emit(code, pin, again)
