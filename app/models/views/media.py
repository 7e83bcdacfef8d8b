"""What is known of a removable medium before anything on it is opened."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

SUPPORTED = frozenset({"vfat", "exfat", "ext4"})
"""File systems that bundles are written to: what a station of any office can read."""
_FILE_LIMITS = {"vfat": 2**32 - 1, "msdos": 2**32 - 1}


@dataclass(frozen=True, slots=True)
class MediumIdentity:
    """By what a medium is known again.

    Attributes:
        serial: Serial number that the device gives itself; empty when it gives none.
        volume: Number of its file system, given when it was formatted.
    """

    serial: str
    volume: str

    @property
    def is_known(self) -> bool:
        """Whether there is anything to know it by."""
        return bool(self.serial or self.volume)


@dataclass(frozen=True, slots=True)
class Medium:
    """A mounted removable medium (媒体), or a plain folder that stands for one.

    Attributes:
        path: Where it is mounted.
        label: Name of the mount point, for the officer; given by whoever formatted it, so untrusted text.
        is_read_only: Nothing can be written on it.
        is_folder: No medium at all, a plain folder of this machine.
        filesystem: Name of the file system as the kernel says it; empty when unknown.
        identity: By what it is known again.
        size_bytes: Size of the partition; 0 when unknown.
        partitions: How many partitions its disk has; a file system on the whole disk counts as one.
    """

    path: Path
    label: str
    is_read_only: bool = False
    is_folder: bool = False
    filesystem: str = ""
    identity: MediumIdentity = MediumIdentity("", "")
    size_bytes: int = 0
    partitions: int = 1

    @property
    def file_limit(self) -> int | None:
        """Largest file that its file system holds, in bytes; None when that is larger than any medium."""
        return _FILE_LIMITS.get(self.filesystem)

    @property
    def trouble(self) -> str:
        """Code of the error why no bundle can be written to it; empty when one can."""
        if self.is_read_only:
            return "media.read-only"
        if self.is_folder:
            return ""
        if self.partitions != 1:
            return "media.partitions"
        # A kernel that does not say what it mounted is no reason to refuse: what is written is read back.
        return "" if not self.filesystem or self.filesystem in SUPPORTED else "media.filesystem"


class DriveState(StrEnum):
    """What an officer is told of the slots of the machine before anything is chosen."""

    NONE = "none"
    ONE = "one"
    SEVERAL = "several"
    """More than one: nobody should have to guess which of them is written to."""
    UNFIT = "unfit"
    """One, and it cannot take a bundle: see :attr:`Medium.trouble`."""


def drive_state(media: Sequence[Medium]) -> DriveState:
    """The state of the machine with these media in it; two partitions of one medium are one that is unfit."""
    if len({medium.identity.serial or medium.path for medium in media}) > 1:
        return DriveState.SEVERAL
    if not media:
        return DriveState.NONE
    return DriveState.UNFIT if media[0].trouble else DriveState.ONE


@dataclass(frozen=True, slots=True)
class Erased:
    """What was on a medium that was wiped: how many files, and their bytes."""

    files: int
    bytes: int
