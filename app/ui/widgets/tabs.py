"""Pages behind tabs, of which the keyboard and a screen reader meet the row of tabs alone."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QSizePolicy, QStackedWidget, QTabWidget, QWidget
from typing_extensions import override


class Tabs(QTabWidget):
    """Qt lets the frame around the pages take the keyboard too, without a name; here only the row of tabs does."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setDocumentMode(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.tabBar().setFocusPolicy(Qt.FocusPolicy.TabFocus)
        pages = self.findChild(QStackedWidget)
        if pages is not None:
            pages.currentChanged.connect(self._fit)

    @override
    def tabInserted(self, index: int) -> None:
        super().tabInserted(index)
        self._fit()

    def _fit(self) -> None:
        """Ask for the room of the page in view; the others need none."""
        policy = QSizePolicy.Policy
        for place in range(self.count()):
            room = policy.Preferred if place == self.currentIndex() else policy.Ignored
            page = self.widget(place)
            if page is not None:
                page.setSizePolicy(room, room)
