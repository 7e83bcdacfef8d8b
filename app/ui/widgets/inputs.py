"""Fields for secrets and for dates."""

from collections.abc import Callable
from typing import Generic, TypeVar

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QLineEdit, QVBoxLayout, QWidget

from app.models.domain.errors import AppError
from app.ui.composing import ComposedLine
from app.ui.texts import Texts
from app.ui.widgets.labels import repolish, text_label

D = TypeVar("D")


class SecretEdit(QLineEdit):
    """A passphrase field: dots, no undo, no copy, no dictionary of the input method.

    While the characters are hidden, a screen reader gets dots only: Qt answers with the displayed text. So the field
    has no switch that shows the characters; whoever types cannot be overheard by accident.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setEchoMode(QLineEdit.EchoMode.Password)
        self.setInputMethodHints(
            Qt.InputMethodHint.ImhSensitiveData
            | Qt.InputMethodHint.ImhNoPredictiveText
            | Qt.InputMethodHint.ImhNoAutoUppercase
            | Qt.InputMethodHint.ImhHiddenText
        )
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.NoContextMenu)
        self.setDragEnabled(False)

    def take(self) -> bytearray:
        """Hand the secret over as UTF-8 that the caller can wipe, and empty the field."""
        secret = bytearray(self.text(), "utf-8")
        self.clear()
        return secret


class DateEdit(QWidget, Generic[D]):
    """A line for a date typed in any customary way, with what was understood under it.

    Nothing is filtered while somebody types, so that an input method is never disturbed; committed text is read.
    """

    def __init__(
        self,
        texts: Texts,
        parse: Callable[[str], D],
        describe: Callable[[D], str],
        parent: QWidget | None = None,
        hint_key: str = "ui.date.hint",
    ) -> None:
        """Make the field.

        Args:
            texts: Sentences.
            parse: Reads typed text (era or Gregorian); raises an ``AppError`` when it cannot.
            describe: Writes the date out in both calendars for the reader to check.
            parent: Qt parent.
            hint_key: Key of what stands in the empty field.
        """
        super().__init__(parent)
        self._texts, self._parse, self._describe, self._hint_key = texts, parse, describe, hint_key
        self._value: D | None = None
        self.field = ComposedLine(self)
        self.echo: QLabel = text_label(role="small", parent=self)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(2)
        layout.addWidget(self.field)
        layout.addWidget(self.echo)
        self.setFocusProxy(self.field)
        self.field.textChanged.connect(self._read)
        texts.language_changed.connect(self.retranslate)
        self.retranslate()

    @property
    def value(self) -> D | None:
        """The date that was read, or None."""
        return self._value

    @property
    def is_valid(self) -> bool:
        """Whether the field is empty or holds a date."""
        return self._value is not None or not self.field.text().strip()

    def set_name(self, name: str) -> None:
        """Name of the field for screen readers."""
        self.field.setAccessibleName(name)

    def retranslate(self) -> None:
        """Say it in the current language."""
        self.field.setPlaceholderText(self._texts(self._hint_key))
        self._read()

    def _read(self) -> None:
        typed = self.field.text().strip()
        self._value = None
        message = ""
        if typed:
            try:
                self._value = self._parse(typed)
                message = self._texts("ui.date.read", text=self._describe(self._value))
            except AppError:
                message = self._texts("ui.date.unread")
        self.echo.setText(message)
        self.echo.setProperty("role", "small" if self.is_valid else "invalid")
        self.field.setProperty("invalid", "false" if self.is_valid else "true")
        self.field.setAccessibleDescription(message)
        repolish(self.echo)
        repolish(self.field)
