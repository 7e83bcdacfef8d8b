"""Flags, queries and tasks as people meet them in the case window: by keyboard, and the way from what blocks."""

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton

from app.models.domain.finding import ITEMS
from app.ui.presenters.case_answers import AnswersPresenter
from app.ui.presenters.case_head import Area
from app.ui.screens.case.answers import AnswersPage
from app.ui.screens.case.desk_work import DeskWorkPage
from app.ui.screens.case.findings import FindingsPage
from tests.journeys.shots import folder, shoot
from tests.services.exchange.conftest import At
from tests.services.exchange.world import plain
from tests.ui.case.test_case_screen import Open, Opened, _open_case

__all__ = ["_open_case"]


def answers(opened: Opened) -> AnswersPage:
    page = opened.area(Area.ANSWERS)
    assert isinstance(page, AnswersPage)
    opened.keys(page.sections, "E")
    QTest.keyClick(page.sections, Qt.Key.Key_Return)
    opened.rest()
    return page


def waiting(page: AnswersPage) -> object:
    """The query on the answer in view that waits for somebody."""
    line, presenter = page.table.line(), page.presenter
    assert isinstance(presenter, AnswersPresenter)
    return presenter.query_on(line) if line is not None else None


def can_undo(opened: Opened) -> bool:
    return opened.screen.is_undoable


def look(opened: Opened, name: str) -> None:
    """Take pictures where somebody wants any."""
    if folder() is not None:
        texts = opened.context.texts
        texts.language_changed.connect(opened.screen.retranslate)
        shoot(opened.screen, name, texts, opened.context.theme)
        texts.language_changed.disconnect(opened.screen.retranslate)
        QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)  # what another language replaced


def press(opened: Opened, button: QPushButton) -> None:
    assert button.isEnabled(), button.text()
    QTest.keyClick(button, Qt.Key.Key_Space)
    opened.rest()


def test_a_query_goes_from_desk_to_desk_and_a_step_is_taken_back_by_a_further_one(at: At, open_case: Open) -> None:
    world = at("assigned")
    office = world.investigation
    opened = open_case(world, office, "examiner")
    page = answers(opened)
    card = page.side.query_card
    opened.keys(page.table, "q")
    assert card.to.hasFocus()
    assert not card.send_button.isEnabled()
    card.to.setCurrentIndex(card.to.findData(office.person("reviewer")))
    opened.keys(card.text, "the former name?")
    press(opened, card.send_button)
    line = page.table.line()
    assert line is not None
    assert waiting(page) is not None
    assert can_undo(opened)
    opened.screen.undo_step()
    opened.rest()
    assert not can_undo(opened)
    assert waiting(page) is None
    assert office.events("query.withdrawn") == [("query.withdrawn", "done")]
    opened.keys(page.table, "f")
    opened.keys(page.side.reason, "as in the passport")
    page.side.close_flag()
    assert page.side.reason.text() == ""
    opened.screen.undo_step()
    opened.rest()
    assert page.side.reason.text() == "as in the passport", "what was given up comes back"
    press(opened, page.side.flag_button)
    query = office.services.queries.ask(
        office.actor("examiner"), world.case, line.link_id, line.row, office.person("reviewer"), "旧姓との関係は。"
    )
    other = answers(open_case(world, office, "reviewer"))
    other.side.begin_query()
    opened.keys(other.side.query_card.text, "as in the register")
    press(opened, other.side.query_card.send_button)
    assert not other.side.query_card.send_button.isVisible(), "who answered does not close it"
    assert other.side.query_card.hint.isVisible()
    office.services.queries.close(office.actor("decider"), world.case, query)
    look(opened, "answers-query")


def test_what_blocks_the_submission_leads_to_its_task(at: At, open_case: Open) -> None:
    world = at("assigned")
    office = world.investigation
    for item in ITEMS:
        office.services.review.write_finding(office.actor("examiner"), world.case, plain(item))
    opened = open_case(world, office, "examiner")
    desk = opened.area(Area.DESK)
    assert isinstance(desk, DeskWorkPage)
    desk.template.setCurrentIndex(desk.template.findData("finances"))
    desk.template.activated.emit(desk.template.currentIndex())
    press(opened, desk.add_button)
    assert desk.list.count() == 3
    findings = opened.area(Area.FINDINGS)
    assert isinstance(findings, FindingsPage)
    assert not findings.submit_button.isEnabled()
    look(opened, "findings-blocked")
    links = [one for one in findings.holding_card.findChildren(QPushButton) if not one.isHidden()]
    assert len(links) == 2
    press(opened, links[1])
    assert opened.screen.tabs.currentWidget() is desk
    name = desk.what.text()
    assert name in {links[1].text(), desk.list.currentItem().text()}
    opened.keys(desk.why, "no debts")
    assert desk.settle_buttons
    for button in list(desk.settle_buttons.values())[:2]:
        assert button.isVisible()
    press(opened, next(iter(desk.settle_buttons.values())))
    look(opened, "desk")
    opened.screen.undo_step()
    opened.rest()
    assert office.events("task.settled") == [("task.settled", "done")] * 2
    desk.list.setFocus()
    opened.keys(desk.list, "g")
    for _ in range(3):
        press(opened, next(iter(desk.settle_buttons.values())))
        opened.keys(desk.list, "g")
    assert opened.area(Area.FINDINGS) is findings
    assert findings.submit_button.isEnabled()


@pytest.mark.parametrize("who", ["reviewer", "decider"])
def test_who_reads_the_case_sees_what_is_to_be_done(at: At, open_case: Open, who: str) -> None:
    world = at("assigned")
    opened = open_case(world, world.investigation, who)
    desk = opened.area(Area.DESK)
    assert isinstance(desk, DeskWorkPage)
    assert desk.side.isVisible() is (who == "reviewer")
