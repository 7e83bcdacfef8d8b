"""Every system call of a whole journey that has to do with sockets: in the terminal and in a real window."""

import os
import re
import shutil
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

from tests.lockout.locked import ROOT, refuses_filters

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(shutil.which("strace") is None, reason="strace is not installed (build/system-packages test)"),
]
_CALLS = "socket,socketpair,connect,bind,listen,accept,accept4,sendto,sendmsg,io_uring_setup"
_SOCKET = re.compile(r"\b(socket|socketpair)\((\w+), .*\)\s+= (-?\d+)(?: (\w+))?")
_ADDRESS = re.compile(r"\b(connect|bind|sendto|sendmsg)\(.*sa_family=(\w+)")
PROBES = Counter({"AF_INET": 6, "AF_INET6": 5, "AF_NETLINK": 3, "AF_VSOCK": 3})
"""What one proof tries: main process, older thread and child; the two of Python itself never reach the kernel."""
_WINDOW = """
import sys
from app.services.platform.this_process import network
network().shut()
import pytest
sys.exit(pytest.main(["-q", "-p", "no:cacheprovider", "tests/journeys/test_ready_window.py"]))
"""


@pytest.fixture(scope="module", autouse=True)
def _kernel_takes_filters() -> None:
    if why := refuses_filters():
        pytest.skip(why)


def _traced(folder: Path, *command: str, **environment: str) -> str:
    """Run a command under strace and give back its calls; skipped where tracing itself is forbidden."""
    if subprocess.run(["strace", "-o", "/dev/null", "true"], capture_output=True, check=False).returncode:  # noqa: S607
        pytest.skip("this system lets nobody trace a process")
    log = folder / "calls"
    done = subprocess.run(  # noqa: S603 - our own program under a tool of the system
        ["strace", "-f", "-qq", "-e", f"trace={_CALLS}", "-e", "signal=none", "-o", str(log), *command],  # noqa: S607
        cwd=ROOT,
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        timeout=1500,
        check=False,
    )
    assert done.returncode == 0, done.stdout[-2000:] + done.stderr[-2000:]
    return log.read_text(encoding="utf-8", errors="replace")


def _assert_local(calls: str) -> None:
    made = [found.groups() for found in _SOCKET.finditer(calls)]
    assert any(family == "AF_UNIX" and int(answer) >= 0 for _, family, answer, _ in made)
    foreign = [(family, answer, error) for _, family, answer, error in made if family not in {"AF_UNIX", "AF_LOCAL"}]
    assert {(answer, error) for _, answer, error in foreign} <= {("-1", "EACCES")}
    # Nothing but the proof itself ever asked for such a socket.
    tried = Counter(family for family, _, _ in foreign)
    assert tried == PROBES or not tried, tried
    assert {family for _, family in _ADDRESS.findall(calls)} <= {"AF_UNIX", "AF_LOCAL"}
    assert not re.search(r"io_uring_setup\(.*\) = \d", calls)


@pytest.mark.timeout(1800)
def test_the_main_job_in_the_terminal_opens_local_sockets_only(tmp_path: Path) -> None:
    calls = _traced(
        tmp_path,
        sys.executable,
        "-m",
        "app",
        "demo",
        "--out",
        str(tmp_path / "demo"),
        "--no-window",
        XDG_DATA_HOME=str(tmp_path),
    )
    _assert_local(calls)
    assert (tmp_path / "demo" / "report.md").is_file()


@pytest.mark.timeout(1800)
def test_a_day_in_the_window_opens_local_sockets_only(tmp_path: Path) -> None:
    if not os.environ.get("DISPLAY"):
        pytest.skip("there is no screen (build/with-desktop)")
    _assert_local(
        _traced(
            tmp_path,
            sys.executable,
            "-c",
            _WINDOW,
            QT_QPA_PLATFORM="xcb",
            PYTHONPATH=str(ROOT),
            SEKISHO_LONGEST_MS="900000",
        )
    )
