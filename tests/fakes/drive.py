"""The one fake of the house: a medium that is slow, full, pulled out, or lies about what it holds.

Nothing but a real stick of that kind would do otherwise, and no test can buy one. It keeps the contract of the real
adapter (the same tests run over both) and files that really exist, so that flushing them is real too.
"""

import errno
import io
import os
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO, cast

from typing_extensions import override

from app.models.domain.errors import EnvironmentProblemError, UntrustedInputError


@dataclass
class Fault:
    """What is wrong with the medium; by default nothing.

    Attributes:
        delay_s: How long each operation takes at least.
        capacity: Bytes that may be written in all; free space is reported as if there were more.
        pulled_at: From this operation on, counted from 1, the medium is gone.
        lies: What was written is there by name, but empty.
        flips: One bit of what was written is another one when it is read.
    """

    delay_s: float = 0.0
    capacity: int | None = None
    pulled_at: int | None = None
    lies: bool = False
    flips: bool = False


class FakeDrive:
    """Keeps the contract of :class:`~app.services.ports.Drive`, but for its fault."""

    def __init__(self, path: Path, fault: Fault | None = None) -> None:
        self.fault = fault or Fault()
        self.operations = 0
        self.released = False
        self._path = path
        self._written = 0

    @property
    def path(self) -> Path:
        return self._path

    def free_bytes(self) -> int:
        self._method()
        return 8 * 2**30

    def list_bundles(self) -> list[str]:
        self._method()
        plain = [one for one in self._path.iterdir() if one.is_file() and not one.is_symlink()]
        return sorted(one.name for one in plain if one.suffix == ".age")

    def list_if_plugged_in(self) -> list[str]:
        """What a person would find who plugs the medium in again."""
        return sorted(one.name for one in self._path.iterdir() if one.suffix == ".age")

    def open_bundle(self, name: str) -> BinaryIO:
        self._method()
        path = self._path / Path(name).name
        if path.is_symlink() or (path.exists() and not path.is_file()):
            raise UntrustedInputError("bundle.not-a-bundle")
        if not path.exists():
            raise EnvironmentProblemError("media.missing")
        return self._opened(path, "r")

    def create(self, name: str) -> BinaryIO:
        self._method()
        if (self._path / name).exists():
            raise EnvironmentProblemError("media.name-taken")
        return self._opened(self._partial(name), "w")

    def reopen(self, name: str) -> BinaryIO:
        self._method()
        if not self._partial(name).exists():
            raise EnvironmentProblemError("disk.failed")
        return self._opened(self._partial(name), "r")

    def finish(self, name: str) -> None:
        self._method()
        if not self._partial(name).exists():
            raise EnvironmentProblemError("disk.failed")
        self._partial(name).rename(self._path / name)

    def discard(self, name: str) -> None:
        self._method()
        self._partial(name).unlink(missing_ok=True)

    def remove(self, name: str) -> None:
        self._method()
        (self._path / name).unlink(missing_ok=True)

    def release(self) -> bool:
        if self._is_gone():
            return False
        self.released = True
        return True

    def take_bytes(self, count: int) -> None:
        """Make room for a write or fail as the kernel does."""
        self.touch()
        self._written += count
        if self.fault.capacity is not None and self._written > self.fault.capacity:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    def touch(self) -> None:
        """Count an operation on an open file."""
        if self._is_gone():
            raise OSError(errno.EIO, os.strerror(errno.EIO))

    def _method(self) -> None:
        if self._is_gone():
            raise EnvironmentProblemError("disk.failed")

    def _is_gone(self) -> bool:
        self.operations += 1
        time.sleep(self.fault.delay_s)
        return self.fault.pulled_at is not None and self.operations >= self.fault.pulled_at

    def _partial(self, name: str) -> Path:
        return self._path / f"{name}.partial"

    def _opened(self, path: Path, mode: str) -> BinaryIO:
        return cast("BinaryIO", io.BufferedReader(_File(path, mode, self)) if mode == "r" else _File(path, mode, self))


class _File(io.FileIO):
    """An open file on the medium."""

    def __init__(self, path: Path, mode: str, drive: FakeDrive) -> None:
        super().__init__(path, mode)
        self._drive = drive

    @override
    def write(self, data: Any, /) -> int:
        self._drive.take_bytes(len(data))
        if self._drive.fault.lies:
            return len(data)
        return super().write(data)

    @override
    def readinto(self, buffer: Any, /) -> int:
        self._drive.touch()
        at = self.tell()
        count = super().readinto(buffer)
        if self._drive.fault.flips and at == 0 and count:
            buffer[count // 2] ^= 1
        return count

    @override
    def readall(self) -> bytes:
        everything = bytearray(2**20)
        kept = b""
        while count := self.readinto(everything):
            kept += everything[:count]
        return kept
