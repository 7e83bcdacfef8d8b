"""The program in a process of its own, walked from screen to screen while somebody else reads it.

Run by the journey with the offices to open, a folder to tell where it stands, and nothing else.
"""

import json
import os
from collections.abc import Iterator, Sequence
from itertools import chain
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.models.domain.ids import CaseId
from app.ui.screens.case import screen as case_screen
from app.ui.screens.case.answers import AnswersPage
from app.ui.screens.case.screen import CaseScreen
from tests.journeys.program import Running, running
from tests.journeys.rounds import areas, rest, rooms

TOLD, PLAN = "SEKISHO_READING_TOLD", "SEKISHO_READING_PLAN"
NAME = "sekisho-read"
FIRST, LAST = "lock", "end"


def test_the_program_goes_round(qtbot: QtBot, qapp: QApplication, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(case_screen, "SETTLE_MS", 1)  # nobody passes over tabs here
    qapp.setApplicationName(NAME)
    told = Path(os.environ[TOLD])
    passed: set[str] = set()
    for folder, officers, cases in json.loads(os.environ[PLAN]):
        with running(qtbot, qapp, Path(folder)) as run:
            for name in chain(*(_stops(run, Path(folder).name, who, cases, passed) for who in officers)):
                (told / f"{name}.here").touch()
                run.until((told / f"{name}.read").exists)
    (told / f"{LAST}.here").touch()


def _stops(run: Running, office: str, who: str, cases: Sequence[str], passed: set[str]) -> Iterator[str]:
    """The lock page, every room and every area of the cases, and what is opened over them."""
    if not passed:
        rest(run)
        yield FIRST
    run.unlock(office, who)
    for name in chain(rooms(run, passed), areas(run, [CaseId(case) for case in cases], passed)):
        yield name
        screen = run.window.screen_in_view
        if name == "case-answers" and isinstance(screen, CaseScreen):
            yield _open_section(run, screen)
    if "dialogs" not in passed:
        passed.add("dialogs")
        for name, ask in (("palette", run.window.open_palette), ("keys", run.window.show_keys)):
            ask()
            QApplication.processEvents()
            yield name
            run.press(Qt.Key.Key_Escape)
            run.window.activateWindow()  # nobody manages windows here
            run.until(lambda: QApplication.focusWidget() is not None)
    run.window.lock_now()
    run.until(lambda: run.window.is_locked)


def _open_section(run: Running, screen: CaseScreen) -> str:
    page = next(page for page in screen.pages.values() if isinstance(page, AnswersPage))
    page.sections.setFocus()
    run.press(Qt.Key.Key_Return)
    rest(run)
    return "case-answers-open"
