"""A transfer is killed, or its disk fills, at any write of sending and of taking in: one desk or none, never two."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.services.exchange.custody_flows import EVERY, write_base
from tests.services.exchange.world import Snapshots
from tests.services.vault.fault_server import FAULTS, FaultServer
from tests.services.vault.faulty_disk import Fault
from tests.thoroughness import places

MORE = 3
"""Writes of each fault; `make thorough` tries every one."""


@pytest.fixture(scope="module", name="base")
def _base(snapshots: Snapshots, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("custody-flows")
    write_base(snapshots.at("consented", folder / "world"), folder / "base")
    return folder


@pytest.fixture(scope="module", params=EVERY, name="flow")
def _flow(
    request: pytest.FixtureRequest, base: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[FaultServer]:
    # A worker that gets the flows in turns begins each more than once: every time in a folder of its own.
    folder = tmp_path_factory.mktemp(request.param.lower())
    server = FaultServer(f"tests.services.exchange.custody_flows:{request.param}", folder, base / "base")
    yield server
    server.__exit__()


@pytest.mark.slow
@pytest.mark.timeout(3000)
@pytest.mark.parametrize("fault", FAULTS)
def test_a_transfer_survives_a_fault_at_any_write(flow: FaultServer, fault: Fault) -> None:
    assert flow.writes >= 10
    flow.assert_survives(fault, places(flow.writes, MORE))
