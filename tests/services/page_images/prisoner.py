"""Tries from within the cell what a decoder that was taken over would try, and says how each try ended."""

import contextlib
import ctypes
import os
import sys
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[3]))

from app.services.page_images.wire import HELLO_BYTES, read_hello
from app.services.platform.decoder_cell import shut_in

libc = ctypes.CDLL(None, use_errno=True)
calls = (libc.open, libc.socket, libc.fork, libc.execve, libc.kill, libc.ptrace, libc.mmap, libc.unlink, libc.setrlimit)
libc.mmap.restype = ctypes.c_void_p
library = libc.getpid  # everything is looked up before the cell is shut

hello = read_hello(sys.stdin.buffer.read(HELLO_BYTES))
inherited = os.open("/etc/passwd", os.O_RDONLY)
parent, me, path = os.getppid(), os.fsencode(__file__), b"/etc/passwd"
held = shut_in(hello.limits)
said = [f"held={held}", f"environment={len(os.environ)}"]


def by_libc(name: str, attempt: Callable[[], int | None]) -> None:
    ctypes.set_errno(0)
    answer = attempt()
    failed = answer in {-1, 2**64 - 1}
    said.append(f"{name}={ctypes.get_errno() if failed else 'WORKED'}")


by_libc("open", lambda: libc.open(path, os.O_RDONLY))
by_libc("openat-write", lambda: libc.open(b"sekisho-cell", os.O_WRONLY | os.O_CREAT, 0o600))
by_libc("socket", lambda: libc.socket(2, 1, 0))
by_libc("local-socket", lambda: libc.socket(1, 1, 0))
by_libc("fork", libc.fork)
by_libc("execve", lambda: libc.execve(b"/bin/true", None, None))
by_libc("kill", lambda: libc.kill(parent, 0))
by_libc("ptrace", lambda: libc.ptrace(16, parent, 0, 0))
by_libc("unlink", lambda: libc.unlink(b"sekisho-none"))
by_libc("code", lambda: libc.mmap(None, 4096, 7, 0x22, -1, 0))
by_libc("limits", lambda: libc.setrlimit(9, b"\xff" * 16))
try:
    os.read(inherited, 1)
    said.append("inherited=WORKED")
except OSError as refused:
    said.append(f"inherited={refused.errno}")
for name, attempt in (("python-open", lambda: Path("/etc/passwd").open()), ("import", lambda: __import__("sqlite3"))):  # noqa: SIM115
    try:
        attempt()
        said.append(f"{name}=WORKED")
    except OSError as refused:
        said.append(f"{name}={refused.errno}")
    except ImportError:
        said.append(f"{name}=13")
try:
    hoard = bytearray(hello.limits.memory_bytes)
    said.append("memory=WORKED")
except MemoryError:
    said.append("memory=refused")
with contextlib.suppress(OSError):
    os.write(1, "\n".join(said).encode())
os._exit(0)
