"""A stick is formatted and registered in one go; whatever is somebody's, or is not confirmed, keeps what it holds."""

from collections.abc import Callable
from pathlib import Path

import pytest

from app.models.domain.errors import AppError
from app.models.domain.formatting import Layout
from app.services.platform.udisks import ERROR
from app.services.ports import Drive
from tests.fakes.disk_service import Disk, Mishaps, Part
from tests.services.exchange.world import World
from tests.services.media.plugged import Plugged
from tests.services.media.sticks import given

STICK = "/media/officer/STICK"


def code_of(call: Callable[[], object]) -> str:
    try:
        call()
    except AppError as refused:
        return refused.code
    return ""


def formatted(world: World, machine: Plugged, disk: Disk, who: str = "security", again: str | None = None) -> str:
    office, order = world.agency, machine.order(disk, again=again)
    return code_of(
        lambda: office.services.formatting.register(office.actor(who), machine.formatter, machine.drive_at, order)
    )


def test_a_stick_of_anybody_becomes_one_of_ours(world: World, tmp_path: Path) -> None:
    disk = Disk(parts=[Part("ntfs", [STICK]), Part("ntfs")])
    machine = Plugged(tmp_path, disk)
    (machine.folder(disk) / "holiday.jpg").write_bytes(b"synthetic")
    office = world.agency
    found = office.services.formatting.look(office.actor("security"), machine.formatter)
    assert [(one.disk.number, one.trouble) for one in found.disks] == [("8:16", "")]
    assert found.layouts == (Layout.EXFAT, Layout.FAT32)
    assert formatted(world, machine, disk) == ""
    assert disk.label == "SEKISHO-01"
    assert [one.name for one in machine.folder(disk).iterdir()] == ["sekisho-passport-000.json"]
    # From now on it is a medium like any other.
    drive = machine.drive_at(Path("/media/officer/SEKISHO-01"))
    office.services.media.hand_over(office.actor("security"), drive, given(world.investigation))
    assert formatted(world, machine, disk) == "media.already-registered"
    assert disk.formatted == 1


def test_that_it_was_begun_is_on_record_even_where_it_fails(world: World, tmp_path: Path) -> None:
    disk = Disk()
    machine = Plugged(tmp_path, disk, mishaps=Mishaps(errors={"CreatePartitionAndFormat": f"{ERROR}.Failed"}))
    office = world.agency
    assert formatted(world, machine, disk) == "format.failed"
    assert disk.formatted == 1
    assert office.rows("media") == []
    assert [code for code, _result in office.events() if code.startswith("medium.")] == ["medium.formatted"]


@pytest.mark.parametrize("again", ["SEAL-0043", "", "seal-0042"])
def test_a_number_that_is_not_typed_twice_erases_nothing(world: World, tmp_path: Path, again: str) -> None:
    disk = Disk()
    machine = Plugged(tmp_path, disk)
    assert formatted(world, machine, disk, again=again) == "format.not-confirmed"
    assert (disk.formatted, "Unmount" in machine.service.calls) == (0, False)


def test_a_medium_with_a_passport_is_never_formatted(world: World, tmp_path: Path) -> None:
    disk, agency, there = Disk(), world.agency, world.investigation
    machine = Plugged(tmp_path, disk)
    there.services.media.register(there.actor("security"), machine.drive_at(Path(STICK)), "SEAL-9")
    assert formatted(world, machine, disk) == "media.not-taken-in"
    passport = machine.folder(disk) / "sekisho-passport-000.json"
    passport.write_bytes(passport.read_bytes()[:-9])
    assert formatted(world, machine, disk) == "media.passport-refused"
    # Nobody looked inside one that is not mounted.
    disk.parts[0].mounts.clear()
    machine.service._tell_kernel()
    assert formatted(world, machine, disk) == "format.unseen"
    found = agency.services.formatting.look(agency.actor("security"), machine.formatter)
    assert [one.trouble for one in found.disks] == ["format.unseen"]
    assert disk.formatted == 0


def test_a_stick_that_holds_the_vault_is_not_formatted(world: World, tmp_path: Path) -> None:
    disk = Disk()
    machine = Plugged(tmp_path, disk)
    disk.parts[0].mounts[:] = [str(world.agency.folder.parent)]
    machine.service._tell_kernel()
    assert formatted(world, machine, disk) == "format.mounted-elsewhere"
    assert disk.formatted == 0


def test_an_auditor_formats_nothing(world: World, tmp_path: Path) -> None:
    disk = Disk()
    machine = Plugged(tmp_path, disk)
    assert formatted(world, machine, disk, "auditor") == "access.wrong-role"
    assert disk.formatted == 0


def test_a_medium_that_calls_itself_another_after_it_was_formatted_is_not_registered(
    world: World, tmp_path: Path
) -> None:
    """The answer of the service is not what counts: the medium is looked at again."""
    disk = Disk()
    machine = Plugged(tmp_path, disk)
    order = machine.order(disk)
    office = world.agency
    other = Plugged(tmp_path / "other", Disk(serial="ANOTHER", parts=[Part("exfat", ["/media/officer/SEKISHO-01"])]))
    register = office.services.formatting.register

    def another(place: Path) -> Drive:
        return (other if disk.formatted else machine).drive_at(place)

    assert code_of(lambda: register(office.actor("security"), machine.formatter, another, order)) == "format.failed"
    assert office.rows("media") == []
