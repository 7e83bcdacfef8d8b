from datetime import timedelta

import pytest
from PySide6.QtCore import QSize, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QMenu, QWidget
from pytestqt.qtbot import QtBot

from app.models.domain.changes import Changes
from app.models.domain.lifecycle import State
from app.services.jobs import CancelToken
from app.services.queue.asked import DueBy, Whose
from app.services.queue.queue import CaseLine
from app.services.queue.views import MOST
from app.ui.context import UiContext
from app.ui.jobs.inline import InlineRunner
from app.ui.presenters.cases import STATES_OF, CasesPresenter
from app.ui.screens.cases.columns import MATCH_COLUMN
from app.ui.screens.cases.screen import CasesScreen
from app.ui.widgets.asking import AskDialog
from tests.services.exchange.conftest import At
from tests.services.exchange.world import World
from tests.ui.case.desks import workplace_of
from tests.ui.office.corridor import Corridor, assert_everybody_can_use, settle, shown

FIRST, SECOND = "髙橋　美咲", "𠮷田　陽菜"
LAPTOP_ROOM = QSize(1180, 640)
"""What a laptop of 1366 x 768 leaves beside the rail and the frame."""


@pytest.fixture
def world(at: At) -> World:
    return at("consented")


@pytest.fixture
def presenter(world: World) -> CasesPresenter:
    made = CasesPresenter(workplace_of(world, world.agency, "examiner"), InlineRunner())
    made.refresh()
    return made


def lines(presenter: CasesPresenter, limit: int = 50) -> list[CaseLine]:
    """Every line, page by page."""
    found: list[CaseLine] = []
    after: object | None = None
    while True:
        page = presenter.fetch()(after, limit, CancelToken())
        found += page.rows
        after = page.after
        if after is None:
            return found


def test_cases_stand_in_kana_order_whatever_the_page(presenter: CasesPresenter) -> None:
    assert [line.name for line in lines(presenter)] == [FIRST, SECOND]
    assert [line.name for line in lines(presenter, 1)] == [FIRST, SECOND]
    assert presenter.state.total == 2


@pytest.mark.parametrize(
    ("words", "matched"),
    [(FIRST, "exact"), ("高橋", "folded"), ("タカハシ", "kana"), ("たかはし", "kana"), ("takahashi", "romaji")],
)
def test_a_name_is_found_by_three_keys_and_says_by_which(presenter: CasesPresenter, words: str, matched: str) -> None:
    presenter.search(words)
    assert [(line.name, line.matched_by) for line in lines(presenter)] == [(FIRST, matched)]
    assert presenter.state.total == 1
    assert presenter.state.is_narrowed


def test_filters_join_and_are_taken_back_together(presenter: CasesPresenter) -> None:
    presenter.choose_states((State.VALID,))
    assert presenter.state.total == 0
    presenter.choose_states((State.CONSENTED, State.VALID))
    assert presenter.state.total == 2
    presenter.choose_whose(Whose.MINE)
    assert presenter.state.total == 0
    presenter.order_by_due_date(True)
    presenter.clear()
    assert presenter.state.total == 2
    assert presenter.state.asked.by_due_date


def test_asking_the_same_again_reads_nothing_anew(presenter: CasesPresenter, world: World) -> None:
    presenter.search("高橋")
    looks = len(world.agency.events("cases.seen"))
    edition = presenter.state.edition
    presenter.search(" 高橋 ")
    presenter.choose_whose(Whose.ANYBODY)
    presenter.choose_due(DueBy.ANY)
    presenter.choose_states(())
    assert presenter.state.edition == edition
    assert len(world.agency.events("cases.seen")) == looks


def test_due_order_pages_too(at: At) -> None:
    world = at("assigned")
    presenter = CasesPresenter(workplace_of(world, world.investigation, "examiner"), InlineRunner())
    presenter.order_by_due_date(True)
    assert [line.case_id for line in lines(presenter, 1)] == [world.case]


def test_cases_of_nobody_and_cases_that_fall_due_are_chosen(at: At) -> None:
    world = at("assigned")
    presenter = CasesPresenter(workplace_of(world, world.investigation, "examiner"), InlineRunner())
    shown = {}
    for whose in Whose:
        presenter.choose_whose(whose)
        presenter.refresh()
        shown[whose] = presenter.state.total
    assert shown == {Whose.ANYBODY: 1, Whose.MINE: 1, Whose.NOBODY: 0, Whose.WAITING: 0}
    presenter.choose_whose(Whose.MINE)
    due = {}
    for days in (0, 60):
        presenter.choose_due(DueBy.ANY)
        world.clock.advance(timedelta(days=days))
        for by in DueBy:
            presenter.choose_due(by)
            presenter.refresh()
            due[days, by] = presenter.state.total
    assert due == {
        (0, DueBy.ANY): 1,
        (0, DueBy.PASSED): 0,
        (0, DueBy.WEEK): 0,
        (60, DueBy.ANY): 1,
        (60, DueBy.PASSED): 1,
        (60, DueBy.WEEK): 1,
    }


def test_a_view_comes_back_without_the_words_to_its_officer(world: World, presenter: CasesPresenter) -> None:
    presenter.search("高橋")
    presenter.choose_states((State.CONSENTED,))
    presenter.show_column("cases.column.kana", False)
    presenter.keep_view(" 同意済み & 五十音 ")
    presenter.clear()
    presenter.show_column("cases.column.kana", True)
    again = CasesPresenter(workplace_of(world, world.agency, "examiner"), InlineRunner())
    again.read_views()
    again.show_view("同意済み & 五十音")
    assert (again.state.asked.words, again.state.asked.states, again.state.total) == ("", (State.CONSENTED,), 2)
    assert again.state.hidden == ("cases.column.kana",)
    other = CasesPresenter(workplace_of(world, world.agency, "reviewer"), InlineRunner())
    other.read_views()
    assert not other.state.views
    again.drop_view("同意済み & 五十音")
    assert not again.state.views


@pytest.mark.parametrize("name", ["", "　", "x" * 41, "見\u202eえない"])
def test_a_view_needs_a_name_that_can_be_read(presenter: CasesPresenter, name: str) -> None:
    presenter.keep_view(name)
    assert presenter.state.error is not None
    assert presenter.state.error.code == "view.name"
    assert not presenter.state.views


def test_views_have_an_end(presenter: CasesPresenter) -> None:
    for number in range(MOST + 1):
        presenter.keep_view(f"{number:02d}")
    assert presenter.state.error is not None
    assert presenter.state.error.code == "view.too-many"
    assert len(presenter.state.views) == MOST
    presenter.keep_view("00")
    assert presenter.state.error is None


def test_states_to_choose_are_those_of_the_office() -> None:
    every = [state for states in STATES_OF.values() for state in states]
    candidates = {State.LISTED, State.SCREENED_OUT, State.NOTICE_ISSUED, State.NON_CONSENT}
    assert set(every) == set(State) - candidates
    assert all(len(set(states)) == len(states) for states in STATES_OF.values())


@pytest.fixture
def host(qtbot: QtBot) -> QWidget:
    made = QWidget()
    qtbot.addWidget(made)
    return made


@pytest.fixture
def corridor(context: UiContext, host: QWidget) -> Corridor:
    return Corridor(context, host)


@pytest.fixture
def screen(qtbot: QtBot, context: UiContext, world: World, host: QWidget, corridor: Corridor) -> CasesScreen:
    made = CasesScreen(context, workplace_of(world, world.agency, "examiner"), corridor, host)
    shown(qtbot, made, host)
    return made


def names(screen: CasesScreen) -> list[str]:
    return [str(screen.model.index(row, 0).data()) for row in range(screen.model.rowCount())]


def test_typing_searches_after_a_moment_and_shows_how_it_was_found(qtbot: QtBot, screen: CasesScreen) -> None:
    assert screen.table.isColumnHidden(MATCH_COLUMN)
    QTest.keyClicks(screen.field, "x")
    screen.field.setText("高橋")
    qtbot.waitUntil(lambda: names(screen) == [FIRST], timeout=10_000)
    settle(qtbot, screen.context)
    assert not screen.table.isColumnHidden(MATCH_COLUMN)
    assert screen.model.index(0, MATCH_COLUMN).data() == screen.context.texts("matched-by.folded")
    assert screen.count.text() == screen.context.texts("cases.count.found", count="1")
    screen.window().resize(LAPTOP_ROOM)
    screen.resize(LAPTOP_ROOM)
    QApplication.processEvents()
    assert screen.table.horizontalScrollBar().maximum() == 0, "every column stands on a laptop"


def test_the_menu_of_views_keeps_shows_and_hides(qtbot: QtBot, screen: CasesScreen) -> None:
    screen.states.setCurrentIndex(1)
    screen.states.activated.emit(1)
    screen.views.fill()
    keep = next(one for one in screen.views.opened.actions() if one.text() == screen.context.texts("cases.view.keep"))
    keep.trigger()
    dialog = screen.window().findChild(AskDialog)
    assert dialog is not None
    assert not dialog.yes_button.isEnabled()
    field = dialog.findChild(QLineEdit)
    assert field is not None
    QTest.keyClicks(field, "A & B")
    dialog.yes_button.click()
    settle(qtbot, screen.context)
    columns = [one.menu() for one in screen.views.opened.actions()][-1]
    assert isinstance(columns, QMenu)
    columns.actions()[0].trigger()
    assert screen.table.isColumnHidden(1)
    screen.views.fill()
    screen.views.opened.actions()[0].trigger()
    settle(qtbot, screen.context)
    assert screen.views.opened.actions()[0].text() == "A && B"
    assert not screen.table.isColumnHidden(1)
    assert screen.states.currentIndex() == 1


def test_enter_opens_the_case(screen: CasesScreen, corridor: Corridor) -> None:
    screen.table.setFocus()
    screen.table.selectRow(1)
    QTest.keyClick(screen.table, Qt.Key.Key_Return)
    assert [str(case) for case in corridor.cases] == [screen.model.index(1, 0).data(int(Qt.ItemDataRole.UserRole) + 2)]


def test_nothing_found_offers_the_way_back(qtbot: QtBot, screen: CasesScreen) -> None:
    screen.field.setText("zzz")
    QTest.keyClick(screen.field, Qt.Key.Key_Return)
    settle(qtbot, screen.context)
    assert screen.pages.currentWidget() is screen.nothing
    screen.nothing.button.click()
    settle(qtbot, screen.context)
    assert screen.pages.currentWidget() is screen.table
    assert names(screen) == [FIRST, SECOND]
    assert not screen.field.text()


def test_a_queue_without_cases_teaches(qtbot: QtBot, context: UiContext, at: At, host: QWidget) -> None:
    world = at("listed")
    corridor = Corridor(context, host)
    screen = CasesScreen(context, workplace_of(world, world.agency, "examiner"), corridor, host)
    shown(qtbot, screen, host)
    assert screen.pages.currentWidget() is screen.empty


def test_a_choice_of_the_bar_narrows_the_queue(qtbot: QtBot, screen: CasesScreen) -> None:
    for choice in (Whose.NOBODY, Whose.MINE):
        place = screen.whose.findData(choice)
        screen.whose.setCurrentIndex(place)
        screen.whose.activated.emit(place)
        settle(qtbot, screen.context)
        assert names(screen) == ([FIRST, SECOND] if choice is Whose.NOBODY else [])


def test_a_line_of_today_narrows_the_queue(qtbot: QtBot, screen: CasesScreen) -> None:
    screen.field.setText("zzz")
    screen.aim((State.DECIDED_CLEARED, State.DECIDED_NOT_CLEARED))
    settle(qtbot, screen.context)
    assert screen.states.currentData() == (State.DECIDED_CLEARED, State.DECIDED_NOT_CLEARED)
    assert not names(screen)
    screen.aim((State.CONSENTED,))
    settle(qtbot, screen.context)
    assert names(screen) == [FIRST, SECOND]
    screen.aim((State.CONSENTED,), Whose.MINE)
    settle(qtbot, screen.context)
    assert not names(screen)
    assert Whose(screen.whose.currentData()) is Whose.MINE


def test_return_leads_from_the_words_into_the_list_and_a_number_into_its_case(
    qtbot: QtBot, screen: CasesScreen, corridor: Corridor, world: World
) -> None:
    screen.field.setFocus()
    screen.field.setText("takahashi")
    QTest.keyClick(screen.field, Qt.Key.Key_Return)
    qtbot.waitUntil(screen.table.hasFocus, timeout=10_000)
    assert names(screen) == [FIRST]
    assert corridor.cases == []
    screen.field.setFocus()
    QTest.keyClick(screen.field, Qt.Key.Key_Down)
    assert screen.table.hasFocus()
    screen.field.setFocus()
    screen.field.setText("１")
    QTest.keyClick(screen.field, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: corridor.cases == [world.case], timeout=10_000)
    settle(qtbot, screen.context)


def test_asking_for_the_latest_shows_what_another_program_did(qtbot: QtBot, screen: CasesScreen, world: World) -> None:
    screen.table.selectRow(1)
    world.consent("NGUYEN THI LAN")
    screen.refresh()
    qtbot.waitUntil(lambda: len(names(screen)) == 3, timeout=10_000)
    settle(qtbot, screen.context)
    assert screen.table.currentIndex().data() == SECOND


def test_news_of_a_case_brings_it_into_the_list(qtbot: QtBot, screen: CasesScreen, world: World) -> None:
    world.consent("NGUYEN THI LAN")
    screen.changes(Changes(frozenset({"roster"})))
    settle(qtbot, screen.context)
    assert len(names(screen)) == 2
    screen.changes(Changes(frozenset({"consent"})))
    qtbot.waitUntil(lambda: len(names(screen)) == 3, timeout=10_000)
    settle(qtbot, screen.context)


def test_a_row_is_one_sentence(qtbot: QtBot, screen: CasesScreen) -> None:
    said = str(screen.model.index(0, 0).data(int(Qt.ItemDataRole.AccessibleDescriptionRole)))
    assert FIRST in said
    assert screen.context.texts("state.consented") in said
    screen.field.setText("takahashi")
    qtbot.waitUntil(lambda: names(screen) == [FIRST], timeout=10_000)
    settle(qtbot, screen.context)
    said = str(screen.model.index(0, 0).data(int(Qt.ItemDataRole.AccessibleDescriptionRole)))
    assert screen.context.texts("matched-by.romaji") in said


def test_everybody_can_use_it(screen: CasesScreen) -> None:
    assert_everybody_can_use(screen)
