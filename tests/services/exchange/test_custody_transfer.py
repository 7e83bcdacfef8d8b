"""A case is handed over whole, worked on elsewhere, comes back; is lost, recalled, and turns up late."""

from collections.abc import Callable

import pytest

from app.models.domain.custody import ConflictName, Place, Side, Standing
from app.models.domain.errors import GateClosedError, NotAuthorisedError
from app.models.domain.lifecycle import State
from app.models.domain.retention import Matter
from app.services.bundles.manifest import Kind
from app.services.desk import Target
from app.services.exchange.custody.comparing import Sameness
from app.services.exchange.custody.custody import RecallReason
from tests.services.exchange.custody_desk import (
    acknowledge,
    custody,
    hand_over,
    recall,
    settle,
    standing,
    take_in,
    transfer,
)
from tests.services.exchange.offices import Office
from tests.services.exchange.world import World

At = Callable[[str], World]


def _conflict(office: Office, world: World) -> ConflictName | None:
    found = custody(office, world).conflict
    return None if found is None else found.name


def test_a_case_moves_whole_and_comes_back(at: At) -> None:
    world = at("consented")
    agency, office = world.agency, world.investigation
    bundle = transfer(world, agency, office)
    assert standing(agency, world) is Standing.SENDING
    with pytest.raises(GateClosedError) as refused:
        world.prepared(agency, Kind.INVESTIGATION_REQUEST, Target(case=world.case), office)
    assert (refused.value.code, refused.value.params) == ("access.case-sending", {"station": "INVEST1"})
    name = hand_over(world, agency, bundle)
    assert standing(agency, world) is Standing.AWAY
    inspection = take_in(world, office, name)
    assert standing(office, world) is Standing.HERE
    acknowledge(world, agency, office, inspection)
    assert standing(agency, world) is Standing.RELEASED
    with office.desk.vault.read() as there, agency.desk.vault.read() as here:
        assert there.cases.get(world.case).state is State.INVESTIGATION_REQUESTED
        assert there.case_keys.get(world.case) != here.case_keys.get(world.case)
        papers = [[(one.blob_id, one.sha256) for one in unit.papers.blobs_of(world.case)] for unit in (here, there)]
        assert papers[0] == papers[1]
        assert len(papers[0]) == 2
        assert len(there.register.of_case(world.case)) == len(here.register.of_case(world.case)) == 2
    world.assigned()
    take_in(world, agency, hand_over(world, office, transfer(world, office, agency)))
    assert (custody(agency, world).place, custody(agency, world).number) == (Place.RETURNED, 3)
    assert standing(office, world) is Standing.AWAY


def test_everything_that_was_written_travels_and_is_read_there(at: At) -> None:
    world = at("accepted")
    agency, office = world.agency, world.investigation
    with agency.desk.vault.write() as unit:  # the agency's own file of the case is another matter
        unit.erasure.erase(Matter.CASE, world.case)
    before = _documents(office, world)
    assert {kind for kind, _, _ in before} >= {"answers", "finding"}
    take_in(world, agency, hand_over(world, office, transfer(world, office, agency)))
    assert _documents(agency, world) == before
    examiner = office.person("examiner")
    with agency.desk.vault.read() as unit:
        doers = unit.custody.doers(world.case)
    assert any(examiner in people for people in doers.values()), "who worked on it elsewhere is known"


def test_a_recalled_case_that_arrives_late_is_a_named_conflict_at_both_stations(at: At) -> None:
    world = at("consented")
    agency, office = world.agency, world.investigation
    name = hand_over(world, agency, transfer(world, agency, office))
    with pytest.raises(NotAuthorisedError, match="same-person"):
        agency.services.custody.recall(
            agency.actor("security"), agency.actor("security"), world.case, RecallReason.LOST
        )
    recall(world, agency)
    assert standing(agency, world) is Standing.HERE
    assert custody(agency, world).number == 3
    inspection = take_in(world, office, name)  # the stick was found after all
    acknowledge(world, agency, office, inspection)
    assert _conflict(agency, world) is ConflictName.LATE_ARRIVAL
    assert standing(agency, world) is Standing.CONTESTED
    with pytest.raises(GateClosedError, match="case-contested"):
        world.prepared(agency, Kind.INVESTIGATION_REQUEST, Target(case=world.case), office)
    settle(world, agency, Side.OURS)
    assert custody(agency, world).untold == ("INVEST1",)
    take_in(world, office, hand_over(world, agency, transfer(world, agency, office)))
    assert _conflict(office, world) is ConflictName.RECALLED_THERE
    settle(world, office, Side.THEIRS)
    assert standing(office, world) is Standing.RELEASED
    assert standing(agency, world) is Standing.HERE
    assert custody(office, world).chain == custody(agency, world).chain


@pytest.mark.parametrize("side", Side)
def test_a_late_return_lies_beside_ours_and_nothing_is_overwritten(at: At, side: Side) -> None:
    world = at("accepted")
    office, agency = world.investigation, world.agency
    with agency.desk.vault.write() as unit:
        unit.erasure.erase(Matter.CASE, world.case)
    first = take_in(world, agency, hand_over(world, office, transfer(world, office, agency)))
    recall(world, office)
    ours = _documents(office, world)
    name = hand_over(world, agency, transfer(world, agency, office))
    assert [one.key for one in world.inspected(office, name).effects] == ["import.effect.custody.late-return"]
    take_in(world, office, name)
    assert _conflict(office, world) is ConflictName.LATE_RETURN
    assert _documents(office, world) == ours
    lines = office.services.custody.compare(office.actor("security"), world.case).lines
    assert {one.sameness for one in lines} == {Sameness.SAME}
    settle(world, office, side)
    assert standing(office, world) is Standing.HERE
    assert all(_documents(office, world).get(key) == value for key, value in ours.items())
    assert first.bundle_id


def _documents(office: Office, world: World) -> dict[tuple[str, str, int], bytes]:
    with office.desk.vault.read() as unit:
        return {
            (one.kind, one.place, one.revision): one.content
            for one in unit.documents.every(world.case)
            if one.kind != "rival"
        }
