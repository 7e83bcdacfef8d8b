"""Kill -9, a torn write, a full, a read-only and a forbidden disk at every write of what is done to keys.

Whatever happens: the old or the new state opens, everybody who should come in does, nothing that was acknowledged is
lost, and the next unlocking finishes what was begun.
"""

from collections.abc import Iterator

import pytest

from tests.services.officers.key_flows import FLOWS
from tests.services.vault.fault_server import FAULTS, FaultServer, spread
from tests.services.vault.faulty_disk import Fault
from tests.thoroughness import places

PLACES_IN_A_HURRY = 3
PLACES = 3
"""Of each fault in the slow tests; `make thorough` tries every write."""


@pytest.fixture(scope="module", params=sorted(FLOWS))
def server(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[FaultServer]:
    flow = f"tests.services.officers.key_flows:{request.param}"
    with FaultServer(flow, tmp_path_factory.mktemp(request.param.lower())) as served:
        yield served


@pytest.mark.timeout(900)
def test_keys_survive_a_fault_at_some_writes(server: FaultServer) -> None:
    assert server.writes > PLACES_IN_A_HURRY
    server.assert_survives(Fault.KILL, spread(server.writes, PLACES_IN_A_HURRY))
    server.assert_survives(Fault.FULL, spread(server.writes, 2))


@pytest.mark.slow
@pytest.mark.timeout(3600)
@pytest.mark.parametrize("fault", FAULTS)
def test_keys_survive_a_fault_at_any_write(server: FaultServer, fault: Fault) -> None:
    server.assert_survives(fault, places(server.writes, PLACES))
