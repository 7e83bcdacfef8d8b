"""A stick that can be full, be pulled at any moment, or give back other bytes than were written."""

import errno
from collections.abc import Callable
from pathlib import Path
from typing import Any, BinaryIO, Self, TypeVar, cast

from typing_extensions import override

from app.models.domain.errors import EnvironmentProblemError
from app.services.platform.folder_drive import FolderDrive

Result = TypeVar("Result")


class FailingDrive(FolderDrive):
    """A real folder that stops answering at its ``fails_at``-th operation, counted from 1, and never again answers.

    Args:
        path: The folder.
        fails_at: Which operation fails; 0 never.
        after: Let the operation happen first, then fail: the answer got lost, not the act.
    """

    def __init__(self, path: Path, fails_at: int = 0, *, after: bool = False) -> None:
        super().__init__(path)
        self.count = 0
        self._fails_at = fails_at
        self._after = after

    def step(self, act: Callable[[], Result], error: Callable[[], Exception]) -> Result:
        """Count one operation and perform it, unless the stick is gone."""
        self.count += 1
        is_gone = 0 < self._fails_at < self.count
        if is_gone or (self.count == self._fails_at and not self._after):
            raise error()
        result = act()
        if self.count == self._fails_at:
            raise error()
        return result

    def _ask(self, act: Callable[[], Result]) -> Result:
        return self.step(act, lambda: EnvironmentProblemError("disk.failed"))

    def _open(self, act: Callable[[], BinaryIO]) -> BinaryIO:
        opened = list[BinaryIO]()
        try:
            self._ask(lambda: opened.append(act()))
        except EnvironmentProblemError:
            for file in opened:
                file.close()
            raise
        return opened[0]

    @override
    def free_bytes(self) -> int:
        return self._ask(super().free_bytes)

    @override
    def list_bundles(self) -> list[str]:
        return self._ask(super().list_bundles)

    @override
    def open_bundle(self, name: str) -> BinaryIO:
        return self._open(lambda: FolderDrive.open_bundle(self, name))

    @override
    def create(self, name: str) -> BinaryIO:
        return cast("BinaryIO", _File(self, self._open(lambda: FolderDrive.create(self, name))))

    @override
    def reopen(self, name: str) -> BinaryIO:
        return cast("BinaryIO", _File(self, self._open(lambda: FolderDrive.reopen(self, name))))

    @override
    def finish(self, name: str) -> None:
        self._ask(lambda: FolderDrive.finish(self, name))

    @override
    def discard(self, name: str) -> None:
        self._ask(lambda: FolderDrive.discard(self, name))

    @override
    def remove(self, name: str) -> None:
        self._ask(lambda: FolderDrive.remove(self, name))


class _File:
    """An open file on such a stick: every call to it is an operation."""

    def __init__(self, drive: FailingDrive, file: BinaryIO) -> None:
        self._drive = drive
        self._file = file

    def _ask(self, act: Callable[[], Result]) -> Result:
        return self._drive.step(act, lambda: OSError(errno.EIO, "gone"))

    def read(self, size: int = -1, /) -> bytes:
        return self._ask(lambda: self._file.read(size))

    def write(self, data: bytes, /) -> int:
        return self._ask(lambda: self._file.write(data))

    def flush(self) -> None:
        self._ask(self._file.flush)

    def seek(self, place: int, whence: int = 0, /) -> int:
        return self._file.seek(place, whence)

    def fileno(self) -> int:
        return self._file.fileno()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._file.close()

    def __getattr__(self, name: str) -> Any:
        return getattr(self._file, name)


class FullDrive(FolderDrive):
    """A stick on which nothing is free; it says so only when it is asked if ``admits`` is set."""

    def __init__(self, path: Path, *, admits: bool) -> None:
        super().__init__(path)
        self._admits = admits

    @override
    def free_bytes(self) -> int:
        return 0 if self._admits else super().free_bytes()

    @override
    def create(self, name: str) -> BinaryIO:
        return cast("BinaryIO", _NoRoom(super().create(name)))


class _NoRoom:
    """A file that takes a little and then no more."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self._left = 5000

    def write(self, data: bytes, /) -> int:
        self._left -= len(data)
        if self._left < 0:
            raise OSError(errno.ENOSPC, "full")
        return self._file.write(data)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._file.close()

    def __getattr__(self, name: str) -> Any:
        return getattr(self._file, name)


class LyingDrive(FolderDrive):
    """A worn stick: the byte at ``position`` reads otherwise than it was written; counted from the end if negative."""

    def __init__(self, path: Path, position: int) -> None:
        super().__init__(path)
        self._position = position

    @override
    def reopen(self, name: str) -> BinaryIO:
        partial = self.path / f"{name}.partial"
        data = bytearray(partial.read_bytes())
        data[self._position] ^= 1
        partial.write_bytes(bytes(data))
        return super().reopen(name)
