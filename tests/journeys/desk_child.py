"""The desk of an examiner in a process of its own: a note is being written, and then somebody kills the process."""

import os
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.journeys.desk_hands import NOTE, read_section
from tests.journeys.killing import AFTER, TOLD, VAULT
from tests.journeys.program import running
from tests.journeys.test_review_window import open_case


def test_an_examiner_types_until_the_end(qtbot: QtBot, qapp: QApplication) -> None:
    told = Path(os.environ[TOLD])
    with running(qtbot, qapp, Path(os.environ[VAULT])) as run:
        run.unlock("investigation", "examiner")
        read_section(run, open_case(run), "K")
        run.press(Qt.Key.Key_N)
        run.type(NOTE)
        qtbot.wait(AFTER)
        (told / "typed").touch()
        while True:
            run.type("x")
            qtbot.wait(50)
