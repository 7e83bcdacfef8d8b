"""Shut a process in before it reads anything hostile: no file, no network, no program, little memory (復号の隔離).

On Linux the kernel refuses every call but the few that a decoder needs to compute and to answer (seccomp). The limits
of ``man 2 setrlimit`` hold where the system has them. On every system a hook of the interpreter refuses files, sockets
and programs to Python code; there it finds mistakes, it is no wall. What holds where: ``docs/decisions``.
"""

import os
import sys
from typing import Any

from app.services.page_images.limits import Limits
from app.services.platform.network_lockout import (
    ALLOW,
    FAIL,
    IF_AT_LEAST,
    IF_BIT,
    IF_EQUAL,
    KILL_PROCESS,
    LOAD,
    REFUSED,
    RETURN,
    install_filter,
    step,
    this_machine,
)
from app.services.platform.process import harden_process

_CALL_NUMBER, _ARCHITECTURE, _PROTECTION = 0, 4, 32
"""Offsets in ``struct seccomp_data``; memory calls name its protection in their third argument."""
_FOREIGN_NUMBERS = 0x40000000
_EXECUTABLE = 4
_MEMORY = ("mmap", "mprotect")
"""Allowed, but never for memory that holds code."""

CALLS = {
    "x86_64": {
        "read": 0,
        "write": 1,
        "close": 3,
        "fstat": 5,
        "lseek": 8,
        "mmap": 9,
        "mprotect": 10,
        "munmap": 11,
        "brk": 12,
        "rt_sigaction": 13,
        "rt_sigprocmask": 14,
        "rt_sigreturn": 15,
        "sched_yield": 24,
        "mremap": 25,
        "madvise": 28,
        "getpid": 39,
        "exit": 60,
        "sigaltstack": 131,
        "gettid": 186,
        "futex": 202,
        "clock_gettime": 228,
        "exit_group": 231,
        "getrandom": 318,
        "rseq": 334,
    },
    "aarch64": {
        "read": 63,
        "write": 64,
        "close": 57,
        "fstat": 80,
        "lseek": 62,
        "mmap": 222,
        "mprotect": 226,
        "munmap": 215,
        "brk": 214,
        "rt_sigaction": 134,
        "rt_sigprocmask": 135,
        "rt_sigreturn": 139,
        "sched_yield": 124,
        "mremap": 216,
        "madvise": 233,
        "getpid": 172,
        "exit": 93,
        "sigaltstack": 132,
        "gettid": 178,
        "futex": 98,
        "clock_gettime": 113,
        "exit_group": 94,
        "getrandom": 278,
        "rseq": 293,
    },
}
"""The only calls that are left, from the kernel's own tables: none opens, connects, starts, signals or looks around."""

_REFUSED_EVENTS = ("open", "socket.", "subprocess.", "os.", "ctypes.dlopen", "shutil.", "urllib.", "glob.")


def shut_in(limits: Limits) -> bool:
    """Shut this process in for good. Everything that it needs must be loaded before.

    Returns:
        False where the kernel of this Linux takes no filter: then nothing hostile may be read.
    """
    harden_process()
    os.environ.clear()
    if sys.platform != "win32":
        os.closerange(3, 65_536)
        _set_limits(limits)
    held = sys.platform != "linux" or _install()
    sys.addaudithook(_refuse)
    return held


def _set_limits(limits: Limits) -> None:
    import resource  # noqa: PLC0415 - absent on Windows

    wanted = {
        resource.RLIMIT_AS: limits.memory_bytes,
        resource.RLIMIT_CPU: limits.cpu_seconds,
        resource.RLIMIT_FSIZE: 0,
        resource.RLIMIT_NOFILE: 3,
        resource.RLIMIT_NPROC: 0,
    }
    for what, most in wanted.items():
        hard = resource.getrlimit(what)[1]
        most = most if hard == resource.RLIM_INFINITY else min(most, hard)  # noqa: PLW2901 - never more than we have
        resource.setrlimit(what, (most, most))


def cell_program(audit: int, calls: dict[str, int]) -> bytes:
    """The filter: what is not in the list fails with ``EACCES``, and so does memory that could hold code."""
    steps = [
        step(LOAD, _ARCHITECTURE),
        step(IF_EQUAL, audit, 1, 0),
        step(RETURN, KILL_PROCESS),
        step(LOAD, _CALL_NUMBER),
        step(IF_AT_LEAST, _FOREIGN_NUMBERS, 0, 1),
        step(RETURN, FAIL | REFUSED),
    ]
    for name, number in calls.items():
        if name in _MEMORY:
            steps += [
                step(IF_EQUAL, number, 0, 4),
                step(LOAD, _PROTECTION),
                step(IF_BIT, _EXECUTABLE, 0, 1),
                step(RETURN, FAIL | REFUSED),
                step(RETURN, ALLOW),
            ]
        else:
            steps += [step(IF_EQUAL, number, 0, 1), step(RETURN, ALLOW)]
    return b"".join([*steps, step(RETURN, FAIL | REFUSED)])


def _install() -> bool:
    machine = this_machine()
    if machine is None:
        return False
    name = next(name for name, calls in CALLS.items() if (name == "x86_64") == (machine.seccomp == 317))
    return install_filter(machine, cell_program(machine.audit, CALLS[name]))


def _refuse(event: str, arguments: tuple[Any, ...]) -> None:  # noqa: ARG001 - the interpreter calls it
    """The hook.

    Raises:
        PermissionError: As the kernel would answer.
    """
    if event.startswith(_REFUSED_EVENTS):
        raise PermissionError(REFUSED, "sekisho: no files, no network, no programs")
