"""Any order of withdrawals, holds, marks and destructions against a model that knows the rules in a few lines."""

import shutil
import tempfile
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule
from typing_extensions import override

from app.models.domain.errors import AppError
from app.models.domain.retention import Basis, Ground
from tests.services.exchange.world import Snapshots, World
from tests.services.retention.ending import destroyed, marked, told_everybody

if TYPE_CHECKING:
    from app.models.domain.ids import CaseId

SECURITY = st.sampled_from(["security", "second-security"])
WITNESSES = st.sampled_from(["security", "second-security", "auditor", "administrator"])
PLACE = st.integers(0, 1)


@dataclass
class ModelHold:
    setter: str
    until: date | None
    is_ended: bool = False
    hold_id: str = ""


@dataclass
class ModelCase:
    """What the rules say of one case."""

    is_withdrawn: bool = False
    is_told: bool = False
    marked_by: str = ""
    is_destroyed: bool = False
    holds: list[ModelHold] = field(default_factory=list)

    def is_held(self, today: date) -> bool:
        return any(not one.is_ended and (one.until is None or today <= one.until) for one in self.holds)


class Lives(RuleBasedStateMachine):
    """Two cases of one agency."""

    snapshots: Snapshots | None = None
    numbers = count()

    @initialize(is_over=st.booleans())
    def begin(self, is_over: bool) -> None:  # noqa: FBT001 - drawn
        if Lives.snapshots is None:
            Lives.snapshots = Snapshots(Path(tempfile.gettempdir()) / f"lives-{id(Lives)}")
        self.folder = Path(tempfile.mkdtemp())
        self.world: World = Lives.snapshots.at("consented", self.folder / "world")
        self.cases: list[CaseId] = [self.world.case, self.world.others[0]]
        self.model = [ModelCase(), ModelCase()]
        if is_over:
            self.withdraw(0)
            self.tell()

    @override
    def teardown(self) -> None:
        if hasattr(self, "world"):
            self.world.close()
            shutil.rmtree(self.folder)

    def expect(self, code: str, act: object) -> object:
        """Do it; the answer is what the model says."""
        said, result = "", None
        try:
            result = act()  # type: ignore[operator] # a function without arguments
        except AppError as error:
            said = error.code
        assert said == code
        return result

    @rule(place=PLACE)
    def withdraw(self, place: int) -> None:
        case = self.model[place]
        code = "record.not-found" if case.is_destroyed else "access.no-consent" if case.is_withdrawn else ""
        if case.is_withdrawn and not case.is_destroyed:
            code = "access.sealed"
        self.expect(code, lambda: self.world.withdraw(self.cases[place]))
        case.is_withdrawn = True

    @precondition(lambda self: any(case.is_withdrawn and not case.is_told for case in self.model))
    @rule()
    def tell(self) -> None:
        told_everybody(self.world)
        for case in self.model:
            case.is_told = case.is_told or case.is_withdrawn

    @rule(place=PLACE, who=SECURITY, days=st.none() | st.integers(0, 3))
    def hold(self, place: int, who: str, days: int | None) -> None:
        case, today = self.model[place], self.world.clock.today()
        until = None if days is None else today + timedelta(days=days)
        made = self.expect(
            "record.not-found" if case.is_destroyed else "",
            lambda: self.world.agency.services.holds.set(
                self.world.agency.actor(who), self.cases[place], Ground.AUDIT, "理由", until
            ),
        )
        if made:
            case.holds.append(ModelHold(who, until, hold_id=str(made)))

    @rule(place=PLACE, who=SECURITY)
    def release(self, place: int, who: str) -> None:
        case, today = self.model[place], self.world.clock.today()
        if not case.holds:
            return
        hold = case.holds[-1]
        is_over = hold.is_ended or (hold.until is not None and hold.until < today)
        code = "hold.ended-already" if is_over else ""
        if who in {one.setter for one in case.holds}:
            code = "access.same-person"
        if case.is_destroyed:
            code = "record.not-found"
        services, actor = self.world.agency.services, self.world.agency.actor(who)
        self.expect(code, lambda: services.holds.end(actor, self.cases[place], hold.hold_id))
        hold.is_ended = hold.is_ended or not code

    @rule(place=PLACE, who=SECURITY)
    def mark(self, place: int, who: str) -> None:
        case = self.model[place]
        code = "" if case.is_told else "disposal.notice-due"
        if case.is_held(self.world.clock.today()):
            code = "access.held"
        if not case.is_withdrawn or case.marked_by:
            code = "access.wrong-state"
        if case.is_destroyed:
            code = "record.not-found"
        self.expect(code, lambda: marked(self.world.agency, self.cases[place], Basis.WITHDRAWN, who))
        if not code:
            case.marked_by = who

    @rule(place=PLACE, who=SECURITY, witness=WITNESSES)
    def destroy(self, place: int, who: str, witness: str) -> None:
        case = self.model[place]
        code = "access.same-person" if witness in {who, case.marked_by} else ""
        if case.is_held(self.world.clock.today()):
            code = "access.held"
        if not case.marked_by:
            code = "access.wrong-state"
        if who == case.marked_by:
            code = "access.same-person"
        if case.is_destroyed:
            code = "record.not-found"
        self.expect(code, lambda: destroyed(self.world.agency, self.cases[place], who, witness))
        case.is_destroyed = case.is_destroyed or not code

    @rule(days=st.integers(1, 4))
    def wait(self, days: int) -> None:
        self.world.clock.advance(timedelta(days=days))

    @invariant()
    def the_vault_says_the_same(self) -> None:
        if not hasattr(self, "world"):
            return
        with self.world.agency.desk.vault.read() as unit:
            for case_id, case in zip(self.cases, self.model, strict=True):
                assert (unit.cases.find(case_id) is None) is case.is_destroyed
                assert (unit.ledger.find(case_id) is not None) is case.is_destroyed
                assert unit.case_keys.holds(case_id) is not case.is_destroyed
                held = unit.holds.in_force([case_id], self.world.clock.today())
                assert bool(held) is (case.is_held(self.world.clock.today()) and not case.is_destroyed)


TestLives = Lives.TestCase
TestLives.settings = settings(
    max_examples=12, stateful_step_count=25, deadline=None, suppress_health_check=list(HealthCheck)
)
