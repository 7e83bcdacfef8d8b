"""Family and ties on the case screen: walked through by keyboard, one with the table and the answers, written out."""

import json
from pathlib import Path

import pikepdf
from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QImage, QPainter
from PySide6.QtTest import QTest

from app.models.domain.acts import Action
from app.models.rules.ties import Nation
from app.services.questionnaires.pictures import WrittenAs
from app.services.texts.catalogue import Language
from app.ui.presenters.case_head import Area
from app.ui.screens.case.answers import AnswersPage
from app.ui.screens.case.picture_file import slices
from app.ui.screens.case.ties import TiesPage
from app.ui.screens.case.timeline import TimelinePage
from tests.services.exchange.conftest import At
from tests.ui.case.test_case_points import with_answers
from tests.ui.case.test_case_screen import Open, _open_case
from tests.ui.walker import missed_by_tab, unnamed

__all__ = ["_open_case"]
ARROWS = (Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Up, Qt.Key.Key_Down)


def test_arrows_reach_everybody_and_the_table_and_the_answers_follow(at: At, open_case: Open) -> None:
    world = with_answers(at, "g12")
    opened = open_case(world, world.investigation, "examiner")
    page = opened.area(Area.TIES)
    assert isinstance(page, TiesPage)
    picture, presenter = page.picture, page._presenter
    count = len(presenter.state.lines)
    assert page.table.rowCount() == count > 12
    reached, todo = {0}, [0]
    while todo:
        here = todo.pop()
        for key in ARROWS:
            presenter.choose(here)
            QTest.keyClick(picture, key)
            if presenter.state.chosen not in reached:
                reached.add(presenter.state.chosen)
                todo.append(presenter.state.chosen)
    assert reached == set(range(count)), "the keyboard walks to everybody"
    child = next(place for place, line in enumerate(presenter.state.lines) if line.relation == "子")
    presenter.choose(child)
    assert page.table.currentRow() == child
    page.table.selectRow(2)
    assert presenter.state.chosen == 2
    assert picture.painting is not None
    frames, rects = picture.painting.frames, picture.painting.rects
    for place, person in enumerate(presenter.state.lines):
        assert person.group < 0 or frames[person.group].contains(rects[place]), "no card sticks out of its part"
    QTest.mouseClick(picture, Qt.MouseButton.LeftButton, pos=picture.painting.rects[child].center().toPoint())
    assert presenter.state.chosen == child
    for language in (Language.ENGLISH, Language.JAPANESE):
        opened.context.texts.set_language(language)
        opened.screen.retranslate()
        opened.rest()
        assert unnamed(opened.screen) == []
        assert missed_by_tab(opened.screen) == []
    QTest.keyClick(picture, Qt.Key.Key_Return)
    opened.rest()
    answers = opened.screen.tabs.currentWidget()
    assert isinstance(answers, AnswersPage)
    line = answers.table.line()
    assert line is not None
    assert (line.link_id, line.row) == presenter.state.lines[child].cell
    opened.keys(answers.table, "j" * 12)
    moved = answers.table.line()
    assert moved is not None
    assert moved.row != line.row
    opened.area(Area.TIES)
    now = presenter.state.lines[presenter.state.chosen].cell
    assert now is not None
    assert now[1] == moved.row, "the picture follows the list"


def test_both_pictures_are_written_out_numbered_and_on_record(at: At, open_case: Open, tmp_path: Path) -> None:
    world = with_answers(at, "g05")
    office = world.investigation
    opened = open_case(world, office, "examiner")
    timeline = opened.area(Area.TIMELINE)
    assert isinstance(timeline, TimelinePage)
    timeline.write_to(str(tmp_path / "timeline.pdf"), WrittenAs.PDF)
    page = opened.area(Area.TIES)
    assert isinstance(page, TiesPage)
    for number, line in enumerate(page._presenter.state.lines):
        words = page.cells(number)[2]
        assert ("外国の国籍" in words) == (line.nation is Nation.FOREIGN), "the word says what the shape says"
        assert ("外国における居住歴" in words) == line.was_abroad
    places = {kind: tmp_path / f"ties.{kind}" for kind in WrittenAs}
    for kind, place in places.items():
        page.write_to(str(place), kind)
        opened.rest()
        assert page._presenter.state.error is None
    assert QImage(str(places[WrittenAs.PNG])).width() > 1000
    assert "<svg" in places[WrittenAs.SVG].read_text("utf-8")
    for paper in (places[WrittenAs.PDF], tmp_path / "timeline.pdf"):
        with pikepdf.open(paper) as pdf:
            assert pdf.pages
            assert "髙橋" not in str(pdf.docinfo), "no name stands outside the pages"
    lines = places[WrittenAs.CSV].read_text("utf-8-sig").splitlines()
    assert len(lines) == page.table.rowCount() + 2
    assert all(word in lines[-1] for word in ("家族・関係図", "写し 5部目", "訓練"))
    record = office.services.record.newest(office.actor("auditor"), 40)
    newest = [json.loads(one.entry) | {"code": one.code} for one in record]
    told = [one["detail"] for one in newest if one["code"] == Action.PRINT_PICTURE.value]
    assert [(one["picture"], one["written_as"], one["copy"]) for one in reversed(told)] == [
        ("timeline", "pdf", 1),
        *(("ties", kind.value, copy) for copy, kind in enumerate(WrittenAs, start=1)),
    ]
    looks = [one for one in newest if one["code"] == Action.SEE_ANSWERS.value]
    assert {one["detail"]["section"] for one in looks} == {"timeline", "ties"}


def test_pages_cover_everything_once_and_end_between_lines() -> None:
    """Whatever the height of the page, no card is cut while one fits."""

    class Tall:
        size, header, breaks = QSize(100, 1000), 40, (100, 180, 400, 700, 960)

        def paint(self, painter: QPainter) -> None:
            """Nothing."""

    for room in (150.0, 333.0, 999.0, 1000.0):
        pages = slices(Tall(), room)
        assert [first for first, _ in pages[1:]] == [last for _, last in pages[:-1]]
        assert (pages[0][0], pages[-1][1]) == (0, 1000)
        assert all(last - first + (Tall.header if first else 0) <= room for first, last in pages)
    assert [last for _, last in slices(Tall(), 450.0)] == [400, 700, 1000]
