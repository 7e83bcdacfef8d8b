"""A section as the pages of the form: every answer in its box, the box in view, and nothing that may not be seen."""

from dataclasses import replace
from functools import partial

import msgspec
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from app.models.forms.reading import Line, ReadSection
from app.services.twin.drawing import Identity
from app.services.twin.section import section_sheets
from app.ui.actions import CommandSet
from app.ui.context import UiContext
from app.ui.presenters.case_answers import AnswersPresenter
from app.ui.presenters.case_head import Area
from app.ui.screens.case.answers import AnswersPage
from app.ui.screens.case.screen import CaseScreen
from app.ui.shell.palette import CommandPalette, find_destinations
from app.ui.widgets.wrapping import WrappingButton
from tests.services.exchange.conftest import At
from tests.services.exchange.offices import shelf
from tests.ui.case.desks import Seat, shown, workplace_of
from tests.ui.walker import unnamed


def reading(at: At) -> tuple[Seat, AnswersPresenter]:
    world = at("assigned")
    seat = Seat(world, world.investigation, "examiner")
    return seat, seat.opened(AnswersPresenter(seat.work, "ja"))


def test_the_pages_of_a_section_hold_its_answers_without_a_further_look(at: At) -> None:
    seat, area = reading(at)
    area.choose("B")
    looks = seat.codes().count("answers.seen")
    area.turn()
    paper = shown(area).paper
    assert paper is not None
    assert {picture.page for picture in paper.pictures} == {4, 5}
    answered = [row for row in area.state.rows if isinstance(row, Line) and row.shown and not row.hidden]
    assert answered
    assert all(paper.places.places_of(line.link_id, line.row) for line in answered)
    assert seat.codes().count("answers.seen") == looks
    area.choose("D")
    assert shown(area).paper is not None
    assert {picture.page for picture in area.state.paper.pictures} == {8, 9, 10}  # type: ignore[union-attr] # above


def test_what_no_font_draws_leaves_the_list_in_view(at: At) -> None:
    _seat, area = reading(at)
    area.choose("A")
    read = area._section
    assert read is not None
    odd = [
        msgspec.structs.replace(answer, value="彬\U000e0100") if answer.link_id == "A1.given-name" else answer
        for answer in read.response.answers
    ]
    area._section = replace(read, response=msgspec.structs.replace(read.response, answers=tuple(odd)))
    area.turn()
    assert not shown(area).is_paper
    assert area.state.error is not None
    assert area.state.error.code == "letter.character-not-drawable"


def test_boxes_that_are_shut_tell_nothing() -> None:
    pack, response = shelf().current.pack, shelf().current.golden["g03.json"].response
    open_read = ReadSection(pack, "J", response)
    items = frozenset(line.link_id for line in open_read.lines("ja"))
    words = [
        {one.text for picture in section_sheets(read, Identity(), "ja").pictures for one in picture.words}
        for read in (open_read, replace(open_read, shut=items))
    ]
    said = {line.shown for line in open_read.lines("ja") if line.shown and line.state == "value"}
    assert said & words[0]
    assert not said & words[1]


def test_keys_and_clicks_move_on_the_paper(at: At, qtbot: QtBot, context: UiContext) -> None:
    _seat, area = reading(at)
    page = AnswersPage(context, area)
    qtbot.addWidget(page)
    page.resize(1180, 500)
    page.show()
    area.choose("B")
    page.table.setFocus()
    QTest.keyClick(page.table, Qt.Key.Key_P)
    sheets = page.reading.paper.sheets
    assert page.reading.is_paper
    assert page.focusWidget() is sheets
    first = page.table.line()
    QTest.keyClick(sheets, Qt.Key.Key_J)
    line, place = page.table.line(), sheets.marked_place()
    assert line is not None
    assert line != first
    assert place is not None
    assert line.label in sheets.accessibleName()
    assert line in page.reading.lines_in_view()
    assert unnamed(page) == []
    QTest.mouseClick(sheets, Qt.MouseButton.LeftButton, pos=_place_of(page, first))
    assert page.table.line() == first
    QTest.keyClick(sheets, Qt.Key.Key_Plus)
    assert sheets.width() > page.reading.paper.viewport().width()
    QTest.keyClick(sheets, Qt.Key.Key_P)
    assert page.focusWidget() is page.table
    QTest.keyClick(page.table, Qt.Key.Key_J)
    page.turn_stale()
    area.load()
    assert page.table.line() == line, "the answers were read again, and the place is the same"


def _place_of(page: AnswersPage, line: Line | None) -> QPoint:
    sheets = page.reading.paper.sheets
    assert line is not None
    assert sheets._section is not None
    return sheets._place(sheets._section.places.places_of(line.link_id, line.row)[0]).center()


def test_a_long_button_goes_on_in_the_next_line(qtbot: QtBot) -> None:
    holder = QWidget()
    qtbot.addWidget(holder)
    words = "名簿の氏名・フリガナ・生年月日と質問票の記載の照合"
    button = WrappingButton(words, holder)
    button.resize(160, 40)
    holder.show()
    assert len(button.text().splitlines()) > 1
    assert button.text().replace("\n", "") == words == button.accessibleName()
    assert button.minimumSizeHint().width() < 200


def test_the_palette_leads_to_areas_and_questions_by_reading(at: At, qtbot: QtBot, context: UiContext) -> None:
    world = at("assigned")
    screen = CaseScreen(context, workplace_of(world, world.investigation, "examiner"), world.case)
    qtbot.addWidget(screen)
    screen.resize(1180, 600)
    screen.show()
    screen.activate()
    qtbot.waitUntil(lambda: len(screen.destinations()) > len(Area), timeout=10_000)
    host = QWidget()
    qtbot.addWidget(host)
    host.resize(900, 600)
    for typed, leads_to in (("gaikoku", "B2"), ("がいこく", "B2"), ("shokureki", "D"), ("G4", "G4"), ("しょけん", "")):
        places = screen.destinations()
        found = [one for _, one in find_destinations(typed, places)]
        palette = CommandPalette(CommandSet(context.texts, host), context.texts, context.theme, host, places)
        palette.field.setText(typed)
        rows = [palette.list.item(row).text() for row in range(palette.list.count())]
        assert found
        assert found[0].name in rows
        palette.list.setCurrentRow(rows.index(next(one.name for one in found if leads_to in one.name)))
        QTest.keyClick(palette.field, Qt.Key.Key_Return)
        qtbot.waitUntil(lambda: context.runner.active_count == 0, timeout=10_000)
        page = screen.pages[Area.ANSWERS]
        assert isinstance(page, AnswersPage)
        if leads_to:
            qtbot.waitUntil(partial(_stands_at, page, leads_to), timeout=10_000)
        else:
            assert screen.tabs.currentWidget() is screen.pages[Area.FINDINGS]
    assert find_destinations(" ", screen.destinations()) == []
    screen.dispose()


def _stands_at(page: AnswersPage, wanted: str) -> bool:
    line = page.table.line()
    return page.isVisible() and line is not None and line.link_id.startswith(wanted)
