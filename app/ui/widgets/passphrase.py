"""A passphrase field with what belongs round it: show for a moment, and a word about the Caps Lock key."""

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget
from typing_extensions import override

from app.ui.texts import Texts
from app.ui.widgets.inputs import SecretEdit
from app.ui.widgets.labels import text_label


class PassphraseField(QWidget):
    """Type a secret. The characters are shown only while the box is ticked, and hidden again when the field is left.

    Signals:
        edited: Something was typed.
        submitted: Enter was pressed in the field.
    """

    edited = Signal()
    submitted = Signal()

    def __init__(self, texts: Texts, name_key: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._texts, self._name_key = texts, name_key
        self._is_caps: bool | None = None
        self.label = text_label(parent=self)
        self.field = SecretEdit(self)
        self.label.setBuddy(self.field)
        self.reveal = QCheckBox(self)
        self.caps = text_label(role="small", parent=self)
        self.caps.hide()
        row = QHBoxLayout()
        row.addWidget(self.field, 1)
        row.addWidget(self.reveal)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        layout.addWidget(self.label)
        layout.addLayout(row)
        layout.addWidget(self.caps)
        self.setFocusProxy(self.field)
        self.field.installEventFilter(self)
        self.reveal.toggled.connect(self._on_reveal)
        self.field.textEdited.connect(self.edited)
        self.field.returnPressed.connect(self.submitted)
        texts.language_changed.connect(self.retranslate)
        self.retranslate()

    @property
    def is_empty(self) -> bool:
        """Whether nothing was typed."""
        return not self.field.text()

    def take(self) -> str:
        """Hand the passphrase over and empty the field."""
        self.reveal.setChecked(False)
        return self.field.take().decode()

    def peek(self) -> str:
        """The passphrase, which stays in the field."""
        return self.field.text()

    def set_secret(self, secret: str) -> None:
        """Put a passphrase in."""
        self.field.setText(secret)

    def clear(self) -> None:
        """Empty the field and hide the characters."""
        self.reveal.setChecked(False)
        self.field.clear()

    def retranslate(self) -> None:
        """Say it in the current language."""
        name = self._texts(self._name_key)
        self.label.setText(name)
        self.field.setAccessibleName(name)
        self.reveal.setText(self._texts("ui.secret.show"))
        self.caps.setText(self._texts("unlock.caps"))

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() is QEvent.Type.KeyPress:
            self._note_caps(event)
        elif (
            isinstance(event, QFocusEvent) and event.type() is QEvent.Type.FocusOut and not self._goes_to_reveal(event)
        ):
            self.reveal.setChecked(False)
        return super().eventFilter(watched, event)

    def _goes_to_reveal(self, event: QFocusEvent) -> bool:
        """Going to the tick box itself must not take back what it is about to do."""
        return event.reason() is Qt.FocusReason.TabFocusReason or self.reveal.hasFocus()

    def _note_caps(self, event: QKeyEvent) -> None:
        """Qt does not tell the state of the key, so a typed letter does: capital without Shift, or small with it."""
        typed = event.text()
        if event.key() == Qt.Key.Key_CapsLock:
            self._is_caps = None if self._is_caps is None else not self._is_caps
        elif len(typed) == 1 and typed.isascii() and typed.isalpha():
            self._is_caps = typed.isupper() is not bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        self.caps.setVisible(bool(self._is_caps))
        self.field.setAccessibleDescription(self.caps.text() if self._is_caps else "")

    def _on_reveal(self, shown: bool) -> None:  # noqa: FBT001 - signature of the signal
        self.field.setEchoMode(QLineEdit.EchoMode.Normal if shown else QLineEdit.EchoMode.Password)
