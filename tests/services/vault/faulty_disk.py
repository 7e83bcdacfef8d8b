"""A disk that fails or takes the whole process with it at one chosen write, for processes made to be thrown away.

SQLite's own writes are reached through ``xSetSystemCall``, the hook that SQLite keeps for its tests; those of Python
through its audit events and through the raw layer of its files. So every byte that the vault sends to the disk passes
here, without a debugger and without rights that a user does not have. SQLite's flushes are not among its hooks: a
process that dies before one leaves what it left after the write before.

Whoever wants to prove a flow takes :mod:`tests.services.vault.fault_server`, which runs it under this disk.
"""

import ctypes
import errno
import os
import resource
import signal
import sys
from collections.abc import Callable
from enum import StrEnum
from pathlib import Path
from typing import Any

import sqlcipher3._sqlite3

from tests.services.vault.raw_files import watch_files

_METHODS = """
xOpen xDelete xAccess xFullPathname xDlOpen xDlError xDlSym xDlClose xRandomness xSleep xCurrentTime xGetLastError
xCurrentTimeInt64 xSetSystemCall xGetSystemCall xNextSystemCall
"""
_WRITE = ctypes.CFUNCTYPE(ctypes.c_ssize_t, ctypes.c_int, ctypes.c_void_p, ctypes.c_size_t)
_PWRITE = ctypes.CFUNCTYPE(ctypes.c_ssize_t, ctypes.c_int, ctypes.c_void_p, ctypes.c_size_t, ctypes.c_int64)
_TRUNCATE = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.c_int, ctypes.c_int64)
_UNLINK = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.c_char_p)
_OPEN = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.c_char_p, ctypes.c_int, ctypes.c_int)
_GET = ctypes.CFUNCTYPE(ctypes.c_void_p, ctypes.c_void_p, ctypes.c_char_p)
_SET = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.c_void_p, ctypes.c_char_p, ctypes.c_void_p)
_error_number = ctypes.CDLL(None).__errno_location
_error_number.restype = ctypes.POINTER(ctypes.c_int)


class _Vfs(ctypes.Structure):
    _fields_ = (
        ("iVersion", ctypes.c_int),
        ("szOsFile", ctypes.c_int),
        ("mxPathname", ctypes.c_int),
        ("pNext", ctypes.c_void_p),
        ("zName", ctypes.c_char_p),
        ("pAppData", ctypes.c_void_p),
        *((name, ctypes.c_void_p) for name in _METHODS.split()),
    )


class Fault(StrEnum):
    """What happens at the chosen write."""

    NONE = "none"
    KILL = "kill"
    """The process dies before it."""
    TORN = "torn"
    """The process dies when half of it is on disk."""
    FULL = "full"
    """It and all later ones that need room find the disk full, until :meth:`FaultyDisk.repair`."""
    READ_ONLY = "read-only"
    """It and all later ones find a disk that may only be read (EROFS), until :meth:`FaultyDisk.repair`."""
    DENIED = "denied"
    """From here on no file may be made, opened for writing, renamed or removed (EACCES); open ones may be written."""
    QUOTA = "quota"
    """No file may grow beyond so many bytes, by the kernel's own limit, until :meth:`FaultyDisk.repair`."""
    QUOTA_KILL = "quota-kill"
    """The process dies when a file would grow beyond so many bytes; what fits is written."""


class Write(StrEnum):
    """What a write does, as far as it decides whether a fault touches it."""

    BYTES = "bytes"
    """To an open file; can be done by halves."""
    NEW = "new"
    """Makes a file or folder."""
    OPEN = "open"
    """Opens what is there for writing."""
    CHANGE = "change"
    """Renames, removes, cuts; needs no room."""
    FLUSH = "flush"


_FAILS: dict[Fault, tuple[int, frozenset[Write]]] = {
    Fault.FULL: (errno.ENOSPC, frozenset({Write.BYTES, Write.NEW})),
    Fault.READ_ONLY: (errno.EROFS, frozenset({Write.BYTES, Write.NEW, Write.OPEN, Write.CHANGE})),
    Fault.DENIED: (errno.EACCES, frozenset({Write.NEW, Write.OPEN, Write.CHANGE})),
}
_PYTHON_WRITES = {
    "open": Write.NEW,
    "os.mkdir": Write.NEW,
    "os.link": Write.NEW,
    "os.symlink": Write.NEW,
    "os.rename": Write.CHANGE,
    "os.remove": Write.CHANGE,
    "os.rmdir": Write.CHANGE,
    "os.truncate": Write.CHANGE,
}
"""Audit events of Python."""


class FaultyDisk:
    """Counts the writes of this process below a folder and lets one of them go wrong.

    Args:
        folder: Where writes of Python are counted; those of SQLite always are.
        fault: What goes wrong.
        place: At which write, from 1; with a quota, the bytes.
    """

    def __init__(self, folder: Path, fault: Fault = Fault.NONE, place: int = 0) -> None:
        self.count = 0
        self._folder = os.fsencode(folder)
        self._fault = fault
        self._place = place
        self._keep: list[object] = []

    def install(self) -> None:
        """Stand between this process and the disk; there is no way back."""
        if self._fault in {Fault.QUOTA, Fault.QUOTA_KILL}:
            kills = self._fault is Fault.QUOTA_KILL
            signal.signal(signal.SIGXFSZ, signal.SIG_DFL if kills else signal.SIG_IGN)
            resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
            resource.setrlimit(resource.RLIMIT_FSIZE, (self._place, resource.RLIM_INFINITY))
            return
        self._intercept_sqlite()
        sys.addaudithook(self._heard)
        watch_files(self._folder, self._python_writes, lambda: self._pass(Write.FLUSH))

    def repair(self) -> None:
        """Let every further write succeed."""
        self._fault = Fault.NONE
        resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))

    def _pass(self, write: Write) -> int:
        """Count one write; gives the number of the error with which it must fail, or 0."""
        self.count += 1
        here = self.count == self._place
        if here and (self._fault is Fault.KILL or (self._fault is Fault.TORN and write is not Write.BYTES)):
            _die()
        number, touched = _FAILS.get(self._fault, (0, frozenset()))
        return number if self.count >= self._place and write in touched else 0

    def _is_torn(self) -> bool:
        """Whether the write that was just counted gets half to the disk and no further."""
        return self._fault is Fault.TORN and self.count == self._place

    def _python_writes(self, data: memoryview, write: Callable[[memoryview], int]) -> int:
        if number := self._pass(Write.BYTES):
            raise OSError(number, os.strerror(number))
        if self._is_torn():
            write(data[: len(data) // 2])
            _die()
        return write(data)

    def _heard(self, event: str, arguments: tuple[Any, ...]) -> None:
        if event not in _PYTHON_WRITES:
            return
        path = _named(event, arguments)
        if not path.startswith(self._folder):
            return
        write = _PYTHON_WRITES[event]
        if event == "open":
            if not arguments[2] & (os.O_WRONLY | os.O_RDWR):
                return
            write = Write.OPEN if os.path.exists(path) else Write.NEW  # noqa: PTH110 # bytes
        if number := self._pass(write):
            raise OSError(number, os.strerror(number))

    def _intercept_sqlite(self) -> None:
        library = ctypes.CDLL(sqlcipher3._sqlite3.__file__)
        library.sqlite3_vfs_find.restype = ctypes.POINTER(_Vfs)
        vfs = library.sqlite3_vfs_find(None)
        address = ctypes.cast(vfs, ctypes.c_void_p)
        get, put = _GET(vfs.contents.xGetSystemCall), _SET(vfs.contents.xSetSystemCall)
        calls: tuple[tuple[str, Any, Callable[[Any], Callable[..., int]]], ...] = (
            ("write", _WRITE, self._writing),
            ("pwrite", _PWRITE, self._writing),
            ("ftruncate", _TRUNCATE, self._changing),
            ("unlink", _UNLINK, self._changing),
            ("open", _OPEN, self._opening),
        )
        for name, kind, guard in calls:
            real = kind(get(address, name.encode()))
            mine = kind(guard(real))
            self._keep += [real, mine]
            if put(address, name.encode(), ctypes.cast(mine, ctypes.c_void_p)) != 0:
                raise RuntimeError(name)

    def _writing(self, real: Callable[..., int]) -> Callable[..., int]:
        def call(descriptor: int, data: int, length: int, *rest: int) -> int:
            if number := self._pass(Write.BYTES):
                return _failed(number)
            if self._is_torn():
                real(descriptor, data, length // 2, *rest)
                _die()
            return real(descriptor, data, length, *rest)

        return call

    def _changing(self, real: Callable[..., int]) -> Callable[..., int]:
        def call(*arguments: Any) -> int:
            number = self._pass(Write.CHANGE)
            return _failed(number) if number else real(*arguments)

        return call

    def _opening(self, real: Callable[..., int]) -> Callable[..., int]:
        def call(path: bytes, flags: int, mode: int) -> int:
            if flags & os.O_RDWR:
                is_there = os.path.exists(path)  # noqa: PTH110 # bytes
                if number := self._pass(Write.OPEN if is_there else Write.NEW):
                    return _failed(number)
            return real(path, flags, mode)

        return call


def _named(event: str, arguments: tuple[Any, ...]) -> bytes:
    """The path that an audit event tells of, whole; empty for a descriptor."""
    path = arguments[0]
    if not isinstance(path, str | bytes | os.PathLike):
        return b""
    beside = arguments[2] if event == "os.rename" else arguments[-1]
    if event != "open" and isinstance(beside, int) and beside >= 0:
        # Whole trees are removed entry by entry, each told by the descriptor of its folder.
        return os.path.join(os.fsencode(os.readlink(f"/proc/self/fd/{beside}")), os.fsencode(path))  # noqa: PTH115, PTH118
    return os.path.abspath(os.fsencode(path))  # noqa: PTH100 # bytes


def _failed(number: int) -> int:
    _error_number()[0] = number
    return -1


def _die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)
