"""Plain labels of the type scale."""

from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLayout, QVBoxLayout, QWidget
from typing_extensions import override


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


class _Middle(QWidget):
    """A column that stays so many characters wide when the text changes its size."""

    def __init__(self, place: QWidget, width_chars: int) -> None:
        super().__init__(place)
        self._width_chars = width_chars
        self._fit()

    @override
    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.FontChange:
            self._fit()

    def _fit(self) -> None:
        self.setMaximumWidth(self.fontMetrics().averageCharWidth() * self._width_chars)


def centred(place: QWidget, column: QLayout, width_chars: int = 84) -> None:
    """Lay a column of readable width into the upper middle of a widget; long sentences wrap inside it."""
    middle = _Middle(place, width_chars)
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
