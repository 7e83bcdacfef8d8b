"""Two sheets together open what no passphrase opens any more, once; one of them opens nothing."""

import shutil
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest

from app.models.domain.actor import Role
from app.models.domain.errors import AppError, InvalidInputError, NotAuthorisedError, VaultError
from app.models.domain.ids import PersonId
from app.services.container import Services
from app.services.crypto.age import Identity
from app.services.officers.officers import Officers
from app.services.officers.recovery import Recovery
from app.services.officers.sheets import PREFIX, Sheet, typed_identity
from app.services.platform.keyring_store import KeyringSecretStore
from app.services.stations.setup import NewOfficer, device_secret_name, set_up
from app.services.vault.slots import read_slots
from tests.services.exchange.offices import entropy, shelf
from tests.services.stations.desks import make, new_station, person
from tests.services.stations.keyroom import FIRST, SECOND, THIRD, KeyRoom
from tests.services.stations.test_device_binding import door as bound_door

HOLDERS = ("保全　花子", "総務　太郎")
NEW = "after the recovery"


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("made") / "vault"
    make(folder)
    return folder


@pytest.fixture
def room(made: Path, tmp_path: Path) -> Iterator[KeyRoom]:
    opened = KeyRoom.over(shutil.copytree(made, tmp_path / "vault"))
    opened.unlock(FIRST)
    yield opened
    opened.lock()


def appointed(room: KeyRoom) -> tuple[Identity, Identity]:
    """Sheets as their holders type them."""
    sheets = Recovery(room.open.desk).appoint(room.actor, *HOLDERS)
    return keys_of(sheets)


def keys_of(sheets: tuple[Sheet, Sheet]) -> tuple[Identity, Identity]:
    first, second = (typed_identity(" ".join(sheet.groups).lower(), sheet.number) for sheet in sheets)
    return first, second


def refused(room: KeyRoom, first: Identity, second: Identity, who: PersonId, passphrase: str = NEW) -> str:
    before = (room.folder / "keyslots.json").read_bytes()
    with pytest.raises(AppError) as told:
        room.door.recover(first, second, who, passphrase)
    assert (room.folder / "keyslots.json").read_bytes() == before
    return told.value.code


@pytest.mark.parametrize("turned", [False, True])
def test_both_sheets_give_one_officer_new_keys_once(room: KeyRoom, *, turned: bool) -> None:
    who = room.third()
    first, second = appointed(room)
    old = room.door.signer(who, THIRD.passphrase)
    room.lock()
    done = room.door.recover(*((second, first) if turned else (first, second)), who, NEW)
    assert (done.officer_name, done.device_renewed, done.key_renewed) == (THIRD.name, False, True)
    with pytest.raises(VaultError, match=r"^vault.wrong-passphrase$"):
        room.unlock(THIRD)
    room.unlock(THIRD, NEW)
    assert room.codes()[:4] == ["vault.unlocked", "vault.unlock-failed", "vault.rekeyed", "recovery.used"]
    assert room.door.signer(who, NEW).signing_key != old.signing_key
    with room.open.desk.vault.read() as unit:
        assert unit.people.officer(who).signing_key == room.door.signer(who, NEW).signing_key
        assert unit.keys.recovery_sheets() == []
    room.lock()
    assert refused(room, first, second, who) == "recovery.none"
    for officer in (FIRST, SECOND):
        room.unlock(officer)
    assert Services.over(room.open.desk, shelf()).record.verify(room.actor).is_sound


def test_what_is_on_record_of_the_sheets_is_what_stands_on_them(room: KeyRoom) -> None:
    sheets = Recovery(room.open.desk).appoint(room.actor, *HOLDERS)
    with room.open.desk.vault.read() as unit:
        entry = unit.record.newest_first(1)[0].entry
    for sheet in sheets:
        assert sheet.fingerprint.encode() in entry
        assert "".join(sheet.groups).encode() not in entry
        assert "".join(sheet.groups) not in repr(sheet)
    keys = room.officers.keys(room.actor)
    assert [(sheet.number, sheet.holder) for sheet in keys.recovery] == [(1, HOLDERS[0]), (2, HOLDERS[1])]


def test_the_keys_on_the_sheets_are_in_no_file(room: KeyRoom) -> None:
    sheets = Recovery(room.open.desk).appoint(room.actor, *HOLDERS)
    room.lock()
    for sheet, identity in zip(sheets, keys_of(sheets), strict=True):
        text = identity.encode()
        for path in room.folder.rglob("*"):
            if path.is_file():
                data = path.read_bytes().upper()
                assert text.encode() not in data
                assert text.removeprefix(PREFIX)[:20].encode() not in data
        assert sheet.pdf not in {path.read_bytes() for path in room.folder.rglob("*") if path.is_file()}


def test_a_sheet_is_a_whole_pdf_of_its_own(room: KeyRoom) -> None:
    first, second = Recovery(room.open.desk).appoint(room.actor, *HOLDERS)
    assert first.groups != second.groups
    for sheet in (first, second):
        with pikepdf.open(BytesIO(sheet.pdf)) as pdf:
            assert len(pdf.pages) == 2


def test_one_sheet_opens_nothing(room: KeyRoom) -> None:
    first, second = appointed(room)
    other = Identity.generate(entropy)
    room.lock()
    who = person(room.folder, SECOND)
    assert refused(room, first, first, who) == "recovery.same-sheet"
    assert refused(room, first, other, who) == "recovery.other-sheet"
    assert refused(room, other, second, who) == "recovery.other-sheet"
    assert refused(room, first, second, PersonId("nobody")) == "vault.unknown-officer"
    assert refused(room, first, second, who, "short") == "vault.passphrase-short"
    assert refused(room, first, second, who, SECOND.name) == "vault.passphrase-guessable"
    room.door.recover(first, second, who, NEW)


def test_a_vault_without_sheets_says_so(room: KeyRoom) -> None:
    room.lock()
    keys = Identity.generate(entropy), Identity.generate(entropy)
    assert refused(room, *keys, person(room.folder, FIRST)) == "recovery.none"


def test_sheets_that_were_replaced_open_nothing_even_with_an_old_copy_of_the_slots(room: KeyRoom) -> None:
    first, second = appointed(room)
    old = (room.folder / "keyslots.json").read_bytes()
    newer = appointed(room)
    assert room.codes()[:2] == ["vault.rekeyed", "recovery.appointed"]
    room.lock()
    who = person(room.folder, SECOND)
    assert refused(room, first, second, who) == "recovery.other-sheet"
    new = (room.folder / "keyslots.json").read_bytes()
    (room.folder / "keyslots.json").write_bytes(old)
    assert refused(room, first, second, who) == "vault.wrong-key"
    (room.folder / "keyslots.json").write_bytes(new)
    room.door.recover(*newer, who, NEW)


def test_sheets_stay_good_when_the_key_is_renewed(room: KeyRoom) -> None:
    first, second = appointed(room)
    for _ in range(2):
        room.officers.renew_key(room.actor)
    room.lock()
    room.door.recover(first, second, person(room.folder, FIRST), NEW)
    room.unlock(FIRST, NEW)


def test_a_damaged_share_is_found(room: KeyRoom) -> None:
    first, second = appointed(room)
    room.lock()
    path = room.folder / "keyslots.json"
    shares = read_slots(room.folder).recovery
    assert shares is not None
    path.write_text(path.read_text("utf-8").replace(shares.shares[1], shares.shares[1][:-8] + "AAAAAAA="), "utf-8")
    assert refused(room, first, second, person(room.folder, FIRST)) == "vault.slots-damaged"


def test_while_somebody_is_in_the_vault_the_key_is_renewed_later(room: KeyRoom) -> None:
    first, second = appointed(room)
    done = room.door.recover(first, second, person(room.folder, SECOND), NEW)
    assert not done.key_renewed
    room.unlock(SECOND, NEW)
    assert room.codes()[:3] == ["vault.rekeyed", "vault.unlocked", "recovery.used"]


def test_who_could_not_come_in_for_a_term_or_for_wrong_tries_comes_in(room: KeyRoom) -> None:
    who = room.third()
    room.officers.set_term(room.actor, who, room.clock.today())
    first, second = appointed(room)
    room.lock()
    room.clock.advance(timedelta(days=2))
    for _ in range(5):
        with pytest.raises(VaultError, match=r"^vault.wrong-passphrase$"):
            room.door.unlock(who, "wrong passphrase")
    room.door.recover(first, second, who, NEW)
    room.unlock(THIRD, NEW)
    assert "vault.unlock-failed" in room.codes()[:2]


@pytest.mark.parametrize("holders", [("", "総務"), ("総務", " "), ("総務　太郎", "総務 太郎"), ("Ａ", "a")])
def test_two_different_people_hold_the_sheets(room: KeyRoom, holders: tuple[str, str]) -> None:
    with pytest.raises(InvalidInputError, match=r"^recovery.holders$"):
        Recovery(room.open.desk).appoint(room.actor, *holders)
    assert read_slots(room.folder).recovery is None


def test_only_the_administrator_appoints(room: KeyRoom) -> None:
    room.unlock(SECOND)
    with pytest.raises(NotAuthorisedError, match=r"^access.wrong-role$"):
        Recovery(room.open.desk).appoint(room.actor, *HOLDERS)


def test_what_is_typed_from_a_sheet_is_understood_or_refused() -> None:
    identity = Identity(bytes(range(32)))
    text = identity.encode()
    body = text.removeprefix(PREFIX)
    for typed in (text, body, text.lower(), " ".join(body), body.replace("0", "O"), body.replace("L", "1")):
        assert typed_identity(typed, 1).encode() == text
    wide = "".join(chr(ord(letter) + 0xFEE0) for letter in body)
    assert typed_identity(wide, 1).encode() == text
    for place in range(len(body)):
        other = "Q" if body[place] != "Q" else "P"
        for typed in (body[:place] + other + body[place + 1 :], body[:place] + body[place + 1 :]):
            with pytest.raises(InvalidInputError, match=r"^recovery.mistyped$") as told:
                typed_identity(typed, 2)
            assert told.value.params == {"field": "sheet-2", "which": 2}
            assert typed not in str(told.value)
    for typed in ("", PREFIX, "age1pq1", body + body, "\ud800", "あ" * 58):
        with pytest.raises(InvalidInputError, match=r"^recovery.mistyped$"):
            typed_identity(typed, 1)


def test_where_the_keyring_forgot_the_vault_an_administrator_gets_in_and_lets_the_others_in(tmp_path: Path) -> None:
    folder, secrets = tmp_path / "vault", KeyringSecretStore()
    room = KeyRoom.over(folder)
    set_up(folder, replace(new_station(), device_bound=True), secrets=secrets, clock=room.clock, entropy=entropy)
    door = bound_door(folder)
    session = door.unlock(person(folder, FIRST), FIRST.passphrase)
    first, second = keys_of(Recovery(session.desk).appoint(session.actor, *HOLDERS))
    session.lock()
    secrets.forget(device_secret_name(read_slots(folder).vault_id))
    with pytest.raises(InvalidInputError, match=r"^recovery.needs-administrator$"):
        door.recover(first, second, person(folder, SECOND), NEW)
    done = door.recover(first, second, person(folder, FIRST), NEW)
    assert done.device_renewed
    room.session = door.unlock(person(folder, FIRST), NEW)
    Officers(room.open.desk, door).reset(room.actor, person(folder, SECOND), "given anew by hand")
    room.lock()
    door.unlock(person(folder, SECOND), "given anew by hand").lock()


def test_an_administrator_alone_can_come_back(room: KeyRoom) -> None:
    both = NewOfficer("兼務　四郎", frozenset({Role.ADMINISTRATOR, Role.SECURITY_OFFICER}), "fourth passphrase")
    room.officers.add(room.actor, both)
    first, second = appointed(room)
    room.lock()
    room.door.recover(first, second, person(room.folder, both), NEW)
    room.unlock(both, NEW)
