"""Unlock, admission, drafts, papers and quarantine: killed or out of disk at any write, and whole."""

from collections.abc import Callable, Iterator

import pytest

from tests.services.exchange.world import Snapshots
from tests.services.vault.fault_server import FAULTS, FaultServer
from tests.services.vault.faulty_disk import Fault
from tests.services.vault.kill_flows import EVERY, ON_THE_BASE, write_base
from tests.thoroughness import places

PLACES = dict.fromkeys(EVERY, 4) | {"CORRECT": 2}
"""Writes of each fault; a correction stretches a PIN in each run. `make thorough` tries every one."""
FEWEST = dict.fromkeys(EVERY, 20) | {"QUARANTINE": 5, "UNLOCK": 10}
"""Writes that a flow has at least, if it is watched at each."""
Serve = Callable[[str], FaultServer]


@pytest.fixture(scope="module")
def serve(stages: Snapshots, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Serve]:
    """One server for each flow, begun when it is first asked for."""
    folder, served = tmp_path_factory.mktemp("flows"), dict[str, FaultServer]()
    base = folder / "base"

    def server(name: str) -> FaultServer:
        if name not in served:
            if name in ON_THE_BASE and not base.exists():
                write_base(stages.at("assigned", folder / "world"), base)
            flow = f"tests.services.vault.kill_flows:{name}"
            served[name] = FaultServer(flow, folder / name, base if name in ON_THE_BASE else None)
        return served[name]

    yield server
    for one in served.values():
        one.__exit__()


@pytest.mark.slow
@pytest.mark.timeout(3000)
@pytest.mark.parametrize("fault", FAULTS)
@pytest.mark.parametrize("name", EVERY)
def test_a_flow_survives_a_fault_at_any_write(serve: Serve, name: str, fault: Fault) -> None:
    flow = serve(name)
    assert flow.writes >= FEWEST[name]
    outcomes = flow.assert_survives(fault, places(flow.writes, PLACES[name]))
    if fault in {Fault.FULL, Fault.READ_ONLY}:
        assert any(outcome.code for outcome in outcomes)
