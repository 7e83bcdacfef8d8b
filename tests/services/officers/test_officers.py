"""Officers come, change their passphrases, get terms and new keys, and go; each of it is on record."""

import shutil
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from app.models.domain.actor import Role
from app.models.domain.acts import Action
from app.models.domain.errors import AppError, InvalidInputError, NotAuthorisedError, VaultError
from app.models.domain.ids import PersonId
from app.services.stations.setup import NewOfficer
from app.services.stations.signer import Signer
from app.services.vault.slots import read_slots
from tests.services.stations.desks import make, new_station, person
from tests.services.stations.keyroom import FIRST, SECOND, THIRD, KeyRoom


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("made") / "vault"
    make(folder)
    return folder


@pytest.fixture
def room(made: Path, tmp_path: Path) -> Iterator[KeyRoom]:
    """The administrator is in the vault."""
    opened = KeyRoom.over(shutil.copytree(made, tmp_path / "vault"))
    opened.unlock(FIRST)
    yield opened
    opened.lock()


def refused(room: KeyRoom, officer: NewOfficer, passphrase: str = "") -> str:
    with pytest.raises(AppError) as told:
        room.unlock(officer, passphrase)
    return told.value.code


def test_a_new_officer_comes_in_with_the_own_passphrase_and_role(room: KeyRoom) -> None:
    added = room.third()
    assert room.codes()[0] == "officer.added"
    session = room.unlock(THIRD)
    assert (session.actor.person, session.actor.roles, session.officer_name) == (added, THIRD.roles, THIRD.name)
    with pytest.raises(NotAuthorisedError, match=r"^access.wrong-role$"):
        room.officers.add(room.actor, replace(THIRD, name="四人目"))
    with pytest.raises(NotAuthorisedError, match=r"^access.wrong-role$"):
        room.officers.end(room.actor, person(room.folder, SECOND))
    assert room.codes()[:2] == ["officer.ended", "officer.added"]


@pytest.mark.parametrize(
    ("new", "code"),
    [
        (replace(THIRD, name=FIRST.name), "officers.same-name"),
        (replace(THIRD, name=FIRST.name.replace("\u3000", " ")), "officers.same-name"),
        (replace(THIRD, name=" "), "setup.officer-incomplete"),
        (replace(THIRD, roles=frozenset()), "setup.officer-incomplete"),
        (replace(THIRD, passphrase="short"), "vault.passphrase-short"),
        (replace(THIRD, passphrase="ああああああああああ"), "vault.passphrase-guessable"),
        (replace(THIRD, passphrase="Ｐａｓｓｗｏｒｄ"), "vault.passphrase-guessable"),
        (replace(THIRD, passphrase="password Password"), "vault.passphrase-guessable"),
        (replace(THIRD, passphrase="ab1ab1ab1ab1ab1"), "vault.passphrase-guessable"),
        (replace(THIRD, name="A Long Name", passphrase="a longname"), "vault.passphrase-guessable"),
        (replace(THIRD, passphrase="経済　産業　省  "), "vault.passphrase-guessable"),
    ],
)
def test_an_officer_who_cannot_be_told_apart_or_protected_is_refused(room: KeyRoom, new: NewOfficer, code: str) -> None:
    before = (room.folder / "keyslots.json").read_bytes()
    with pytest.raises(InvalidInputError, match=f"^{code}$"):
        room.officers.add(room.actor, new)
    assert (room.folder / "keyslots.json").read_bytes() == before
    assert "officer.added" not in room.codes()


def test_two_officers_of_one_name_begin_no_office(tmp_path: Path) -> None:
    with pytest.raises(InvalidInputError, match=r"^officers.same-name$"):
        make(tmp_path / "vault", new_station(FIRST, replace(SECOND, name=FIRST.name)))
    assert not (tmp_path / "vault").exists()


def test_a_changed_passphrase_opens_and_the_old_one_does_not(room: KeyRoom) -> None:
    hand = room.door.signer(room.actor.person, FIRST.passphrase)
    room.officers.change_passphrase(room.actor, FIRST.passphrase, "another passphrase")
    assert room.codes()[0] == "officer.passphrase-changed"
    room.lock()
    assert refused(room, FIRST) == "vault.wrong-passphrase"
    room.unlock(FIRST, "another passphrase")
    assert room.door.signer(room.actor.person, "another passphrase").signing_key == hand.signing_key
    assert read_slots(room.folder).slots[0].hdr.seq == 2


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("wrong passphrase", "another passphrase", "vault.wrong-passphrase"),
        (FIRST.passphrase, FIRST.passphrase, "vault.passphrase-same"),
        (FIRST.passphrase, "short", "vault.passphrase-short"),
        (FIRST.passphrase, FIRST.name + "　" * 8, "vault.passphrase-guessable"),
    ],
)
def test_a_change_that_is_none_is_refused(room: KeyRoom, old: str, new: str, code: str) -> None:
    with pytest.raises(AppError, match=f"^{code}$"):
        room.officers.change_passphrase(room.actor, old, new)
    room.unlock(FIRST)


def test_a_passphrase_is_used_as_it_was_typed(room: KeyRoom) -> None:
    room.officers.change_passphrase(room.actor, FIRST.passphrase, " がぎぐげご　ざじず ")
    room.lock()
    assert refused(room, FIRST, "がぎぐげご　ざじず") == "vault.wrong-passphrase"
    room.unlock(FIRST, " か\u3099きﾞぐげご　ざじず ".replace("ﾞ", "\u3099"))


def test_new_keys_for_an_officer_who_forgot(room: KeyRoom) -> None:
    who = room.third()
    with room.open.desk.vault.read() as unit:
        before = unit.people.officer(who)
    room.officers.reset(room.actor, who, "given by the administrator")
    assert room.codes()[0] == "officer.passphrase-reset"
    assert refused(room, THIRD) == "vault.wrong-passphrase"
    room.unlock(THIRD, "given by the administrator")
    hand = room.door.signer(who, "given by the administrator")
    with room.open.desk.vault.read() as unit:
        after = unit.people.officer(who)
    assert (after.signing_key, after.root_key, after.recipient) == (hand.signing_key, hand.root_key, hand.recipient)
    assert len({before.signing_key, after.signing_key, before.recipient, after.recipient}) == 4
    assert after.name == before.name
    with pytest.raises(InvalidInputError, match=r"^officers.own-reset$"):
        room.officers.reset(room.actor, who, "my own new passphrase")


def test_who_left_does_not_come_in_and_old_copies_open_nothing(room: KeyRoom) -> None:
    who = room.third()
    old = (room.folder / "keyslots.json").read_bytes()
    assert room.officers.end(room.actor, who)
    assert room.codes()[:2] == ["vault.rekeyed", "officer.ended"]
    assert who not in read_slots(room.folder).names
    room.lock()
    (room.folder / "keyslots.json").write_bytes(old)
    with pytest.raises(VaultError, match=r"^vault.wrong-key$"):
        room.door.unlock(who, THIRD.passphrase)


def test_who_is_ended_while_others_work_is_gone_at_once_and_the_key_is_renewed_later(room: KeyRoom) -> None:
    who = room.third()
    other = room.door.unlock(person(room.folder, SECOND), SECOND.passphrase)
    assert not room.officers.end(room.actor, who)
    assert who not in read_slots(room.folder).names
    assert room.officers.keys(room.actor).renewal_due == "officer-ended"
    other.lock()
    room.unlock(SECOND)
    assert room.codes()[:2] == ["vault.rekeyed", "vault.unlocked"]
    keys = room.officers.keys(room.actor)
    assert (keys.renewal_due, keys.generation) == ("", 1)
    with pytest.raises(VaultError, match=r"^vault.unknown-officer$"):
        room.door.signer(who, THIRD.passphrase)


@pytest.mark.parametrize("target", ["self", "only security officer", "nobody", "twice"])
def test_an_end_that_cannot_be_is_refused(room: KeyRoom, target: str) -> None:
    who = room.third()
    if target == "twice":
        room.officers.end(room.actor, who)
    other = {"self": room.actor.person, "only security officer": person(room.folder, SECOND), "twice": who}
    code = {"self": "officers.own-end", "only security officer": "officers.last-of-role"}
    with pytest.raises(AppError, match=f"^{code.get(target, 'vault.unknown-officer')}$"):
        room.officers.end(room.actor, other.get(target, PersonId("nobody")))
    room.unlock(SECOND)


def test_after_the_last_day_of_the_term_the_door_stays_shut_until_it_is_extended(room: KeyRoom) -> None:
    who = room.third()
    today = room.clock.today()
    room.officers.set_term(room.actor, who, today)
    assert room.codes()[0] == "officer.term-set"
    room.unlock(THIRD)
    room.clock.advance(timedelta(days=1))
    assert refused(room, THIRD) == "vault.officer-expired"
    room.unlock(FIRST)
    with pytest.raises(VaultError, match=r"^vault.officer-expired$"):
        room.door.seat(room.open.desk, who, THIRD.passphrase)
    room.officers.set_term(room.actor, who, None)
    room.unlock(THIRD)


def test_a_term_that_cannot_be_is_refused(room: KeyRoom) -> None:
    with pytest.raises(InvalidInputError, match=r"^officers.last-of-role$"):
        room.officers.set_term(room.actor, person(room.folder, SECOND), date(2099, 1, 1))
    with pytest.raises(InvalidInputError, match=r"^officers.term-past$"):
        room.officers.set_term(room.actor, person(room.folder, SECOND), date(2020, 1, 1))
    keys = room.officers.keys(room.actor)
    assert [holder.officer.until for holder in keys.holders] == [None, None]


def test_the_key_is_renewed_on_demand(room: KeyRoom) -> None:
    room.officers.renew_key(room.actor)
    assert room.codes()[:2] == ["vault.rekeyed", "vault.renewal-ordered"]
    keys = room.officers.keys(room.actor)
    assert [holder.awaits_unlock for holder in keys.holders] == [True, True]
    room.unlock(SECOND)
    waiting = {holder.officer.name: holder.awaits_unlock for holder in room.officers.keys(room.actor).holders}
    assert waiting == {FIRST.name: True, SECOND.name: False}


def test_one_person_with_both_indispensable_roles_may_let_the_others_go(room: KeyRoom) -> None:
    both = NewOfficer("兼務　四郎", frozenset({Role.ADMINISTRATOR, Role.SECURITY_OFFICER}), "fourth passphrase")
    room.officers.add(room.actor, both)
    room.unlock(both)
    for officer in (FIRST, SECOND):
        assert room.officers.end(room.actor, person(room.folder, officer))
    room.unlock(both)
    assert list(read_slots(room.folder).names.values()) == [both.name]


def test_no_hand_is_made_without_a_secret_of_its_own(room: KeyRoom) -> None:
    who = room.third()
    with room.open.desk.vault.read() as unit:
        keys = [officer.signing_key for officer in unit.people.officers()]
    assert len(set(keys)) == 3
    assert isinstance(room.door.signer(who, THIRD.passphrase), Signer)


def test_a_slots_file_changed_by_hand_says_the_truth_again_after_the_next_unlocking(room: KeyRoom) -> None:
    path = room.folder / "keyslots.json"
    true = path.read_text("utf-8")
    room.lock()
    path.write_text(true.replace(SECOND.name, "なりすまし"), "utf-8")
    room.session = room.door.unlock(person(room.folder, FIRST), FIRST.passphrase)
    assert path.read_text("utf-8") == true


@pytest.mark.parametrize("way", ["ended", "term"])
def test_who_leaves_while_at_work_does_nothing_more(room: KeyRoom, way: str) -> None:
    """Another program on this machine may have the vault open when the administrator acts."""
    who = room.third()
    open_elsewhere = room.door.unlock(who, THIRD.passphrase)
    if way == "ended":
        assert not room.officers.end(room.actor, who)
    else:
        room.officers.set_term(room.actor, who, room.clock.today())
        room.clock.advance(timedelta(days=1))
    with (
        pytest.raises(NotAuthorisedError, match=r"^access.officer-left$"),
        open_elsewhere.desk.act(open_elsewhere.actor, Action.SEE_TODAY),
    ):
        pytest.fail("an officer who left acted")
    open_elsewhere.lock()
    with room.open.desk.vault.read() as unit:
        assert "refused:officer-left" in [event.result for event in unit.record.newest_first(5)]
