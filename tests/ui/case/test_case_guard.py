"""Every editor of a case asks before it saves what must not be kept, and nothing leads back to what was struck."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton, QWidget

from app.models.forms.guards.answering import WhyNot
from app.models.forms.guards.finding import MARK
from app.services.bundles.schemas import OpinionCode
from app.ui.presenters.case_head import Area
from app.ui.screens.case.answers import AnswersPage
from app.ui.screens.case.corrections import CorrectionsPage
from app.ui.screens.case.findings import FindingsPage
from app.ui.screens.case.guarded import fields_in
from app.ui.screens.case.inquiries import InquiriesPage
from app.ui.screens.case.opinion import OpinionPage
from app.ui.screens.case.parts import GuardedLine, ProseEdit
from app.ui.screens.case.points import PointsPage
from app.ui.widgets.confirm import ConfirmDialog
from app.ui.widgets.guard_strip import GuardStrip
from tests.services.exchange.conftest import At
from tests.services.exchange.offices import Office
from tests.services.exchange.world import World
from tests.ui.case.test_case_points import with_answers
from tests.ui.case.test_case_screen import Open, Opened, _open_case

__all__ = ["_open_case"]

UNION, CLEAN = "労働組合の役員", "経緯を確かめた。"


def strip_of(field: ProseEdit | GuardedLine) -> GuardStrip:
    assert field.guard is not None
    return field.guard.strip


def put(field: ProseEdit | GuardedLine, text: str) -> None:
    """As if an input method had committed it."""
    if isinstance(field, GuardedLine):
        field.setText(text)
        field.textEdited.emit(text)
    else:
        field.setPlainText(text)


def held(world: World, office: Office) -> str:
    with office.desk.vault.read() as unit:
        return repr([one.content.decode() for one in unit.documents.every(world.case)])


def asks_and_strikes(opened: Opened, field: ProseEdit | GuardedLine, button: QPushButton, rest: str = CLEAN) -> None:
    """The commit of a field is held up, the strip has the keyboard; struck by keyboard, the text is fit to be saved."""
    put(field, f"{rest}{UNION}")
    strip = strip_of(field)
    assert strip.isVisible()
    opened.rest()
    has_asked = button.isEnabled()
    if has_asked:
        button.click()
        assert strip.strike_button.hasFocus()
    QTest.keyClick(strip.strike_button, Qt.Key.Key_Space)
    opened.rest()
    assert (field.text(), strip.isHidden()) == (f"{rest}{MARK}", True)
    assert field.hasFocus() or not has_asked
    if isinstance(field, ProseEdit):
        assert not field.document().isUndoAvailable()
    else:
        assert not field.isUndoAvailable()


def page_of(opened: Opened, area: Area, kind: type[QWidget]) -> QWidget:
    page = opened.area(area)
    assert isinstance(page, kind)
    return page


def test_an_examiner_is_asked_in_every_editor(at: At, open_case: Open) -> None:
    world = at("assigned")
    office = world.investigation
    opened = open_case(world, office, "examiner")

    answers = page_of(opened, Area.ANSWERS, AnswersPage)
    assert isinstance(answers, AnswersPage)
    side = answers.side
    side.purpose.setCurrentIndex(1)
    asks_and_strikes(opened, side.note, side.note_button)
    side.note_button.click()
    opened.rest()
    assert [note.text for note in answers._presenter.state.notes] == [f"{CLEAN}{MARK}"]

    findings = page_of(opened, Area.FINDINGS, FindingsPage)
    assert isinstance(findings, FindingsPage)
    editor = findings.editor
    editor.add_button.click()
    opened.rest()
    (fact,) = editor._editors()
    for field in (editor.summary, editor.mitigation, editor.absence, fact.text, fact.source):
        asks_and_strikes(opened, field, findings.save_button)

    points = page_of(opened, Area.POINTS, PointsPage)
    assert isinstance(points, PointsPage)
    asks_and_strikes(opened, points.reason, points.ask_button)

    inquiries = page_of(opened, Area.INQUIRIES, InquiriesPage)
    assert isinstance(inquiries, InquiriesPage)
    asks_and_strikes(opened, inquiries.form.name, inquiries.form.ask)

    assert "労働組合" not in held(world, office)
    assert len(office.events("guard.struck")) == 8


def test_the_question_about_a_returned_box_is_asked_about_before_it_goes_out(at: At, open_case: Open) -> None:
    world = with_answers(at, "g10")
    office = world.investigation
    opened = open_case(world, office, "examiner")
    points = page_of(opened, Area.POINTS, PointsPage)
    assert isinstance(points, PointsPage)
    points.return_button.click()
    opened.rest()
    page = opened.screen.tabs.currentWidget()
    assert isinstance(page, CorrectionsPage)
    asks_and_strikes(opened, page.wanted.lines[0].question, page.wanted.return_button)
    assert "労働組合" not in held(world, office)


def test_what_may_stay_is_saved_and_asked_about_no_more(at: At, open_case: Open) -> None:
    world = at("assigned")
    office = world.investigation
    opened = open_case(world, office, "examiner")
    answers = page_of(opened, Area.ANSWERS, AnswersPage)
    assert isinstance(answers, AnswersPage)
    side = answers.side
    side.purpose.setCurrentIndex(1)
    put(side.note, UNION)
    strip = strip_of(side.note)
    offered = [action.data() for action in strip.reasons.actions()]
    assert offered == [each.value for each in WhyNot if each is not WhyNot.OTHER_NUMBER]
    strip.reasons.actions()[1].trigger()
    assert strip.isHidden()
    assert side.note.hasFocus()
    side.note_button.click()
    opened.rest()
    assert [note.text for note in answers._presenter.state.notes] == [UNION]
    assert office.events("guard.cleared") == [("guard.cleared", "done")]
    put(side.note, UNION)
    assert strip.isHidden()


def test_a_number_can_only_be_struck_and_escape_leads_back(at: At, open_case: Open) -> None:
    world = at("assigned")
    opened = open_case(world, world.investigation, "examiner")
    answers = page_of(opened, Area.ANSWERS, AnswersPage)
    assert isinstance(answers, AnswersPage)
    note = answers.side.note
    put(note, "番号は123456789018です")
    strip = strip_of(note)
    assert strip.stay_button.isHidden()
    assert "123456789018" not in strip.question.text()
    note.setFocus()
    assert note.guard is not None
    assert note.guard.asks()
    QTest.keyClick(strip.strike_button, Qt.Key.Key_Escape)
    assert note.hasFocus()
    assert strip.isVisible()
    strip.strike_button.click()
    opened.rest()
    assert note.text() == f"番号は{MARK}です"


def test_the_text_of_an_answer_is_struck_from_its_point(at: At, open_case: Open) -> None:
    world = with_answers(at, "g12")
    office = world.investigation
    opened = open_case(world, office, "examiner")
    points = page_of(opened, Area.POINTS, PointsPage)
    assert isinstance(points, PointsPage)
    for point in points._presenter.state.points:
        points._presenter.choose(point.key)
        assert points.strike_button.isVisibleTo(points) is (point.finding.rule == "R-TOP-01")
    key = next(one.key for one in points._presenter.state.points if one.finding.rule == "R-TOP-01")
    points._presenter.choose(key)
    points.strike_button.click()
    (dialog,) = points.findChildren(ConfirmDialog)
    dialog.yes_button.click()
    opened.rest()
    assert office.events("guard.answer-struck") == [("guard.answer-struck", "done")]
    assert "労働組合" not in held(world, office)
    assert not [one for one in points._presenter.state.points if one.key == key and not one.is_settled]


def test_the_reviewer_is_asked_before_the_opinion_is_signed(at: At, open_case: Open) -> None:
    world = at("accepted")
    office = world.investigation
    opened = open_case(world, office, "reviewer")
    opinion = page_of(opened, Area.OPINION, OpinionPage)
    assert isinstance(opinion, OpinionPage)
    opinion.code.show_value(OpinionCode.NO_RISK_FOUND.value)
    asks_and_strikes(opened, opinion.text, opinion.sign_button)
    asks_and_strikes(opened, opinion.points, opinion.sign_button)


@pytest.mark.parametrize("area", list(Area))
def test_every_field_of_free_text_has_its_strip(at: At, open_case: Open, area: Area) -> None:
    world = at("assigned")
    opened = open_case(world, world.investigation, "examiner")
    if area not in opened.screen.pages:
        return
    page = opened.area(area)
    assert all(field.guard is not None for field in fields_in(page))
