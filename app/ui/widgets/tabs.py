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
        self._pages = self.findChild(QStackedWidget)
        if self._pages is not None:
            self._pages.currentChanged.connect(self._fit)

    @override
    def tabInserted(self, index: int) -> None:
        super().tabInserted(index)
        self._fit()

    def _fit(self) -> None:
        if self._pages is not None:
            fit_to_page_in_view(self._pages)


def fit_to_page_in_view(pages: QStackedWidget) -> None:
    """Let the page in view alone ask for room: the tallest would make the window taller than a small screen."""
    policy = QSizePolicy.Policy
    for place in range(pages.count()):
        room = policy.Preferred if place == pages.currentIndex() else policy.Ignored
        page = pages.widget(place)
        if page is not None:
            page.setSizePolicy(room, room)
