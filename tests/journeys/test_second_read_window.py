"""A supervisor's day in a real window, by keyboard alone.

Return with a remark on a part, draw a sample, name a second reader, who reads without a name; see what changed since,
talk a difference over, accept.
"""

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from app.models.domain.actor import Role
from app.models.domain.finding import ITEMS
from app.models.domain.folding import fold
from app.models.domain.lifecycle import State
from app.models.domain.sampling import READ_ITEMS
from app.ui.presenters.case_head import Area
from app.ui.screens.case.findings import FindingsPage
from app.ui.screens.case.masked import MaskedScreen
from app.ui.screens.case.screen import CaseScreen
from app.ui.screens.case.second import SecondPage
from app.ui.screens.sampling.screen import SamplingScreen
from tests.journeys.program import Running, running
from tests.journeys.shots import grab
from tests.journeys.test_review_window import open_case, rest, show, take_turns, until_pane
from tests.services.exchange.world import PEOPLE, Snapshots, World, plain

pytestmark = pytest.mark.journey

ITEM = 6
ALT = Qt.KeyboardModifier.AltModifier


@pytest.fixture(name="world")
def _world(tmp_path: Path) -> World:
    """Findings that were handed in; the vaults are closed, for the program opens the one of the office."""
    world = Snapshots(tmp_path / "snapshots").at("assigned", tmp_path / "world")
    office, review = world.investigation, world.investigation.services.review
    for item in ITEMS:
        review.write_finding(office.actor("examiner"), world.case, plain(item))
    review.submit(office.actor("examiner"), world.case)
    review.take_up(office.actor("reviewer"), world.case, Role.REVIEWER)
    world.close()
    return world


def state_of(screen: CaseScreen) -> State:
    assert screen.head.state.sheet is not None
    return screen.head.state.sheet.case.state


def draw(run: Running) -> None:
    """The same seed twice is refused; the examiner of the case is no second reader of it."""
    run.press(Qt.Key.Key_P, ALT)
    screen = run.window.screen_in_view
    assert isinstance(screen, SamplingScreen)
    run.until(lambda: screen.presenter.state.desk is not None)
    assert screen.seed.hasFocus()
    screen.seed.selectAll()
    run.type("lottery-0714")
    run.push(screen.draw_button)
    rest(run)
    run.tab_to(screen.cases)
    for name, code in (("examiner", "second-read.same-person"), ("many", "")):
        run.tab_to(screen.reader)
        run.press(Qt.Key.Key_Home)
        for _ in range(screen.reader.findText(f"investigation {name}")):
            run.press(Qt.Key.Key_Down)
        run.push(screen.assign_button)
        rest(run)
        error = screen.presenter.state.error
        assert (error.code if error is not None else "") == code
    grab(run.window, "second-sample")


def return_a_part(run: Running) -> None:
    """What the examiner wrote cannot be changed here; a remark goes to one part of it."""
    screen = open_case(run)
    page = show(run, screen, Area.FINDINGS)
    assert isinstance(page, FindingsPage)
    assert not page.editor.summary.isVisible() or page.editor.summary.isReadOnly()
    until_pane(run, page.side)
    run.tab_to(page.where)
    for _ in range(ITEM):
        run.press(Qt.Key.Key_Down)
    run.tab_to(page.part)
    run.press(Qt.Key.Key_Down)
    run.fill(page.remark, "量を書いてください。")
    run.push(page.send_button)
    rest(run)
    assert state_of(screen) is State.UNDER_INVESTIGATION


def supervise(run: Running) -> None:
    draw(run)
    return_a_part(run)


def mend(run: Running) -> None:
    screen = open_case(run)
    page = show(run, screen, Area.FINDINGS)
    assert isinstance(page, FindingsPage)
    run.tab_to(page.items)
    run.press(Qt.Key.Key_Home)
    for _ in range(ITEM - 1):
        run.press(Qt.Key.Key_Down)
    run.tab_to(page.editor.summary)
    run.type("一回の量はビール中瓶1本である。")
    run.press(Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    rest(run)
    run.push(page.submit_button)
    rest(run)
    assert state_of(screen) is State.UNDER_REVIEW


def read_masked(run: Running) -> None:
    """Nothing that the window shows names the person; the view on one item is another one than the first."""
    run.press(Qt.Key.Key_B, ALT)
    screen = run.window.screen_in_view
    assert isinstance(screen, MaskedScreen)
    run.until(lambda: screen.readings.count() == 1)
    run.tab_to(screen.readings)
    run.press(Qt.Key.Key_Return)
    run.until(lambda: screen.sections.count() > 0)
    rest(run)
    run.tab_to(screen.sections)
    run.type("E")
    run.press(Qt.Key.Key_Return)
    run.until(lambda: screen.table.line() is not None)
    run.press(Qt.Key.Key_J)
    assert_nameless(run, screen)
    run.tab_to(screen.items)
    for item in READ_ITEMS:
        run.tab_to(screen.items)
        run.press(Qt.Key.Key_Home if item == READ_ITEMS[0] else Qt.Key.Key_Down)
        run.tab_to(screen.view.buttons["not-adverse"])
        run.press(Qt.Key.Key_Space)
        if item == ITEM:
            run.press(Qt.Key.Key_Right)
            run.fill(screen.text, "量の申告だけで頻度が分からない。支持政党の集まりで飲む。")
    grab(run.window, "second-masked")
    run.push(screen.give_button)
    rest(run)
    assert screen.presenter.state.item == ITEM
    assert screen.text.guard is not None
    assert screen.text.guard.strip.strike_button.hasFocus(), "what is no matter of the survey is asked about first"
    grab(run.window, "second-masked-asked")
    run.press(Qt.Key.Key_Space)
    rest(run)
    assert screen.presenter.state.current.text.startswith("量の申告だけで頻度が分からない。")
    assert "政党" not in screen.presenter.state.current.text
    run.push(screen.give_button)
    rest(run)
    assert screen.presenter.state.readings == ()


def assert_nameless(run: Running, screen: MaskedScreen) -> None:
    model = screen.model
    cells = [str(model.index(row, column).data() or "") for row in range(model.rowCount()) for column in range(6)]
    labels = [label.text() for label in run.window.findChildren(QLabel) if label.isVisible()]
    said = fold("\n".join([*cells, *labels, run.window.windowTitle()]))
    assert "■■" in said
    names = [fold(word) for person in PEOPLE[:1] for words in person[:2] for word in (words, *words.split())]
    assert [name for name in names if name in said] == []


def talk_over_and_accept(run: Running) -> None:
    screen = open_case(run)
    page = show(run, screen, Area.FINDINGS)
    assert isinstance(page, FindingsPage)
    run.tab_to(page.items)
    run.press(Qt.Key.Key_Home)
    for _ in range(ITEM - 1):
        run.press(Qt.Key.Key_Down)
    assert page.changes_card.isVisible(), "what changed since the findings were returned"
    run.push(page.accept_button)
    rest(run)
    assert page._presenter.state.error is not None
    assert page._presenter.state.error.code == "second-read.conference"
    second = show(run, screen, Area.SECOND)
    assert isinstance(second, SecondPage)
    run.fill(second.note, "頻度は別の回答にあり、当初の所見を維持する。")
    run.push(second.button)
    rest(run)
    run.until(second.held.isVisible)
    views = second._presenter.state.reading
    assert views is not None
    assert [one.second.view.item for one in views.views if one.second.differs] == [ITEM]
    grab(run.window, "second-conference")
    page = show(run, screen, Area.FINDINGS)
    assert isinstance(page, FindingsPage)
    run.push(page.accept_button)
    rest(run)
    assert state_of(screen) is State.REVIEW_ACCEPTED


STEPS: tuple[tuple[str, Callable[[Running], None]], ...] = (
    ("reviewer", supervise),
    ("examiner", mend),
    ("many", read_masked),
    ("reviewer", talk_over_and_accept),
)


@pytest.mark.usefixtures("qapp")
def test_a_sampled_case_is_read_again_without_a_name_and_a_difference_talked_over(
    qtbot: QtBot, qapp: QApplication, world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    with running(qtbot, qapp, world.investigation.folder) as run:
        take_turns(run, STEPS)
