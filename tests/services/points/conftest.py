"""Worlds of three offices for the tests of the points to clear up."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.services.exchange.conftest import At, _opener
from tests.services.exchange.world import Snapshots


@pytest.fixture(scope="session")
def snapshots(tmp_path_factory: pytest.TempPathFactory) -> Snapshots:
    """The rehearsal circle of offices at every stage of a case."""
    return Snapshots(tmp_path_factory.mktemp("rehearsal"))


@pytest.fixture(name="at")
def _at(snapshots: Snapshots, tmp_path: Path) -> Iterator[At]:
    """Open a world at a stage; closed when the test ends."""
    yield from _opener(snapshots, tmp_path / "worlds")
