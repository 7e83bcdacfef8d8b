"""The window of a case that another window works on: who, taking over, and which finding goes on."""

from dataclasses import replace

from pytestqt.qtbot import QtBot

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
from tests.services.exchange.world import plain
from tests.ui.case.desks import workplace_of
from tests.ui.walker import unnamed


def test_a_second_window_takes_over_and_chooses_between_two_findings(at: At, qtbot: QtBot, context: UiContext) -> None:
    world = at("assigned")
    office, case = world.investigation, world.case
    services, first = office.services, office.actor("examiner")
    assert services.queue.sheet(first, case).leased_by is None
    place = workplace_of(world, office, "examiner")
    session = Session(office.desk, replace(first, session="another"), place.station, place.officer_name)
    second = Workplace()
    second.open(place._door, session, services)  # type: ignore[arg-type]  # the same door
    screen = CaseScreen(context, second, case)
    qtbot.addWidget(screen)
    screen.resize(LAPTOP)
    screen.activate()
    qtbot.waitUntil(lambda: not screen.lease_bar.banner.isHidden() and bool(screen.pages), timeout=5000)
    page = screen.pages[Area.FINDINGS]
    assert isinstance(page, FindingsPage)
    screen.tabs.setCurrentWidget(page)
    page.activate()
    qtbot.waitUntil(lambda: page._presenter.state.is_loaded, timeout=5000)
    assert not page._presenter.state.may_write
    shoot(screen, context, "lease")
    screen.lease_bar.banner.button.click()
    rest(qtbot, context)
    screen.head.load()
    rest(qtbot, context)
    page.activate()
    rest(qtbot, context)
    presenter = page._presenter
    presenter.edit(EditedFinding(1, adverse=False, summary="この窓で書いた所見。"))
    services.review.write_finding(second.actor, case, plain(ITEMS[0]))
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
    assert services.review.detail(second.actor, case).kept[1].revision == 2
    screen.dispose()
    rest(qtbot, context)
    assert services.queue.sheet(first, case).leased_by is None


def rest(qtbot: QtBot, context: UiContext) -> None:
    qtbot.wait(30)
    qtbot.waitUntil(lambda: context.runner.active_count == 0, timeout=5000)
    qtbot.wait(30)


def shoot(screen: CaseScreen, context: UiContext, name: str) -> None:
    if folder() is not None:
        for look in every_look(context.texts, context.theme):
            screen.retranslate()
            grab(screen, f"{name}-{look}")
