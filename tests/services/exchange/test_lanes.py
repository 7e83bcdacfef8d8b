"""Gaps and forks stop a lane, say what to do, and end by what really happened."""

import shutil
from dataclasses import replace
from datetime import timedelta

import pytest

from app.models.domain.errors import AppError, NotAuthorisedError
from app.models.domain.loop import Clearing
from app.services.bundles.manifest import Kind
from app.services.desk import Target
from app.services.exchange.alarms import Finding
from app.services.exchange.lanes import StoppedLane
from tests.services.exchange.conftest import At
from tests.services.exchange.offices import Office, reopened
from tests.services.exchange.world import World

REQUEST = Kind.INVESTIGATION_REQUEST
FOUND = {
    Clearing.RESTORED_BACKUP: Finding.RESTORED,
    Clearing.OPERATING_ERROR: Finding.MISTAKE,
    Clearing.KEY_RENEWED: Finding.TAMPERING,
}
NOT_COMPARED = ("events", "log_state", "log_nodes", "alarms")


def stopped(office: Office) -> list[StoppedLane]:
    return office.services.lanes.stopped(office.actor("security"))


def today(office: Office) -> dict[str, int]:
    return {one.key: one.count for one in office.services.queue.today(office.actor("security")).waiting}


def two_requests(world: World) -> tuple[str, str]:
    first = world.sent(world.agency, REQUEST, Target(case=world.case), world.investigation)
    return first, world.sent(world.agency, REQUEST, Target(case=world.others[0]), world.investigation)


def test_a_gap_names_the_missing_numbers_until_they_come(at: At) -> None:
    world = at("consented")
    first, second = two_requests(world)
    ours = world.investigation
    assert world.inspected(ours, second).report.code == "bundle.gap"
    (lane,) = stopped(ours)
    assert (lane.cause, lane.missing, lane.is_stopped) == ("bundle.gap", (1, 1), False)
    assert lane.partner == world.agency.station
    assert today(ours)["today.lanes.stopped"] == 1
    assert ours.events("incident.raised") == []
    world.inspected(ours, second)
    assert len(stopped(ours)) == 1
    world.admitted(ours, first)
    assert stopped(ours) == []
    world.admitted(ours, second)
    assert "today.lanes.stopped" not in today(ours)


def rolled_back(world: World) -> str:
    """The agency restores an old copy and sends another bundle under a number that it used before."""
    ours = world.agency
    snapshot = world.root / "old-agency"
    ours.desk.vault.close()
    shutil.copytree(ours.folder, snapshot)
    world.agency = reopened(ours, ours.folder, world.clock)
    world.requested()
    world.agency.desk.vault.close()
    world.clock.advance(timedelta(minutes=5))
    world.agency = reopened(world.agency, snapshot, world.clock)
    return world.sent(world.agency, REQUEST, Target(case=world.others[0]), world.investigation)


def clear(office: Office, partner: Office, reason: Clearing, who: str = "auditor") -> None:
    office.services.lanes.clear(office.actor("security"), office.actor(who), partner.station, reason)


@pytest.mark.parametrize("reason", list(Clearing))
def test_a_fork_stops_the_lane_until_two_officers_say_why(at: At, reason: Clearing) -> None:
    world = at("consented")
    forked, ours = rolled_back(world), world.investigation
    assert world.inspected(ours, forked).report.code == "bundle.fork"
    (lane,) = stopped(ours)
    assert (lane.cause, lane.is_stopped, lane.seq, lane.last_seq) == ("bundle.fork", True, 1, 1)
    assert ours.events("lane.stopped") == [("lane.stopped", "done")]
    with ours.desk.vault.read() as unit:
        assert unit.loop.incidents() == []
        (alarm,) = unit.arrivals.alarms()
        assert unit.lanes.get("in", world.agency.station).stopped
    # One fact, one line: the stopped lane tells the alarm, which nobody settles alone.
    told = {"today.lanes.stopped", "today.bundles.alarm", "today.incidents", "today.records.alarm"} & set(today(ours))
    assert told == {"today.lanes.stopped"}
    assert ours.services.alarms.all(ours.actor("security"), open_only=False) == []
    with pytest.raises(AppError, match=r"alarm\.lane-stopped"):
        ours.services.alarms.settle(ours.actor("security"), alarm.alarm_id, Finding.MISTAKE)
    # Seen again it is the same stop; nobody alone, and nobody without the role, lets it go on.
    world.inspected(ours, forked)
    assert len(stopped(ours)) == 1
    for who in ("security", "examiner"):
        with pytest.raises(NotAuthorisedError):
            clear(ours, world.agency, reason, who)
    assert len(stopped(ours)) == 1
    clear(ours, world.agency, reason)
    assert stopped(ours) == []
    assert ours.events("lane.cleared") == [("lane.cleared", "done")]
    (seen,) = ours.services.alarms.all(ours.actor("security"), open_only=False)
    assert (seen.alarm_id, seen.finding) == (alarm.alarm_id, FOUND[reason].value)
    assert ours.events("bundle.alarm-settled")[-1] == ("bundle.alarm-settled", "done")
    assert ours.events("lane.clearing-witnessed")[-1] == ("lane.clearing-witnessed", "done")
    if reason is Clearing.RESTORED_BACKUP:
        world.admitted(ours, forked)
    else:
        assert world.inspected(ours, forked).report.code == "bundle.fork"


def test_an_open_lane_cannot_be_cleared(at: At) -> None:
    world = at("requested")
    with pytest.raises(AppError) as refusal:
        clear(world.investigation, world.agency, Clearing.OPERATING_ERROR)
    assert refusal.value.code == "lane.not-stopped"


def test_a_stopped_lane_takes_nothing_not_even_what_would_be_next(at: At) -> None:
    world = at("consented")
    forked, ours = rolled_back(world), world.investigation
    world.inspected(ours, forked)
    before = ours.tables(NOT_COMPARED)
    next_one = world.sent(world.agency, REQUEST, Target(case=world.case), ours)
    inspection = world.inspected(ours, next_one)
    assert not inspection.can_be_admitted
    assert ours.tables(NOT_COMPARED) == before


def test_a_record_that_was_cut_stops_the_lane_too(at: At) -> None:
    """The agency's numbers go on, but the head of its record is one that had more entries before."""
    world = at("requested")
    ours, theirs = world.investigation, world.agency.station
    with ours.desk.vault.write() as unit:
        seen = unit.heads.furthest(theirs)
        assert seen is not None
        unit.heads.note(replace(seen, size=seen.size + 1000, root=bytes(32)))
    name = world.sent(world.agency, REQUEST, Target(case=world.others[0]), ours)
    assert world.inspected(ours, name).report.code == "bundle.record-inconsistent"
    (lane,) = stopped(ours)
    assert (lane.cause, lane.is_stopped) == ("bundle.record-inconsistent", True)
    clear(ours, world.agency, Clearing.RESTORED_BACKUP)
    assert stopped(ours) == []
    world.admitted(ours, name)
