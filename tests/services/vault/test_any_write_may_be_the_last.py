"""The process dies, or the disk fills up, at any write of a journey: the vault stands between two acts.

SIGKILL leaves what the kernel has taken; it is not a cut of the power. That the order of flushes is right for that
case too rests on SQLite's ``synchronous = FULL``, which is checked where the vault is opened.
"""

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from signal import SIGKILL, SIGXFSZ
from typing import Any

import pytest

from tests.services.vault.fault_server import spread
from tests.services.vault.faulty_disk import Fault
from tests.thoroughness import amount

PLACES_IN_A_HURRY = 24
STRIDE = amount(30, 1)
"""Of the slow tests; `make thorough` tries every write, which takes most of an hour."""
DISK_CODES = {"disk.full", "disk.failed", "bundle.media-write", "import.not-written"}


class Server:
    """The process that forks a run for each fault."""

    def __init__(self, folder: Path) -> None:
        self.process = subprocess.Popen(  # noqa: S603 # our own module
            [sys.executable, "-m", "tests.services.vault.crash_server", str(folder / "crashes")],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        said = self._answer()
        self.writes, self.acts, self.first_writes = (int(said[name]) for name in ("writes", "acts", "first_writes"))

    def run(self, fault: Fault, place: int, *, first: bool = False) -> dict[str, Any]:
        """One journey, or one first run, with one fault."""
        assert self.process.stdin is not None
        self.process.stdin.write(json.dumps({"fault": fault, "place": place, "first": first}) + "\n")
        self.process.stdin.flush()
        return self._answer()

    def _answer(self) -> dict[str, Any]:
        assert self.process.stdout is not None
        line = self.process.stdout.readline()
        assert line, "the server ended"
        answer: dict[str, Any] = json.loads(line)
        return answer

    def close(self) -> None:
        """End the process and take its pipes down."""
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.close()
        self.process.wait(timeout=30)
        self.process.stdout.close()


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    served = Server(tmp_path_factory.mktemp("faults"))
    yield served
    served.close()


def assert_survives(server: Server, fault: Fault, places: list[int]) -> None:
    """Kill at each place; the vault has all that was acknowledged and at most the one act that was under way."""
    seen = set()
    for place in places:
        run = server.run(fault, place)
        assert run["verdict"] == "sound", (fault, place, run)
        assert run["status"] == (-SIGXFSZ if fault is Fault.QUOTA_KILL else -SIGKILL), (fault, place, run)
        assert run["done"] - run["acknowledged"] in {0, 1}
        seen.add(run["done"])
    assert len(places) < server.acts or len(seen) > server.acts // 2, "the kills all fell into a few acts"


def assert_refuses(server: Server, fault: Fault, places: list[int]) -> None:
    """Fill the disk at each place; the act ends with a word about the disk and works once there is room."""
    told = 0
    for place in places:
        run = server.run(fault, place)
        assert run["verdict"] == "sound", (fault, place, run)
        assert set(run["codes"]) <= DISK_CODES, (fault, place, run)
        told += bool(run["codes"])
    # Writing back at the closing of a file may fail unnoticed: what matters is safe beside it.
    assert told >= len(places) * 3 // 4


def test_the_journey_is_watched_closely(server: Server) -> None:
    assert server.writes > 300


@pytest.mark.parametrize("fault", [Fault.KILL, Fault.TORN])
def test_a_process_killed_at_a_write_loses_nothing_acknowledged(server: Server, fault: Fault) -> None:
    shift = 0 if fault is Fault.KILL else server.writes // PLACES_IN_A_HURRY // 2
    places = [min(place + shift, server.writes) for place in spread(server.writes, PLACES_IN_A_HURRY)]
    assert_survives(server, fault, places)


def test_a_disk_full_at_a_write_stops_one_act_and_no_more(server: Server) -> None:
    assert_refuses(server, Fault.FULL, spread(server.writes, PLACES_IN_A_HURRY // 2))


def test_a_quota_of_the_kernel_stops_one_act_and_no_more(server: Server) -> None:
    assert_refuses(server, Fault.QUOTA, [1, 4096, 5000, 32_767, 70_001, 150_000, 250_000])


def test_a_process_killed_by_the_quota_of_the_kernel_loses_nothing_acknowledged(server: Server) -> None:
    assert_survives(server, Fault.QUOTA_KILL, [1, 4096, 5000, 70_001, 150_000, 250_000])


def assert_first_run_can_be_repeated(server: Server, fault: Fault, places: list[int]) -> None:
    """After each cut there is a vault that opens, or a folder in which the next set-up makes one."""
    runs = [server.run(fault, place, first=True) for place in places]
    for place, run in zip(places, runs, strict=True):
        assert run["verdict"] == "sound", (fault, place, run)
        assert set(run["codes"]) <= DISK_CODES, (fault, place, run)
        assert fault is Fault.FULL or run["status"] == -SIGKILL, (fault, place, run)
    assert not all(run["whole"] for run in runs)


@pytest.mark.parametrize("fault", [Fault.KILL, Fault.TORN, Fault.FULL])
def test_a_first_run_cut_off_at_a_write_can_be_repeated(server: Server, fault: Fault) -> None:
    assert_first_run_can_be_repeated(server, fault, spread(server.first_writes, 3))


@pytest.mark.slow
@pytest.mark.timeout(900)
@pytest.mark.parametrize("fault", [Fault.KILL, Fault.TORN, Fault.FULL])
def test_a_first_run_may_be_cut_off_at_any_write(server: Server, fault: Fault) -> None:
    assert_first_run_can_be_repeated(server, fault, list(range(1, server.first_writes + 1, STRIDE)))


@pytest.mark.slow
@pytest.mark.timeout(900)
@pytest.mark.parametrize(("fault", "first"), [(Fault.KILL, 1), (Fault.TORN, 3)])
def test_any_write_may_be_the_last(server: Server, fault: Fault, first: int) -> None:
    assert_survives(server, fault, list(range(first, server.writes + 1, STRIDE)))


@pytest.mark.slow
@pytest.mark.timeout(900)
def test_any_write_may_find_the_disk_full(server: Server) -> None:
    assert_refuses(server, Fault.FULL, list(range(5, server.writes + 1, STRIDE)))
