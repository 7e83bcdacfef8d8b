"""The earlier questionnaire beside the one of now, in the case window: chosen by keyboard, spoken, looked at."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.services.texts.catalogue import Language
from app.ui.context import UiContext
from app.ui.presenters.case_answers import AnswersPresenter
from app.ui.screens.case.answers import AnswersPage
from app.ui.screens.case.beside_pane import COMPARED, FORM
from tests.journeys.shots import LAPTOP, every_look, folder, grab
from tests.services.exchange.conftest import At
from tests.services.exchange.world import World
from tests.services.review.renewed import EARLIER, renew
from tests.ui.case.desks import Seat, shown


@pytest.fixture(name="world")
def _world(at: At) -> World:
    world = at("assigned")
    renew(world, world.root / "packs")
    return world


@pytest.fixture(name="page")
def _page(world: World, context: UiContext, qtbot: QtBot) -> Iterator[AnswersPage]:
    seat = Seat(world, world.investigation, "examiner")
    page = AnswersPage(context, AnswersPresenter(seat.work, "ja"))
    qtbot.addWidget(page)
    page.resize(LAPTOP)
    page.show()
    page.activate()
    QApplication.processEvents()
    yield page
    page.close()


def test_both_are_shown_side_by_side_and_one_alone_again(page: AnswersPage, world: World) -> None:
    texts, presenter = page.texts, page.presenter
    assert isinstance(presenter, AnswersPresenter)
    assert page.earlier.isVisible()
    assert page.earlier.count() == 2
    assert "EARLIER-1" in page.earlier.itemText(1)
    presenter.choose("B")
    assert page.middle.currentWidget() is page.reading
    page.earlier.setFocus()
    QTest.keyClick(page.earlier, Qt.Key.Key_Down)
    assert shown(presenter).beside == EARLIER
    assert page.middle.currentWidget() is page.beside
    rows = page.beside.table.rows.lines
    differing = [row for row in rows if row.cells[COMPARED]]
    assert [row.cells[3] for row in differing] == ["試験県新市１－１"]
    assert texts("case.beside.fate.renamed") in {row.cells[FORM] for row in rows}
    assert all(row.sentence for row in rows)
    assert page.beside.table in page.panes()
    codes = [code for code, _ in world.investigation.events("earlier-answers.seen")]
    assert codes
    QTest.keyClick(page.earlier, Qt.Key.Key_Up)
    assert page.middle.currentWidget() is page.reading
    assert shown(presenter).beside is None


def test_medical_sections_say_why_nothing_stands_there(page: AnswersPage) -> None:
    presenter = page.presenter
    assert isinstance(presenter, AnswersPresenter)
    presenter.compare_with(EARLIER)
    presenter.choose("J")
    assert page.middle.currentWidget() is page.covered
    presenter.uncover()
    assert page.middle.currentWidget() is page.beside
    assert page.beside.table.rows.lines == ()
    assert page.beside.shut.isVisible()
    # Whoever comes from a point to an answer reads it in the questionnaire of now.
    page.seek("A1.roman", None)
    assert shown(presenter).beside is None


def test_a_case_without_an_earlier_one_offers_nothing(at: At, context: UiContext, qtbot: QtBot) -> None:
    world = at("assigned")
    seat = Seat(world, world.investigation, "examiner")
    page = AnswersPage(context, AnswersPresenter(seat.work, "ja"))
    qtbot.addWidget(page)
    page.show()
    page.activate()
    assert not page.earlier.isVisible()
    assert not page.beside_caption.isVisible()


def test_it_is_said_in_both_languages_and_looked_at(page: AnswersPage) -> None:
    presenter = page.presenter
    assert isinstance(presenter, AnswersPresenter)
    presenter.compare_with(EARLIER)
    presenter.choose("A")
    for language in Language:
        page.texts.set_language(language)
        page.retranslate()
        heads = page.beside.table.model()
        words = {heads.headerData(column, Qt.Orientation.Horizontal) for column in range(6)}
        assert page.texts("case.beside.then") in words
        assert page.earlier.accessibleName() == page.texts("case.beside.name")
    if folder() is not None:
        for section in ("A", "B", "J"):
            presenter.choose(section)
            presenter.uncover()
            for suffix in every_look(page.texts, page.context.theme):
                page.retranslate()
                QApplication.processEvents()
                grab(page, f"beside-{section}-{suffix}")
