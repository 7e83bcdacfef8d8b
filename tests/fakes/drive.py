"""The one fake of the house: a medium that is slow, full, pulled out, or lies about what it holds.

Nothing but a real stick of that kind would do otherwise, and no test can buy one. It keeps the contract of the real
adapter (the same tests run over both) and files that really exist, so that flushing them is real too.
"""

import errno
import io
import os
import re
import time
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, BinaryIO, cast

from typing_extensions import override

from app.models.domain.errors import EnvironmentProblemError, UntrustedInputError
from app.models.views.media import Erased, Medium, MediumIdentity
from app.services.platform.parts import PartReader, PartWriter
from app.services.platform.plain_files import erase_tree

STICK = Medium(
    Path("stick"), "STICK", filesystem="exfat", identity=MediumIdentity("FAKE0001", "1A2B-3C4D"), size_bytes=8 * 2**30
)
"""A medium with nothing wrong."""
_PART = re.compile(r"(.+)\.p([0-9]{3})")


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
        fails_read_back: What was written cannot be read any more; everything else goes on.
        is_stuck: It cannot be let go.
        part_size: Bundles are cut after so many bytes, as on FAT32.
        medium: What the machine tells of it; its path is of no account.
    """

    delay_s: float = 0.0
    capacity: int | None = None
    admits_full: bool = False
    pulled_at: int | None = None
    answer_lost: bool = False
    lies: bool = False
    flips_at: int | None = None
    fails_read_back: bool = False
    is_stuck: bool = False
    part_size: int | None = None
    medium: Medium = STICK


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

    @property
    def written(self) -> int:
        """How many bytes were offered so far."""
        return self._written

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
        return cast("BinaryIO", io.BufferedReader(File(path, mode, self)) if mode == "r" else File(path, mode, self))


class FakeDrive(FaultyMedium):
    """Keeps the contract of :class:`~app.services.ports.Drive`, but for its fault."""

    def __init__(self, path: Path, fault: Fault | None = None) -> None:
        super().__init__(path, fault)
        self.released = False

    def medium(self) -> Medium:
        with self._method():
            return replace(self.fault.medium, path=self._path)

    def free_bytes(self) -> int:
        with self._method():
            if self.fault.admits_full and self.fault.capacity is not None:
                return max(self.fault.capacity - self._written, 0)
            return 8 * 2**30

    def list_bundles(self) -> list[str]:
        with self._method():
            return self.list_if_plugged_in()

    def list_files(self, suffix: str) -> list[str]:
        with self._method():
            return sorted(name for name in self._plain_names() if name.endswith(suffix))

    def entries(self) -> list[str]:
        with self._method():
            return sorted(one.name for one in self._path.iterdir())

    def list_if_plugged_in(self) -> list[str]:
        """What a person would find who plugs the medium in again: bundles, or parts of them."""
        whole = {_PART.sub(r"\1", name) for name in self._plain_names()}
        return sorted(name for name in whole if name.endswith(".age"))

    def open_bundle(self, name: str) -> BinaryIO:
        path = self._path / Path(name).name
        with self._method():
            if path.is_symlink() or (path.exists() and not path.is_file()):
                raise UntrustedInputError("bundle.not-a-bundle")
            parts = self._parts(path.name)
            if parts and (path.exists() or list(parts) != list(range(1, len(parts) + 1))):
                raise UntrustedInputError("bundle.damaged")
            if not parts and not path.exists():
                raise EnvironmentProblemError("media.missing")
        return self._joined(list(parts.values())) if parts else self._opened(path, "r")

    def create(self, name: str) -> BinaryIO:
        with self._method():
            finished = {_PART.sub(r"\1", one.name.casefold()) for one in self._path.iterdir()}
            if name.casefold() in finished:
                raise EnvironmentProblemError("media.name-taken")
            for left in self._partials(name):
                left.unlink()
            # Here and not when it is opened below: a lost answer leaves the file behind.
            self._partial(name).write_bytes(b"")
        if self.fault.part_size is None:
            return self._opened(self._partial(name), "w")
        return cast("BinaryIO", PartWriter(lambda one: self._new_part(name, one), self.fault.part_size))

    def reopen(self, name: str) -> BinaryIO:
        with self._method():
            partial = self._partials(name)
            if not partial or self.fault.fails_read_back:
                raise EnvironmentProblemError("disk.failed")
        return self._joined(partial) if len(partial) > 1 else self._opened(partial[0], "r")

    def finish(self, name: str) -> None:
        partial = self._partials(name)
        if not partial:
            with self._method():
                raise EnvironmentProblemError("disk.failed")
        for number in range(len(partial), 0, -1):
            with self._method():
                target = f"{name}.p{number:03d}" if len(partial) > 1 else name
                partial[number - 1].rename(self._path / target)

    def discard(self, name: str) -> None:
        with self._method():
            for partial in self._partials(name):
                partial.unlink()

    def remove(self, name: str) -> None:
        with self._method():
            for path in (self._path / name, *self._parts(name).values()):
                path.unlink(missing_ok=True)

    def erase(self) -> Erased:
        with self._method():
            return erase_tree(self._path)

    def release(self) -> bool:
        try:
            with self._method():
                self.released = not self.fault.is_stuck
        except EnvironmentProblemError:
            return False
        return self.released

    def _plain_names(self) -> list[str]:
        return [one.name for one in self._path.iterdir() if one.is_file() and not one.is_symlink()]

    def _partials(self, name: str) -> list[Path]:
        """The first part has the plain name while it is written, as on the real medium."""
        later = sorted(self._path.glob(f"{name}.p[0-9][0-9][0-9].partial"))
        return [one for one in (self._partial(name), *later) if one.exists()]

    def _parts(self, name: str) -> dict[int, Path]:
        found = {one: _PART.fullmatch(one) for one in sorted(self._plain_names())}
        return {int(part[2]): self._path / one for one, part in found.items() if part and part[1] == name}

    def _new_part(self, name: str, number: int) -> BinaryIO:
        return self._opened(self._partial(name if number == 1 else f"{name}.p{number:03d}"), "w")

    def _joined(self, paths: list[Path]) -> BinaryIO:
        sizes = [path.stat().st_size for path in paths]
        reader = PartReader(sizes, lambda place: self._opened(paths[place], "r"))
        return cast("BinaryIO", io.BufferedReader(reader))


class File(io.FileIO):
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
