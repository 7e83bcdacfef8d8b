"""One case from roster to signed decision and bare result, between three vaults."""

from app.models.domain.lifecycle import State
from app.services.bundles.manifest import Kind
from app.services.desk import Target
from tests.services.exchange.conftest import At


def test_a_case_is_carried_to_all_three_offices(at: At) -> None:
    world = at("notified")
    agency = world.agency
    agency.services.results.confirm_validity(agency.actor("decider"), world.case)
    world.carried(agency, Kind.DECISION, Target(case=world.case), world.investigation)
    world.carried(agency, Kind.RESULT, Target(case=world.case), world.contractor)
    world.carried(agency, Kind.NOT_CARRIED_OUT, Target(entry=world.refused), world.contractor)
    assert agency.services.queue.case(agency.actor("examiner"), world.case).state is State.VALID
    assert all(one.services.record.verify(one.actor("auditor")).is_sound for one in world.offices)
    assert len(world.contractor.rows("received_results")) == 2
