import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]
PROGRAM = """
import sys
from pathlib import Path
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication
from app.ui import main, program

HEAVY = ("sqlalchemy", "reportlab", "sqlcipher3", "cryptography", "pikepdf", "openpyxl", "keyring")
seen = []
paint = main.Start.eventFilter

def watch(self, watched, event):
    was_painted = self._is_painted
    answer = paint(self, watched, event)
    if self._is_painted and not was_painted:
        seen.append([name for name in HEAVY if name in sys.modules])
    return answer

ready = program._Run.on_ready

def stop(self, window, make):
    ready(self, window, make)
    seen.append(type(window.pages.currentWidget()).__name__)
    seen.append([name for name in HEAVY if name in sys.modules and name in ("sqlalchemy",)])
    QTimer.singleShot(0, window.close)

def tell(self, fault):
    print("fault", repr(fault))
    QApplication.exit(3)

main.FaultDesk.take = tell
main.Start.eventFilter, program._Run.on_ready = watch, stop
code = program.run_program(Path(sys.argv[1]) if len(sys.argv) > 1 else None)
print(code, seen)
"""


def run(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    environment = {
        **os.environ,
        "QT_QPA_PLATFORM": "offscreen",
        "PYTHONPATH": str(ROOT),
        "PYTHONUTF8": "1",
        "XDG_DATA_HOME": str(folder),
    }
    return subprocess.run(  # noqa: S603 - our own interpreter and a constant program
        [sys.executable, "-c", PROGRAM, *arguments],
        env=environment,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


def test_the_first_paint_waits_for_nothing_heavy(tmp_path: Path) -> None:
    done = run(tmp_path)
    assert done.stdout.strip() == "0 [[], 'FirstRunPage', ['sqlalchemy']]", done.stderr


@pytest.mark.parametrize("content", [b"", b"{}"])
def test_a_damaged_vault_is_not_taken_for_an_empty_machine(tmp_path: Path, content: bytes) -> None:
    vault = tmp_path / "vault"
    vault.mkdir()
    (vault / "keyslots.json").write_bytes(content)
    done = run(tmp_path, str(vault))
    assert done.stdout.strip() == "0 [[], 'LockPage', ['sqlalchemy']]", done.stderr
