"""The first run: a whole vault or none, and always another try."""

import stat
from pathlib import Path

import pytest

from app.models.domain.actor import Role
from app.models.domain.errors import AlreadyDoneError, AppError, InvalidInputError
from app.services.stations.setup import NewOfficer
from tests.services.exchange.offices import entropy
from tests.services.stations.desks import FIRST, SECOND, door, failing_at, make, new_station, person


def opens(folder: Path) -> bool:
    """Whether every officer unlocks the vault with the own passphrase."""
    for officer in (FIRST, SECOND):
        session = door(folder).unlock(person(folder, officer), officer.passphrase)
        assert (session.officer_name, session.actor.roles) == (officer.name, officer.roles)
        session.lock()
    return True


def test_a_new_vault_opens_for_each_of_its_officers(tmp_path: Path) -> None:
    station = make(tmp_path / "new" / "vault")
    folder = tmp_path / "new" / "vault"
    assert opens(folder)
    assert door(folder).slots().vault_id == station.vault_id
    assert sorted(entry.name for entry in folder.iterdir()) == [
        "blobs",
        "keys.db",
        "keyslots.json",
        "vault.db",
        "vault.lock",
    ]


def test_only_its_owner_may_look_into_the_folder(tmp_path: Path) -> None:
    make(tmp_path / "vault")
    for entry in (tmp_path / "vault", tmp_path / "vault" / "blobs"):
        assert stat.S_IMODE(entry.stat().st_mode) == 0o700
    assert stat.S_IMODE((tmp_path / "vault" / "keyslots.json").stat().st_mode) == 0o600


def test_an_empty_folder_that_is_there_is_taken(tmp_path: Path) -> None:
    make(tmp_path)
    assert opens(tmp_path)


@pytest.mark.parametrize("name", ["keyslots.json", "vault.db", "holiday.jpg"])
def test_a_folder_that_holds_something_is_left_alone(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_bytes(b"not ours")
    with pytest.raises(AlreadyDoneError, match=r"^vault.exists$"):
        make(tmp_path)
    assert [(entry.name, entry.read_bytes()) for entry in tmp_path.iterdir()] == [(name, b"not ours")]


def test_a_vault_is_never_made_over_another(tmp_path: Path) -> None:
    make(tmp_path)
    before = {entry: entry.read_bytes() for entry in tmp_path.iterdir() if entry.is_file()}
    with pytest.raises(AlreadyDoneError, match=r"^vault.exists$"):
        make(tmp_path)
    # Not even when the last step of the first run, taking its mark away, was cut off.
    (tmp_path / "setup.unfinished").touch()
    with pytest.raises(AlreadyDoneError, match=r"^vault.exists$"):
        make(tmp_path)
    (tmp_path / "setup.unfinished").unlink()
    assert {entry: entry.read_bytes() for entry in tmp_path.iterdir() if entry.is_file()} == before
    assert opens(tmp_path)


@pytest.mark.parametrize("existed", [True, False])
def test_a_set_up_that_fails_midway_leaves_nothing_and_can_be_repeated(tmp_path: Path, *, existed: bool) -> None:
    folder = tmp_path / "vault"
    if existed:
        folder.mkdir()
    place = 0
    failed = True
    while failed:
        place += 1
        failed = fails(folder, place)
        if failed:
            assert folder.exists() == existed
            assert not existed or list(folder.iterdir()) == []
    assert place > 10
    assert opens(folder)


def fails(folder: Path, place: int) -> bool:
    try:
        make(folder, draws=failing_at(place))
    except (AppError, OSError):
        return True
    return False


@pytest.mark.parametrize(
    ("officers", "code"),
    [
        ((FIRST,), "setup.officers"),
        ((FIRST, FIRST), "setup.officers"),
        ((SECOND, SECOND), "setup.officers"),
        ((FIRST, NewOfficer("　", SECOND.roles, SECOND.passphrase)), "setup.officer-incomplete"),
        ((FIRST, SECOND, NewOfficer("無役", frozenset(), "a passphrase")), "setup.officer-incomplete"),
        ((FIRST, NewOfficer("短い", frozenset({Role.SECURITY_OFFICER}), "short")), "vault.passphrase-short"),
    ],
)
def test_officers_who_cannot_begin_an_office_are_refused(
    tmp_path: Path, officers: tuple[NewOfficer, ...], code: str
) -> None:
    with pytest.raises(InvalidInputError, match=f"^{code}$"):
        make(tmp_path / "vault", new_station(*officers))
    assert not (tmp_path / "vault").exists()


def test_no_two_vaults_share_anything(tmp_path: Path) -> None:
    stations = [make(tmp_path / name) for name in ("one", "two")]
    assert stations[0].vault_id != stations[1].vault_id
    one, two = (door(tmp_path / name).slots() for name in ("one", "two"))
    assert not set(one.names) & set(two.names)
    assert {slot.ct for slot in one.slots} & {slot.ct for slot in two.slots} == set()
    assert len(entropy(32)) == 32
