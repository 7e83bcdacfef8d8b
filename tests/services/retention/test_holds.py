from dataclasses import replace
from datetime import timedelta

import pytest

from app.models.domain.actor import Actor, Role
from app.models.domain.errors import AlreadyDoneError, InvalidInputError, NotAuthorisedError
from app.models.domain.retention import Ground
from tests.services.exchange.world import World
from tests.services.retention.conftest import At

REASON = "監査の対象となったため"


def hold(world: World, *, by: str = "security", days: int | None = 3) -> str:
    until = None if days is None else world.clock.today() + timedelta(days=days)
    return world.agency.services.holds.set(world.agency.actor(by), world.case, Ground.AUDIT, REASON, until)


def in_force(world: World) -> list[bool]:
    return [one.is_in_force for one in world.agency.services.holds.of_case(world.agency.actor("security"), world.case)]


def test_a_hold_ends_by_itself_after_its_last_day_and_is_still_shown(at: At) -> None:
    world = at("consented")
    hold(world)
    world.clock.advance(timedelta(days=3))
    assert in_force(world) == [True]
    world.clock.advance(timedelta(days=1))
    assert in_force(world) == [False]
    assert len(world.agency.services.holds.page(world.agency.actor("auditor"))) == 1


def test_the_reason_is_sealed_and_shown_to_nobody_but_who_may_see_it(at: At) -> None:
    world = at("consented")
    hold(world)
    listed = world.agency.services.holds.page(world.agency.actor("administrator"))
    assert [line.reason for line in listed] == [""]
    assert not any(REASON in repr(world.agency.rows(name)) for name in world.agency.names())
    shown = world.agency.services.holds.of_case(world.agency.actor("second-security"), world.case)
    assert [(line.reason, line.hold.ground) for line in shown] == [(REASON, Ground.AUDIT)]
    with pytest.raises(NotAuthorisedError):
        world.agency.services.holds.of_case(world.agency.actor("auditor"), world.case)


def test_another_person_ends_a_hold_early(at: At) -> None:
    world = at("consented")
    hold_id = hold(world, days=None)
    holds, agency = world.agency.services.holds, world.agency
    with pytest.raises(NotAuthorisedError) as refused:
        holds.end(agency.actor("security"), world.case, hold_id)
    assert refused.value.code == "access.same-person"
    holds.end(agency.actor("second-security"), world.case, hold_id)
    assert in_force(world) == [False]
    with pytest.raises(AlreadyDoneError):
        holds.end(agency.actor("second-security"), world.case, hold_id)


def test_a_hold_of_another_case_is_not_found(at: At) -> None:
    world = at("consented")
    hold_id = hold(world)
    with pytest.raises(InvalidInputError):
        world.agency.services.holds.end(world.agency.actor("second-security"), world.others[0], hold_id)


@pytest.mark.parametrize(
    ("reason", "days", "code"), [(" ", 1, "no-reason"), ("x" * 2001, 1, "reason-too-long"), ("x", -1, "past-day")]
)
def test_a_hold_names_its_reason_and_a_day_to_come(at: At, reason: str, days: int, code: str) -> None:
    world = at("consented")
    until = world.clock.today() + timedelta(days=days)
    with pytest.raises(InvalidInputError) as refused:
        world.agency.services.holds.set(world.agency.actor("security"), world.case, Ground.AUDIT, reason, until)
    assert refused.value.code == f"hold.{code}"
    assert world.agency.rows("holds") == []


def test_a_complaint_officer_holds_by_the_number_of_the_case_and_sees_nothing_else(at: At) -> None:
    world = at("consented")
    holds, security = world.agency.services.holds, world.agency.actor("security")
    complaint = replace(world.agency.actor("second-security"), roles=frozenset({Role.COMPLAINT_OFFICER}))
    hold(world)
    number = holds.page(security)[0].number
    found = holds.of_number(complaint, number)
    assert (found.case_id, found.number, [line.reason for line in found.lines]) == (world.case, number, [REASON])
    assert holds.of_number(complaint, world.case) == found
    holds.end(complaint, found.case_id, found.lines[0].hold.hold_id)
    assert holds.of_number(complaint, number).lines[0].is_in_force is False
    for looked in (lambda: holds.page(complaint), lambda: world.agency.services.forecast.page(complaint)):
        with pytest.raises(NotAuthorisedError):
            looked()
    with pytest.raises(NotAuthorisedError):
        holds.of_number(world.agency.actor("examiner"), number)
    with pytest.raises(InvalidInputError):
        holds.of_number(complaint, "2025-9999")


def test_today_tells_the_security_officer_what_fell_due_and_which_holds_end_soon(at: At) -> None:
    world = at("consented")

    def told(who: str) -> dict[str, int]:
        waiting = world.agency.services.queue.today(world.agency.actor(who)).waiting
        return {line.key: line.count for line in waiting if line.room == "retention"}

    hold(world, days=15)
    hold(world, days=None)
    assert told("security") == {}
    world.clock.advance(timedelta(days=1))
    assert told("security") == {"today.holds-ending": 1}
    assert told("administrator") == {}
    world.clock.advance(timedelta(days=14))
    assert told("security") == {"today.holds-ending": 1}
    world.clock.advance(timedelta(days=1))
    assert told("security") == {}
    world.clock.advance(timedelta(days=366 * 12))
    due = world.agency.services.forecast.calendar(world.agency.actor("security")).overdue
    assert due > 0
    assert told("security") == {"today.disposal-due": due}


def test_today_tells_a_complaint_officer_which_own_holds_end_soon(at: At) -> None:
    world = at("consented")
    services, security = world.agency.services, world.agency.actor("security")
    complaint = replace(world.agency.actor("second-security"), roles=frozenset({Role.COMPLAINT_OFFICER}))

    def told(actor: Actor) -> dict[str, int]:
        return {line.key: line.count for line in services.queue.today(actor).waiting if line.room == "retention"}

    hold(world, days=20)
    services.holds.set(complaint, world.case, Ground.COMPLAINT, REASON, world.clock.today() + timedelta(days=15))
    assert told(complaint) == {}
    world.clock.advance(timedelta(days=1))
    assert told(complaint) == {"today.own-holds-ending": 1}
    world.clock.advance(timedelta(days=5))
    assert (told(complaint), told(security)) == ({"today.own-holds-ending": 1}, {"today.holds-ending": 2})
    world.clock.advance(timedelta(days=10))
    assert told(complaint) == {}
