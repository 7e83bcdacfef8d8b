"""What every medium does, and the fake one too."""

import os
from pathlib import Path

import pytest

from app.models.domain.errors import AppError, EnvironmentProblemError, UntrustedInputError
from app.services.platform.folder_drive import FolderDrive
from app.services.ports import Drive
from tests.fakes.drive import FakeDrive, Fault

NAME = "AGENCY1-INVEST1-0000000001-0123abcd.age"


@pytest.fixture(params=[FolderDrive, FakeDrive])
def drive(request: pytest.FixtureRequest, tmp_path: Path) -> Drive:
    return made(request.param, tmp_path)


def made(kind: type[FolderDrive | FakeDrive], path: Path) -> Drive:
    return kind(path)


def names(drive: Drive) -> list[str]:
    return [entry.name for entry in drive.path.iterdir()]


def put(drive: Drive, name: str = NAME, data: bytes = b"bundle") -> None:
    with drive.create(name) as destination:
        assert destination.write(data) == len(data)
        destination.flush()
        os.fsync(destination.fileno())
    drive.finish(name)


def test_a_bundle_has_its_name_when_it_is_finished_and_not_before(drive: Drive) -> None:
    with drive.create(NAME) as destination:
        destination.write(b"bundle")
        assert drive.list_bundles() == []
    with drive.reopen(NAME) as source:
        assert source.read() == b"bundle"
        source.seek(0)
        assert source.read(3) == b"bun"
    assert drive.list_bundles() == []
    drive.finish(NAME)
    assert drive.list_bundles() == [NAME]
    with drive.open_bundle(NAME) as source:
        assert source.read() == b"bundle"
    assert names(drive) == [NAME]


def test_a_discarded_bundle_leaves_nothing(drive: Drive) -> None:
    with drive.create(NAME) as destination:
        destination.write(b"half")
    drive.discard(NAME)
    drive.discard(NAME)
    assert names(drive) == []


def test_a_removed_bundle_is_gone(drive: Drive) -> None:
    put(drive)
    drive.remove(NAME)
    drive.remove(NAME)
    assert names(drive) == []


def test_a_finished_bundle_is_never_written_over(drive: Drive) -> None:
    put(drive)
    with pytest.raises(EnvironmentProblemError, match=r"^media.name-taken$"):
        drive.create(NAME)
    with drive.open_bundle(NAME) as source:
        assert source.read() == b"bundle"


@pytest.mark.parametrize("there", [NAME.lower(), f"{NAME.lower()}.P001"])
def test_another_spelling_of_a_name_is_the_same_name(drive: Drive, tmp_path: Path, there: str) -> None:
    """On FAT32 and exFAT the new bundle would replace it."""
    (tmp_path / there).write_bytes(b"finished")
    with pytest.raises(EnvironmentProblemError, match=r"^media.name-taken$"):
        drive.create(NAME)
    assert names(drive) == [there]


def test_what_an_earlier_run_left_half_is_written_anew(drive: Drive) -> None:
    with drive.create(NAME) as destination:
        destination.write(b"a longer half of an earlier run")
    put(drive)
    with drive.open_bundle(NAME) as source:
        assert source.read() == b"bundle"


def test_what_is_not_there_cannot_be_opened_or_finished(drive: Drive) -> None:
    with pytest.raises(EnvironmentProblemError, match=r"^media.missing$"):
        drive.open_bundle(NAME)
    for act in (drive.reopen, drive.finish):
        with pytest.raises(EnvironmentProblemError, match=r"^disk.failed$"):
            act(NAME)


def test_only_plain_files_with_the_name_of_a_bundle_are_listed(drive: Drive, tmp_path: Path) -> None:
    put(drive)
    put(drive, "another.age")
    (tmp_path / "folder.age").mkdir()
    (tmp_path / "link.age").symlink_to(tmp_path / NAME)
    (tmp_path / "letter.pdf").write_bytes(b"%PDF-")
    os.mkfifo(tmp_path / "pipe.age")
    assert drive.list_bundles() == sorted([NAME, "another.age"])


@pytest.mark.parametrize("kind", ["folder", "link", "dangling", "pipe"])
def test_only_a_plain_file_is_opened(drive: Drive, tmp_path: Path, kind: str) -> None:
    place = tmp_path / "odd.age"
    (tmp_path / "elsewhere").write_bytes(b"not on the medium")
    if kind == "folder":
        place.mkdir()
    elif kind == "pipe":
        os.mkfifo(place)
    else:
        place.symlink_to(tmp_path / ("elsewhere" if kind == "link" else "nowhere"))
    with pytest.raises(UntrustedInputError, match=r"^bundle.not-a-bundle$"):
        drive.open_bundle("odd.age")


def test_a_name_does_not_lead_out_of_the_medium(drive: Drive, tmp_path: Path) -> None:
    inside = tmp_path / "inside"
    inside.mkdir()
    (tmp_path / NAME).write_bytes(b"not on the medium")
    inner = FolderDrive(inside) if isinstance(drive, FolderDrive) else FakeDrive(inside)
    with pytest.raises(EnvironmentProblemError, match=r"^media.missing$"):
        inner.open_bundle(f"../{NAME}")


def test_there_is_room_and_it_is_a_number_of_bytes(drive: Drive) -> None:
    assert drive.free_bytes() > 2**20


def test_only_the_owner_reads_what_is_half_written(tmp_path: Path) -> None:
    with FolderDrive(tmp_path).create(NAME):
        assert (tmp_path / f"{NAME}.partial").stat().st_mode & 0o777 == 0o600


def test_a_plain_folder_is_flushed_and_not_let_go(tmp_path: Path) -> None:
    assert FolderDrive(tmp_path).release() is False


@pytest.mark.parametrize("kind", ["nothing", "file", "link"])
def test_a_medium_is_a_folder(tmp_path: Path, kind: str) -> None:
    place = tmp_path / "medium"
    if kind == "file":
        place.write_bytes(b"")
    if kind == "link":
        place.symlink_to(tmp_path)
    with pytest.raises(EnvironmentProblemError, match=r"^media.missing$"):
        FolderDrive(place)


def test_the_faults_of_the_fake_are_real(tmp_path: Path) -> None:
    full = FakeDrive(tmp_path, Fault(capacity=4))
    with full.create("full.age") as destination, pytest.raises(OSError, match="No space"):
        destination.write(b"bundle")
    put(FakeDrive(tmp_path, Fault(lies=True)), "lies.age")
    assert (tmp_path / "lies.age").read_bytes() == b""
    for place, read in ((2, b"buodle"), (-1, b"bundld")):
        flips = FakeDrive(tmp_path, Fault(flips_at=place))
        put(flips, f"flips{place}.age")
        with flips.open_bundle(f"flips{place}.age") as source:
            assert source.read() == read
    pulled = FakeDrive(tmp_path, Fault(pulled_at=2))
    pulled.free_bytes()
    with pytest.raises(AppError):
        pulled.list_bundles()
    admits = FakeDrive(tmp_path, Fault(capacity=8, admits_full=True))
    put(admits, "admits.age")
    assert admits.free_bytes() == 2


def test_an_operation_whose_answer_is_lost_has_happened_and_is_the_last(tmp_path: Path) -> None:
    put(FakeDrive(tmp_path))
    lost = FakeDrive(tmp_path, Fault(pulled_at=1, answer_lost=True))
    with pytest.raises(EnvironmentProblemError, match=r"^disk.failed$"):
        lost.remove(NAME)
    assert lost.list_if_plugged_in() == []
    with pytest.raises(EnvironmentProblemError, match=r"^disk.failed$"):
        lost.create(NAME)
    assert names(lost) == []
    lost = FakeDrive(tmp_path, Fault(pulled_at=2, answer_lost=True))
    with lost.create(NAME) as destination, pytest.raises(OSError, match="Input/output"):
        destination.write(b"bundle")
    assert (tmp_path / f"{NAME}.partial").read_bytes() == b"bundle"


def test_what_cannot_be_flushed_is_told(tmp_path: Path) -> None:
    pulled = FakeDrive(tmp_path, Fault(pulled_at=3))
    with pulled.create(NAME) as destination:
        destination.write(b"bundle")
        with pytest.raises(OSError, match="Input/output"):
            destination.flush()
