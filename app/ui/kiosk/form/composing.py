"""Text fields that keep what an input method has under way (変換中の文字)."""

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QFocusEvent, QGuiApplication, QInputMethodEvent, QKeyEvent
from PySide6.QtWidgets import QApplication, QLineEdit, QPlainTextEdit, QWidget
from typing_extensions import override

_LINES = 4


def _finish(field: "LineField | LongField") -> None:
    """Let the input method finish; what it does not hand over itself is taken as it stands."""
    if field.composition and field.hasFocus():
        QGuiApplication.inputMethod().commit()
    if field.composition:
        event = QInputMethodEvent("", [])
        event.setCommitString(field.composition)
        QApplication.sendEvent(field, event)


class LineField(QLineEdit):
    """One line.

    Signals:
        left: The person went elsewhere, or pressed Enter.
    """

    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.composition = ""

    def finish_composition(self) -> None:
        """Take what is under way as it stands."""
        _finish(self)

    @override
    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        self.composition = event.preeditString()
        super().inputMethodEvent(event)

    @override
    def focusOutEvent(self, event: QFocusEvent) -> None:
        if event.reason() is not Qt.FocusReason.PopupFocusReason:
            self.finish_composition()
        super().focusOutEvent(event)
        if event.reason() is not Qt.FocusReason.PopupFocusReason:
            self.left.emit()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        super().keyPressEvent(event)
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and not self.composition:
            self.left.emit()
            event.accept()


class LongField(QPlainTextEdit):
    """Some lines; Tab leads out of it.

    Signals:
        left: The person went elsewhere.
    """

    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.composition = ""
        self.setTabChangesFocus(True)
        self._fit()

    def finish_composition(self) -> None:
        """Take what is under way as it stands."""
        _finish(self)

    def _fit(self) -> None:
        self.setFixedHeight(self.fontMetrics().lineSpacing() * _LINES + self.fontMetrics().height())

    @override
    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in {QEvent.Type.FontChange, QEvent.Type.StyleChange}:
            self._fit()

    @override
    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        self.composition = event.preeditString()
        super().inputMethodEvent(event)

    @override
    def focusOutEvent(self, event: QFocusEvent) -> None:
        if event.reason() is not Qt.FocusReason.PopupFocusReason:
            self.finish_composition()
        super().focusOutEvent(event)
        if event.reason() is not Qt.FocusReason.PopupFocusReason:
            self.left.emit()
