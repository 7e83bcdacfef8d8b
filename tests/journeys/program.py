"""Start the whole program inside a test: real window, real services, a data folder of its own."""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QFileDialog, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from app.ui import program
from app.ui.entrance import Entrance
from app.ui.main import Look, Start
from app.ui.shell.rooms import ROOMS
from app.ui.shell.window import MainWindow

LONGEST_MS = int(os.environ.get("SEKISHO_LONGEST_MS", "60000"))
"""More where every system call is traced."""


class Running:
    """One run of the program, and hands for the keyboard."""

    def __init__(self, qtbot: QtBot, start: Start[Callable[[MainWindow], Entrance]], run: program._Run) -> None:
        self.qtbot, self.start, self._run = qtbot, start, run
        self.window = start.window

    @property
    def entrance(self) -> Entrance:
        """The way in, once it is loaded."""
        assert self._run._entrance is not None
        return self._run._entrance

    def until(self, condition: Callable[[], bool]) -> None:
        """Wait for something that jobs bring about."""
        self.qtbot.waitUntil(condition, timeout=LONGEST_MS)

    def settle(self) -> None:
        """Wait until no job is under way."""
        self.until(lambda: self.window.context.runner.active_count == 0)
        QApplication.processEvents()

    def focused(self) -> QWidget:
        """What has the keyboard."""
        widget = QApplication.focusWidget()
        assert widget is not None, "nothing has the keyboard"
        return widget

    def press(self, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        """Press a key wherever the keyboard is."""
        QTest.keyClick(self.focused(), key, modifier)
        QApplication.processEvents()

    def type(self, text: str) -> None:
        """Type letters; what a keyboard has no key for is committed at once, as an input method does."""
        if text.isascii():
            QTest.keyClicks(self.focused(), text)
        else:
            event = QInputMethodEvent()
            event.setCommitString(text)
            QApplication.sendEvent(self.focused(), event)
        QApplication.processEvents()

    def fill(self, field: QWidget, text: str) -> None:
        """Go to a field by Tab and type."""
        self.tab_to(field)
        self.type(text)

    def choose_file(self, path: Path) -> None:
        """Answer the file dialog in view with a path."""
        self.until(lambda: bool(self.window.findChildren(QFileDialog)))
        dialog = self.window.findChildren(QFileDialog)[-1]
        self.until(dialog.isVisible)
        line = dialog.findChild(QLineEdit)
        assert line is not None
        line.setText(str(path))  # not key by key: the list of completions that opens may swallow the Return
        QTest.keyClick(line, Qt.Key.Key_Return)
        self.until(lambda: not self.window.findChildren(QFileDialog))
        self.window.activateWindow()
        self.until(lambda: QApplication.focusWidget() is not None)

    def unlock(self, office: str, who: str) -> None:
        """Choose an officer of an office of the tests by keyboard, type the passphrase, and be in."""
        form = self.entrance.form
        self.settle()
        self.tab_to(form.officers)
        self.press(Qt.Key.Key_Home)
        for _ in range(form.officers.count()):
            if form.officers.currentText() == f"{office} {who}":
                break
            self.press(Qt.Key.Key_Down)
        self.fill(form.passphrase.field, f"passphrase of {who}")
        self.press(Qt.Key.Key_Return)
        self.settle()
        assert not self.window.is_locked

    def tab_to(self, target: QWidget) -> None:
        """Press Tab until a widget has the keyboard."""
        for _ in range(60):
            if self.focused() is target:
                return
            self.press(Qt.Key.Key_Tab)
        raise AssertionError(f"Tab does not reach {target}; it stays at {self.focused()}")

    def push(self, button: QAbstractButton) -> None:
        """Go to a button by Tab and press it by the space bar."""
        self.tab_to(button)
        self.press(Qt.Key.Key_Space)


@contextmanager
def running(qtbot: QtBot, app: QApplication, folder: Path, look: Look | None = None) -> Iterator[Running]:
    """Start the program on a vault folder, wait for the way in, and stop it afterwards."""
    run = program._Run(folder)
    start = Start(app, run.load, run.on_ready, run.on_lock, look or Look(), ROOMS)
    qtbot.addWidget(start.window)
    start.window.resize(1366, 768)
    with qtbot.waitActive(start.window):
        start.window.show()
        start.window.activateWindow()
    qtbot.waitUntil(lambda: run._entrance is not None, timeout=LONGEST_MS)
    try:
        yield Running(qtbot, start, run)
    finally:
        start.window.close()
        start.context.runner.stop()
