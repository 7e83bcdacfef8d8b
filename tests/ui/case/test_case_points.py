"""Points to clear up on the case screen, by keyboard: to the next, to the answer, asked, closed, accepted."""

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from app.models.rules.life import Closing, PointState
from app.services.texts.catalogue import Language
from app.ui.presenters.case_head import Area
from app.ui.presenters.case_points import PointsPresenter
from app.ui.screens.case.answers import AnswersPage
from app.ui.screens.case.points import PointsPage
from app.ui.screens.case.two_lines import SECOND_ROLE
from tests.services.exchange.conftest import At
from tests.services.exchange.offices import Office
from tests.services.exchange.world import World
from tests.services.points.golden import golden, put
from tests.ui.case.desks import Seat, shown
from tests.ui.case.test_case_screen import Open, _open_case
from tests.ui.walker import missed_by_tab, unnamed

__all__ = ["_open_case"]


def with_answers(at: At, name: str) -> World:
    world = at("assigned")
    put(world.investigation, world, golden(name))
    return world


def test_the_examiner_goes_through_the_points_by_keyboard(at: At, open_case: Open) -> None:
    world = with_answers(at, "g10")
    opened = open_case(world, world.investigation, "examiner")
    page = opened.area(Area.POINTS)
    assert isinstance(page, PointsPage)
    state = page._presenter.state
    assert page.list.count() == len(state.points) == state.open_count
    first, second = state.points[0].key, state.points[1].key
    page.list.setFocus()
    opened.keys(page.list, "g")
    assert page._presenter.state.chosen == second
    opened.keys(page.list, "k")
    assert page._presenter.state.chosen == first
    assert "{" not in page.detail.question.text()
    assert "頁" in page.detail.where.text()
    assert not page.ask_button.isEnabled(), "nothing is recorded without a reason"
    opened.keys(page.list, "r")
    assert page.reason.hasFocus()
    opened.keys(page.reason, "by telephone")
    page.save_draft()
    QTest.keyClick(page.ask_button, Qt.Key.Key_Space)
    opened.rest()
    point = page._presenter.state.points[0]
    assert point.state is PointState.ASKED
    assert page.reason.text() == ""
    assert "by telephone" in [step.why for step in (point.life.steps if point.life else ())]
    opened.keys(page.reason, "in writing")
    QTest.keyClick(page.closings[Closing.EXPLAINED], Qt.Key.Key_Space)
    opened.rest()
    assert "説明" in str(page.list.item(0).data(SECOND_ROLE))
    page.list.setFocus()
    opened.keys(page.list, "g")
    assert page._presenter.state.chosen != first
    for language in (Language.ENGLISH, Language.JAPANESE):
        opened.context.texts.set_language(language)
        opened.screen.retranslate()
        opened.rest()
        assert unnamed(opened.screen) == []
        assert missed_by_tab(opened.screen) == []


def test_enter_leads_to_the_answer(at: At, open_case: Open) -> None:
    world = with_answers(at, "g10")
    opened = open_case(world, world.investigation, "examiner")
    page = opened.area(Area.POINTS)
    assert isinstance(page, PointsPage)
    for number in (0, 3):  # a section that was not open, and the one that is
        opened.area(Area.POINTS)
        page.list.setCurrentRow(number)
        page.list.setFocus()
        place = page._presenter.state.points[number].finding.places[0]
        QTest.keyClick(page.list, Qt.Key.Key_Return)
        opened.rest()
        answers = opened.screen.pages[Area.ANSWERS]
        assert isinstance(answers, AnswersPage)
        assert opened.screen.tabs.currentWidget() is answers
        line = answers.table.line()
        assert line is not None
        assert (line.link_id, line.row) == place.cell
        assert answers.table.hasFocus()


def test_a_reviewer_accepts_and_settled_points_stay(at: At, open_case: Open) -> None:
    world = with_answers(at, "g12")
    office = world.investigation
    key = _topic(office, world)
    office.services.points.close(office.actor("examiner"), world.case, key, Closing.NO_ISSUE, "会社名の一部である。")
    opened = open_case(world, office, "reviewer")
    page = opened.area(Area.POINTS)
    assert isinstance(page, PointsPage)
    page._presenter.choose(key)
    assert page.ask_button.isHidden()
    opened.keys(page.reason, "accepted")
    QTest.keyClick(page.accept_button, Qt.Key.Key_Space)
    opened.rest()
    current = page._presenter.state.current
    assert current is not None
    assert current.state is PointState.ACCEPTED
    put(office, world, golden("g02"))
    page.activate()
    opened.rest()
    assert page._presenter.state.points[-1].is_settled
    assert "該当しない" in str(page.list.item(page.list.count() - 1).data(SECOND_ROLE))


def test_a_reason_is_kept_as_a_draft_of_its_point(at: At) -> None:
    world = with_answers(at, "g10")
    seat = Seat(world, world.investigation, "examiner")
    area = seat.opened(PointsPresenter(seat.work))
    key = shown(area).points[0].key
    area.keep_reason(key, "途中")
    again = seat.opened(PointsPresenter(seat.work))
    assert shown(again).drafts == {key: "途中"}
    again.choose(key)
    again.close(Closing.CORRECTED, "途中まで")
    last = seat.opened(PointsPresenter(seat.work))
    assert shown(last).drafts == {}
    reader = Seat(world, world.investigation, "decider")
    read = reader.opened(PointsPresenter(reader.work))
    assert (shown(read).may_work, shown(read).may_accept) == (False, False)
    read.drop()
    assert shown(read).points == ()


def _topic(office: Office, world: World) -> str:
    found = office.services.points.of_case(office.actor("examiner"), world.case).points
    return next(one.key for one in found if one.finding.rule == "R-TOP-01")
