"""The room Backups in a real window: make, drill, see what a restore takes away, restore, confirm."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.models.views.media import Medium
from app.services.backups.restoring import Restoring
from app.services.platform.backup_folder import BackupFolder
from app.services.platform.chosen_files import ChosenFiles
from app.services.ports import BackupPlace
from app.services.texts.catalogue import Language
from app.ui.context import UiContext
from app.ui.screens.backups.restore import RestoreDialog
from app.ui.screens.backups.screen import BackupsScreen
from tests.journeys.shots import shoot
from tests.services.backups.media import appointed
from tests.services.backups.restores import unlocked
from tests.services.exchange.offices import Office, entropy
from tests.services.exchange.world import World
from tests.ui.exchange.places import NoKeyring, workplace_of
from tests.ui.walker import missed_by_tab, unnamed

At = Callable[[str], World]
Show = Callable[[Office, str], BackupsScreen]


class Stick:
    """One stick that is plugged in."""

    def __init__(self, path: Path) -> None:
        path.mkdir()
        self.path = path

    def mounted(self) -> tuple[Medium, ...]:
        return (Medium(self.path, "BACKUP"),)

    def place_at(self, path: Path) -> BackupPlace:
        return BackupFolder(path)


@pytest.fixture
def locks() -> list[str]:
    """Filled when the room locks the window."""
    return []


@pytest.fixture
def show(qtbot: QtBot, context: UiContext, tmp_path: Path, locks: list[str]) -> Show:
    stick = Stick(tmp_path / "stick")

    def shown(office: Office, who: str) -> BackupsScreen:
        def restoring(folder: Path) -> Restoring:
            return Restoring(folder, secrets=NoKeyring(), clock=office.desk.clock, entropy=entropy)

        screen = BackupsScreen(
            context,
            workplace_of(office, who),
            stick,
            stick.place_at,
            ChosenFiles(),
            restoring,
            lambda: locks.append("locked"),
        )
        qtbot.addWidget(screen)
        screen.resize(1180, 640)
        with qtbot.waitExposed(screen):
            screen.show()
        screen.activateWindow()
        screen.activate()
        settle(qtbot, screen)
        screen.presenter.choose_place(stick.path)
        settle(qtbot, screen)
        return screen

    return shown


def settle(qtbot: QtBot, screen: BackupsScreen) -> None:
    for _ in range(3):
        qtbot.waitUntil(lambda: screen.context.runner.active_count == 0, timeout=30_000)
        QApplication.processEvents()


@pytest.fixture
def office(at: At) -> Office:
    agency = at("answered").agency
    appointed(agency)
    return agency


def test_make_and_drill_by_keyboard(qtbot: QtBot, show: Show, office: Office, context: UiContext) -> None:
    screen = show(office, "administrator")
    screen.make.setFocus()
    QTest.keyClick(screen.make, Qt.Key.Key_Space)
    settle(qtbot, screen)
    assert screen.presenter.state.made is not None
    assert screen.table.model().rowCount() == 1
    screen.table.setFocus()
    screen.table.selectRow(0)
    QTest.keyClick(screen.table, Qt.Key.Key_Return)
    settle(qtbot, screen)
    report = screen.presenter.state.report
    assert report is not None
    assert report.is_sound
    assert screen.save.isVisibleTo(screen)
    assert unnamed(screen) == []
    assert missed_by_tab(screen) == []
    shoot(screen, "backups", context.texts, context.theme)


def test_the_page_of_a_drill_is_saved(qtbot: QtBot, show: Show, office: Office, tmp_path: Path) -> None:
    screen = show(office, "administrator")
    screen.presenter.make()
    settle(qtbot, screen)
    screen.presenter.drill(1)
    settle(qtbot, screen)
    screen.save_page_to(str(tmp_path / "page.pdf"))
    settle(qtbot, screen)
    assert (tmp_path / "page.pdf").read_bytes().startswith(b"%PDF")


def test_a_restore_says_what_is_lost_and_locks(
    qtbot: QtBot, show: Show, office: Office, locks: list[str], context: UiContext
) -> None:
    screen = show(office, "administrator")
    screen.presenter.make()
    settle(qtbot, screen)
    screen.table.selectRow(0)
    screen.restore.click()
    dialog = screen.findChild(RestoreDialog)
    assert dialog is not None
    place = dialog.second.people.findData(office.person("security"))
    dialog.second.people.setCurrentIndex(place)
    QTest.keyClicks(dialog.second.secret, "a wrong passphrase")
    dialog.look_button.click()
    settle(qtbot, screen)
    assert dialog.trouble.isVisibleTo(dialog)
    QTest.keyClicks(dialog.second.secret, "passphrase of security")
    dialog.look_button.click()
    settle(qtbot, screen)
    assert not dialog.area.isHidden()
    assert context.texts("restore.told.epoch", epoch=1) in dialog.told.text()
    assert dialog.area.geometry().bottom() < dialog.do_button.y(), "no button covers what is lost"
    shoot(dialog, "backups-restore", context.texts, context.theme)
    dialog.do_button.click()
    settle(qtbot, screen)
    assert locks
    session = unlocked(office, "administrator")
    assert session.desk.vault.folder == office.folder
    session.lock()


def test_an_auditor_looks_and_drills_but_makes_nothing(qtbot: QtBot, show: Show, office: Office) -> None:
    screen = show(office, "administrator")
    screen.presenter.make()
    settle(qtbot, screen)
    theirs = show(office, "auditor")
    theirs.table.selectRow(0)
    assert not theirs.make.isEnabled()
    assert not theirs.restore.isEnabled()
    assert theirs.drill.isEnabled()
    assert not theirs.days.isEnabled()


def test_the_schedule_is_kept(qtbot: QtBot, show: Show, office: Office) -> None:
    screen = show(office, "security")
    screen.days.setValue(7)
    screen.set_button.click()
    settle(qtbot, screen)
    schedule = screen.presenter.state.schedule
    assert schedule is not None
    assert (schedule.days, schedule.keep) == (7, 7)
    assert ("policy.set", "done") in office.events()


def test_without_recovery_officers_the_room_says_what_to_do(qtbot: QtBot, show: Show, at: At) -> None:
    screen = show(at("consented").agency, "administrator")
    screen.presenter.make()
    settle(qtbot, screen)
    error = screen.presenter.state.error
    assert error is not None
    assert error.code == "backup.no-recovery"
    screen.context.texts.set_language(Language.ENGLISH)
    assert screen.strip.errors.isVisibleTo(screen)
