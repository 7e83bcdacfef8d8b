"""The real adapter on a real file system of its own: an image in a loop device, where the machine allows it."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.models.domain.errors import EnvironmentProblemError
from app.services.platform.block_device import volume_number
from app.services.platform.folder_drive import FolderDrive
from tests.services.platform.loop import MAKERS, SIZE, Image, mounted_image, run, tool

NAME = "AGENCY1-INVEST1-0000000001-0123abcd.age"


@pytest.fixture(name="image", params=list(MAKERS))
def _image(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Image]:
    with mounted_image(str(request.param), tmp_path) as image:
        yield image


def put(drive: FolderDrive, data: bytes, name: str = NAME) -> None:
    with drive.create(name) as destination:
        destination.write(data)
        destination.flush()
        os.fsync(destination.fileno())


def test_a_mounted_image_is_a_medium_with_all_that_is_known_of_it(image: Image) -> None:
    medium = FolderDrive(image.place).medium()
    assert (medium.filesystem, medium.label, medium.is_folder, medium.is_read_only) == (
        image.kind,
        "STICK",
        False,
        False,
    )
    assert medium.identity.volume
    assert (medium.partitions, medium.size_bytes) == (1, SIZE)
    assert medium.trouble == ""


def test_a_bundle_survives_letting_go_and_the_place_is_then_no_medium(image: Image) -> None:
    drive = FolderDrive(image.place)
    put(drive, b"bundle")
    drive.finish(NAME)
    assert drive.release() is True
    assert not image.place.is_mount()
    # What lies under the mount point is not taken for the medium.
    for use in (drive.free_bytes, drive.list_bundles, drive.medium):
        with pytest.raises(EnvironmentProblemError, match=r"^media\.missing$"):
            use()
    with pytest.raises(EnvironmentProblemError, match=r"^media\.missing$"):
        drive.create(NAME)
    assert list(image.place.iterdir()) == []
    assert run("mount", "-o", "loop", image.file, image.place).returncode == 0
    with FolderDrive(image.place).open_bundle(NAME) as source:
        assert source.read() == b"bundle"


def test_a_medium_in_use_is_not_let_go(image: Image) -> None:
    drive = FolderDrive(image.place)
    with (image.place / "open").open("wb"):
        assert drive.release() is False
        assert drive.list_bundles() == []
    assert drive.release() is True


def test_a_full_medium_is_told_at_the_write_or_the_flush(image: Image) -> None:
    drive = FolderDrive(image.place)
    with pytest.raises(OSError, match="No space"):
        put(drive, bytes(SIZE + 1))
    drive.discard(NAME)
    assert list(image.place.iterdir()) == []
    assert drive.free_bytes() > SIZE // 2


def test_a_medium_that_is_mounted_to_read_is_told_so(image: Image) -> None:
    assert run("mount", "-o", "remount,ro", image.place).returncode == 0
    drive = FolderDrive(image.place)
    assert drive.medium().trouble == "media.read-only"
    with pytest.raises(EnvironmentProblemError, match=r"^disk\.read-only$"):
        drive.create(NAME)


def test_reading_back_asks_the_medium_and_not_the_memory_of_the_kernel(image: Image) -> None:
    drive, written = FolderDrive(image.place), b"SEKISHO" * 100_000
    put(drive, written)
    # Somebody changes a byte on the medium behind the back of the file system.
    with image.file.open("r+b") as raw:
        raw.seek(raw.read().index(written[:70_000]) + 35)
        raw.write(b"X")
        raw.flush()
        os.fsync(raw.fileno())
    with (image.place / f"{NAME}.partial").open("rb") as remembered:
        assert remembered.read() == written
    with drive.reopen(NAME) as source:
        assert source.read()[35:36] == b"X"


def test_a_wiped_medium_is_empty_and_what_was_on_it_is_overwritten(image: Image) -> None:
    drive, secret = FolderDrive(image.place), b"SYNTHETIC CONTENT OF A BUNDLE" * 1000
    put(drive, secret)
    drive.finish(NAME)
    inner = image.place / "folder"
    inner.mkdir()
    (inner / "letter.pdf").write_bytes(secret)
    count = 2
    if image.kind == "ext4":
        (image.place / "outside").symlink_to(image.file)
        count = 3
    erased = drive.erase()
    assert (erased.files, erased.bytes) == (count, 2 * len(secret))
    assert list(image.place.iterdir()) == []
    assert image.file.stat().st_size == SIZE
    os.sync()
    assert secret[:64] not in image.file.read_bytes()


def test_a_plain_folder_is_never_emptied(tmp_path: Path) -> None:
    (tmp_path / "letter.pdf").write_bytes(b"%PDF-")
    with pytest.raises(EnvironmentProblemError, match=r"^media\.not-a-medium$"):
        FolderDrive(tmp_path).erase()
    assert (tmp_path / "letter.pdf").exists()


@pytest.mark.parametrize("kind", list(MAKERS))
def test_the_number_of_a_file_system_is_the_one_that_the_public_tool_reads(tmp_path: Path, kind: str) -> None:
    maker, judge = tool(f"mkfs.{kind}"), tool("blkid")
    file = tmp_path / "stick.img"
    with file.open("wb") as whole:
        whole.truncate(40 * 2**20)
    assert run(maker, *MAKERS[kind], file).returncode == 0
    told = run(judge, "-o", "value", "-s", "UUID", file).stdout.decode().strip()
    with file.open("rb") as raw:
        assert volume_number(raw.read(2048)) == told != ""
