"""The locked door: who comes in, who does not, and what stands on record."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from app.models.domain.errors import BugError, VaultError
from app.models.domain.ids import PersonId
from app.services.container import Services
from app.services.stations.signer import Signer
from app.services.stations.unlocking import Door
from tests.services.exchange.offices import shelf
from tests.services.stations.desks import FIRST, SECOND, door, make, person


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("made") / "vault"
    make(folder)
    return folder


@pytest.fixture
def folder(made: Path, tmp_path: Path) -> Path:
    return shutil.copytree(made, tmp_path / "vault")


def files(folder: Path) -> dict[str, bytes]:
    return {entry.name: entry.read_bytes() for entry in folder.iterdir() if entry.is_file()}


def refusal(locked: Door, who: PersonId, passphrase: str) -> str:
    with pytest.raises(VaultError) as refused:
        locked.unlock(who, passphrase)
    return refused.value.code


def with_slots(folder: Path, change: Callable[[dict[str, Any]], object]) -> Path:
    """Change the slots file by hand."""
    path = folder / "keyslots.json"
    slots = json.loads(path.read_bytes())
    change(slots)
    path.write_text(json.dumps(slots), "utf-8")
    return folder


def test_the_door_shows_office_and_officers_and_no_more(folder: Path) -> None:
    slots = door(folder).slots()
    assert (slots.office_name_ja, slots.office_name_en, slots.environment) == ("経済産業省", "METI", "rehearsal")
    assert set(slots.names.values()) == {FIRST.name, SECOND.name}
    assert not slots.device_bound


@pytest.mark.parametrize(
    "typed",
    ["", "second Passphrase", "second passphrase ", " second passphrase", FIRST.passphrase, "\ud800", "あ" * 500],
)
def test_a_wrong_passphrase_opens_nothing_and_changes_nothing(folder: Path, typed: str) -> None:
    before = files(folder)
    assert refusal(door(folder), person(folder, SECOND), typed) == "vault.wrong-passphrase"
    after = files(folder)
    # Only that it was tried is kept, and not what was typed.
    assert after.pop("tries.json").count(b"unrecorded") == 1
    assert after == before


@pytest.mark.parametrize("who", ["", "0" * 16, FIRST.name, "../keys.db"])
def test_an_unknown_officer_is_told_apart_without_any_work(folder: Path, who: str) -> None:
    assert refusal(door(folder), PersonId(who), FIRST.passphrase) == "vault.unknown-officer"
    with pytest.raises(VaultError, match=r"^vault.unknown-officer$"):
        door(folder).signer(PersonId(who), FIRST.passphrase)


def test_a_slot_under_another_name_opens_for_nobody(folder: Path) -> None:
    """The header is bound into the slot: an officer does not become another one by a change of the file."""
    first, second = person(folder, FIRST), person(folder, SECOND)

    def exchange(slots: dict[str, Any]) -> None:
        for slot in slots["slots"]:
            slot["hdr"]["slot"] = second if slot["hdr"]["slot"] == first else first

    with_slots(folder, exchange)
    for who, passphrase in ((first, FIRST.passphrase), (second, FIRST.passphrase), (second, SECOND.passphrase)):
        assert refusal(door(folder), who, passphrase) == "vault.wrong-passphrase"


@pytest.mark.parametrize(
    "damage",
    [
        b"",
        b"{}",
        b"[]",
        b"\xff\xfe",
        b"{" * 5000,
        b" " * (256 * 1024 + 1),
    ],
)
def test_a_slots_file_that_is_none_is_damaged(folder: Path, damage: bytes) -> None:
    (folder / "keyslots.json").write_bytes(damage)
    with pytest.raises(VaultError, match=r"^vault.slots-damaged$"):
        door(folder).slots()
    assert refusal(door(folder), PersonId("anybody"), "any passphrase") == "vault.slots-damaged"


@pytest.mark.parametrize(
    "change",
    [
        lambda slots: slots.update(format="sekisho-keyslots/1"),
        lambda slots: slots.update(extra=1),
        lambda slots: slots.update(slots=[]),
        lambda slots: slots.update(slots=slots["slots"] * 40),
        lambda slots: slots["slots"][0].pop("commit"),
        lambda slots: slots["slots"][0]["hdr"].update(kind="recovery"),
        lambda slots: slots["slots"][0]["hdr"]["kdf"].update(alg="scrypt"),
    ],
)
def test_a_slots_file_of_another_form_is_damaged(folder: Path, change: Callable[[dict[str, Any]], object]) -> None:
    with pytest.raises(VaultError, match=r"^vault.slots-damaged$"):
        door(with_slots(folder, change)).slots()


@pytest.mark.parametrize("cost", [{"m_kib": 8}, {"m_kib": 2**40}, {"t": 1}, {"t": 10**9}, {"p": 0}, {"p": 64}])
def test_a_slot_that_asks_for_too_little_or_too_much_work_is_refused(folder: Path, cost: dict[str, int]) -> None:
    who = person(folder, SECOND)
    with_slots(folder, lambda slots: [slot["hdr"]["kdf"].update(cost) for slot in slots["slots"]])
    assert refusal(door(folder), who, SECOND.passphrase) == "vault.slot-parameters"


def test_where_no_vault_is_the_door_says_so(tmp_path: Path) -> None:
    for place in (tmp_path, tmp_path / "nowhere"):
        with pytest.raises(VaultError, match=r"^vault.missing$"):
            door(place).slots()


def test_the_slots_of_one_vault_do_not_open_another(folder: Path, tmp_path: Path) -> None:
    make(tmp_path / "other")
    for name in ("vault.db", "keys.db"):
        shutil.copy(tmp_path / "other" / name, folder / name)
    assert refusal(door(folder), person(folder, SECOND), SECOND.passphrase) == "vault.wrong-key"


def test_coming_in_is_on_record_and_a_refusal_leaves_no_session(folder: Path) -> None:
    who = person(folder, SECOND)
    assert refusal(door(folder), who, "wrong passphrase") == "vault.wrong-passphrase"
    session = door(folder).unlock(who, SECOND.passphrase)
    record = Services.over(session.desk, shelf()).record
    events = [(event.code, event.person) for event in record.newest(session.actor)]
    assert events == [("vault.unlocked", who), ("vault.unlock-failed", who), ("vault.created", "setup")]
    session.lock()


def test_a_locked_session_does_nothing_more(folder: Path) -> None:
    session = door(folder).unlock(person(folder, SECOND), SECOND.passphrase)
    session.lock()
    session.lock()
    with pytest.raises(BugError, match=r"^bug.locked$"):
        Services.over(session.desk, shelf()).record.newest(session.actor)


def test_a_second_officer_takes_a_seat_with_the_own_passphrase_and_roles(folder: Path) -> None:
    locked = door(folder)
    session = locked.unlock(person(folder, FIRST), FIRST.passphrase)
    seat = locked.seat(session.desk, person(folder, SECOND), SECOND.passphrase)
    assert (seat.actor.person, seat.actor.roles) == (person(folder, SECOND), SECOND.roles)
    assert seat.actor.session != session.actor.session
    assert seat.signer.person == seat.actor.person
    with session.desk.vault.read() as unit:
        assert unit.people.officer(seat.actor.person).signing_key == seat.signer.signing_key
    with pytest.raises(VaultError, match=r"^seat.wrong-passphrase$"):
        locked.seat(session.desk, person(folder, SECOND), FIRST.passphrase)
    session.lock()


def test_an_officer_who_left_does_not_come_in(folder: Path) -> None:
    who = person(folder, SECOND)
    session = door(folder).unlock(person(folder, FIRST), FIRST.passphrase)
    with session.desk.vault._writer.begin() as connection:
        connection.exec_driver_sql("UPDATE officers SET ended_at = '2025-06-09T00:00:00Z' WHERE person_id = ?", (who,))
    with pytest.raises(VaultError, match=r"^vault.unknown-officer$"):
        door(folder).seat(session.desk, who, SECOND.passphrase)
    session.lock()
    assert refusal(door(folder), who, SECOND.passphrase) == "vault.unknown-officer"


def test_the_hand_is_the_same_each_time_and_shows_no_key(folder: Path) -> None:
    who = person(folder, SECOND)
    one, two = (door(folder).signer(who, SECOND.passphrase) for _ in range(2))
    assert (one.key_id, one.root_key) == (two.key_id, two.root_key)
    assert one.signing_key != one.root_key
    assert isinstance(one, Signer)
    assert "Signing" not in repr(one)


def test_what_a_crash_left_without_a_row_is_swept_when_the_door_opens(folder: Path) -> None:
    (folder / "blobs" / "0123456789abcdef").write_bytes(b"a file without a row")
    door(folder).unlock(person(folder, SECOND), SECOND.passphrase).lock()
    assert list((folder / "blobs").iterdir()) == []
