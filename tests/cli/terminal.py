"""The command line as a test uses it: in this process with files for a terminal, or as a process of its own."""

import os
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from io import StringIO
from pathlib import Path

from app.cli.main import run

ROOT = Path(__file__).resolve().parents[2]
NO_WINDOW = 99


@dataclass(frozen=True, slots=True)
class Said:
    """How a command ended."""

    code: int
    out: str
    err: str


def sekisho(*words: str | Path, lang: str = "en", environment: Mapping[str, str] | None = None) -> Said:
    """Run a command here; a window would end with NO_WINDOW."""
    out, err = StringIO(), StringIO()
    arguments = [str(word) for word in words] + ["--lang", lang]
    code = run(arguments, open_window=lambda _vault: NO_WINDOW, environment=environment or {}, out=out, err=err)
    return Said(code, out.getvalue(), err.getvalue())


def process(*words: str | Path, **environment: str) -> Said:
    """Run the program as its own process in the plainest of locales, without a display and without a terminal."""
    bare = {name: value for name, value in os.environ.items() if name in {"PATH", "HOME", "DBUS_SESSION_BUS_ADDRESS"}}
    bare |= {"LC_ALL": "C"}
    done = subprocess.run(  # noqa: S603 - our own program
        [sys.executable, "-m", "app", *map(str, words)],
        cwd=ROOT,
        env=bare | environment,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        check=False,
        timeout=240,
    )
    return Said(done.returncode, done.stdout.decode(), done.stderr.decode())
