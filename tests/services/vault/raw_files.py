"""Let every write of Python to files below a folder pass through one function; audit events tell of opening only."""

import builtins
import io
import os
import shutil
from collections.abc import Callable
from typing import Any

from typing_extensions import Buffer, override

Writing = Callable[[memoryview, Callable[[memoryview], int]], int]
"""Gets the bytes and the real write; gives how many were written."""


def watch_files(folder: bytes, writing: Writing, flushing: Callable[[], object]) -> None:
    """From now on, in this process, without a way back.

    Args:
        folder: Absolute path; what is written elsewhere is not looked at.
        writing: Called in place of each write.
        flushing: Called before each flush, wherever it goes.
    """

    class Watched(io.FileIO):
        @override
        def write(self, data: Buffer, /) -> int:
            return writing(memoryview(data).cast("B"), super().write)

    real_open, real_write, real_sync = io.open, os.write, os.fsync

    def opened(file: Any, mode: str = "r", buffering: int = -1, *texts: Any, **named: Any) -> Any:
        is_written = bool(set(mode) & set("wax+"))
        if not is_written or not _lies_below(folder, file):
            return real_open(file, mode, buffering, *texts, **named)
        raw_mode = mode.replace("b", "").replace("t", "")
        raw = Watched(file, raw_mode, closefd=named.pop("closefd", True), opener=named.pop("opener", None))
        if buffering == 0:
            return raw
        buffered = io.BufferedRandom(raw) if "+" in mode else io.BufferedWriter(raw)
        return buffered if "b" in mode else io.TextIOWrapper(buffered, *texts, **named)

    def written(descriptor: int, data: Buffer, /) -> int:
        if not _lies_below(folder, descriptor):
            return real_write(descriptor, data)
        return writing(memoryview(data).cast("B"), lambda part: real_write(descriptor, part))

    def synced(descriptor: Any) -> None:
        flushing()
        real_sync(descriptor)

    setattr(builtins, "open", opened)  # noqa: B010 # a name that the type checker guards
    setattr(io, "open", opened)  # noqa: B010 # the same: what pathlib and os.fdopen call
    os.write = written
    setattr(os, "fsync", synced)  # noqa: B010 # the same
    # Copying inside the kernel would pass by unseen.
    setattr(shutil, "_USE_CP_SENDFILE", False)  # noqa: B010 # private


def _lies_below(folder: bytes, file: Any) -> bool:
    path = os.readlink(f"/proc/self/fd/{file}") if isinstance(file, int) else file  # noqa: PTH115 # no link to follow
    return os.path.abspath(os.fsencode(path)).startswith(folder)  # noqa: PTH100 # bytes
