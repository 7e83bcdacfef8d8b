"""Open and remove files on a medium that may have been prepared by somebody else."""

import io
import os
import stat
from collections.abc import Collection
from pathlib import Path
from typing import Any, BinaryIO

from typing_extensions import override

from app.models.views.media import Erased

_READ = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
_BLOCK = 1024 * 1024
_EARLY = 8 * 1024 * 1024
"""Bytes after which a medium begins with what was written."""


def open_plain(path: Path) -> BinaryIO | None:
    """Open a plain file for reading: neither a link nor a pipe, which would wait for ever, nor a device or folder.

    Returns:
        The open file; None where the name belongs to something that is no plain file.

    Raises:
        OSError: It cannot be opened; ``FileNotFoundError`` where nothing has the name.
    """
    descriptor = os.open(path, _READ)
    if not stat.S_ISREG(os.fstat(descriptor).st_mode):
        os.close(descriptor)
        return None
    return os.fdopen(descriptor, "rb")


def new_plain(path: Path) -> BinaryIO:
    """Make a file that only we can read, and that is on its way to the medium while more is written to it.

    Raises:
        OSError: The name is taken, or the medium fails.
    """
    raw = _EarlyFile(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o600), "wb")
    return io.BufferedWriter(raw)


class _EarlyFile(io.FileIO):
    """A file whose bytes do not wait in memory for the flush: the slow medium works while the next ones are made."""

    _begun = _written = 0

    @override
    def write(self, data: Any, /) -> int:
        count = super().write(data)
        self._written += count
        if self._written - self._begun >= _EARLY:
            _begin_writing(self.fileno(), self._begun, self._written - self._begun)
            self._begun = self._written
        return count


def _begin_writing(descriptor: int, start: int, length: int) -> None:
    """Have the kernel begin to write a range; it is neither waited for nor sure to be written before the flush."""
    if hasattr(os, "posix_fadvise"):
        os.posix_fadvise(descriptor, start, length, os.POSIX_FADV_DONTNEED)


def forget_cached(source: BinaryIO) -> None:
    """Let what is read next come from the medium and not from what the kernel remembers of the write.

    The kernel drops what it knows to lie on the medium, so the file must have been flushed. What the controller of a
    medium itself remembers is beyond the reach of any program.
    """
    if hasattr(os, "posix_fadvise"):
        os.posix_fadvise(source.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)


def erase_tree(folder: Path, spared: Collection[str] = ()) -> Erased:
    """Overwrite every plain file below ``folder`` once, remove it, and remove the folders; ``folder`` itself stays.

    Links are removed and not followed. Names in ``spared`` stay where they are directly in ``folder``.

    Raises:
        OSError: The medium is gone, or does not let itself be written.
    """
    files = amount = 0
    for entry in sorted(os.scandir(folder), key=lambda one: one.name):
        if entry.name in spared:
            continue
        if entry.is_dir(follow_symlinks=False):
            inner = erase_tree(Path(entry.path))
            files, amount = files + inner.files, amount + inner.bytes
            Path(entry.path).rmdir()
            continue
        if entry.is_file(follow_symlinks=False):
            amount += _overwrite(Path(entry.path))
        files += 1
        Path(entry.path).unlink()
    return Erased(files, amount)


def _overwrite(path: Path) -> int:
    descriptor = os.open(path, os.O_WRONLY | getattr(os, "O_NOFOLLOW", 0))
    try:
        size = left = os.fstat(descriptor).st_size
        while left:
            left -= os.write(descriptor, bytes(min(left, _BLOCK)))
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
    return size
