"""Keys in a real window, by keyboard alone: an officer is added, unlocks, changes the passphrase, is ended, refused."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.models.domain.acts import Action
from app.services.vault.slots import read_slots
from app.ui.screens.keys.dialogs import AddDialog, ChangeDialog
from app.ui.screens.keys.screen import KeysScreen
from app.ui.widgets.asking import AskDialog
from tests.journeys.program import Running, running
from tests.journeys.shots import grab
from tests.services.stations.desks import FIRST, SECOND, make

pytestmark = pytest.mark.journey

THIRD, FIRST_WORDS, LATER_WORDS = "調査　三郎", "third passphrase", "changed passphrase"


def choose_officer(run: Running, name: str) -> bool:
    """Choose who unlocks; False when the page does not know that officer."""
    form = run.entrance.form
    run.settle()
    run.tab_to(form.officers)
    run.press(Qt.Key.Key_Home)
    for _ in range(form.officers.count()):
        if form.officers.currentText() == name:
            return True
        run.press(Qt.Key.Key_Down)
    return form.officers.currentText() == name


def unlock(run: Running, name: str, passphrase: str) -> None:
    assert choose_officer(run, name)
    run.fill(run.entrance.form.passphrase.field, passphrase)
    run.press(Qt.Key.Key_Return)
    run.settle()


def is_open(run: Running) -> bool:
    """A call, so that no checker believes that it stays."""
    return not run.window.is_locked


def lock(run: Running) -> None:
    run.press(Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier)
    run.until(lambda: run.window.is_locked)
    run.settle()


def keys(run: Running) -> KeysScreen:
    run.press(Qt.Key.Key_7, Qt.KeyboardModifier.AltModifier)
    screen = run.window.screen_in_view
    assert isinstance(screen, KeysScreen)
    run.settle()
    return screen


def in_dialog(run: Running, dialog: AskDialog | None) -> AskDialog:
    assert dialog is not None
    run.until(lambda: QApplication.activeWindow() is dialog and QApplication.focusWidget() is not None)
    return dialog


def back(run: Running) -> None:
    """The window has the keyboard again; there is no window manager here that would give it."""
    run.settle()
    run.window.activateWindow()
    run.until(lambda: QApplication.focusWidget() is not None)


def choose_row(run: Running, screen: KeysScreen, name: str) -> None:
    run.tab_to(screen.table)
    run.press(Qt.Key.Key_Home, Qt.KeyboardModifier.ControlModifier)
    rows = [line.cells[0] for line in screen.table.rows.lines]
    for _ in range(rows.index(name)):
        run.press(Qt.Key.Key_Down)
    run.settle()


def test_an_officer_comes_and_goes(qtbot: QtBot, qapp: QApplication, tmp_path: Path) -> None:
    folder = tmp_path / "vault"
    make(folder)
    with running(qtbot, qapp, folder) as run:
        unlock(run, FIRST.name, FIRST.passphrase)
        add(run)
        lock(run)
        change_own(run)
        lock(run)
        end(run, folder)
        lock(run)
        assert not choose_officer(run, THIRD), "the page does not know who is gone"
        for officer in (SECOND, FIRST):
            unlock(run, officer.name, officer.passphrase)
            assert is_open(run)
            lock(run)


def add(run: Running) -> None:
    screen = keys(run)
    grab(run.window, "keys-room")
    run.push(screen.add_button)
    dialog = in_dialog(run, screen.dialog)
    assert isinstance(dialog, AddDialog)
    run.fill(dialog.name.field, THIRD)
    run.push(next(iter(dialog.roles.values())))
    run.tab_to(dialog.secret.offered)
    run.press(Qt.Key.Key_Right)
    assert dialog.secret.typed.isChecked()
    for field in (dialog.secret.own, dialog.secret.again):
        run.fill(field.field, FIRST_WORDS)
    grab(dialog, "keys-add")
    run.push(dialog.yes_button)
    run.until(lambda: screen.dialog is None)
    back(run)
    assert THIRD in [line.cells[0] for line in screen.table.rows.lines]
    grab(run.window, "keys-added")


def change_own(run: Running) -> None:
    """As the new officer, who has no room of keys: from the program's menu."""
    unlock(run, THIRD, FIRST_WORDS)
    assert is_open(run)
    run.window.commands.ask("passphrase.change")
    dialog = in_dialog(run, run.entrance.own_keys.dialog)
    assert isinstance(dialog, ChangeDialog)
    run.fill(dialog.old.field, FIRST_WORDS)
    run.tab_to(dialog.secret.offered)
    run.press(Qt.Key.Key_Right)
    for field in (dialog.secret.own, dialog.secret.again):
        run.fill(field.field, LATER_WORDS)
    run.push(dialog.yes_button)
    run.until(lambda: run.entrance.own_keys.dialog is None)
    back(run)
    grab(run.window, "keys-changed")
    lock(run)
    unlock(run, THIRD, FIRST_WORDS)
    assert not is_open(run)
    grab(run.window, "keys-old-passphrase")
    unlock(run, THIRD, LATER_WORDS)
    assert is_open(run)


def end(run: Running, folder: Path) -> None:
    unlock(run, FIRST.name, FIRST.passphrase)
    screen = keys(run)
    choose_row(run, screen, THIRD)
    run.push(screen.buttons[Action.END_OFFICER])
    dialog = in_dialog(run, screen.dialog)
    grab(dialog, "keys-end")
    run.push(dialog.yes_button)
    run.until(lambda: screen.dialog is None)
    back(run)
    assert THIRD not in read_slots(folder).names.values()
    grab(run.window, "keys-ended")
