"""The timeline on the case screen: one selection in picture and table, a span drawn over, and the way to the answer."""

from datetime import date

from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from app.models.forms.days import touch
from app.models.forms.reading import Line
from app.models.rules.periods import Cover
from app.services.texts.catalogue import Language
from app.ui.presenters.case_head import Area
from app.ui.screens.case.answers import AnswersPage
from app.ui.screens.case.points import PointsPage
from app.ui.screens.case.timeline import TimelinePage
from tests.services.exchange.conftest import At
from tests.ui.case.test_case_points import with_answers
from tests.ui.case.test_case_screen import Open, _open_case
from tests.ui.walker import missed_by_tab, unnamed

__all__ = ["_open_case"]


def test_picture_and_table_are_one(at: At, open_case: Open) -> None:
    world = with_answers(at, "g05")
    opened = open_case(world, world.investigation, "examiner")
    page = opened.area(Area.TIMELINE)
    assert isinstance(page, TimelinePage)
    presenter = page._presenter
    assert page.table.rowCount() == len(presenter.state.listed) > 3
    page.picture.setFocus()
    QTest.keyClick(page.picture, Qt.Key.Key_Right)
    QTest.keyClick(page.picture, Qt.Key.Key_Right)
    assert presenter.state.chosen == presenter.state.listed[1]
    assert page.table.currentRow() == 1
    page.table.selectRow(3)
    assert presenter.state.chosen == presenter.state.listed[3]
    shown = dict(page.picture.rects())
    stay = next(place for place in presenter.state.listed if presenter.state.bars[place].cover is None)
    QTest.mouseClick(page.picture, Qt.MouseButton.LeftButton, pos=shown[stay].center().toPoint())
    assert presenter.state.chosen == stay
    for language in (Language.ENGLISH, Language.JAPANESE):
        opened.context.texts.set_language(language)
        opened.screen.retranslate()
        opened.rest()
        assert unnamed(opened.screen) == []
        assert missed_by_tab(opened.screen) == []
    page.picture.setFocus()
    QTest.keyClick(page.picture, Qt.Key.Key_Return)
    opened.rest()
    assert isinstance(opened.screen.tabs.currentWidget(), AnswersPage)


def test_a_span_drawn_over_lists_only_what_touches_it(at: At, open_case: Open) -> None:
    world = with_answers(at, "g05")
    page = open_case(world, world.investigation, "examiner").area(Area.TIMELINE)
    assert isinstance(page, TimelinePage)
    picture, presenter = page.picture, page._presenter
    everything = page.table.rowCount()
    days = (date(2018, 1, 1), date(2019, 1, 1))
    first, last = (QPoint(round(picture.place_of(day)), picture.height() // 2) for day in days)
    QTest.mousePress(picture, Qt.MouseButton.LeftButton, pos=first)
    QTest.mouseMove(picture, last)
    QTest.mouseRelease(picture, Qt.MouseButton.LeftButton, pos=last)
    span = presenter.state.span
    assert span is not None
    assert abs((span.first_day - date(2018, 1, 1)).days) < 60
    assert 0 < page.table.rowCount() < everything
    assert all(presenter.state.bars[place].touches(span) for place in presenter.state.listed)
    assert any(presenter.state.bars[place].cover is Cover.CERTAIN_GAP for place in presenter.state.listed)
    picture.setFocus()
    QTest.keyClick(picture, Qt.Key.Key_Escape)
    assert page.table.rowCount() == everything
    nearer(page)


def nearer(page: TimelinePage) -> None:
    """Nearer shows fewer days, and never days that the picture does not have."""
    picture, presenter = page.picture, page._presenter
    shown = presenter.state.shown
    assert shown is not None
    everything = len(picture.rects())
    presenter.choose(next(place for place in presenter.state.listed if presenter.state.bars[place].cover is not None))
    for _ in range(12):
        QTest.keyClick(picture, Qt.Key.Key_Plus)
    near = presenter.state.view
    assert near is not None
    assert 60 <= (near.last_day - near.first_day).days < 130
    assert len(picture.rects()) < everything
    assert presenter.state.chosen in dict(picture.rects())
    for _ in range(100):
        QTest.keyClick(picture, Qt.Key.Key_PageDown)
    late = presenter.state.view
    assert late is not None
    assert late.last_day == shown.last_day
    QTest.keyClick(picture, Qt.Key.Key_0)
    assert presenter.state.view is None


def test_a_span_narrows_every_list_until_the_chip_clears_it(at: At, open_case: Open) -> None:
    world = with_answers(at, "g10")
    opened = open_case(world, world.investigation, "examiner")
    points = opened.area(Area.POINTS)
    assert isinstance(points, PointsPage)
    all_points = points.list.count()
    answers = opened.area(Area.ANSWERS)
    assert isinstance(answers, AnswersPage)
    answers._presenter.choose("D")
    opened.rest()
    all_rows = answers.model.rowCount()
    page = opened.area(Area.TIMELINE)
    assert isinstance(page, TimelinePage)
    presenter = page._presenter
    job = next(
        place
        for place in presenter.state.listed
        if (presenter.state.bars[place].cell or ("", None))[0].startswith("D1")
    )
    cell = presenter.state.bars[job].cell
    assert cell is not None
    presenter.choose(job)
    QTest.keyClick(page.picture, Qt.Key.Key_Space)
    span = presenter.state.span
    assert span is not None
    assert opened.screen.span_bar.isVisible()
    QTest.keyClick(page.picture, Qt.Key.Key_Left, Qt.KeyboardModifier.ShiftModifier)
    QTest.keyClick(page.picture, Qt.Key.Key_Right, Qt.KeyboardModifier.ControlModifier)
    shorter = presenter.state.span
    assert shorter is not None
    assert span.first_day < shorter.first_day <= shorter.last_day < span.last_day
    opened.area(Area.ANSWERS)
    lines = [row for row in answers._presenter.state.rows if isinstance(row, Line)]
    assert 0 < answers.model.rowCount() < all_rows
    assert lines
    assert all(line.days is not None and touch(line.days, shorter) for line in lines)
    line = answers.table.line()
    assert line is not None
    assert line.row == cell[1], "the list is at what was chosen in the picture"
    opened.area(Area.POINTS)
    state = points._presenter.state
    assert state.left_out == all_points - points.list.count() > 0
    QTest.mouseClick(opened.screen.span_bar.button, Qt.MouseButton.LeftButton)
    opened.rest()
    assert points.list.count() == all_points
    opened.area(Area.ANSWERS)
    assert answers.model.rowCount() == all_rows
    assert not opened.screen.span_bar.isVisible()
