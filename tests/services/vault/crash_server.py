"""Runs the journey again and again in processes of its own, each with another fault, and says how the vault fared.

A process by itself, so that it can fork without threads: all is loaded once and each run costs a copy of the vault.
Reads requests as lines of JSON and answers each with one line.
"""

import json
import shutil
import signal
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from app.models.domain.errors import EnvironmentProblemError
from tests.services.exchange.world import Snapshots, World
from tests.services.stations import desks
from tests.services.vault.crash_journey import (
    ACTS,
    agency_opened,
    assert_finished,
    assert_whole,
    picture,
    seeded,
)
from tests.services.vault.fault_server import in_child
from tests.services.vault.faulty_disk import Fault, FaultyDisk


class FirstRuns:
    """Set-ups of a vault that are cut off or run out of room."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        lines, _ = in_child(self._counting)
        self.writes = int(lines[-1])

    def _counting(self, say: Callable[[str], None]) -> None:
        disk = FaultyDisk(self._folder / "first")
        disk.install()
        desks.make(self._folder / "first", draws=seeded("first"))
        say(str(disk.count))

    def cut(self, fault: Fault, place: int) -> dict[str, Any]:
        """Fail at a write; then there is a whole vault, or another set-up makes one."""
        folder = self._folder / f"first-{fault}-{place}"

        def first_run(say: Callable[[str], None]) -> None:
            disk = FaultyDisk(folder, fault, place)
            disk.install()
            try:
                desks.make(folder, draws=seeded("first"))
            except EnvironmentProblemError as problem:
                disk.repair()
                say(problem.code)
                left = [entry.name for entry in folder.rglob("*")]
                assert left == [], left

        codes, status = in_child(first_run)
        said, failed = in_child(lambda say: self._examined(folder, say))
        shutil.rmtree(folder)
        verdict = "sound" if not failed else json.loads(said[-1])
        return {"status": status, "codes": codes, "verdict": verdict, "whole": said[0] == "whole"}

    def _examined(self, folder: Path, say: Callable[[str], None]) -> None:
        if (folder / "keyslots.json").exists():
            say("whole")
        else:
            say("nothing")
            desks.make(folder)
        for officer in (desks.FIRST, desks.SECOND):
            desks.door(folder).unlock(desks.person(folder, officer), officer.passphrase).lock()


class Runs:
    """All runs of one server."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._closed = Snapshots(folder / "kept").at("trusted", folder / "base")
        self._closed.close()
        # Once in this very process: what it learns (fonts, packs) every fork knows.
        self.pictures: list[str] = []
        world = self._world("reference", seeded("journey"))
        self.pictures.append(picture(world.agency))
        for _, act in ACTS:
            act(world)
            self.pictures.append(picture(world.agency))
        assert_whole(world.agency)
        assert_finished(world)
        world.agency.desk.vault.close()
        lines, failed = in_child(self._counting)
        if failed:
            raise RuntimeError(json.loads(lines[-1]))
        self.writes = int(lines[-1])

    def _counting(self, say: Callable[[str], None]) -> None:
        world = self._world("counted", seeded("journey"))
        disk = FaultyDisk(world.root)
        disk.install()
        for _, act in ACTS:
            act(world)
        say(str(disk.count))

    def _world(self, name: str, entropy: Any) -> World:
        root = self._folder / name
        if not root.exists():
            for part in ("agency", "stick"):
                shutil.copytree(self._folder / "base" / part, root / part)
        return agency_opened(self._closed, root, entropy)

    def killed(self, fault: Fault, place: int) -> dict[str, Any]:
        """Die at a write, open the vault again, look at it, and carry the journey to its end."""
        name = f"{fault}-{place}"

        def journey(say: Callable[[str], None]) -> None:
            world = self._world(name, seeded("journey"))
            FaultyDisk(world.root, fault, place).install()
            for act_name, act in ACTS:
                act(world)
                say(act_name)

        acknowledged, status = in_child(journey)
        answer: dict[str, Any] = {"status": status, "acknowledged": len(acknowledged)}
        said, failed = in_child(lambda say: self._examined(name, len(acknowledged), say))
        shutil.rmtree(self._folder / name)
        return answer | {"verdict": "sound" if not failed else json.loads(said[-1]), "done": int(said[0])}

    def _examined(self, name: str, acknowledged: int, say: Callable[[str], None]) -> None:
        world = self._world(name, seeded("after"))
        now = picture(world.agency)
        places = [place for place, kept in enumerate(self.pictures) if kept == now]
        fitting = [place for place in places if place in {acknowledged, acknowledged + 1}]
        say(str(fitting[0]) if fitting else "-1")
        assert fitting, (places, acknowledged)
        done = fitting[0]
        assert_whole(world.agency)
        for _, act in ACTS[done:]:
            act(world)
        assert_whole(world.agency)
        assert_finished(world)

    def _assert_as_before(self, name: str, number: int) -> None:
        """Look with eyes of its own, beside the vault that met the full disk."""
        world = self._world(name, seeded("looking"))
        assert picture(world.agency) == self.pictures[number], "not as before"
        assert_whole(world.agency)
        world.agency.desk.vault.close()

    def full(self, fault: Fault, place: int) -> dict[str, Any]:
        """Find the disk full at a write, see the vault as before, and do the same act again with room."""
        name = f"{fault}-{place}"

        def journey(say: Callable[[str], None]) -> None:
            world = self._world(name, seeded("journey"))
            disk = FaultyDisk(world.root, fault, place)
            disk.install()
            for number, (_, act) in enumerate(ACTS):
                try:
                    act(world)
                except EnvironmentProblemError as problem:
                    disk.repair()
                    say(problem.code)
                    self._assert_as_before(name, number)
                    act(world)
            disk.repair()
            assert_whole(world.agency)
            assert_finished(world)

        said, failed = in_child(journey)
        shutil.rmtree(self._folder / name)
        return {"verdict": "sound" if not failed else json.loads(said[-1]), "codes": said[:-1] if failed else said}


def main() -> None:
    """Serve until the input ends."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    runs = Runs(Path(sys.argv[1]))
    first_runs = FirstRuns(Path(sys.argv[1]))
    answer: dict[str, Any] = {"writes": runs.writes, "acts": len(ACTS), "first_writes": first_runs.writes}
    sys.stdout.write(json.dumps(answer) + "\n")
    sys.stdout.flush()
    for line in sys.stdin:
        request = json.loads(line)
        fault = Fault(request["fault"])
        journey = runs.full if fault in {Fault.FULL, Fault.QUOTA} else runs.killed
        answer = (first_runs.cut if request["first"] else journey)(fault, request["place"])
        sys.stdout.write(json.dumps(answer) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
