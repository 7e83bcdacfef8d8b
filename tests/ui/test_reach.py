"""What does not fit is scrolled; what fits is not, however much room it would like."""

from PySide6.QtWidgets import QApplication, QListWidget, QVBoxLayout
from pytestqt.qtbot import QtBot

from app.ui.context import UiContext
from app.ui.screen import Screen
from app.ui.shell.header import Place
from app.ui.shell.reach import Reach
from app.ui.shell.rooms import ROOMS, with_screen
from app.ui.shell.window import MainWindow
from app.ui.widgets.labels import text_label


class TallScreen(Screen):
    """Lists that like much room and can do with little, and a sentence that wraps."""

    def __init__(self, context: UiContext) -> None:
        super().__init__(context)
        layout = QVBoxLayout(self)
        layout.addWidget(text_label("a sentence of many words " * 20, parent=self))
        for _ in range(6):
            layout.addWidget(QListWidget(self))


def shown(qtbot: QtBot, context: UiContext) -> tuple[MainWindow, Reach, Screen]:
    """The screen in a window as large as a laptop, and what scrolls it."""
    window = MainWindow(context, lambda: None, with_screen(ROOMS, "import", TallScreen))
    qtbot.addWidget(window)
    window.resize(1366, 768)
    window.show()
    window.unlock(Place("訓練室", "訓練 花子", is_rehearsal=True))
    window.show_room("import")
    QApplication.processEvents()
    reach, screen = window.body.findChild(Reach), window.screen_in_view
    assert isinstance(reach, Reach)
    assert screen is not None
    return window, reach, screen


def test_a_screen_is_scrolled_only_where_it_cannot_do_with_less(qtbot: QtBot, context: UiContext) -> None:
    window, reach, screen = shown(qtbot, context)
    assert screen.sizeHint().height() > reach.viewport().height(), "it would like more"
    assert reach.verticalScrollBar().maximum() == 0
    context.theme.set_text_percent(200)
    window.resize(1366, 500)
    QApplication.processEvents()
    assert reach.verticalScrollBar().maximum() > 0
    last = screen.findChildren(QListWidget)[-1]
    assert last.visibleRegion().isEmpty()
    window.activateWindow()
    last.setFocus()
    QApplication.processEvents()
    assert not last.visibleRegion().isEmpty(), "the screen follows the keyboard"
    context.theme.set_text_percent(100)
    window.close()


def test_a_screen_that_comes_to_need_more_is_scrolled(qtbot: QtBot, context: UiContext) -> None:
    window, reach, screen = shown(qtbot, context)
    assert reach.verticalScrollBar().maximum() == 0
    screen.findChildren(QListWidget)[0].setMinimumHeight(2000)
    QApplication.processEvents()
    assert reach.verticalScrollBar().maximum() > 0
    window.close()
