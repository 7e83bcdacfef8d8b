"""The page of what becomes of bundles: what waits, what went wrong, and what can be done about it."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QWidget
from pytestqt.qtbot import QtBot

from app.models.domain.ids import BundleId
from app.models.domain.loop import Cause, Clearing, Ending
from app.models.views.loop import LaneStop
from app.services.bundles.manifest import Kind
from app.services.desk import Target
from app.services.exchange.lanes import GAP, StoppedLane
from app.ui.context import UiContext
from app.ui.presenters.export_state import Step
from app.ui.screens.exporting.asking import TwoPersonDialog
from app.ui.screens.exporting.loop_lists import lane_line
from app.ui.screens.exporting.screen import ExportScreen
from tests.journeys.shots import LAPTOP, every_look, folder, grab
from tests.services.exchange.test_cut_off import cut_off
from tests.services.exchange.world import World
from tests.ui.exchange.test_exchange_screens import Open, is_sound, opened, sending, settle

__all__ = ["opened"]


@pytest.fixture
def troubled(world: World) -> World:
    """The agency waits for a receipt for eight days, and nothing more is taken from the contractor."""
    world.sent(world.agency, Kind.INVESTIGATION_REQUEST, Target(case=world.case), world.investigation)
    world.clock.advance(timedelta(days=8))
    with world.agency.desk.vault.write() as unit:
        at, partner = world.clock.now(), world.contractor.station
        unit.loop.open_incident(Cause.OTHER_COUNTS.value, "", world.investigation.station, at, "program")
        unit.loop.stop_lane(LaneStop(0, partner, "bundle.fork", world.case, 3, "0" * 64, 3, at))  # type: ignore[arg-type] # any id
        unit.lanes.stop("in", partner)
        other = world.investigation.station
        unit.loop.stop_lane(LaneStop(0, other, "bundle.gap", world.case, 4, "0" * 64, 1, at))  # type: ignore[arg-type] # any id
    return world


def look(screen: ExportScreen, name: str, dialog: QWidget | None = None) -> None:
    """Pictures for a person to look at, when somebody wants any."""
    if folder() is None:
        return
    screen.resize(LAPTOP)
    for suffix in every_look(screen.context.texts, screen.context.theme):
        screen.retranslate()
        QApplication.processEvents()
        grab(dialog or screen, f"{name}-{suffix}")


def loop_of(qtbot: QtBot, opened: Open, world: World) -> ExportScreen:
    screen = sending(opened, world)
    screen.home.setCurrentWidget(screen.loop)
    settle(qtbot, screen)
    return screen


def save_to(path: Path, screen: ExportScreen) -> None:
    (dialog,) = screen.loop.findChildren(QFileDialog)
    dialog.fileSelected.emit(str(path))
    dialog.close()
    dialog.deleteLater()


def test_every_trouble_is_listed_with_what_to_do(qtbot: QtBot, opened: Open, troubled: World, tmp_path: Path) -> None:
    screen = loop_of(qtbot, opened, troubled)
    loop, texts = screen.loop, screen.context.texts
    assert screen.home.tabText(1) == texts("ui.export.tab.loop.open", count=4)
    assert [table.model().rowCount() for table in (loop.awaited, loop.incidents, loop.lanes)] == [1, 1, 2]
    is_sound(screen)
    look(screen, "export-loop")
    # Remind, then record the incident, print its report, and close it with a reason.
    assert not loop.remind.isEnabled()
    loop.awaited.selectRow(0)
    loop.remind.click()
    save_to(tmp_path / "reminder.pdf", screen)
    settle(qtbot, screen)
    assert (tmp_path / "reminder.pdf").read_bytes().startswith(b"%PDF")
    loop.awaited.selectRow(0)
    loop.record.click()
    settle(qtbot, screen)
    assert loop.incidents.model().rowCount() == 2
    loop.incidents.selectRow(0)
    loop.report.click()
    save_to(tmp_path / "incident.pdf", screen)
    settle(qtbot, screen)
    assert (tmp_path / "incident.pdf").read_bytes().startswith(b"%PDF")
    loop.incidents.selectRow(0)
    loop.close_it.click()
    assert loop.dialog is not None
    assert not loop.dialog.yes_button.isEnabled()
    look(screen, "export-loop-ending", loop.dialog)
    loop.dialog.choose(Ending.LOSS_REPORTED.value)
    loop.dialog.yes_button.click()
    settle(qtbot, screen)
    assert loop.incidents.model().rowCount() == 1
    loop.closed.click()
    settle(qtbot, screen)
    assert loop.incidents.model().rowCount() == 2


def test_a_fork_is_cleared_by_two_and_a_gap_by_nobody(qtbot: QtBot, opened: Open, troubled: World) -> None:
    screen = loop_of(qtbot, opened, troubled)
    loop = screen.loop
    gap = next(at for at, one in enumerate(screen.loop_presenter.state.lanes) if one.missing == (1, 3))
    loop.lanes.selectRow(gap)
    assert not loop.clear.isEnabled()
    loop.lanes.selectRow(1 - gap)
    loop.clear.click()
    dialog = loop.dialog
    assert isinstance(dialog, TwoPersonDialog)
    dialog.choose(Clearing.OPERATING_ERROR.value)
    assert not dialog.yes_button.isEnabled()
    person = troubled.agency.person("auditor")
    dialog.second.people.setCurrentIndex(dialog.second.people.findData(person))
    QTest.keyClicks(dialog.second.secret, "wrong passphrase")
    dialog.yes_button.click()
    settle(qtbot, screen)
    assert dialog.trouble.isVisible(), "what failed is said where it can be mended"
    QTest.keyClicks(dialog.second.secret, "passphrase of auditor")
    look(screen, "export-loop-clearing", dialog)
    dialog.yes_button.click()
    settle(qtbot, screen)
    assert screen.loop_presenter.state.error is None
    assert [one.missing for one in screen.loop_presenter.state.lanes] == [(1, 3)]


def test_a_mistyped_receipt_says_which_line(qtbot: QtBot, opened: Open, troubled: World) -> None:
    screen = loop_of(qtbot, opened, troubled)
    loop = screen.loop
    QTest.keyClicks(loop.typed, "ABCDE FGHJK")
    loop.take_in.click()
    settle(qtbot, screen)
    error = screen.loop_presenter.state.error
    assert error is not None
    assert (error.code, error.params) == ("receipt.text-mistyped", {"line": 1})
    assert loop.strip.errors.isVisible()


def test_a_writing_that_was_cut_off_is_taken_back(qtbot: QtBot, opened: Open, world: World) -> None:
    cut_off(world)
    screen = loop_of(qtbot, opened, world)
    loop = screen.loop
    loop.awaited.selectRow(0)
    assert loop.take_back.isEnabled()
    assert not loop.remind.isEnabled()
    loop.take_back.click()
    save_to(world.root / "stick", screen)
    settle(qtbot, screen)
    assert screen.loop_presenter.state.error is None
    assert screen.loop_presenter.state.awaited == ()


def test_a_signer_refuses_and_the_draft_is_kept_with_the_reason(qtbot: QtBot, opened: Open, world: World) -> None:
    screen = sending(opened, world)
    flow, presenter = screen.flow, screen.presenter
    presenter.begin([presenter.state.listed[0]])
    settle(qtbot, screen)
    presenter.forward()
    presenter.forward()
    settle(qtbot, screen)
    presenter.forward()
    assert presenter.state.step is Step.SIGN
    panel = flow.read.sign
    QTest.keyClicks(panel.secret, "passphrase of security")
    assert panel.button.isEnabled()
    assert not panel.decline.isEnabled()
    panel.reason.setCurrentIndex(1)
    panel.reason.activated.emit(1)
    assert not panel.button.isEnabled(), "whoever gives a reason to refuse does not sign by accident"
    is_sound(screen)
    look(screen, "export-sign")
    panel.decline.click()
    settle(qtbot, screen)
    assert presenter.state.error is None
    (export,) = presenter.state.exports
    assert (export.status, export.standing) == ("draft", "declined")
    assert [reason for _name, reason in export.declined] == ["wrong-recipient"]
    assert list((world.root / "stick").iterdir()) == []
    look(screen, "export-declined")


def test_the_finished_file_is_shown_as_it_was_read_back(qtbot: QtBot, opened: Open, world: World) -> None:
    screen = sending(opened, world)
    presenter = screen.presenter
    presenter.begin([presenter.state.listed[0]])
    settle(qtbot, screen)
    for _step in range(2):
        presenter.forward()
    settle(qtbot, screen)
    presenter.forward()
    presenter.sign(bytearray(b"passphrase of security"))
    settle(qtbot, screen)
    presenter.choose_place(world.root / "stick")
    look(screen, "export-write")
    QTest.keyClicks(screen.flow.write.secret, "passphrase of security")
    screen.flow.write.write.click()
    settle(qtbot, screen)
    table = screen.flow.slip.read_back
    values = [table.model().index(row, 1).data() for row in range(table.model().rowCount())]
    assert "髙橋　美咲" in values
    is_sound(screen)
    look(screen, "export-slip")


def test_a_single_missing_number_is_asked_for_as_one(context: UiContext, world: World) -> None:
    origin = world.contractor.station
    lane = StoppedLane(origin, "", "", GAP, BundleId("b" * 32), 4, 2, world.clock.now(), (3, 3), is_stopped=False)
    assert lane_line(context.texts, lane).cells[3] == context.texts("ui.loop.lane.gap.do.one", first=3)
    assert lane_line(context.texts, replace(lane, missing=(2, 3))).cells[3] == context.texts(
        "ui.loop.lane.gap.do", first=2, last=3
    )
