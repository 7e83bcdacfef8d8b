"""A choice that the wheel does not change by accident."""

from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QComboBox, QWidget
from typing_extensions import override


class QuietCombo(QComboBox):
    """Ignores the wheel, and never makes its place wider."""

    def __init__(self, parent: QWidget | None = None, shortest: int = 8) -> None:
        super().__init__(parent)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(shortest)

    @override
    def setAccessibleName(self, name: str) -> None:
        """Say what is chosen here; on the accessibility bus of Linux the name of such a field is its choice."""
        super().setAccessibleName(name)
        self.setAccessibleDescription(name)

    @override
    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()
