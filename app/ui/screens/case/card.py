"""A titled box of the case screen."""

from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from app.ui.context import UiContext
from app.ui.widgets.labels import text_label

NAME_CHARACTERS = 60


class Card(QFrame):
    """A titled box."""

    def __init__(self, context: UiContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("card", "true")
        scale = context.theme.scale
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(scale.space(3), scale.space(2), scale.space(3), scale.space(3))
        self.column.setSpacing(scale.space(1.5))
        self.title = text_label(role="small", parent=self)
        self.column.addWidget(self.title)

    def add(self, *parts: QWidget) -> None:
        """Put parts under the title."""
        for part in parts:
            self.column.addWidget(part)
