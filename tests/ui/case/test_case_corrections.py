"""Corrections on the case screen: boxes chosen by keyboard, returned, answered, compared side by side."""

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from app.models.forms.correction import BoxState, TakenBack
from app.models.forms.filling.typing import Typed
from app.services.texts.catalogue import Language
from app.ui.presenters.case_corrections import CorrectionsPresenter, Wanted
from app.ui.presenters.case_head import Area
from app.ui.screens.case.answers import AnswersPage
from app.ui.screens.case.corrections import CorrectionsPage
from app.ui.screens.case.points import PointsPage
from app.ui.screens.case.two_lines import SECOND_ROLE
from app.ui.theme.tokens import Scheme
from tests.journeys.shots import grab
from tests.services.exchange.conftest import At
from tests.services.exchange.world import World
from tests.services.points.golden import golden, put
from tests.ui.case.desks import Seat, shown
from tests.ui.case.test_case_screen import Open, Opened, _open_case
from tests.ui.walker import missed_by_tab, unnamed

__all__ = ["_open_case"]

QUESTION = "この住居を離れた日は、いつですか。"


def with_answers(at: At) -> World:
    world = at("assigned")
    put(world.investigation, world, golden("g10"))
    return world


def answered(world: World) -> None:
    """The subject answers at the kiosk."""
    office = world.investigation
    slip = office.services.kiosk.issue_slip(office.actor("security"), world.case)
    room = office.services.kiosk.enter(office.actor("security"), world.case, slip.code, "480193")
    assert room.answer(("B1.to", "r1"), Typed("2019年2月3日")) is None
    room.sign("髙橋　美咲")


def in_view(opened: Opened) -> CorrectionsPage:
    page = opened.screen.tabs.currentWidget()
    assert isinstance(page, CorrectionsPage)
    return page


def look_at(opened: Opened, name: str) -> None:
    """Both languages, both schemes; everything has a name and can be reached."""
    for language in (Language.ENGLISH, Language.JAPANESE):
        for scheme in (Scheme.LIGHT, Scheme.DARK):
            opened.context.texts.set_language(language)
            opened.context.theme.set_scheme(scheme)
            opened.screen.retranslate()
            opened.rest()
            grab(opened.screen, f"corrections-{name}-{language}-{scheme}")
        assert unnamed(opened.screen) == []
        assert missed_by_tab(opened.screen) == []


def test_two_boxes_are_returned_by_keyboard_and_their_revisions_compared(at: At, open_case: Open) -> None:
    world = with_answers(at)
    opened = open_case(world, world.investigation, "examiner")
    answers = opened.area(Area.ANSWERS)
    assert isinstance(answers, AnswersPage)
    for link_id, row in (("B1.to", "r1"), ("B1.address", "r2")):
        opened.area(Area.ANSWERS)
        answers.seek(link_id, row)
        opened.rest()
        answers.table.setFocus()
        QTest.keyClick(answers.table, Qt.Key.Key_R)
        opened.rest()
        page = in_view(opened)
        assert not page.wanted.return_button.isEnabled(), "every box needs its question"
        line = page.wanted.lines[-1]
        assert line.question.hasFocus()
        assert "1行目" in line.name.text() or "2行目" in line.name.text()
        line.question.setPlainText(QUESTION)
    page = in_view(opened)
    page.save_draft()
    opened.rest()
    look_at(opened, "wanted")
    QTest.keyClick(page.wanted.return_button, Qt.Key.Key_Space)
    opened.rest()
    assert page.wanted.lines == []
    assert page.list.count() == 2
    assert opened.context.texts("box-state.open") in str(page.list.item(0).data(SECOND_ROLE))
    answered(world)
    page.activate()
    opened.rest()
    page.list.setFocus()
    QTest.keyClick(page.list, Qt.Key.Key_Down)
    opened.rest()
    states = [one.box.state for one in page._presenter.state.boxes]
    assert sorted(states) == [BoxState.ANSWERED, BoxState.CONFIRMED]
    opened.area(Area.ANSWERS)
    answers.seek("B1.to", "r1")
    opened.rest()
    answers.table.setFocus()
    assert answers.side.revisions_button.isVisible()
    QTest.keyClick(answers.table, Qt.Key.Key_V)
    opened.rest()
    assert in_view(opened) is page
    table = page.revisions.model()
    cells = [[table.index(row, column).data() for row in range(7)] for column in range(2)]
    assert page.revisions.columnCount() == 2
    assert [cells[0][1], cells[1][0], cells[1][6]] == ["平成30年5月", "2019年2月3日", QUESTION]
    look_at(opened, "compared")


def test_a_point_hands_over_its_boxes_with_its_question(at: At, open_case: Open) -> None:
    world = with_answers(at)
    opened = open_case(world, world.investigation, "examiner")
    points = opened.area(Area.POINTS)
    assert isinstance(points, PointsPage)
    point = points._presenter.state.points[0]
    QTest.keyClick(points.return_button, Qt.Key.Key_Space)
    opened.rest()
    page = opened.screen.tabs.currentWidget()
    assert isinstance(page, CorrectionsPage)
    wanted = page._presenter.state.wanted
    assert [one.cell for one in wanted] == list(dict.fromkeys(place.cell for place in point.finding.places))
    assert {one.point for one in wanted} == {point.key}
    QTest.keyClick(page.wanted.return_button, Qt.Key.Key_Space)
    opened.rest()
    opened.area(Area.POINTS)
    assert "返戻中" in str(points.list.item(0).data(SECOND_ROLE))


def test_a_draft_comes_back_a_table_opens_as_a_whole_and_a_return_is_taken_back(at: At, tmp_path: Path) -> None:
    world = with_answers(at)
    first = Seat(world, world.investigation, "examiner")
    area = first.opened(CorrectionsPresenter(first.work, Language.JAPANESE))
    area.want(Wanted("B1.to", "r1", 1), Wanted("A3", None, 0))
    area.ask(0, QUESTION)
    area.keep_wanted()
    again = first.opened(CorrectionsPresenter(first.work, Language.JAPANESE))
    assert [one.question for one in shown(again).wanted] == [QUESTION, ""]
    again.unwant(1)
    again.widen(0)
    assert [one.cell for one in shown(again).wanted] == [("B1", None)]
    again.return_boxes()
    again.load()
    assert shown(again).error is None
    (box,) = shown(again).boxes
    assert shown(first.opened(CorrectionsPresenter(first.work, Language.JAPANESE))).wanted == ()
    again.choose(box.box.place)
    assert shown(again).is_waiting
    again.save_letter(tmp_path / "letter.pdf")
    assert (tmp_path / "letter.pdf").read_bytes().startswith(b"%PDF")
    again.take_back(TakenBack.CLEARED_UP)
    again.load()
    assert [one.box.state for one in shown(again).boxes] == [BoxState.TAKEN_BACK]
    assert not shown(again).is_waiting
    reader = Seat(world, world.investigation, "decider")
    other = reader.opened(CorrectionsPresenter(reader.work, Language.JAPANESE))
    other.want(Wanted("A3", None, 0))
    assert (shown(other).may_return, shown(other).wanted) == (False, ())
