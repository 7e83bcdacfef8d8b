"""Labels for text that came from outside: never markup, never longer than its place, nothing unseen."""

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget
from typing_extensions import override

from app.models.domain.text import visible

SHOWN_CHARACTERS = 2000


class ElidedLabel(QLabel):
    """One line of plain text that ends in an ellipsis when its place is too narrow; the whole is in the tool tip."""

    def __init__(self, text: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._whole = ""
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.set_text(text)

    def set_text(self, text: str) -> None:
        """Show another text."""
        self._whole = " ".join(text.splitlines())
        self.setAccessibleName(self._whole)
        self.updateGeometry()
        self._elide()

    def whole_text(self) -> str:
        """The text before it was shortened for its place."""
        return self._whole

    @override
    def sizeHint(self) -> QSize:
        hint = super().sizeHint()
        return QSize(self.fontMetrics().horizontalAdvance(self._whole) + 2 * self.margin() + 8, hint.height())

    @override
    def minimumSizeHint(self) -> QSize:
        return QSize(self.fontMetrics().averageCharWidth() * 4, super().minimumSizeHint().height())

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._elide()

    @override
    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in {QEvent.Type.FontChange, QEvent.Type.StyleChange}:
            self._elide()

    def _elide(self) -> None:
        room = self.contentsRect().width()
        shown = self.fontMetrics().elidedText(self._whole, Qt.TextElideMode.ElideRight, room)
        if shown != self.text():
            super().setText(shown)
        # A tool tip is rich text if it looks like markup: show only what cannot be taken for markup.
        self.setToolTip("" if shown == self._whole or "<" in self._whole else self._whole)


class UntrustedLabel(ElidedLabel):
    """Shows untrusted text with every control and direction character spelled out; the stored value is untouched."""

    def __init__(self, untrusted_text: str = "", parent: QWidget | None = None) -> None:
        super().__init__("", parent)
        self.set_untrusted(untrusted_text)

    def set_untrusted(self, untrusted_text: str) -> None:
        """Show another text from outside."""
        self.set_text(visible(untrusted_text, SHOWN_CHARACTERS))
