"""Formatting from the room Media: which one, the seal twice, and what was refused in its place."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from app.models.views.custody import Custody
from app.services.platform.udisks import ERROR
from app.ui.context import UiContext
from app.ui.screens.media.format_dialog import FormatDialog
from app.ui.screens.media.screen import MediaScreen
from tests.fakes.disk_service import Disk, Part
from tests.journeys.shots import shoot
from tests.services.exchange.world import World
from tests.services.media.plugged import Plugged
from tests.ui.exchange.places import workplace_of
from tests.ui.media.test_media_room import press, settle
from tests.ui.walker import missed_by_tab, unnamed

STICK = "/media/officer/STICK"


@pytest.fixture
def machine(tmp_path: Path) -> Plugged:
    busy = Disk("sdc", 32, "77AA", "<b>Busy</b>", in_fstab=True, parts=[])
    return Plugged(tmp_path, Disk(parts=[Part("ntfs", [STICK])]), busy)


def shown(qtbot: QtBot, context: UiContext, machine: Plugged, world: World, who: str) -> MediaScreen:
    screen = MediaScreen(context, workplace_of(world.agency, who), machine, machine.drive_at, machine.formatter)
    qtbot.addWidget(screen)
    screen.resize(1180, 640)
    with qtbot.waitExposed(screen):
        screen.show()
    screen.activateWindow()
    screen.activate()
    settle(qtbot, screen)
    return screen


def asked(qtbot: QtBot, room: MediaScreen) -> FormatDialog:
    press(room.format)
    settle(qtbot, room)
    dialog = room.findChild(FormatDialog)
    assert dialog is not None
    return dialog


def test_a_stick_is_formatted_and_registered_by_keyboard(
    qtbot: QtBot, context: UiContext, machine: Plugged, world: World
) -> None:
    room, texts, disk = shown(qtbot, context, machine, world, "security"), context.texts, machine.service.disks[1]
    assert not room.register.isVisibleTo(room)  # a file system that nobody can use
    dialog = asked(qtbot, room)
    assert unnamed(dialog) == []
    assert missed_by_tab(dialog) == []
    assert [dialog.disk.itemText(at) for at in range(dialog.disk.count())] == [
        texts("media.format.disk.line", name="Fake Flash Disk", size="0.3", serial="4C530001230101"),
        texts("media.format.disk.line", name="Fake <b>Busy</b>", size="0.3", serial="77AA"),
    ]
    shoot(dialog, "media-format", texts, context.theme)
    dialog.disk.setCurrentIndex(1)
    assert not dialog.yes_button.isEnabled()
    assert dialog.trouble.text() == texts("error.format.in-use.what")
    dialog.disk.setCurrentIndex(0)
    assert dialog.yes_button.isEnabled()
    QTest.keyClicks(dialog.seal.field, "SEAL-0042")
    QTest.keyClicks(dialog.again.field, "SEAL-0043")
    # Enter in a field erases nothing, and neither does the button while the numbers differ.
    QTest.keyClick(dialog.again.field, Qt.Key.Key_Return)
    press(dialog.yes_button)
    settle(qtbot, room)
    assert dialog.again.fault.isVisibleTo(dialog)
    assert disk.formatted == 0
    dialog.again.field.setText("SEAL-0042")
    machine.service.mishaps.errors = {"Format": f"{ERROR}.NotAuthorizedDismissed"}
    press(dialog.yes_button)
    settle(qtbot, room)
    assert texts("error.format.not-authorised.do") in dialog.trouble.text()
    assert disk.formatted == 0
    machine.service.mishaps.errors = {}
    press(dialog.yes_button)
    settle(qtbot, room)
    assert disk.formatted == 1
    state = room.presenter.state
    assert state.page is not None
    assert [(one.medium.state, one.medium.seal) for one in state.page.lines] == [(Custody.HERE, "SEAL-0042")]
    assert room.hand_over.isVisibleTo(room)  # it is in hand at once
    said = " ".join(label.text() for label in room.notice.findChildren(QLabel))
    assert texts("media.done.formatted", number=texts("media.number", number="01")) in said


def test_without_anything_to_format_the_room_says_so(
    qtbot: QtBot, context: UiContext, tmp_path: Path, world: World
) -> None:
    room = shown(qtbot, context, Plugged(tmp_path), world, "administrator")
    press(room.format)
    settle(qtbot, room)
    assert room.findChild(FormatDialog) is None
    said = " ".join(label.text() for label in room.notice.findChildren(QLabel))
    assert context.texts("media.format.none") in said


def test_an_auditor_is_not_offered_it(qtbot: QtBot, context: UiContext, machine: Plugged, world: World) -> None:
    room = shown(qtbot, context, machine, world, "auditor")
    assert not room.format.isVisibleTo(room)
