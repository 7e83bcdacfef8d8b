"""Which disk may be formatted (初期化) as a medium: one that was plugged in, and that nothing and nobody else needs.

Formatting cannot be taken back, so everything here is decided twice: when the disk is chosen, and once more right
before the first byte goes, from what the machine tells at that moment.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import PurePosixPath

LEAST_BYTES = 64 * 2**20
"""Below this a FAT32 file system has no room, and no stick of today is that small."""
_PLACES = (("/", "media"), ("/", "run", "media"))


class Layout(StrEnum):
    """With which file system; the names are those of ``mkfs``."""

    EXFAT = "exfat"
    FAT32 = "vfat"


SPEAKING = frozenset({Layout.EXFAT.value, Layout.FAT32.value, "ext4", "crypto_LUKS"})
"""What a medium with a passport may hold: nobody formats it before somebody looked inside."""


@dataclass(frozen=True, slots=True)
class DiskFacts:
    """A whole disk, as the service for disks and the kernel tell of it.

    Attributes:
        number: Its device, ``major:minor``.
        name: Maker and model, as the disk says itself; untrusted text.
        serial: Serial number; empty when it gives none.
        size_bytes: Its size.
        is_whole: It is a disk and no part of one, no image and nothing that lies over disks.
        is_removable: The service calls it removable.
        is_plugged_in: The kernel says the same: a removable medium, or a device on a plug.
        is_system: The service counts it among the disks of the machine.
        is_read_only: Nothing can be written to it.
        is_in_use: Something lies over it: swap, an opened encrypted volume, a volume group, a line of the machine's
            own list of file systems.
        mounts: Where it or a part of it is mounted.
        unseen: Kinds of file systems on it that are not mounted, so that nobody saw what they hold.
    """

    number: str
    name: str
    serial: str
    size_bytes: int
    is_whole: bool
    is_removable: bool
    is_plugged_in: bool
    is_system: bool
    is_read_only: bool
    is_in_use: bool
    mounts: tuple[str, ...] = ()
    unseen: tuple[str, ...] = ()

    def is_same_as(self, other: "DiskFacts") -> bool:
        """Whether both are one disk; another one that was plugged in meanwhile gets the same device number."""
        return (self.number, self.name, self.serial, self.size_bytes) == (
            other.number,
            other.name,
            other.serial,
            other.size_bytes,
        )


def refusal(disk: DiskFacts, kept: Sequence[str] = ()) -> str:
    """Code of the error why a disk is not formatted; empty when it may be.

    Args:
        disk: The disk.
        kept: Absolute paths without links that must survive: the vault of this station.
    """
    is_ours_to_take = disk.is_whole and disk.is_removable and disk.is_plugged_in and not disk.is_system
    grounds = (
        ("format.not-removable", not is_ours_to_take),
        ("format.mounted-elsewhere", any(not is_plugged_place(place) for place in disk.mounts)),
        ("format.holds-vault", any(PurePosixPath(one).is_relative_to(place) for one in kept for place in disk.mounts)),
        ("format.in-use", disk.is_in_use),
        ("media.read-only", disk.is_read_only),
        ("format.too-small", disk.size_bytes < LEAST_BYTES),
        ("format.unseen", any(kind in SPEAKING for kind in disk.unseen)),
    )
    return next((code for code, holds in grounds if holds), "")


def is_plugged_place(place: str) -> bool:
    """Whether desktops mount there what somebody plugs in (udisks2)."""
    parts = PurePosixPath(place).parts
    return ".." not in parts and any(len(parts) > len(one) and parts[: len(one)] == one for one in _PLACES)


def label_of(number: int) -> str:
    """Name of the file system of a medium by its number in the register; FAT32 has room for eleven characters."""
    return f"SEKISHO-{number:02d}" if number < 1000 else f"SKS-{number % 10**7}"
