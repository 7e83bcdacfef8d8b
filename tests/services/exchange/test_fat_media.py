"""What FAT32 and exFAT cannot hold: no name of ours offends them, long bundles lie in parts, and a limit has a name."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.models.domain.errors import EnvironmentProblemError
from app.models.domain.ids import BundleId
from app.models.views.media import MediumIdentity
from app.services.bundles.filenames import MOST_PARTS, PART_SIZE, PARTIAL_SUFFIX, BundleName
from app.services.bundles.manifest import Kind
from app.services.desk import Target
from app.services.media.passport import MOST_LINES, name_of
from tests.fakes.drive import STICK, Fault
from tests.fakes.fat_drive import LARGEST, FatDrive, can_hold
from tests.services.exchange.conftest import At
from tests.services.exchange.world import World
from tests.services.media.sticks import given as handing

FAT = replace(STICK, filesystem="vfat", identity=MediumIdentity("FAT1", "1A2B-3C4D"))


def stick(world: World, largest: int = LARGEST, part_size: int | None = None) -> FatDrive:
    return FatDrive(world.stick.path, Fault(medium=FAT, part_size=part_size), largest)


def signed(world: World) -> BundleId:
    office, kind = world.agency, Kind.INVESTIGATION_REQUEST
    return world.signed(office, kind, world.prepared(office, kind, Target(case=world.case), world.investigation))


def taken_in(world: World, drive: FatDrive, name: str) -> str:
    """Admit a bundle and write its receipt."""
    there = world.investigation
    security, services = there.actor("security"), there.services
    inspection = services.importing.inspect(security, drive, name)
    services.importing.admit(security, inspection)
    return services.receipts.write(security, inspection.bundle_id, drive)


def test_a_whole_round_leaves_no_name_that_offends(at: At) -> None:
    """Passport, export, import, receipt and hand-over, on a stick that refuses what Windows would refuse."""
    world = at("consented")
    drive, office = stick(world), world.agency
    security = office.actor("security")
    office.services.media.register(security, drive, "SEAL-1")
    receipt = taken_in(world, drive, world.written(office, signed(world), drive))
    office.services.receipts.close(security, drive, receipt)
    office.services.media.hand_over(security, drive, handing(world.investigation))
    assert len(drive.names) >= 4
    assert len({name.upper() for name in drive.names}) == len(drive.names)


def test_a_bundle_longer_than_the_largest_file_lies_in_parts(at: At) -> None:
    world = at("consented")
    drive = stick(world, largest=8192, part_size=4096)
    name = world.written(world.agency, signed(world), drive)
    there = sorted(one.name for one in drive.path.iterdir())
    assert there == [f"{name}.p{number:03d}" for number in range(1, len(there) + 1)]
    assert len(there) > 1
    assert {one.stat().st_size for one in drive.path.iterdir() if one.name != there[-1]} == {4096}
    assert taken_in(world, drive, name)


def test_a_limit_that_nobody_told_of_is_named_and_leaves_nothing(at: At) -> None:
    world = at("consented")
    office, bundle = world.agency, signed(world)
    drive = stick(world, largest=4096)
    with pytest.raises(EnvironmentProblemError, match=r"^bundle\.media-write$"):
        world.written(office, bundle, drive)
    assert list(drive.path.iterdir()) == []
    # Another spelling of the same name is the same file there.
    name = world.written(office, bundle, stick(world))
    with pytest.raises(EnvironmentProblemError, match=r"^media\.name-taken$"):
        stick(world).create(name.lower())


@settings(max_examples=60)
@given(
    st.from_regex(r"[A-Z0-9]{2,12}", fullmatch=True),
    st.integers(1, 10**10 - 1),
    st.from_regex(r"[0-9a-f]{8}", fullmatch=True),
    st.one_of(st.none(), st.integers(1, MOST_PARTS)),
    st.integers(0, MOST_LINES - 1),
)
def test_every_name_that_can_be_made_is_one_that_fits(
    station: str, seq: int, short_id: str, part: int | None, line: int
) -> None:
    for name in (BundleName(station, station, seq, short_id, part).text, name_of(line)):
        assert can_hold(name)
        assert can_hold(name + PARTIAL_SUFFIX)


def test_a_part_is_smaller_than_the_largest_file() -> None:
    assert PART_SIZE <= LARGEST
    refused = ["", "a:b.age", "CON", "con.age", "LPT1.x", "name.", "name ", "x" * 256, "a\\b", "a?b", "tab\t"]
    assert not any(can_hold(name) for name in refused)
