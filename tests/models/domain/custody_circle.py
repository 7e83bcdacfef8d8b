"""Custody of a case between two and three stations, with loss, duplication, any order, recall and old backups.

The machine knows what really lies where. Whatever happens: who writes beside another writes under a claim that a person
stands for, the two find each other at the first contact, and nothing that was written is gone unless its vault was
restored to before it was written.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from itertools import count

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from app.models.domain.custody import (
    GONE,
    PERSONAL,
    Chain,
    Conflict,
    Custody,
    Place,
    Side,
    Standing,
    Verdict,
    is_whole,
    opened,
)
from app.models.domain.custody_moves import (
    acknowledge,
    carried,
    confirm,
    contest,
    decide,
    declare_away,
    depart,
    discard,
    doubt,
    judge_file,
    judge_notice,
    learn,
    prepare,
    recall,
    receive,
    ticket,
    told,
)
from app.models.domain.errors import GateClosedError

Work = frozenset[int]
NOTHING: Work = frozenset()


@dataclass(frozen=True)
class Vault:
    """What lies at one station: custody, the case's work (None: no case), files kept beside it, bundles seen."""

    custody: Custody | None = None
    work: Work | None = None
    beside: Work = NOTHING
    seen: frozenset[str] = frozenset()


@dataclass
class Station:
    """A station with its present vault and the backups of earlier ones."""

    name: str
    vault: Vault
    backups: list[Vault] = field(default_factory=list)
    restored_at: int = -1

    @property
    def writes(self) -> bool:
        custody = self.vault.custody
        return self.vault.work is not None and custody is not None and custody.standing is Standing.HERE

    def now(self, **changes: object) -> None:
        self.vault = replace(self.vault, **changes)  # type: ignore[arg-type] # fields of a vault


@dataclass(frozen=True)
class Bundle:
    """Something on a stick; it may be brought at any time, more than once, or never."""

    id: str
    sort: str
    origin: str
    to: str
    made_at: int
    chain: Chain = ()
    work: Work = NOTHING
    answers: str = ""
    is_there: bool = False


class Circle(RuleBasedStateMachine):
    """Two or three stations and one case."""

    names: tuple[str, ...] = ("S", "R")

    @initialize()
    def begin(self) -> None:
        self.stations = {name: Station(name, Vault()) for name in self.names}
        self.stations["S"].vault = Vault(opened("S"), NOTHING)
        self.sticks: list[Bundle] = []
        self.written: Work = NOTHING
        self.time, self._ids = 0, count()

    # What the rules need.

    def held(self) -> Iterator[Station]:
        return (one for one in self.stations.values() if one.vault.work is not None)

    def pick(self, which: int, found: list[Station]) -> Station:
        return found[which % len(found)]

    def with_place(self, *places: Place) -> list[Station]:
        return [one for one in self.held() if (one.vault.custody or opened("")).place in places]

    def custody(self, station: Station) -> Custody:
        assert station.vault.custody is not None
        return station.vault.custody

    def other(self, station: Station, which: int) -> str:
        others = [name for name in self.names if name != station.name]
        return others[which % len(others)]

    def send(self, sort: str, origin: Station, to: str, **said: object) -> None:
        self.time += 1
        self.sticks.append(Bundle(f"b{next(self._ids)}", sort, origin.name, to, self.time, **said))  # type: ignore[arg-type] # fields of a bundle

    # What officers do.

    @precondition(lambda self: any(one.writes for one in self.stations.values()))
    @rule(which=st.integers(0, 2))
    def write(self, which: int) -> None:
        station = self.pick(which, [one for one in self.stations.values() if one.writes])
        new = frozenset({len(self.written)})
        self.written |= new
        station.now(work=(station.vault.work or NOTHING) | new)

    @precondition(lambda self: any(one.writes for one in self.stations.values()))
    @rule(which=st.integers(0, 2), to=st.integers(0, 1))
    def draft(self, which: int, to: int) -> None:
        station = self.pick(which, [one for one in self.stations.values() if one.writes])
        bundle = f"t{next(self._ids)}"
        station.now(custody=prepare(self.custody(station), self.other(station, to), bundle))
        assert not station.writes

    @precondition(lambda self: self.with_place(Place.SENDING))
    @rule(which=st.integers(0, 2), is_signed=st.booleans(), was_on_medium=st.booleans())
    def give_up(self, which: int, is_signed: bool, was_on_medium: bool) -> None:  # noqa: FBT001 # drawn
        station = self.pick(which, self.with_place(Place.SENDING))
        before = self.custody(station)
        if is_signed and was_on_medium:  # killed after the last write, before the vault knew
            self.put_on_medium(station, before)
        station.now(custody=discard(before, station.name, is_signed=is_signed))

    @precondition(lambda self: self.with_place(Place.SENDING))
    @rule(which=st.integers(0, 2))
    def leave(self, which: int) -> None:
        station = self.pick(which, self.with_place(Place.SENDING))
        before = self.custody(station)
        if before.standing is not Standing.SENDING:
            with pytest.raises(GateClosedError):
                depart(before)
            return
        self.put_on_medium(station, before)
        station.now(custody=depart(before))

    def put_on_medium(self, station: Station, custody: Custody) -> None:
        self.time += 1
        chain = ticket(custody, custody.partner, custody.bundle)
        work = station.vault.work or NOTHING
        self.sticks.append(Bundle(custody.bundle, "file", station.name, custody.partner, self.time, chain, work))

    @precondition(lambda self: any(self.custody(one).conflict is None for one in self.with_place(*GONE)))
    @rule(which=st.integers(0, 2))
    def take_back(self, which: int) -> None:
        found = [one for one in self.with_place(*GONE) if self.custody(one).conflict is None]
        station = self.pick(which, found)
        station.now(custody=recall(self.custody(station), station.name))
        assert station.writes

    @precondition(lambda self: any(one.vault.custody and one.vault.custody.untold for one in self.stations.values()))
    @rule(which=st.integers(0, 2))
    def give_notice(self, which: int) -> None:
        found = [one for one in self.stations.values() if one.vault.custody and one.vault.custody.untold]
        station = self.pick(which, found)
        custody = self.custody(station)
        self.send("notice", station, custody.untold[0], chain=custody.chain)
        station.now(custody=told(custody, custody.untold[0]))

    @precondition(lambda self: any(self.custody(one).conflict for one in self.held()))
    @rule(which=st.integers(0, 2), side=st.sampled_from(Side))
    def settle(self, which: int, side: Side) -> None:
        station = self.pick(which, [one for one in self.held() if self.custody(one).conflict])
        before = self.custody(station)
        if before.place is Place.SENDING:
            with pytest.raises(GateClosedError):
                decide(before, side, station.name)
            return
        after = decide(before, side, station.name)
        assert is_whole(after.chain)
        if side is Side.THEIRS and before.conflict is not None and before.conflict.brings_file:
            station.now(work=(station.vault.work or NOTHING) | station.vault.beside)
        station.now(custody=after)

    # What couriers do.

    @precondition(lambda self: self.sticks)
    @rule(which=st.integers(0, 99), again=st.booleans(), refuses=st.integers(0, 5))
    def bring(self, which: int, again: bool, refuses: int) -> None:  # noqa: FBT001 # drawn
        bundle = self.sticks[which % len(self.sticks)]
        if not again:
            self.sticks.remove(bundle)
        station = self.stations[bundle.to]
        if bundle.id in station.vault.seen:
            return
        if bundle.sort == "file":
            self.bring_file(station, bundle, is_refused=refuses == 0)
        elif bundle.sort == "notice":
            self.bring_notice(station, bundle)
        elif station.vault.custody is not None:
            after = acknowledge(station.vault.custody, station.name, bundle.answers, is_there=bundle.is_there)
            station.now(custody=after, seen=station.vault.seen | {bundle.id})

    @precondition(lambda self: self.sticks)
    @rule(which=st.integers(0, 99))
    def lose(self, which: int) -> None:
        self.sticks.remove(self.sticks[which % len(self.sticks)])

    def bring_file(self, station: Station, bundle: Bundle, *, is_refused: bool) -> None:
        ours, work = station.vault.custody, station.vault.work
        keeps = work is None or work <= bundle.work
        judged = judge_file(ours, bundle.chain, has_case=work is not None, keeps_ours=keeps)
        if is_refused or judged.verdict is Verdict.OLD:
            self.send("receipt", station, bundle.origin, answers=bundle.id, is_there=False)
            station.now(seen=station.vault.seen | {bundle.id})
            return
        if judged.verdict is Verdict.CONFLICT:
            assert judged.name is not None
            if ours is None or ours.conflict is not None:
                return  # it waits until the first one is decided
            conflict = Conflict(judged.name, bundle.chain, bundle.id, brings_file=True)
            station.now(custody=contest(ours, conflict), beside=station.vault.beside | bundle.work)
        else:
            is_old = bundle.made_at <= station.restored_at
            station.now(
                custody=receive(ours, bundle.chain, bundle.id, is_old=is_old), work=(work or NOTHING) | bundle.work
            )
        station.now(seen=station.vault.seen | {bundle.id})
        self.send("receipt", station, bundle.origin, answers=bundle.id, is_there=True)

    def bring_notice(self, station: Station, bundle: Bundle) -> None:
        ours = station.vault.custody
        judged = judge_notice(ours, bundle.chain)
        if judged.verdict is Verdict.LEARN:
            station.now(custody=learn(ours, bundle.chain))
        elif judged.verdict is Verdict.CONFLICT and ours is not None:
            if ours.conflict is not None:
                return
            assert judged.name is not None
            station.now(custody=contest(ours, Conflict(judged.name, bundle.chain, bundle.id, brings_file=False)))
        station.now(seen=station.vault.seen | {bundle.id})

    # Old backups.

    @rule(which=st.integers(0, 2))
    def back_up(self, which: int) -> None:
        station = self.pick(which, list(self.stations.values()))
        station.backups.append(station.vault)

    @precondition(lambda self: any(one.backups for one in self.stations.values()))
    @rule(which=st.integers(0, 2), age=st.integers(0, 9), is_blind=st.booleans())
    def restore(self, which: int, age: int, is_blind: bool) -> None:  # noqa: FBT001 # drawn
        station = self.pick(which, [one for one in self.stations.values() if one.backups])
        old, present = station.backups[age % len(station.backups)], station.vault
        self.time += 1
        station.restored_at = self.time
        custody = old.custody
        if is_blind:
            custody = doubt(custody) if custody is not None else None
        elif custody is not None and present.custody is not None and old.work is not None:
            custody = carried(custody, present.custody, station.name)
        elif present.custody is not None and present.custody.place in GONE:
            custody = present.custody
        seen = old.seen if is_blind else old.seen | present.seen
        station.vault = replace(old, custody=custody, seen=seen)
        kept = self.everything()
        self.written = frozenset(one for one in self.written if one in kept)

    def everything(self) -> Work:
        found: Work = NOTHING
        for station in self.stations.values():
            found |= (station.vault.work or NOTHING) | station.vault.beside
        return found

    def doubtful(self) -> list[Station]:
        return [one for one in self.held() if self.custody(one).standing is Standing.DOUBTED]

    @precondition(lambda self: self.doubtful())
    @rule(which=st.integers(0, 2), to=st.integers(0, 1), is_here=st.booleans())
    def answer_doubt(self, which: int, to: int, is_here: bool) -> None:  # noqa: FBT001 # drawn
        """Officers asked around, and may still be wrong."""
        station = self.pick(which, self.doubtful())
        before = self.custody(station)
        after = confirm(before, station.name) if is_here else declare_away(before, self.other(station, to))
        station.now(custody=after)

    # What is always so.

    @invariant()
    def chains_are_whole(self) -> None:
        for station in self.stations.values():
            if station.vault.custody is not None:
                assert is_whole(station.vault.custody.chain)
                assert not station.writes or station.vault.custody.holder == station.name

    @invariant()
    def whoever_writes_beside_another_stands_for_it_in_person(self) -> None:
        writing = [self.custody(one) for one in self.stations.values() if one.writes]
        plain = [one for one in writing if not any(leg.claim in PERSONAL for leg in one.chain)]
        assert len(plain) <= 1, plain

    @invariant()
    def two_who_write_find_each_other(self) -> None:
        writing = [one for one in self.stations.values() if one.writes]
        for one in writing:
            for two in writing:
                if one is not two:
                    ours, theirs = self.custody(one), self.custody(two)
                    arriving = ticket(theirs, one.name, "x")
                    assert judge_file(ours, arriving, has_case=True).verdict is Verdict.CONFLICT
                    notices = (judge_notice(ours, theirs.chain), judge_notice(theirs, ours.chain))
                    assert any(judged.verdict is Verdict.CONFLICT for judged in notices)

    @invariant()
    def nothing_that_was_written_is_gone(self) -> None:
        """Lost sticks and duplicates take nothing: there is always a sealed copy, or the one that was received."""
        assert self.written <= self.everything()
