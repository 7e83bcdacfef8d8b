"""Another process of the same login can neither trace the program nor read its memory nor get a core dump of it.

The attacker is a process of the same user without capabilities: exactly what any other program of the login is. Each
attack is tried on an ordinary process first; where the system refuses it there too, it proves nothing and is skipped.
"""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.lockout.locked import ROOT

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="these attacks are those of Linux")
_VICTIM = """
import sys
canary = ("sekisho-canary-" + "0123456789").encode()
if sys.argv[1] == "closed":
    from app.services.platform.process import harden_process
    from app.services.platform.this_process import network
    network().shut()
    harden_process()
print(id(canary), len(canary), flush=True)
sys.stdin.read()
"""
_ATTACKS = {
    "ptrace": """
library.ptrace.argtypes = [ctypes.c_long] * 4
won = library.ptrace(16, victim, 0, 0) == 0      # PTRACE_ATTACH
""",
    "seize": """
library.ptrace.argtypes = [ctypes.c_long] * 4
won = library.ptrace(0x4206, victim, 0, 0) == 0  # PTRACE_SEIZE
""",
    "mem": """
with open(f"/proc/{victim}/mem", "rb", buffering=0) as memory:
    memory.seek(place)
    won = b"sekisho-canary-" in memory.read(length + 64)
""",
    "readv": """
class Piece(ctypes.Structure):
    _fields_ = [("base", ctypes.c_void_p), ("length", ctypes.c_size_t)]
target = ctypes.create_string_buffer(length + 64)
here, there = Piece(ctypes.addressof(target), length + 64), Piece(place, length + 64)
number, address = ctypes.c_ulong, ctypes.c_void_p
library.process_vm_readv.argtypes = [ctypes.c_int, address, number, address, number, number]
read = library.process_vm_readv(victim, ctypes.addressof(here), 1, ctypes.addressof(there), 1, 0)
won = read > 0 and b"sekisho-canary-" in target.raw
""",
    "environment": """
won = bool(open(f"/proc/{victim}/environ", "rb").read())
""",
    "maps": """
won = bool(open(f"/proc/{victim}/maps", "rb").read())
""",
}


@contextmanager
def victim(kind: str, folder: Path = ROOT) -> Iterator[tuple["subprocess.Popen[str]", str, str]]:
    """A process that holds a canary in its memory; with place and length of it."""
    process = subprocess.Popen(  # noqa: S603 - our own interpreter and a constant program
        [*_without_capabilities(), sys.executable, "-c", _VICTIM, kind],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        preexec_fn=_allow_core_dumps,  # noqa: PLW1509 - no thread of this test holds a lock
    )
    try:
        assert process.stdout is not None
        place, length = process.stdout.readline().split()
        yield process, place, length
    finally:
        process.kill()
        process.communicate()


def _allow_core_dumps() -> None:
    import resource  # noqa: PLC0415 - absent on Windows

    hard = resource.getrlimit(resource.RLIMIT_CORE)[1]
    resource.setrlimit(resource.RLIMIT_CORE, (hard, hard))


def _without_capabilities() -> list[str]:
    """Root without capabilities is an ordinary user who owns root's files; any other user has none anyway."""
    return ["setpriv", "--bounding-set=-all", "--inh-caps=-all"] if os.geteuid() == 0 else []


def _attack(name: str, process: int, place: str, length: str) -> bool:
    program = f"""
import ctypes, sys
victim, place, length = map(int, sys.argv[1:])
library = ctypes.CDLL(None, use_errno=True)
won = False
try:
{"".join("    " + line + chr(10) for line in _ATTACKS[name].strip().splitlines())}
except OSError:
    pass
print("won" if won else "lost", flush=True)
"""
    done = subprocess.run(  # noqa: S603 - our own interpreter and constant programs
        [*_without_capabilities(), sys.executable, "-I", "-c", program, str(process), place, length],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.strip() == "won"


@pytest.mark.parametrize("name", list(_ATTACKS))
def test_nobody_of_the_same_login_looks_in(name: str) -> None:
    with victim("open") as (process, place, length):
        if not _attack(name, process.pid, place, length):
            pytest.skip("this system refuses the attack on an ordinary process as well")
    with victim("closed") as (process, place, length):
        assert not _attack(name, process.pid, place, length)


def test_no_core_dump_is_left(tmp_path: Path) -> None:
    dumped = {}
    for kind in ("open", "closed"):
        with victim(kind, tmp_path) as (process, _, _):
            os.kill(process.pid, signal.SIGSEGV)
            _, status = os.waitpid(process.pid, 0)
            dumped[kind] = os.WCOREDUMP(status)
    if not dumped["open"]:
        pytest.skip("this system makes no core dump of an ordinary process either")
    assert not dumped["closed"]
