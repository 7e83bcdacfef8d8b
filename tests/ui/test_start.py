import os
import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from app.models.domain.errors import InvalidInputError
from app.ui.fault import FaultDesk, FaultDialog, FaultHook
from app.ui.texts import Texts

ROOT = Path(__file__).resolve().parents[2]
PROGRAM = """
import sys
from PySide6.QtCore import QTimer
from app.ui.main import run_window

HEAVY = ("sqlalchemy", "reportlab", "sqlcipher3", "cryptography", "pikepdf", "openpyxl")
seen = []

def factory():
    seen.append([name for name in HEAVY if name in sys.modules])
    import sqlalchemy
    return "services"

def ready(window, services):
    seen.append([services, window.is_locked, window.windowTitle()])
    QTimer.singleShot(0, window.close)

code = run_window(factory, on_ready=ready, on_lock=lambda: None)
print(code, seen)
"""


def test_nothing_heavy_is_imported_before_the_first_paint() -> None:
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "PYTHONPATH": str(ROOT), "PYTHONUTF8": "1"}
    done = subprocess.run(  # noqa: S603 - our own interpreter and a constant program
        [sys.executable, "-c", PROGRAM], env=environment, capture_output=True, text=True, timeout=60, check=False
    )
    assert done.stdout.strip() == "0 [[], ['services', True, '関所']]", done.stderr


@pytest.mark.parametrize("fault", [ZeroDivisionError("canary"), InvalidInputError("job.cancelled")])
def test_a_fault_locks_once_and_shows_a_redacted_report(qtbot: QtBot, texts: Texts, fault: Exception) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    window.show()
    reasons: list[str] = []
    desk, hook = FaultDesk(texts, window, reasons.append), FaultHook(window)
    hook.caught.connect(desk.take)
    before = sys.excepthook
    hook.install()
    try:
        sys.excepthook(type(fault), fault, None)
        sys.excepthook(type(fault), fault, None)
    finally:
        hook.remove()
    assert sys.excepthook is before
    assert reasons == ["lock.fault"]
    dialogs = [widget for widget in QApplication.topLevelWidgets() if isinstance(widget, FaultDialog)]
    assert len(dialogs) == 1
    panel = dialogs[0].panel
    assert "canary" not in panel.details()
    assert type(fault).__name__ in panel.details()
    panel.close_button.click()
    sys_fault = RuntimeError()
    desk.take(sys_fault)
    assert reasons == ["lock.fault", "lock.fault"]
