import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from app.models.domain.changes import Changes
from app.models.domain.lifecycle import State
from app.services.jobs import CancelToken
from app.services.queue.queue import CaseLine
from app.ui.context import UiContext
from app.ui.jobs.inline import InlineRunner
from app.ui.presenters.cases import STATES_OF, CasesPresenter
from app.ui.screens.cases.columns import MATCH_COLUMN
from app.ui.screens.cases.screen import CasesScreen
from tests.services.exchange.conftest import At
from tests.services.exchange.world import World
from tests.ui.case.desks import workplace_of
from tests.ui.office.corridor import Corridor, assert_everybody_can_use, settle, shown

FIRST, SECOND = "髙橋　美咲", "𠮷田　陽菜"


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
    ("words", "matched"), [(FIRST, "exact"), ("高橋", "folded"), ("タカハシ", "kana"), ("たかはし", "kana")]
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
    presenter.show_mine(True)
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
    presenter.show_mine(False)
    presenter.choose_states(())
    assert presenter.state.edition == edition
    assert len(world.agency.events("cases.seen")) == looks


def test_due_order_pages_too(at: At) -> None:
    world = at("assigned")
    presenter = CasesPresenter(workplace_of(world, world.investigation, "examiner"), InlineRunner())
    presenter.order_by_due_date(True)
    assert [line.case_id for line in lines(presenter, 1)] == [world.case]


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


def test_a_line_of_today_narrows_the_queue(qtbot: QtBot, screen: CasesScreen) -> None:
    screen.field.setText("zzz")
    screen.aim((State.DECIDED_CLEARED, State.DECIDED_NOT_CLEARED))
    settle(qtbot, screen.context)
    assert screen.states.currentData() == (State.DECIDED_CLEARED, State.DECIDED_NOT_CLEARED)
    assert not names(screen)
    screen.aim((State.CONSENTED,))
    settle(qtbot, screen.context)
    assert names(screen) == [FIRST, SECOND]


def test_news_of_a_case_brings_it_into_the_list(qtbot: QtBot, screen: CasesScreen, world: World) -> None:
    world.consent("NGUYEN THI LAN")
    screen.changes(Changes(frozenset({"roster"})))
    settle(qtbot, screen.context)
    assert len(names(screen)) == 2
    screen.changes(Changes(frozenset({"consent"})))
    qtbot.waitUntil(lambda: len(names(screen)) == 3, timeout=10_000)
    settle(qtbot, screen.context)


def test_a_row_is_one_sentence(screen: CasesScreen) -> None:
    said = str(screen.model.index(0, 0).data(int(Qt.ItemDataRole.AccessibleDescriptionRole)))
    assert FIRST in said
    assert screen.context.texts("state.consented") in said


def test_everybody_can_use_it(screen: CasesScreen) -> None:
    assert_everybody_can_use(screen)
