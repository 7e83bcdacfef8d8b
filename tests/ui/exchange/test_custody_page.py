"""Where cases are, for the whole station: who holds the right to write, the receipt, and what must be decided."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.models.domain.ids import CaseId
from app.services.platform.chosen_files import ChosenFiles
from app.ui.context import UiContext
from app.ui.jobs.inline import InlineRunner
from app.ui.presenters.custody_list import CustodyListPresenter, Group
from app.ui.screens.exporting.screen import ExportScreen
from tests.journeys.shots import LAPTOP, every_look, folder, grab
from tests.services.exchange.conftest import At
from tests.services.exchange.custody_desk import acknowledge, hand_over, recall, take_in, transfer
from tests.services.exchange.world import World
from tests.ui.exchange.places import Shelf, workplace_of
from tests.ui.exchange.test_exchange_screens import is_sound, settle

Shown = Callable[[World], tuple[ExportScreen, list[CaseId]]]


@pytest.fixture(name="shown")
def _shown(qtbot: QtBot, context: UiContext) -> Shown:
    def show(world: World) -> tuple[ExportScreen, list[CaseId]]:
        shelf, opened = Shelf([world.root / "stick"]), list[CaseId]()
        place = workplace_of(world.agency)
        screen = ExportScreen(context, place, shelf, shelf.drive_at, ChosenFiles(), opened.append)
        qtbot.addWidget(screen)
        screen.resize(LAPTOP)
        with qtbot.waitExposed(screen):
            screen.show()
        screen.activateWindow()
        screen.activate()
        screen.home.setCurrentWidget(screen.custody)
        settle(qtbot, screen)
        return screen, opened

    return show


def look(screen: ExportScreen, name: str) -> None:
    """Pictures for a person to look at, when somebody wants any."""
    if folder() is None:
        return
    for suffix in every_look(screen.context.texts, screen.context.theme):
        screen.retranslate()
        QApplication.processEvents()
        grab(screen, f"{name}-{suffix}")


def rows(screen: ExportScreen) -> list[list[str]]:
    model = screen.custody.cases.model()
    return [
        [str(model.index(row, column).data()) for column in range(model.columnCount())]
        for row in range(model.rowCount())
    ]


def test_a_late_return_stands_in_the_list_with_its_name_and_is_opened_from_there(shown: Shown, at: At) -> None:
    world = at("consented")
    agency, office = world.agency, world.investigation
    world.receive_answers(world.case)
    take_in(world, office, hand_over(world, agency, transfer(world, agency, office)))
    recall(world, agency)
    take_in(world, agency, hand_over(world, office, transfer(world, office, agency)))
    screen, opened = shown(world)
    texts = screen.context.texts
    ((place, _number, holder, _since, receipt, do),) = rows(screen)
    assert texts("custody-conflict.late-return") in place
    assert agency.station in holder
    assert receipt == "—"
    assert do == texts("case.custody.conflict.late-return", station=office.station)
    assert screen.home.tabText(2) == texts("ui.custody.tab.open", count=1)
    is_sound(screen)
    look(screen, "custody-list-conflict")
    assert not screen.custody.open.isEnabled()
    screen.custody.cases.setFocus()
    screen.custody.cases.selectRow(0)
    QTest.keyClick(screen.custody.cases, Qt.Key.Key_Return)
    assert opened == [world.case]


def test_the_list_says_who_has_a_case_and_whether_the_receipt_came(qtbot: QtBot, shown: Shown, at: At) -> None:
    world = at("consented")
    agency, office = world.agency, world.investigation
    name = hand_over(world, agency, transfer(world, agency, office))
    screen, _opened = shown(world)
    texts = screen.context.texts
    ((place, _number, holder, _since, receipt, do),) = rows(screen)
    assert texts("custody-place.away") in place
    assert office.station in holder
    assert texts("ui.custody.receipt.waits") in receipt
    assert office.station in do
    look(screen, "custody-list-away")
    acknowledge(world, agency, office, take_in(world, office, name))
    screen.custody_presenter.refresh()
    settle(qtbot, screen)
    assert texts("ui.custody.receipt.came") in rows(screen)[0][4]
    screen.custody.group.setCurrentIndex(screen.custody.group.findData(Group.RECALLED.value))
    screen.custody.group.activated.emit(screen.custody.group.currentIndex())
    assert rows(screen) == []
    assert screen.custody.caption.text() == texts("ui.custody.none")


def test_groups_follow_a_case_out_back_and_taken_back(at: At) -> None:
    world = at("consented")
    agency, office = world.agency, world.investigation
    ours, theirs = (CustodyListPresenter(workplace_of(one), InlineRunner()) for one in (agency, office))

    def groups(presenter: CustodyListPresenter) -> set[Group]:
        presenter.refresh()
        found = set()
        for group in Group:
            presenter.narrow(group)
            found |= {group} if presenter.state.listed else set()
        return found

    assert groups(ours) == set()
    draft = transfer(world, agency, office)
    assert groups(ours) == {Group.ALL, Group.ELSEWHERE}
    take_in(world, office, hand_over(world, agency, draft))
    assert groups(theirs) == {Group.ALL, Group.CAME}
    recall(world, agency)
    assert groups(ours) == {Group.ALL, Group.RECALLED, Group.OPEN}, "who had it must still be told"
    assert ours.state.open_count == 1


def test_whoever_may_not_see_where_cases_are_asks_for_nothing(world: World) -> None:
    presenter = CustodyListPresenter(workplace_of(world.contractor), InlineRunner())
    assert not presenter.may_look
    presenter.refresh()
    assert (presenter.state.is_read, presenter.state.error) == (False, None)
