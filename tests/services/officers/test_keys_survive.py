"""Kill -9, a torn write, a full, a read-only and a forbidden disk at every write of what is done to keys.

Whatever happens: the old or the new state opens, everybody who should come in does, nothing that was acknowledged is
lost, and the next unlocking finishes what was begun.
"""

from collections.abc import Iterator

import pytest

from tests.services.officers.key_flows import FLOWS
from tests.services.vault.fault_server import FAULTS, FaultServer
from tests.services.vault.faulty_disk import Fault
from tests.thoroughness import places

PLACES = 3
"""Of each fault; `make thorough` tries every write."""


@pytest.fixture(scope="module", params=sorted(FLOWS))
def server(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[FaultServer]:
    flow = f"tests.services.officers.key_flows:{request.param}"
    with FaultServer(flow, tmp_path_factory.mktemp(request.param.lower())) as served:
        yield served


@pytest.mark.slow
@pytest.mark.timeout(3600)
@pytest.mark.parametrize("fault", FAULTS)
def test_keys_survive_a_fault_at_any_write(server: FaultServer, fault: Fault) -> None:
    assert server.writes > PLACES
    server.assert_survives(fault, places(server.writes, PLACES))
