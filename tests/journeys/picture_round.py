"""Takes a picture of every screen of the rehearsal office in both languages, both schemes and two sizes of text.

Run by ``build/screenshots``, which names the office and the folder for the pictures.
"""

import os
from collections.abc import Callable, Iterator
from itertools import chain, product
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from app.services.queue.asked import QueueFilter
from app.services.texts.catalogue import Language
from app.ui.screens.case import screen as case_screen
from app.ui.screens.case.answers import AnswersPage
from app.ui.screens.case.screen import CaseScreen
from app.ui.theme.tokens import Scheme
from tests.journeys.program import Running, running
from tests.journeys.rounds import areas, rest, rooms
from tests.journeys.shots import LAPTOP, folder, grab
from tests.journeys.test_first_run import unlock

OFFICES = "SEKISHO_ROUND_OFFICES"
ONLY = "SEKISHO_ROUND_ONLY"
"""Parts of names, with a comma between; only such screens are taken."""
LOOKS = "SEKISHO_ROUND_LOOKS"
"""Looks with a comma between, for example ``ja-light-100,en-dark-200``; only those are taken."""
PERCENTS = (100, 200)
WHO = {
    "agency": ("examiner", "security", "decider", "complaint"),
    "investigation": ("examiner", "reviewer"),
    "contractor": ("security",),
}
"""Who opens each vault; each passes through what the one before could not see."""


@pytest.mark.timeout(0)  # a round takes minutes
@pytest.mark.parametrize("office", WHO)
def test_take_every_screen(qtbot: QtBot, qapp: QApplication, monkeypatch: pytest.MonkeyPatch, office: str) -> None:
    monkeypatch.setattr(case_screen, "SETTLE_MS", 1)
    only = os.environ.get(ONLY, "").split(",")
    passed: set[str] = set()
    with running(qtbot, qapp, Path(os.environ[OFFICES]) / office) as run:
        rest(run)
        for name, ask in chain(*(_stops(run, office, who, passed) for who in WHO[office])):
            if any(part in f"{office}-{name}" for part in only):
                _take(run, ask, f"{office}-{name}")


def _take(run: Running, ask: Callable[[], object] | None, name: str) -> None:
    texts, theme = run.window.context.texts, run.window.context.theme
    language, scheme = texts.language, theme.scheme
    wanted = os.environ.get(LOOKS, "").split(",")
    for new_language, percent, new_scheme in product(Language, PERCENTS, Scheme):
        look = f"{new_language}-{new_scheme}-{percent}"
        if wanted == [""] or look in wanted:
            texts.set_language(new_language)
            theme.set_text_percent(percent)
            theme.set_scheme(new_scheme)
            run.window.resize(LAPTOP)
            run.window.idle.note_use()  # nobody types here, and it must not lock
            rest(run)
            grab(run.window if ask is None else _asked(ask), f"{name}-{look}")
            if ask is not None:
                run.press(Qt.Key.Key_Escape)
            _tell_too_large(run, f"{name}-{look}")
    theme.set_text_percent(100)
    theme.set_scheme(scheme)
    texts.set_language(language)
    rest(run)


def _tell_too_large(run: Running, name: str) -> None:
    """Say which screen has to be scrolled on a laptop, and which part of it is so wide."""
    place, stage = folder(), run.window.stack
    view = stage.parentWidget()
    if place is None or view is None or run.window.is_locked:
        return
    reach = view.parentWidget()  # the viewport, which shows only a part of the stage
    if reach is None:
        return
    wanted, room = view.minimumSizeHint(), reach.size()
    if wanted.width() <= room.width() and wanted.height() <= room.height():
        return
    parts = []
    part: QWidget | None = stage
    while part is not None:
        hint = part.minimumSizeHint()
        parts.append(f"{type(part).__name__} {hint.width()}x{hint.height()}")
        inner = [one for one in part.children() if isinstance(one, QWidget) and one.isVisible() and not one.isWindow()]
        part = max(inner, key=lambda one: one.minimumSizeHint().width(), default=None)
    with (place / "too-large.txt").open("a", encoding="utf-8") as told:
        told.write(f"{name}: {' > '.join(parts)}\n")


def _asked(ask: Callable[[], object]) -> QWidget:
    """The dialog that a command opens."""
    ask()
    QApplication.processEvents()
    dialog = QApplication.activeModalWidget()
    assert dialog is not None
    return dialog


def _stops(run: Running, office: str, who: str, passed: set[str]) -> Iterator[tuple[str, Callable[[], object] | None]]:
    """Names of what is in view, and what opens the dialog over it."""
    if not passed:
        yield "lock", None
    choice = next(one for one in run.entrance.presenter.state.officers if one.published.endswith(f"{office}-{who}"))
    run.window.activateWindow()  # nobody manages windows here
    run.until(lambda: QApplication.focusWidget() is not None)
    run.tab_to(run.entrance.form.officers)
    run.press(Qt.Key.Key_Home)
    unlock(run, choice.name, choice.published)
    place = run.entrance.workplace
    for room in rooms(run, passed):
        yield f"{room}-{who}", None
    if "cases" in run.window.stack.rooms:
        lines = place.services.queue.page(place.actor, QueueFilter())
        for area in areas(run, [line.case_id for line in lines], passed):
            screen = run.window.screen_in_view
            assert isinstance(screen, CaseScreen)
            _open(run, screen)
            yield f"{area}-{who}", None
    if office == "agency" and who == "examiner":
        yield from (("palette", run.window.open_palette), ("keys", run.window.show_keys))
    run.window.lock_now()
    run.until(lambda: run.window.is_locked)
    rest(run)


def _open(run: Running, screen: CaseScreen) -> None:
    """Open a section of answers, so that something is read."""
    page = screen.tabs.currentWidget()
    if isinstance(page, AnswersPage):
        page.sections.setCurrentRow(min(4, page.sections.count() - 1))
        page.sections.setFocus()
        run.press(Qt.Key.Key_Return)
        rest(run)
