"""Trying the rules of a draft in the Reports room: by keyboard, with coarse numbers, and looked at."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog, QWidget
from pytestqt.qtbot import QtBot

from app.services.resources import PACKS
from app.ui.context import UiContext
from app.ui.presenters.reports import Part
from app.ui.screens.reports.screen import ReportsScreen
from app.ui.screens.reports.trial_page import TrialPage
from tests.journeys.shots import LAPTOP, every_look, folder, grab
from tests.services.exchange.conftest import At
from tests.services.exchange.world import World
from tests.services.points.closed_cases import add_closed
from tests.services.points.golden import golden
from tests.ui.case.desks import workplace_of
from tests.ui.office.corridor import Corridor, assert_everybody_can_use, settle, shown


@pytest.fixture
def world(at: At) -> World:
    world = at("received")
    add_closed(world, [golden(name) for name in ("g01", "g06", "g07") * 6])
    return world


@pytest.fixture
def screen(world: World, context: UiContext, qtbot: QtBot) -> Iterator[ReportsScreen]:
    host = QWidget()
    qtbot.addWidget(host)
    place = workplace_of(world, world.investigation, "decider")
    screen = ReportsScreen(context, place, Corridor(context, host), host)
    shown(qtbot, screen, host)
    yield screen
    screen.dispose()
    host.close()


def test_a_draft_is_tried_and_only_coarse_numbers_are_shown(
    screen: ReportsScreen, qtbot: QtBot, tmp_path: Path
) -> None:
    assert list(screen.pages) == [Part.FIGURES, Part.TRIALS]
    page, context = screen.pages[Part.TRIALS], screen.context
    assert isinstance(page, TrialPage)
    screen.tabs.setCurrentWidget(page)
    QTest.keyClick(page.try_button, Qt.Key.Key_Space)
    (dialog,) = page.findChildren(QFileDialog)
    dialog.reject()

    page.try_folder(str(tmp_path))
    settle(qtbot, context)
    error = screen.presenter.state.error
    assert error is not None
    assert error.code == "pack.file-unexpected"

    page.try_folder(str(PACKS / "cesi-2025"))
    settle(qtbot, context)
    tried = screen.presenter.state.trial
    assert tried is not None
    few, some, more = (
        context.texts(key, **held)
        for key, held in (
            ("trial.few", {"step": 5}),
            ("trial.about", {"least": 5, "most": 9}),
            ("trial.about", {"least": 10, "most": 14}),
        )
    )
    lines = {line.cells[0]: line.cells[2:] for line in page.table.rows.lines}
    assert set(lines) == {one.rule for one in tried.trial.rules}
    assert {cells[2:] for cells in lines.values()} == {(few, few)}
    assert (lines["R-DAY-02"][:2], lines["R-FAM-03"][:2]) == ((more, more), (some, some))
    assert_everybody_can_use(screen)
    if folder() is not None:
        screen.resize(LAPTOP)
        for suffix in every_look(screen.context.texts, screen.context.theme):
            screen.retranslate()
            qtbot.wait(50)
            grab(screen, f"trial-{suffix}")
