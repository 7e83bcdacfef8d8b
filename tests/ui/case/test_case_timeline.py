"""The timeline on the case screen: one selection in picture and table, a span drawn over, and the way to the answer."""

from datetime import date, timedelta
from pathlib import Path

from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from app.models.forms.days import touch
from app.models.forms.reading import Line
from app.models.rules.periods import Cover
from app.services.questionnaires.pictures import WrittenAs
from app.services.texts.catalogue import Language
from app.ui.presenters.case_head import Area
from app.ui.screens.case.answers import AnswersPage
from app.ui.screens.case.desk_work import DeskWorkPage
from app.ui.screens.case.points import PointsPage
from app.ui.screens.case.timeline import TimelinePage
from tests.services.exchange.conftest import At
from tests.services.exchange.world import World
from tests.ui.case.test_case_points import with_answers
from tests.ui.case.test_case_screen import Open, Opened, _open_case
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
    page.table.setFocus()
    for key, row in ((Qt.Key.Key_J, 4), (Qt.Key.Key_K, 3), (Qt.Key.Key_End, page.table.rowCount() - 1)):
        QTest.keyClick(page.table, key)
        assert presenter.state.chosen == presenter.state.listed[row]
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
    for key, place in ((Qt.Key.Key_End, -1), (Qt.Key.Key_Home, 0), (Qt.Key.Key_End, -1)):
        QTest.keyClick(page.picture, key)
        assert presenter.state.chosen == presenter.state.listed[place]
    QTest.keyClick(page.picture, Qt.Key.Key_Return)
    opened.rest()
    assert isinstance(opened.screen.tabs.currentWidget(), AnswersPage)


def picture_as_table(opened: Opened, page: TimelinePage, place: Path) -> None:
    """A file of some of the lines says so."""
    page.write_to(str(place), WrittenAs.CSV)
    opened.rest()
    assert "絞り込んでいます" in place.read_text("utf-8-sig").splitlines()[-1]


def test_a_span_drawn_over_lists_only_what_touches_it(at: At, open_case: Open, tmp_path: Path) -> None:
    world = with_answers(at, "g05")
    opened = open_case(world, world.investigation, "examiner")
    page = opened.area(Area.TIMELINE)
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
    assert (span.first_day.day, (span.last_day + timedelta(days=1)).day) == (1, 1), "months, where days are narrower"
    picture_as_table(opened, page, tmp_path / "narrowed.csv")
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


def two_flags(world: World) -> None:
    """One on an answer without days, one on the first job."""
    review, examiner = world.investigation.services.review, world.investigation.actor("examiner")
    review.flag(examiner, world.case, "A3", None, "確かめる。")
    review.flag(examiner, world.case, "D1.from", "r1", "確かめる。")


def test_a_span_narrows_every_list_until_the_chip_clears_it(at: At, open_case: Open) -> None:
    world = with_answers(at, "g10")
    two_flags(world)
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
    desk = opened.area(Area.DESK)
    assert isinstance(desk, DeskWorkPage)
    assert (desk._presenter.state.left_out, desk.list.count()) == (1, 1), "a flag on an answer of other days"
    QTest.mouseClick(opened.screen.span_bar.button, Qt.MouseButton.LeftButton)
    opened.rest()
    assert (desk._presenter.state.left_out, desk.list.count()) == (0, 2)
    opened.area(Area.POINTS)
    assert points.list.count() == all_points
    opened.area(Area.ANSWERS)
    assert answers.model.rowCount() == all_rows
    assert not opened.screen.span_bar.isVisible()
