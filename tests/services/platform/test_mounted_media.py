from pathlib import Path

import pytest

from app.models.domain.errors import EnvironmentProblemError
from app.services.platform.chosen_files import ChosenFiles
from app.services.platform.media import MountedMedia


def media(tmp_path: Path, lines: list[str], removable: dict[str, str] | None = None) -> MountedMedia:
    """A machine with this mount table and these disks (device number to the kernel's flag)."""
    table, disks = tmp_path / "mountinfo", tmp_path / "block"
    table.write_text("\n".join(lines) + "\n", encoding="utf-8")
    disks.mkdir()
    for device, flag in (removable or {}).items():
        (disks / device).mkdir()
        (disks / device / "removable").write_text(f"{flag}\n", encoding="ascii")
    return MountedMedia(table, disks)


def line(device: str, place: Path | str, *, root: str = "/", options: str = "rw,nosuid") -> str:
    text = str(place).replace("\\", "\\134").replace(" ", "\\040")
    return f"36 35 {device} {root} {text} {options} shared:1 - vfat /dev/x rw"


def folder(tmp_path: Path, name: str) -> Path:
    made = tmp_path / name
    made.mkdir()
    return made


def test_only_what_the_kernel_calls_removable_is_a_medium(tmp_path: Path) -> None:
    stick, disk = folder(tmp_path, "STICK"), folder(tmp_path, "disk")
    found = media(tmp_path, [line("8:16", stick), line("8:1", disk)], {"8:16": "1", "8:1": "0"}).mounted()
    assert [(one.path, one.label, one.is_read_only) for one in found] == [(stick, "STICK", False)]


def test_a_partition_asks_its_disk(tmp_path: Path) -> None:
    stick = folder(tmp_path, "STICK")
    machine = media(tmp_path, [line("8:17", stick)])
    disk = tmp_path / "sys" / "sdb"
    (disk / "sdb1").mkdir(parents=True)
    (disk / "removable").write_text("1\n", encoding="ascii")
    (tmp_path / "block" / "8:17").symlink_to(disk / "sdb1")
    assert [one.path for one in machine.mounted()] == [stick]


def test_blanks_and_japanese_in_a_name_are_read(tmp_path: Path) -> None:
    stick = folder(tmp_path, "媒体 七号")
    found = media(tmp_path, [line("8:16", stick)], {"8:16": "1"}).mounted()
    assert [one.label for one in found] == ["媒体 七号"]


def test_read_only_is_told(tmp_path: Path) -> None:
    stick = folder(tmp_path, "STICK")
    found = media(tmp_path, [line("8:16", stick, options="ro,nosuid")], {"8:16": "1"}).mounted()
    assert [one.is_read_only for one in found] == [True]


@pytest.mark.parametrize("text", ["", "nonsense", "36 35 8:16 /"])
def test_a_line_of_another_shape_is_passed_over(tmp_path: Path, text: str) -> None:
    assert media(tmp_path, [text], {"8:16": "1"}).mounted() == ()


def test_a_bind_mount_of_a_part_and_a_place_that_is_gone_do_not_count(tmp_path: Path) -> None:
    stick = folder(tmp_path, "STICK")
    lines = [line("8:16", stick, root="/part"), line("8:16", tmp_path / "gone")]
    assert media(tmp_path, lines, {"8:16": "1"}).mounted() == ()


def test_a_machine_without_a_table_has_no_media(tmp_path: Path) -> None:
    assert MountedMedia(tmp_path / "none", tmp_path).mounted() == ()


def test_a_file_is_read_up_to_one_byte_more_than_the_limit(tmp_path: Path) -> None:
    path = tmp_path / "roster.csv"
    path.write_bytes(b"0123456789")
    assert ChosenFiles().read(path, 10) == b"0123456789"
    assert ChosenFiles().read(path, 4) == b"01234"


@pytest.mark.parametrize("name", ["gone.csv", "folder"])
def test_what_is_no_file_is_refused(tmp_path: Path, name: str) -> None:
    folder(tmp_path, "folder")
    with pytest.raises(EnvironmentProblemError, match=r"^file\.unreadable$"):
        ChosenFiles().read(tmp_path / name, 10)


def test_a_file_is_written_whole_and_for_the_owner_only(tmp_path: Path) -> None:
    path = tmp_path / "form.xlsx"
    path.write_bytes(b"old")
    ChosenFiles().write(path, b"new")
    assert path.read_bytes() == b"new"
    assert path.stat().st_mode & 0o077 == 0
    assert [one.name for one in tmp_path.iterdir()] == ["form.xlsx"]


def test_a_place_that_cannot_be_written_keeps_the_old_file(tmp_path: Path) -> None:
    with pytest.raises(EnvironmentProblemError):
        ChosenFiles().write(tmp_path / "gone" / "form.xlsx", b"new")
    assert list(tmp_path.iterdir()) == []
