"""What an input method has under way (変換中の文字) is taken as it stands before a window is locked."""

from PySide6.QtGui import QGuiApplication, QInputMethodEvent
from PySide6.QtWidgets import QApplication, QLineEdit, QPlainTextEdit, QTextEdit, QWidget
from typing_extensions import override


class ComposedLine(QLineEdit):
    """A field of one line that knows what an input method has under way in it; Qt tells nobody."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.composition = ""

    @override
    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        self.composition = event.preeditString()
        super().inputMethodEvent(event)


def finish_composition() -> None:
    """Let the input method hand over what is being composed; what it keeps back goes into the field as it stands."""
    QGuiApplication.inputMethod().commit()
    field: QWidget | None = QApplication.focusWidget()
    left = _under_way(field)
    if field is not None and left:
        event = QInputMethodEvent("", [])
        event.setCommitString(left)
        QApplication.sendEvent(field, event)


def _under_way(field: QWidget | None) -> str:
    if isinstance(field, QPlainTextEdit | QTextEdit):
        return str(field.textCursor().block().layout().preeditAreaText())
    return str(getattr(field, "composition", ""))
