"""The room of trust in a real window, by keyboard alone: three groups compared, a key revoked on paper by two."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QFileDialog, QLineEdit
from pytestqt.qtbot import QtBot

from app.services.platform.time import SystemClock
from app.services.rehearsal.marker import Marker, write_marker
from app.services.trust.orders import Ground
from app.ui.screens.trust.dialogs import CompareDialog, GroundDialog, HandsDialog
from app.ui.screens.trust.screen import TrustScreen
from tests.journeys.program import Running, running
from tests.journeys.shots import every_look, grab
from tests.journeys.test_review_window import rest
from tests.services.exchange.world import Snapshots, World
from tests.services.trust.test_enrolment import newcomer

pytestmark = pytest.mark.journey


@pytest.fixture(name="world")
def _world(tmp_path: Path) -> World:
    """Three offices that trust each other; the program goes on in their time, in which their document is in force."""
    world = Snapshots(tmp_path / "snapshots").at("trusted", tmp_path / "world")
    ahead = world.clock.now() - SystemClock().now()
    write_marker(world.agency.folder.parent, Marker(int(ahead.total_seconds()) + 60, played=True))
    return world


def enter(run: Running) -> TrustScreen:
    run.press(Qt.Key.Key_7, Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.ShiftModifier)
    run.until(lambda: isinstance(run.window.screen_in_view, TrustScreen))
    screen = run.window.screen_in_view
    assert isinstance(screen, TrustScreen)
    run.until(lambda: bool(screen.table.rows.lines))
    rest(run)
    return screen


def back(run: Running) -> None:
    """Without a window manager nobody gives the keyboard back after a dialog."""
    run.window.activateWindow()
    run.until(lambda: QApplication.focusWidget() is not None)


def save_to(run: Running, path: Path) -> None:
    """Answer the file dialog in view; the question below it goes away by itself when the work is done."""
    run.until(lambda: any(one.isVisible() for one in run.window.findChildren(QFileDialog)))
    line = run.window.findChildren(QFileDialog)[-1].findChild(QLineEdit)
    assert line is not None
    line.clear()
    QTest.keyClicks(line, str(path))
    QTest.keyClick(line, Qt.Key.Key_Return)


def choose(run: Running, combo: QComboBox, value: str) -> None:
    run.tab_to(combo)
    run.press(Qt.Key.Key_Home)
    for _ in range(combo.count()):
        if combo.currentData() == value:
            return
        run.press(Qt.Key.Key_Down)
    raise AssertionError(value)


def pictures(run: Running, name: str) -> None:
    context = run.window.context
    for look in every_look(context.texts, context.theme):
        rest(run)
        grab(run.window, f"{name}-{look}")
    run.window.speak_japanese()
    run.window.show_light()
    rest(run)


def test_keys_are_compared_and_one_is_revoked_on_paper(
    qtbot: QtBot, qapp: QApplication, tmp_path: Path, world: World
) -> None:
    office = newcomer(world)
    written = office.services.trust_post.request(office.actor("security"), world.agency.station, "new", world.stick)
    request, lost = world.stick.path / written.ticks.file_name, world.contractor.person("examiner")
    hands = [
        (world.agency.person("administrator"), "passphrase of administrator"),
        (world.agency.person("security"), "passphrase of security"),
    ]
    office.desk.vault.close()
    world.close()
    with running(qtbot, qapp, world.agency.folder) as run:
        run.unlock("agency", "security")
        screen = enter(run)
        # Wrong digits first: other groups are asked for, and what was typed is gone.
        run.push(screen.buttons["request"])
        run.choose_file(request)
        run.until(lambda: isinstance(screen.dialog, CompareDialog) and screen.presenter.state.question is not None)
        compare = screen.dialog
        assert isinstance(compare, CompareDialog)
        for field in compare.fields:
            run.fill(field, "11111")
        run.push(compare.yes_button)
        run.until(lambda: bool(compare.trouble.text()) and not compare.fields[0].text())
        rest(run)
        question = screen.presenter.state.question
        assert question is not None
        for field, place in zip(compare.fields, question.places, strict=True):
            run.fill(field, written.digits[place - 1])
        run.push(compare.yes_button)
        run.until(lambda: isinstance(screen.dialog, HandsDialog))
        run.press(Qt.Key.Key_Escape)  # the document is issued another day
        run.until(lambda: screen.dialog is None)
        back(run)
        # Revoke a key of the contractor at once, on paper: the second officer types at the same desk.
        run.tab_to(screen.table)
        run.press(Qt.Key.Key_Home)
        for _ in screen.table.rows.lines:
            if screen.presenter.state.holder is not None and screen.presenter.state.holder.person == lost:
                break
            run.press(Qt.Key.Key_Down)
        place = screen.presenter.state.chosen
        run.push(screen.buttons["order"])
        order = screen.dialog
        assert isinstance(order, GroundDialog)
        choose(run, order.ground, Ground.STOLEN.value)
        for seat, (person, typed) in zip(order.seats, hands, strict=True):
            choose(run, seat.people, person)
            run.fill(seat.secret, typed)
        run.push(order.yes_button)
        save_to(run, tmp_path / "order.pdf")
        run.until(lambda: screen.dialog is None)
        back(run)
        rest(run)
        assert (tmp_path / "order.pdf").read_bytes().startswith(b"%PDF")
        assert "失効" in screen.table.rows.lines[place].cells[1]
        pictures(run, "trust-revoked")
        with run.entrance.workplace.services.desk.vault.read() as unit:
            codes = [one.code for one in unit.record.with_codes({"trust.compared", "trust.order-issued"})]
        assert sorted(set(codes)) == ["trust.compared", "trust.order-issued"]
