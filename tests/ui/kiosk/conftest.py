"""The shipped form for the screens of the kiosk."""

from collections.abc import Callable, Iterator

import pytest
from pytestqt.qtbot import QtBot

from app.models.forms.definition import FormPack
from app.models.forms.filling.draft import Draft
from app.services.packs.loader import LoadedPack, load
from app.services.resources import PACKS
from app.ui.context import UiContext
from app.ui.kiosk.form import FormPages
from app.ui.kiosk.look import KioskLook
from tests.ui.kiosk.paper_room import PaperRoom

Open = Callable[..., FormPages]


@pytest.fixture(scope="session")
def loaded() -> LoadedPack:
    return load(PACKS / "cesi-2025")


@pytest.fixture(scope="session")
def pack(loaded: LoadedPack) -> FormPack:
    return loaded.pack


@pytest.fixture
def opened(qtbot: QtBot, context: UiContext, loaded: LoadedPack) -> Iterator[Open]:
    """Open the form at a topic."""
    made: list[tuple[FormPages, KioskLook]] = []

    def open_at(topic: str = "", draft: Draft | None = None) -> FormPages:
        look = KioskLook(context.theme)
        pages = FormPages(context, PaperRoom(loaded, draft, topic), look)
        qtbot.addWidget(pages)
        pages.resize(1366, 768)
        pages.show()
        pages.activateWindow()
        qtbot.waitUntil(pages.isActiveWindow)
        pages.begin()
        made.append((pages, look))
        return pages

    yield open_at
    for pages, look in made:
        pages.dispose()
        look.restore()
    context.runner.stop()
