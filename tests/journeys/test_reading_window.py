"""What a screen reader is told of every screen, read over the accessibility bus of a real window.

Qt knows more of its widgets than it tells others; a screen reader has only what comes over the bus.
"""

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from types import ModuleType

import pytest

from app.models.domain.finding import ITEMS
from app.services.rehearsal.marker import write_marker
from app.ui.presenters.case_head import Area
from app.ui.rooms import SCREENS
from tests.journeys import reading_child
from tests.journeys.reading_child import FIRST, LAST, NAME
from tests.journeys.screen_reader import ScreenReader, Told
from tests.journeys.test_kiosk_journey import ahead_of
from tests.services.exchange.world import Snapshots, World, plain

pytestmark = pytest.mark.journey
LONGEST_S = 300
CELLS = {"table cell", "table column header", "table row header"}
NO_ROLE = {"unknown", "invalid", "filler", "panel", "redundant object"}


@pytest.fixture(name="plan")
def _plan(tmp_path: Path) -> list[tuple[str, list[str], list[str]]]:
    """Vaults, who opens them, and the cases: one office while it investigates, the others at the end."""
    stages = Snapshots(tmp_path / "snapshots")
    early, late = (stages.at(stage, tmp_path / stage) for stage in ("assigned", "notified"))
    _read_again(early)
    for world in (early, late):
        _closed(world)
    return [
        (str(early.investigation.folder), ["many", "reviewer"], [early.case]),  # who reads without a name is not told
        (str(late.agency.folder), ["many", "security"], [late.case, *late.others]),
        (str(late.contractor.folder), ["security"], []),
    ]


def _closed(world: World) -> None:
    world.close()
    write_marker(world.agency.folder.parent, ahead_of(world.clock.now() + timedelta(minutes=1)))


def _read_again(world: World) -> None:
    """The case was drawn for a second reading, and went back to its examiner."""
    office, review = world.investigation, world.investigation.services.review
    examiner, reviewer = office.actor("examiner"), office.actor("reviewer")
    for item in ITEMS:
        review.write_finding(examiner, world.case, plain(item))
    review.submit(examiner, world.case)
    office.services.sampling.draw(reviewer, "seed-1", 1)
    office.services.sampling.assign(reviewer, world.case, office.person("many"))
    review.send_back(reviewer, world.case, None, "日を特定してください。")


def stops(child_module: ModuleType, told: Path, given: dict[str, str]) -> Iterator[tuple[str, Told]]:
    """What the program tells at each of its stops."""
    env = os.environ | given | {"QT_LINUX_ACCESSIBILITY_ALWAYS_ON": "1"}
    line = [
        sys.executable,
        "-m",
        "pytest",
        "-q",
        "-p",
        "no:cacheprovider",
        "-p",
        "no:xdist",
        str(child_module.__file__),
    ]
    seen: set[str] = set()
    with (told / "log").open("wb") as log:
        child = subprocess.Popen(line, env=env, stdout=log, stderr=subprocess.STDOUT)  # noqa: S603 # our own module
        reader = ScreenReader()
        try:
            end = time.monotonic() + LONGEST_S
            while LAST not in seen:
                assert child.poll() is None or (told / f"{LAST}.here").exists(), (told / "log").read_text()[-3000:]
                assert time.monotonic() < end, sorted(seen)
                for name in {path.stem for path in told.glob("*.here")} - seen:
                    seen.add(name)
                    if name != LAST:
                        yield name, reader.read(reader.program(NAME))
                        (told / f"{name}.read").touch()
                time.sleep(0.01)
        finally:
            reader.close()
            child.kill()
            child.wait()


def is_told(part: Told) -> bool:
    """It has a role, and a name unless it is an empty cell, whose row has a sentence."""
    return part.role not in NO_ROLE and (bool(part.name.strip()) or part.role in CELLS)


def test_every_screen_tells_names_roles_and_a_sentence_for_each_row(
    tmp_path: Path, plan: list[tuple[str, list[str], list[str]]]
) -> None:
    told = tmp_path / "told"
    told.mkdir()
    faults: list[str] = []
    met: set[str] = set()
    rows = 0
    given = {reading_child.TOLD: str(told), reading_child.PLAN: json.dumps(plan)}
    for stop, window in stops(reading_child, told, given):
        met.add(stop.removeprefix("case-") if stop.startswith("case-") else stop.partition("-")[0])
        parts = [part for part in window.all() if part.is_focusable]
        assert len(parts) > 2, stop
        faults += [f"{stop}: {part.role} {part.name} {part.described}" for part in parts if not is_told(part)]
        for table in (part for part in window.all() if part.role == "table"):
            rows += len(table.rows)
            faults += [f"{stop}: {table.name}, row {row}" for row, said in enumerate(table.rows) if not said.strip()]
    assert faults == []
    assert rows > 50
    assert {*SCREENS, FIRST, "palette", "keys"} <= met
    assert {area.value for area in Area} <= met
