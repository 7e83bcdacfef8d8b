"""Kill, tear or fill at any write of a backup and of a restore: what was there before is whole, or what is new is."""

from collections.abc import Iterator

import pytest

from tests.services.vault.fault_server import FAULTS, FaultServer, spread
from tests.services.vault.faulty_disk import Fault
from tests.thoroughness import places

HURRY, MORE = 2, 6
"""Writes in the quick and in the slow tests; `make thorough` tries every one."""


@pytest.fixture(scope="module")
def back_up(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FaultServer]:
    with FaultServer("tests.services.backups.flows:BACK_UP", tmp_path_factory.mktemp("backup")) as server:
        yield server


@pytest.fixture(scope="module")
def restore(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FaultServer]:
    with FaultServer("tests.services.backups.flows:RESTORE", tmp_path_factory.mktemp("restore")) as server:
        yield server


@pytest.mark.parametrize("fault", FAULTS)
def test_a_backup_may_be_cut_off_anywhere(back_up: FaultServer, fault: Fault) -> None:
    assert back_up.writes > 60
    back_up.assert_survives(fault, spread(back_up.writes, HURRY))


@pytest.mark.parametrize("fault", FAULTS)
def test_a_restore_may_be_cut_off_anywhere(restore: FaultServer, fault: Fault) -> None:
    assert restore.writes > 60
    restore.assert_survives(fault, spread(restore.writes, HURRY))


@pytest.mark.slow
@pytest.mark.timeout(1800)
@pytest.mark.parametrize("fault", FAULTS)
def test_a_backup_may_be_cut_off_at_any_write(back_up: FaultServer, fault: Fault) -> None:
    back_up.assert_survives(fault, places(back_up.writes, MORE))


@pytest.mark.slow
@pytest.mark.timeout(1800)
@pytest.mark.parametrize("fault", FAULTS)
def test_a_restore_may_be_cut_off_at_any_write(restore: FaultServer, fault: Fault) -> None:
    restore.assert_survives(fault, places(restore.writes, MORE))
