"""A medium as FAT32 and exFAT are: one name in all spellings of its letters, names they cannot hold, a largest file."""

import errno
import os
import re
from pathlib import Path
from typing import Any, BinaryIO, cast

from typing_extensions import override

from app.models.domain.errors import EnvironmentProblemError
from tests.fakes.drive import FakeDrive, Fault, File

LARGEST = 2**32 - 1
"""Bytes of a file on FAT32."""
_FORBIDDEN = re.compile(r'[\x00-\x1f\x7f"*/:<>?\\|]')
_DEVICES = re.compile(r"(con|prn|aux|nul|com[0-9]|lpt[0-9])(\..*)?", re.IGNORECASE)
_LONGEST = 255


def can_hold(name: str) -> bool:
    """Whether every system that reads FAT32 and exFAT can hold a file of this name, device names of Windows too."""
    is_plain = 0 < len(name.encode("utf-16-le")) // 2 <= _LONGEST and not _FORBIDDEN.search(name)
    return is_plain and not name.endswith((".", " ")) and not _DEVICES.fullmatch(name)


class FatDrive(FakeDrive):
    """The fake medium with the limits of these file systems.

    Args:
        largest: Bytes of the largest file.
    """

    def __init__(self, path: Path, fault: Fault | None = None, largest: int = LARGEST) -> None:
        super().__init__(path, fault)
        self.largest = largest
        self.names: set[str] = set()
        """Every name that was asked for."""

    @override
    def create(self, name: str) -> BinaryIO:
        self._require_name(name)
        if any(self._same(one.name, name) for one in self._path.iterdir()):
            raise EnvironmentProblemError("media.name-taken")
        return super().create(name)

    @override
    def finish(self, name: str) -> None:
        self._require_name(name)
        super().finish(name)

    @override
    def _opened(self, path: Path, mode: str) -> BinaryIO:
        self._require_name(path.name)
        if mode == "r":
            spelt = [one for one in self._path.iterdir() if self._same(one.name, path.name)]
            return super()._opened(spelt[0] if spelt else path, mode)
        return cast("BinaryIO", _Limited(path, mode, self, self.largest))

    def _require_name(self, name: str) -> None:
        self.names.add(name)
        if not can_hold(name):
            raise OSError(errno.EINVAL, os.strerror(errno.EINVAL))

    @staticmethod
    def _same(one: str, other: str) -> bool:
        return one.upper() == other.upper()


class _Limited(File):
    def __init__(self, path: Path, mode: str, drive: FakeDrive, largest: int) -> None:
        super().__init__(path, mode, drive)
        self._largest = largest

    @override
    def write(self, data: Any, /) -> int:
        if self.tell() + len(data) > self._largest:
            raise OSError(errno.EFBIG, os.strerror(errno.EFBIG))
        return super().write(data)
