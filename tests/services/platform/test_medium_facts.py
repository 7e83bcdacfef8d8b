"""What the machine tells of a medium, from recorded mount tables, kernel trees and heads of file systems."""

import struct
from pathlib import Path

import pytest

from app.models.views.media import DriveState, Medium, MediumIdentity, drive_state
from app.services.platform.block_device import BlockDevice, volume_number
from app.services.platform.media import MountedMedia

SERIAL = "4C530001230101"


class Tree:
    """``/sys`` of a machine with one USB stick ``sdb``, as Linux 6.1 shows it."""

    def __init__(self, root: Path, *, partitions: int = 1, serial: str = SERIAL) -> None:
        hub = root / "devices/pci0000:00/0000:00:14.0/usb2"
        port = hub / "2-3"
        self.disk = port / "2-3:1.0/host6/target6:0:0/6:0:0:0/block/sdb"
        self.block, self.udev, self.dev = root / "dev/block", root / "udev", root / "special"
        for folder in (self.disk, self.block, self.udev, self.dev):
            folder.mkdir(parents=True)
        write(hub / "serial", "0000:00:14.0")
        write(hub / "idVendor", "1d6b")
        write(port / "idVendor", "0781")
        if serial:
            write(port / "serial", serial)
        write(self.disk / "removable", "1")
        (self.block / "8:16").symlink_to(self.disk)
        for number in range(1, partitions + 1):
            folder = self.disk / f"sdb{number}"
            folder.mkdir()
            write(folder / "partition", str(number))
            write(folder / "size", "15728640")
            write(folder / "uevent", f"MAJOR=8\nMINOR={16 + number}\nDEVNAME=sdb{number}\nDEVTYPE=partition")
            (self.block / f"8:{16 + number}").symlink_to(folder)

    def device(self, number: str = "8:17") -> BlockDevice:
        return BlockDevice(number, self.block, self.udev, self.dev)


def write(path: Path, text: str) -> None:
    path.write_text(f"{text}\n", encoding="utf-8")


def test_a_stick_is_known_by_the_number_of_its_device_and_of_its_file_system(tmp_path: Path) -> None:
    tree = Tree(tmp_path)
    write(tree.udev / "b8:17", "S:disk/by-uuid/1A2B-3C4D\nE:ID_FS_UUID=1A2B-3C4D\nE:ID_FS_TYPE=vfat")
    device = tree.device()
    assert device.identity() == MediumIdentity(SERIAL, "1A2B-3C4D")
    assert device.is_removable()
    assert device.size_bytes() == 15728640 * 512
    assert device.partitions() == 1


def test_the_number_of_a_hub_is_not_taken_for_that_of_a_stick_without_one(tmp_path: Path) -> None:
    assert Tree(tmp_path, serial="").device().identity() == MediumIdentity("", "")


def test_what_a_device_says_of_itself_is_cut_to_plain_characters(tmp_path: Path) -> None:
    assert Tree(tmp_path, serial="A\u202e\x07 B" + "9" * 90).device().identity().serial == "A_B" + "9" * 61


def test_partitions_are_counted_for_the_disk_and_for_each_of_them(tmp_path: Path) -> None:
    tree = Tree(tmp_path, partitions=2)
    assert [tree.device(number).partitions() for number in ("8:16", "8:17", "8:18", "9:9")] == [2, 2, 2, 1]


def test_an_opened_encrypted_volume_is_the_stick_it_lies_on(tmp_path: Path) -> None:
    tree = Tree(tmp_path)
    mapped = tmp_path / "devices/virtual/block/dm-0"
    (mapped / "slaves").mkdir(parents=True)
    (mapped / "slaves" / "sdb1").symlink_to(tree.disk / "sdb1")
    (tree.block / "253:0").symlink_to(mapped)
    assert tree.device("253:0").identity().serial == SERIAL


HEADS = {
    "1A2B-3C4D": {82: b"FAT32   ", 67: struct.pack("<I", 0x1A2B3C4D)},
    "00AB-0001": {54: b"FAT16   ", 39: struct.pack("<I", 0x00AB0001)},
    "DEAD-BEEF": {3: b"EXFAT   ", 100: struct.pack("<I", 0xDEADBEEF)},
    "00010203-0405-0607-0809-0a0b0c0d0e0f": {1024 + 0x38: b"\x53\xef", 1024 + 0x68: bytes(range(16))},
    "": {3: b"NTFS    "},
}


@pytest.mark.parametrize("number", list(HEADS))
def test_a_file_system_tells_its_number_at_its_head(tmp_path: Path, number: str) -> None:
    head = bytearray(4096)
    for at, content in HEADS[number].items():
        head[at : at + len(content)] = content
    assert volume_number(bytes(head)) == number
    tree = Tree(tmp_path)
    (tree.dev / "sdb1").write_bytes(head)
    assert tree.device().identity().volume == number
    assert volume_number(bytes(head[:60])) == ""


def machine(tmp_path: Path, place: Path, filesystem: str, super_options: str = "rw") -> MountedMedia:
    table = tmp_path / "mountinfo"
    lines = [
        "25 1 254:0 / / rw,relatime shared:1 - ext4 /dev/root rw",
        f"36 25 8:17 / {place} rw,nosuid,nodev shared:9 master:2 - {filesystem} /dev/sdb1 {super_options}",
    ]
    table.write_text("\n".join(lines), encoding="utf-8")
    return MountedMedia(table, Tree(tmp_path / "sys", partitions=2).block)


def test_a_mounted_medium_tells_everything(tmp_path: Path) -> None:
    place = tmp_path / "STICK"
    place.mkdir()
    found = machine(tmp_path, place, "vfat", "rw,errors=remount-ro").mounted()
    assert found == (Medium(place, "STICK", False, False, "vfat", MediumIdentity(SERIAL, ""), 15728640 * 512, 2),)
    assert found[0].file_limit == 2**32 - 1


def test_a_file_system_that_fell_back_to_reading_only_is_read_only(tmp_path: Path) -> None:
    place = tmp_path / "STICK"
    place.mkdir()
    assert machine(tmp_path, place, "vfat", "ro,errors=remount-ro").at(place).trouble == "media.read-only"


def test_a_folder_is_no_medium_but_lies_in_the_file_system_around_it(tmp_path: Path) -> None:
    place = tmp_path / "STICK"
    (place / "inner").mkdir(parents=True)
    media = machine(tmp_path, place, "vfat")
    inner = media.at(place / "inner")
    assert inner.is_folder
    assert inner.file_limit == 2**32 - 1
    assert inner.trouble == ""
    assert media.at(tmp_path).filesystem == "ext4"


SOUND = Medium(Path("a"), "A", filesystem="exfat", identity=MediumIdentity("1", ""))


@pytest.mark.parametrize(
    ("media", "state", "trouble"),
    [
        ((), DriveState.NONE, ""),
        ((SOUND,), DriveState.ONE, ""),
        ((SOUND, Medium(Path("b"), "B")), DriveState.SEVERAL, ""),
        ((Medium(Path("b"), "B", filesystem="ntfs3"),), DriveState.UNFIT, "media.filesystem"),
        ((Medium(Path("b"), "B", is_read_only=True),), DriveState.UNFIT, "media.read-only"),
        ((Medium(Path("b"), "B", partitions=2),), DriveState.UNFIT, "media.partitions"),
        (
            tuple(Medium(Path(one), one, partitions=2, identity=MediumIdentity("1", one)) for one in "ab"),
            DriveState.UNFIT,
            "media.partitions",
        ),
    ],
)
def test_the_state_of_the_slots(media: tuple[Medium, ...], state: DriveState, trouble: str) -> None:
    assert drive_state(media) is state
    if state in {DriveState.ONE, DriveState.UNFIT}:
        assert media[0].trouble == trouble
