"""The anchor of the record in the keyring: kept after commits, compared at the start, restricting when in doubt."""

import shutil
import threading
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.models.domain.acts import Action
from app.models.domain.errors import AppError, EnvironmentProblemError, GateClosedError
from app.models.domain.ids import PersonId
from app.services.audit.anchor import ANCHOR_LENGTH, Anchor, Doubt, Head, compare
from app.services.audit.anchor_keeper import AnchorKeeper, AnchorStatus, anchor_name
from app.services.audit.merkle import Frontier, leaf_hash, root_of
from app.services.crypto.keyslot import Argon2Cost
from app.services.platform.time import FixedClock
from app.services.stations.setup import set_up
from app.services.stations.unlocking import Door, Session
from app.services.vault.slots import read_slots
from app.services.vault.vault import Vault
from tests.fakes.keyring import FakeKeyring
from tests.fakes.network import FakeNetwork
from tests.services.exchange.offices import START, entropy
from tests.services.stations.desks import FIRST, SECOND, new_station

LEAVES = [leaf_hash(bytes([number])) for number in range(20)]


@dataclass
class Machine:
    """A workstation with a keyring of its own."""

    folder: Path
    keyring: FakeKeyring

    def open(self, officer: str = SECOND.name) -> Session:
        slots = read_slots(self.folder)
        person = next(PersonId(one) for one, name in slots.names.items() if name == officer)
        passphrase = SECOND.passphrase if officer == SECOND.name else FIRST.passphrase
        door = Door(self.folder, secrets=self.keyring, clock=FixedClock(START), entropy=entropy, network=FakeNetwork())
        return door.unlock(person, passphrase)

    @property
    def anchor(self) -> Anchor:
        return Anchor.unpack(self.keyring.values[anchor_name(read_slots(self.folder).vault_id)])


@pytest.fixture(name="machine")
def _machine(tmp_path: Path) -> Iterator[Machine]:
    before = set(threading.enumerate())  # another test's vault may still be open
    keyring = FakeKeyring()
    new = replace(new_station(), device_bound=True)
    set_up(
        tmp_path / "vault",
        new,
        secrets=keyring,
        clock=FixedClock(START),
        entropy=entropy,
        cost=Argon2Cost.rehearsal(),
    )
    yield Machine(tmp_path / "vault", keyring)
    assert "anchor" not in {thread.name for thread in set(threading.enumerate()) - before}


def look(session: Session, times: int = 1) -> None:
    for _ in range(times):
        with session.desk.act(session.actor, Action.SEE_LOG):
            pass


def codes(vault: Vault) -> list[str]:
    with vault.read() as unit:
        return [event.code for event in reversed(unit.record.newest_first(100))]


def test_a_new_vault_is_anchored_before_anybody_unlocks_it(machine: Machine) -> None:
    assert machine.anchor.head.size == 1
    assert len(machine.keyring.values[anchor_name(read_slots(machine.folder).vault_id)]) == ANCHOR_LENGTH <= 64


def test_the_lock_writes_the_last_head(machine: Machine) -> None:
    session = machine.open()
    look(session, 5)
    with session.desk.vault.read() as unit:
        head = unit.record.head()
    session.lock()
    assert machine.anchor.head == Head(0, head.size, head.root())


def test_commits_in_a_row_do_not_each_write(machine: Machine) -> None:
    session = machine.open()
    before = len(machine.keyring.puts)
    look(session, 30)
    session.lock()
    assert 1 <= len(machine.keyring.puts) - before <= 2


def test_a_keyring_that_fails_fails_no_act_and_is_shown(machine: Machine) -> None:
    session = machine.open()
    machine.keyring.is_locked = True
    look(session, 3)
    session.desk.anchor.stop()
    state = session.desk.anchor.state
    assert (state.status, state.code) == (AnchorStatus.FAILED, "keyring.locked")
    session.lock()


def test_a_keyring_that_failed_is_asked_again() -> None:
    keyring = FakeKeyring()
    keyring.is_locked = True
    keeper = AnchorKeeper(keyring, "v", FixedClock(START), pause_s=0.01)
    keeper.note(0, Frontier())
    _until(lambda: keeper.state.status is AnchorStatus.FAILED)
    keyring.is_locked = False
    _until(lambda: keeper.state.status is AnchorStatus.KEPT)
    keeper.stop()
    assert Anchor.unpack(keyring.values["anchor-v"]).head.size == 0


def _until(is_so: object) -> None:
    assert callable(is_so)
    wait = threading.Event()
    for _ in range(1000):
        if is_so():
            return
        wait.wait(0.01)
    pytest.fail("it did not come about")


def test_more_entries_than_were_anchored_are_normal(machine: Machine) -> None:
    """A power cut between commit and anchor."""
    old = dict(machine.keyring.values)
    session = machine.open()
    look(session, 3)
    session.lock()
    machine.keyring.values = old
    session = machine.open()
    assert session.desk.anchor.doubt is None
    session.lock()


def test_a_missing_anchor_is_told_and_set(machine: Machine) -> None:
    name = anchor_name(read_slots(machine.folder).vault_id)
    del machine.keyring.values[name]
    session = machine.open()
    assert "log.anchor-missing" in codes(session.desk.vault)
    session.lock()
    assert name in machine.keyring.values


def test_a_vault_without_a_keyring_says_that_nothing_anchors_it(tmp_path: Path) -> None:
    keyring = FakeKeyring()
    cost = Argon2Cost.rehearsal()
    set_up(tmp_path / "v", new_station(), secrets=keyring, clock=FixedClock(START), entropy=entropy, cost=cost)
    session = Machine(tmp_path / "v", keyring).open()
    look(session)
    assert session.desk.anchor.state.status is AnchorStatus.ABSENT
    session.lock()
    assert keyring.values == {}


@pytest.fixture(name="rolled_back")
def _rolled_back(machine: Machine, tmp_path: Path) -> Machine:
    """Somebody put yesterday's files back."""
    shutil.copytree(machine.folder, tmp_path / "yesterday")
    session = machine.open()
    look(session, 3)
    session.lock()
    shutil.rmtree(machine.folder)
    shutil.copytree(tmp_path / "yesterday", machine.folder)
    return machine


def test_yesterdays_files_are_found_at_the_start(rolled_back: Machine) -> None:
    session = rolled_back.open()
    assert session.desk.anchor.doubt is Doubt.SHORTER
    assert "log.in-doubt" in codes(session.desk.vault)
    session.lock()


def test_in_doubt_the_anchor_stays_as_evidence(rolled_back: Machine) -> None:
    before = rolled_back.anchor
    session = rolled_back.open()
    look(session, 3)
    session.lock()
    assert rolled_back.anchor == before


def test_in_doubt_only_the_record_can_be_looked_at(rolled_back: Machine) -> None:
    session = rolled_back.open()
    look(session)
    for action in (Action.SEE_TODAY, Action.SEE_CASES, Action.ADD_OFFICER):
        with pytest.raises(AppError) as refused, session.desk.act(session.actor, action):
            pytest.fail("it was let through")
        assert refused.value.code in {"access.record-in-doubt", "access.wrong-role"}
    session.lock()


def test_in_doubt_an_administrator_does_not_enter(rolled_back: Machine) -> None:
    with pytest.raises(GateClosedError) as refused:
        rolled_back.open(FIRST.name)
    assert refused.value.code == "access.record-in-doubt"


def test_an_anchor_that_is_none_is_a_doubt(machine: Machine) -> None:
    machine.keyring.values[anchor_name(read_slots(machine.folder).vault_id)] = bytes(12)
    session = machine.open()
    assert session.desk.anchor.doubt is Doubt.UNREADABLE
    session.lock()


@given(st.integers(0, 2**32 - 1), st.integers(0, 2**63 - 1), st.binary(min_size=32, max_size=32))
def test_an_anchor_comes_back(epoch: int, size: int, root: bytes) -> None:
    anchor = Anchor(Head(epoch, size, root), datetime(2031, 2, 3, tzinfo=UTC))
    assert Anchor.unpack(anchor.pack()) == anchor


@given(st.binary(max_size=64).filter(lambda data: len(data) != ANCHOR_LENGTH or data[0] != 1))
def test_bytes_that_are_no_anchor_are_refused_by_name(data: bytes) -> None:
    with pytest.raises(EnvironmentProblemError) as refused:
        Anchor.unpack(data)
    assert refused.value.code == "keyring.damaged"


@given(st.integers(0, 20), st.integers(0, 20), st.integers(0, 2), st.integers(0, 2), st.integers(-1, 19))
def test_the_comparison(noted: int, size: int, old_epoch: int, epoch: int, changed: int) -> None:
    theirs = list(LEAVES)
    if changed >= 0:
        theirs[changed] = bytes(32)
    anchor = Anchor(Head(old_epoch, noted, root_of(LEAVES[:noted])), START)
    doubt = compare(anchor, Head(epoch, size, root_of(theirs[:size])), lambda at: root_of(theirs[:at]))
    if epoch != old_epoch:
        assert doubt is (Doubt.EARLIER_EPOCH if epoch < old_epoch else None)
    elif size < noted:
        assert doubt is Doubt.SHORTER
    else:
        assert doubt is (Doubt.OTHER_ROOT if 0 <= changed < noted else None)
