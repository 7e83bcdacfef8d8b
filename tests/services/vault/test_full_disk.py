"""A real file system that is full, or that may only be read."""

import os
import shutil
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from app.models.domain.errors import AppError, EnvironmentProblemError
from app.services.vault.vault import Vault
from tests.services.exchange.offices import entropy
from tests.services.exchange.world import Snapshots, World
from tests.services.vault.crash_journey import ACTS, agency_opened, assert_finished, assert_whole, picture

KIB = 1024


def mounting(*arguments: str) -> None:
    subprocess.run(arguments, check=True, capture_output=True, timeout=30)  # noqa: S603 # the two below


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of six mebibytes."""
    if os.geteuid() != 0:
        pytest.skip("only root may mount a small file system")
    place = tmp_path / "disk"
    place.mkdir()
    try:
        mounting("mount", "-t", "tmpfs", "-o", "size=6m", "tmpfs", str(place))
    except (subprocess.CalledProcessError, FileNotFoundError):
        pytest.skip("this machine lets nobody mount a file system")
    yield place
    mounting("umount", "--lazy", str(place))


class Disk:
    """A full or emptier disk with the vault of an agency on it."""

    def __init__(self, place: Path, stages: Snapshots, spare: Path) -> None:
        self.place = place
        self.closed = stages.at("trusted", spare)
        self.closed.close()
        for part in ("agency", "stick"):
            shutil.copytree(self.closed.root / part, place / part)

    def opened(self) -> World:
        return agency_opened(self.closed, self.place, entropy)

    def fill(self, leave: int) -> None:
        """Leave so many bytes free."""
        self.make_room()
        with (self.place / "filler").open("wb") as filler:
            filler.write(bytes(max(shutil.disk_usage(self.place).free - leave, 0)))

    def make_room(self) -> None:
        (self.place / "filler").unlink(missing_ok=True)


@pytest.fixture
def disk(small_disk: Path, stages: Snapshots, tmp_path: Path) -> Disk:
    return Disk(small_disk, stages, tmp_path / "spare")


def refused(act: Callable[[World], object], world: World) -> str:
    """Code of the refusal; empty when the act was done."""
    try:
        act(world)
    except EnvironmentProblemError as problem:
        return problem.code
    return ""


@pytest.mark.parametrize("leave", [0, 8 * KIB, 40 * KIB, 100 * KIB])
def test_each_act_on_a_full_disk_is_refused_and_works_once_there_is_room(disk: Disk, leave: int) -> None:
    world = disk.opened()
    told = []
    for _, act in ACTS:
        before = picture(world.agency)
        disk.fill(leave)
        code = refused(act, world)
        disk.make_room()
        if not code:
            continue
        told.append(code)
        again = disk.opened()
        assert picture(again.agency) == before
        again.agency.desk.vault.close()
        act(world)
    assert set(told) <= {"disk.full", "media.full"}
    assert len(told) >= (len(ACTS) - 2 if leave < 40 * KIB else 1)
    assert_whole(world.agency)
    assert_finished(world)
    world.agency.desk.vault.close()


def test_a_vault_on_a_full_disk_says_that_the_disk_is_full(disk: Disk) -> None:
    disk.fill(0)
    with pytest.raises(EnvironmentProblemError, match=r"^disk.full$"):
        disk.opened()
    disk.make_room()
    world = disk.opened()
    assert_whole(world.agency)
    world.agency.desk.vault.close()


def test_a_vault_that_may_only_be_read_says_so_and_is_not_touched(disk: Disk) -> None:
    files = {path: path.read_bytes() for path in disk.place.rglob("*") if path.is_file()}
    mounting("mount", "-o", "remount,ro", str(disk.place))
    with pytest.raises(EnvironmentProblemError) as told:
        disk.opened().agency.services.consents.register(disk.closed.agency.actor("examiner"))
    assert told.value.code == "disk.read-only"
    assert {path: path.read_bytes() for path in disk.place.rglob("*") if path.is_file()} == files
    mounting("mount", "-o", "remount,rw", str(disk.place))


def test_a_folder_that_may_not_be_written_says_so(stages: Snapshots, tmp_path: Path) -> None:
    """The same for a user without rights over mounts; root may write everywhere."""
    closed = stages.at("trusted", tmp_path / "world")
    closed.close()
    closed.agency.folder.chmod(0o500)
    try:
        if os.access(closed.agency.folder, os.W_OK):
            pytest.skip("this user may write in every folder")
        with pytest.raises(AppError) as told:
            Vault.open(closed.agency.folder, closed.agency.keys.vault_key, entropy)
    finally:
        closed.agency.folder.chmod(0o700)
    assert told.value.code == "disk.read-only"
