"""A bundle on its way out meets a bad medium: the officer is told, and the vault is as before."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from app.models.domain.errors import EnvironmentProblemError, UntrustedInputError
from app.models.domain.ids import BundleId
from app.services.bundles.manifest import Kind
from app.services.desk import Target
from app.services.exchange.ticks import Ticks
from tests.fakes.drive import STICK, FakeDrive, Fault
from tests.services.exchange.world import World

At = Callable[[str], World]


def signed(world: World) -> BundleId:
    target = Target(case=world.case)
    prepared = world.prepared(world.agency, Kind.INVESTIGATION_REQUEST, target, world.investigation)
    return world.signed(world.agency, Kind.INVESTIGATION_REQUEST, prepared)


def write(world: World, bundle: BundleId, drive: FakeDrive) -> Ticks:
    office = world.agency
    return office.services.exporting.write(office.actor("security"), office.hand("security"), bundle, drive)


def attempt(world: World, bundle: BundleId, drive: FakeDrive) -> tuple[str, Ticks | None]:
    try:
        return "", write(world, bundle, drive)
    except EnvironmentProblemError as told:
        return told.code, None


def state(world: World) -> tuple[dict[str, str], list[tuple[str, str]]]:
    """The vault but for the note that a writing was begun, which its own tests look at."""
    tables = world.agency.tables(("events", "log_state", "log_nodes", "writings"))
    noted = ("export.writing-begun", "done")
    return tables, [line for line in world.agency.events() if not line[0].endswith(".seen") and line != noted]


def open_writings(world: World) -> list[str]:
    with world.agency.desk.vault.read() as unit:
        return [one.bundle_id for one in unit.loop.interrupted()]


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
    assert open_writings(world) == []
    # With another medium the same bundle goes out.
    ticks = write(world, bundle, FakeDrive(drive.path))
    assert [one.name for one in drive.path.iterdir()] == [ticks.file_name]


def test_a_medium_pulled_out_at_any_moment_leaves_the_vault_as_before(at: At) -> None:
    world = at("consented")
    bundle = signed(world)
    before = state(world)
    failures, interrupted, ticks = 0, 0, None
    while ticks is None:
        drive = FakeDrive(world.stick.path, Fault(pulled_at=failures + 1))
        code, ticks = attempt(world, bundle, drive)
        if ticks is None:
            assert code in {"disk.failed", "bundle.media-write", "media.read-back", "media.not-verified"}, failures
            assert state(world) == before, failures
            # Only a medium that was never touched is known to hold nothing of it.
            assert open_writings(world) in ([], [bundle]), failures
            interrupted += len(open_writings(world))
            # Whatever lies on the medium when it comes back is no bundle of a finished export.
            assert drive.list_if_plugged_in() == [], failures
            failures += 1
    assert failures > 6
    assert interrupted > 4
    assert open_writings(world) == []
    assert ticks.released_at is None
    assert [one.name for one in drive.path.iterdir()] == [ticks.file_name]
    assert state(world) != before


UNFIT = {
    "media.read-only": Fault(medium=replace(STICK, is_read_only=True)),
    "media.partitions": Fault(medium=replace(STICK, partitions=2)),
    "media.filesystem": Fault(medium=replace(STICK, filesystem="ntfs3")),
    "media.full": Fault(capacity=10_000, admits_full=True),
}


@pytest.mark.parametrize("code", list(UNFIT))
def test_an_unfit_medium_is_refused_before_the_first_byte(at: At, code: str) -> None:
    world = at("consented")
    bundle = signed(world)
    before = state(world)
    (world.stick.path / "letter.pdf").write_bytes(b"%PDF-")
    drive = FakeDrive(world.stick.path, UNFIT[code])
    with pytest.raises(EnvironmentProblemError) as told:
        write(world, bundle, drive)
    assert told.value.code == code
    assert drive.written == 0
    assert [(one.name, one.read_bytes()) for one in drive.path.iterdir()] == [("letter.pdf", b"%PDF-")]
    assert state(world) == before


def test_a_medium_that_dies_while_it_is_read_back_is_not_to_be_handed_over(at: At) -> None:
    world = at("consented")
    bundle = signed(world)
    before = state(world)
    drive = FakeDrive(world.stick.path, Fault(fails_read_back=True))
    with pytest.raises(EnvironmentProblemError) as told:
        write(world, bundle, drive)
    assert told.value.code == "media.not-verified"
    assert not drive.released
    assert state(world) == before


def test_a_bundle_in_parts_is_sent_and_admitted_as_one(at: At) -> None:
    world = at("consented")
    ticks = write(world, signed(world), FakeDrive(world.stick.path, Fault(part_size=1500)))
    there = sorted(one.name for one in world.stick.path.iterdir())
    assert len(there) > 3
    assert there[0] == f"{ticks.file_name}.p001"
    found = world.investigation.services.survey.look(world.investigation.actor("security"), world.stick)
    assert [(one.file_name, one.size_bytes) for one in found] == [(ticks.file_name, ticks.size_bytes)]
    world.admitted(world.investigation, ticks.file_name)


@pytest.mark.parametrize("harm", ["missing", "repeated", "swapped", "of-another"])
def test_parts_that_do_not_belong_together_are_damaged(at: At, harm: str) -> None:
    world = at("consented")
    ticks = write(world, signed(world), FakeDrive(world.stick.path, Fault(part_size=1500)))
    # The first parts are so small here that they hold the header of the container, which has a code of its own.
    second, third = sorted(world.stick.path.iterdir())[-3:-1]
    one, other = second.read_bytes(), third.read_bytes()
    if harm == "missing":
        second.unlink()
    elif harm == "of-another":
        second.write_bytes(bytes(len(one)))
    else:
        second.write_bytes(other)
        third.write_bytes(other if harm == "repeated" else one)
    actor, services = world.investigation.actor("security"), world.investigation.services
    found = services.survey.look(actor, world.stick)
    assert [one.file_name for one in found] == [ticks.file_name]
    if harm == "missing":
        assert found[0].code == "bundle.damaged"
        with pytest.raises(UntrustedInputError, match=r"^bundle\.damaged$"):
            services.importing.inspect(actor, world.stick, ticks.file_name)
    else:
        assert services.importing.inspect(actor, world.stick, ticks.file_name).report.code == "bundle.damaged"
    assert world.investigation.quarantine() == []


def test_a_slow_medium_is_only_slow(at: At) -> None:
    world = at("consented")
    drive = FakeDrive(world.stick.path, Fault(delay_s=0.01))
    ticks = write(world, signed(world), drive)
    assert ticks.released_at is not None
    assert drive.operations > 5
    world.admitted(world.investigation, ticks.file_name)
