"""The button of the answers page that says what was not on the screen yet, and goes there."""

from pytestqt.qtbot import QtBot

from app.ui.context import UiContext
from app.ui.presenters.case_head import Area
from app.ui.screens.case.answers import AnswersPage
from app.ui.screens.case.findings import FindingsPage
from app.ui.screens.case.screen import CaseScreen
from tests.journeys.shots import LAPTOP, every_look, folder, grab
from tests.services.exchange.conftest import At
from tests.ui.case.desks import workplace_of
from tests.ui.walker import unnamed


def test_answers_count_as_shown_once_they_stay_on_the_screen(at: At, qtbot: QtBot, context: UiContext) -> None:
    world = at("assigned")
    screen = CaseScreen(context, workplace_of(world, world.investigation, "examiner"), world.case)
    qtbot.addWidget(screen)
    screen.resize(LAPTOP)
    with qtbot.waitExposed(screen):
        screen.show()
    screen.activate()
    rest(qtbot, context)
    page = screen.pages[Area.ANSWERS]
    assert isinstance(page, AnswersPage)
    page.activate()
    rest(qtbot, context)
    before = len(page.coverage.presenter.state.left)
    assert before > 20
    page.save_draft()
    assert len(page.coverage.presenter.state.left) == before  # nothing is on the screen
    page.coverage.click()
    rest(qtbot, context)
    page.save_draft()
    rest(qtbot, context)
    assert 0 < len(page.coverage.presenter.state.left) < before
    assert unnamed(screen) == []
    if folder() is not None:
        for look in every_look(context.texts, context.theme):
            screen.retranslate()
            rest(qtbot, context)
            grab(screen, f"coverage-{look}")
    left = page.coverage.presenter.state.left
    findings = screen.pages[Area.FINDINGS]
    assert isinstance(findings, FindingsPage)
    screen.tabs.setCurrentWidget(findings)
    findings.activate()
    rest(qtbot, context)
    assert findings.coverage.presenter.state.left == left
    if folder() is not None:
        grab(screen, "coverage-findings")
    findings.coverage.click()
    rest(qtbot, context)
    assert screen.tabs.currentWidget() is page
    screen.dispose()
    rest(qtbot, context)


def rest(qtbot: QtBot, context: UiContext) -> None:
    qtbot.wait(30)
    qtbot.waitUntil(lambda: context.runner.active_count == 0, timeout=10_000)
    qtbot.wait(30)
