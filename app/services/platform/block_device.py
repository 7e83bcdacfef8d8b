"""What the kernel tells of a block device: its serial number, its partitions, the number of its file system."""

import os
import re
import struct
from collections.abc import Iterator
from pathlib import Path

from app.models.views.media import MediumIdentity

BLOCK_DEVICES = Path("/sys/dev/block")
_UDEV = Path("/run/udev/data")
_DEVICES = Path("/dev")
_MOST_STEPS = 12
"""From a partition up to the USB device; a tree that is deeper is none that we know."""
_LONGEST = 64
_SECTOR = 512
_HEAD = 2048
_NOT_PLAIN = re.compile(r"[^\x21-\x7e]+")


class BlockDevice:
    """One device by its number, ``major:minor``."""

    def __init__(
        self, number: str, devices: Path = BLOCK_DEVICES, udev: Path = _UDEV, special_files: Path = _DEVICES
    ) -> None:
        self._number = number
        self._folder = _below(devices / number)
        self._udev = udev
        self._special_files = special_files

    def is_removable(self) -> bool:
        """Ask the disk, or the disk that the partition lies on."""
        for flag in (self._folder / "removable", self._folder / ".." / "removable"):
            try:
                return flag.read_text(encoding="ascii").strip() == "1"
            except (OSError, UnicodeDecodeError):
                continue
        return False

    def is_plugged_in(self) -> bool:
        """Whether the kernel calls the disk removable, or it hangs on a plug: USB, or a slot for memory cards."""
        if self.is_removable():
            return True
        return any((folder / "idVendor").exists() or _text(folder / "type") == "SD" for folder in self._upwards())

    def is_partition(self) -> bool:
        """Whether it is a part of a disk."""
        return (self._folder / "partition").exists()

    def has_holders(self) -> bool:
        """Whether something lies over it or over one of its partitions: an opened encrypted volume, a volume group."""
        return any(
            holder.exists() and any(holder.iterdir())
            for holder in (self._folder / "holders", *self._folder.glob("*/holders"))
        )

    def numbers(self) -> frozenset[str]:
        """Its own number and those of its partitions."""
        parts = (_text(part.parent / "dev") for part in self._folder.glob("*/partition"))
        return frozenset({self._number, *(part for part in parts if part)})

    def partitions(self) -> int:
        """How many partitions the disk has; 1 when the file system lies on the whole disk."""
        try:
            disk = self._folder.resolve()
            if (disk / "partition").exists():
                disk = disk.parent
            return max(1, sum((entry / "partition").exists() for entry in disk.iterdir() if entry.is_dir()))
        except OSError:
            return 1

    def size_bytes(self) -> int:
        """Size of the device; 0 when unknown."""
        text = _text(self._folder / "size")
        return int(text) * _SECTOR if text.isdecimal() else 0

    def identity(self) -> MediumIdentity:
        """By what the medium is known again; parts that nobody tells are empty."""
        return MediumIdentity(self._serial(), self._volume())

    def _serial(self) -> str:
        """The nearest serial number on the way up: of the card, or of the USB device."""
        serials = (_text(folder / "serial") or _text(folder / "device" / "serial") for folder in self._upwards())
        return next((serial for serial in serials if serial), "")

    def _upwards(self) -> Iterator[Path]:
        """Its folder and those above, up to the USB device: what is said of a hub says nothing of the medium."""
        try:
            folder = self._folder.resolve()
        except OSError:
            return
        for _step in range(_MOST_STEPS):
            yield folder
            if folder.parent == folder or folder.name == "devices" or (folder / "idVendor").exists():
                return
            folder = folder.parent

    def _volume(self) -> str:
        """From the device database of the system; else from the file system itself, where we may read the device."""
        try:
            lines = (self._udev / f"b{self._number}").read_text(encoding="utf-8", errors="replace").splitlines()
        except OSError:
            lines = []
        told = next((line.partition("=")[2] for line in lines if line.startswith("E:ID_FS_UUID=")), "")
        return _plain(told) or self._volume_on_device()

    def _volume_on_device(self) -> str:
        try:
            words = (self._folder / "uevent").read_text(encoding="ascii").splitlines()
            name = next((word.partition("=")[2] for word in words if word.startswith("DEVNAME=")), "")
            if not name or "/" in name:
                return ""
            descriptor = os.open(self._special_files / name, os.O_RDONLY | os.O_NONBLOCK)
        except (OSError, UnicodeDecodeError):
            return ""
        try:
            return volume_number(os.read(descriptor, _HEAD))
        except OSError:
            return ""
        finally:
            os.close(descriptor)


def volume_number(head: bytes) -> str:
    """The number of the file system that begins so, spelt as ``blkid`` does; empty for any other."""
    if len(head) < _HEAD:
        return ""
    if head[1024 + 0x38 : 1024 + 0x3A] == b"\x53\xef":
        text = head[1024 + 0x68 : 1024 + 0x78].hex()
        return "-".join((text[:8], text[8:12], text[12:16], text[16:20], text[20:]))
    for magic_at, magic, at in ((3, b"EXFAT   ", 100), (82, b"FAT32   ", 67), (54, b"FAT1", 39)):
        if head[magic_at:].startswith(magic):
            number = struct.unpack_from("<I", head, at)[0]
            return f"{number >> 16:04X}-{number & 0xFFFF:04X}"
    return ""


def _below(folder: Path) -> Path:
    """The partition below an opened encrypted volume, which is what is plugged in."""
    try:
        slaves = sorted((folder / "slaves").iterdir())
    except OSError:
        return folder
    return slaves[0] if len(slaves) == 1 else folder


def _text(path: Path) -> str:
    try:
        return _plain(path.read_text(encoding="ascii", errors="replace"))
    except OSError:
        return ""


def _plain(text: str) -> str:
    """What can be compared and printed; a device may say anything."""
    return _NOT_PLAIN.sub("_", text.strip())[:_LONGEST]
