"""Start the whole program as a process of its own and look at it from outside."""

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
LONGEST_S = 120.0


@contextmanager
def started_window(home: Path, **environment: str) -> Iterator[int]:
    """The program with its window, up to where the heavy libraries are loaded; gives its process id."""
    program = subprocess.Popen(
        [sys.executable, "-m", "app"],
        cwd=ROOT,
        env={**os.environ, "XDG_DATA_HOME": str(home), **environment},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
    )
    try:
        _wait_for(program, "cryptography")
        yield program.pid
    finally:
        program.terminate()
        program.communicate()


def _wait_for(program: "subprocess.Popen[bytes]", library: str) -> None:
    give_up_at = time.monotonic() + LONGEST_S
    while library not in maps(program.pid):
        assert program.poll() is None, program.communicate()[1].decode()
        assert time.monotonic() < give_up_at, f"{library} was not loaded"
        time.sleep(0.1)
    time.sleep(1.0)


def maps(process: int) -> str:
    """Files mapped into a process."""
    return Path(f"/proc/{process}/maps").read_text(encoding="utf-8")


def variables(process: int) -> dict[str, str]:
    """Environment that a process was started with."""
    words = Path(f"/proc/{process}/environ").read_bytes().decode().split("\0")
    return dict(word.split("=", 1) for word in words if "=" in word)


def sockets(process: int) -> set[str]:
    """Inodes of the sockets that a process holds."""
    found = set()
    for link in Path(f"/proc/{process}/fd").iterdir():
        target = str(link.readlink()) if link.is_symlink() else ""
        if target.startswith("socket:["):
            found.add(target[8:-1])
    return found


def local_sockets(process: int) -> set[str]:
    """Inodes of the local sockets in the network of a process."""
    lines = Path(f"/proc/{process}/net/unix").read_text(encoding="utf-8").splitlines()[1:]
    return {line.split()[6] for line in lines}
