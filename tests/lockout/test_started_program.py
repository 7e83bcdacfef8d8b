"""The program as it is started: foreign variables do not reach it, and nothing in it could reach a network."""

import ctypes.util
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from app.services.platform.clean_start import cleaned
from tests.lockout.locked import python
from tests.lockout.started import ROOT, local_sockets, maps, sockets, started_window, variables

pytestmark = pytest.mark.skipif(
    os.geteuid() != 0, reason="only root may look into a process that is closed to its own login"
)
FOREIGN_LIBRARY = ctypes.util.find_library("BrokenLocale") or "libBrokenLocale.so.1"
"""A library of every Linux that nothing loads by itself."""
NO_QT_PARTS = (
    "Qt6Network",
    "Qt6Sql",
    "Qt6WebSockets",
    "Qt6Qml",
    "libqvnc",
    "tuiotouch",
    "plugins/tls",
    "networkinformation",
)
REACHING = {
    *("socket", "_socket", "ssl", "_ssl", "asyncio", "http", "urllib.request", "socketserver", "ftplib", "smtplib"),
    *("imaplib", "poplib", "nntplib", "telnetlib", "xmlrpc", "webbrowser", "wsgiref", "multiprocessing.connection"),
    *("urllib3", "requests", "httpx", "aiohttp", "websockets", "h11", "h2", "grpc", "zmq", "certifi", "idna", "dns"),
}
"""Modules that could reach a network, were it not shut."""
EXCEPTIONS = {
    "_socket": "the proof of the lockout itself, to be refused",
    "asyncio": "SQLAlchemy imports it whether it is used or not; no loop is ever run",
    "socket": "imported by asyncio; jeepney speaks to the D-Bus of the keyring through a local socket",
    "ssl": "imported by asyncio",
    "_ssl": "imported by ssl",
    "urllib.request": "xml.sax of the standard library, for addresses that our reader refuses before it is asked",
    "http": "imported by urllib.request",
}
"""Those that are there all the same, and why. Each is held shut by the filter and the hook like everything else."""


@pytest.mark.slow
def test_foreign_variables_do_not_reach_the_program(tmp_path: Path) -> None:
    marker = tmp_path / "marker"
    (tmp_path / "sitecustomize.py").write_text(f"open({str(marker)!r}, 'a').write('x')\n")
    startup = tmp_path / "startup.py"
    startup.write_text(f"open({str(marker)!r}, 'a').write('s')\n")
    with started_window(
        tmp_path / "data",
        LD_PRELOAD=FOREIGN_LIBRARY,
        LD_LIBRARY_PATH=str(tmp_path),
        PYTHONPATH=str(tmp_path),
        PYTHONSTARTUP=str(startup),
        QT_PLUGIN_PATH=str(tmp_path),
        QT_QPA_PLATFORM="vnc",
        QT_QPA_PLATFORM_PLUGIN_PATH=str(tmp_path),
        QT_QPA_GENERIC_PLUGINS="tuiotouch",
        GTK_MODULES="x",
        GIO_EXTRA_MODULES=str(tmp_path),
        PYTHON_KEYRING_BACKEND="keyring.backends.null.Keyring",
    ) as process:
        loaded, kept = maps(process), variables(process)
        assert Path(FOREIGN_LIBRARY).name not in loaded
        assert not [part for part in NO_QT_PARTS if part in loaded]
        assert not [name for name in kept if re.match(r"LD_|PYTHON|QT_|GTK|GIO", name)]
        assert sockets(process) <= local_sockets(process)
        command = Path(f"/proc/{process}/cmdline").read_bytes().split(b"\0")
        assert b"-I" in command
        status = Path(f"/proc/{process}/status").read_text()
        assert re.search(r"^NoNewPrivs:\t1$", status, re.MULTILINE)
        assert re.search(r"^Seccomp:\t2$", status, re.MULTILINE)
    # The first interpreter has read the foreign module before our first line; the second one, which works, has not.
    assert marker.read_text() == "x"


def test_nothing_that_could_reach_a_network_is_imported() -> None:
    """A library update that brings a network module with it fails here."""
    done = python(
        """
import sys
from app import bootstrap
from app.ui import program, rooms
from app.cli import main
import app.services.container, app.services.readiness.paper, app.services.rehearsal.run
store = bootstrap.secret_store()
try:
    store.get("probe")
except Exception:
    pass
print(" ".join(sorted(sys.modules)))
"""
    )
    assert done.returncode == 0, done.stderr
    loaded = set(done.stdout.split())
    assert {"keyring.backends.SecretService", "sqlalchemy", "reportlab", "PySide6.QtWidgets"} <= loaded
    assert loaded & REACHING == set(EXCEPTIONS)
    assert not [name for name in loaded if name.startswith("PySide6.") and "Network" in name]


def test_the_command_line_starts_clean_as_well(tmp_path: Path) -> None:
    (tmp_path / "sitecustomize.py").write_text("import sys; sys.stderr.write('foreign\\n')\n")
    done = subprocess.run(
        [sys.executable, "-m", "app", "--version"],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(tmp_path), "LC_ALL": "ja_JP.UTF-8"},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert (done.returncode, done.stdout.split()[0]) == (0, "sekisho")
    assert done.stderr.count("foreign") == 1


@pytest.mark.parametrize(
    ("name", "value", "is_kept"),
    [
        ("HOME", "/h", True),
        ("LC_ALL", "ja_JP.UTF-8", True),
        ("XDG_RUNTIME_DIR", "/run/user/1", True),
        ("SEKISHO_VAULT", "/v", True),
        ("QT_QPA_PLATFORM", "xcb", True),
        ("QT_QPA_PLATFORM", "offscreen", True),
        ("QT_QPA_PLATFORM", "vnc", False),
        ("QT_QPA_PLATFORM", "vnc:port=5900", False),
        ("QT_QPA_PLATFORM", "xcb;vnc", False),
        ("QT_IM_MODULE", "ibus", True),
        ("QT_IM_MODULE", "../../evil", False),
        ("QT_SCALE_FACTOR", "1.5", True),
        ("QT_SCALE_FACTOR", "1.5\n", False),
        ("LD_PRELOAD", "x.so", False),
        ("LD_AUDIT", "x.so", False),
        ("DYLD_INSERT_LIBRARIES", "x", False),
        ("PYTHONPATH", "/x", False),
        ("PYTHONHOME", "/x", False),
        ("QT_PLUGIN_PATH", "/x", False),
        ("GTK_PATH", "/x", False),
        ("GCONV_PATH", "/x", False),
        ("FONTCONFIG_FILE", "/x", False),
        ("XDG_X\nLD_PRELOAD", "/x", False),
        ("", "x", False),
    ],
)
def test_what_is_kept_of_an_environment(name: str, value: str, is_kept: bool) -> None:  # noqa: FBT001
    kept = cleaned({name: value, "PATH": "/evil"})
    assert (name in kept) is is_kept
    assert kept["PATH"].startswith("/usr/")
    assert cleaned(kept) == kept
