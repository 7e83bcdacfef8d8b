"""Emergency access (非常時閲覧): an hour of reading, on record, open until another person has reviewed it."""

from datetime import timedelta
from typing import Any

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from app.models.domain.actor import Role
from app.models.domain.acts import Action
from app.models.domain.authority import Granted, authorise
from app.models.domain.errors import AppError
from app.models.views.records import EmergencyAccess
from app.services.container import Services
from app.services.desk import Desk
from app.services.emergency.access import LENGTH, Outcome, ReasonWord
from app.services.facts import facts_of_case
from app.services.platform.time import FixedClock
from app.services.vault.vault import Vault
from tests.services.exchange.conftest import At
from tests.services.exchange.offices import Office, entropy, shelf
from tests.services.exchange.world import World, plain

WHY = "架空の緊急の事情"


def refused(code: str) -> "pytest.RaisesExc[AppError]":
    return pytest.RaisesExc(AppError, check=lambda error: error.code == code)


def begun(world: World, who: str = "many") -> EmergencyAccess:
    office = world.investigation
    return office.services.emergency.begin(office.actor(who), world.case, ReasonWord.ABSENCE, WHY)


def code_of(call: Any) -> str:
    try:
        call()
    except AppError as error:
        return error.code
    return ""


def reads(office: Office, world: World, who: str = "many", section: str = "J") -> bool:
    code = code_of(lambda: office.services.review.answers(office.actor(who), world.case, section, "ja"))
    assert code in {"", "access.not-of-case", "access.not-assigned"}
    return not code


def test_an_hour_of_reading_and_then_no_more(at: At) -> None:
    world = at("assigned")
    office = world.investigation
    assert not reads(office, world)
    access = begun(world)
    assert access.until - access.opened_at == timedelta(minutes=60)
    assert reads(office, world)
    assert office.services.review.detail(office.actor("many"), world.case).locked is None
    world.clock.advance(LENGTH - timedelta(seconds=1))
    assert reads(office, world)
    world.clock.advance(timedelta(seconds=1))
    assert not reads(office, world)


def test_the_end_comes_by_the_button_too(at: At) -> None:
    world = at("assigned")
    office, emergency = world.investigation, world.investigation.services.emergency
    begun(world)
    emergency.end(office.actor("many"), world.case)
    assert not reads(office, world)
    with refused("glass.not-open"):
        emergency.end(office.actor("many"), world.case)


def test_nothing_is_written_meanwhile(at: At) -> None:
    """Not even by somebody who could write as a reviewer."""
    world = at("assigned")
    office = world.investigation
    review, many, case = office.services.review, office.actor("many"), world.case
    begun(world)
    before = office.tables()
    writes: list[Any] = [
        lambda: review.note(many, case, "1", "メモ"),
        lambda: review.write_finding(many, case, plain(1)),
        lambda: review.flag(many, case, "E1.relation", "r1", "確認"),
        lambda: review.submit(many, case),
        lambda: review.accept(many, case),
        lambda: review.send_back(many, case, 1, "もう少し"),
        lambda: review.take_up(many, case, Role.DECIDING_OFFICER),
        lambda: review.assign(many, case, office.person("many"), None),
        lambda: office.services.opinions.confirm(many, office.hand("many"), case),
        lambda: begun(world),
    ]
    for write in writes:
        with refused("access.emergency-read-only"):
            write()
    office.services.drafts.keep(many, case, Action.WRITE_NOTE, {"note": ("1", "下書き")})
    assert office.tables() == before


def test_a_restart_does_not_make_it_longer(at: At) -> None:
    world = at("assigned")
    office = world.investigation
    begun(world)
    world.clock.advance(timedelta(minutes=59))
    office.desk.vault.close()
    desk = Desk(Vault.open(office.folder, office.keys.vault_key, entropy), world.clock, entropy)
    office.desk, office.services = desk, Services.over(desk, shelf())
    assert reads(office, world)
    world.clock.advance(timedelta(minutes=1))
    assert not reads(office, world)


def test_a_clock_that_is_set_back_does_not_make_it_longer(at: At) -> None:
    world = at("assigned")
    office = world.investigation
    begun(world)
    world.clock.advance(timedelta(minutes=50))
    assert reads(office, world)
    world.clock.advance(-timedelta(minutes=45))
    assert not reads(office, world)
    with refused("glass.clock-behind"):
        begun(world, "many")
    world.clock.advance(timedelta(minutes=46))
    assert reads(office, world)


def test_it_needs_a_reason_a_need_and_a_case_that_is_not_sealed(at: At) -> None:
    world = at("assigned")
    office, emergency = world.investigation, world.investigation.services.emergency
    with refused("glass.reason-missing"):
        emergency.begin(office.actor("many"), world.case, ReasonWord.OTHER, "  ")
    with refused("glass.not-needed"):
        begun(world, "examiner")
    for who in ("decider", "security", "auditor", "administrator"):
        with refused("access.wrong-role"):
            begun(world, who)
    with office.desk.vault.write() as unit:
        unit.cases.seal_as_withdrawn(world.case, world.clock.today())
    with refused("access.sealed"):
        begun(world)
    assert office.rows("emergency_accesses") == []


def test_a_case_sealed_meanwhile_closes_at_once(at: At) -> None:
    world = at("assigned")
    office = world.investigation
    begun(world)
    with office.desk.vault.write() as unit:
        unit.cases.seal_as_withdrawn(world.case, world.clock.today())
    with refused("access.sealed"):
        office.services.review.answers(office.actor("many"), world.case, "J", "ja")


def test_it_stays_open_until_somebody_else_reviewed_it(at: At) -> None:
    world = at("assigned")
    office, emergency = world.investigation, world.investigation.services.emergency
    access = begun(world)
    reads(office, world)
    world.clock.advance(timedelta(hours=30))
    (item,) = emergency.open_items(office.actor("auditor"))
    assert (item.access.access_id, item.reason, item.looks, item.is_running) == (
        access.access_id,
        ReasonWord.ABSENCE,
        1,
        False,
    )
    assert [one.may_review for one in emergency.open_items(office.actor("security"))] == [True]
    assert [one.may_review for one in emergency.open_items(office.actor("many"))] == [False]
    assert emergency.open_items(office.actor("reviewer")) == []
    assert "today.emergency" in {one.key for one in office.services.queue.today(office.actor("auditor")).waiting}
    assert emergency.reason(office.actor("auditor"), access.access_id).text == WHY
    with refused("access.wrong-role"):
        emergency.review(office.actor("many"), access.access_id, Outcome.JUSTIFIED, "よし")
    with refused("note.empty"):
        emergency.review(office.actor("auditor"), access.access_id, Outcome.JUSTIFIED, " ")
    emergency.review(office.actor("auditor"), access.access_id, Outcome.FOLLOW_UP, "架空の確認")
    assert emergency.open_items(office.actor("security")) == []
    with refused("glass.reviewed-already"):
        emergency.review(office.actor("security"), access.access_id, Outcome.JUSTIFIED, "もう一度")
    # What was written is nowhere in the open: not in the tables, not in the record.
    for table in office.names():
        assert WHY not in repr(office.rows(table))
        assert "架空の確認" not in repr(office.rows(table))


def test_nobody_reviews_the_own_access_with_another_role(at: At) -> None:
    world = at("assigned")
    office, emergency = world.investigation, world.investigation.services.emergency
    access = begun(world)
    both = office.actor("many")
    both = type(both)(both.person, both.roles | {Role.SECURITY_OFFICER}, both.office_kind, both.station, "session")
    world.clock.advance(timedelta(hours=2))
    for act in (
        lambda: emergency.reason(both, access.access_id),
        lambda: emergency.review(both, access.access_id, Outcome.JUSTIFIED, "自分で"),
    ):
        with refused("access.same-person"):
            act()


class Hours(RuleBasedStateMachine):
    """Begin, end, review, wait, restart and turn the clock back in any order."""

    at: At

    @initialize()
    def open(self) -> None:
        self.world = type(self).at("assigned")
        self.office = self.world.investigation
        self.real = timedelta()
        self.until: timedelta | None = None

    @property
    def clock(self) -> FixedClock:
        return self.world.clock

    @rule()
    def begin(self) -> None:
        code = code_of(lambda: begun(self.world))
        assert code in {"", "access.emergency-read-only", "glass.clock-behind"}
        if not code:
            self.until = self.real + LENGTH

    @rule(who=st.sampled_from(["many", "reviewer"]))
    def end(self, who: str) -> None:
        code = code_of(lambda: self.office.services.emergency.end(self.office.actor(who), self.world.case))
        assert code in {"", "glass.not-open"}
        if who == "many" and not code:
            self.until = None

    @rule(minutes=st.integers(1, 50))
    def wait(self, minutes: int) -> None:
        self.real += timedelta(minutes=minutes)
        self.clock.advance(timedelta(minutes=minutes))

    @rule(minutes=st.integers(1, 90))
    def turn_back(self, minutes: int) -> None:
        self.clock.advance(-timedelta(minutes=minutes))

    @rule()
    def review(self) -> None:
        for item in self.office.services.emergency.open_items(self.office.actor("auditor")):
            self.office.services.emergency.review(
                self.office.actor("auditor"), item.access.access_id, Outcome.JUSTIFIED, "確認"
            )
        self.until = None

    @invariant()
    def nobody_reads_longer_than_an_hour(self) -> None:
        if not hasattr(self, "office"):
            return
        if reads(self.office, self.world):
            assert self.until is not None

    @invariant()
    def whoever_reads_writes_nothing(self) -> None:
        if not hasattr(self, "office"):
            return
        with self.office.desk.vault.read() as unit:
            facts = facts_of_case(unit, unit.cases.get(self.world.case), self.office.actor("many"), self.clock.now())
        if facts.emergency:
            for action in (Action.ACCEPT_FINDINGS, Action.WRITE_NOTE, Action.ASSIGN, Action.TAKE_REVIEW):
                assert not isinstance(authorise(self.office.actor("many"), action, facts), Granted)


def test_no_order_of_things_makes_it_longer(at: At) -> None:

    machine = type("BoundHours", (Hours,), {"at": staticmethod(at)})
    run_state_machine_as_test(machine, settings=settings(max_examples=12, stateful_step_count=12, deadline=None))
