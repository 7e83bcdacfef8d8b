"""Bundles in parts, on a real folder and on the fake: one name, one file, or damaged."""

import os
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.models.domain.errors import AppError, EnvironmentProblemError, UntrustedInputError
from app.services.platform.folder_drive import FolderDrive
from app.services.ports import Drive
from tests.fakes.drive import FakeDrive, Fault

NAME = "AGENCY1-INVEST1-0000000001-0123abcd.age"
PARTS = [f"{NAME}.p00{number}" for number in (1, 2, 3)]
FEW = settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)


@pytest.fixture(params=["real", "fake"])
def kind(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def cutting(kind: str, path: Path, size: int) -> Drive:
    return FolderDrive(path, part_size=size) if kind == "real" else FakeDrive(path, Fault(part_size=size))


def put(drive: Drive, data: bytes, step: int = 7) -> None:
    with drive.create(NAME) as destination:
        for at in range(0, len(data), step):
            piece = data[at : at + step]
            assert destination.write(piece) == len(piece)
        destination.flush()
        os.fsync(destination.fileno())
    drive.finish(NAME)


def read(drive: Drive) -> bytes:
    with drive.open_bundle(NAME) as source:
        return source.read()


def lying_there(path: Path) -> list[str]:
    return sorted(one.name for one in path.iterdir())


@FEW
@given(data=st.binary(max_size=60), size=st.integers(1, 20), step=st.integers(1, 40), at=st.integers(0, 70))
def test_parts_are_a_plain_cut_and_read_as_one_file(
    kind: str, tmp_path_factory: pytest.TempPathFactory, data: bytes, size: int, step: int, at: int
) -> None:
    path = tmp_path_factory.mktemp("stick")
    drive = cutting(kind, path, size)
    put(drive, data, step)
    there = lying_there(path)
    assert drive.list_bundles() == [NAME]
    # The order of the names is the order of the cut, and nothing stands between them.
    assert b"".join((path / one).read_bytes() for one in there) == data
    assert there == ([NAME] if len(data) <= size else [f"{NAME}.p{one:03d}" for one in range(1, len(there) + 1)])
    assert all((path / one).stat().st_size == size for one in there[:-1])
    with drive.open_bundle(NAME) as source:
        assert source.read(at) == data[:at]
        assert source.seek(0, os.SEEK_END) == len(data)
        assert source.seek(at) == at
        assert source.read() == data[at:]
        assert source.read() == b""


@pytest.mark.parametrize("lost", [0, 1])
def test_a_missing_part_is_told_before_anything_is_read(kind: str, tmp_path: Path, lost: int) -> None:
    drive = cutting(kind, tmp_path, 10)
    put(drive, b"a" * 25)
    (tmp_path / PARTS[lost]).unlink()
    assert drive.list_bundles() == [NAME]
    with pytest.raises(UntrustedInputError, match=r"^bundle\.damaged$"):
        drive.open_bundle(NAME)


def test_a_whole_file_beside_parts_is_not_guessed_about(kind: str, tmp_path: Path) -> None:
    drive = cutting(kind, tmp_path, 10)
    put(drive, b"a" * 25)
    (tmp_path / NAME).write_bytes(b"a" * 25)
    with pytest.raises(UntrustedInputError, match=r"^bundle\.damaged$"):
        drive.open_bundle(NAME)


@pytest.mark.parametrize("odd", ["link", "folder", "pipe"])
def test_a_part_that_is_no_file_is_not_followed(tmp_path: Path, odd: str) -> None:
    stick = tmp_path / "stick"
    stick.mkdir()
    drive = cutting("real", stick, 10)
    put(drive, b"a" * 25)
    place = stick / PARTS[1]
    place.rename(tmp_path / "elsewhere")
    if odd == "link":
        place.symlink_to(tmp_path / "elsewhere")
    elif odd == "folder":
        place.mkdir()
    else:
        os.mkfifo(place)
    with pytest.raises(UntrustedInputError, match=r"^bundle\.not-a-bundle$"):
        read(drive)


def test_finished_parts_are_never_written_over_and_go_together(kind: str, tmp_path: Path) -> None:
    drive = cutting(kind, tmp_path, 10)
    put(drive, b"a" * 25)
    with pytest.raises(EnvironmentProblemError, match=r"^media\.name-taken$"):
        drive.create(NAME)
    drive.remove(NAME)
    assert lying_there(tmp_path) == []


@pytest.mark.parametrize("half", [5, 15, 25])
def test_what_an_interrupted_write_left_is_replaced_by_the_next(kind: str, tmp_path: Path, half: int) -> None:
    drive = cutting(kind, tmp_path, 10)
    with drive.create(NAME) as destination:
        destination.write(b"x" * half)
    assert drive.list_bundles() == []
    put(drive, b"b" * 12)
    assert read(drive) == b"b" * 12
    assert lying_there(tmp_path) == PARTS[:2]


def test_a_given_up_write_leaves_no_part(kind: str, tmp_path: Path) -> None:
    drive = cutting(kind, tmp_path, 10)
    with drive.create(NAME) as destination:
        destination.write(b"x" * 25)
    drive.discard(NAME)
    assert lying_there(tmp_path) == []


def after_pulling(path: Path, moment: int) -> str:
    """What a medium shows that was pulled at this operation and is plugged in again."""
    path.mkdir()
    try:
        put(FakeDrive(path, Fault(part_size=10, pulled_at=moment)), bytes(range(50)))
    except (OSError, AppError):
        back = FakeDrive(path)
        if not back.list_bundles():
            return "nothing"
        with pytest.raises(UntrustedInputError, match=r"^bundle\.damaged$"):
            read(back)
        return "incomplete"
    return "written"


def test_a_medium_pulled_at_any_moment_never_shows_a_bundle_that_opens(tmp_path: Path) -> None:
    outcomes = [after_pulling(tmp_path / str(moment), moment) for moment in range(1, 60)]
    assert set(outcomes) == {"nothing", "incomplete", "written"}
    # Once it is written at all, later moments lie after the end.
    assert outcomes == sorted(outcomes, key=["nothing", "incomplete", "written"].index)
