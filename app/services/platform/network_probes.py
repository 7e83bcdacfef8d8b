"""Prove the lockout: try twelve ways to a network and see them fail (通信遮断の確認).

A probe opens and closes again at once; nothing is ever sent beyond this machine, even where nothing holds it back.
This is the one place of the program that touches sockets, and only to be refused.
"""

import _socket
import ctypes
import errno
import subprocess
import sys
import threading
from collections.abc import Callable, Mapping
from pathlib import Path

from app.models.domain.network_proof import HARMLESS, Method, NetworkProof, Outcome, Probe
from app.services.platform.network_lockout import REFUSED, shut_network, this_machine

_AF_UNIX, _AF_INET, _AF_INET6, _AF_NETLINK, _AF_VSOCK = 1, 2, 10, 16, 40
_STREAM, _DATAGRAM, _RAW = 1, 2, 3
_DISCARD_PORT = 9
_LOOP = "772"
"""``ARPHRD_LOOPBACK``: what the kernel calls the way of the machine to itself."""
_RING_ENTRIES = 1
_MAPS = Path("/proc/self/maps")
_QT_NETWORK = ("Qt6Network", "QtNetwork.", "libqvnc", "tuiotouch")
"""Parts of the names of libraries through which Qt would reach a network."""
_CHILD_SECONDS = 20
_CHILD = """
import ctypes, sys
library = ctypes.CDLL(None, use_errno=True)
for family, kind in ((2, 1), (2, 2), (10, 1), (16, 3), (40, 1)):
    made = library.socket(family, kind, 0)
    print(ctypes.get_errno() if made < 0 else 0)
"""
"""The child is another program: it knows nothing of ours, and has only what the kernel hands down."""


class Witness:
    """A thread that is older than the lockout, and tries afterwards whether the lockout holds for it too."""

    def __init__(self) -> None:
        self._go = threading.Event()
        self._outcome = Outcome.UNKNOWN
        self._thread = threading.Thread(target=self._work, name="lockout-witness", daemon=True)
        self._thread.start()

    def _work(self) -> None:
        self._go.wait()
        self._outcome = worst(tuple(_kernel_probes().values()))

    def outcome(self) -> Outcome:
        """Let it try, and end it."""
        self._go.set()
        self._thread.join(_CHILD_SECONDS)
        return self._outcome


class Network:
    """The network of this process: shut at the start, proved when asked. The real :class:`~app.services.ports.Network`.

    Thread:
        Any; the proof is taken once.
    """

    def __init__(self, links_folder: Path = Path("/sys/class/net")) -> None:
        self._links_folder = links_folder
        self._method = Method.NONE
        self._thread_outcome = Outcome.UNKNOWN
        self._proof: NetworkProof | None = None
        self._lock = threading.Lock()

    def shut(self) -> None:
        """Shut the network for good; the first act of the process."""
        witness = Witness()
        self._method = shut_network()
        self._thread_outcome = witness.outcome()

    def proof(self) -> NetworkProof:
        """The twelve probes, tried once in this process."""
        with self._lock:
            if self._proof is None:
                self._proof = take_proof(self._method, self._thread_outcome)
            return self._proof

    def links(self) -> tuple[str, ...]:
        """Names of the network links that are up now, with a carrier; the loop to the machine itself is none."""
        return active_links(self._links_folder)


def take_proof(method: Method, thread: Outcome) -> NetworkProof:
    """Try everything now, in this thread and in a child.

    Args:
        method: What is in force.
        thread: What came of it in a thread that is older than the lockout.
    """
    found = {
        Probe.PYTHON_TCP: _python_socket(_AF_INET, _STREAM),
        Probe.PYTHON_UDP: _python_socket(_AF_INET, _DATAGRAM),
        **_kernel_probes(),
        Probe.CHILD: _child(),
        Probe.THREAD: thread,
        Probe.NAMES: _tried(lambda: _socket.getaddrinfo("127.0.0.1", _DISCARD_PORT)),
        Probe.QT: _qt_network(),
        Probe.LOCAL: _python_socket(_AF_UNIX, _STREAM) if sys.platform != "win32" else Outcome.OPEN,
    }
    return NetworkProof(method, tuple(found[probe] for probe in Probe))


def worst(outcomes: tuple[Outcome, ...]) -> Outcome:
    """The outcome of several tries as one: open if one was open, unknown if one is unknown."""
    for bad in (Outcome.OPEN, Outcome.UNKNOWN):
        if bad in outcomes:
            return bad
    return Outcome.BLOCKED if Outcome.BLOCKED in outcomes else Outcome.ABSENT


def active_links(folder: Path) -> tuple[str, ...]:
    """Network links by the kernel's own list that are switched on and have a carrier."""
    try:
        names = sorted(entry.name for entry in folder.iterdir())
    except OSError:
        return ()
    return tuple(name for name in names if _says(folder / name / "carrier", "1") and not _is_loop(folder / name))


def _is_loop(link: Path) -> bool:
    return _says(link / "type", _LOOP)


def _says(file: Path, word: str) -> bool:
    try:
        return file.read_text(encoding="ascii").strip() == word
    except OSError:
        return False  # a link that is switched off has no carrier to read


def _python_socket(family: int, kind: int) -> Outcome:
    def attempt() -> None:
        _socket.socket(family, kind).close()

    return _tried(attempt)


def _tried(attempt: Callable[[], object]) -> Outcome:
    try:
        attempt()
    except OSError as refused:
        return _outcome(refused.errno or errno.EIO)
    return Outcome.OPEN


def _outcome(error: int) -> Outcome:
    return Outcome.BLOCKED if error == REFUSED else Outcome.ABSENT


def _kernel_probes() -> Mapping[Probe, Outcome]:
    """What C code would try, past the interpreter and its hook."""
    return {
        Probe.LIBC_TCP: worst((_libc_socket(_AF_INET, _STREAM), _libc_socket(_AF_INET6, _STREAM))),
        Probe.LIBC_UDP: worst((_libc_socket(_AF_INET, _DATAGRAM), _libc_socket(_AF_INET6, _DATAGRAM))),
        Probe.VSOCK: _libc_socket(_AF_VSOCK, _STREAM),
        Probe.NETLINK: _libc_socket(_AF_NETLINK, _RAW),
        Probe.IO_URING: _io_uring(),
    }


def _libc_socket(family: int, kind: int) -> Outcome:
    if sys.platform == "win32":
        return Outcome.UNKNOWN
    library = ctypes.CDLL(None, use_errno=True)
    made = library.socket(family, kind, 0)
    if made < 0:
        return _outcome(ctypes.get_errno())
    library.close(made)
    return Outcome.OPEN


def _io_uring() -> Outcome:
    """Rings of requests open sockets without the call for sockets (``man 2 io_uring_setup``)."""
    machine = this_machine()
    if machine is None:
        return Outcome.ABSENT if sys.platform != "linux" else Outcome.UNKNOWN
    library = ctypes.CDLL(None, use_errno=True)
    parameters = ctypes.create_string_buffer(120)
    made = library.syscall(ctypes.c_long(machine.calls["io_uring_setup"]), _RING_ENTRIES, parameters)
    if made < 0:
        return _outcome(ctypes.get_errno())
    library.close(made)
    return Outcome.OPEN


def _child() -> Outcome:
    if sys.platform == "win32":
        return Outcome.UNKNOWN
    try:
        done = subprocess.run(  # noqa: S603 - our own interpreter and a constant program
            [sys.executable, "-I", "-S", "-c", _CHILD], capture_output=True, timeout=_CHILD_SECONDS, check=False
        )
        answers = tuple(int(word) for word in done.stdout.split())
    except (OSError, ValueError, subprocess.SubprocessError):
        return Outcome.UNKNOWN
    if done.returncode or not answers:
        return Outcome.UNKNOWN
    return worst(tuple(_outcome(answer) if answer else Outcome.OPEN for answer in answers))


def _qt_network() -> Outcome:
    """Qt's own network code must not even be there; where it were, the kernel's outcome counts."""
    try:
        mapped = _MAPS.read_text(encoding="utf-8", errors="replace")
    except OSError:
        mapped = "\n".join(name for name in sys.modules if name.startswith("PySide6"))
    if not any(part in mapped for part in _QT_NETWORK):
        return Outcome.ABSENT
    reached = _libc_socket(_AF_INET, _STREAM)
    return reached if reached in HARMLESS else Outcome.OPEN
