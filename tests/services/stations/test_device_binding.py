"""A vault that is bound to the keyring of its workstation: `build/with-desktop` brings a real one."""

from dataclasses import replace
from pathlib import Path

import msgspec
import pytest

from app.models.domain.errors import EnvironmentProblemError, VaultError
from app.services.crypto.keyslot import Argon2Cost
from app.services.platform.keyring_store import KeyringSecretStore
from app.services.platform.secret_service import PatientSecretService
from app.services.platform.time import FixedClock
from app.services.stations.setup import NO_DEVICE_SECRET, device_secret_name, set_up
from app.services.stations.unlocking import Door
from app.services.vault.slots import SlotFile, read_slots, write_slots
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
    return Door(folder, secrets=KeyringSecretStore(), clock=FixedClock(START), entropy=entropy)


def test_it_opens_with_passphrase_and_keyring(folder: Path) -> None:
    assert read_slots(folder).device_bound
    door(folder).unlock(person(folder, SECOND), SECOND.passphrase).lock()


def test_the_secret_is_in_the_keyring_and_in_no_file(folder: Path) -> None:
    secret = KeyringSecretStore().get(device_secret_name(read_slots(folder).vault_id))
    assert secret is not None
    assert len(secret) == 32
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


def test_the_passphrase_alone_opens_nothing(folder: Path, tmp_path: Path) -> None:
    """Whoever copies the file and says that no keyring is needed gains nothing."""
    slots: SlotFile = msgspec.structs.replace(read_slots(folder), device_bound=False)
    write_slots(tmp_path, slots)
    with pytest.raises(VaultError, match=r"^vault.wrong-passphrase$"):
        door(tmp_path).unlock(person(folder, SECOND), SECOND.passphrase)
