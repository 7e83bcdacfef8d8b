"""One case, one desk, with real vaults: whatever is sent, lost, brought twice, taken back or restored."""

import pytest
from hypothesis import HealthCheck, settings
from hypothesis.stateful import run_state_machine_as_test as run

from tests.services.exchange.custody_offices import Offices
from tests.services.exchange.world import Snapshots
from tests.thoroughness import amount

_CALM = (HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much)


def _machine(snapshots: Snapshots) -> type[Offices]:
    return type("Machine", (Offices,), {"snapshots": snapshots})


def test_two_offices_and_one_case(snapshots: Snapshots) -> None:
    run(_machine(snapshots), settings=settings(max_examples=4, stateful_step_count=20, suppress_health_check=_CALM))


@pytest.mark.slow
def test_two_offices_and_one_case_for_long(snapshots: Snapshots) -> None:
    most = amount(12, 60)
    run(_machine(snapshots), settings=settings(max_examples=most, stateful_step_count=40, suppress_health_check=_CALM))
