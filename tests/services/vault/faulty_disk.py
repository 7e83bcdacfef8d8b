"""A disk that fails or takes the whole process with it at one chosen write, for processes made to be thrown away.

SQLite's own writes are reached through ``xSetSystemCall``, the hook that SQLite keeps for its tests; those of Python
through its audit events. So every byte that the vault sends to the disk passes here, without a debugger and without
rights that a user does not have.
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

_METHODS = """
xOpen xDelete xAccess xFullPathname xDlOpen xDlError xDlSym xDlClose xRandomness xSleep xCurrentTime xGetLastError
xCurrentTimeInt64 xSetSystemCall xGetSystemCall xNextSystemCall
"""
_WRITE = ctypes.CFUNCTYPE(ctypes.c_ssize_t, ctypes.c_int, ctypes.c_void_p, ctypes.c_size_t)
_PWRITE = ctypes.CFUNCTYPE(ctypes.c_ssize_t, ctypes.c_int, ctypes.c_void_p, ctypes.c_size_t, ctypes.c_int64)
_TRUNCATE = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.c_int, ctypes.c_int64)
_UNLINK = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.c_char_p)
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
    QUOTA = "quota"
    """No file may grow beyond so many bytes, by the kernel's own limit, until :meth:`FaultyDisk.repair`."""
    QUOTA_KILL = "quota-kill"
    """The process dies when a file would grow beyond so many bytes; what fits is written."""


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
        real = os.fsync

        def fsync(fd: Any) -> None:
            self._pass_whole()
            real(fd)

        os.fsync = fsync

    def repair(self) -> None:
        """Let every further write succeed."""
        self._fault = Fault.NONE
        resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))

    def _pass(self) -> bool:
        """Count one write; True when it must fail."""
        self.count += 1
        here = self.count == self._place
        if here and self._fault is Fault.KILL:
            _die()
        return self._fault is Fault.FULL and self.count >= self._place

    def _pass_whole(self) -> bool:
        """Count something that cannot be done by halves."""
        fails = self._pass()
        if self._fault is Fault.TORN and self.count == self._place:
            _die()
        return fails

    def _heard(self, event: str, arguments: tuple[Any, ...]) -> None:
        if event == "open":
            if not arguments[2] & (os.O_WRONLY | os.O_RDWR):
                return
        elif event not in {"os.rename", "os.remove", "os.mkdir", "os.rmdir"}:
            return
        path = arguments[0]
        # SQLite is already on the way when the audit event of its `connect` would come; only paths are looked at.
        if not isinstance(path, str | bytes | os.PathLike) or not os.fsencode(path).startswith(self._folder):
            return
        if self._pass_whole() and event in {"open", "os.mkdir"}:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    def _intercept_sqlite(self) -> None:
        library = ctypes.CDLL(sqlcipher3._sqlite3.__file__)
        library.sqlite3_vfs_find.restype = ctypes.POINTER(_Vfs)
        vfs = library.sqlite3_vfs_find(None)
        address = ctypes.cast(vfs, ctypes.c_void_p)
        get, put = _GET(vfs.contents.xGetSystemCall), _SET(vfs.contents.xSetSystemCall)
        for name, kind in (("write", _WRITE), ("pwrite", _PWRITE), ("ftruncate", _TRUNCATE), ("unlink", _UNLINK)):
            real = kind(get(address, name.encode()))
            mine = kind(self._guarded(real, tears=name in {"write", "pwrite"}))
            self._keep += [real, mine]
            if put(address, name.encode(), ctypes.cast(mine, ctypes.c_void_p)) != 0:
                raise RuntimeError(name)

    def _guarded(self, real: Callable[..., int], *, tears: bool) -> Callable[..., int]:
        def call(*arguments: Any) -> int:
            if self._pass() and tears:
                _error_number()[0] = errno.ENOSPC
                return -1
            if self._fault is Fault.TORN and self.count == self._place:
                if tears:
                    descriptor, data, length, *rest = arguments
                    real(descriptor, data, length // 2, *rest)
                _die()
            return real(*arguments)

        return call


def _die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)
