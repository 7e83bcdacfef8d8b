"""Who is who, what waits, alarms, the way back, and the one question about a medium, on real screens."""

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from app.services.bundles.manifest import Kind
from app.services.desk import Target
from app.services.exchange.alarms import Finding
from app.services.exchange.identity import Verdict
from app.services.platform.chosen_files import ChosenFiles
from app.ui.context import UiContext
from app.ui.presenters.medium_question import MediumQuestionPresenter
from app.ui.screens.importing.question import MediumQuestion
from app.ui.screens.importing.screen import ImportScreen
from tests.journeys.shots import every_look, grab
from tests.services.exchange import crafting
from tests.services.exchange.offices import Office
from tests.services.exchange.test_trying_out import namesake
from tests.services.exchange.world import World
from tests.ui.exchange.places import Shelf, workplace_of
from tests.ui.walker import missed_by_tab, unnamed

if TYPE_CHECKING:
    from pathlib import Path

REQUEST = Kind.INVESTIGATION_REQUEST


def settle(qtbot: QtBot, context: UiContext) -> None:
    for _ in range(2):
        qtbot.waitUntil(lambda: context.runner.active_count == 0, timeout=20_000)
        QTest.qWait(1)


def looked_at(widget: QWidget, context: UiContext, name: str) -> None:
    """Take a picture in every look when somebody wants one; names and keyboard are tried in every run."""
    before = context.texts.language, context.theme.scheme
    for look in every_look(context.texts, context.theme):
        grab(widget, f"{name}-{look}")
        assert unnamed(widget) == [], look
    context.texts.set_language(before[0])
    context.theme.set_scheme(before[1])


@pytest.fixture
def screen(qtbot: QtBot, context: UiContext, world: World, shelf: Shelf) -> ImportScreen:
    made = ImportScreen(context, workplace_of(world.investigation), shelf, shelf.drive_at, ChosenFiles())
    context.texts.language_changed.connect(made.retranslate)
    qtbot.addWidget(made)
    made.resize(1180, 680)
    with qtbot.waitExposed(made):
        made.show()
    made.activateWindow()
    made.activate()
    settle(qtbot, context)
    return made


def inspected(qtbot: QtBot, screen: ImportScreen, world: World, name: str) -> None:
    screen.look_at(world.root / "stick")
    settle(qtbot, screen.context)
    screen.bundles.choose_file(name)
    screen.bundles.inspect()
    settle(qtbot, screen.context)


def test_somebody_alike_is_put_side_by_side_and_asked_about(qtbot: QtBot, screen: ImportScreen, world: World) -> None:
    namesake(world, world.investigation)
    name = world.sent(world.agency, REQUEST, Target(case=world.case), world.investigation)
    inspected(qtbot, screen, world, name)
    report, decision = screen.bundles_page.report, screen.bundles_page.decision
    assert report.parts.currentWidget() is report.identity
    assert not decision.admit.isEnabled()
    looked_at(screen, screen.context, "identity")
    assert missed_by_tab(screen) == []
    report.identity.table.selectRow(0)
    report.identity.buttons[Verdict.OTHER].click()
    settle(qtbot, screen.context)
    assert decision.admit.isEnabled()
    report.parts.setCurrentWidget(report.changes)
    looked_at(screen, screen.context, "changes")
    assert report.changes.rows.lines
    decision.admit.click()
    settle(qtbot, screen.context)
    assert screen.bundles.state.outcome == "imported"


def test_what_waits_is_taken_up_again_and_an_admission_taken_back(
    qtbot: QtBot, screen: ImportScreen, world: World
) -> None:
    office = world.investigation
    name = world.sent(world.agency, REQUEST, Target(case=world.case), office)
    world.inspected(office, name)
    forwarded = crafting.encrypted(crafting.archive_of((world.stick.path / name).read_bytes(), office), _both(world))
    world.inspected(office, crafting.put(world, forwarded))
    (world.stick.path / name).unlink()
    screen.bundles.refresh()
    settle(qtbot, screen.context)
    screen.tabs.setCurrentWidget(screen.desk_page)
    settle(qtbot, screen.context)
    page = screen.desk_page
    assert [len(one.rows.lines) for one in (page.waiting, page.alarms, page.admitted)] == [1, 1, 0]
    page.alarms.selectRow(0)
    looked_at(screen, screen.context, "desk")
    assert missed_by_tab(screen) == []
    assert not page.settle.isEnabled(), "no finding is chosen beforehand"
    page.finding.setCurrentIndex(page.finding.findData(Finding.TAMPERING))
    page.settle.click()
    settle(qtbot, screen.context)
    assert screen.books.state.alarms[0].finding == "tampering"
    page.waiting.selectRow(0)
    page.resume.click()
    settle(qtbot, screen.context)
    screen.bundles.admit()
    settle(qtbot, screen.context)
    screen.tabs.setCurrentWidget(page)
    settle(qtbot, screen.context)
    page.admitted.selectRow(0)
    page.ask_back.click()
    settle(qtbot, screen.context)
    assert page.take_back.isVisibleTo(screen)
    people = page.second.people
    people.setCurrentIndex(people.findText("auditor", flags=Qt.MatchFlag.MatchContains))
    page.second.secret.setText("passphrase of auditor")
    looked_at(screen, screen.context, "take-back")
    page.take_back.click()
    settle(qtbot, screen.context)
    assert screen.books.state.error is None
    assert not screen.books.state.admitted
    assert office.rows("cases") == []


def test_the_room_says_that_its_medium_was_pulled(
    qtbot: QtBot, screen: ImportScreen, world: World, shelf: Shelf
) -> None:
    name = world.sent(world.agency, REQUEST, Target(case=world.case), world.investigation)
    inspected(qtbot, screen, world, name)
    page, context = screen.bundles_page, screen.context
    screen.bundles.watch_media()
    settle(qtbot, context)
    assert page.pulled.isHidden()
    shelf.gone.add(world.root / "stick")
    screen.bundles.watch_media()
    settle(qtbot, context)
    assert page.pulled.isVisibleTo(screen)
    looked_at(screen, context, "pulled")
    assert page.pulled.message() == context.texts("ui.import.pulled.waits", label="stick")
    page.decision.admit.click()
    settle(qtbot, context)
    assert screen.bundles.state.outcome == "imported"
    assert not page.decision.receipt.isEnabled(), "there is nothing to write it on"
    assert page.decision.paper.isEnabled()


def _both(world: World) -> tuple[Office, ...]:
    return (world.agency, world.investigation, world.contractor)


def test_a_medium_asks_one_question_and_leaves_the_keyboard_alone(
    qtbot: QtBot, context: UiContext, world: World, shelf: Shelf
) -> None:
    for case in (world.case, *world.others):
        world.sent(world.agency, REQUEST, Target(case=case), world.investigation)
    shelf.gone.add(world.root / "stick")
    asking = MediumQuestionPresenter(workplace_of(world.investigation), context.runner, shelf, shelf.drive_at)
    question = MediumQuestion(context, asking)
    window, field = QWidget(), QLineEdit()
    field.setAccessibleName("field")
    column = QVBoxLayout(window)
    column.addWidget(question)
    column.addWidget(field)
    qtbot.addWidget(window)
    window.resize(1100, 120)
    with qtbot.waitExposed(window):
        window.show()
    window.activateWindow()
    field.setFocus()
    asking.begin()
    asking.tick()
    settle(qtbot, context)
    assert question.isHidden()
    QTest.keyClicks(field, "typed")
    shelf.gone.clear()
    asking.tick()
    settle(qtbot, context)
    QTest.keyClicks(field, " on")
    assert (field.text(), field.hasFocus()) == ("typed on", True)
    assert question.sentence.text() == context.texts("ui.medium-question.from", count=2, office="試験agency")
    looked_at(window, context, "medium-question")
    asked: list[Path] = []
    question.look_asked.connect(asked.append)
    asking.tick()
    settle(qtbot, context)
    question.yes.click()
    assert asked == [world.root / "stick"]
    assert question.isHidden()
    asking.tick()
    settle(qtbot, context)
    assert question.isHidden(), "the same medium does not ask twice"
    shelf.gone.add(world.root / "stick")
    asking.tick()
    settle(qtbot, context)
    shelf.gone.clear()
    asking.tick()
    settle(qtbot, context)
    assert not question.isHidden(), "plugged in again, it asks again"
    asking.end()
    assert question.isHidden()


def test_nobody_is_asked_who_may_not_receive(qtbot: QtBot, context: UiContext, world: World, shelf: Shelf) -> None:
    world.sent(world.agency, REQUEST, Target(case=world.case), world.investigation)
    asking = MediumQuestionPresenter(
        workplace_of(world.investigation, "examiner"), context.runner, shelf, shelf.drive_at
    )
    asking.begin()
    asking.tick()
    settle(qtbot, context)
    assert asking.state.arrived is None
