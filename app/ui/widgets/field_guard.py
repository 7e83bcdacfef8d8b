"""One field with its strip: looks at every change, takes away what is struck, asks before the text is saved."""

from typing import Protocol

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QWidget

from app.models.forms.guards.answering import WhyNot
from app.models.forms.guards.finding import Hit
from app.ui.widgets.guard_strip import GuardStrip


class TextDesk(Protocol):
    """What knows the words and puts answers on record."""

    def found(self, text: str) -> tuple[Hit, ...]:
        """What is open in a text."""
        ...

    def strike(self, text: str, hit: Hit) -> str:
        """The text without it; that it was struck goes on record."""
        ...

    def stay(self, text: str, hit: Hit, why: WhyNot) -> None:
        """It is no such matter; goes on record."""
        ...


class FieldGuard(QObject):
    """Lives as long as its field."""

    def __init__(self, field: QPlainTextEdit | QLineEdit, strip: GuardStrip, desk: TextDesk) -> None:
        super().__init__(field)
        self.field, self.strip, self._desk = field, strip, desk
        field.textChanged.connect(self.look)
        strip.strike_asked.connect(self._on_strike)
        strip.stay_asked.connect(self._on_stay)
        strip.left.connect(self._to_field)
        self.look()

    def look(self) -> None:
        """Look at the text as it stands; what is only read is left alone."""
        text = self._text()
        hits = self._desk.found(text) if text and not self.field.isReadOnly() else ()
        self.strip.show_hits(text, hits)
        if hits:
            # A field that was put elsewhere in the round of Tab takes its strip along.
            QWidget.setTabOrder(self.field, self.strip.strike_button)
            QWidget.setTabOrder(self.strip.strike_button, self.strip.stay_button)

    def asks(self) -> bool:
        """Whether something must be answered before the text is saved; the keyboard is then at the question."""
        self.look()
        if not self.strip.hits:
            return False
        self.strip.ask()
        return True

    def _text(self) -> str:
        return self.field.text() if isinstance(self.field, QLineEdit) else self.field.toPlainText()

    def _on_strike(self, hit: Hit) -> None:
        text = self._text()
        self._put(self._desk.strike(text, hit))
        self._go_on()

    def _on_stay(self, hit: Hit, why: WhyNot) -> None:
        self._desk.stay(self._text(), hit, why)
        self.look()
        self._go_on()

    def _put(self, text: str) -> None:
        """Replace the text; no step back leads to what was struck."""
        if isinstance(self.field, QLineEdit):
            self.field.setText(text)
            self.field.textEdited.emit(text)
            return
        self.field.setPlainText(text)
        self.field.document().clearUndoRedoStacks()

    def _go_on(self) -> None:
        if self.strip.hits:
            self.strip.ask()
        else:
            self._to_field()

    def _to_field(self) -> None:
        self.field.setFocus(Qt.FocusReason.OtherFocusReason)
