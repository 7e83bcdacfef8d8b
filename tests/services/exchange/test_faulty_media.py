"""A bundle on its way out meets a bad medium: the officer is told, and the vault is as before."""

from collections.abc import Callable
from typing import Any

import pytest

from app.models.domain.errors import EnvironmentProblemError
from app.models.domain.ids import BundleId
from app.services.bundles.manifest import Kind
from app.services.desk import Target
from app.services.exchange.ticks import Ticks
from tests.fakes.drive import FakeDrive, Fault
from tests.services.exchange.world import World

At = Callable[[str], World]


def signed(world: World) -> BundleId:
    target = Target(case=world.case)
    prepared = world.prepared(world.agency, Kind.INVESTIGATION_REQUEST, target, world.investigation)
    return world.signed(world.agency, Kind.INVESTIGATION_REQUEST, prepared)


def write(world: World, bundle: BundleId, drive: FakeDrive) -> Ticks:
    return world.agency.services.exporting.write(world.agency.actor("security"), bundle, drive)


def attempt(world: World, bundle: BundleId, drive: FakeDrive) -> tuple[str, Ticks | None]:
    try:
        return "", write(world, bundle, drive)
    except EnvironmentProblemError as told:
        return told.code, None


def state(world: World) -> tuple[dict[str, str], list[tuple[str, str]]]:
    return world.agency.tables(), [line for line in world.agency.events() if not line[0].endswith(".seen")]


@pytest.mark.parametrize(
    ("fault", "codes"),
    [
        ({"capacity": 0}, {"bundle.media-write"}),
        ({"capacity": 5000}, {"bundle.media-write"}),
        ({"lies": True}, {"media.read-back"}),
        ({"flips_at": 4000}, {"media.read-back"}),
    ],
)
def test_a_bad_medium_leaves_no_bundle_and_the_vault_as_before(at: At, fault: dict[str, Any], codes: set[str]) -> None:
    world = at("consented")
    bundle = signed(world)
    before = state(world)
    drive = FakeDrive(world.stick.path, Fault(**fault))
    with pytest.raises(EnvironmentProblemError) as told:
        write(world, bundle, drive)
    assert told.value.code in codes
    assert list(drive.path.iterdir()) == []
    assert not drive.released
    assert state(world) == before
    # With another medium the same bundle goes out.
    ticks = write(world, bundle, FakeDrive(drive.path))
    assert [one.name for one in drive.path.iterdir()] == [ticks.file_name]


def test_a_medium_pulled_out_at_any_moment_leaves_the_vault_as_before(at: At) -> None:
    world = at("consented")
    bundle = signed(world)
    before = state(world)
    failures, ticks = 0, None
    while ticks is None:
        drive = FakeDrive(world.stick.path, Fault(pulled_at=failures + 1))
        code, ticks = attempt(world, bundle, drive)
        if ticks is None:
            assert code in {"disk.failed", "bundle.media-write", "media.read-back"}, failures
            assert state(world) == before, failures
            # Whatever lies on the medium when it comes back is no bundle of a finished export.
            assert drive.list_if_plugged_in() == [], failures
            failures += 1
    assert failures > 6
    assert ticks.released_at is None
    assert [one.name for one in drive.path.iterdir()] == [ticks.file_name]
    assert state(world) != before


def test_a_slow_medium_is_only_slow(at: At) -> None:
    world = at("consented")
    drive = FakeDrive(world.stick.path, Fault(delay_s=0.01))
    ticks = write(world, signed(world), drive)
    assert ticks.released_at is not None
    assert drive.operations > 5
    world.admitted(world.investigation, ticks.file_name)
