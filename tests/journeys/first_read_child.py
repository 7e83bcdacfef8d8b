"""The first reading of a case in a process of its own, from stop to stop, while somebody else listens.

Run by the journey with the vault of the office and a folder to tell where it stands.
"""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.ui.presenters.case_head import Area
from app.ui.screens.case import screen as case_screen
from app.ui.screens.case.findings import FindingsPage
from app.ui.screens.case.points import PointsPage
from app.ui.screens.case.screen import CaseScreen
from app.ui.screens.case.timeline import TimelinePage
from tests.journeys.desk_hands import clear_up, pick, read_section, settle_tasks, write_last
from tests.journeys.killing import TOLD, VAULT
from tests.journeys.program import Running, running
from tests.journeys.reading_child import LAST, NAME
from tests.journeys.test_review_window import open_case, rest, show

ITEM = 6
REPEATS = 400


def test_a_case_is_read_aloud(qtbot: QtBot, qapp: QApplication, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(case_screen, "SETTLE_MS", 1)  # nobody passes over tabs here
    qapp.setApplicationName(NAME)
    told = Path(os.environ[TOLD])
    with running(qtbot, qapp, Path(os.environ[VAULT])) as run:
        run.unlock("investigation", "examiner")
        screen = open_case(run)
        for name in _read(run, screen):
            rest(run)
            (told / f"{name}.here").touch()
            run.until((told / f"{name}.read").exists)
    (told / f"{LAST}.here").touch()


def _read(run: Running, screen: CaseScreen) -> Iterator[str]:
    """From the questionnaire to the submission; yields where somebody listens."""
    yield "case"
    page = read_section(run, screen, "E")
    for _ in range(REPEATS):  # a key that is held down
        run.press(Qt.Key.Key_J)
    last = page.model.next_line(page.model.rowCount(), -1)
    assert page.table.currentIndex().row() == last
    yield "answers"
    run.press(Qt.Key.Key_P)
    run.until(page.reading.paper.sheets.hasFocus)
    yield "paper"
    run.press(Qt.Key.Key_P)
    page = read_section(run, screen, "K")
    run.press(Qt.Key.Key_F)
    yield "flag"
    run.press(Qt.Key.Key_Tab)
    run.push(page.side.flag_cancel)
    run.press(Qt.Key.Key_Q)
    yield "query"
    run.tab_to(page.table)
    run.press(Qt.Key.Key_C)
    run.press(Qt.Key.Key_N)
    run.type("労働組合の役員。")
    pick(run, page.side.purpose, f"第{ITEM}号")
    run.push(page.side.note_button)
    yield "guard"
    timeline = show(run, screen, Area.TIMELINE)
    assert isinstance(timeline, TimelinePage)
    run.tab_to(timeline.picture)
    yield "timeline"
    points = show(run, screen, Area.POINTS)
    assert isinstance(points, PointsPage)
    run.until(lambda: points.list.count() > 1)
    clear_up(run, points)
    yield "points"
    findings = write_last(run, screen, ITEM)
    yield "finding"
    run.push(findings.holding_card.tasks.itemAt(0).widget())  # type: ignore[arg-type,union-attr] # buttons
    rest(run)
    tasks = screen.tabs.currentWidget()
    settle_tasks(run, tasks)  # type: ignore[arg-type] # the way led there
    yield "tasks"
    findings = show(run, screen, Area.FINDINGS)  # type: ignore[assignment] # by its area
    assert isinstance(findings, FindingsPage)
    run.tab_to(findings.coverage)
    yield "coverage"
    run.until(findings.submit_button.isEnabled)
    run.push(findings.submit_button)
    yield "submitted"
