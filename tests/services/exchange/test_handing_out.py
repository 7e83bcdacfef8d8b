"""The record as a file for an auditor's station: what it proves, and that nothing in it can be changed."""

from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pytest

from app.models.domain.errors import AppError, InvalidInputError, NotAuthorisedError, UntrustedInputError
from app.services.platform.chosen_files import ChosenFiles
from app.services.record import exported
from app.services.record.handing_out import HandedOut
from tests.services.exchange.conftest import At
from tests.services.exchange.test_table_of_anchors import work
from tests.services.exchange.world import World

FILES = ChosenFiles()


@pytest.fixture
def world(at: At) -> World:
    made = at("trusted")
    work(made.agency, 12)
    return made


def span(world: World, path: Path, first: int = 0, last: int | None = None) -> HandedOut:
    return world.agency.services.handing_out.span(world.agency.actor("auditor"), FILES, path, first, last)


def checked(data: bytes, key: str = "") -> exported.ExportedRecord:
    return exported.check(BytesIO(data), key)


@pytest.mark.parametrize(("first", "last"), [(0, None), (0, 3), (2, 2), (3, 9), (5, None)])
def test_any_run_is_proved(world: World, tmp_path: Path, first: int, last: int | None) -> None:
    done = span(world, tmp_path / "record", first, last)
    found = checked((tmp_path / "record").read_bytes(), done.verifier)
    assert found.numbers[0] == first
    assert found.count == done.count == found.numbers[1] - first + 1
    assert (found.is_known_key, found.fingerprint) == (True, done.fingerprint)
    assert found.origin == "sekisho/AGENCY1"


def test_single_entries_are_proved_without_the_others(world: World, tmp_path: Path) -> None:
    path = tmp_path / "record"
    done = world.agency.services.handing_out.single(world.agency.actor("auditor"), FILES, path, [7, 2, 7])
    data = path.read_bytes()
    found = checked(data, done.verifier)
    assert (found.numbers, found.count) == ((2, 7), 2)
    assert data.count(b"\n") == 3


def test_without_a_key_it_says_that_people_must_compare(world: World, tmp_path: Path) -> None:
    span(world, tmp_path / "record")
    assert not checked((tmp_path / "record").read_bytes()).is_known_key


@pytest.mark.parametrize("single", [False, True])
def test_every_flipped_byte_is_found(world: World, tmp_path: Path, *, single: bool) -> None:
    path = tmp_path / "record"
    if single:
        world.agency.services.handing_out.single(world.agency.actor("auditor"), FILES, path, [1, 4])
    else:
        span(world, path, 2, 6)
    data = path.read_bytes()
    for place in range(0, len(data), 7):
        spoilt = bytearray(data)
        spoilt[place] ^= 1
        with pytest.raises(UntrustedInputError) as refused:
            checked(bytes(spoilt))
        assert refused.value.code == "log.export-refused"


CHANGES: dict[str, Callable[[bytes], bytes]] = {
    "cut": lambda data: data[: data.rindex(b"\n", 0, -1) + 1],
    "longer": lambda data: data + b"{}\n",
    "no end": lambda data: data[:-1],
    "nothing": lambda _data: b"",
    "header only": lambda data: data[: data.index(b"\n") + 1],
    "no header": lambda data: data[data.index(b"\n") + 1 :],
    "swapped": lambda data: b"\n".join([*data.split(b"\n")[:1], *reversed(data.split(b"\n")[1:-1]), b""]),
}


@pytest.mark.parametrize("change", CHANGES)
def test_a_changed_file_is_refused(world: World, tmp_path: Path, change: str) -> None:
    span(world, tmp_path / "record")
    with pytest.raises(UntrustedInputError) as refused:
        checked(CHANGES[change]((tmp_path / "record").read_bytes()))
    assert refused.value.code == "log.export-refused"


def test_another_stations_key_is_refused(world: World, tmp_path: Path) -> None:
    span(world, tmp_path / "record")
    office = world.investigation
    other = office.services.handing_out.span(office.actor("auditor"), FILES, tmp_path / "other").verifier
    for key in (other, "sekisho/AGENCY1+00000000+AA==", "words"):
        with pytest.raises(UntrustedInputError):
            checked((tmp_path / "record").read_bytes(), key)


@pytest.mark.parametrize(("first", "last"), [(5, 4), (0, 10_000), (10_000, None)])
def test_a_range_that_is_none(world: World, tmp_path: Path, first: int, last: int | None) -> None:
    with pytest.raises(InvalidInputError) as refused:
        span(world, tmp_path / "record", first, last)
    assert refused.value.code == "log.range"
    assert list(tmp_path.glob("record*")) == []


def test_single_numbers_that_are_none(world: World, tmp_path: Path) -> None:
    for numbers in ([], [-1], [10_000], range(1001)):
        with pytest.raises(InvalidInputError):
            world.agency.services.handing_out.single(
                world.agency.actor("auditor"), FILES, tmp_path / "record", list(numbers)
            )


def test_only_auditors_and_security_officers_export(world: World, tmp_path: Path) -> None:
    with pytest.raises(NotAuthorisedError):
        world.agency.services.handing_out.span(world.agency.actor("examiner"), FILES, tmp_path / "record")
    assert not (tmp_path / "record").exists()


def test_a_file_that_cannot_be_written_leaves_no_event(world: World, tmp_path: Path) -> None:
    with pytest.raises(AppError):
        span(world, tmp_path / "no such folder" / "record")
    assert "log.exported" not in {code for code, _ in world.agency.events()}
