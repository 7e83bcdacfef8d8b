"""Worlds for the tests of retention: each stage is made once, every test gets a copy."""

from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path

import pytest

from tests.services.exchange.world import Snapshots, World

At = Callable[[str], World]


@pytest.fixture(scope="session")
def stages(tmp_path_factory: pytest.TempPathFactory) -> Snapshots:
    return Snapshots(tmp_path_factory.mktemp("retention-stages"))


@pytest.fixture
def at(stages: Snapshots, tmp_path: Path) -> Iterator[At]:
    """Open a world at a stage; closed when the test ends."""
    numbers, opened = count(), list[World]()

    def opener(stage: str) -> World:
        opened.append(stages.at(stage, tmp_path / f"world-{next(numbers)}"))
        return opened[-1]

    yield opener
    for world in opened:
        world.close()
