"""A slot that needs a hardware token: at the door, for each signature, and when something is wrong with the token.

The fake plays what SoftHSM cannot: a token that locks and one that is pulled out. The way in is shown with both.
"""

import json
import shutil
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from app.models.domain.errors import AppError, CancelledError, VaultError
from app.models.domain.ids import PersonId
from app.models.domain.tokens import TokenBinding, TokenSeen
from app.services.container import Services
from app.services.officers.officers import Officers
from app.services.officers.tokens import OfficerTokens
from app.services.platform.time import FixedClock
from app.services.ports import Token
from app.services.stations.tokens import AskPin, TokenReader, no_pin
from app.services.stations.unlocking import Door
from app.services.vault.slots import read_slots, slot_of
from tests.fakes.network import FakeNetwork
from tests.fakes.token import FakeCard, FakeToken
from tests.services.exchange.offices import START, entropy, shelf
from tests.services.stations.desks import FIRST, SECOND, NoKeyring, make, person
from tests.services.stations.desks import door as door_without
from tests.softhsm import MODULE, PIN, SoftHsm

LABEL = "officer-hanako"


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("made") / "vault"
    make(folder)
    return folder


@dataclass
class Bound:
    """A vault whose second officer needs a token."""

    folder: Path
    port: Token
    seen: TokenSeen
    card: FakeCard | None
    asked: list[str] = field(default_factory=list)

    def door(self, ask: AskPin = no_pin) -> Door:
        reader = TokenReader(self.port, ask)
        return Door(
            self.folder,
            secrets=NoKeyring(),
            clock=FixedClock(START),
            entropy=entropy,
            network=FakeNetwork(),
            tokens=reader,
        )

    def answer(self, binding: TokenBinding) -> str:
        self.asked.append(binding.label)
        return PIN

    @property
    def who(self) -> PersonId:
        return person(self.folder, SECOND)


@pytest.fixture(scope="module")
def softhsm(tmp_path_factory: pytest.TempPathFactory) -> SoftHsm:
    return SoftHsm(tmp_path_factory.mktemp("softhsm"))


@pytest.fixture(params=["fake", "softhsm"])
def either(request: pytest.FixtureRequest, made: Path, tmp_path: Path) -> Bound:
    folder = shutil.copytree(made, tmp_path / "vault")
    if request.param == "fake":
        return fake_bound(folder)
    if not MODULE.exists():
        pytest.skip("no SoftHSM: run build/system-packages test")
    real: SoftHsm = request.getfixturevalue("softhsm")
    serial = real.initialise(LABEL)
    return bind(Bound(folder, real.port, TokenSeen(LABEL, serial, "", is_locked=False), None))


@pytest.fixture
def bound(made: Path, tmp_path: Path) -> Bound:
    return fake_bound(shutil.copytree(made, tmp_path / "vault"))


def fake_bound(folder: Path) -> Bound:
    card = FakeCard(LABEL, PIN)
    return bind(Bound(folder, FakeToken(card), TokenSeen(LABEL, card.serial, "", is_locked=False), card))


def bind(one: Bound) -> Bound:
    door = one.door()
    session = door.unlock(one.who, SECOND.passphrase)
    OfficerTokens(session.desk, door).bind(session.actor, SECOND.passphrase, one.seen, PIN)
    session.lock()
    return one


def refusal(act: Callable[[], object]) -> str:
    with pytest.raises(AppError) as refused:
        act()
    return refused.value.code


def files(folder: Path) -> dict[str, bytes]:
    return {entry.name: entry.read_bytes() for entry in folder.iterdir() if entry.is_file()}


def test_both_are_needed_and_binding_is_on_record(either: Bound) -> None:
    door = either.door()
    slot = slot_of(read_slots(either.folder), either.who)
    assert slot.hdr.token is not None
    assert (slot.hdr.kind, slot.hdr.seq, slot.hdr.token.label) == ("token", 2, LABEL)
    assert refusal(lambda: door.unlock(either.who, SECOND.passphrase)) == "token.pin-missing"
    assert refusal(lambda: door.unlock(either.who, SECOND.passphrase, "000000")) == "token.wrong-pin"
    assert refusal(lambda: door.unlock(either.who, "wrong passphrase", PIN)) == "vault.wrong-passphrase"
    session = door.unlock(either.who, SECOND.passphrase, PIN)
    events = Services.over(session.desk, shelf()).record.newest(session.actor)
    details = [json.loads(event.entry)["detail"] for event in events if event.code == "officer.token-bound"]
    assert details == [{"token": slot.hdr.token.key}]
    session.lock()
    door.unlock(person(either.folder, FIRST), FIRST.passphrase).lock()


def test_the_hand_stays_the_same_and_the_pin_is_asked_for_each_signature(either: Bound) -> None:
    session = either.door().unlock(either.who, SECOND.passphrase, PIN)
    door = either.door(either.answer)
    with session.desk.vault.read() as unit:
        assert unit.people.officer(either.who).signing_key == door.signer(either.who, SECOND.passphrase).signing_key
    door.seat(session.desk, either.who, SECOND.passphrase)
    assert either.asked == [LABEL, LABEL]
    session.lock()


def test_a_person_who_gives_no_pin_changes_nothing(bound: Bound) -> None:
    def no(_binding: TokenBinding) -> str:
        raise CancelledError

    before = files(bound.folder)
    assert refusal(lambda: bound.door(no).signer(bound.who, SECOND.passphrase)) == "job.cancelled"
    assert files(bound.folder) == before


def test_a_wrong_pin_three_times_locks_the_token_and_not_the_vault(bound: Bound) -> None:
    door, before = bound.door(), files(bound.folder)
    tries = [refusal(lambda: door.unlock(bound.who, SECOND.passphrase, "111111")) for _ in range(3)]
    assert tries == ["token.wrong-pin"] * 3
    assert refusal(lambda: door.unlock(bound.who, SECOND.passphrase, PIN)) == "token.locked"
    assert {name: data for name, data in files(bound.folder).items() if name in before} == before
    door.unlock(person(bound.folder, FIRST), FIRST.passphrase).lock()


def test_a_token_that_is_not_there_or_another_one(bound: Bound) -> None:
    assert isinstance(bound.port, FakeToken)
    right = bound.port.cards.pop()
    assert refusal(lambda: bound.door().unlock(bound.who, SECOND.passphrase, PIN)) == "token.missing"
    bound.port.cards.append(FakeCard(LABEL, PIN))
    assert refusal(lambda: bound.door().unlock(bound.who, SECOND.passphrase, PIN)) == "token.other-key"
    bound.port.cards.append(FakeCard(LABEL, PIN, serial=right.serial))
    assert refusal(lambda: bound.door().unlock(bound.who, SECOND.passphrase, PIN)) == "token.other-key"
    bound.port.cards.insert(0, right)
    bound.door().unlock(bound.who, SECOND.passphrase, PIN).lock()


def test_a_token_pulled_out_gives_no_hand(bound: Bound) -> None:
    session = bound.door().unlock(bound.who, SECOND.passphrase, PIN)
    assert bound.card is not None
    bound.card.pulled_at = bound.card.calls + 1
    assert refusal(lambda: bound.door(bound.answer).seat(session.desk, bound.who, SECOND.passphrase)) == "token.pulled"
    bound.card.pulled_at = None
    bound.door(bound.answer).seat(session.desk, bound.who, SECOND.passphrase)
    session.lock()


def test_where_no_module_is_the_slot_says_what_is_missing(bound: Bound) -> None:
    assert refusal(lambda: door_without(bound.folder).unlock(bound.who, SECOND.passphrase, PIN)) == "token.no-module"


def test_another_token_takes_the_place_of_the_first(bound: Bound) -> None:
    assert isinstance(bound.port, FakeToken)
    bound.port.cards.append(FakeCard("second", "999999"))
    other = bound.port.present()[1]
    door = bound.door(bound.answer)
    session = door.unlock(bound.who, SECOND.passphrase, PIN)
    OfficerTokens(session.desk, door).bind(session.actor, SECOND.passphrase, other, "999999")
    session.lock()
    assert bound.asked == [LABEL], "the first one was asked once more"
    bound.port.cards.pop(0)
    bound.door().unlock(bound.who, SECOND.passphrase, "999999").lock()


def test_a_token_is_bound_only_with_the_own_passphrase(made: Path, tmp_path: Path) -> None:
    folder = shutil.copytree(made, tmp_path / "vault")
    card = FakeCard(LABEL, PIN)
    one = Bound(folder, FakeToken(card), TokenSeen(LABEL, card.serial, "", is_locked=False), card)
    door = one.door()
    session = door.unlock(one.who, SECOND.passphrase)
    with pytest.raises(VaultError, match=r"^vault.wrong-passphrase$"):
        OfficerTokens(session.desk, door).bind(session.actor, FIRST.passphrase, one.seen, PIN)
    assert (
        refusal(lambda: OfficerTokens(session.desk, door).bind(session.actor, SECOND.passphrase, one.seen, "1"))
        == "token.wrong-pin"
    )
    session.lock()
    door_without(folder).unlock(one.who, SECOND.passphrase).lock()


def test_a_changed_passphrase_keeps_the_token(either: Bound) -> None:
    door = either.door(either.answer)
    session = door.unlock(either.who, SECOND.passphrase, PIN)
    Officers(session.desk, door).change_passphrase(session.actor, SECOND.passphrase, "another passphrase")
    session.lock()
    assert refusal(lambda: either.door().unlock(either.who, "another passphrase")) == "token.pin-missing"
    either.door().unlock(either.who, "another passphrase", PIN).lock()


def test_a_renewed_key_reaches_an_officer_with_a_token(either: Bound) -> None:
    door = either.door()
    session = door.unlock(person(either.folder, FIRST), FIRST.passphrase)
    Officers(session.desk, door).renew_key(session.actor)
    session.lock()
    for _ in range(2):
        door.unlock(either.who, SECOND.passphrase, PIN).lock()
    slots = read_slots(either.folder)
    assert slot_of(slots, either.who).hdr.token is not None
    assert either.who not in slots.grants


def test_the_administrator_releases_a_lost_token_with_new_keys(bound: Bound) -> None:
    first = person(bound.folder, FIRST)
    door = bound.door()
    session = door.unlock(first, FIRST.passphrase)
    officers = Officers(session.desk, door)
    assert sorted(holder.token for holder in officers.keys(session.actor).holders) == ["", LABEL]
    with session.desk.vault.read() as unit:
        before = unit.people.officer(bound.who).signing_key
    assert refusal(lambda: officers.release_token(session.actor, first, "new passphrase")) == "officers.own-reset"
    officers.release_token(session.actor, bound.who, "new passphrase")
    assert refusal(lambda: officers.release_token(session.actor, bound.who, "new passphrase")) == "officers.no-token"
    assert sorted(holder.token for holder in officers.keys(session.actor).holders) == ["", ""]
    session.lock()
    other = door_without(bound.folder).unlock(bound.who, "new passphrase")
    with other.desk.vault.read() as unit:
        assert unit.people.officer(bound.who).signing_key != before
    other.lock()
    assert refusal(lambda: bound.door().unlock(bound.who, SECOND.passphrase, PIN)) == "vault.wrong-passphrase"


def test_only_the_administrator_releases_a_token(bound: Bound) -> None:
    door = bound.door(bound.answer)
    session = door.unlock(bound.who, SECOND.passphrase, PIN)
    officers = Officers(session.desk, door)
    first = person(bound.folder, FIRST)
    assert refusal(lambda: officers.release_token(session.actor, first, "new passphrase")) == "access.wrong-role"
    session.lock()


def test_a_token_pulled_out_during_the_second_signature_leaves_no_half_signed_document(bound: Bound) -> None:
    first, door = person(bound.folder, FIRST), bound.door(bound.answer)
    session = door.unlock(first, FIRST.passphrase)
    services = Services.over(session.desk, shelf())
    assert bound.card is not None
    bound.card.pulled_at = bound.card.calls + 1

    def found() -> None:
        hands = [door.signer(first, FIRST.passphrase), door.signer(bound.who, SECOND.passphrase)]
        services.trust.found(session.actor, hands)

    assert refusal(found) == "token.pulled"
    with session.desk.vault.read() as unit:
        assert unit.people.trust_envelope() is None
    bound.card.pulled_at = None
    found()
    with session.desk.vault.read() as unit:
        envelope = unit.people.trust_envelope()
    assert envelope is not None
    assert len(json.loads(envelope)["signatures"]) == 2
    session.lock()
