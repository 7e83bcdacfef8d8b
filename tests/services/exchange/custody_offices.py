"""Two offices with real vaults and one case, driven like the pure circle: sticks, receipts, recalls, old backups."""

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import timedelta
from itertools import count
from pathlib import Path

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule
from typing_extensions import override

from app.models.domain.acts import Action
from app.models.domain.custody import PERSONAL, Custody, Place, Side, Standing, Verdict
from app.models.domain.custody_moves import judge_file, judge_notice, ticket
from app.models.domain.errors import AppError, GateClosedError, RefusedError
from app.models.domain.ids import BundleId
from app.models.domain.lifecycle import State
from app.services.backups.memory import Memory, continue_numbers, remember
from app.services.bundles.manifest import Kind
from app.services.bundles.report import BottomLine
from app.services.desk import Target
from app.services.exchange.custody.custody import DecisionReason, RecallReason
from app.services.exchange.custody.places import custody_of
from app.services.exchange.custody.restored import settle_custody
from app.services.exchange.importing import GapReason
from app.services.record.epochs import begin_epoch
from tests.services.exchange.offices import Office, reopened
from tests.services.exchange.world import Snapshots, World

NAMES = ("agency", "investigation")
_NOWHERE = Custody(())


@dataclass
class Sent:
    """A file on its way: a transfer, a notice or a receipt."""

    name: str
    to: str
    sort: str
    bundle: BundleId


@dataclass
class Backup:
    """A copy of the files of a vault."""

    office: str
    folder: Path
    written: frozenset[str] = field(default_factory=frozenset)


class Offices(RuleBasedStateMachine):
    """The rules are what officers and couriers can do, at any time and in any order."""

    snapshots: Snapshots

    @initialize()
    def begin(self) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="custody-"))
        self.world: World = self.snapshots.at("consented", self.folder / "world")
        self.world.receive_answers(self.world.case)
        self.sticks: list[Sent] = []
        self.backups: list[Backup] = []
        self.notes: set[str] = set()
        self._numbers = count()

    @override
    def teardown(self) -> None:
        if hasattr(self, "world"):
            self.world.close()
            shutil.rmtree(self.folder)

    def office(self, name: str) -> Office:
        found: Office = getattr(self.world, name)
        return found

    def custody(self, name: str) -> Custody | None:
        """None where the case does not lie."""
        with self.office(name).desk.vault.read() as unit:
            has_case = unit.cases.find(self.world.case) is not None
            return custody_of(unit, self.world.case) if has_case else None

    def writing(self) -> Iterator[tuple[str, Custody]]:
        for name in NAMES:
            custody = self.custody(name)
            if custody is not None and custody.standing is Standing.HERE:
                yield name, custody

    def among(self, *standings: Standing) -> list[str]:
        found = [(name, self.custody(name)) for name in NAMES]
        return [name for name, custody in found if custody is not None and custody.standing in standings]

    # What officers do.

    @rule(name=st.sampled_from(NAMES))
    def write(self, name: str) -> None:
        """A note, or the answers of the subject, where the case may be worked on; refused with its place elsewhere."""
        custody, office = self.custody(name), self.office(name)
        if custody is None:
            return
        before = office.rows("documents")
        if custody.standing is not Standing.HERE:
            with pytest.raises(RefusedError, match=r"access\.case-"):
                self._work(name, office)
            assert office.rows("documents") == before
            return
        with suppress(RefusedError):  # the state of the case may not permit it
            self._work(name, office)

    def _work(self, name: str, office: Office) -> None:
        if name == "agency":
            self.world.receive_answers(self.world.case)
            return
        with office.desk.vault.read() as unit:
            case = unit.cases.get(self.world.case)
        if case.assignee is None and case.state in (State.INVESTIGATION_REQUESTED, State.UNDER_INVESTIGATION):
            self.world.assigned()
        text = f"note {next(self._numbers)}"
        office.services.review.note(office.actor("examiner"), self.world.case, "1", text)
        self.notes.add(text)

    @precondition(lambda self: self.among(Standing.HERE))
    @rule(which=st.integers(0, 1), gives_up=st.integers(0, 4))
    def send(self, which: int, gives_up: int) -> None:
        """The case, or the notice that is due; sometimes the draft is given up, unsigned or signed."""
        names = self.among(Standing.HERE)
        name = names[which % len(names)]
        office, other = self.office(name), self.other(name)
        bundle = self.world.prepared(office, Kind.CASE_TRANSFER, Target(case=self.world.case), other)
        is_notice = self.custody(name).place is not Place.SENDING  # type: ignore[union-attr] # it is here
        if gives_up == 1:
            self.world.signed(office, Kind.CASE_TRANSFER, bundle)
        if gives_up <= 1:
            office.services.exporting.discard(office.actor("security"), bundle)
            assert self.custody(name).standing is Standing.HERE  # type: ignore[union-attr] # it is here
            return
        written = self.world.written(office, self.world.signed(office, Kind.CASE_TRANSFER, bundle))
        self.put_away(written, other.name, "notice" if is_notice else "file", bundle)
        assert is_notice or self.custody(name).standing is Standing.AWAY  # type: ignore[union-attr] # it lies here

    @precondition(lambda self: self.among(Standing.AWAY, Standing.RELEASED))
    @rule(which=st.integers(0, 1))
    def recall(self, which: int) -> None:
        names = self.among(Standing.AWAY, Standing.RELEASED)
        office = self.office(names[which % len(names)])
        custody = office.services.custody
        with suppress(GateClosedError):  # a conflict waits
            custody.recall(office.actor("security"), office.actor("decider"), self.world.case, RecallReason.LOST)

    @precondition(lambda self: any((self.custody(name) or _NOWHERE).conflict for name in NAMES))
    @rule(which=st.integers(0, 1), side=st.sampled_from(Side))
    def decide(self, which: int, side: Side) -> None:
        names = [name for name in NAMES if (self.custody(name) or _NOWHERE).conflict]
        office = self.office(names[which % len(names)])
        for draft in office.services.exporting.open_exports(office.actor("security")):
            if draft.status in {"draft", "signed"}:
                office.services.exporting.discard(office.actor("security"), draft.bundle_id)
        before = {row[0]: row for row in office.rows("documents")}
        officers = (office.actor("security"), office.actor("decider"))
        office.services.custody.decide(*officers, self.world.case, side, DecisionReason.AGREED)
        after = {row[0]: row for row in office.rows("documents")}
        assert before.items() <= after.items(), "a decision overwrites nothing"

    @precondition(lambda self: self.among(Standing.DOUBTED))
    @rule(which=st.integers(0, 1), is_here=st.booleans())
    def answer_doubt(self, which: int, is_here: bool) -> None:  # noqa: FBT001 # drawn
        names = self.among(Standing.DOUBTED)
        office = self.office(names[which % len(names)])
        custody, officers = office.services.custody, (office.actor("security"), office.actor("decider"))
        if is_here:
            custody.confirm(*officers, [self.world.case])
        else:
            custody.declare_away(*officers, [self.world.case], self.other(office.name).station)

    # What couriers do.

    @precondition(lambda self: self.sticks)
    @rule(which=st.integers(0, 99), again=st.booleans(), is_refused=st.integers(0, 5))
    def bring(self, which: int, again: bool, is_refused: int) -> None:  # noqa: FBT001 # drawn
        sent = self.sticks[which % len(self.sticks)]
        if not again:
            self.sticks.remove(sent)
        office = self.office(sent.to)
        if sent.sort == "receipt":
            with suppress(AppError):  # it comes again, or to a vault that never sent the bundle
                office.services.receipts.close(office.actor("security"), self.world.stick, sent.name)
            return
        importing, security = office.services.importing, office.actor("security")
        inspection = self.world.inspected(office, sent.name)
        if inspection.report.bottom_line is BottomLine.HELD and inspection.place is not None:
            with suppress(GateClosedError):
                importing.accept_gap(security, inspection, GapReason.LOST)
                inspection = self.world.inspected(office, sent.name)
        if inspection.report.bottom_line is not BottomLine.ADMITTED:
            return  # it came before, from a forked lane or from a record that was rolled back
        if is_refused == 0 or not inspection.can_be_admitted or inspection.obstacle is not None:
            importing.refuse(security, inspection)
        else:
            importing.admit(security, inspection)
        with suppress(GateClosedError):  # a draft waits on the lane
            receipt = office.services.receipts.write(security, inspection.bundle_id, self.world.stick)
            self.put_away(receipt, self.other(office.name).name, "receipt", inspection.bundle_id)

    @precondition(lambda self: self.sticks)
    @rule(which=st.integers(0, 99))
    def lose(self, which: int) -> None:
        self.sticks.remove(self.sticks[which % len(self.sticks)])

    def put_away(self, name: str, to: str, sort: str, bundle: BundleId) -> None:
        kept = f"{name}.kept"
        (self.world.stick.path / name).rename(self.world.stick.path / kept)
        self.sticks.append(Sent(kept, to, sort, bundle))

    def other(self, name: str) -> Office:
        return self.office(NAMES[1 - NAMES.index(name)])

    # Old backups.

    @rule(name=st.sampled_from(NAMES))
    def back_up(self, name: str) -> None:
        folder = self.folder / f"backup-{next(self._numbers)}"
        office = self.office(name)
        office.desk.vault.close()
        shutil.copytree(office.folder, folder)
        setattr(self.world, name, reopened(office, office.folder, self.world.clock))
        self.backups.append(Backup(name, folder, frozenset(self.notes)))

    @precondition(lambda self: self.backups)
    @rule(which=st.integers(0, 9), is_blind=st.booleans())
    def restore(self, which: int, is_blind: bool) -> None:  # noqa: FBT001 # drawn
        backup = self.backups[which % len(self.backups)]
        office = self.office(backup.office)
        with office.desk.vault.read() as unit:
            memory = None if is_blind else remember(unit)
        office.desk.vault.close()
        place = self.folder / f"restored-{next(self._numbers)}"
        shutil.copytree(backup.folder, place)
        self.world.clock.advance(timedelta(minutes=1))
        restored = reopened(office, place, self.world.clock)
        _begin(restored, memory)
        self.world.clock.advance(timedelta(minutes=1))
        setattr(self.world, backup.office, replace(restored, folder=place))
        self.notes &= self.everything()

    def everything(self) -> set[str]:
        """Every note that lies in one of the vaults, also in a file beside ours."""
        found: set[str] = set()
        for name in NAMES:
            with self.office(name).desk.vault.read() as unit:
                if unit.cases.find(self.world.case) is not None:
                    contents = [one.content.decode() for one in unit.documents.every(self.world.case)]
                    found |= {note for note in self.notes if any(f'"{note}"' in text for text in contents)}
        return found

    # What is always so.

    @invariant()
    @precondition(lambda self: hasattr(self, "world"))
    def one_desk_or_a_name_for_it(self) -> None:
        writing = list(self.writing())
        assert all(custody.holder == self.office(name).station for name, custody in writing)
        plain = [custody for _, custody in writing if not any(leg.claim in PERSONAL for leg in custody.chain)]
        assert len(plain) <= 1
        if len(writing) == len(NAMES):
            (one, ours), (two, theirs) = writing
            there, here = self.office(two).station, self.office(one).station
            assert judge_file(ours, ticket(theirs, here, "x"), has_case=True).verdict is Verdict.CONFLICT
            assert judge_file(theirs, ticket(ours, there, "x"), has_case=True).verdict is Verdict.CONFLICT
            found = (judge_notice(ours, theirs.chain), judge_notice(theirs, ours.chain))
            assert any(judged.verdict is Verdict.CONFLICT for judged in found)

    @invariant()
    @precondition(lambda self: hasattr(self, "world"))
    def nothing_that_was_written_is_gone(self) -> None:
        assert self.everything() == self.notes


def _begin(office: Office, memory: Memory | None) -> None:
    """What a restore does to the vault before it is in force."""
    at = office.desk.clock.now()
    with office.desk.vault.write() as unit:
        lanes = continue_numbers(unit, memory)
        settle_custody(unit, None if memory is None else memory.custody, at)
        station = unit.people.station().station_id
        unit.record.append(
            at=at,
            code=Action.RESTORE.value,
            person=office.person("administrator"),
            station=station,
            session="restore",
            subject="",
            purpose="process",
            result="done",
            detail={"backup": "b", "lost": 0, "reason": "mistake", **begin_epoch(unit), "lanes": lanes},
        )
