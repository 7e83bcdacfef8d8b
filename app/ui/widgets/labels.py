"""Plain labels of the type scale."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QWidget


def text_label(text: str = "", role: str = "", parent: QWidget | None = None) -> QLabel:
    """A wrapping plain-text label.

    Args:
        text: Sentence of the catalogue.
        role: ``title``, ``lead``, ``hint``, ``small``, ``code``, ``invalid`` or empty for body text.
        parent: Qt parent.
    """
    label = QLabel(text, parent)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(True)
    if role:
        label.setProperty("role", role)
    return label


def repolish(widget: QWidget) -> None:
    """Let the stylesheet look at the widget's properties again."""
    widget.style().unpolish(widget)
    widget.style().polish(widget)
    widget.update()
