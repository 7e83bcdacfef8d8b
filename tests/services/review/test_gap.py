"""A lost stick holds its lane only until an officer says that it is lost."""

import pytest

from app.models.domain.errors import GateClosedError, NotAuthorisedError
from app.services.bundles.manifest import Kind
from app.services.bundles.report import BottomLine
from app.services.desk import Target
from app.services.exchange.importing import GapReason
from tests.services.exchange.conftest import At


def test_the_lane_goes_on_after_the_gap_and_what_was_given_up_is_then_a_fork(at: At) -> None:
    world = at("consented")
    agency, office, about = world.agency, world.investigation, Target(case=world.case)
    lost = world.sent(agency, Kind.INVESTIGATION_REQUEST, about, office)
    again = world.sent(agency, Kind.INVESTIGATION_REQUEST, about, office)
    held = world.inspected(office, again)
    assert held.report.bottom_line is BottomLine.HELD
    with pytest.raises(NotAuthorisedError):
        office.services.importing.accept_gap(office.actor("examiner"), held, GapReason.LOST)
    assert office.services.importing.accept_gap(office.actor("security"), held, GapReason.LOST) == 1
    assert world.admitted(office, again).report.bottom_line is BottomLine.ADMITTED
    assert world.inspected(office, lost).report.code == "bundle.fork"


def test_a_bundle_in_its_place_has_no_gap_to_accept(at: At) -> None:
    world = at("consented")
    office = world.investigation
    found = world.inspected(
        office, world.sent(world.agency, Kind.INVESTIGATION_REQUEST, Target(case=world.case), office)
    )
    with pytest.raises(GateClosedError, match=r"import\.no-gap"):
        office.services.importing.accept_gap(office.actor("security"), found, GapReason.LOST)
