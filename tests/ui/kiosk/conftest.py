"""The shipped form for the screens of the kiosk."""

from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest
from pytestqt.qtbot import QtBot

from app.models.forms.definition import FormPack
from app.models.forms.filling.draft import Draft
from app.services.packs.loader import LoadedPack, load
from app.services.resources import PACKS
from app.ui.context import UiContext
from app.ui.kiosk.form import FormPages
from app.ui.kiosk.look import KioskLook
from app.ui.theme.theme import Theme
from app.ui.timing import Timers
from tests.ui.kiosk.paper_room import PaperRoom

Open = Callable[..., FormPages]


@pytest.fixture(scope="session")
def loaded() -> LoadedPack:
    return load(PACKS / "cesi-2025")


@pytest.fixture(scope="session")
def pack(loaded: LoadedPack) -> FormPack:
    return loaded.pack


@pytest.fixture(scope="module")
def look(theme: Theme) -> Iterator[KioskLook]:
    """One look for all tests of a module: to style everything anew takes longer than most of them."""
    made = KioskLook(theme)
    yield made
    made.restore()
    made.deleteLater()


@pytest.fixture
def opened(qtbot: QtBot, context: UiContext, loaded: LoadedPack, look: KioskLook) -> Iterator[Open]:
    """Open the form at a topic."""
    made: list[FormPages] = []

    def open_at(topic: str = "", draft: Draft | None = None, timers: Timers | None = None) -> FormPages:
        pages = FormPages(replace(context, timers=timers or context.timers), PaperRoom(loaded, draft, topic), look)
        qtbot.addWidget(pages)
        pages.resize(1366, 768)
        pages.show()
        pages.activateWindow()
        qtbot.waitUntil(pages.isActiveWindow)
        pages.begin()
        made.append(pages)
        return pages

    yield open_at
    for pages in made:
        pages.dispose()
    context.runner.stop()
