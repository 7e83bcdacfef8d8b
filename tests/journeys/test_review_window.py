"""Review in a real window, by keyboard alone: read, flag, note, write, submit, return, accept, sign, confirm."""

from collections.abc import Callable, Iterable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from app.models.domain.finding import ITEMS
from app.models.domain.lifecycle import State
from app.ui.presenters.case_head import Area
from app.ui.screens.case.answers import AnswersPage
from app.ui.screens.case.findings import FindingsPage
from app.ui.screens.case.opinion import OpinionPage
from app.ui.screens.case.page import AreaPage
from app.ui.screens.case.screen import CaseScreen
from app.ui.screens.cases.screen import CasesScreen
from tests.journeys.program import Running, running
from tests.journeys.shots import grab
from tests.services.exchange.world import Snapshots, World

pytestmark = pytest.mark.journey

ADVERSE_ITEM = 6


@pytest.fixture(name="world")
def _world(tmp_path: Path) -> World:
    """A case that was assigned; its vaults are closed, for the program opens the one of the investigation office."""
    world = Snapshots(tmp_path / "snapshots").at("assigned", tmp_path / "world")
    world.close()
    return world


def lock(run: Running) -> None:
    run.press(Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier)
    run.until(lambda: run.window.is_locked)


def take_turns(run: Running, steps: Iterable[tuple[str, Callable[[Running], None]]]) -> None:
    """Officers of the investigation office after each other, each behind the own passphrase."""
    for who, work in steps:
        run.unlock("investigation", who)
        work(run)
        lock(run)


def open_case(run: Running) -> CaseScreen:
    """Through the list of cases."""
    run.press(Qt.Key.Key_2, Qt.KeyboardModifier.AltModifier)
    cases = run.window.screen_in_view
    assert isinstance(cases, CasesScreen)
    run.until(lambda: cases.model.rowCount() > 0)
    run.settle()
    run.tab_to(cases.table)
    run.press(Qt.Key.Key_Down)
    run.press(Qt.Key.Key_Return)
    run.until(lambda: isinstance(run.window.screen_in_view, CaseScreen))
    screen = run.window.screen_in_view
    assert isinstance(screen, CaseScreen)
    run.until(lambda: bool(screen.pages))
    rest(run)
    return screen


def rest(run: Running) -> None:
    """Wait until no job and no news is under way, a few times over: one brings the next."""
    for _ in range(4):
        run.settle()


def show(run: Running, screen: CaseScreen, area: Area) -> AreaPage:
    """Choose a tab by keyboard."""
    bar = screen.tabs.tabBar()
    run.tab_to(bar)
    place = screen.tabs.indexOf(screen.pages[area])
    while bar.currentIndex() != place:
        run.press(Qt.Key.Key_Right if bar.currentIndex() < place else Qt.Key.Key_Left)
    assert screen.tabs.currentWidget() is screen.pages[area]
    run.until(lambda: screen.is_settled)
    rest(run)
    return screen.pages[area]


def until_pane(run: Running, pane: QWidget) -> None:
    """Press F6 until a pane has the keyboard."""
    for _ in range(8):
        if pane is run.focused() or pane.isAncestorOf(run.focused()):
            return
        run.press(Qt.Key.Key_F6)
    raise AssertionError(pane)


def sign(run: Running, page: AreaPage, who: str) -> None:
    run.until(lambda: page._dialog is not None and page._dialog.second.secret.hasFocus())
    run.type(f"passphrase of {who}")
    run.press(Qt.Key.Key_Return)
    run.until(lambda: page._dialog is None)
    run.window.activateWindow()  # nobody manages windows here
    run.until(lambda: QApplication.focusWidget() is not None)
    rest(run)


def read(run: Running, screen: CaseScreen) -> None:
    page = screen.pages[Area.ANSWERS]
    assert isinstance(page, AnswersPage)
    assert page.sections.hasFocus()
    grab(run.window, "case-answers-closed")
    run.type("K")
    run.press(Qt.Key.Key_Return)
    run.until(lambda: page.table.hasFocus() and page.table.line() is not None)
    for key in (Qt.Key.Key_J, Qt.Key.Key_J, Qt.Key.Key_K, Qt.Key.Key_F):
        run.press(key)
    run.type("一回当たりの量を面接で確かめる。")
    run.fill(page.side.due.field, "R50.7.10")
    run.push(page.side.flag_button)
    rest(run)
    run.until(page.table.hasFocus)
    run.press(Qt.Key.Key_N)
    run.type("飲酒の頻度について、申告と勤務の記録を照らし合わせる。")
    run.push(page.side.note_button)
    rest(run)
    run.until(page.table.hasFocus)
    assert page.side.purpose.currentData() == str(ADVERSE_ITEM)
    assert page.side.note.text() == ""
    grab(run.window, "case-answers")


def write(run: Running, screen: CaseScreen) -> None:
    page = show(run, screen, Area.FINDINGS)
    assert isinstance(page, FindingsPage)
    for item in ITEMS:
        run.tab_to(page.items)
        run.press(Qt.Key.Key_Home)
        for _ in range(item - 1):
            run.press(Qt.Key.Key_Down)
        if item == ADVERSE_ITEM:
            write_adverse(run, page)
        else:
            run.push(page.editor.adverse.buttons["not-adverse"])
            run.fill(page.editor.summary, "特に問題は認められない。")
    grab(run.window, "case-findings")
    run.push(page.submit_button)
    rest(run)
    assert screen.head.state.sheet is not None
    assert screen.head.state.sheet.case.state is State.UNDER_REVIEW


def write_adverse(run: Running, page: FindingsPage) -> None:
    """The button to submit waits until evidence, the other side and mitigation are there."""
    editor = page.editor
    run.push(editor.adverse.buttons["not-adverse"])
    run.press(Qt.Key.Key_Right)
    assert editor.adverse.value() == "adverse"
    run.fill(editor.summary, "飲酒の節度について、一度、勤務への影響が認められる。")
    assert len(page.missing.text().splitlines()) == 3
    run.push(editor.add_button)
    fact = editor._editors()[0]
    assert fact.text.hasFocus()
    run.type("飲酒の翌日、勤務に遅れたことがある。")
    run.fill(fact.source, "質問票")
    run.fill(fact.day.field, "2025-06-11")
    run.fill(fact.cited, "K2.has")
    run.tab_to(editor.hearing.buttons["not-needed"])
    while editor.hearing.value() != "explained":
        run.press(Qt.Key.Key_Up)
    run.fill(editor.hearing_text, "異動の直後であり、その後は繰り返していない。")
    run.fill(editor.hearing_on.field, "令和7年6月20日")
    assert len(page.missing.text().splitlines()) == 1
    grab(page.window(), "case-finding-adverse")
    run.fill(editor.mitigation, "三年前の一度限りで、その後の勤務は良好である。")


def return_it(run: Running) -> None:
    screen = open_case(run)
    page = show(run, screen, Area.FINDINGS)
    assert isinstance(page, FindingsPage)
    until_pane(run, page.side)
    run.tab_to(page.where)
    for _ in range(ADVERSE_ITEM):
        run.press(Qt.Key.Key_Down)
    run.fill(page.remark, "遅れた日を特定してください。")
    grab(run.window, "case-review")
    run.push(page.send_button)
    rest(run)
    assert screen.head.state.sheet is not None
    assert screen.head.state.sheet.case.state is State.UNDER_INVESTIGATION


def mend(run: Running) -> None:
    screen = open_case(run)
    page = show(run, screen, Area.FINDINGS)
    assert isinstance(page, FindingsPage)
    run.tab_to(page.items)
    run.press(Qt.Key.Key_Home)
    for _ in range(ADVERSE_ITEM - 1):
        run.press(Qt.Key.Key_Down)
    assert page.remarks_card.isVisible()
    run.fill(page.editor.absence, "遅れた日は、勤務の記録が廃棄済みのため特定できない。")
    run.press(Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    rest(run)
    run.push(page.submit_button)
    rest(run)


def accept_and_sign(run: Running) -> None:
    screen = open_case(run)
    page = show(run, screen, Area.FINDINGS)
    assert isinstance(page, FindingsPage)
    run.push(page.accept_button)
    rest(run)
    run.until(lambda: Area.OPINION in screen.pages)
    opinion = show(run, screen, Area.OPINION)
    assert isinstance(opinion, OpinionPage)
    run.push(opinion.code.buttons["no-risk-found"])
    run.fill(opinion.text, "七つの事項を総合し、おそれを認めるべき事実はない。")
    run.fill(opinion.points, "遅れた日")
    run.push(opinion.sign_button)
    sign(run, opinion, "reviewer")
    assert opinion._presenter.state.record is not None
    grab(run.window, "case-opinion-signed")


def confirm(run: Running) -> None:
    screen = open_case(run)
    opinion = show(run, screen, Area.OPINION)
    assert isinstance(opinion, OpinionPage)
    run.push(opinion.confirm_button)
    sign(run, opinion, "decider")
    assert screen.head.state.sheet is not None
    assert screen.head.state.sheet.case.state is State.OPINION_SIGNED
    show(run, screen, Area.HISTORY)
    grab(run.window, "case-history")


def examine(run: Running) -> None:
    screen = open_case(run)
    read(run, screen)
    write(run, screen)


STEPS: tuple[tuple[str, Callable[[Running], None]], ...] = (
    ("examiner", examine),
    ("reviewer", return_it),
    ("examiner", mend),
    ("reviewer", accept_and_sign),
    ("decider", confirm),
)


@pytest.mark.usefixtures("qapp")
def test_a_case_is_reviewed_and_its_opinion_signed_by_keyboard(
    qtbot: QtBot, qapp: QApplication, world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    with running(qtbot, qapp, world.investigation.folder) as run:
        take_turns(run, STEPS)
