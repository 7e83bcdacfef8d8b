"""A locked keyring in a real window: a page with the way out, no fallback, and work goes on once it is unlocked."""

import os
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
import secretstorage
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from secretstorage.defines import SS_PATH
from secretstorage.util import DBusAddressWrapper, format_secret, open_session

from app.services.crypto.keyslot import Argon2Cost
from app.services.platform.keyring_store import KeyringSecretStore
from app.services.platform.secret_service import PatientSecretService
from app.services.platform.time import FixedClock
from app.services.stations.setup import set_up
from tests.journeys.program import Running, running
from tests.journeys.shots import grab
from tests.services.exchange.offices import START, entropy
from tests.services.stations.desks import FIRST, new_station

pytestmark = pytest.mark.journey
LOGIN = b"test-login-password"
"""What `build/with-desktop` opened its keyring with; it protects nothing."""


def unlock_keyring() -> None:
    """As the login does it, without a question on the screen."""
    with closing(secretstorage.dbus_init()) as bus:
        session = open_session(bus)
        keyring = secretstorage.get_default_collection(bus)
        door = DBusAddressWrapper(SS_PATH, "org.gnome.keyring.InternalUnsupportedGuiltRiddenInterface", bus)
        secret = format_secret(session, LOGIN, "text/plain")
        door.call("UnlockWithMasterPassword", "o(oayays)", keyring.collection_path, secret)


def lock_keyring() -> None:
    with closing(secretstorage.dbus_init()) as bus:
        secretstorage.get_default_collection(bus).lock()


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A vault that is bound to a keyring, which is locked then; nobody is there to answer its question."""
    place = tmp_path / "vault"
    cost, clock = Argon2Cost.rehearsal(), FixedClock(START)
    new = replace(new_station(), device_bound=True)
    set_up(place, new, secrets=KeyringSecretStore(), clock=clock, entropy=entropy, cost=cost)
    monkeypatch.setattr(PatientSecretService, "wait_seconds", 0.5)
    lock_keyring()
    yield place
    unlock_keyring()


def files(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_a_locked_keyring_is_a_page_with_the_way_out(qtbot: QtBot, qapp: QApplication, folder: Path) -> None:
    home = Path(os.environ["HOME"])
    before = files(folder), files(home / ".config")
    with running(qtbot, qapp, folder) as run:
        run.settle()
        form = run.entrance.form
        assert not form.keyring.isHidden(), "it is seen before anybody types a passphrase"
        assert form.passphrase.isHidden()
        grab(run.window, "keyring-locked")
        retry(run)
        assert not form.keyring.isHidden()
        assert (files(folder), files(home / ".config")) == before, "nothing was stored anywhere else"
        unlock_keyring()
        retry(run)
        opened(run)


def retry(run: Running) -> None:
    """Press the button that has the keyboard; a question of the keyring itself may lie over the window by then."""
    button = run.entrance.form.keyring.retry_button
    assert run.window.focusWidget() is button
    QTest.keyClick(button, Qt.Key.Key_Space)
    run.settle()


def opened(run: Running) -> None:
    form = run.entrance.form
    assert form.keyring.isHidden()
    assert run.window.focusWidget() is form.passphrase.field
    form.officers.setCurrentIndex(form.officers.findText(FIRST.name))
    QTest.keyClicks(form.passphrase.field, FIRST.passphrase)
    QTest.keyClick(form.passphrase.field, Qt.Key.Key_Return)
    run.settle()
    assert not run.window.is_locked
    grab(run.window, "keyring-unlocked")
