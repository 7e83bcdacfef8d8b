"""Wrong tries cost time, more and more of it, and neither a restart nor a clock nor a deleted file gives it back."""

import shutil
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import msgspec
import pytest

from app.models.domain.errors import EnvironmentProblemError, VaultError
from app.models.domain.ids import PersonId
from app.services.platform.keyring_store import KeyringSecretStore
from app.services.platform.time import FixedClock
from app.services.stations.setup import set_up
from app.services.stations.throttle import FREE, Throttle, name_in_keyring, wait_after
from app.services.vault.slots import SlotFile, read_slots
from tests.services.exchange.offices import START, entropy
from tests.services.stations.desks import FIRST, SECOND, NoKeyring, make, new_station, person
from tests.services.stations.keyroom import KeyRoom
from tests.services.stations.test_device_binding import door as bound_door

WHO = PersonId("0011223344556677")
OTHER = PersonId("8899aabbccddeeff")


@pytest.fixture(scope="module")
def slots(tmp_path_factory: pytest.TempPathFactory) -> SlotFile:
    folder = tmp_path_factory.mktemp("made") / "vault"
    make(folder)
    return read_slots(folder)


def refuse() -> None:
    raise VaultError("vault.wrong-passphrase")


class Guesses:
    """A door at which one tries; no passphrase is stretched."""

    def __init__(self, folder: Path, slots: SlotFile, clock: FixedClock) -> None:
        self._made = (folder, slots, KeyringSecretStore() if slots.device_bound else NoKeyring(), clock)
        self.folder, self.clock = folder, clock

    @property
    def throttle(self) -> Throttle:
        """A new one each time, as after a restart."""
        return Throttle(*self._made)

    def wrong(self, who: PersonId = WHO) -> int:
        """Try; 0 for an answer, otherwise the seconds to wait."""
        try:
            with self.throttle.attempt(who):
                refuse()
        except VaultError as told:
            return int(told.params.get("seconds", 0))
        return -1

    def right(self, who: PersonId = WHO) -> None:
        with self.throttle.attempt(who):
            pass


@pytest.fixture
def guesses(tmp_path: Path, slots: SlotFile) -> Guesses:
    return Guesses(tmp_path, slots, FixedClock(START))


def test_the_wait_doubles_from_the_fifth_wrong_try_to_an_hour() -> None:
    waits = [wait_after(count) for count in range(16)]
    assert waits == [0] * FREE + [15, 30, 60, 120, 240, 480, 960, 1920, 3600, 3600, 3600]
    assert wait_after(2**31) == 3600


def test_waiting_helps_and_nothing_else_does(guesses: Guesses) -> None:
    assert [guesses.wrong() for _ in range(FREE + 2)] == [0] * FREE + [15, 15]
    guesses.clock.advance(timedelta(seconds=14))
    assert guesses.wrong() == 1
    guesses.clock.advance(timedelta(seconds=1))
    assert guesses.wrong() == 0
    assert guesses.wrong() == 30
    guesses.clock.advance(timedelta(seconds=30))
    guesses.right()
    assert [guesses.wrong() for _ in range(FREE + 1)] == [0] * FREE + [15]


def test_who_must_wait_is_told_before_any_work_and_not_counted(guesses: Guesses) -> None:
    for _ in range(FREE):
        guesses.wrong()
    before = (guesses.folder / "tries.json").read_bytes()
    for _ in range(3):
        assert guesses.wrong() == 15
    assert (guesses.folder / "tries.json").read_bytes() == before


def test_a_clock_set_back_does_not_shorten_the_wait_and_does_not_make_it_endless(guesses: Guesses) -> None:
    for _ in range(FREE + 1):
        guesses.wrong()
    guesses.clock.advance(timedelta(days=-365))
    assert guesses.wrong() == 15
    guesses.clock.advance(timedelta(seconds=5))
    assert guesses.wrong() == 10
    guesses.clock.advance(timedelta(seconds=10))
    assert guesses.wrong() == 0


def test_one_officer_s_tries_are_not_another_s(guesses: Guesses) -> None:
    for _ in range(FREE):
        guesses.wrong()
    assert guesses.wrong(OTHER) == 0
    guesses.right(OTHER)
    assert guesses.wrong() == 15
    assert guesses.throttle.unrecorded() == {WHO: FREE, OTHER: 1}


def test_a_process_that_is_ended_in_the_middle_of_a_try_gains_nothing(guesses: Guesses) -> None:
    attempts = [guesses.throttle.attempt(WHO) for _ in range(FREE)]
    for attempt in attempts:
        # Nobody leaves the block: the process is gone.
        attempt.__enter__()
    assert guesses.wrong() == 15


def test_another_failure_is_not_a_wrong_try(guesses: Guesses) -> None:
    for _ in range(FREE * 2):
        with pytest.raises(EnvironmentProblemError), guesses.throttle.attempt(WHO):
            raise EnvironmentProblemError("vault.memory-short")
        with pytest.raises(VaultError), guesses.throttle.attempt(WHO):
            raise VaultError("vault.slot-parameters")
    assert guesses.wrong() == 0
    assert guesses.throttle.unrecorded() == {WHO: 1}


@pytest.mark.parametrize("damage", [b"", b"{}", b"[1]", b'{"x": {"count": -1}}', b'{"x": 1}', b"\xff" * 100_000])
def test_a_damaged_file_is_no_reason_to_stay_out(guesses: Guesses, damage: bytes) -> None:
    (guesses.folder / "tries.json").write_bytes(damage)
    assert guesses.wrong() == 0
    guesses.right()
    guesses.throttle.recorded()
    assert not (guesses.folder / "tries.json").exists()


def test_without_the_file_the_keyring_remembers_for_everybody(tmp_path: Path, slots: SlotFile) -> None:
    bound = msgspec.structs.replace(slots, device_bound=True, vault_id=entropy(16).hex())
    guesses = Guesses(tmp_path, bound, FixedClock(START))
    for _ in range(FREE):
        guesses.wrong()
    assert guesses.wrong(OTHER) == 0
    (tmp_path / "tries.json").unlink()
    assert (guesses.wrong(), guesses.wrong(OTHER)) == (15, 15)
    guesses.clock.advance(timedelta(seconds=15))
    assert guesses.wrong(OTHER) == 0
    assert guesses.wrong(OTHER) == 30
    value = KeyringSecretStore().get(name_in_keyring(bound.vault_id))
    assert value is not None
    assert len(value) <= 64
    KeyringSecretStore().forget(name_in_keyring(bound.vault_id))


# At the door itself.


@pytest.fixture
def room(tmp_path: Path) -> Iterator[KeyRoom]:
    folder = tmp_path / "vault"
    make(folder)
    opened = KeyRoom.over(folder)
    yield opened
    opened.lock()


def told(room: KeyRoom, passphrase: str, way: str) -> str:
    who = person(room.folder, SECOND)
    ways: dict[str, Callable[[], object]] = {
        "unlock": lambda: room.door.unlock(who, passphrase),
        "signer": lambda: room.door.signer(who, passphrase),
        "seat": lambda: room.door.seat(room.open.desk, who, passphrase),
    }
    with pytest.raises(VaultError) as refused:
        ways[way]()
    return refused.value.code


def test_every_way_to_a_key_counts_and_waits(room: KeyRoom) -> None:
    room.unlock(FIRST)
    ways = ["unlock", "signer", "seat", "unlock", "seat"]
    assert {told(room, "wrong passphrase", way) for way in ways} == {"vault.wrong-passphrase", "seat.wrong-passphrase"}
    assert {told(room, SECOND.passphrase, way) for way in ways} == {"vault.wait"}
    room.clock.advance(timedelta(seconds=15))
    room.unlock(SECOND)
    with room.open.desk.vault.read() as unit:
        newest = unit.record.newest_first(3)
    assert [event.code for event in newest] == ["vault.unlocked", "vault.unlock-failed", "vault.unlocked"]
    assert b'"detail":{"officer":"%s","tries":5}' % person(room.folder, SECOND).encode() in newest[1].entry
    room.unlock(SECOND)
    assert room.codes()[:2] == ["vault.unlocked", "vault.unlocked"]


def test_a_copy_at_another_login_is_told_so_before_anything_is_counted(tmp_path: Path) -> None:
    folder = tmp_path / "bound"
    new = replace(new_station(), device_bound=True)
    set_up(folder, new, secrets=KeyringSecretStore(), clock=FixedClock(START), entropy=entropy)
    KeyringSecretStore().forget(f"device-{read_slots(folder).vault_id}")
    locked = bound_door(folder)
    with pytest.raises(EnvironmentProblemError, match=r"^keyring.no-device-secret$"):
        locked.unlock(person(folder, FIRST), FIRST.passphrase)
    assert not (folder / "tries.json").exists()


def test_a_copied_folder_keeps_its_waits(room: KeyRoom, tmp_path: Path) -> None:
    for _ in range(FREE):
        told(room, "wrong passphrase", "unlock")
    copied = KeyRoom.over(shutil.copytree(room.folder, tmp_path / "copy"))
    assert told(copied, SECOND.passphrase, "unlock") == "vault.wait"
