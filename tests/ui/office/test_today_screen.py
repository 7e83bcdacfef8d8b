from dataclasses import replace
from datetime import timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from app.models.domain.changes import Changes
from app.models.domain.lifecycle import State
from app.services.queue.asked import Whose
from app.services.queue.queue import Today, Waiting
from app.ui.context import UiContext
from app.ui.jobs.inline import InlineRunner
from app.ui.presenters.today import TodayPresenter, TodayState
from app.ui.screens.today.screen import TodayScreen
from tests.services.exchange.conftest import At
from tests.services.exchange.offices import Office
from tests.services.exchange.world import World
from tests.ui.case.desks import workplace_of
from tests.ui.office.corridor import Corridor, assert_everybody_can_use, settle, shown


def today(world: World, office: Office, who: str) -> TodayState:
    presenter = TodayPresenter(workplace_of(world, office, who), InlineRunner())
    presenter.refresh()
    return presenter.state


def test_what_waits_is_grouped_by_room(at: At) -> None:
    world = at("noticed")
    state = today(world, world.agency, "examiner")
    assert [(room, [line.key for line in lines]) for room, lines in state.groups] == [
        ("consents", ["today.answer-awaited"])
    ]
    assert state.counts() == {"consents": 5}
    assert not state.is_empty


def test_who_has_nothing_to_do_sees_an_empty_day(at: At) -> None:
    world = at("noticed")
    assert today(world, world.agency, "auditor").is_empty


def test_a_case_is_overdue_once_its_day_has_passed(at: At) -> None:
    world = at("assigned")
    state = today(world, world.investigation, "examiner")
    assert state.today is not None
    (line,) = state.today.due
    assert state.day is not None
    assert line.due_on is not None
    assert not state.is_overdue(line)
    assert not replace(state, day=line.due_on).is_overdue(line)
    assert replace(state, day=line.due_on + timedelta(days=1)).is_overdue(line)


def test_days_are_not_counted_as_things_that_wait() -> None:
    late, sent = (
        Waiting("today.backups.overdue", 50, "backups", is_one=True),
        Waiting("today.exports.unsent", 2, "export"),
    )
    assert TodayState(Today((late, sent), ())).counts() == {"backups": 1, "export": 2}


class Room:
    """The screen in a window of its own."""

    def __init__(self, qtbot: QtBot, context: UiContext, world: World, office: Office, who: str) -> None:
        self.host = QWidget()
        qtbot.addWidget(self.host)
        self.corridor = Corridor(context, self.host)
        self.screen = TodayScreen(context, workplace_of(world, office, who), self.corridor, self.host)
        shown(qtbot, self.screen, self.host)


def test_a_line_leads_to_its_room_and_states(qtbot: QtBot, context: UiContext, at: At) -> None:
    world = at("noticed")
    room = Room(qtbot, context, world, world.agency, "examiner")
    assert room.corridor.rail.item(2).data(Qt.ItemDataRole.UserRole + 1) == 5
    (button,) = room.screen.buttons
    button.setFocus()
    QTest.keyClick(button, Qt.Key.Key_Space)
    assert room.corridor.went == [("consents", (State.NOTICE_ISSUED,))]


def test_enter_opens_a_due_case(qtbot: QtBot, context: UiContext, at: At) -> None:
    world = at("assigned")
    room = Room(qtbot, context, world, world.investigation, "examiner")
    room.screen.table.selectRow(0)
    QTest.keyClick(room.screen.table, Qt.Key.Key_Return)
    assert room.corridor.cases == [world.case]
    room.screen.buttons[0].click()
    assert room.corridor.whose is Whose.MINE


def test_an_empty_day_teaches(qtbot: QtBot, context: UiContext, at: At) -> None:
    world = at("trusted")
    room = Room(qtbot, context, world, world.agency, "examiner")
    assert room.screen.pages.currentWidget() is room.screen.empty
    assert room.screen.empty.fills.text() == context.texts("room.today.fills")


def test_news_brings_the_latest(qtbot: QtBot, context: UiContext, at: At) -> None:
    world = at("noticed")
    room = Room(qtbot, context, world, world.agency, "examiner")
    name = next(iter(world.candidates))
    world.consent(name)
    room.screen.changes(Changes(frozenset({"consent"})))
    qtbot.waitUntil(lambda: "4" in room.screen.buttons[0].text(), timeout=10_000)
    settle(qtbot, context)
    assert room.corridor.rail.item(2).data(Qt.ItemDataRole.UserRole + 1) == 4


@pytest.mark.parametrize("stage", ["trusted", "assigned"])
def test_everybody_can_use_it(qtbot: QtBot, context: UiContext, at: At, stage: str) -> None:
    world = at(stage)
    room = Room(qtbot, context, world, world.investigation, "examiner")
    assert_everybody_can_use(room.screen)
