"""Two offices, two windows, one stick: a request goes out and its receipt comes back, by keyboard alone."""

import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QLineEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from app.services.exchange.survey import Standing
from app.services.texts.catalogue import Language
from app.ui.context import UiContext
from app.ui.jobs.bridge import ChangeBridge
from app.ui.jobs.runner import JobRunner
from app.ui.presenters.export_state import OnMedium, Step
from app.ui.presenters.hub import ChangeHub
from app.ui.rooms import rooms_of
from app.ui.screens.exporting.screen import ExportScreen
from app.ui.screens.importing.screen import ImportScreen
from app.ui.shell.header import Place
from app.ui.shell.window import MainWindow
from app.ui.texts import Texts
from app.ui.theme.fonts import load_fonts
from app.ui.theme.theme import Theme
from app.ui.timing import QtTimers
from tests.journeys.shots import grab
from tests.services.exchange.offices import Office
from tests.services.exchange.world import Snapshots, World
from tests.ui.exchange.places import workplace_of

pytestmark = pytest.mark.journey

LONGEST_MS = 30_000
MOST_TABS = 60


class Desk:
    """One officer at one window."""

    def __init__(self, qtbot: QtBot, office: Office, texts: Texts, theme: Theme) -> None:
        self._qtbot = qtbot
        self.runner = JobRunner()
        hub = ChangeHub()
        context = UiContext(texts, theme, self.runner, hub, QtTimers(), time.monotonic)
        self.workplace = workplace_of(office)
        self.window = MainWindow(context, lambda: None)
        self._bridge = ChangeBridge(hub, self.window)
        office.desk.subscribe(self._bridge.publish)
        self.window.furnish(rooms_of(self.workplace, self.window))
        self.window.resize(1366, 768)
        qtbot.addWidget(self.window)
        self.window.show()
        self.window.unlock(Place(office.name, self.workplace.officer_name, is_rehearsal=True))

    def sit(self) -> None:
        """Come to the window."""
        with self._qtbot.waitActive(self.window):
            self.window.raise_()
            self.window.activateWindow()

    def key(self, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        """Press a key where the keyboard is."""
        QTest.keyClick(self._focused(), key, modifier)
        QApplication.processEvents()

    def write(self, text: str) -> None:
        """Type where the keyboard is."""
        QTest.keyClicks(self._focused(), text)

    def rest(self) -> None:
        """Wait until nothing is under way."""
        for _ in range(3):
            self._qtbot.waitUntil(lambda: self.runner.active_count == 0, timeout=LONGEST_MS)
            QApplication.processEvents()

    def go(self, key: Qt.Key) -> None:
        """Go to a room by its key."""
        self.key(key, Qt.KeyboardModifier.AltModifier)
        self.rest()

    def tab_to(self, target: QWidget) -> None:
        """Press Tab until a widget has the keyboard."""
        passed = []
        for _ in range(MOST_TABS):
            if self._focused() is target:
                return
            passed.append(f"{type(self._focused()).__name__} {self._focused().accessibleName()}")
            self.key(Qt.Key.Key_Tab)
        pytest.fail(f"Tab does not reach {target}; it went over {passed}")

    def press(self, button: QPushButton) -> None:
        """Go to a button with Tab and press it with the blank."""
        assert button.isEnabled(), button.text()
        self.tab_to(button)
        self.key(Qt.Key.Key_Space)
        self.rest()

    def choose_folder(self, button: QPushButton, folder: Path) -> None:
        """Open the dialog, type the path, press Enter."""
        self.press(button)
        dialog = next(one for one in self.window.findChildren(QFileDialog) if one.isVisible())
        field = dialog.findChild(QLineEdit)
        assert field is not None
        self._qtbot.waitUntil(dialog.isActiveWindow, timeout=LONGEST_MS)
        field.setFocus()
        field.selectAll()
        QTest.keyClicks(field, str(folder))
        QTest.keyClick(field, Qt.Key.Key_Return)
        self._qtbot.waitUntil(lambda: not dialog.isVisible(), timeout=LONGEST_MS)
        self.sit()
        self.rest()

    @property
    def exporting(self) -> ExportScreen:
        """The Export room."""
        screen = self.window.screen_in_view
        assert isinstance(screen, ExportScreen)
        return screen

    @property
    def importing(self) -> ImportScreen:
        """The Import room."""
        screen = self.window.screen_in_view
        assert isinstance(screen, ImportScreen)
        return screen

    def leave(self) -> None:
        """Lock and let the threads end."""
        self.window.lock("lock.asked")
        assert self.runner.stop(LONGEST_MS)

    @staticmethod
    def _focused() -> QWidget:
        focused: QWidget | None = QApplication.focusWidget()
        assert focused is not None, "nobody has the keyboard"
        return focused


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    """One person consented."""
    made = Snapshots(tmp_path / "snapshots").at("consented", tmp_path / "world")
    yield made
    made.close()


@pytest.fixture
def desks(qtbot: QtBot, qapp: QApplication, world: World) -> Iterator[tuple[Desk, Desk]]:
    """The security officers of agency and investigation office, side by side."""
    load_fonts()
    texts, theme = Texts(Language.JAPANESE), Theme(qapp)
    agency, investigation = (Desk(qtbot, office, texts, theme) for office in (world.agency, world.investigation))
    yield agency, investigation
    agency.leave()
    investigation.leave()
    texts.set_language(Language.ENGLISH)


def send(agency: Desk, stick: Path) -> None:
    agency.sit()
    agency.go(Qt.Key.Key_5)
    room = agency.exporting
    state = room.presenter.state
    agency.tab_to(room.overview.ready)
    agency.key(Qt.Key.Key_Home)
    agency.key(Qt.Key.Key_Return)
    agency.rest()
    assert room.presenter.state.step is Step.WHERE, state
    grab(agency.window, "exchange-1-recipient")
    agency.press(room.flow.forward)
    agency.press(room.flow.forward)
    assert room.presenter.state.preview is not None
    grab(agency.window, "exchange-2-read")
    agency.press(room.flow.forward)
    assert agency._focused() is room.flow.read.sign.secret
    agency.write("passphrase of security")
    grab(agency.window, "exchange-3-sign")
    agency.key(Qt.Key.Key_Return)
    agency.rest()
    agency.choose_folder(room.flow.write.medium.folder_button, stick)
    room.flow.write.secret.setFocus()
    agency.write("passphrase of security")
    agency.press(room.flow.write.write)
    assert room.presenter.state.on_medium is OnMedium.WHOLE
    grab(agency.window, "exchange-4-written")
    agency.press(room.flow.forward)


def receive(investigation: Desk, stick: Path) -> None:
    investigation.sit()
    investigation.go(Qt.Key.Key_4)
    room = investigation.importing
    page = room.bundles_page
    investigation.choose_folder(page.medium.folder_button, stick)
    investigation.tab_to(page.found)
    investigation.key(Qt.Key.Key_Home)
    investigation.press(page.decision.inspect)
    grab(investigation.window, "exchange-5-report")
    investigation.press(page.decision.admit)
    assert room.bundles.state.outcome == "imported"
    investigation.press(page.decision.receipt)
    assert room.bundles.state.ticks is not None
    grab(investigation.window, "exchange-6-receipt")


def close(agency: Desk, stick: Path) -> None:
    agency.sit()
    agency.go(Qt.Key.Key_4)
    room = agency.importing
    page = room.bundles_page
    agency.choose_folder(page.medium.folder_button, stick)
    found = room.bundles.state.found or ()
    place = next(at for at, one in enumerate(found) if one.is_receipt and one.standing is Standing.NEW)
    agency.tab_to(page.found)
    agency.key(Qt.Key.Key_Home)
    for _ in range(place):
        agency.key(Qt.Key.Key_Down)
    agency.press(page.decision.close_export)
    assert room.bundles.state.error is None
    grab(agency.window, "exchange-7-closed")


def test_a_request_goes_out_and_its_receipt_comes_back(world: World, desks: tuple[Desk, Desk]) -> None:
    agency, investigation = desks
    stick = world.root / "stick"
    send(agency, stick)
    receive(investigation, stick)
    close(agency, stick)
    actor = world.agency.actor("security")
    (closed,) = world.agency.services.outbox.exports(actor, with_closed=True)
    assert (closed.status, closed.receipt_outcome) == ("closed", "imported")
    received = world.investigation.services.queue.case(world.investigation.actor("security"), world.case)
    sent = world.agency.services.queue.case(actor, world.case)
    other = world.agency.services.queue.case(actor, world.others[0])
    assert received.name in {sent.name, other.name}
    for office in (world.agency, world.investigation):
        assert office.services.record.verify(office.actor("security")).is_sound
