"""Run a test module as a process of its own, and kill it in the middle of a word."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from types import ModuleType

VAULT, TOLD = "SEKISHO_CHILD_VAULT", "SEKISHO_CHILD_TOLD"
"""What the child is given: the vault folder, and a folder to tell what was done; ``typed`` in it ends the child."""
AFTER = 2000
"""So long after the last key everything must be in the vault, in milliseconds."""
_LONGEST_S = 240


def killed_while_typing(child: ModuleType, vault: Path, told: Path) -> None:
    """Let the child work until it says that it typed; it types on until it is killed."""
    told.mkdir()
    env = os.environ | {VAULT: str(vault), TOLD: str(told)}
    line = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-p", "no:xdist", str(child.__file__)]
    with (told / "log").open("wb") as log:
        running = subprocess.Popen(line, env=env, stdout=log, stderr=subprocess.STDOUT)  # noqa: S603 # our own module
        end = time.monotonic() + _LONGEST_S
        while not (told / "typed").exists():
            assert running.poll() is None, (told / "log").read_text()[-3000:]
            assert time.monotonic() < end
            time.sleep(0.1)
        running.send_signal(signal.SIGKILL)
        running.wait()
