"""A station looks at what it wrote itself: shown as its own, never taken in, and no lane waits for anything."""

import pytest

from app.models.domain.errors import AppError
from app.services.bundles.manifest import Kind
from app.services.bundles.report import BottomLine
from app.services.desk import Target
from tests.services.exchange.conftest import At


def test_a_bundle_of_our_own_is_shown_and_stops_nothing(at: At) -> None:
    world = at("consented")
    office = world.agency
    for case in (world.case, *world.others):
        sent = world.sent(office, Kind.INVESTIGATION_REQUEST, Target(case=case), world.investigation)
    found = world.inspected(office, sent)  # the second one: an earlier number is not "missing"
    assert found.report.bottom_line is BottomLine.ADMITTED
    assert [one.key for one in found.effects] == ["import.effect.own"]
    assert found.obstacle is not None
    assert found.obstacle.code == "import.own-bundle"
    assert not found.can_be_admitted
    with pytest.raises(AppError):
        office.services.importing.admit(office.actor("security"), found)
    assert office.services.lanes.stopped(office.actor("security")) == []
    assert office.rows("lane_stops") == []
    assert len(office.rows("cases")) == 2
