"""Pages behind tabs, of which the keyboard and a screen reader meet the row of tabs alone."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QTabWidget, QWidget


class Tabs(QTabWidget):
    """Qt lets the frame around the pages take the keyboard too, without a name; here only the row of tabs does."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setDocumentMode(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.tabBar().setFocusPolicy(Qt.FocusPolicy.TabFocus)
