"""Run a few lines in a fresh interpreter whose network is shut, as the program shuts it."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
_HEAD = """
import json, sys
from app.services.platform.this_process import network
network().shut()
def say(value):
    print(json.dumps(value))
"""


def refuses_filters() -> str:
    """Why this kernel refuses a filter, or nothing where it takes one."""
    asked = "from app.services.platform.network_lockout import shut_network as s; print(s())"
    said = python(asked).stdout.strip()
    return "" if said == "kernel" else f"this kernel or container takes no seccomp filter: {said}"


def python(lines: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """A fresh interpreter."""
    return subprocess.run(  # noqa: S603 - our own interpreter and constant programs
        [sys.executable, "-c", lines],
        env={**os.environ, "PYTHONPATH": str(ROOT), **environment},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


def shut(lines: str, **environment: str) -> Any:
    """What the lines say once the network is shut."""
    done = python(_HEAD + lines, **environment)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)
