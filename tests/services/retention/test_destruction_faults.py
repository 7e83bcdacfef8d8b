"""Kill -9, a torn write, a full or read-only disk at any write of a destruction: whole, or gone without a trace."""

from collections.abc import Iterator

import pytest

from tests.services.vault.fault_server import FAULTS, FaultServer, spread
from tests.services.vault.faulty_disk import Fault
from tests.thoroughness import places

PLACES_IN_A_HURRY, MORE = 6, 12
"""Writes in the quick and in the slow tests; `make thorough` tries every one."""


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FaultServer]:
    flow = "tests.services.retention.fault_flow:DESTRUCTION"
    with FaultServer(flow, tmp_path_factory.mktemp("destruction")) as served:
        yield served


def test_the_destruction_is_watched_closely(server: FaultServer) -> None:
    assert server.writes > 100


@pytest.mark.timeout(600)
@pytest.mark.parametrize("fault", FAULTS)
def test_a_destruction_that_breaks_off_ends_whole(server: FaultServer, fault: Fault) -> None:
    outcomes = server.assert_survives(fault, spread(server.writes, PLACES_IN_A_HURRY))
    # Some broke off before the case was gone on record, some after.
    if fault in {Fault.KILL, Fault.TORN}:
        assert {bool(outcome.said) for outcome in outcomes} == {True, False}


@pytest.mark.slow
@pytest.mark.timeout(1800)
@pytest.mark.parametrize("fault", FAULTS)
def test_any_write_may_be_the_last_of_a_destruction(server: FaultServer, fault: Fault) -> None:
    server.assert_survives(fault, places(server.writes, MORE))
