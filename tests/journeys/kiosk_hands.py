"""What a subject and an officer do at the kiosk by keyboard alone, inside the whole program."""

import re
import shutil
import subprocess
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QPlainTextEdit

from app.models.forms.answers import Answer, AnswerState, Response
from app.ui.kiosk.door import KioskDoor
from app.ui.kiosk.form import FormPages
from app.ui.kiosk.form.editors import ChoiceEditor, FindEditor
from app.ui.kiosk.form.field_view import FieldView
from app.ui.kiosk.window import KioskWindow
from app.ui.presenters.case_head import Area
from app.ui.presenters.kiosk_course import Choice, Stage
from app.ui.screens.case.kiosk import KioskDeskPage
from app.ui.screens.case.screen import CaseScreen
from app.ui.screens.cases.screen import CasesScreen
from tests.journeys.program import Running
from tests.ui.kiosk import hands

PIN = "480193"
_CODE = re.compile(r"\b[a-z]+(?:-[a-z]+){4}\b")


def code_on(paper: Path) -> str:
    """The code as it is printed on the slip, read by a tool of others."""
    tool = shutil.which("pdftotext")
    if tool is None:
        pytest.skip("pdftotext is not installed")
    done = subprocess.run([tool, "-layout", str(paper), "-"], check=True, capture_output=True)  # noqa: S603
    (code,) = _CODE.findall(done.stdout.decode("utf-8"))
    return str(code)


def rest(run: Running) -> None:
    """Wait until no job and no news is under way, a few times over: one brings the next."""
    for _ in range(4):
        run.settle()


def desk(run: Running) -> KioskDeskPage:
    """The questionnaire desk of the first case in the list."""
    run.press(Qt.Key.Key_2, Qt.KeyboardModifier.AltModifier)
    cases = run.window.screen_in_view
    assert isinstance(cases, CasesScreen)
    run.until(lambda: cases.model.rowCount() > 0)
    rest(run)
    run.tab_to(cases.table)
    for place in range(cases.model.rowCount()):
        run.press(Qt.Key.Key_Down if place else Qt.Key.Key_Home)
        run.press(Qt.Key.Key_Return)
        screen = _case(run)
        if Area.KIOSK in screen.pages:
            page = screen.pages[Area.KIOSK]
            assert isinstance(page, KioskDeskPage)
            assert screen.tabs.currentWidget() is page
            rest(run)
            return page
        run.press(Qt.Key.Key_Escape)
        rest(run)
    raise AssertionError("no case is asked for its questionnaire")


def _case(run: Running) -> CaseScreen:
    run.until(lambda: isinstance(run.window.screen_in_view, CaseScreen))
    screen = run.window.screen_in_view
    assert isinstance(screen, CaseScreen)
    run.until(lambda: bool(screen.pages))
    rest(run)
    return screen


def seated(run: Running, page: KioskDeskPage) -> KioskWindow:
    """The officer opens the kiosk and leaves the seat."""
    run.until(page.seat_button.isVisible)
    run.push(page.seat_button)
    rest(run)
    door = run.window.findChild(KioskDoor)
    assert door is not None
    kiosk = door.kiosk
    assert kiosk is not None
    assert not run.window.isVisible()
    run.until(lambda: QApplication.activeWindow() is kiosk and QApplication.focusWidget() is not None)
    return kiosk


def enter(run: Running, kiosk: KioskWindow, code: str, *, first: bool) -> None:
    """Slip and PIN, and what the person is told then."""
    rest(run)
    run.fill(kiosk.entry.code, code)
    run.press(Qt.Key.Key_Return)
    run.type(PIN)
    run.press(Qt.Key.Key_Return)
    if first:
        run.type(PIN)
        run.press(Qt.Key.Key_Return)
    run.until(lambda: stage(kiosk) is Stage.HERE)
    rest(run)


def stage(kiosk: KioskWindow) -> Stage:
    return kiosk.presenter.state.stage


def to_form(run: Running, kiosk: KioskWindow) -> FormPages:
    """Through the notice and the consents."""
    for _ in range(40):
        if stage(kiosk) is Stage.FORM:
            break
        is_asked = stage(kiosk) in {Stage.OWN, Stage.INQUIRIES}
        run.push(kiosk.choices.buttons[Choice.CONSENT] if is_asked else kiosk.next_button)
        rest(run)
    assert kiosk.form is not None
    return kiosk.form


def read_all(run: Running, kiosk: KioskWindow) -> None:
    """Every page, to the end."""
    for _ in range(60):
        if stage(kiosk) is not Stage.READ:
            return
        run.push(kiosk.next_button)
        rest(run)
    raise AssertionError(stage(kiosk))


def type_section(run: Running, pages: FormPages, golden: Response, section: str) -> None:
    """A section of a golden subject, key by key, topic after topic."""
    while pages.form.topic.section == section:
        topic = pages.form.topic
        for link_id in topic.questions:
            answer = golden.current.get((link_id, None))
            if answer is not None:
                type_answer(run, view_of(pages, link_id), answer)
        for table in topic.tables:
            columns = [item.link_id for item in pages.form.pack.index.columns(table)]
            for row in golden.rows_of(*columns):
                assert pages.view is not None
                rows = pages.view.tables[table]
                run.push(rows.add)
                for link_id in columns:
                    answer = golden.current.get((link_id, row))
                    if answer is not None:
                        type_answer(run, rows.fields[link_id], answer)
        run.press(Qt.Key.Key_Right, Qt.KeyboardModifier.AltModifier)
        assert pages.form.topic is not topic


def view_of(pages: FormPages, link_id: str) -> FieldView:
    assert pages.view is not None
    return pages.view.fields[link_id]


def type_answer(run: Running, view: FieldView, answer: Answer) -> None:
    """One answer as a person gives it: typed, chosen, or said in words."""
    if answer.state is not AnswerState.VALUE:
        say(run, view.way, answer.state)
        return
    editor = view.editor
    if isinstance(editor, ChoiceEditor):
        code = {True: "yes", False: "no"}.get(answer.value, str(answer.value))  # type: ignore[call-overload] # a bool
        order = list(editor.radios)
        run.tab_to(editor.radios[order[0]])
        run.press(Qt.Key.Key_Space)
        for _ in range(order.index(code)):  # below it, or beside it where words are short
            before = run.focused()
            run.press(Qt.Key.Key_Down)
            if run.focused() is before:
                run.press(Qt.Key.Key_Right)
        assert editor.radios[code].isChecked(), (answer.link_id, code)
        return
    words = answer.as_written or str(answer.value)
    if isinstance(editor, FindEditor):
        words = view._tools.form.pack.text(
            f"choice.{view._tools.form.pack.index[answer.link_id].answer_value_set}.{answer.value}", "ja"
        )
    run.tab_to(editor.field)  # type: ignore[attr-defined] # every field of text has one
    hands.keys(words)
    if isinstance(editor, FindEditor):
        hands.press(Qt.Key.Key_Tab)
    elif isinstance(run.focused(), QPlainTextEdit):
        QTest.keyClick(run.focused(), Qt.Key.Key_Tab)
    else:
        run.press(Qt.Key.Key_Return)


def say(run: Running, way: QComboBox, state: AnswerState) -> None:
    """Choose one of the other ways to answer by the arrow keys."""
    run.tab_to(way)
    for _ in range(way.count()):
        if way.currentData() == state:
            return
        run.press(Qt.Key.Key_Down)
    assert way.currentData() == state
