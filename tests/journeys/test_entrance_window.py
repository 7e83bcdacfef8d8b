"""What the way in sets going, in a real window: the backup that is due, the restore, the token that is required."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.models.domain.ids import PersonId
from app.models.domain.policies import PolicyName, TokenPolicy
from app.services.platform.backup_folder import BackupFolder
from app.ui.screens.backups.rescue import RescueDialog
from app.ui.screens.first_run.page import FirstRunPage
from app.ui.screens.today.screen import TodayScreen
from tests.journeys.program import Running, running
from tests.services.backups.media import appointed, made, numbers
from tests.services.exchange.offices import Office
from tests.services.exchange.world import Snapshots, World
from tests.ui.backups.test_scheduled_backup import Ports

pytestmark = pytest.mark.journey


@pytest.fixture(name="world")
def _world(tmp_path: Path) -> World:
    return Snapshots(tmp_path / "snapshots").at("listed", tmp_path / "world")


@pytest.fixture
def stick(world: World, tmp_path: Path) -> BackupFolder:
    """A medium with a backup from the days of the test, which is long ago by the clock of the program."""
    place = tmp_path / "stick"
    place.mkdir()
    appointed(world.agency)
    made(world.agency, BackupFolder(place))
    return BackupFolder(place)


def lock(run: Running) -> None:
    run.press(Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier)
    run.until(lambda: run.window.is_locked)
    run.settle()


def numbers_on(office: Office, stick: BackupFolder) -> list[int]:
    return sorted(numbers(office, stick))


def test_an_unlocking_begins_the_backup_that_is_due(
    qtbot: QtBot, qapp: QApplication, world: World, stick: BackupFolder
) -> None:
    world.close()
    with running(qtbot, qapp, world.agency.folder) as run:
        # The real media of the machine hold no backup of this office.
        run.entrance.scheduled.presenter._tools = Ports(stick.path).tools
        run.unlock("agency", "examiner")
        run.settle()
        assert numbers_on(world.agency, stick) == [1]
        lock(run)
        run.unlock("agency", "administrator")
        run.settle()
        assert numbers_on(world.agency, stick) == [1, 2]
        assert run.window.notice.message() == run.window.context.texts("scheduled.made", number=2)
        lock(run)
        assert run.entrance.scheduled.presenter.state.made is None


def trouble(run: Running) -> str:
    error = run.entrance.presenter.state.error
    return error.code if error is not None else ""


def rescue(run: Running) -> RescueDialog:
    run.until(lambda: any(one.isVisible() for one in run.window.findChildren(RescueDialog)))
    return next(one for one in run.window.findChildren(RescueDialog) if one.isVisible())


def test_the_button_below_the_passphrase_leads_to_the_restore_of_this_vault(
    qtbot: QtBot, qapp: QApplication, world: World
) -> None:
    world.close()
    with running(qtbot, qapp, world.agency.folder) as run:
        run.settle()
        run.push(run.entrance.form.rescue_button)
        dialog = rescue(run)
        assert dialog.presenter._folder == world.agency.folder
        (world.agency.folder / "keyslots.json").rename(world.agency.folder / "kept")
        run.entrance.presenter.look(world.agency.folder)
        run.settle()
        assert trouble(run)
        (world.agency.folder / "kept").rename(world.agency.folder / "keyslots.json")
        dialog.restored.emit()  # as it does once the vault is in force
        dialog.reject()
        run.settle()
        assert not trouble(run)
        run.window.activateWindow()
        run.entrance.form.setFocus()
        run.unlock("agency", "examiner")


def test_the_first_page_leads_to_the_restore_of_a_lost_vault(qtbot: QtBot, qapp: QApplication, tmp_path: Path) -> None:
    place = tmp_path / "nothing" / "vault"
    with running(qtbot, qapp, place) as run:
        page = run.window.pages.currentWidget()
        assert isinstance(page, FirstRunPage)
        run.push(page.rescue_button)
        assert rescue(run).presenter._folder == place
        rescue(run).reject()


def test_who_needs_a_token_first_is_told_and_can_do_nothing_else(
    qtbot: QtBot, qapp: QApplication, world: World
) -> None:
    with world.agency.desk.vault.write() as unit:
        unit.policies.set(PolicyName.TOKEN, TokenPolicy.REQUIRED, world.clock.now(), PersonId("test"))
    world.close()
    with running(qtbot, qapp, world.agency.folder) as run:
        run.unlock("agency", "examiner")
        texts = run.window.context.texts
        assert run.window.errors.isVisible()
        assert "access.token-required" in run.window.errors.code.text()
        assert run.window.errors.what.text() == texts("error.access.token-required.what")
        screen = run.window.screen_in_view
        assert isinstance(screen, TodayScreen)
        run.until(lambda: bool(screen.buttons))
        assert [button.text() for button in screen.buttons] == [texts("today.token", count=1)]
        rooms = [str(run.window.rail.item(at).data(Qt.ItemDataRole.UserRole)) for at in range(run.window.rail.count())]
        assert "cases" not in rooms
        assert "consents" not in rooms
