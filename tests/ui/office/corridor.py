"""Stands for the window in tests of single screens, and helps to look at them."""

from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from app.models.domain.ids import CaseId
from app.models.domain.lifecycle import State
from app.services.queue.asked import Whose
from app.services.texts.catalogue import Language
from app.ui.context import UiContext
from app.ui.screen import Screen
from app.ui.shell.rail import Rail
from tests.ui.walker import missed_by_tab, unnamed

ROOMS = ("today", "cases", "consents", "import", "export")


class Corridor:
    """Remembers where a screen sent the user."""

    def __init__(self, context: UiContext, parent: QWidget) -> None:
        self.rail = Rail(ROOMS, context.texts, context.theme, parent)
        self.rail.hide()
        self.went: list[tuple[str, tuple[State, ...]]] = []
        self.cases: list[CaseId] = []
        self.rights = self.bound = 0
        self.whose = Whose.ANYBODY

    def show_room(self, room_id: str, states: tuple[State, ...] = (), whose: Whose = Whose.ANYBODY) -> None:
        self.went.append((room_id, states))
        self.whose = whose

    def print_rights(self) -> None:
        self.rights += 1

    def bind_token(self) -> None:
        self.bound += 1

    def show_case(self, case_id: CaseId) -> None:
        self.cases.append(case_id)


def settle(qtbot: QtBot, context: UiContext) -> None:
    """Wait until every job has been delivered."""
    qtbot.waitUntil(lambda: context.runner.active_count == 0, timeout=20_000)
    QApplication.processEvents()


def shown(qtbot: QtBot, screen: Screen, host: QWidget) -> None:
    """Show a screen at laptop size, as the window does, and wait for what it asks."""
    screen.resize(1180, 620)
    host.resize(1180, 640)
    with qtbot.waitActive(host):
        host.show()
        host.activateWindow()
    screen.activate()
    settle(qtbot, screen.context)


def assert_everybody_can_use(screen: Screen) -> None:
    """In both languages every control has a name and Tab reaches it."""
    for language in Language:
        screen.context.texts.set_language(language)
        screen.retranslate()
        QApplication.processEvents()
        assert unnamed(screen) == []
        assert missed_by_tab(screen) == []
