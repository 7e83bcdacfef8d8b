"""Whatever is being typed is in the vault within two seconds, without lock or button: notes, flags, remarks."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot
from typing_extensions import override

from app.models.domain.finding import ITEMS
from app.ui.context import UiContext
from app.ui.presenters.case_head import Area
from app.ui.presenters.hub import ChangeHub
from app.ui.screens.case.answers import AnswersPage
from app.ui.screens.case.decision import DecisionPage
from app.ui.screens.case.findings import FindingsPage
from app.ui.screens.case.screen import AUTOSAVE_MS, SETTLE_MS, CaseScreen
from tests.services.exchange.conftest import At
from tests.services.exchange.offices import Office
from tests.services.exchange.world import World, plain
from tests.ui.case.desks import workplace_of
from tests.ui.case.test_case_screen import Opened
from tests.ui.stopped_time import StoppedTime

TWO_SECONDS = 2000


@dataclass
class Paused(Opened):
    """A case screen whose time passes only here: so much, each time it rests, that an area in view is opened."""

    clock: StoppedTime

    @override
    def rest(self) -> None:
        quiet, passed = 0, 0

        def is_quiet() -> bool:
            nonlocal quiet, passed
            quiet = quiet + 1 if self.context.runner.active_count == 0 else 0
            if quiet == 3 and passed < 3:
                quiet, passed = 0, passed + 1
                self.clock.advance((SETTLE_MS + 100) / 1000)
            return quiet > 3

        self.bot.waitUntil(is_quiet, timeout=10_000)


class Cases:
    """Case screens under a clock that moves only when the test says so."""

    def __init__(self, bot: QtBot, context: UiContext) -> None:
        self.clock = StoppedTime()
        self._bot = bot
        self._context = replace(context, timers=self.clock, hub=ChangeHub())
        self.screens: list[CaseScreen] = []

    def open(self, world: World, office: Office, who: str) -> Opened:
        screen = CaseScreen(self._context, workplace_of(world, office, who), world.case)
        self._bot.addWidget(screen)
        screen.show()
        screen.activate()
        self.screens.append(screen)
        opened = Paused(self._bot, self._context, screen, self.clock)
        opened.rest()
        return opened

    def area(self, opened: Opened, area: Area) -> QWidget:
        """An area that stayed in view long enough to be opened."""
        return opened.area(area)

    def later(self, opened: Opened) -> None:
        """Two seconds later, and the vault as somebody finds it whose process was killed then."""
        self.clock.advance(TWO_SECONDS / 1000)
        opened.rest()


@pytest.fixture
def cases(qtbot: QtBot, context: UiContext) -> Iterator[Cases]:
    made = Cases(qtbot, context)
    yield made
    for screen in made.screens:
        screen.dispose()
    context.runner.stop()


def kept(world: World, office: Office, who: str) -> dict[str, str]:
    """Drafts of what was typed; which answers were on the screen is kept beside them."""
    drafts = office.services.drafts.read(office.actor(who), world.case)
    return {place: text for place, text in drafts.items() if place != "coverage"}


def section_opened(cases: Cases, opened: Opened) -> AnswersPage:
    page = cases.area(opened, Area.ANSWERS)
    assert isinstance(page, AnswersPage)
    opened.keys(page.sections, "E")
    QTest.keyClick(page.sections, Qt.Key.Key_Return)
    opened.rest()
    return page


def test_the_pause_is_shorter_than_what_may_be_lost() -> None:
    assert AUTOSAVE_MS < TWO_SECONDS


def test_a_note_and_a_flag_are_kept_while_they_are_typed_and_come_back(at: At, cases: Cases) -> None:
    world = at("assigned")
    office = world.investigation
    opened = cases.open(world, office, "examiner")
    page = section_opened(cases, opened)
    line = page.table.line()
    assert line is not None
    opened.keys(page.table, "f")
    opened.keys(page.side.reason, "passport differs")
    QTest.keyClicks(page.side.due.field, "R7.6.3")
    page.side.begin_note()
    opened.keys(page.side.note, "compare")
    cases.later(opened)
    assert {"note", f"flag/{line.link_id}/{line.row}" if line.row else f"flag/{line.link_id}"} == set(
        kept(world, office, "examiner")
    )
    events = len(office.events())
    opened.keys(page.side.note, " with the register")
    cases.later(opened)
    assert "compare with the register" in kept(world, office, "examiner")["note"]
    assert len(office.events()) == events + 1, "only the look of this test"
    # The process dies here; another one opens the case.
    again = section_opened(cases, cases.open(world, office, "examiner"))
    assert again.table.line() == line
    assert (again.side.reason.text(), again.side.due.field.text()) == ("passport differs", "R7.6.3")
    assert again.side.note.text() == "compare with the register"
    assert kept(world, office, "reviewer") == {}


def test_a_flag_stays_with_its_answer_and_goes_when_it_is_saved_or_given_up(at: At, cases: Cases) -> None:
    world = at("assigned")
    office = world.investigation
    opened = cases.open(world, office, "examiner")
    page = section_opened(cases, opened)
    opened.keys(page.table, "f")
    opened.keys(page.side.reason, "first")
    page.table.setFocus()
    opened.keys(page.table, "j")
    assert page.side.reason.text() == ""
    opened.keys(page.table, "f")
    opened.keys(page.side.reason, "second")
    page.table.setFocus()
    opened.keys(page.table, "k")
    assert page.side.reason.text() == "first"
    assert len(kept(world, office, "examiner")) == 2
    QTest.keyClick(page.side.flag_button, Qt.Key.Key_Space)
    opened.rest()
    assert len(kept(world, office, "examiner")) == 1
    opened.keys(page.table, "j")
    page.side.close_flag()
    opened.rest()
    cases.later(opened)
    assert kept(world, office, "examiner") == {}


def test_a_remark_on_findings_is_kept_and_comes_back(at: At, cases: Cases) -> None:
    world = at("assigned")
    office = world.investigation
    for item in ITEMS:
        office.services.review.write_finding(office.actor("examiner"), world.case, plain(item))
    office.services.review.submit(office.actor("examiner"), world.case)
    opened = cases.open(world, office, "reviewer")
    page = cases.area(opened, Area.FINDINGS)
    assert isinstance(page, FindingsPage)
    opened.keys(page.remark, "say more on item six")
    page.where.setCurrentIndex(6)
    cases.later(opened)
    again = cases.area(cases.open(world, office, "reviewer"), Area.FINDINGS)
    assert isinstance(again, FindingsPage)
    assert (again.remark.text(), again.where.currentData()) == ("say more on item six", 6)
    again.send_button.click()
    opened.rest()
    assert again.remark.text() == ""
    assert kept(world, office, "reviewer") == {}


def test_a_remark_on_a_decision_is_kept_and_comes_back(at: At, cases: Cases) -> None:
    world = at("evaluated")
    opened = cases.open(world, world.agency, "reviewer")
    page = cases.area(opened, Area.DECISION)
    assert isinstance(page, DecisionPage)
    opened.keys(page.remark, "reasons are missing")
    cases.later(opened)
    again = cases.area(cases.open(world, world.agency, "reviewer"), Area.DECISION)
    assert isinstance(again, DecisionPage)
    assert again.remark.text() == "reasons are missing"


def test_nothing_is_written_while_nobody_types(at: At, cases: Cases) -> None:
    world = at("assigned")
    opened = cases.open(world, world.investigation, "examiner")
    for area in list(opened.screen.pages):
        cases.area(opened, area)
    before = world.investigation.rows("documents"), world.investigation.events()
    for _ in range(5):
        cases.later(opened)
    assert (world.investigation.rows("documents"), world.investigation.events()) == before
