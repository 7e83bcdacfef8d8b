from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.services.exchange.world import Snapshots, World
from tests.services.media.sticks import Stick


@pytest.fixture(scope="session")
def trusted(tmp_path_factory: pytest.TempPathFactory) -> Snapshots:
    """Three offices that trust each other, made once."""
    return Snapshots(tmp_path_factory.mktemp("media"))


@pytest.fixture
def world(trusted: Snapshots, tmp_path: Path) -> Iterator[World]:
    opened = trusted.at("trusted", tmp_path / "world")
    yield opened
    opened.close()


@pytest.fixture
def stick(tmp_path: Path) -> Callable[[str], Stick]:
    return lambda serial: Stick(tmp_path, serial)
