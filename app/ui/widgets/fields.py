"""A form line: name, field, hint, and what is wrong with it."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.ui.composing import ComposedLine
from app.ui.texts import Texts
from app.ui.widgets.labels import repolish, text_label


class NamedField(QWidget):
    """A line of text with its texts ``<stem>.<name>`` and, if there is one, ``<stem>.<name>.hint``.

    Signals:
        edited: Name of the field and the new text; only when somebody typed.
    """

    edited = Signal(str, str)

    def __init__(self, texts: Texts, stem: str, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._texts, self._key, self.name = texts, f"{stem}.{name}", name
        self._fault_key = ""
        self._fault_fields: dict[str, str | int] = {}
        self.label, self.hint = text_label(parent=self), text_label(role="small", parent=self)
        self.fault = text_label(role="invalid", parent=self)
        self.field = ComposedLine(self)
        self.label.setBuddy(self.field)
        self.setFocusProxy(self.field)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(3)
        for part in (self.label, self.field, self.hint, self.fault):
            layout.addWidget(part)
        self.field.textEdited.connect(self._on_edited)
        texts.language_changed.connect(self.retranslate)
        self.retranslate()

    def set_text(self, text: str) -> None:
        """Show a value, unless it is the one in the field."""
        if self.field.text() != text:
            self.field.setText(text)

    def show_fault(self, key: str, **fields: str | int) -> None:
        """Say what is wrong, or nothing for an empty key."""
        if key == self._fault_key:
            return
        self._fault_key, self._fault_fields = key, fields
        self.retranslate()

    def retranslate(self) -> None:
        """Say it in the current language."""
        texts, hint = self._texts, f"{self._key}.hint"
        self.label.setText(texts(self._key))
        self.field.setAccessibleName(texts(self._key))
        self.hint.setText(texts(hint) if hint in texts else "")
        self.hint.setVisible(hint in texts)
        fault = texts(self._fault_key, **self._fault_fields) if self._fault_key else ""
        self.fault.setText(fault)
        self.fault.setVisible(bool(fault))
        self.field.setAccessibleDescription(fault or self.hint.text())
        self.field.setProperty("invalid", "true" if fault else "false")
        repolish(self.field)

    def _on_edited(self, text: str) -> None:
        self.edited.emit(self.name, text)
