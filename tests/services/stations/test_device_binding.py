"""A vault that is bound to the keyring of its workstation: `build/with-desktop` brings a real one."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import msgspec
import pytest

from app.models.domain.errors import EnvironmentProblemError, VaultError
from app.services.audit.anchor import Anchor
from app.services.audit.anchor_keeper import anchor_name
from app.services.crypto.keyslot import Argon2Cost
from app.services.platform.keyring_store import KeyringSecretStore
from app.services.platform.secret_service import PatientSecretService
from app.services.platform.time import FixedClock
from app.services.stations.setup import NO_DEVICE_SECRET, device_secret_name, set_up
from app.services.stations.unlocking import Door
from app.services.vault.slots import SlotFile, read_slots, write_slots
from tests.fakes.network import FakeNetwork
from tests.services.exchange.offices import START, entropy
from tests.services.stations.desks import SECOND, new_station, person

pytestmark = pytest.mark.skipif(
    not PatientSecretService.viable, reason="no Secret Service in this session: run through build/with-desktop"
)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("bound") / "vault"
    set_up(
        place,
        replace(new_station(), device_bound=True),
        secrets=KeyringSecretStore(),
        clock=FixedClock(START),
        entropy=entropy,
        cost=Argon2Cost.rehearsal(),
    )
    return place


def door(folder: Path) -> Door:
    return Door(folder, secrets=KeyringSecretStore(), clock=FixedClock(START), entropy=entropy, network=FakeNetwork())


def test_it_opens_with_passphrase_and_keyring(folder: Path) -> None:
    assert read_slots(folder).device_bound
    door(folder).unlock(person(folder, SECOND), SECOND.passphrase).lock()


def test_the_secret_is_in_the_keyring_and_in_no_file(folder: Path) -> None:
    secret = KeyringSecretStore().get(device_secret_name(read_slots(folder).vault_id))
    assert secret is not None
    assert len(secret) == 40, "the secret and its mark"
    secret = secret[:32]
    assert secret != NO_DEVICE_SECRET
    for path in folder.rglob("*"):
        if path.is_file():
            assert secret not in path.read_bytes()
            assert secret.hex().encode() not in path.read_bytes()


def test_on_another_login_it_says_what_is_missing(folder: Path, tmp_path: Path) -> None:
    """As a copy of the folder finds it that was carried away: the keyring there does not know the vault."""
    slots = read_slots(folder)
    stranger = msgspec.structs.replace(slots, vault_id="0" * 32)
    write_slots(tmp_path, stranger)
    with pytest.raises(EnvironmentProblemError, match=r"^keyring.no-device-secret$"):
        door(tmp_path).unlock(person(folder, SECOND), SECOND.passphrase)


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (lambda value: value[:32], "keyring.damaged"),
        (lambda value: value + b"x", "keyring.damaged"),
        (lambda _value: b"", "keyring.damaged"),
        (lambda value: bytes([value[0] ^ 1]) + value[1:], "keyring.changed"),
        (lambda value: value[:-1] + bytes([value[-1] ^ 1]), "keyring.changed"),
        (lambda _value: bytes(40), "keyring.changed"),
    ],
)
def test_a_value_that_was_changed_is_told_from_a_wrong_passphrase(
    folder: Path, change: Callable[[bytes], bytes], code: str
) -> None:
    store, name = KeyringSecretStore(), device_secret_name(read_slots(folder).vault_id)
    kept = store.get(name)
    assert kept is not None
    store.put(name, change(kept))
    try:
        with pytest.raises(EnvironmentProblemError, match=f"^{code}$"):
            door(folder).unlock(person(folder, SECOND), SECOND.passphrase)
    finally:
        store.put(name, kept)
    door(folder).unlock(person(folder, SECOND), SECOND.passphrase).lock()


def test_the_value_of_another_vault_does_not_serve(folder: Path, tmp_path: Path) -> None:
    store, slots = KeyringSecretStore(), read_slots(folder)
    kept = store.get(device_secret_name(slots.vault_id))
    assert kept is not None
    store.put(device_secret_name("1" * 32), kept)
    write_slots(tmp_path, msgspec.structs.replace(slots, vault_id="1" * 32))
    with pytest.raises(EnvironmentProblemError, match=r"^keyring.changed$"):
        door(tmp_path).unlock(person(folder, SECOND), SECOND.passphrase)


def test_the_passphrase_alone_opens_nothing(folder: Path, tmp_path: Path) -> None:
    """Whoever copies the file and says that no keyring is needed gains nothing."""
    slots: SlotFile = msgspec.structs.replace(read_slots(folder), device_bound=False)
    write_slots(tmp_path, slots)
    with pytest.raises(VaultError, match=r"^vault.wrong-passphrase$"):
        door(tmp_path).unlock(person(folder, SECOND), SECOND.passphrase)


def test_the_real_keyring_keeps_the_anchor(folder: Path) -> None:
    session = door(folder).unlock(person(folder, SECOND), SECOND.passphrase)
    with session.desk.vault.read() as unit:
        size = unit.record.head().size
    session.lock()
    kept = KeyringSecretStore().get(anchor_name(read_slots(folder).vault_id))
    assert kept is not None
    assert Anchor.unpack(kept).head.size == size
