"""Keys in the form of the kiosk with 400 rows, beside the same keys in an empty Qt form; the goal is one frame each."""

import os
import time
from pathlib import Path

import msgspec
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFormLayout, QLineEdit, QListWidget, QWidget

from app.models.domain.actor import Role
from app.models.domain.lifecycle import State
from app.models.forms.filling.edits import PutAnswer, PutRow
from app.services.kiosk.room import Room
from app.ui.context import UiContext
from app.ui.jobs.runner import JobRunner
from app.ui.kiosk.form import FormPages
from app.ui.kiosk.look import KioskLook
from app.ui.presenters.hub import ChangeHub
from app.ui.texts import Texts
from app.ui.theme.fonts import load_fonts
from app.ui.theme.theme import Theme
from app.ui.timing import QtTimers
from build.bench.measure import Result, compare
from build.bench.offices import add_cases, make_offices

ROWS = 400
KEYS = 50
FRAME_MS = 16
_PIN = "480193"
_SUBJECT, _TABLE, _COLUMN = "g12.json", "F11.entry", "F11.city"
_COLUMNS = 7
_SIZE = (1366, 768)


def measure_kiosk_form(folder: Path) -> list[Result]:
    """Keys, Tab through the fields of a row, and moving from row to row; each with everything that it draws."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    app = QApplication.instance()
    app = app if isinstance(app, QApplication) else QApplication([])
    load_fonts()
    theme, texts, runner = Theme(app), Texts(), JobRunner()
    context = UiContext(texts, theme, runner, ChangeHub(), QtTimers(), time.monotonic)
    pages = FormPages(context, _room(folder), KioskLook(theme))
    plain = _Plain()
    for window in (pages, plain):
        window.resize(*_SIZE)
        window.show()
    try:
        return _compared(app, pages, plain)
    finally:
        pages.dispose()
        runner.stop()


def _compared(app: QApplication, pages: FormPages, plain: "_Plain") -> list[Result]:
    assert pages.view is not None  # noqa: S101 - a topic is always in view
    rows = pages.view.tables[_TABLE]
    city = rows.fields[_COLUMN].editor.focusProxy() or rows

    def on(widget: QWidget, key: Qt.Key) -> None:
        widget.window().activateWindow()
        widget.setFocus()
        for _ in range(KEYS):
            QTest.keyClick(app.focusWidget() or widget, key)
            app.processEvents()

    def compared(work: str, ours: QWidget, theirs: QWidget, key: Qt.Key) -> Result:
        goal = f"{work}, {KEYS} times at {ROWS} rows (goal {KEYS * FRAME_MS} ms beyond)"
        return compare(goal, lambda: on(ours, key), "an empty Qt form", lambda: on(theirs, key))

    first = plain.lines[0]
    return [
        compared("a key in a field of the kiosk", city, first, Qt.Key.Key_A),
        compared("Tab from field to field of the kiosk", city, first, Qt.Key.Key_Tab),
        compared("from row to row of the kiosk", rows.list, plain.list, Qt.Key.Key_Down),
    ]


class _Plain(QWidget):
    """As many fields and rows, and nothing behind them."""

    def __init__(self) -> None:
        super().__init__()
        form = QFormLayout(self)
        self.list = QListWidget(self)
        self.list.addItems([str(number) for number in range(ROWS)])
        form.addRow(self.list)
        self.lines = [QLineEdit(self) for _ in range(_COLUMNS)]
        for line in self.lines:
            form.addRow("F11", line)


def _room(folder: Path) -> Room:
    """A real room over a real vault, with the fullest subject and its journeys abroad over and over."""
    agency, _office, _clock = make_offices(folder)
    (case,) = add_cases(agency, 1, State.CONSENTED, with_consents=True)
    kiosk, examiner = agency.services.kiosk, agency.actor(Role.EXAMINER)
    room = kiosk.enter(examiner, case, kiosk.issue_slip(examiner, case).code, _PIN)
    loaded = agency.services.packs.current
    response = loaded.golden[_SUBJECT].response
    for answer in response.current.values():
        if answer.row is None and answer.not_applicable_since is None:
            room.do(PutAnswer(msgspec.structs.replace(answer, revision=1, correction=None)))
    columns = loaded.pack.index.columns(_TABLE)
    journeys = response.rows_of(*(each.link_id for each in columns))
    for place in range(ROWS):
        row = room.draft.next_row(_TABLE)
        held = (response.get(each.link_id, journeys[place % len(journeys)]) for each in columns)
        answers = tuple(msgspec.structs.replace(each, row=row) for each in held if each is not None)
        room.do(PutRow(_TABLE, row, place, answers))
    room.turn_to(room.course.topic_of(_TABLE))
    return room
