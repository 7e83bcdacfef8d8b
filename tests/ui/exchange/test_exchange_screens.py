from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QPushButton, QTableView
from pytestqt.qtbot import QtBot

from app.models.domain.roster import RosterField
from app.services.bundles.manifest import Kind
from app.services.bundles.report import Axis
from app.services.desk import Target
from app.services.exchange.importing import GapReason
from app.services.platform.chosen_files import ChosenFiles
from app.services.texts.catalogue import Language
from app.ui.context import UiContext
from app.ui.presenters.export_state import Step
from app.ui.screen import Screen
from app.ui.screens.exporting.screen import ExportScreen
from app.ui.screens.importing.screen import ImportScreen
from app.ui.screens.importing.settling import SettleOne
from app.ui.widgets.confirm import ConfirmDialog
from tests.services.exchange.offices import Office
from tests.services.exchange.world import World, roster_csv
from tests.ui.exchange.places import Shelf, workplace_of
from tests.ui.walker import missed_by_tab, unnamed

Open = Callable[[type[ImportScreen] | type[ExportScreen], Office], Screen]

SMALL = (1180, 640)
"""What a window of 1366 x 768 leaves to a room."""


@pytest.fixture
def opened(qtbot: QtBot, context: UiContext, shelf: Shelf) -> Open:
    """Show a room of an office in a window of its own and let its first look end."""

    def show(room: type[ImportScreen] | type[ExportScreen], office: Office) -> Screen:
        screen = room(context, workplace_of(office), shelf, shelf.drive_at, ChosenFiles())
        qtbot.addWidget(screen)
        screen.resize(*SMALL)
        with qtbot.waitExposed(screen):
            screen.show()
        screen.activateWindow()
        screen.activate()
        settle(qtbot, screen)
        return screen

    return show


def settle(qtbot: QtBot, screen: Screen) -> None:
    qtbot.waitUntil(lambda: screen.context.runner.active_count == 0, timeout=20_000)
    QApplication.processEvents()
    qtbot.waitUntil(lambda: screen.context.runner.active_count == 0, timeout=20_000)


def sending(opened: Open, world: World) -> ExportScreen:
    screen = opened(ExportScreen, world.agency)
    assert isinstance(screen, ExportScreen)
    return screen


def receiving(opened: Open, office: Office) -> ImportScreen:
    screen = opened(ImportScreen, office)
    assert isinstance(screen, ImportScreen)
    return screen


def request(world: World) -> str:
    return world.sent(world.agency, Kind.INVESTIGATION_REQUEST, Target(case=world.case), world.investigation)


def spoken(table: QTableView, row: int, column: int) -> str:
    return str(table.model().index(row, column).data(Qt.ItemDataRole.AccessibleTextRole))


def is_sound(screen: Screen) -> None:
    """Every control that the keyboard reaches has a name and a role, and the keyboard reaches every one."""
    for language in Language:
        screen.context.texts.set_language(language)
        screen.retranslate()
        assert unnamed(screen) == []
    assert missed_by_tab(screen) == []


def fits(screen: Screen) -> None:
    """No state of a room makes the window larger than a small screen."""
    for language in Language:
        screen.context.texts.set_language(language)
        QApplication.processEvents()
        least = screen.minimumSizeHint()
        assert least.width() <= SMALL[0], (language, least)
        assert least.height() <= SMALL[1], (language, least)


def test_an_empty_import_room_teaches_and_can_be_walked(opened: Open, world: World) -> None:
    screen = receiving(opened, world.investigation)
    page = screen.bundles_page
    assert page.right.currentWidget() is page.none
    assert page.decision.isHidden()
    assert screen.tabs.count() == 2, "only an agency takes in rosters"
    is_sound(screen)


def test_the_report_has_a_line_for_every_question_in_words(qtbot: QtBot, opened: Open, world: World) -> None:
    name = request(world)
    screen = receiving(opened, world.investigation)
    screen.bundles.choose_place(world.root / "stick")
    settle(qtbot, screen)
    screen.bundles.choose_file(name)
    screen.bundles.inspect()
    settle(qtbot, screen)
    report, texts = screen.bundles_page.report, screen.context.texts
    assert report.axes.model().rowCount() == len(Axis)
    for row in range(len(Axis)):
        assert texts("axis-state.ok") in spoken(report.axes, row, 1)
        assert texts("ui.tone.good") in spoken(report.axes, row, 1), "the sign is said in words too"
    values = [report.fields.model().index(row, 1).data() for row in range(report.fields.model().rowCount())]
    assert "髙橋　美咲" in values
    decision = screen.bundles_page.decision
    assert decision.heading.text() == texts("ui.import.decide.question")
    assert decision.admit.isVisibleTo(screen)
    assert not decision.inspect.isVisibleTo(screen)
    is_sound(screen)
    fits(screen)
    texts.set_language(Language.ENGLISH)
    report.setFixedWidth(report.minimumSizeHint().width())
    QApplication.processEvents()
    room = report.axes.columnWidth(1) - 2 * screen.context.theme.scale.space(2)
    assert room >= report.axes.fontMetrics().horizontalAdvance(f"✓ {texts('axis-state.ok')}"), "no word breaks"
    decision.admit.click()
    settle(qtbot, screen)
    fits(screen)
    decision.receipt.click()
    settle(qtbot, screen)
    assert not decision.ticks.is_safe_to_remove
    decision.release.click()
    settle(qtbot, screen)
    assert decision.ticks.is_safe_to_remove


def test_a_damaged_bundle_says_three_things_and_offers_refusal_only(qtbot: QtBot, opened: Open, world: World) -> None:
    (world.root / "stick" / "AGENCY1-INVEST1-0000000009-00000000.age").write_bytes(b"not a bundle")
    screen = receiving(opened, world.investigation)
    screen.bundles.choose_place(world.root / "stick")
    settle(qtbot, screen)
    screen.bundles.choose_file("AGENCY1-INVEST1-0000000009-00000000.age")
    screen.bundles.inspect()
    settle(qtbot, screen)
    report = screen.bundles_page.report
    assert len(report.trouble.text().splitlines()) == 3
    assert not screen.bundles_page.decision.admit.isEnabled()
    assert screen.bundles_page.decision.refuse.isEnabled()
    is_sound(screen)


def test_a_held_bundle_asks_why_before_the_missing_ones_are_given_up(qtbot: QtBot, opened: Open, world: World) -> None:
    (world.root / "stick" / request(world)).unlink()
    name = request(world)
    screen = receiving(opened, world.investigation)
    screen.bundles.choose_place(world.root / "stick")
    settle(qtbot, screen)
    screen.bundles.choose_file(name)
    screen.bundles.inspect()
    settle(qtbot, screen)
    decision, texts = screen.bundles_page.decision, screen.context.texts
    assert decision.heading.text() == texts("ui.import.gap.title")
    assert not decision.admit.isVisibleTo(screen)
    buttons = list(decision.gap.buttons.values())
    assert [one.text() for one in buttons] == [texts(f"gap-reason.{reason}") for reason in GapReason]
    assert not any(one.isChecked() for one in buttons)
    assert not decision.accept_gap.isEnabled(), "no reason was chosen"
    is_sound(screen)
    buttons[0].setFocus()
    QTest.keyClick(buttons[0], Qt.Key.Key_Right)
    assert buttons[1].hasFocus()
    QTest.keyClick(buttons[1], Qt.Key.Key_Space)
    assert decision.gap.reason is GapReason.UNREADABLE
    assert decision.accept_gap.isEnabled()
    is_sound(screen)
    buttons[1].setFocus()
    QTest.keyClick(buttons[1], Qt.Key.Key_Tab)
    assert decision.accept_gap.hasFocus()
    QTest.keyClick(decision.accept_gap, Qt.Key.Key_Space)
    settle(qtbot, screen)
    assert decision.heading.text() == texts("ui.import.decide.question")
    assert decision.gap.isHidden()
    assert not any(one.isChecked() for one in buttons)
    assert decision.admit.isEnabled()
    assert screen.bundles_page.report.axes.hasFocus(), "the new report is read first"


def test_every_row_of_a_roster_is_there(qtbot: QtBot, opened: Open, world: World, tmp_path: Path) -> None:
    path = tmp_path / "roster.csv"
    good = ("田中　一郎", "タナカ　イチロウ", "1985-05-05", "総務部", "", "1", "")
    ditto = ("鈴木　二郎", "スズキ　ジロウ", "1986-06-06", "同上", "", "1", "")
    path.write_bytes("候補者名簿,,,,,,,,\r\n".encode() + roster_csv([good, ditto]) + "\r\n以上,,,,,,,,\r\n".encode())
    screen = receiving(opened, world.agency)
    screen.tabs.setCurrentWidget(screen.roster_page)
    screen.rosters.open_file(path)
    settle(qtbot, screen)
    page = screen.roster_page
    assert [page.rows.model().index(row, 0).data() for row in range(page.rows.model().rowCount())] == list("12345")
    is_sound(screen)
    (asked,) = page.detail.area.findChildren(SettleOne)
    assert isinstance(asked.first, QPushButton)
    assert "総務部" in asked.first.text()
    asked.first.click()
    state = screen.rosters.state
    assert state.settling(4).values == {RosterField.SECTION: "総務部"}
    assert page.admit.text() == screen.context.texts("ui.roster.admit", count=2)
    page.admit.click()
    settle(qtbot, screen)
    assert screen.rosters.state.done is not None
    assert page.notice.isVisible()


def test_the_export_room_lists_and_begins_with_the_keyboard(qtbot: QtBot, opened: Open, world: World) -> None:
    screen = sending(opened, world)
    overview = screen.overview
    assert overview.ready.model().rowCount() == 3
    assert not overview.begin.isEnabled()
    is_sound(screen)
    overview.ready.setFocus()
    overview.ready.selectRow(0)
    QTest.keyClick(overview.ready, Qt.Key.Key_Return)
    settle(qtbot, screen)
    assert screen.presenter.state.step is Step.WHERE
    assert screen.pages.currentWidget() is screen.flow


def test_each_step_can_be_walked_and_takes_the_keyboard(qtbot: QtBot, opened: Open, world: World) -> None:
    screen = sending(opened, world)
    flow, presenter = screen.flow, screen.presenter
    presenter.begin([presenter.state.listed[0]])
    settle(qtbot, screen)
    assert flow.where.stations.hasFocus()
    assert len(flow.where.fingerprint.text().split()) == 12
    is_sound(screen)
    presenter.forward()
    assert flow.who.choices[0].hasFocus()
    is_sound(screen)
    presenter.forward()
    settle(qtbot, screen)
    assert presenter.state.step is Step.READ
    assert flow.read.fields.hasFocus()
    assert flow.read.sign.isHidden()
    is_sound(screen)
    flow.forward.click()
    assert flow.read.sign.secret.hasFocus()
    assert flow.read.fields.isVisibleTo(screen), "whoever signs still sees what is signed"
    is_sound(screen)
    QTest.keyClicks(flow.read.sign.secret, "wrong")
    QTest.keyClick(flow.read.sign.secret, Qt.Key.Key_Return)
    settle(qtbot, screen)
    assert screen.strip.errors.isVisible()
    assert flow.read.sign.secret.text() == ""
    QTest.keyClicks(flow.read.sign.secret, "passphrase of security")
    QTest.keyClick(flow.read.sign.secret, Qt.Key.Key_Return)
    settle(qtbot, screen)
    assert not screen.strip.errors.isVisible()
    assert not flow.write.write.isEnabled(), "there is no medium yet"
    is_sound(screen)
    presenter.choose_place(world.root / "stick")
    assert not flow.write.write.isEnabled(), "nobody typed a passphrase for this export yet"
    QTest.keyClicks(flow.write.secret, "passphrase of security")
    flow.write.write.click()
    settle(qtbot, screen)
    assert flow.slip.ticks.is_safe_to_remove
    is_sound(screen)


def test_the_secret_of_a_signer_is_not_in_the_tree(qtbot: QtBot, opened: Open, world: World) -> None:
    screen = sending(opened, world)
    presenter = screen.presenter
    presenter.begin([presenter.state.listed[0]])
    settle(qtbot, screen)
    presenter.forward()
    presenter.forward()
    settle(qtbot, screen)
    presenter.forward()
    secret = screen.flow.read.sign.secret
    QTest.keyClicks(secret, "canary phrase")
    face = QAccessible.queryAccessibleInterface(secret)
    assert "canary" not in face.text(QAccessible.Text.Value)
    assert "canary" not in face.text(QAccessible.Text.Name)


def test_giving_up_a_draft_asks_and_does_nothing_by_accident(qtbot: QtBot, opened: Open, world: World) -> None:
    screen = sending(opened, world)
    presenter = screen.presenter
    presenter.begin([presenter.state.listed[0]])
    settle(qtbot, screen)
    presenter.forward()
    presenter.forward()
    settle(qtbot, screen)
    screen.flow.discard.click()
    dialog = screen.findChild(QDialog)
    assert isinstance(dialog, ConfirmDialog)
    assert dialog.question.text() == screen.context.texts("ui.export.discard.question")
    assert dialog.no_button.isDefault()
    dialog.no_button.click()
    assert presenter.state.preview is not None
    screen.flow.discard.click()
    again = [one for one in screen.findChildren(ConfirmDialog) if one.isVisible()]
    again[0].yes_button.click()
    settle(qtbot, screen)
    assert presenter.state.step is Step.WHAT
    assert screen.overview.notice.isVisible()


def test_overdue_receipts_are_said_in_words(opened: Open, world: World) -> None:
    request(world)
    world.clock.advance(timedelta(days=8))
    screen = sending(opened, world)
    assert screen.context.texts("ui.export.age.overdue", days=8) in spoken(screen.overview.open, 0, 1)
    assert screen.context.texts("ui.tone.bad") in spoken(screen.overview.open, 0, 1)
    table = screen.overview.open
    assert table.columnWidth(6) >= 18 * table.fontMetrics().averageCharWidth(), "half a name of a file in a line"
    assert table.rowHeight(0) <= 4 * table.fontMetrics().height()


def test_work_that_somebody_else_stops_leaves_no_room_waiting(qtbot: QtBot, opened: Open, world: World) -> None:
    screen = sending(opened, world)
    screen.presenter.refresh()
    assert screen.presenter.state.busy
    screen.context.runner.cancel_all()
    qtbot.waitUntil(lambda: not screen.presenter.state.busy, timeout=10_000)
    screen.presenter.refresh()
    settle(qtbot, screen)
    assert screen.presenter.state.error is None
