"""The timeline on the case screen: one selection in picture and table, a span drawn over, and the way to the answer."""

from datetime import date

from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from app.models.rules.periods import Cover
from app.services.texts.catalogue import Language
from app.ui.presenters.case_head import Area
from app.ui.screens.case.answers import AnswersPage
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
    shown = dict(page.picture._rects())
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
