"""Lets everything be reached on a screen that is smaller than what is shown: large text on a laptop."""

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QApplication, QScrollArea, QStackedWidget, QWidget
from typing_extensions import override

from app.ui.theme.theme import Theme


class Reach(QScrollArea):
    """Scrolls where a screen needs more room than the window has, and follows the keyboard; else it is not seen."""

    def __init__(self, inner: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWidget(inner)
        self.setWidgetResizable(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        app = QApplication.instance()
        if isinstance(app, QApplication):
            app.focusChanged.connect(self._on_focus)

    def _on_focus(self, _before: QWidget | None, now: QWidget | None) -> None:
        inner: QWidget | None = self.widget()
        if now is not None and inner is not None and inner.isAncestorOf(now):
            self.ensureWidgetVisible(now, 0, 0)


class LeastRoom(QWidget):
    """Asks for the least room that the screen in view can do with.

    Around a screen itself the scroll area would ask for the height that wrapped text and lists like best, and scroll
    where nothing has to be scrolled. In large text that is better than sentences cut off.
    """

    def __init__(self, inner: QStackedWidget, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._inner, self._theme = inner, theme
        inner.setParent(self)

    @override
    def minimumSizeHint(self) -> QSize:
        screen: QWidget | None = self._inner.currentWidget()
        if screen is None:
            return self._inner.minimumSizeHint()
        least, layout = screen.minimumSizeHint(), screen.layout()
        if self._theme.scale.is_large and layout is not None and layout.hasHeightForWidth():
            wide = max(self.width(), least.width())
            least.setHeight(max(least.height(), layout.minimumHeightForWidth(wide)))
        return least

    @override
    def event(self, event: QEvent) -> bool:
        if event.type() is QEvent.Type.LayoutRequest:
            self.updateGeometry()  # what is inside asks for other room: the scroll area is to ask again
        return super().event(event)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._inner.resize(event.size())
        if event.size().width() != event.oldSize().width():
            self.updateGeometry()
