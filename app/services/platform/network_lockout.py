"""Shut this process, its threads and its children off from every network, for good (通信遮断).

On Linux a filter of system calls (seccomp, ``man 2 seccomp``) refuses every socket that is not local to the machine,
and the calls by which a filter, a memory or a network of others could be reached around it. It needs no privilege,
nothing can lift it, and whatever this process starts inherits it. On every system a hook in the interpreter refuses the
same to Python code: it finds our own mistakes and surprises of libraries; it is no wall.
"""

import ctypes
import errno
import platform
import struct
import sys
from dataclasses import dataclass
from typing import Any

from app.models.domain.network_proof import Method

REFUSED = errno.EACCES
"""What a refused call answers; the system itself says so to nobody who opens a socket."""

_AF_UNIX = 1
_NO_NEW_PRIVILEGES = 38
_FILTER_MODE, _ALL_THREADS = 1, 1
ALLOW, KILL_PROCESS, FAIL = 0x7FFF0000, 0x80000000, 0x00050000
LOAD, IF_EQUAL, IF_AT_LEAST, IF_BIT, RETURN = 0x20, 0x15, 0x35, 0x45, 0x06
"""Instructions of the packet filter language, and what a filter may answer."""
_CALL_NUMBER, _ARCHITECTURE, _FIRST_ARGUMENT = 0, 4, 16
"""Offsets in ``struct seccomp_data``; the low half of an argument comes first on both machines."""
_FOREIGN_NUMBERS = 0x40000000
"""From here on x86-64 takes the numbers of its 32-bit calls (x32), which the table below does not know."""
_LOCAL_ONLY = ("socket", "socketpair")
"""Calls that are allowed for the family of local sockets."""


@dataclass(frozen=True, slots=True)
class Machine:
    """Numbers of one processor, from the kernel's own tables of system calls.

    Attributes:
        audit: ``AUDIT_ARCH_*`` of the kernel.
        seccomp: Number of the call that installs a filter.
        calls: Numbers of the calls that are refused, in whole or but for local sockets.
    """

    audit: int
    seccomp: int
    calls: dict[str, int]


MACHINES = {
    "x86_64": Machine(
        0xC000003E,
        317,
        {
            "socket": 41,
            "socketpair": 53,
            "ptrace": 101,
            "unshare": 272,
            "perf_event_open": 298,
            "setns": 308,
            "process_vm_readv": 310,
            "process_vm_writev": 311,
            "bpf": 321,
            "userfaultfd": 323,
            "io_uring_setup": 425,
            "io_uring_enter": 426,
            "io_uring_register": 427,
            "pidfd_getfd": 438,
        },
    ),
    "aarch64": Machine(
        0xC00000B7,
        277,
        {
            "socket": 198,
            "socketpair": 199,
            "unshare": 97,
            "ptrace": 117,
            "perf_event_open": 241,
            "setns": 268,
            "process_vm_readv": 270,
            "process_vm_writev": 271,
            "bpf": 280,
            "userfaultfd": 282,
            "io_uring_setup": 425,
            "io_uring_enter": 426,
            "io_uring_register": 427,
            "pidfd_getfd": 438,
        },
    ),
}


class _Program(ctypes.Structure):
    """``struct sock_fprog``."""

    _fields_ = (("length", ctypes.c_ushort), ("instructions", ctypes.c_void_p))


def this_machine() -> Machine | None:
    """The numbers of this processor, or None where no filter can be installed."""
    if sys.platform != "linux" or sys.maxsize < 2**32:
        return None
    return MACHINES.get(platform.machine())


def filter_program(machine: Machine) -> bytes:
    """The filter: a program of the kernel's packet filter language over each system call."""
    steps = [
        step(LOAD, _ARCHITECTURE),
        step(IF_EQUAL, machine.audit, 1, 0),
        step(RETURN, KILL_PROCESS),
        step(LOAD, _CALL_NUMBER),
        step(IF_AT_LEAST, _FOREIGN_NUMBERS, 0, 1),
        step(RETURN, FAIL | REFUSED),
    ]
    for name, number in machine.calls.items():
        if name in _LOCAL_ONLY:
            steps += [
                step(IF_EQUAL, number, 0, 4),
                step(LOAD, _FIRST_ARGUMENT),
                step(IF_EQUAL, _AF_UNIX, 0, 1),
                step(RETURN, ALLOW),
                step(RETURN, FAIL | REFUSED),
            ]
        else:
            steps += [step(IF_EQUAL, number, 0, 1), step(RETURN, FAIL | REFUSED)]
    return b"".join([*steps, step(RETURN, ALLOW)])


def step(code: int, value: int, if_true: int = 0, if_false: int = 0) -> bytes:
    """One instruction of a filter; the jumps count the instructions that are passed over."""
    return struct.pack("=HBBI", code, if_true, if_false, value)


def shut_network() -> Method:
    """Install filter and hook; once is enough, more does no harm.

    Returns:
        What is in force now. A kernel that refuses the filter (old, or a container that forbids it) leaves the hook.
    """
    machine = this_machine()
    held = machine is not None and install_filter(machine, filter_program(machine))
    method = Method.KERNEL if held else Method.INTERPRETER
    sys.addaudithook(_refuse_network)
    return method


def install_filter(machine: Machine, code: bytes) -> bool:
    """Put a filter over all threads, on top of those that are there; False where the kernel refuses it."""
    libc = ctypes.CDLL(None, use_errno=True)
    instructions = ctypes.create_string_buffer(code, len(code))
    program = _Program(len(code) // 8, ctypes.addressof(instructions))
    if libc.prctl(_NO_NEW_PRIVILEGES, 1, 0, 0, 0):
        return False
    # All threads or none: a thread that could not be covered is named by its number, which is no success either.
    answer = libc.syscall(ctypes.c_long(machine.seccomp), _FILTER_MODE, _ALL_THREADS, ctypes.byref(program))
    return bool(answer == 0)


_REFUSED_EVENTS = frozenset(
    {
        "socket.getaddrinfo",
        "socket.gethostbyaddr",
        "socket.gethostbyname",
        "socket.getnameinfo",
        "socket.sethostname",
        "urllib.Request",
        "ftplib.connect",
        "http.client.connect",
        "imaplib.open",
        "nntplib.connect",
        "poplib.connect",
        "smtplib.connect",
        "telnetlib.Telnet.open",
        "webbrowser.open",
    }
)
"""Events of the interpreter (``sys.audit``) that lead to a network by whatever way."""


def _refuse_network(event: str, arguments: tuple[Any, ...]) -> None:
    """The hook.

    Raises:
        PermissionError: As the kernel would answer.
    """
    # socket.__new__(self, family, type, protocol); -1 stands for "as the descriptor that is taken over".
    if event in _REFUSED_EVENTS or (event == "socket.__new__" and arguments[1] not in {_AF_UNIX, -1}):
        raise PermissionError(REFUSED, "sekisho: no network")
