"""Prove that a flow survives a fault at any of its writes: kill -9, a torn write, a full or read-only disk.

How to use it for a flow of yours:

1. In a module of the tests, name the flow by three functions (a fourth, ``ready``, where opening costs much)::

       def begin(folder): ...                     # make what lies on the disk before; runs once
       def act(opened, say): ...                  # the flow; say("word") after each thing that is acknowledged
       def check(folder, said): ...               # a fresh process after the fault: open, look, assert

       CHANGE = Flow(begin, act, check)           # at module level; it is found by its name

   ``act`` gets what ``ready(folder)`` made, which runs before the disk is faulty; without ``ready`` the folder.
   ``check`` gets the words that were said before the fault and asserts the invariant: a whole state, old or new, and
   nothing lost that was said. It may carry the flow on to its end as well.

2. In a test::

       @pytest.fixture(scope="module")
       def change(tmp_path_factory):
           with FaultServer("tests.services.stations.test_change:CHANGE", tmp_path_factory.mktemp("change")) as server:
               yield server

       @pytest.mark.parametrize("fault", FAULTS)
       def test_a_change_survives(change, fault):
           change.assert_survives(fault, spread(change.writes, 12))

       @pytest.mark.slow
       @pytest.mark.parametrize("fault", FAULTS)
       def test_a_change_survives_everywhere(change, fault):
           change.assert_survives(fault, range(1, change.writes + 1))

Counted is every write, creation, opening for writing, rename, removal, truncation and flush of Python below the
folder, and those of SQLite. Draws and clock of the flow should be the same each time (``crash_journey.seeded``,
``FixedClock``), so that the n-th write is the same one each time. Every run costs a fork, a copy of the folder and what
``ready``, ``act`` and ``check`` cost.
A fault that does not kill must end in an ``AppError`` of the flow's ``codes`` or be survived silently.
"""

import json
import os
import shutil
import signal
import subprocess
import sys
import traceback
from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from importlib import import_module
from pathlib import Path
from typing import Any

from typing_extensions import override

from app.models.domain.errors import AppError
from tests.services.vault.faulty_disk import Fault, FaultyDisk

Say = Callable[[str], None]
FAULTS = (Fault.KILL, Fault.TORN, Fault.FULL, Fault.READ_ONLY, Fault.DENIED)
DISK_CODES = frozenset({"disk.full", "disk.failed", "disk.read-only", "import.not-written"})
_KILLING = {Fault.KILL, Fault.TORN}


@dataclass(frozen=True, slots=True)
class Flow:
    """A flow to be broken off; see the head of this module.

    Attributes:
        begin: Makes the starting state in an empty folder.
        act: The flow itself.
        check: Looks at the folder afterwards and asserts.
        ready: Opens what ``act`` works on, before anything goes wrong.
        codes: With which errors the flow may say that the disk failed it.
    """

    begin: Callable[[Path], object]
    act: Callable[[Any, Say], object]
    check: Callable[[Path, list[str]], object]
    ready: Callable[[Path], Any] = lambda folder: folder
    codes: frozenset[str] = DISK_CODES


@dataclass(frozen=True, slots=True)
class Outcome:
    """How one run went: what was said, how the process ended, with which code, and what the check found."""

    said: list[str]
    status: int
    code: str
    verdict: str
    """``sound``, or the traceback of the check or of a flow that broke."""


def spread(writes: int, number: int) -> list[int]:
    """So many places over all writes, the first and the last among them."""
    if number >= writes:
        return list(range(1, writes + 1))
    return sorted({1 + round(step * (writes - 1) / (number - 1)) for step in range(number)})


class FaultServer(AbstractContextManager["FaultServer"]):
    """A process of its own that forks a run for each fault; forking beside threads of a test would not be safe.

    Args:
        flow: ``module:NAME`` of a :class:`Flow`.
        folder: For everything that the runs write.
        base: What ``begin`` finds in its folder, for flows that share a costly beginning.
    """

    def __init__(self, flow: str, folder: Path, base: Path | None = None) -> None:
        more = [] if base is None else [str(base)]
        self._process = subprocess.Popen(  # noqa: S603 # our own module
            [sys.executable, "-m", "tests.services.vault.fault_server", flow, str(folder), *more],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        try:
            answer = self._answer()
        except AssertionError:
            self.__exit__()
            raise
        self.writes = int(answer["writes"])
        """How many writes the flow does when nothing goes wrong."""
        self.codes = frozenset(answer["codes"])

    def run(self, fault: Fault, place: int) -> Outcome:
        """One run with one fault."""
        assert self._process.stdin is not None
        self._process.stdin.write(json.dumps({"fault": fault, "place": place}) + "\n")
        self._process.stdin.flush()
        return Outcome(**self._answer())

    def assert_survives(self, fault: Fault, places: Iterable[int]) -> list[Outcome]:
        """Run at each place; the process died or told of the disk as it should, and the check found nothing.

        Returns:
            The outcomes, for what a flow wants to look at further.
        """
        outcomes = []
        for place in places:
            outcome = self.run(fault, place)
            assert outcome.verdict == "sound", f"{fault} at write {place} of {self.writes}:\n{outcome.verdict}"
            assert outcome.status == (-signal.SIGKILL if fault in _KILLING else 0), (fault, place, outcome)
            assert not outcome.code or outcome.code in self.codes, (fault, place, outcome)
            outcomes.append(outcome)
        return outcomes

    def _answer(self) -> dict[str, Any]:
        assert self._process.stdout is not None
        line = self._process.stdout.readline()
        assert line, "the server ended; what it wrote to its standard error says why"
        answer: dict[str, Any] = json.loads(line)
        return answer

    @override
    def __exit__(self, *_: object) -> None:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.close()
        self._process.wait(timeout=60)
        self._process.stdout.close()


def in_child(work: Callable[[Say], None]) -> tuple[list[str], int]:
    """Run in a fork; gives the lines that it said and its status, negative for a signal; an error is told last."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reading)
        status = 0
        try:
            work(lambda line: (os.write(writing, (line + "\n").encode()), None)[1])
        except BaseException:  # noqa: BLE001 # a child must not return into the loop of its parent
            os.write(writing, json.dumps(traceback.format_exc()).encode() + b"\n")
            status = 1
        os._exit(status)
    os.close(writing)
    with os.fdopen(reading) as said:
        lines = said.read().splitlines()
    return lines, os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


@dataclass(frozen=True, slots=True)
class _Runs:
    flow: Flow
    folder: Path
    base: Path | None
    begun: Path = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "begun", self.folder / "begun")
        self.folder.mkdir(parents=True)
        if self.base is None:
            self.begun.mkdir()
        else:
            shutil.copytree(self.base, self.begun)
        self.flow.begin(self.begun)

    def _copied(self, name: str) -> Path:
        place = self.folder / name
        shutil.copytree(self.begun, place, symlinks=True)
        return place

    def counted(self) -> int:
        """How many writes there are; the check must be content when nothing went wrong."""
        place = self._copied("counted")

        def whole(say: Say) -> None:
            opened, disk = self.flow.ready(place), FaultyDisk(place)
            disk.install()
            self.flow.act(opened, say)
            say(str(disk.count))

        lines, failed = in_child(whole)
        if failed:
            raise RuntimeError(json.loads(lines[-1]))
        said, failed = in_child(lambda _: (self.flow.check(place, lines[:-1]), None)[1])
        if failed:
            raise RuntimeError(json.loads(said[-1]))
        shutil.rmtree(place)
        return int(lines[-1])

    def run(self, fault: Fault, number: int) -> Outcome:
        place = self._copied(f"{fault}-{number}")

        def broken_off(say: Say) -> None:
            opened, disk = self.flow.ready(place), FaultyDisk(place, fault, number)
            disk.install()
            try:
                self.flow.act(opened, say)
            except AppError as told:
                disk.repair()
                say(f"\x00{told.code}")

        lines, status = in_child(broken_off)
        verdict = json.loads(lines.pop()) if status > 0 else "sound"
        code = lines.pop()[1:] if lines and lines[-1].startswith("\x00") else ""
        found, failed = in_child(lambda _: (self.flow.check(place, lines), None)[1])
        shutil.rmtree(place)
        return Outcome(lines, status, code, json.loads(found[-1]) if failed else verdict)


def main() -> None:
    """Serve until the input ends: a line of JSON for each run."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    module, name = sys.argv[1].split(":")
    flow: Flow = getattr(import_module(module), name)
    base = Path(sys.argv[3]) if len(sys.argv) > 3 else None
    runs = _Runs(flow, Path(sys.argv[2]).resolve() / "faults", base)
    _say({"writes": runs.counted(), "codes": sorted(flow.codes)})
    for line in sys.stdin:
        request = json.loads(line)
        outcome = runs.run(Fault(request["fault"]), request["place"])
        _say({name: getattr(outcome, name) for name in ("said", "status", "code", "verdict")})


def _say(answer: dict[str, Any]) -> None:
    sys.stdout.write(json.dumps(answer) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
