"""The Reports room in a window: every part by keyboard alone, and looked at in both languages and schemes."""

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from app.services.texts.catalogue import Language
from app.ui.context import UiContext
from app.ui.presenters.case_reports import CaseReportsPresenter
from app.ui.presenters.reports import Part
from app.ui.screens.case.reports import CaseReportsPage
from app.ui.screens.reports.dialogs import ChangeDialog, ComplaintDialog, ReplyDialog
from app.ui.screens.reports.pages import ChangesPage, ComplaintsPage, FiguresPage
from app.ui.screens.reports.screen import ReportsScreen
from tests.journeys.shots import LAPTOP, every_look, folder, grab
from tests.services.exchange.conftest import At
from tests.services.exchange.world import World
from tests.ui.case.desks import Seat, workplace_of
from tests.ui.office.corridor import Corridor, assert_everybody_can_use, settle, shown

Open = Callable[[str], tuple[ReportsScreen, Corridor]]
RETURN, SPACE = Qt.Key.Key_Return, Qt.Key.Key_Space


@pytest.fixture
def world(at: At) -> World:
    return at("requested")


@pytest.fixture
def opened(world: World, context: UiContext, qtbot: QtBot) -> Iterator[Open]:
    screens: list[tuple[ReportsScreen, QWidget]] = []

    def open_as(who: str) -> tuple[ReportsScreen, Corridor]:
        host = QWidget()
        qtbot.addWidget(host)
        corridor = Corridor(context, host)
        screen = ReportsScreen(context, workplace_of(world, world.agency, who), corridor, host)
        shown(qtbot, screen, host)
        screens.append((screen, host))
        return screen, corridor

    yield open_as
    for screen, host in screens:
        screen.dispose()
        host.close()


def look(screen: ReportsScreen, name: str, dialog: QWidget | None = None) -> None:
    """Pictures for a person to look at, when somebody wants any."""
    if folder() is None:
        return
    screen.resize(LAPTOP)
    for suffix in every_look(screen.context.texts, screen.context.theme):
        screen.retranslate()
        QApplication.processEvents()
        grab(dialog or screen, f"{name}-{suffix}")


def typed(field: QWidget, text: str) -> None:
    """Commit a text as an input method does."""
    field.setFocus()
    event = QInputMethodEvent()
    event.setCommitString(text)
    QApplication.sendEvent(field, event)


def form_of(screen: ReportsScreen, kind: type[QWidget]) -> QWidget:
    dialog = screen.dialog
    assert isinstance(dialog, kind)
    return dialog


def is_closed(screen: ReportsScreen) -> bool:
    """A call, so that no checker believes that it stays."""
    return screen.dialog is None


def number_of(world: World) -> str:
    return world.agency.services.queue.case(world.agency.actor("examiner"), world.case).number


def test_a_change_is_reported_and_leads_to_its_case(opened: Open, world: World, qtbot: QtBot) -> None:
    screen, corridor = opened("security")
    page = screen.page
    assert isinstance(page, ChangesPage)
    assert_everybody_can_use(screen)
    page.new_button.setFocus()
    QTest.keyClick(page.new_button, SPACE)
    dialog = form_of(screen, ChangeDialog)
    assert isinstance(dialog, ChangeDialog)
    assert dialog.number is not None
    assert dialog.focusWidget() is dialog.number
    QTest.keyClicks(dialog.number, "no such case")
    QTest.keyClick(dialog.yes_button, SPACE)
    assert dialog.trouble.isVisible()  # nothing was chosen
    box = next(iter(dialog.boxes.values()))
    QTest.keyClick(box, SPACE)
    typed(dialog.details, "婚姻の申出")
    look(screen, "reports-change-form", dialog)
    QTest.keyClick(dialog.yes_button, SPACE)
    settle(qtbot, screen.context)
    assert screen.dialog is dialog  # no such case: what was typed stays
    dialog.number.clear()
    QTest.keyClicks(dialog.number, number_of(world))
    QTest.keyClick(dialog.yes_button, SPACE)
    settle(qtbot, screen.context)
    settle(qtbot, screen.context)
    assert is_closed(screen)
    assert screen.notice.isVisible()
    assert page.table.model().rowCount() == 1
    assert page.detail.model().rowCount() == 0  # shown only when somebody opens it
    page.table.selectRow(0)
    QTest.keyClick(page.table, RETURN)
    settle(qtbot, screen.context)
    assert page.detail.model().rowCount() > 8
    look(screen, "reports-changes")
    QTest.keyClick(page.case_button, SPACE)
    assert corridor.cases == [world.case]
    # There it stands too, for whoever may read it.
    area = CaseReportsPresenter(Seat(world, world.agency, "decider").work)
    there = CaseReportsPage(screen.context, area, screen)
    there.activate()
    assert there.table.model().rowCount() == page.detail.model().rowCount()
    there.resize(LAPTOP)
    grab(there, "case-reports")
    assert there.drop() is False
    assert there.table.model().rowCount() == 0


def test_a_complaint_goes_from_its_number_to_its_answer(opened: Open, world: World, qtbot: QtBot) -> None:
    screen, _ = opened("complaint")
    page = screen.page
    assert isinstance(page, ComplaintsPage)
    assert (screen.tabs.count(), QApplication.focusWidget()) == (1, page.number)
    assert not page.new_button.isEnabled()
    QTest.keyClicks(page.number, number_of(world))
    QTest.keyClick(page.number, RETURN)
    settle(qtbot, screen.context)
    assert_everybody_can_use(screen)
    QTest.keyClick(page.new_button, SPACE)
    dialog = form_of(screen, ComplaintDialog)
    assert isinstance(dialog, ComplaintDialog)
    typed(dialog.complainant, "試験　太郎")
    typed(dialog.content, "通知の内容に誤りがある。")
    look(screen, "reports-complaint-form", dialog)
    QTest.keyClick(dialog.yes_button, SPACE)
    settle(qtbot, screen.context)
    settle(qtbot, screen.context)
    assert is_closed(screen)
    assert page.table.model().rowCount() == 1
    assert not page.said.text().endswith(number_of(world))
    QTest.keyClick(page.reply_button, SPACE)
    reply = form_of(screen, ReplyDialog)
    assert isinstance(reply, ReplyDialog)
    typed(reply.facts, "記録を確認した。")
    typed(reply.conclusion, "誤りはない。")
    look(screen, "reports-reply-form", reply)
    QTest.keyClick(reply.yes_button, SPACE)
    settle(qtbot, screen.context)
    settle(qtbot, screen.context)
    assert not page.reply_button.isEnabled()
    look(screen, "reports-complaints")
    assert {result for _, result in world.agency.events()} == {"done"}


def test_figures_say_what_leaves_before_it_does(opened: Open, world: World, qtbot: QtBot) -> None:
    screen, _ = opened("security")
    seen = len([code for code, _ in world.agency.events() if code == "figures.seen"])
    screen.tabs.setCurrentIndex(1)
    page = screen.pages[Part.FIGURES]
    assert isinstance(page, FiguresPage)
    qtbot.waitUntil(lambda: page.table.model().rowCount() > 0, timeout=20_000)
    settle(qtbot, screen.context)
    assert len([code for code, _ in world.agency.events() if code == "figures.seen"]) > seen
    screen.context.texts.set_language(Language.JAPANESE)
    screen.retranslate()
    told = [str(page.table.rows.lines[row].cells[3]) for row in range(page.table.model().rowCount())]
    assert any("1から4まで" in one for one in told)
    assert all(not one.isdecimal() or int(one) == 0 or int(one) > 4 for one in told)
    assert_everybody_can_use(screen)
    look(screen, "reports-figures")
