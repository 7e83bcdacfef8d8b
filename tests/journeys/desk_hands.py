"""What an examiner does by keyboard at the desk, inside the whole program."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtWidgets import QApplication, QComboBox

from app.models.rules.life import Closing
from app.models.rules.periods import Cover
from app.ui.presenters.case_head import Area
from app.ui.screens.case.answers import AnswersPage
from app.ui.screens.case.desk_work import DeskWorkPage
from app.ui.screens.case.findings import FindingsPage
from app.ui.screens.case.points import PointsPage
from app.ui.screens.case.screen import CaseScreen
from app.ui.screens.case.ties import TiesPage
from app.ui.screens.case.timeline import TimelinePage
from tests.journeys.program import Running
from tests.journeys.shots import grab
from tests.journeys.test_review_window import rest, show, until_pane

NOTE = "飲酒の頻度について、勤務の記録と照らし合わせる。"


def own(run: Running, screen: CaseScreen) -> None:
    """Take the work over where another window, even a dead one, still has it."""
    if screen.lease_bar.panes():
        until_pane(run, screen.lease_bar.banner.button)
        run.press(Qt.Key.Key_Space)
        rest(run)
        run.until(lambda: not screen.lease_bar.panes())


def read_section(run: Running, screen: CaseScreen, letter: str) -> AnswersPage:
    """Open a section of the questionnaire, with the keyboard at its first answer."""
    page = show(run, screen, Area.ANSWERS)
    assert isinstance(page, AnswersPage)
    run.tab_to(page.sections)
    run.press(Qt.Key.Key_Home)
    run.type(letter)
    run.press(Qt.Key.Key_Return)
    run.until(lambda: page.table.hasFocus() and page.table.line() is not None)
    rest(run)
    return page


def pick(run: Running, combo: QComboBox, text: str) -> None:
    """Choose the entry of a list that begins with a text."""
    run.tab_to(combo)
    run.press(Qt.Key.Key_Home)
    for _ in range(combo.count()):
        if combo.currentText().startswith(text):
            return
        run.press(Qt.Key.Key_Down)
    raise AssertionError(text)


def compose(run: Running, under_way: str) -> None:
    """What an input method shows before it is committed."""
    QApplication.sendEvent(run.focused(), QInputMethodEvent(under_way, []))
    QApplication.processEvents()


def mark(run: Running, page: AnswersPage) -> None:
    """On and back, a flag, a query to a colleague, a citation, and round the panes."""
    line = page.table.line()
    for key in (Qt.Key.Key_J, Qt.Key.Key_J, Qt.Key.Key_K, Qt.Key.Key_K):
        run.press(key)
    assert page.table.line() == line
    read_on_paper(run, page)
    run.press(Qt.Key.Key_F)
    run.type("原本を確かめる。")
    run.push(page.side.flag_button)
    rest(run)
    run.until(page.table.hasFocus)
    run.press(Qt.Key.Key_Q)
    run.press(Qt.Key.Key_Down)
    run.fill(page.side.query_card.text, "この欄の読み方を教えてください。")
    run.push(page.side.query_card.send_button)
    rest(run)
    run.until(page.table.hasFocus)
    run.press(Qt.Key.Key_C)
    rest(run)
    grab(run.window, "desk-cited")
    for pane in (page.side, page.left, page.table):
        until_pane(run, pane)


def read_on_paper(run: Running, page: AnswersPage) -> None:
    """The page of the form with the box in view framed, on and back, and the list again."""
    line = page.table.line()
    run.press(Qt.Key.Key_P)
    run.until(page.reading.paper.sheets.hasFocus)
    run.press(Qt.Key.Key_J)
    assert page.table.line() != line
    assert page.reading.paper.sheets.marked_place() is not None
    grab(run.window, "desk-paper")
    run.press(Qt.Key.Key_K)
    run.press(Qt.Key.Key_P)
    run.until(page.table.hasFocus)
    assert page.table.line() == line


def look_at_pictures(run: Running, screen: CaseScreen) -> None:
    """Gaps in the timeline, and a person in the diagram of the family, each with the way to its answer."""
    timeline = show(run, screen, Area.TIMELINE)
    assert isinstance(timeline, TimelinePage)
    covers = [bar.cover for bar in timeline._presenter.state.bars]
    assert Cover.CERTAIN_GAP in covers
    run.tab_to(timeline.picture)
    run.press(Qt.Key.Key_Right)
    grab(run.window, "desk-timeline")
    ties = show(run, screen, Area.TIES)
    assert isinstance(ties, TiesPage)
    run.tab_to(ties.picture)
    run.press(Qt.Key.Key_J)
    while ties.cell_of(ties.chosen) is None:
        run.press(Qt.Key.Key_J)
    run.press(Qt.Key.Key_Return)
    rest(run)
    assert isinstance(screen.tabs.currentWidget(), AnswersPage)


def clear_up(run: Running, page: PointsPage) -> None:
    """Every point is asked about and explained, or no issue, each with its reason."""
    count = page.list.count()
    assert count > 1
    for number in range(count):
        closing = Closing.NO_ISSUE if number else Closing.EXPLAINED
        run.tab_to(page.list)
        run.press(Qt.Key.Key_Home)
        for _ in range(number):
            run.press(Qt.Key.Key_J)
        if closing is Closing.EXPLAINED:
            run.press(Qt.Key.Key_R)
            run.type("面接で尋ねた。")
            run.push(page.ask_button)
            rest(run)
            run.tab_to(page.list)
        run.press(Qt.Key.Key_R)
        run.type("裏付けの資料を確かめた。")
        run.push(page.closings[closing])
        rest(run)
    states = [one.state.value for one in page._presenter.state.points]
    assert states == ["explained"] + ["no-issue"] * (count - 1)
    grab(run.window, "desk-points")


def settle_tasks(run: Running, page: DeskWorkPage) -> None:
    """Every mandatory task is done."""
    run.until(lambda: page._presenter.state.blocking_count > 0)
    while page._presenter.state.blocking_count:
        run.tab_to(page.list)
        run.press(Qt.Key.Key_End)
        run.press(Qt.Key.Key_Home)
        done = page._presenter.state.blocking_count
        run.push(next(iter(page.settle_buttons.values())))
        rest(run)
        assert page._presenter.state.blocking_count < done


def write_last(run: Running, screen: CaseScreen, item: int) -> FindingsPage:
    """The last finding is written around what was cited, and the way to what keeps the submission back is taken."""
    page = show(run, screen, Area.FINDINGS)
    assert isinstance(page, FindingsPage)
    run.tab_to(page.items)
    run.press(Qt.Key.Key_Home)
    for _ in range(item - 1):
        run.press(Qt.Key.Key_Down)
    run.push(page.editor.adverse.buttons["not-adverse"])
    run.fill(page.editor.summary, "特に問題は認められない。")
    fact = page.editor._editors()[0]
    run.fill(fact.text, "申告のとおり認められる。")
    run.fill(fact.day.field, "2025-06-11")
    assert fact.source.text() == "質問票"
    return page
