"""An interview in a real window, by keyboard alone: questions, room, a break, a stop, reading back, what came of it."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.models.domain.finding import Fact, Finding, HearingState
from app.models.domain.interview import ConfirmedBy, Origin, StepKind
from app.services.interviewed import HeldInterview
from app.services.points.differing import SAID_OTHERWISE
from app.ui.presenters.case_head import Area
from app.ui.screens.case.findings import FindingsPage
from app.ui.screens.case.interview import InterviewPage
from app.ui.screens.case.interview_room import InterviewRoom
from app.ui.screens.case.points import PointsPage
from app.ui.screens.case.screen import CaseScreen
from tests.journeys.program import Running, running
from tests.journeys.shots import grab
from tests.journeys.test_review_window import lock, open_case, rest, show
from tests.services.exchange.world import CONSENT_DAY, Snapshots, World
from tests.services.points.golden import golden, put
from tests.ui.walker import missed_by_tab, unnamed

pytestmark = pytest.mark.journey

ADVERSE = Finding(
    6,
    adverse=True,
    summary="飲酒の節度について、一度、勤務への影響が認められる。",
    facts=(Fact("飲酒の翌日、勤務に遅れたことがある。", "質問票", CONSENT_DAY),),
)


@pytest.fixture(name="world")
def _world(tmp_path: Path) -> World:
    """A case with open points and one finding that speaks against the subject, who was not heard yet."""
    world = Snapshots(tmp_path / "snapshots").at("assigned", tmp_path / "world")
    office = world.investigation
    put(office, world, golden("g10"))
    office.services.review.write_finding(office.actor("examiner"), world.case, ADVERSE)
    world.close()
    return world


def held(page: InterviewPage) -> HeldInterview:
    found = page._presenter.state.held
    assert found is not None
    return found


def page_of(run: Running, screen: CaseScreen) -> InterviewPage:
    page = show(run, screen, Area.INTERVIEW)
    assert isinstance(page, InterviewPage)
    return page


def enter(run: Running, page: InterviewPage) -> InterviewRoom:
    run.push(page.room_button)
    room = page.room
    assert room is not None
    run.until(room.isActiveWindow)
    assert room.geometry() == room.screen().geometry(), "nothing else is on the screen"
    return room


def come_out(run: Running) -> None:
    run.press(Qt.Key.Key_Escape)
    run.until(lambda: run.window.isActiveWindow() and QApplication.focusWidget() is not None)
    rest(run)


def step(run: Running, room: InterviewRoom, kind: StepKind) -> None:
    run.push(room.steps[kind])
    rest(run)
    assert room._presenter.state.held is not None
    assert room._presenter.state.held.course.state is kind


def say(run: Running, room: InterviewRoom, text: str, *, differs: bool = False) -> None:
    """Write down what was said to the question in view."""
    asking = room.asking
    assert asking.answer.hasFocus()
    run.type(text)
    if differs:
        run.push(asking.differs)
    run.push(asking.write_button)
    rest(run)


def go_to(run: Running, room: InterviewRoom, origin: Origin) -> None:
    while (current := room._presenter.state.current) is not None and current.origin is not origin:
        run.push(room.asking.next_button)


def prepare(run: Running, page: InterviewPage) -> None:
    """The questions of what is open; one that must not be asked is refused until it is struck."""
    run.push(page.prepare_button)
    rest(run)
    count = page.list.count()
    assert {one.origin for one in held(page).questions} == {Origin.POINT, Origin.FINDING}
    run.tab_to(page.purpose)
    run.press(Qt.Key.Key_Down)
    run.fill(page.text, "支持政党はどこですか。")
    run.push(page.add_button)
    rest(run)
    assert page.list.count() == count, "nothing of it is kept"
    guard = page.text.guard
    assert guard is not None
    assert guard.asks()
    grab(run.window, "interview-refused")
    run.push(guard.strip.strike_button)
    rest(run)
    assert "政党" not in page.text.text()
    run.tab_to(page.text)
    run.press(Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    run.type("旅行の目的は何でしたか。")
    run.push(page.add_button)
    rest(run)
    assert page.list.count() == count + 1
    assert page.text.text() == ""
    grab(run.window, "interview-questions")


def hold(run: Running, room: InterviewRoom) -> None:
    """Answers with their times, a break, somebody who comes in, and the subject who wants to stop."""
    assert room.steps[StepKind.STARTED].hasFocus()
    grab(room, "interview-room-prepared")
    step(run, room, StepKind.STARTED)
    say(run, room, "書き間違えました。八月に引っ越しました。", differs=True)
    assert room.asking.answer.text() == ""
    grab(room, "interview-room")
    assert (unnamed(room), missed_by_tab(room)) == ([], [])
    step(run, room, StepKind.BREAK)
    assert room.steps[StepKind.RESUMED].hasFocus()
    step(run, room, StepKind.RESUMED)
    run.tab_to(room.seat)
    run.press(Qt.Key.Key_End)
    run.push(room.came_button)
    rest(run)
    assert room.seat.hasFocus()
    run.tab_to(room.asking.answer)
    run.type("途中まで")
    step(run, room, StepKind.STOPPED)
    grab(room, "interview-room-stopped")


def find_the_way_back(run: Running, screen: CaseScreen) -> None:
    """What is not over keeps the findings here, and says where it is ended."""
    page = show(run, screen, Area.FINDINGS)
    assert isinstance(page, FindingsPage)
    assert not page.submit_button.isEnabled()
    run.push(page.holding_card.interview_button)
    assert screen.tabs.currentWidget() is screen.pages[Area.INTERVIEW]


def read_back(run: Running, room: InterviewRoom) -> None:
    """The subject hears it, corrects one answer, and confirms."""
    step(run, room, StepKind.READ_BACK)
    grab(room, "interview-reading")
    first = next(iter(room.reading.corrections))
    run.push(room.reading.corrections[first])
    say(run, room, "正しくは九月です。")
    assert room.stack.currentWidget() is room.reading
    run.push(room.reading.how.buttons[ConfirmedBy.SIGNATURE])
    run.push(room.reading.confirm_button)
    rest(run)
    assert room.stack.currentWidget() is room.still


def look_at_what_became_of_it(run: Running, screen: CaseScreen) -> None:
    points = show(run, screen, Area.POINTS)
    assert isinstance(points, PointsPage)
    found = points._presenter.state.points
    assert [len(one.told) for one in found if one.finding.rule == SAID_OTHERWISE] == [2]
    points._presenter.choose(next(one.key for one in found if one.finding.rule == SAID_OTHERWISE))
    rest(run)
    grab(run.window, "interview-point")
    page = show(run, screen, Area.FINDINGS)
    assert isinstance(page, FindingsPage)
    run.tab_to(page.items)
    run.press(Qt.Key.Key_Home)
    for _ in range(ADVERSE.item - 1):
        run.press(Qt.Key.Key_Down)
    assert len(page.missing.text().splitlines()) == 2
    run.push(page.editor.explained_button)
    assert page.editor.hearing.value() == HearingState.EXPLAINED
    assert "異動" in page.editor.hearing_text.text()
    assert len(page.missing.text().splitlines()) == 1, "what speaks for the subject is still missing"
    assert not page.submit_button.isEnabled()
    rest(run)
    grab(run.window, "interview-finding")


@pytest.mark.usefixtures("qapp")
def test_an_interview_is_prepared_held_stopped_resumed_and_confirmed_by_keyboard(
    qtbot: QtBot, qapp: QApplication, world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    with running(qtbot, qapp, world.investigation.folder) as run:
        run.unlock("investigation", "examiner")
        screen = open_case(run)
        page = page_of(run, screen)
        prepare(run, page)
        hold(run, enter(run, page))
        come_out(run)
        find_the_way_back(run, screen)
        enter(run, page)
        lock(run)  # also from the room: nobody is left alone with the case
        assert page.room is None
        run.window.activateWindow()
        run.until(run.window.isActiveWindow)
        run.unlock("investigation", "examiner")
        screen = open_case(run)
        page = page_of(run, screen)
        assert held(page).course.state is StepKind.STOPPED
        room = enter(run, page)
        step(run, room, StepKind.RESUMED)
        assert room.asking.answer.text() == "途中まで", "what was being written outlives the lock"
        run.press(Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
        run.press(Qt.Key.Key_Delete)
        go_to(run, room, Origin.FINDING)
        say(run, room, "異動の直後であり、その後は繰り返していない。")
        read_back(run, room)
        come_out(run)
        assert held(page).course.confirmation is not None
        grab(run.window, "interview-over")
        look_at_what_became_of_it(run, screen)
