"""The one fake of the house: a medium that is slow, full, pulled out, or lies about what it holds.

Nothing but a real stick of that kind would do otherwise, and no test can buy one. It keeps the contract of the real
adapter (the same tests run over both) and files that really exist, so that flushing them is real too.
"""

import errno
import io
import os
import time
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
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
        admits_full: Free space is reported as it is.
        pulled_at: From this operation on, counted from 1, the medium is gone.
        answer_lost: The operation at which it is pulled still happens, but nobody hears of it.
        lies: What was written is there by name, but empty.
        flips_at: The byte at this place reads otherwise than it was written; counted from the end if negative.
    """

    delay_s: float = 0.0
    capacity: int | None = None
    admits_full: bool = False
    pulled_at: int | None = None
    answer_lost: bool = False
    lies: bool = False
    flips_at: int | None = None


class FaultyMedium:
    """What every fake medium shares: its folder, its fault, and the count of operations."""

    def __init__(self, path: Path, fault: Fault | None = None) -> None:
        self.fault = fault or Fault()
        self.operations = 0
        self._path = path
        self._written = 0

    @property
    def path(self) -> Path:
        return self._path

    def take_bytes(self, count: int) -> None:
        """Make room for a write or fail as the kernel does."""
        self._written += count
        if self.fault.capacity is not None and self._written > self.fault.capacity:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    @contextmanager
    def operation(self, gone: Exception) -> Iterator[None]:
        """Count an operation and let it happen, unless the medium is gone; fail if nobody hears of it."""
        self.operations += 1
        time.sleep(self.fault.delay_s)
        over = 0 if self.fault.pulled_at is None else self.operations - self.fault.pulled_at + 1
        if over > self.fault.answer_lost:
            raise gone
        yield
        if over == 1:
            raise gone

    def _method(self) -> AbstractContextManager[None]:
        return self.operation(EnvironmentProblemError("disk.failed"))

    def _partial(self, name: str) -> Path:
        return self._path / f"{name}.partial"

    def _opened(self, path: Path, mode: str) -> BinaryIO:
        return cast("BinaryIO", io.BufferedReader(_File(path, mode, self)) if mode == "r" else _File(path, mode, self))


class FakeDrive(FaultyMedium):
    """Keeps the contract of :class:`~app.services.ports.Drive`, but for its fault."""

    def __init__(self, path: Path, fault: Fault | None = None) -> None:
        super().__init__(path, fault)
        self.released = False

    def free_bytes(self) -> int:
        with self._method():
            if self.fault.admits_full and self.fault.capacity is not None:
                return max(self.fault.capacity - self._written, 0)
            return 8 * 2**30

    def list_bundles(self) -> list[str]:
        with self._method():
            plain = [one for one in self._path.iterdir() if one.is_file() and not one.is_symlink()]
            return sorted(one.name for one in plain if one.suffix == ".age")

    def list_if_plugged_in(self) -> list[str]:
        """What a person would find who plugs the medium in again."""
        return sorted(one.name for one in self._path.iterdir() if one.suffix == ".age")

    def open_bundle(self, name: str) -> BinaryIO:
        path = self._path / Path(name).name
        with self._method():
            if path.is_symlink() or (path.exists() and not path.is_file()):
                raise UntrustedInputError("bundle.not-a-bundle")
            if not path.exists():
                raise EnvironmentProblemError("media.missing")
        return self._opened(path, "r")

    def create(self, name: str) -> BinaryIO:
        with self._method():
            if (self._path / name).exists():
                raise EnvironmentProblemError("media.name-taken")
            # Here and not when it is opened below: a lost answer leaves the file behind.
            self._partial(name).write_bytes(b"")
        return self._opened(self._partial(name), "w")

    def reopen(self, name: str) -> BinaryIO:
        with self._method():
            if not self._partial(name).exists():
                raise EnvironmentProblemError("disk.failed")
        return self._opened(self._partial(name), "r")

    def finish(self, name: str) -> None:
        with self._method():
            if not self._partial(name).exists():
                raise EnvironmentProblemError("disk.failed")
            self._partial(name).rename(self._path / name)

    def discard(self, name: str) -> None:
        with self._method():
            self._partial(name).unlink(missing_ok=True)

    def remove(self, name: str) -> None:
        with self._method():
            (self._path / name).unlink(missing_ok=True)

    def release(self) -> bool:
        try:
            with self._method():
                self.released = True
        except EnvironmentProblemError:
            return False
        return True


class _File(io.FileIO):
    """An open file on the medium."""

    def __init__(self, path: Path, mode: str, drive: FaultyMedium) -> None:
        super().__init__(path, mode)
        self._drive = drive
        self._is_closing = False

    @override
    def write(self, data: Any, /) -> int:
        with self._operation():
            self._drive.take_bytes(len(data))
            return len(data) if self._drive.fault.lies else super().write(data)

    @override
    def flush(self) -> None:
        if self._is_closing or not self.writable():
            return
        with self._operation():
            super().flush()

    @override
    def close(self) -> None:
        self._is_closing = True  # it flushes too, but a file that cannot be closed would help no test
        super().close()

    @override
    def readinto(self, buffer: Any, /) -> int:
        with self._operation():
            at = self.tell()
            count = super().readinto(buffer)
            flipped = self._flipped_from(at)
            if 0 <= flipped < count:
                buffer[flipped] ^= 1
            return count

    @override
    def readall(self) -> bytes:
        everything = bytearray(2**20)
        kept = b""
        while count := self.readinto(everything):
            kept += everything[:count]
        return kept

    def _operation(self) -> AbstractContextManager[None]:
        return self._drive.operation(OSError(errno.EIO, os.strerror(errno.EIO)))

    def _flipped_from(self, at: int) -> int:
        place = self._drive.fault.flips_at
        if place is None:
            return -1
        return place - at + (os.fstat(self.fileno()).st_size if place < 0 else 0)
