"""Destructions that others must report: awaited, overdue, reported, in the Retention room and on the start page."""

from datetime import timedelta

import pytest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from app.models.domain.ids import BundleId
from app.models.views.duties import KeptProof
from app.services.bundles.manifest import Kind
from app.services.desk import Target
from app.services.exchange.awaited import TIME_TO_REPORT
from app.ui.context import UiContext
from app.ui.screens.retention.screen import RetentionScreen
from tests.journeys.shots import LAPTOP, every_look, folder, grab
from tests.services.exchange.conftest import At
from tests.services.exchange.world import World
from tests.ui.case.desks import workplace_of
from tests.ui.office.corridor import assert_everybody_can_use, settle, shown


def written(world: World, kind: Kind) -> BundleId:
    with world.agency.desk.vault.read() as unit:
        return next(one.bundle_id for one in unit.exports.in_status(("written",)) if one.kind == kind.value)


def overdue_today(world: World) -> int:
    waiting = world.agency.services.queue.today(world.agency.actor("security")).waiting
    return next((one.count for one in waiting if one.key == "today.proofs-overdue"), 0)


@pytest.fixture
def sent(at: At) -> World:
    """The contractor was told that nothing is carried out, the investigation office was asked."""
    world = at("consented")
    world.sent(world.agency, Kind.NOT_CARRIED_OUT, Target(entry=world.refused), world.contractor)
    world.sent(world.agency, Kind.INVESTIGATION_REQUEST, Target(case=world.case), world.investigation)
    return world


def test_who_has_not_answered_is_listed_first(sent: World, context: UiContext, qtbot: QtBot) -> None:
    world, service, security = sent, sent.agency.services.awaited, sent.agency.actor("security")
    told, asked = written(world, Kind.NOT_CARRIED_OUT), written(world, Kind.INVESTIGATION_REQUEST)
    periods = {one.bundle_id: one.due_on for one in service.reports(security)}
    assert (periods[told].year, periods[asked].year) == (world.clock.today().year + 1, world.clock.today().year + 10)
    world.clock.advance(periods[told] + TIME_TO_REPORT - world.clock.today())
    assert overdue_today(world) == 0
    world.clock.advance(timedelta(days=1))
    assert overdue_today(world) == 1
    now = world.clock.now()
    proof = KeptProof(asked, "purpose-ended", now, "P1", "P2", "0" * 64, BundleId("0" * 32), now)
    with world.agency.desk.vault.write() as unit:
        unit.duties.keep(proof)
    assert {one.bundle_id: one.is_overdue for one in service.reports(security)} == {told: True, asked: False}
    host = QWidget()
    qtbot.addWidget(host)
    screen = RetentionScreen(context, workplace_of(world, world.agency, "auditor"), host)
    shown(qtbot, screen, host)
    screen.tabs.setCurrentWidget(screen.awaited)
    settle(qtbot, context)
    rows = [screen.awaited.model.row_at(screen.awaited.model.index(row, 0)) for row in range(2)]
    assert [one.bundle_id for one in rows if one is not None] == [told, asked]
    assert_everybody_can_use(screen)
    if folder() is not None:
        screen.resize(LAPTOP)
        for suffix in every_look(context.texts, context.theme):
            screen.retranslate()
            QApplication.processEvents()
            grab(screen, f"awaited-{suffix}")
    screen.dispose()
    host.close()


def test_who_does_not_watch_exports_is_not_asked(sent: World, context: UiContext, qtbot: QtBot) -> None:
    host = QWidget()
    qtbot.addWidget(host)
    screen = RetentionScreen(context, workplace_of(sent, sent.agency, "administrator"), host)
    shown(qtbot, screen, host)
    assert [screen.tabs.isTabVisible(tab) for tab in range(4)] == [True, True, True, False]
    assert {result for _, result in sent.agency.events()} == {"done"}
    screen.dispose()
    host.close()
