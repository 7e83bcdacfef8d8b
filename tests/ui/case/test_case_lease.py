"""The window of a case that another window works on: who, taking over, and which finding goes on."""

from dataclasses import dataclass, replace

import msgspec
import pytest
from pytestqt.qtbot import QtBot

from app.models.domain.actor import Actor
from app.models.domain.acts import Action
from app.models.domain.finding import ITEMS
from app.services.stations.unlocking import Session
from app.ui.context import UiContext
from app.ui.presenters.case_head import Area
from app.ui.presenters.finding_editing import EditedFinding
from app.ui.screens.case.findings import FindingsPage
from app.ui.screens.case.screen import CaseScreen
from app.ui.workplace import Workplace
from tests.journeys.shots import LAPTOP, every_look, folder, grab
from tests.services.exchange.conftest import At
from tests.services.exchange.world import World, plain
from tests.ui.case.desks import workplace_of
from tests.ui.walker import unnamed


@pytest.fixture(name="case")
def _case(at: At, qtbot: QtBot, context: UiContext) -> "Case":
    """A case that another window of the same officer works on, and a second window that opened it."""
    world = at("assigned")
    office = world.investigation
    first = office.actor("examiner")
    assert office.services.queue.sheet(first, world.case).leased_by is None
    draft = EditedFinding(2, adverse=False, summary="別の窓で書きかけの所見。")
    content = msgspec.json.encode(draft).decode()
    office.services.drafts.keep(first, world.case, Action.WRITE_FINDING, {"finding/2": ("2", content)})
    place = workplace_of(world, office, "examiner")
    session = Session(office.desk, replace(first, session="another"), place.station, place.officer_name)
    second = Workplace()
    second.open(place._door, session, office.services)  # type: ignore[arg-type]  # the same door
    screen = CaseScreen(context, second, world.case)
    qtbot.addWidget(screen)
    screen.resize(LAPTOP)
    screen.show()
    screen.activate()
    qtbot.waitUntil(lambda: not screen.lease_bar.banner.isHidden() and bool(screen.pages), timeout=5000)
    return Case(world, first, second.actor, screen)


@dataclass
class Case:
    world: World
    first: Actor
    second: Actor
    screen: CaseScreen

    def findings(self, qtbot: QtBot, context: UiContext) -> FindingsPage:
        page = self.screen.pages[Area.FINDINGS]
        assert isinstance(page, FindingsPage)
        self.screen.tabs.setCurrentWidget(page)
        page.activate()
        rest(qtbot, context)
        return page


def test_a_second_window_takes_over_and_chooses_between_two_findings(
    case: Case, qtbot: QtBot, context: UiContext
) -> None:
    screen, review = case.screen, case.world.investigation.services.review
    page = case.findings(qtbot, context)
    assert not page._presenter.state.may_write
    shoot(screen, context, "lease")
    screen.lease_bar.banner.button.click()
    rest(qtbot, context)
    screen.head.load()
    rest(qtbot, context)
    page = case.findings(qtbot, context)
    presenter = page._presenter
    assert presenter.state.edited[2].summary == "別の窓で書きかけの所見。"
    assert presenter.state.unsaved == {2}
    presenter.edit(EditedFinding(1, adverse=False, summary="この窓で書いた所見。"))
    review.write_finding(case.second, case.world.case, plain(ITEMS[0]))
    presenter.save()
    rest(qtbot, context)
    assert presenter.state.error is not None
    assert presenter.state.error.code == "finding.changed-meanwhile"
    assert presenter.state.current.summary == "この窓で書いた所見。"
    assert not page.conflict.isHidden()
    assert unnamed(screen) == []
    shoot(screen, context, "conflict")
    page.conflict.keep_button.click()
    presenter.save()
    rest(qtbot, context)
    assert (presenter.state.unsaved, presenter.state.conflicts) == (frozenset(), {})
    assert review.detail(case.second, case.world.case).kept[1].revision == 2
    screen.dispose()
    rest(qtbot, context)
    assert case.world.investigation.services.queue.sheet(case.first, case.world.case).leased_by is None


def test_a_window_that_lost_its_case_says_so_at_once_and_keeps_what_was_typed(
    case: Case, qtbot: QtBot, context: UiContext
) -> None:
    screen, services = case.screen, case.world.investigation.services
    screen.lease_bar.banner.button.click()
    rest(qtbot, context)
    screen.head.load()
    rest(qtbot, context)
    page = case.findings(qtbot, context)
    services.leases.take_over(case.first, case.world.case)
    page._presenter.edit(EditedFinding(1, adverse=False, summary="知らずに打った文。"))
    screen.save_draft()
    rest(qtbot, context)
    assert not screen.lease_bar.banner.isHidden(), "another program took it over, and no news came"
    tries = len(services.queue.history(case.first, case.world.case))
    screen.save_draft()
    rest(qtbot, context)
    assert len(services.queue.history(case.first, case.world.case)) == tries + 1, (
        "only that look: nothing is tried again"
    )
    screen.lease_bar.banner.button.click()
    rest(qtbot, context)
    screen.head.load()
    rest(qtbot, context)
    assert screen.pages[Area.FINDINGS] is page
    assert page._presenter.state.edited[1].summary == "知らずに打った文。"
    assert screen.lease_bar.banner.button.isHidden()


def rest(qtbot: QtBot, context: UiContext) -> None:
    qtbot.wait(30)
    qtbot.waitUntil(lambda: context.runner.active_count == 0, timeout=5000)
    qtbot.wait(30)


def shoot(screen: CaseScreen, context: UiContext, name: str) -> None:
    if folder() is not None:
        for look in every_look(context.texts, context.theme):
            screen.retranslate()
            grab(screen, f"{name}-{look}")
