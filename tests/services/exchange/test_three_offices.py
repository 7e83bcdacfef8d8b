"""Any order of work, loss, duplication and withdrawal between three offices, beside a model that fits on one screen.

The model knows for each case how far each office has come and whether it is sealed, and for each lane which numbers
arrived. After every step the vaults say the same, and no use case gives out anything of a sealed case.
"""

import shutil
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
)
from hypothesis.stateful import run_state_machine_as_test as run
from typing_extensions import override

from app.models.domain.errors import GateClosedError, NotAuthorisedError
from app.models.domain.evaluation import Outcome
from app.models.domain.ids import CaseId
from app.models.domain.lifecycle import State
from app.services.bundles.manifest import Kind
from app.services.bundles.report import BottomLine
from app.services.desk import Target
from tests.services.exchange.offices import GAPS, NO_CONTENT, Office
from tests.services.exchange.world import Snapshots, World
from tests.thoroughness import amount

S = State
UNLUCKY = 13
"""The draw at which a consent is withdrawn or a stick is lost: seldom, so that cases also reach their end."""
ADMITTED: dict[Kind, tuple[frozenset[State], State | None]] = {
    Kind.QUESTIONNAIRE: (frozenset({S.INVESTIGATION_REQUESTED}), S.UNDER_INVESTIGATION),
    Kind.OPINION: (frozenset({S.INVESTIGATION_REQUESTED}), S.RESULT_RECEIVED),
    Kind.DECISION: (frozenset({S.OPINION_SENT}), None),
    Kind.WITHDRAWAL: (
        frozenset(
            {S.INVESTIGATION_REQUESTED, S.UNDER_INVESTIGATION, S.REVIEW_ACCEPTED, S.OPINION_SIGNED, S.OPINION_SENT}
        ),
        S.WITHDRAWN,
    ),
}
"""In which states of the receiver's case a bundle is admitted, and where it leads."""


@dataclass
class Copy:
    """What the model knows of a case at one office."""

    state: State
    sealed: bool = False


@dataclass
class Sent:
    """A file on its way."""

    kind: Kind
    case: CaseId
    name: str
    lane: tuple[str, str]
    seq: int


@dataclass(frozen=True)
class Work:
    """Something an office does with a case: in which state, what, and where it leads."""

    office: str
    states: tuple[State, ...]
    do: Callable[[World, CaseId], object]
    to: State | None = None
    kind: Kind | None = None
    receiver: str = ""


def _nothing(_world: World, _case: CaseId) -> None:
    """The work is the sending."""


def _answers(world: World, case: CaseId) -> None:
    world.receive_answers(case)


def _investigate(world: World, case: CaseId) -> None:
    world.assigned(case)
    world.found(case)


def _decide(world: World, case: CaseId) -> None:
    world.evaluated(case=case)
    world.proposed(case)
    world.decided(Outcome.CLEARED, case)


def _notify(world: World, case: CaseId) -> None:
    world.notified(Outcome.CLEARED, case)


WORKS = (
    Work("agency", (S.CONSENTED,), _nothing, S.INVESTIGATION_REQUESTED, Kind.INVESTIGATION_REQUEST, "investigation"),
    Work("agency", (S.INVESTIGATION_REQUESTED,), _answers, None, Kind.QUESTIONNAIRE, "investigation"),
    Work("investigation", (S.UNDER_INVESTIGATION,), _investigate, S.REVIEW_ACCEPTED),
    Work("investigation", (S.REVIEW_ACCEPTED,), World.opined, S.OPINION_SIGNED),
    Work("investigation", (S.OPINION_SIGNED,), _nothing, S.OPINION_SENT, Kind.OPINION, "agency"),
    Work("agency", (S.RESULT_RECEIVED,), _decide, S.DECIDED_CLEARED),
    Work("agency", (S.DECIDED_CLEARED,), _notify, S.NOTIFIED_CLEARED),
    Work("agency", (S.NOTIFIED_CLEARED,), _nothing, None, Kind.DECISION, "investigation"),
    Work("agency", (S.NOTIFIED_CLEARED,), _nothing, None, Kind.RESULT, "contractor"),
    Work("agency", (S.WITHDRAWN,), _nothing, None, Kind.WITHDRAWAL, "investigation"),
)
"""The life of a case, in order."""


class ThreeOffices(RuleBasedStateMachine):
    """The rules are what officers and couriers can do, at any time and in any order."""

    snapshots: Snapshots

    @initialize()
    def begin(self) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="three-offices-"))
        self.world = self.snapshots.at("consented", self.folder / "world")
        self.cases = (self.world.case, *self.world.others)
        self.at = {("agency", case): Copy(S.CONSENTED) for case in self.cases}
        self.files: list[Sent] = []
        self.written: dict[tuple[str, str], int] = {}
        self.arrived: dict[tuple[str, str], int] = {}
        self.done: set[tuple[Kind, CaseId]] = set()
        self.lost = 0

    @override
    def teardown(self) -> None:
        if hasattr(self, "world"):
            self.world.close()
            shutil.rmtree(self.folder)

    def office(self, name: str) -> Office:
        found: Office = getattr(self.world, name)
        return found

    def permits(self, work: Work, case: CaseId) -> bool:
        """Whether the model lets an office do a work."""
        copy = self.at.get((work.office, case))
        if copy is None or copy.state not in work.states:
            return False
        is_told = work.kind is Kind.WITHDRAWAL and (Kind.INVESTIGATION_REQUEST, case) in self.done
        return is_told or not copy.sealed

    def enabled(self) -> list[tuple[Work, CaseId]]:
        """What can be done now and was not done before."""
        found = [(work, case) for work in WORKS for case in self.cases if self.permits(work, case)]
        return [(work, case) for work, case in found if work.kind is None or (work.kind, case) not in self.done]

    def pending(self) -> list[Sent]:
        """The next file of each lane, if it is still on its way."""
        return [one for one in self.files if one.seq == self.arrived.get(one.lane, 0) + 1]

    # What officers do.

    @precondition(lambda self: self.enabled())
    @rule(pick=st.integers(0, 99))
    def work(self, pick: int) -> None:
        enabled = self.enabled()
        work, case = enabled[pick % len(enabled)]
        work.do(self.world, case)
        if work.kind is not None:
            self.send(work.kind, work.office, case, work.receiver)
        if work.to is not None:
            self.at[work.office, case].state = work.to

    def send(self, kind: Kind, sender: str, case: CaseId, receiver: str) -> None:
        name = self.world.sent(self.office(sender), kind, Target(case=case), self.office(receiver))
        kept = self.world.stick.path / f"{name}.kept"
        (self.world.stick.path / name).rename(kept)
        lane = (sender, receiver)
        self.written[lane] = self.written.get(lane, 0) + 1
        self.files.append(Sent(kind, case, kept.name, lane, self.written[lane]))
        self.done.add((kind, case))

    @rule(pick=st.integers(0, 99), place=st.integers(0, 1))
    def work_out_of_turn(self, pick: int, place: int) -> None:
        """What the model does not permit is refused, and nothing changes."""
        work, case = WORKS[pick % len(WORKS)], self.cases[place]
        if self.permits(work, case) or (work.office, case) not in self.at or work.kind is Kind.WITHDRAWAL:
            return
        office = self.office(work.office)
        if work.do is _investigate and self.at[work.office, case].state is S.INVESTIGATION_REQUESTED:
            return  # the examiner may be named before the answers are here
        if work.do is _answers and self.at[work.office, case].state is S.CONSENTED:
            return  # the answers may be taken in before the request
        if work.kind is Kind.INVESTIGATION_REQUEST and self.at[work.office, case].state is S.INVESTIGATION_REQUESTED:
            return  # may be sent again
        if work.kind is Kind.OPINION and self.at[work.office, case].state is S.OPINION_SENT:
            return
        before = office.tables()
        with pytest.raises((GateClosedError, NotAuthorisedError)):
            self.attempt(work, case)
        assert office.tables() == before

    def attempt(self, work: Work, case: CaseId) -> None:
        work.do(self.world, case)
        if work.kind is not None:
            self.world.prepared(self.office(work.office), work.kind, Target(case=case), self.office(work.receiver))

    @rule(place=st.integers(0, 1), odds=st.integers(0, 20))
    def withdraw(self, place: int, odds: int) -> None:
        case = self.cases[place]
        copy = self.at["agency", case]
        if copy.sealed or copy.state is S.NOTIFIED_CLEARED:
            with pytest.raises((GateClosedError, NotAuthorisedError)):
                self.world.withdraw(case)
        elif odds == UNLUCKY:
            self.world.withdraw(case)
            self.at["agency", case] = Copy(S.WITHDRAWN, sealed=True)

    # What couriers do.

    @precondition(lambda self: self.pending())
    @rule(pick=st.integers(0, 9))
    def bring(self, pick: int) -> None:
        pending = self.pending()
        sent = pending[pick % len(pending)]
        office = self.office(sent.lane[1])
        importing, security = office.services.importing, office.actor("security")
        inspection = self.world.inspected(office, sent.name)
        assert inspection.report.bottom_line is BottomLine.ADMITTED, inspection.report.code
        if self.would_admit(sent):
            importing.admit(security, inspection)
            self.arrive(sent)
        else:
            before = office.tables()
            with pytest.raises((GateClosedError, NotAuthorisedError)):
                importing.admit(security, inspection)
            assert office.tables() == before
            importing.refuse(security, inspection)
        assert office.quarantine() == []
        self.arrived[sent.lane] = sent.seq

    @precondition(lambda self: self.files)
    @rule(pick=st.integers(0, 99))
    def bring_again_or_too_early(self, pick: int) -> None:
        sent = self.files[pick % len(self.files)]
        office, seen = self.office(sent.lane[1]), self.arrived.get(sent.lane, 0)
        if sent.seq == seen + 1:
            return
        is_early = sent.seq > seen
        noted = (*NO_CONTENT, *GAPS) if is_early else NO_CONTENT
        before = office.tables(noted)
        bottom = self.world.inspected(office, sent.name).report.bottom_line
        assert bottom is (BottomLine.HELD if is_early else BottomLine.DUPLICATE)
        assert (office.tables(noted), office.quarantine()) == (before, [])

    @precondition(lambda self: self.pending() and not self.lost)
    @rule(pick=st.integers(0, 9), odds=st.integers(0, 20))
    def lose(self, pick: int, odds: int) -> None:
        """The stick falls into the water; what follows on its lane is held."""
        if odds == UNLUCKY:
            pending = self.pending()
            self.files.remove(pending[pick % len(pending)])
            self.lost += 1

    def would_admit(self, sent: Sent) -> bool:
        copy = self.at.get((sent.lane[1], sent.case))
        if sent.kind is Kind.INVESTIGATION_REQUEST:
            return copy is None
        if sent.kind is Kind.RESULT:
            return True
        return copy is not None and not copy.sealed and copy.state in ADMITTED[sent.kind][0]

    def arrive(self, sent: Sent) -> None:
        place = (sent.lane[1], sent.case)
        if sent.kind is Kind.INVESTIGATION_REQUEST:
            self.at[place] = Copy(S.INVESTIGATION_REQUESTED)
        elif sent.kind is not Kind.RESULT:
            self.at[place].state = ADMITTED[sent.kind][1] or self.at[place].state
            self.at[place].sealed = sent.kind is Kind.WITHDRAWAL

    # What is always so.

    @invariant()
    @precondition(lambda self: hasattr(self, "world"))
    def the_vaults_say_what_the_model_says(self) -> None:
        for name in ("agency", "investigation"):
            office = self.office(name)
            kept = {str(row["case_id"]): (row["state"], bool(row["sealed"])) for row in office.named_rows("cases")}
            model = {case: (copy.state.value, copy.sealed) for (at, case), copy in self.at.items() if at == name}
            assert kept == model

    @invariant()
    @precondition(lambda self: hasattr(self, "world"))
    def nobody_gets_at_a_sealed_case(self) -> None:
        for (name, case), copy in self.at.items():
            if copy.sealed:
                office = self.office(name)
                for look in (office.services.review.detail, office.services.opinions.read):
                    with pytest.raises((GateClosedError, NotAuthorisedError)):
                        look(office.actor("reviewer"), case)
                exports = office.services.exporting.open_exports(office.actor("security"))
                assert all(case not in one.owner for one in exports if one.status in {"draft", "signed"})

    @invariant()
    @precondition(lambda self: hasattr(self, "world"))
    def the_record_is_whole(self) -> None:
        with self.world.agency.desk.vault.read() as unit:
            assert not any(step.damaged for step in unit.record.sweep())


def _machine(snapshots: Snapshots) -> type[ThreeOffices]:
    return type("Machine", (ThreeOffices,), {"snapshots": snapshots})


_CALM = (HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much)


def test_three_offices_agree_with_the_model(snapshots: Snapshots) -> None:
    run(_machine(snapshots), settings=settings(max_examples=7, stateful_step_count=32, suppress_health_check=_CALM))


@pytest.mark.slow
def test_three_offices_agree_for_long(snapshots: Snapshots) -> None:
    run(
        _machine(snapshots),
        settings=settings(max_examples=amount(14, 60), stateful_step_count=50, suppress_health_check=_CALM),
    )
