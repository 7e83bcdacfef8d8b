"""What reviewer, subject and examiner do by keyboard when two boxes of a signed questionnaire are returned."""

import shutil
import subprocess
from pathlib import Path

import pytest
from PySide6.QtCore import Qt

from app.models.forms.correction import BoxState
from app.ui.kiosk.form.field_view import FieldView
from app.ui.kiosk.window import KioskWindow
from app.ui.presenters.case_head import Area
from app.ui.presenters.kiosk_course import Choice, Stage
from app.ui.screens.case.answers import AnswersPage
from app.ui.screens.case.corrections import CorrectionsPage
from app.ui.screens.case.kiosk import KioskDeskPage
from app.ui.screens.case.points import PointsPage
from app.ui.screens.case.screen import CaseScreen
from tests.journeys.kiosk_hands import code_on, enter, read_all, rest, seated, stage
from tests.journeys.program import Running
from tests.journeys.shots import folder, grab
from tests.journeys.test_review_window import open_case, show
from tests.ui.kiosk import hands

END, PHONE = ("B1.to", "r1"), ("A10.phone", None)
QUESTIONS = ("連絡のつく電話番号をお書きください。", "この住居を離れた年月は、いつですか。")
LEFT, NUMBER = "2018年10月", "03-0000-0099"


def points_of(run: Running, screen: CaseScreen) -> list[tuple[str, frozenset[str]]]:
    """What the rules found, by rule, with the boxes."""
    page = show(run, screen, Area.POINTS)
    assert isinstance(page, PointsPage)
    found = page._presenter.state.points
    return [(one.finding.rule, frozenset(place.link_id for place in one.finding.places)) for one in found]


def return_two(run: Running) -> list[tuple[str, frozenset[str]]]:
    """The reviewer looks at what the rules found, and returns two boxes with their questions."""
    screen = open_case(run)
    found = points_of(run, screen)
    answers = show(run, screen, Area.ANSWERS)
    assert isinstance(answers, AnswersPage)
    for (link_id, row), question in zip((PHONE, END), QUESTIONS, strict=True):
        show(run, screen, Area.ANSWERS)
        answers.seek(link_id, row)
        rest(run)
        run.tab_to(answers.table)
        run.type("r")
        rest(run)
        page = _corrections(screen)
        run.until(page.wanted.lines[-1].question.hasFocus)
        run.type(question)
    page = _corrections(screen)
    grab(run.window, "journey-returned-boxes")
    run.push(page.wanted.return_button)
    rest(run)
    assert [one.box.state for one in page._presenter.state.boxes] == [BoxState.OPEN] * 2
    return found


def _corrections(screen: CaseScreen) -> CorrectionsPage:
    page = screen.tabs.currentWidget()
    assert isinstance(page, CorrectionsPage)
    return page


def correct(run: Running, slip: Path) -> KioskWindow:
    """The examiner opens the kiosk; the subject answers the two boxes, reads them through and attests them alone."""
    screen = open_case(run)
    page = show(run, screen, Area.KIOSK)
    assert isinstance(page, KioskDeskPage)
    run.push(page.issue_button)
    run.choose_file(slip)
    rest(run)
    kiosk = seated(run, page)
    enter(run, kiosk, code_on(slip), first=True)
    for _ in range(40):
        if stage(kiosk) is Stage.FORM:
            break
        is_asked = stage(kiosk) in {Stage.OWN, Stage.INQUIRIES}
        run.push(kiosk.choices.buttons[Choice.CONSENT] if is_asked else kiosk.next_button)
        rest(run)
    form, room = kiosk.form, kiosk.presenter.room
    assert form is not None
    assert room is not None
    assert [topic.link_id for topic in room.course.topics] == ["A10", "B1"]
    assert form.view is not None
    _retype(run, form.view.fields[PHONE[0]], NUMBER)
    run.press(Qt.Key.Key_Right, Qt.KeyboardModifier.AltModifier)
    rows = form.view.tables["B1"]
    run.tab_to(rows.list)
    run.press(Qt.Key.Key_Home)
    grab(kiosk, "journey-correcting")
    _retype(run, rows.fields[END[0]], LEFT)
    run.push(form.buttons["next"])
    run.until(lambda: stage(kiosk) is Stage.READ)
    rest(run)
    read_all(run, kiosk)
    assert stage(kiosk) is Stage.SIGN, kiosk.presenter.state.open_cells
    run.tab_to(kiosk.sign.name)
    run.type("髙橋　美咲")
    grab(kiosk, "journey-attesting")
    run.push(kiosk.sign.button)
    run.until(lambda: stage(kiosk) is Stage.DONE)
    rest(run)
    return kiosk


def _retype(run: Running, view: FieldView, words: str) -> None:
    run.tab_to(view.editor.field)  # type: ignore[attr-defined] # every field of text has one
    run.press(Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    hands.keys(words)
    run.press(Qt.Key.Key_Return)


def read_and_print(run: Running, paper: Path) -> list[tuple[str, frozenset[str]]]:
    """The examiner reads the corrected answers, compares their revisions, and prints the pages."""
    screen = open_case(run)
    answers = show(run, screen, Area.ANSWERS)
    assert isinstance(answers, AnswersPage)
    for (link_id, row), before, now in ((PHONE, "03-0000-0001", NUMBER), (END, "2019年3月", LEFT)):
        show(run, screen, Area.ANSWERS)
        answers.seek(link_id, row)
        rest(run)
        run.tab_to(answers.table)
        line = answers.table.line()
        assert line is not None
        assert (line.shown, line.revision) == (now, 2)
        run.type("v")
        rest(run)
        table = _corrections(screen).revisions.model()
        assert [table.index(0, column).data() for column in range(2)] == [before, now]
    grab(run.window, "journey-compared")
    show(run, screen, Area.ANSWERS)
    run.push(answers.filled_button)
    run.choose_file(paper)
    run.until(paper.exists)
    rest(run)
    return points_of(run, screen)


def pages_of(paper: Path) -> list[str]:
    """The words on each page, read by a tool of others; the pages are pictures for whoever asks for pictures."""
    reader, painter = shutil.which("pdftotext"), shutil.which("pdftoppm")
    if reader is None or painter is None:
        pytest.skip("pdftotext or pdftoppm is not installed")
    done = subprocess.run([reader, "-layout", str(paper), "-"], check=True, capture_output=True)  # noqa: S603
    place = folder()
    if place is not None:
        line = [painter, "-r", "50", "-png", str(paper), str(place / "journey-page")]
        subprocess.run(line, check=True, capture_output=True)  # noqa: S603
    return done.stdout.decode("utf-8").split("\f")[:-1]
