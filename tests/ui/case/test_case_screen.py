"""The case screen as keyboard and screen reader meet it, on real vaults and real jobs."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from app.models.domain.changes import Changes
from app.models.domain.finding import ITEMS
from app.models.forms.reading import Line
from app.ui.context import UiContext
from app.ui.jobs.bridge import ChangeBridge
from app.ui.presenters.case_head import Area
from app.ui.screens.case import screen as case_screen
from app.ui.screens.case.answers import AnswersPage
from app.ui.screens.case.decision import DecisionPage
from app.ui.screens.case.findings import FindingsPage
from app.ui.screens.case.opinion import OpinionPage
from app.ui.screens.case.screen import CaseScreen
from app.ui.screens.case.signing import SignDialog
from app.ui.screens.case.two_lines import SECOND_ROLE
from tests.services.exchange.conftest import At
from tests.services.exchange.offices import Office
from tests.services.exchange.world import World, plain
from tests.ui.case.desks import passphrase, workplace_of
from tests.ui.walker import missed_by_tab, tab_round, unnamed

Open = Callable[[World, Office, str], "Opened"]


@dataclass
class Opened:
    """A case screen in view, with the news of changes connected."""

    bot: QtBot
    context: UiContext
    screen: CaseScreen

    def rest(self) -> None:
        """Wait until every job and every piece of news was delivered."""
        quiet = 0

        def is_quiet() -> bool:
            nonlocal quiet
            is_still = self.context.runner.active_count == 0 and self.screen.is_settled
            quiet = quiet + 1 if is_still else 0
            return quiet > 3

        self.bot.waitUntil(is_quiet, timeout=10_000)

    def area(self, area: Area) -> QWidget:
        self.screen.tabs.setCurrentWidget(self.screen.pages[area])
        self.rest()
        return self.screen.pages[area]

    def keys(self, widget: QWidget, text: str) -> None:
        QTest.keyClicks(widget, text)
        self.rest()


@pytest.fixture(name="open_case")
def _open_case(qtbot: QtBot, context: UiContext) -> Iterator[Open]:
    opened: list[CaseScreen] = []

    def make(world: World, office: Office, who: str) -> Opened:
        screen = CaseScreen(context, workplace_of(world, office, who), world.case)
        qtbot.addWidget(screen)
        bridge = ChangeBridge(context.hub, screen)
        office.desk.subscribe(bridge.publish)
        context.hub.subscribe(screen.changes)
        screen.resize(1200, 700)
        screen.show()
        qtbot.waitExposed(screen)
        screen.activate()
        found = Opened(qtbot, context, screen)
        found.rest()
        opened.append(screen)
        return found

    yield make
    for screen in opened:
        screen.dispose()
    context.runner.stop()


@pytest.mark.parametrize(
    ("stage", "office", "who"), [("accepted", "investigation", "reviewer"), ("received", "agency", "examiner")]
)
def test_everything_has_a_name_and_can_be_reached(
    at: At, open_case: Open, monkeypatch: pytest.MonkeyPatch, stage: str, office: str, who: str
) -> None:
    """The journey with a screen reader walks through the other stages."""
    monkeypatch.setattr(case_screen, "SETTLE_MS", 1)
    world = at(stage)
    opened = open_case(world, getattr(world, office), who)
    for area in list(opened.screen.pages):
        opened.area(area)
        assert unnamed(opened.screen) == [], area
        assert missed_by_tab(opened.screen) == [], area


def test_the_examiner_reads_flags_and_notes_by_keyboard(at: At, open_case: Open) -> None:
    world = at("assigned")
    opened = open_case(world, world.investigation, "examiner")
    page = opened.area(Area.ANSWERS)
    assert isinstance(page, AnswersPage)
    assert page.sections.hasFocus()
    opened.keys(page.sections, "E")
    QTest.keyClick(page.sections, Qt.Key.Key_Return)
    opened.rest()
    assert page.table.hasFocus()
    first = page.table.line()
    opened.keys(page.table, "jj")
    line = page.table.line()
    assert isinstance(line, Line)
    opened.keys(page.table, "k")
    assert page.table.line() not in (first, line)
    opened.keys(page.table, "jf")
    assert page.side.reason.hasFocus()
    opened.keys(page.side.reason, "passport differs")
    QTest.keyClick(page.side.reason, Qt.Key.Key_Tab)
    QTest.keyClicks(page.side.due.field, "R7.6.30")
    QTest.keyClick(page.side.flag_button, Qt.Key.Key_Space)
    opened.rest()
    assert page.table.hasFocus()
    assert page.table.line() == line
    flag = page.model._flag_on(line)
    assert flag is not None
    assert flag.flag.reason == "passport differs"
    opened.keys(page.table, "n")
    assert page.side.note.hasFocus()
    assert page.side.purpose.currentData() == "1"
    opened.keys(page.side.note, "compare with the register")
    QTest.keyClick(page.side.note_button, Qt.Key.Key_Space)
    opened.rest()
    assert page.side.note.text() == ""
    notes = world.investigation.services.review.detail(world.investigation.actor("examiner"), world.case).notes
    assert [(note.purpose, note.text) for note in notes] == [("1", "compare with the register")]


def test_a_note_on_a_section_that_only_identifies_needs_an_item(at: At, open_case: Open) -> None:
    world = at("assigned")
    opened = open_case(world, world.investigation, "examiner")
    page = opened.area(Area.ANSWERS)
    assert isinstance(page, AnswersPage)
    QTest.keyClick(page.sections, Qt.Key.Key_Return)
    opened.rest()
    opened.keys(page.table, "n")
    opened.keys(page.side.note, "text")
    assert page.side.purpose.currentData() == ""
    assert not page.side.note_button.isEnabled()
    page.side.purpose.setCurrentIndex(3)
    assert page.side.note_button.isEnabled()


def test_letters_stay_letters_in_a_field(at: At, open_case: Open) -> None:
    world = at("assigned")
    opened = open_case(world, world.investigation, "examiner")
    page = opened.area(Area.ANSWERS)
    assert isinstance(page, AnswersPage)
    page.side.note.setFocus()
    opened.keys(page.side.note, "jkfn")
    assert page.side.note.text() == "jkfn"


def test_typing_a_finding_is_not_disturbed_by_news_of_the_case(at: At, open_case: Open) -> None:
    world = at("assigned")
    opened = open_case(world, world.investigation, "examiner")
    page = opened.area(Area.FINDINGS)
    assert isinstance(page, FindingsPage)
    page.editor.summary.setFocus()
    opened.keys(page.editor.summary, "half a sen")
    world.investigation.services.review.note(world.investigation.actor("examiner"), world.case, "1", "elsewhere")
    opened.rest()
    opened.keys(page.editor.summary, "tence")
    assert page.editor.summary.text() == "half a sentence"
    assert page.editor.summary.hasFocus()
    assert not page.submit_button.isEnabled()
    assert opened.context.texts("item.1") in page.submit_hint.text()


def test_the_keyboard_comes_back_to_the_button_that_saved(at: At, open_case: Open) -> None:
    world = at("assigned")
    opened = open_case(world, world.investigation, "examiner")
    page = opened.area(Area.FINDINGS)
    assert isinstance(page, FindingsPage)
    page.editor.adverse.buttons["not-adverse"].click()
    QTest.keyClicks(page.editor.summary, "nothing found")
    page.items.setCurrentRow(1)
    QTest.keyClicks(page.editor.summary, "half")
    page.save_button.setFocus()
    QTest.keyClick(page.save_button, Qt.Key.Key_Space)
    opened.rest()
    assert ("finding.written", "done") in world.investigation.events()
    assert page.save_button.hasFocus()


def test_a_new_fact_stands_in_its_place_for_tab(at: At, open_case: Open) -> None:
    world = at("assigned")
    opened = open_case(world, world.investigation, "examiner")
    page = opened.area(Area.FINDINGS)
    assert isinstance(page, FindingsPage)
    page.editor.add_button.click()
    page.editor.add_button.click()
    opened.rest()
    one, two = page.editor._editors()
    page.editor.summary.setFocus()
    order = tab_round(opened.screen)
    assert missed_by_tab(opened.screen) == []
    places = [order.index(part) for part in (page.editor.summary, one.text, one.remove_button, two.text, two.cited)]
    assert places == sorted(places)
    assert order.index(page.editor.add_button) > places[-1]


def test_a_withdrawal_turns_the_open_screen_to_sealed_and_drops_what_was_typed(at: At, open_case: Open) -> None:
    world = at("received")
    world.agency.services.decisions.open(world.agency.actor("examiner"), world.case)
    opened = open_case(world, world.agency, "examiner")
    page = opened.area(Area.DECISION)
    assert isinstance(page, DecisionPage)
    page.editor.overall.setFocus()
    opened.keys(page.editor.overall, "unsaved")
    world.withdraw()
    opened.rest()
    screen = opened.screen
    assert screen.stack.currentWidget() is screen.sealed
    assert screen.pages == {}
    assert screen.panes() == [screen.sealed.title]
    assert screen.sealed.dropped.isVisibleTo(screen)
    assert screen.sealed.title.hasFocus()
    assert "美咲" not in " ".join(label.text() for label in (screen.header.name, screen.header.kana))
    screen.save_draft()
    opened.rest()
    assert ("evaluation.written", "done") not in world.agency.events()


def test_word_of_a_withdrawal_covers_the_screen_before_any_job_answers(at: At, open_case: Open) -> None:
    world = at("received")
    opened = open_case(world, world.agency, "examiner")
    screen = opened.screen
    other = Changes(frozenset({"withdrawal"}), frozenset({"another-case"}))
    screen.changes(other)
    assert screen.stack.currentWidget() is screen.tabs
    screen.changes(Changes(frozenset({"withdrawal"}), frozenset({world.case})))
    assert screen.stack.currentWidget() is screen.sealed
    assert screen.pages == {}


def test_a_case_that_was_sealed_before_opens_sealed(at: At, open_case: Open) -> None:
    world = at("answered")
    world.withdraw()
    opened = open_case(world, world.agency, "examiner")
    assert opened.screen.stack.currentWidget() is opened.screen.sealed
    assert not opened.screen.sealed.dropped.isVisibleTo(opened.screen)
    assert unnamed(opened.screen) == []


def test_closing_the_case_keeps_what_was_being_written(at: At, open_case: Open) -> None:
    world = at("assigned")
    opened = open_case(world, world.investigation, "examiner")
    page = opened.area(Area.FINDINGS)
    assert isinstance(page, FindingsPage)
    page.editor.adverse.buttons["not-adverse"].click()
    page.editor.summary.setFocus()
    QTest.keyClicks(page.editor.summary, "nothing found")
    opened.screen.save_draft()
    opened.screen.dispose()
    opened.rest()
    again = open_case(world, world.investigation, "examiner").area(Area.FINDINGS)
    assert isinstance(again, FindingsPage)
    assert again.editor.summary.text() == "nothing found"
    assert opened.context.texts("case.findings.unsaved") in again.items.item(0).data(SECOND_ROLE)


def test_a_reviewer_sees_the_finding_in_words_and_cannot_write(at: At, open_case: Open) -> None:
    world = at("assigned")
    review, examiner = world.investigation.services.review, world.investigation.actor("examiner")
    for item in ITEMS:
        review.write_finding(examiner, world.case, plain(item))
    review.submit(examiner, world.case)
    opened = open_case(world, world.investigation, "reviewer")
    page = opened.area(Area.FINDINGS)
    assert isinstance(page, FindingsPage)
    assert page.editor.summary.isReadOnly()
    assert page.editor.adverse.said.text() == opened.context.texts("case.finding.is-not-adverse")
    assert not page.save_button.isVisibleTo(page)
    assert page.accept_button.isEnabled()


def test_a_wrong_passphrase_is_said_in_the_dialog_and_the_right_one_signs(at: At, open_case: Open) -> None:
    world = at("accepted")
    opened = open_case(world, world.investigation, "reviewer")
    page = opened.area(Area.OPINION)
    assert isinstance(page, OpinionPage)
    assert not page.sign_button.isEnabled()
    page.code.buttons["no-risk-found"].click()
    QTest.keyClicks(page.text, "no facts against")
    page.sign_button.click()
    dialog = page._dialog
    assert isinstance(dialog, SignDialog)
    assert unnamed(dialog) == []
    QTest.keyClicks(dialog.second.secret, "wrong")
    QTest.keyClick(dialog.second.secret, Qt.Key.Key_Return)
    opened.rest()
    assert dialog.trouble.isVisible()
    assert dialog.second.secret.text() == ""
    assert page.text.text() == "no facts against"
    QTest.keyClicks(dialog.second.secret, passphrase("reviewer"))
    QTest.keyClick(dialog.second.secret, Qt.Key.Key_Return)
    opened.rest()
    assert page._dialog is None
    assert page.notice.isVisible()
    assert ("opinion.signed", "done") in world.investigation.events()


def test_the_outcome_is_chosen_anew_before_the_decision(at: At, open_case: Open) -> None:
    world = at("proposed")
    opened = open_case(world, world.agency, "decider")
    page = opened.area(Area.DECISION)
    assert isinstance(page, DecisionPage)
    assert page.outcome.value() == ""
    assert not page.confirm_button.isEnabled()
    page.outcome.buttons["cleared"].click()
    assert page.confirm_button.isEnabled()
