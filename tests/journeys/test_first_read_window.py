"""The first reading of a case in a real window, by keyboard alone, and what can go wrong on the way."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.models.domain.finding import ITEMS
from app.models.domain.lifecycle import State
from app.models.forms.guards.finding import MARK
from app.services.platform.time import ShiftedClock, SystemClock
from app.services.rehearsal.marker import Marker, write_marker
from app.ui.presenters.case_head import Area
from app.ui.screens.case.answers import AnswersPage
from app.ui.screens.case.desk_work import DeskWorkPage
from app.ui.screens.case.findings import FindingsPage
from app.ui.screens.case.points import PointsPage
from app.ui.screens.case.screen import CaseScreen
from tests.journeys import desk_child
from tests.journeys.desk_hands import (
    NOTE,
    clear_up,
    compose,
    look_at_pictures,
    mark,
    own,
    pick,
    read_section,
    settle_tasks,
    write_last,
)
from tests.journeys.killing import killed_while_typing
from tests.journeys.program import Running, running
from tests.journeys.shots import grab
from tests.journeys.test_review_window import lock, open_case, rest, show
from tests.services.exchange.offices import reopened
from tests.services.exchange.world import Snapshots, World, plain
from tests.services.packs.signed import draft, signed
from tests.services.points.golden import LOADED, golden, put

pytestmark = pytest.mark.journey

ITEM = 6
"""Whom the answers of section K serve; the finding on it is written here, the others were before."""
AHEAD = Marker(int((datetime(2025, 7, 2, 1, tzinfo=UTC) - SystemClock().now()).total_seconds()), played=True)
"""The program runs on the day after the first one of the form that comes into force meanwhile."""
UNION = "労働組合の役員"


@pytest.fixture(name="world")
def _world(tmp_path: Path) -> World:
    """A case with gaps and points, assigned with a list of tasks."""
    world = Snapshots(tmp_path / "snapshots").at("assigned", tmp_path / "world")
    office, examiner = world.investigation, world.investigation.actor("examiner")
    put(office, world, golden("g05"))
    office.services.tasks.add(examiner, world.case, "basic")
    for item in ITEMS:
        if item != ITEM:
            office.services.review.write_finding(examiner, world.case, plain(item))
    (tmp_path / "form.pack").write_bytes(signed(world, draft()))
    world.close()
    write_marker(office.folder.parent, AHEAD)
    return world


def nothing_lost(run: Running, screen: CaseScreen) -> AnswersPage:
    """What the killed process had typed stands there; it is saved with the item that it serves."""
    own(run, screen)
    page = read_section(run, screen, "K")
    assert page.side.note.text().startswith(NOTE)
    pick(run, page.side.purpose, f"第{ITEM}号")
    run.push(page.side.note_button)
    rest(run)
    run.until(page.table.hasFocus)
    assert page.side.note.text() == ""
    return page


def locked_while_composing(run: Running, page: AnswersPage) -> AnswersPage:
    """The vault is locked in the middle of a conversion: the text is there afterwards."""
    run.press(Qt.Key.Key_N)
    run.type("旅券を")
    compose(run, "かくにんする")
    lock(run)
    run.unlock("investigation", "examiner")
    screen = open_case(run)
    own(run, screen)
    page = read_section(run, screen, "K")
    assert page.side.note.text() == "旅券をかくにんする"
    return page


def out_of_scope(run: Running, page: AnswersPage) -> None:
    """What must not be asked about is struck before the note can be saved."""
    run.press(Qt.Key.Key_N)
    run.press(Qt.Key.Key_End)
    run.type(f"。{UNION}")
    pick(run, page.side.purpose, f"第{ITEM}号")
    notes = len(page._presenter.state.notes)
    run.push(page.side.note_button)
    rest(run)
    assert len(page._presenter.state.notes) == notes, "it asks before it saves"
    grab(run.window, "desk-out-of-scope")
    run.press(Qt.Key.Key_Space)
    rest(run)
    run.push(page.side.note_button)
    rest(run)
    assert f"旅券をかくにんする。{MARK}" in [note.text for note in page._presenter.state.notes]
    run.until(page.table.hasFocus)


def never_shown(run: Running, screen: CaseScreen) -> None:
    """The examiner alone is told what was not on the screen yet, with the way there."""
    findings = show(run, screen, Area.FINDINGS)
    assert isinstance(findings, FindingsPage)
    assert findings.coverage.isVisible()
    run.push(findings.coverage)
    rest(run)
    assert isinstance(screen.tabs.currentWidget(), AnswersPage)


def another_form_comes_into_force(world: World, content: bytes, screen: CaseScreen) -> None:
    """Another process admits a form pack: new cases get it, this one stays on its version."""
    office = reopened(world.investigation, world.investigation.folder, ShiftedClock(AHEAD.ahead))
    office.services.pack_desk.admit(office.actor("security"), content)
    assert office.services.packs.current.pack.digest != LOADED.pack.digest
    office.desk.vault.close()
    assert screen._work.workplace.services.packs.current.pack.digest != LOADED.pack.digest


@pytest.mark.usefixtures("qapp")
def test_a_case_is_read_and_submitted_by_keyboard_whatever_happens(
    qtbot: QtBot, qapp: QApplication, world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    killed_while_typing(desk_child, world.investigation.folder, tmp_path / "told")
    with running(qtbot, qapp, world.investigation.folder) as run:
        run.unlock("investigation", "examiner")
        screen = open_case(run)
        assert "第12条第1項第1号" in screen.header.accessibleName() + screen.header.facts.text()
        page = locked_while_composing(run, nothing_lost(run, screen))
        out_of_scope(run, page)
        shown = run.window.screen_in_view
        assert isinstance(shown, CaseScreen)
        screen = shown
        mark(run, page)
        another_form_comes_into_force(world, (tmp_path / "form.pack").read_bytes(), screen)
        look_at_pictures(run, screen)
        run.tab_to(page.table)
        run.press(Qt.Key.Key_G)
        rest(run)
        points = screen.tabs.currentWidget()
        assert isinstance(points, PointsPage)
        run.until(lambda: points.list.count() > 1)
        clear_up(run, points)
        findings = write_last(run, screen, ITEM)
        assert findings._presenter.state.first_missing is None, findings.submit_hint.text()
        assert not findings.submit_button.isEnabled(), "mandatory tasks are open"
        run.push(findings.holding_card.tasks.itemAt(0).widget())  # type: ignore[arg-type,union-attr] # buttons
        rest(run)
        tasks = screen.tabs.currentWidget()
        assert isinstance(tasks, DeskWorkPage)
        settle_tasks(run, tasks)
        never_shown(run, screen)
        show(run, screen, Area.FINDINGS)
        run.until(findings.submit_button.isEnabled)
        run.push(findings.submit_button)
        rest(run)
        assert screen.head.state.sheet is not None
        assert screen.head.state.sheet.case.state is State.UNDER_REVIEW
        assert screen.head.state.sheet.case.pack_digest == LOADED.pack.digest
