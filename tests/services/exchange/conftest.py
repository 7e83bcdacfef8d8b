"""Worlds for the tests of use cases and of the exchange."""

from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path

import pytest

from app.models.domain.actor import Environment
from tests.services.exchange.world import Snapshots, World

At = Callable[[str], World]


@pytest.fixture(scope="session")
def snapshots(tmp_path_factory: pytest.TempPathFactory) -> Snapshots:
    """The rehearsal circle of offices at every stage of a case."""
    return Snapshots(tmp_path_factory.mktemp("rehearsal"))


@pytest.fixture(scope="session")
def live_snapshots(tmp_path_factory: pytest.TempPathFactory) -> Snapshots:
    """Another circle with keys and a trust root of its own, whose vaults are real ones."""
    return Snapshots(tmp_path_factory.mktemp("live"), Environment.LIVE)


@pytest.fixture(name="at")
def _at(snapshots: Snapshots, tmp_path: Path) -> Iterator[At]:
    """Open a world at a stage; closed when the test ends."""
    yield from _opener(snapshots, tmp_path / "worlds")


@pytest.fixture(name="live_at")
def _live_at(live_snapshots: Snapshots, tmp_path: Path) -> Iterator[At]:
    """The same for the real circle."""
    yield from _opener(live_snapshots, tmp_path / "live-worlds")


def _opener(kept: Snapshots, folder: Path) -> Iterator[At]:
    folder.mkdir()
    numbers, opened = count(), list[World]()

    def at(stage: str) -> World:
        world = kept.at(stage, folder / str(next(numbers)))
        opened.append(world)
        return world

    yield at
    for world in opened:
        world.close()
