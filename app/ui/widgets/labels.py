"""Plain labels of the type scale."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLayout, QVBoxLayout, QWidget

from app.ui.widgets.character_width import in_characters

LEAST_CHARACTERS = 24
"""Sentences in a narrower column are not read but spelled."""


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


def centred(place: QWidget, column: QLayout, width_chars: int = 84) -> None:
    """Lay a column of readable width into the upper middle of a widget; long sentences wrap inside it."""
    middle = QWidget(place)
    in_characters(middle, middle.setMaximumWidth, width_chars)
    in_characters(middle, middle.setMinimumWidth, LEAST_CHARACTERS)
    middle.setLayout(column)
    column.setContentsMargins(0, 0, 0, 0)
    row = QHBoxLayout()
    row.addStretch(1)
    row.addWidget(middle, 1000)
    row.addStretch(1)
    layout = QVBoxLayout(place)
    layout.addStretch(2)
    layout.addLayout(row)
    layout.addStretch(5)


def repolish(widget: QWidget) -> None:
    """Let the stylesheet look at the widget's properties again."""
    widget.style().unpolish(widget)
    widget.style().polish(widget)
    widget.update()
