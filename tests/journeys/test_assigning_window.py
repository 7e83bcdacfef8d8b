"""Handing out cases in a real window, by keyboard alone: queue, workload, tasks, ties, nobody left, the deputy."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.models.domain.lifecycle import State
from app.models.domain.ties import Ties
from app.services.platform.time import SystemClock
from app.services.queue.asked import QueueFilter
from app.ui.presenters.case_head import Area
from app.ui.screens.case.answers import AnswersPage
from app.ui.screens.case.assign import AssignPage
from app.ui.screens.case.desk_work import DeskWorkPage
from app.ui.screens.case.screen import CaseScreen
from app.ui.screens.cases.screen import CasesScreen
from app.ui.screens.cases.workload import WorkloadDialog
from app.ui.screens.keys.ties import TiesDialog
from app.ui.screens.today.screen import TodayScreen
from tests.journeys.desk_hands import own, pick, read_section
from tests.journeys.program import Running, running
from tests.journeys.shots import grab
from tests.journeys.test_review_window import lock, open_case, rest, show
from tests.services.exchange.offices import Office, reopened
from tests.services.exchange.world import PEOPLE, Snapshots, World

pytestmark = pytest.mark.journey

NAME = PEOPLE[0][0]
TIED = Ties(people=(NAME,))
NOTE = "職歴の空白を確かめる。"


@pytest.fixture(name="world")
def _world(tmp_path: Path) -> World:
    """A case that nobody has; the one examiner who does nothing else is tied to it."""
    world = Snapshots(tmp_path / "snapshots").at("answered", tmp_path / "world")
    keep(world.investigation, "examiner", TIED)
    world.close()
    return world


def keep(office: Office, who: str, ties: Ties) -> None:
    office.services.ties.keep(office.actor(who), office.hand(who), ties)


def regain(run: Running) -> None:
    """Back in the window after a dialog: nobody manages windows here."""
    run.window.activateWindow()
    run.until(lambda: QApplication.focusWidget() is not None)


def assigning(run: Running) -> AssignPage:
    screen = open_case(run)
    page = show(run, screen, Area.ASSIGN)
    assert isinstance(page, AssignPage)
    run.until(lambda: page._presenter.state.is_loaded)
    return page


def choose(run: Running, page: AssignPage, who: str) -> None:
    pick(run, page.officer, f"investigation {who}（")


def queue(run: Running) -> CasesScreen:
    """Cases of one stage, by due day."""
    run.press(Qt.Key.Key_2, Qt.KeyboardModifier.AltModifier)
    cases = run.window.screen_in_view
    assert isinstance(cases, CasesScreen)
    rest(run)
    pick(run, cases.states, "調査中")
    rest(run)
    run.tab_to(cases.order)
    run.press(Qt.Key.Key_Down)
    rest(run)
    assert cases._state.asked.states == (State.UNDER_INVESTIGATION,)
    assert cases._state.asked.by_due_date
    run.until(lambda: cases.model.rowCount() == 1)
    return cases


def hand_out(run: Running) -> None:
    """Who is tied is refused with three words; another one gets the case, a due day and a list of tasks."""
    queue(run)
    page = assigning(run)
    choose(run, page, "examiner")
    run.push(page.button)
    rest(run)
    assert page.errors.isVisible()
    assert "別の人" in page.errors.what.text()
    assert not page._presenter.state.is_nobody_left
    grab(run.window, "assign-somebody-else")
    choose(run, page, "many")
    run.fill(page.due.field, "2099-12-01")
    run.tab_to(page.template)
    run.press(Qt.Key.Key_Down)
    run.push(page.button)
    rest(run)
    screen = run.window.screen_in_view
    assert isinstance(screen, CaseScreen)
    tasks = show(run, screen, Area.DESK)
    assert isinstance(tasks, DeskWorkPage)
    assert tasks._presenter.state.blocking_count == 3


def look_at_workload(run: Running) -> None:
    """How much everybody has, with the name of no subject."""
    run.press(Qt.Key.Key_Left, Qt.KeyboardModifier.AltModifier)
    rest(run)
    cases = run.window.screen_in_view
    assert isinstance(cases, CasesScreen)
    run.press(Qt.Key.Key_W, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier)
    rest(run)
    dialog = cases.findChild(WorkloadDialog)
    assert dialog is not None
    said = "".join(line.sentence for line in dialog.table.rows.lines)
    assert "investigation many　調査要求済0件、調査中1件" in said
    assert not [person[0] for person in PEOPLE if person[0] in said]
    grab(dialog, "workload")
    run.press(Qt.Key.Key_Escape)
    run.until(lambda: cases.findChild(WorkloadDialog) is None)
    regain(run)


def tied_later(run: Running, office: Office) -> None:
    """The examiner writes the tie down while the case is open: it is gone at once, from window, list and search."""
    screen = open_case(run)
    page = read_section(run, screen, "D")
    run.press(Qt.Key.Key_N)
    run.type(NOTE)
    assert page.side.note.text() == NOTE
    run.until(lambda: "note" in office.services.drafts.read(office.actor("many"), screen.case))
    run.press(Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
    run.type("利害関係")
    run.press(Qt.Key.Key_Return)
    run.until(lambda: isinstance(QApplication.activeModalWidget(), TiesDialog))
    run.type("passphrase of many")
    run.press(Qt.Key.Key_Return)
    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, TiesDialog)
    run.until(lambda: dialog.is_open and dialog.lists["people"].hasFocus())
    run.type(NAME)
    run.push(dialog.yes_button)
    run.until(lambda: QApplication.activeModalWidget() is None)
    regain(run)
    rest(run)
    run.until(lambda: not screen.pages)
    grab(run.window, "assign-gone")
    run.press(Qt.Key.Key_2, Qt.KeyboardModifier.AltModifier)
    rest(run)
    cases = run.window.screen_in_view
    assert isinstance(cases, CasesScreen)
    run.until(lambda: cases._state.total == 0)


def nobody_left(run: Running, paper: Path) -> None:
    """The reviewer learns that nobody is left, never why, and makes the numbered request."""
    page = assigning(run)
    assert page.nobody_card.isVisible()
    assert not page.card.isVisible()
    run.push(page.escalate_button)
    run.choose_file(paper)
    rest(run)
    assert paper.read_bytes().startswith(b"%PDF")
    assert "-00001" in page.asked.text()
    grab(run.window, "assign-nobody-left")


def deputy(run: Running) -> None:
    """The deciding officer finds under Today what waits, and hands the case out in the place of the tied reviewers."""
    today = run.window.screen_in_view
    assert isinstance(today, TodayScreen)
    rest(run)
    keys = {line.key for line in (today._state.today.waiting if today._state.today else ())}
    assert {"today.escalation", "today.case-to-assign-as-deputy"} <= keys
    page = assigning(run)
    choose(run, page, "examiner")
    run.push(page.button)
    rest(run)
    assert page._presenter.state.assignee is not None


def go_on(run: Running) -> None:
    """The successor takes the work over from the window of somebody absent; what was being written is there."""
    screen = open_case(run)
    assert screen.lease_bar.panes()
    own(run, screen)
    page = show(run, screen, Area.ANSWERS)
    assert isinstance(page, AnswersPage)
    assert page.side.note.text() == NOTE
    grab(run.window, "assign-successor")


@pytest.mark.usefixtures("qapp")
def test_a_case_is_handed_out_by_keyboard_whoever_is_tied(
    qtbot: QtBot, qapp: QApplication, world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    office = reopened(world.investigation, world.investigation.folder, SystemClock())
    with running(qtbot, qapp, world.investigation.folder) as run:
        run.unlock("investigation", "reviewer")
        hand_out(run)
        look_at_workload(run)
        lock(run)
        run.unlock("investigation", "many")
        tied_later(run, office)
        lock(run)
        run.unlock("investigation", "reviewer")
        nobody_left(run, tmp_path / "request.pdf")
        lock(run)
        keep(office, "examiner", Ties())  # stands for somebody who was appointed
        keep(office, "reviewer", TIED)
        run.unlock("investigation", "decider")
        deputy(run)
        lock(run)
        office.services.queue.sheet(office.actor("examiner"), world.case)  # a window elsewhere
        run.unlock("investigation", "examiner")
        go_on(run)
    events = [one for one in office.events() if one[0] in {"case.assigned", "case.escalated", "case.taken-over"}]
    assert events == [
        ("case.assigned", "refused:kept-from"),
        ("case.assigned", "done"),
        ("case.escalated", "done"),
        ("case.assigned", "done"),
        ("case.taken-over", "done"),
    ]
    assert office.services.queue.count(office.actor("reviewer"), QueueFilter()) == 0
    office.desk.vault.close()
