"""A renewed vault key: everybody still comes in, nobody with an old copy does, and nothing is lost on the way."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.models.domain.errors import AppError, EnvironmentProblemError, VaultError
from app.services.container import Services
from app.services.platform.time import FixedClock
from app.services.stations.renewal import Reason, renew
from app.services.stations.unlocking import Session
from app.services.vault import replacement
from app.services.vault import vault as vault_module
from app.services.vault.occupancy import Occupancy
from app.services.vault.slots import read_slots, write_slots
from app.services.vault.vault import DATABASE, KEYS, Vault, file_keys
from tests.services.exchange.offices import START, entropy, shelf
from tests.services.stations.desks import FIRST, SECOND, door, make, person


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("made") / "vault"
    make(folder)
    return folder


@pytest.fixture
def folder(made: Path, tmp_path: Path) -> Path:
    return shutil.copytree(made, tmp_path / "vault")


@pytest.fixture
def session(folder: Path) -> Iterator[Session]:
    opened = door(folder).unlock(person(folder, FIRST), FIRST.passphrase)
    yield opened
    opened.lock()


def renewed(session: Session) -> None:
    actor = session.actor
    renew(session.desk.vault, FixedClock(START), Reason.ORDERED, person=actor.person, session=actor.session)


def codes(session: Session) -> list[str]:
    with session.desk.vault.read() as unit:
        return [event.code for event in unit.record.newest_first(50)]


def test_everybody_still_comes_in_and_the_second_time_without_a_grant(folder: Path, session: Session) -> None:
    before = read_slots(folder)
    renewed(session)
    assert codes(session)[0] == "vault.rekeyed"
    session.lock()
    granted = read_slots(folder)
    assert (granted.generation, set(granted.grants), granted.slots) == (1, set(before.names), before.slots)
    for officer in (FIRST, SECOND):
        for _ in range(2):
            door(folder).unlock(person(folder, officer), officer.passphrase).lock()
            assert person(folder, officer) not in read_slots(folder).grants
    assert [slot.hdr.seq for slot in read_slots(folder).slots] == [2, 2]
    opened = door(folder).unlock(person(folder, SECOND), SECOND.passphrase)
    assert Services.over(opened.desk, shelf()).record.verify(opened.actor).is_sound
    opened.lock()


def test_an_officer_who_was_away_for_several_renewals_comes_in(folder: Path, session: Session) -> None:
    renewed(session)
    renewed(session)
    session.lock()
    door(folder).unlock(person(folder, FIRST), FIRST.passphrase).lock()
    with_first = door(folder).unlock(person(folder, FIRST), FIRST.passphrase)
    renewed(with_first)
    with_first.lock()
    door(folder).unlock(person(folder, SECOND), SECOND.passphrase).lock()


def test_an_old_copy_of_the_slots_opens_nothing(folder: Path, session: Session) -> None:
    old = (folder / "keyslots.json").read_bytes()
    renewed(session)
    session.lock()
    files = {name: (folder / name).read_bytes() for name in (DATABASE, KEYS)}
    (folder / "keyslots.json").write_bytes(old)
    with pytest.raises(VaultError, match=r"^vault.wrong-key$"):
        door(folder).unlock(person(folder, FIRST), FIRST.passphrase)
    assert {name: (folder / name).read_bytes() for name in (DATABASE, KEYS)} == files


def test_a_grant_is_for_one_officer(folder: Path, session: Session) -> None:
    renewed(session)
    session.lock()
    first, second = person(folder, FIRST), person(folder, SECOND)
    slots = read_slots(folder)
    text = (folder / "keyslots.json").read_text("utf-8")
    swapped = text.replace(slots.grants[first], "-").replace(slots.grants[second], slots.grants[first])
    for changed in (swapped, text.replace(slots.grants[second], slots.grants[second][:-8])):
        (folder / "keyslots.json").write_text(changed, "utf-8")
        with pytest.raises(VaultError, match=r"^vault.slots-damaged$"):
            door(folder).unlock(second, SECOND.passphrase)


def test_the_papers_of_a_vault_survive(folder: Path, session: Session) -> None:
    with session.desk.vault.read() as unit:
        register, size = unit.register_key, unit.record.head().size
    renewed(session)
    with session.desk.vault.read() as unit:
        assert unit.register_key == register
        assert unit.record.head().size == size + 1
    left = sorted(entry.name for entry in folder.iterdir() if not entry.name.endswith(("-wal", "-shm")))
    assert left == ["blobs", "keys.db", "keyslots.json", "vault.db", "vault.lock"]


def test_while_somebody_else_is_in_the_vault_nothing_is_renewed(folder: Path, session: Session) -> None:
    other = door(folder).unlock(person(folder, SECOND), SECOND.passphrase)
    before = (folder / "keyslots.json").read_bytes()
    with pytest.raises(EnvironmentProblemError, match=r"^vault.busy$"):
        renewed(session)
    other.lock()
    assert (folder / "keyslots.json").read_bytes() == before
    renewed(session)


def test_while_the_files_are_replaced_nobody_comes_in(folder: Path) -> None:
    place = Occupancy.enter(folder)
    with place.alone(), pytest.raises(EnvironmentProblemError, match=r"^vault.busy$"):
        door(folder).unlock(person(folder, FIRST), FIRST.passphrase)
    place.leave()
    door(folder).unlock(person(folder, FIRST), FIRST.passphrase).lock()


@pytest.mark.parametrize("stop", ["copy_under", "write_slots", "write_slots-late", "finish"])
def test_a_renewal_that_fails_leaves_the_old_or_the_new_key(
    folder: Path, session: Session, stop: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The session goes on where the old key certainly is in force; whoever comes next always finds a whole vault."""

    def fails(*_arguments: object) -> None:
        raise EnvironmentProblemError("disk.failed")

    def too_late(*arguments: object) -> None:
        vault_module.__dict__["_real"](*arguments)
        fails()

    module = replacement if stop in {"copy_under", "finish"} else vault_module
    monkeypatch.setitem(vault_module.__dict__, "_real", write_slots)
    monkeypatch.setattr(module, stop.removesuffix("-late"), too_late if stop == "write_slots-late" else fails)
    with pytest.raises(EnvironmentProblemError, match=r"^disk.failed$"):
        renewed(session)
    monkeypatch.undo()
    if stop in {"copy_under", "write_slots"}:
        assert codes(session)[0] == "vault.unlocked"
        assert read_slots(folder).generation == 0
    else:
        with pytest.raises(AppError):
            codes(session)
        assert read_slots(folder).generation == 1
    session.lock()
    opened = door(folder).unlock(person(folder, SECOND), SECOND.passphrase)
    assert ("vault.rekeyed" in codes(opened)) == (read_slots(folder).generation == 1)
    assert not list(folder.glob("*.next*"))
    opened.lock()


@pytest.mark.parametrize("begun", [b"", b"h", b"half a file", bytes(4096), bytes(2**16)])
def test_a_file_to_come_that_never_came_into_force_goes(folder: Path, begun: bytes) -> None:
    """An empty one too, which SQLite would open under any key: it must not take the place of the vault."""
    vault_key = bytes([7]) * 32
    for name in file_keys(vault_key):
        (folder / f"{name}.next").write_bytes(begun)
    opened = door(folder).unlock(person(folder, FIRST), FIRST.passphrase)
    assert codes(opened)
    opened.lock()
    assert not list(folder.glob("*.next*"))


def test_with_a_key_that_fits_neither_file_both_are_left_alone(folder: Path) -> None:
    (folder / "vault.db.next").write_bytes(b"half a file")
    with pytest.raises(VaultError, match=r"^vault.wrong-key$"):
        Vault.open(folder, bytes(32), entropy)
    assert (folder / "vault.db.next").read_bytes() == b"half a file"
