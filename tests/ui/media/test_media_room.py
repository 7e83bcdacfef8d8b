"""The room Media in a real window: register, hand over, take in, wipe; two media; a medium that is pulled."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton
from pytestqt.qtbot import QtBot

from app.models.domain.errors import EnvironmentProblemError
from app.models.views.custody import Custody
from app.models.views.media import Medium
from app.services.ports import Drive
from app.ui.context import UiContext
from app.ui.screens.media.dialogs import HandOverDialog, RegisterDialog
from app.ui.screens.media.lists import number_of
from app.ui.screens.media.screen import MediaScreen
from app.ui.widgets.confirm import ConfirmDialog
from tests.fakes.drive import STICK
from tests.fakes.machine import NoDisks
from tests.journeys.shots import shoot
from tests.services.exchange.offices import Office
from tests.services.exchange.world import World
from tests.services.media.sticks import Stick, given
from tests.ui.exchange.places import workplace_of
from tests.ui.walker import missed_by_tab, unnamed

MakeStick = Callable[[str], Stick]


@dataclass
class Slots:
    """What is plugged in."""

    sticks: list[Stick] = field(default_factory=list)

    def mounted(self) -> tuple[Medium, ...]:
        return tuple(replace(STICK, path=one.path, label="STICK", identity=one.identity) for one in self.sticks)

    def drive_at(self, path: Path) -> Drive:
        one = next((stick for stick in self.sticks if stick.path == path), None)
        if one is None:
            raise EnvironmentProblemError("media.missing")
        return one.drive()


@pytest.fixture
def slots() -> Slots:
    return Slots()


@pytest.fixture
def room(qtbot: QtBot, context: UiContext, slots: Slots, world: World) -> MediaScreen:
    return shown(qtbot, context, slots, world.agency, "security")


def shown(qtbot: QtBot, context: UiContext, slots: Slots, office: Office, who: str) -> MediaScreen:
    screen = MediaScreen(context, workplace_of(office, who), slots, slots.drive_at, NoDisks())
    qtbot.addWidget(screen)
    screen.resize(1180, 640)
    with qtbot.waitExposed(screen):
        screen.show()
    screen.activateWindow()
    screen.activate()
    settle(qtbot, screen)
    return screen


def settle(qtbot: QtBot, screen: MediaScreen) -> None:
    for _ in range(4):
        qtbot.waitUntil(lambda: screen.context.runner.active_count == 0, timeout=30_000)
        QApplication.processEvents()


def buttons(screen: MediaScreen) -> list[str]:
    named = {screen.register: "register", screen.hand_over: "hand-over", screen.take_in: "take-in", screen.wipe: "wipe"}
    return [name for button, name in named.items() if button.isVisibleTo(screen)]


def plug(qtbot: QtBot, screen: MediaScreen, slots: Slots, *sticks: Stick) -> None:
    slots.sticks = list(sticks)
    screen.presenter.watch_media()
    settle(qtbot, screen)


def spoken(screen: MediaScreen) -> str:
    return " ".join(label.text() for label in screen.standing.findChildren(QLabel))


def press(button: QPushButton) -> None:
    button.setFocus()
    QTest.keyClick(button, Qt.Key.Key_Space)


def test_register_hand_over_and_take_in_by_keyboard(
    qtbot: QtBot, room: MediaScreen, slots: Slots, world: World, stick: MakeStick
) -> None:
    texts, one = room.context.texts, stick("4C530001230101")
    assert buttons(room) == []
    assert room.standing.isVisibleTo(room)
    plug(qtbot, room, slots, one)
    assert buttons(room) == ["register"]
    press(room.register)
    asking = room.findChild(RegisterDialog)
    assert asking is not None
    QTest.keyClick(asking.seal.field, Qt.Key.Key_Return)
    assert asking.seal.fault.isVisibleTo(asking)
    QTest.keyClicks(asking.seal.field, "SEAL-0042")
    QTest.keyClick(asking.seal.field, Qt.Key.Key_Return)
    settle(qtbot, room)
    assert list(one.files()) == ["sekisho-passport-000.json"]
    assert buttons(room) == ["hand-over", "wipe"]
    press(room.hand_over)
    handing = room.findChild(HandOverDialog)
    assert handing is not None
    handing.to.setCurrentIndex(handing.to.findData("INVEST1"))
    QTest.keyClicks(handing.bag.field, "BAG-7")
    handing.carrier.field.setText("運搬　花子")
    QTest.keyClick(handing.bag.field, Qt.Key.Key_Return)
    settle(qtbot, room)
    page = room.presenter.state.page
    assert page is not None
    assert [(line.medium.state, line.medium.holder) for line in page.lines] == [(Custody.OUT, "INVEST1")]
    assert buttons(room) == ["take-in"]
    room.table.setFocus()
    room.table.selectRow(0)
    settle(qtbot, room)
    assert room.chain.model().rowCount() == 2
    world.clock.advance(timedelta(days=20))
    room.presenter.refresh()
    settle(qtbot, room)
    assert number_of(texts, 1) in room.summary.text()
    assert unnamed(room) == []
    assert missed_by_tab(room) == []
    press(room.take_in)
    settle(qtbot, room)
    assert buttons(room) == ["hand-over", "wipe"]


def test_what_was_refused_is_told_in_the_dialog(
    qtbot: QtBot, room: MediaScreen, slots: Slots, stick: MakeStick
) -> None:
    one = stick("4C530001230101")
    (one.path / "holiday.jpg").write_bytes(b"synthetic")
    plug(qtbot, room, slots, one)
    press(room.register)
    asking = room.findChild(RegisterDialog)
    assert asking is not None
    asking.seal.field.setText("SEAL-0042")
    asking.yes_button.click()
    settle(qtbot, room)
    assert asking.isVisible()
    assert room.context.texts("error.media.not-empty.what") in asking.trouble.text()
    asking.wipe.setChecked(True)
    asking.yes_button.click()
    settle(qtbot, room)
    assert list(one.files()) == ["sekisho-passport-000.json"]


def test_wiping_and_losing_ask_once_more(
    qtbot: QtBot, room: MediaScreen, slots: Slots, world: World, stick: MakeStick
) -> None:
    one = stick("4C530001230101")
    world.agency.services.media.register(world.agency.actor("security"), one.drive(), "SEAL-1")
    (one.path / "old.age").write_bytes(bytes(99))
    plug(qtbot, room, slots, one)
    press(room.wipe)
    asking = room.findChild(ConfirmDialog)
    assert asking is not None
    asking.yes_button.click()
    settle(qtbot, room)
    assert "old.age" not in one.files()
    room.table.selectRow(0)
    settle(qtbot, room)
    press(room.lost)
    for dialog in room.findChildren(ConfirmDialog):
        if dialog.isVisible():
            dialog.yes_button.click()
    settle(qtbot, room)
    assert buttons(room) == ["take-in"]
    assert not room.lost.isEnabled()


def test_two_media_are_told_apart_by_removing_one(
    qtbot: QtBot, room: MediaScreen, slots: Slots, stick: MakeStick
) -> None:
    plug(qtbot, room, slots, stick("A1"), stick("B2"))
    assert buttons(room) == []
    assert room.context.texts("media.drive.several") in spoken(room)
    plug(qtbot, room, slots, stick("A1"))
    assert buttons(room) == ["register"]
    plug(qtbot, room, slots)
    assert buttons(room) == []
    assert room.context.texts("media.drive.none") in spoken(room)
    assert room.presenter.state.place is None


def test_an_auditor_looks_and_changes_nothing(
    qtbot: QtBot, context: UiContext, slots: Slots, world: World, stick: MakeStick
) -> None:
    slots.sticks = [stick("A1")]
    screen = shown(qtbot, context, slots, world.agency, "auditor")
    assert buttons(screen) == []
    assert screen.presenter.state.seen is not None


def test_pictures_of_the_room(qtbot: QtBot, room: MediaScreen, slots: Slots, world: World, stick: MakeStick) -> None:
    """For a person to look at; see tests/journeys/shots.py."""
    agency, actor = world.agency, world.agency.actor("security")
    for serial, seal in (
        ("4C530001230101", "SEAL-0041"),
        ("4C530001230102", "SEAL-0042"),
        ("4C530001230103", "SEAL-0043"),
    ):
        agency.services.media.register(actor, stick(serial).drive(), seal)
    agency.services.media.hand_over(actor, stick("4C530001230102").drive(), given(world.investigation))
    world.clock.advance(timedelta(days=30))
    late = given(world.contractor, world.clock.today() + timedelta(days=9))
    agency.services.media.hand_over(actor, stick("4C530001230103").drive(), late)
    plug(qtbot, room, slots, stick("4C530001230101"))
    room.table.selectRow(1)
    settle(qtbot, room)
    shoot(room, "media", room.context.texts, room.context.theme)
    plug(qtbot, room, slots, stick("77AA"))
    shoot(room, "media-unknown", room.context.texts, room.context.theme)
    press(room.register)
    asking = room.findChild(RegisterDialog)
    assert asking is not None
    shoot(asking, "media-register", room.context.texts, room.context.theme)
    asking.reject()
    plug(qtbot, room, slots, stick("4C530001230101"))
    press(room.hand_over)
    handing = room.findChild(HandOverDialog)
    assert handing is not None
    shoot(handing, "media-hand-over", room.context.texts, room.context.theme)
    handing.reject()
