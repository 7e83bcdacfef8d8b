"""Restore at the unlock page in a real window: a vault that is really gone comes back with both recovery sheets."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from app.models.domain.errors import EnvironmentProblemError
from app.models.views.media import Medium
from app.services.backups.restoring import Restoring
from app.services.platform.backup_folder import BackupFolder
from app.services.ports import BackupPlace
from app.services.texts.catalogue import Language
from app.services.vault.slots import read_slots
from app.ui.context import UiContext
from app.ui.jobs.inline import InlineRunner
from app.ui.presenters.rescue import RescuePresenter, RescueTools
from app.ui.screens.backups.rescue import RescueDialog
from app.ui.theme.tokens import Scheme
from tests.journeys.shots import grab
from tests.services.backups.media import Sheets, appointed, made
from tests.services.backups.restores import unlocked
from tests.services.exchange.offices import Office, entropy
from tests.services.exchange.world import World
from tests.ui.exchange.places import NoKeyring
from tests.ui.walker import missed_by_tab, unnamed

At = Callable[[str], World]
NEW = "passphrase after the loss"


class Bench:
    """A machine with one stick; nothing of it has a keyring."""

    def __init__(self, office: Office, stick: Path) -> None:
        self.office, self.stick = office, stick
        self.restored: list[bool] = []

    def mounted(self) -> tuple[Medium, ...]:
        return (Medium(self.stick, "BACKUP"),)

    def place_at(self, path: Path) -> BackupPlace:
        return BackupFolder(path)

    def restoring(self, folder: Path) -> Restoring:
        return Restoring(folder, secrets=NoKeyring(), clock=self.office.desk.clock, entropy=entropy)

    def keyring(self) -> str:
        raise EnvironmentProblemError("keyring.missing")

    @property
    def tools(self) -> RescueTools:
        return RescueTools(self, self.place_at, self.restoring, read_slots, self.keyring)

    def note(self) -> None:
        self.restored.append(True)


@pytest.fixture
def office(at: At) -> Office:
    return at("answered").agency


@pytest.fixture
def sheets(office: Office) -> Sheets:
    return appointed(office)


@pytest.fixture
def bench(office: Office, sheets: Sheets, tmp_path: Path) -> Bench:
    """An office with one backup on a stick; its vault is closed."""
    del sheets
    stick = tmp_path / "stick"
    stick.mkdir()
    made(office, BackupFolder(stick))
    office.desk.vault.close()
    return Bench(office, stick)


@pytest.fixture
def host(qtbot: QtBot) -> Iterator[QWidget]:
    made_host = QWidget()
    qtbot.addWidget(made_host)
    made_host.resize(1366, 768)
    with qtbot.waitActive(made_host):
        made_host.show()
        made_host.activateWindow()
    yield made_host
    made_host.close()


def opened(qtbot: QtBot, context: UiContext, bench: Bench, folder: Path, host: QWidget) -> RescueDialog:
    dialog = RescueDialog(context, folder, bench.tools, host)
    dialog.restored.connect(bench.note)
    dialog.open()
    settle(qtbot, context)
    dialog.presenter.choose_place(bench.stick)
    settle(qtbot, context)
    return dialog


def settle(qtbot: QtBot, context: UiContext) -> None:
    for _ in range(3):
        qtbot.waitUntil(lambda: context.runner.active_count == 0, timeout=30_000)
        QApplication.processEvents()


def typed(dialog: RescueDialog, first: str, second: str) -> None:
    dialog.first.set_secret(first)
    dialog.second.set_secret(second)


def test_a_deleted_database_comes_back_with_both_sheets(
    qtbot: QtBot, context: UiContext, bench: Bench, sheets: Sheets, host: QWidget
) -> None:
    office, texts = bench.office, context.texts
    for name in ("vault.db", "vault.db-wal", "vault.db-shm"):
        (office.folder / name).unlink(missing_ok=True)
    dialog = opened(qtbot, context, bench, office.folder, host)
    assert dialog.backups.count() == 1
    assert not dialog.look_button.isEnabled()
    assert unnamed(dialog) == []
    assert missed_by_tab(dialog) == []
    grab(dialog, "rescue-choose-ja")
    typed(dialog, sheets.first.encode(), "nonsense")
    dialog.look_button.click()
    settle(qtbot, context)
    assert dialog.strip.errors.what.text() == texts("error.recovery.mistyped.what", which=2)
    assert dialog.first.is_empty
    typed(dialog, sheets.first.encode().lower(), sheets.second.encode())
    QTest.keyClick(dialog.second.field, Qt.Key.Key_Return)
    settle(qtbot, context)
    assert dialog.presenter.state.rescue is not None, dialog.strip.errors.what.text()
    assert texts("restore.told.unknown") in dialog.told.text()
    assert sheets.first.recipient.fingerprint[:16] in dialog.told.text()
    assert not (office.folder / "vault.db").exists(), "nothing is restored by looking"
    grab(dialog, "rescue-decide-ja")
    assert dialog.newcomer.person is None, "the slots of this machine go on"
    assert unnamed(dialog) == []
    assert missed_by_tab(dialog) == []
    dialog.do_button.click()
    settle(qtbot, context)
    assert dialog.presenter.state.restored is not None, dialog.strip.errors.what.text()
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    assert bench.restored
    unlocked(office, "examiner").lock()


def test_a_new_machine_gets_a_slot_for_its_administrator(
    qtbot: QtBot, context: UiContext, bench: Bench, sheets: Sheets, host: QWidget, tmp_path: Path
) -> None:
    context.texts.set_language(Language.ENGLISH)
    context.theme.set_scheme(Scheme.DARK)
    office, place = bench.office, tmp_path / "new machine" / "vault"
    place.parent.mkdir()
    dialog = opened(qtbot, context, bench, place, host)
    typed(dialog, sheets.first.encode(), sheets.second.encode())
    dialog.look_button.click()
    settle(qtbot, context)
    form = dialog.newcomer
    assert [form.officers.itemText(at) for at in range(form.officers.count())] == ["agency administrator"]
    dialog.do_button.click()
    assert dialog.notice.text() == context.texts("rescue.unbound.missing")
    form.unbound.setChecked(True)
    dialog.do_button.click()
    assert form.secret.fault.isVisibleTo(dialog)
    form.secret.typed.click()
    for field in (form.secret.own, form.secret.again):
        field.set_secret(NEW)
    grab(dialog, "rescue-decide-en-dark")
    dialog.do_button.click()
    settle(qtbot, context)
    assert dialog.presenter.state.restored is not None, dialog.strip.errors.what.text()
    grab(dialog, "rescue-done-en-dark")
    context.theme.set_scheme(Scheme.LIGHT)
    dialog.close_button.click()
    session = unlocked(office, "administrator", passphrase=NEW, folder=place)
    with session.desk.vault.read() as unit:
        codes = [one.code for one in unit.record.newest_first(6)]
    session.lock()
    assert {"vault.restored", "recovery.used"} <= set(codes)


def test_damaged_slots_are_made_anew(bench: Bench, sheets: Sheets) -> None:
    office = bench.office
    (office.folder / "keyslots.json").write_bytes(b"{}")
    presenter = RescuePresenter(office.folder, InlineRunner(), bench.tools)
    presenter.choose_place(bench.stick)
    presenter.foretell(office.station, 1, sheets.first.encode(), sheets.second.encode())
    rescue = presenter.state.rescue
    assert rescue is not None
    assert (rescue.has_old_keys, rescue.has_keyring, rescue.reason.value) == (False, False, "damaged")
    ((person, _name),) = rescue.forecast.administrators
    presenter.restore(None, "")
    assert presenter.state.error is not None
    assert presenter.state.error.code == "restore.newcomer"
    presenter.restore(person, NEW)
    assert presenter.state.restored is not None
    unlocked(office, "administrator", passphrase=NEW).lock()


def test_a_keyring_that_is_only_locked_is_no_reason_to_do_without_it(bench: Bench, sheets: Sheets) -> None:
    def locked() -> str:
        raise EnvironmentProblemError("keyring.locked")

    presenter = RescuePresenter(bench.office.folder, InlineRunner(), replace(bench.tools, keyring=locked))
    presenter.choose_place(bench.stick)
    presenter.foretell(bench.office.station, 1, sheets.first.encode(), sheets.second.encode())
    assert presenter.state.error is not None
    assert presenter.state.error.code == "keyring.locked"
    assert presenter.state.rescue is None


def test_one_sheet_twice_shows_nothing_and_restores_nothing(
    qtbot: QtBot, context: UiContext, bench: Bench, sheets: Sheets, host: QWidget
) -> None:
    before = (bench.office.folder / "keyslots.json").read_bytes()
    dialog = opened(qtbot, context, bench, bench.office.folder, host)
    typed(dialog, sheets.first.encode(), sheets.first.encode())
    dialog.look_button.click()
    settle(qtbot, context)
    assert dialog.strip.errors.details().startswith("backup.sheets-refused")
    assert dialog.presenter.state.rescue is None
    assert (bench.office.folder / "keyslots.json").read_bytes() == before
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    assert not bench.restored


def test_a_choice_can_be_taken_back(
    qtbot: QtBot, context: UiContext, bench: Bench, sheets: Sheets, host: QWidget
) -> None:
    dialog = opened(qtbot, context, bench, bench.office.folder, host)
    typed(dialog, sheets.first.encode(), sheets.second.encode())
    dialog.look_button.click()
    settle(qtbot, context)
    dialog.back_button.click()
    assert dialog.choosing.isVisibleTo(dialog)
    assert dialog.presenter.state.rescue is None
    dialog.presenter.restore(None, "")
    assert not dialog.presenter.state.busy, "nothing is restored that was not foretold"
    dialog.reject()


def test_a_locked_window_still_restores(
    qtbot: QtBot, context: UiContext, bench: Bench, sheets: Sheets, host: QWidget
) -> None:
    context.runner.stop()
    dialog = opened(qtbot, context, bench, bench.office.folder, host)
    typed(dialog, sheets.first.encode(), sheets.second.encode())
    dialog.look_button.click()
    settle(qtbot, context)
    assert dialog.presenter.state.rescue is not None
    dialog.reject()
