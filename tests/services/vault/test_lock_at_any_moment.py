"""The vault is locked at a random moment of random acts: nothing acknowledged is lost, and no key can be reached."""

import gc
from contextlib import suppress
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from types import FunctionType, ModuleType

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from typing_extensions import override

from app.models.domain.acts import Action
from app.models.domain.errors import AppError, BugError
from app.models.domain.ids import BlobId, CaseId
from app.services.container import Services
from app.services.desk import Desk
from app.services.papers.filing import SMALL, file_scan, read_paper
from app.services.vault.vault import Vault
from tests.services.exchange.offices import Office, entropy, shelf
from tests.services.exchange.world import Snapshots, World
from tests.services.vault.crash_journey import assert_whole
from tests.thoroughness import amount

PDF = b"%PDF-1.4 "
TEXTS = st.text(alphabet="あいう漢字ABC ", min_size=1, max_size=12).filter(str.strip)


class Stop(Exception):  # noqa: N818 # what breaks an act off
    """Something goes wrong in the middle of an act."""


class LockMachine(RuleBasedStateMachine):
    """One office; the model is what was acknowledged."""

    stages: Snapshots

    def __init__(self) -> None:
        super().__init__()
        self._place = TemporaryDirectory()
        self.root = Path(self._place.name)
        self.notes: list[str] = []
        self.drafts: dict[str, str] = {}
        self.papers: dict[str, bytes] = {}
        self.events = 0

    @initialize()
    def begin(self) -> None:
        self.world: World = self.stages.at("assigned", self.root / "world")
        self.office: Office = self.world.investigation
        self.is_locked = False
        self.case: CaseId = self.world.case
        self._count()

    def _count(self) -> None:
        self.events = len(self.office.events())

    @precondition(lambda self: not self.is_locked)
    @rule(text=TEXTS)
    def note(self, text: str) -> None:
        self.office.services.review.note(self.office.actor("examiner"), self.case, "1", text)
        self.notes.append(text)
        self._count()

    @precondition(lambda self: not self.is_locked)
    @rule(place=st.sampled_from(["a", "b"]), text=TEXTS)
    def type(self, place: str, text: str) -> None:
        drafts = {place: ("1", text)}
        self.office.services.drafts.keep(self.office.actor("examiner"), self.case, Action.WRITE_FINDING, drafts)
        self.drafts[place] = text
        self._count()

    @precondition(lambda self: not self.is_locked)
    @rule(size=st.sampled_from([10, SMALL + 10]))
    def file(self, size: int) -> None:
        content = PDF + entropy(size)
        with self.office.desk.act(self.office.actor("security"), Action.SEE_EXPORTS) as act:
            blob = file_scan(act, self.case, content)
        self.papers[blob.blob_id] = content
        self._count()

    @precondition(lambda self: not self.is_locked)
    @rule(large=st.booleans())
    def break_off(self, large: bool) -> None:  # noqa: FBT001 # drawn
        """An act that fails after it has written; the lock may follow at once."""
        with suppress(Stop), self.office.desk.act(self.office.actor("security"), Action.SEE_EXPORTS) as act:
            file_scan(act, self.case, PDF + bytes(SMALL if large else 1))
            raise Stop

    @precondition(lambda self: not self.is_locked)
    @rule()
    def lock(self) -> None:
        self.office.desk.vault.close()
        self.has_locked()

    @precondition(lambda self: not self.is_locked)
    @rule()
    def lock_in_an_act(self) -> None:
        """The lock falls while an act is under way in its transaction: the act fails or is whole."""
        try:
            with self.office.desk.act(self.office.actor("examiner"), Action.SEE_TODAY):
                self.office.desk.vault.close()
        except (AppError, AttributeError, RuntimeError):
            pass
        else:
            self.events += 1
        self.has_locked()

    @precondition(lambda self: self.is_locked)
    @rule()
    def unlock(self) -> None:
        office = self.office
        self.world.clock.advance(timedelta(minutes=1))
        desk = Desk(Vault.open(office.folder, office.keys.vault_key, entropy), self.world.clock, entropy)
        office.desk, office.services = desk, Services.over(desk, shelf())
        self.is_locked = False
        assert len(office.events()) in {self.events, self.events + 1}
        self._count()
        self.all_is_there()

    def all_is_there(self) -> None:
        office = self.office
        detail = office.services.review.detail(office.actor("examiner"), self.case)
        assert sorted(note.text for note in detail.notes) == sorted(self.notes)
        assert office.services.drafts.read(office.actor("examiner"), self.case) == self.drafts
        with office.desk.vault.read() as unit:
            for blob_id, content in self.papers.items():
                assert b"".join(read_paper(unit, unit.papers.blob(BlobId(blob_id)))) == content
        large = {blob_id for blob_id, content in self.papers.items() if len(content) > SMALL}
        assert large == set(office.blobs())
        assert_whole(office)
        self._count()

    @invariant()
    def a_locked_vault_holds_no_key_and_does_nothing(self) -> None:
        if not getattr(self, "is_locked", False):
            return
        vault = self.office.desk.vault
        with pytest.raises(BugError, match=r"^bug.locked$"), vault.read():
            pass
        with pytest.raises(BugError, match=r"^bug.locked$"), vault.write():
            pass

    def has_locked(self) -> None:
        self.is_locked = True
        assert keys_reachable_from(self.office.desk.vault, self.office.keys.vault_key) == []

    @override
    def teardown(self) -> None:
        if hasattr(self, "world"):
            self.world.close()
        self._place.cleanup()


def keys_reachable_from(start: object, vault_key: bytes) -> list[str]:
    """Types of the objects through which a key could be taken from a locked vault: its key, or a key of a case."""
    found: list[str] = []
    seen: set[int] = set()
    waiting: list[object] = [start]
    while waiting:
        one = waiting.pop()
        if id(one) in seen or isinstance(one, type | ModuleType):
            continue
        seen.add(id(one))
        if isinstance(one, bytes | str) and one in (vault_key, vault_key.hex()):
            found.append(type(one).__name__)
        inside = one.__closure__ if isinstance(one, FunctionType) else gc.get_referents(one)
        # Of a function only what it closes over: its globals are those of its module, and of no vault.
        waiting += inside or ()
    return found


class Shown:
    """For the search itself."""

    def __init__(self, key: bytes) -> None:
        self.creator = lambda: key


def test_the_search_for_keys_finds_one_in_a_closure() -> None:
    assert keys_reachable_from(Shown(b"k" * 32), b"k" * 32)


def test_an_open_vault_does_hold_its_key(stages: Snapshots, tmp_path: Path) -> None:
    world = stages.at("assigned", tmp_path / "world")
    office = world.investigation
    try:
        with office.desk.vault.read() as unit:
            assert unit.case_keys.get(world.case)
        assert keys_reachable_from(office.desk.vault, office.keys.vault_key)
    finally:
        world.close()
    assert keys_reachable_from(office.desk.vault, office.keys.vault_key) == []


@pytest.fixture
def machine(stages: Snapshots) -> type[LockMachine]:
    LockMachine.stages = stages
    return LockMachine


def run(machine: type[LockMachine], examples: int, steps: int) -> None:
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=examples,
            stateful_step_count=steps,
            deadline=None,
            derandomize=True,
            suppress_health_check=list(HealthCheck),
        ),
    )


def test_a_lock_at_any_moment_loses_nothing_and_leaves_no_key(machine: type[LockMachine]) -> None:
    run(machine, 3, 12)


@pytest.mark.slow
@pytest.mark.timeout(1800)
def test_many_locks_at_any_moment_lose_nothing_and_leave_no_key(machine: type[LockMachine]) -> None:
    run(machine, amount(12, 30), 30)
