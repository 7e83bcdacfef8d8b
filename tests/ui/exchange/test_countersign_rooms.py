"""A second officer signs at another station: out of the Export room, through the Import room there, and back."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QTableView, QWidget
from pytestqt.qtbot import QtBot

from app.models.domain.ids import BundleId
from app.services.bundles.manifest import Kind
from app.services.desk import Target
from app.services.exchange.countersign_views import Hand
from app.services.platform.chosen_files import ChosenFiles
from app.ui.context import UiContext
from app.ui.jobs.inline import InlineRunner
from app.ui.presenters.countersigning import CountersignPresenter
from app.ui.presenters.export_state import Step
from app.ui.screen import Screen
from app.ui.screens.exporting.countersign import CountersignDialog
from app.ui.screens.exporting.lists import cases_of
from app.ui.screens.exporting.screen import ExportScreen
from app.ui.screens.importing.screen import ImportScreen
from tests.journeys.shots import LAPTOP, every_look, folder, grab
from tests.services.exchange.conftest import At
from tests.services.exchange.offices import Office
from tests.services.exchange.upstairs import second_station
from tests.services.exchange.world import World
from tests.ui.exchange.places import Shelf, workplace_of
from tests.ui.exchange.test_exchange_screens import is_sound, settle
from tests.ui.walker import missed_by_tab, unnamed

Rooms = Callable[[type[ImportScreen] | type[ExportScreen], Office], Screen]


@pytest.fixture(name="stations")
def _stations(at: At, tmp_path: Path) -> Iterator[tuple[World, Office]]:
    world = at("notified")
    office = second_station(world, tmp_path / "upstairs")
    yield world, office
    office.desk.vault.close()


@pytest.fixture(name="rooms")
def _rooms(qtbot: QtBot, context: UiContext, stations: tuple[World, Office]) -> Rooms:
    shelf = Shelf([stations[0].root / "stick"])

    def show(room: type[ImportScreen] | type[ExportScreen], office: Office) -> Screen:
        shelf.gone.clear()
        screen = room(context, workplace_of(office), shelf, shelf.drive_at, ChosenFiles())
        qtbot.addWidget(screen)
        screen.resize(1180, 640)
        with qtbot.waitExposed(screen):
            screen.show()
        screen.activateWindow()
        screen.activate()
        settle(qtbot, screen)
        return screen

    return show


def drafted(world: World, upstairs: Office) -> BundleId:
    ours, signers = world.agency, [upstairs.person("decider"), world.agency.person("security")]
    target, to = Target(case=world.case), world.investigation.station
    made = ours.services.exporting.prepare(ours.actor("security"), Kind.DECISION, target, to, signers)
    return BundleId(made.manifest.bundle_id)


def look(screen: Screen, name: str, dialog: QWidget | None = None) -> None:
    """Pictures for a person to look at, when somebody wants any."""
    if folder() is None:
        return
    screen.resize(LAPTOP)
    for suffix in every_look(screen.context.texts, screen.context.theme):
        screen.retranslate()
        QApplication.processEvents()
        grab(dialog or screen, f"{name}-{suffix}")


def cells(table: QTableView, column: int) -> list[str]:
    model = table.model()
    return [str(model.index(row, column).data()) for row in range(model.rowCount())]


def is_safe(screen: ImportScreen) -> bool:
    return screen.bundles_page.countersign.ticks.is_safe_to_remove


def sent(qtbot: QtBot, rooms: Rooms, world: World) -> tuple[ExportScreen, str]:
    """Take up the draft, find that its signer is elsewhere, and write the request."""
    screen = rooms(ExportScreen, world.agency)
    assert isinstance(screen, ExportScreen)
    screen.overview.open.selectRow(0)
    screen.overview.resume.click()
    settle(qtbot, screen)
    screen.presenter.forward()
    screen.flow.read.sign.elsewhere.click()
    settle(qtbot, screen)
    dialog = screen.findChild(CountersignDialog)
    assert dialog is not None
    assert unnamed(dialog) == []
    assert missed_by_tab(dialog) == []
    assert dialog.station.currentData() == "AGENCY2"
    screen.asking.choose_place(world.root / "stick")
    assert not dialog.yes_button.isEnabled()
    QTest.keyClicks(dialog.secret.field, "wrong")
    dialog.yes_button.click()
    settle(qtbot, screen)
    assert dialog.trouble.isVisible()
    QTest.keyClicks(dialog.secret.field, "passphrase of security")
    look(screen, "countersign-ask", dialog)
    dialog.yes_button.click()
    settle(qtbot, screen)
    assert dialog.ticks.is_safe_to_remove
    look(screen, "countersign-asked", dialog)
    ticks = screen.asking.state.ticks
    assert ticks is not None
    dialog.no_button.click()
    settle(qtbot, screen)
    assert screen.presenter.state.step is Step.WHAT
    texts = screen.context.texts
    assert texts("export-status.elsewhere") in " ".join(cells(screen.overview.open, 0))
    assert "AGENCY2" in " ".join(cells(screen.overview.open, 1))
    (asking,) = [one for one in screen.presenter.state.exports if one.kind == Kind.COUNTERSIGN]
    assert cases_of(texts, asking) == texts("ui.table.blank"), "a manifest to be signed is about no person of its own"
    look(screen, "countersign-waits")
    return screen, ticks.file_name


def read(qtbot: QtBot, rooms: Rooms, office: Office, world: World, name: str) -> ImportScreen:
    """Find the file on the medium and read what it says."""
    screen = rooms(ImportScreen, office)
    assert isinstance(screen, ImportScreen)
    screen.bundles.choose_place(world.root / "stick")
    settle(qtbot, screen)
    screen.bundles_page.found.choose(name)
    screen.bundles.choose_file(name)
    assert not screen.bundles_page.decision.receipt.isVisibleTo(screen)
    screen.bundles_page.decision.inspect.click()
    settle(qtbot, screen)
    assert screen.countersigning.state.error is None
    assert screen.bundles_page.right.currentWidget() is screen.bundles_page.countersign
    is_sound(screen)
    return screen


def test_a_draft_is_signed_upstairs_and_the_signature_comes_back(
    qtbot: QtBot, rooms: Rooms, stations: tuple[World, Office]
) -> None:
    world, upstairs = stations
    bundle = drafted(world, upstairs)
    sender, request = sent(qtbot, rooms, world)
    signer = read(qtbot, rooms, upstairs, world, request)
    view = signer.bundles_page.countersign
    assert bundle in cells(view.fields, 1), "every field of the manifest is shown as it stands in its bytes"
    assert len(cells(view.signers, 0)) == 2
    look(signer, "countersign-read")
    assert "upstairs decider" in view.sign.who.text()
    QTest.keyClicks(view.sign.secret, "passphrase of decider")
    view.sign.button.click()
    settle(qtbot, signer)
    ticks = signer.countersigning.state.ticks
    assert ticks is not None
    assert not is_safe(signer)
    word = signer.context.texts("ui.countersign.hand.signed")
    assert [word in one for one in cells(view.signers, 0)].count(True) == 1
    look(signer, "countersign-signed")
    view.release.click()
    settle(qtbot, signer)
    assert is_safe(signer)
    back = read(qtbot, rooms, world.agency, world, ticks.file_name)
    view = back.bundles_page.countersign
    assert not view.sign.isVisibleTo(back)
    look(back, "countersign-answer")
    view.take.click()
    settle(qtbot, back)
    assert view.card.heading.text() == back.context.texts("ui.countersign.taken")
    look(back, "countersign-taken")
    sender.presenter.refresh()
    settle(qtbot, sender)
    (export,) = [one for one in sender.presenter.state.exports if one.kind == Kind.DECISION.value]
    assert (export.status, export.standing, export.waits_at) == ("draft", "draft", None)
    assert [one.person for one in export.missing] == [world.agency.person("security")]


def is_asked_of_named_hands_only(world: World, upstairs: Office, name: str) -> None:
    """Without a window: whoever signs is named, a wrong hand signs nothing, another file ends the reading."""
    shelf = Shelf([world.root / "stick"])
    presenter = CountersignPresenter(workplace_of(upstairs), InlineRunner(), shelf.drive_at)
    presenter.read(shelf.sticks[0], name)
    assert [(one.name, one.hand) for one in presenter.state.here] == [("upstairs decider", Hand.MISSING)]
    secret = bytearray(b"passphrase of security")
    presenter.sign(secret)
    assert not any(secret)
    assert presenter.state.error is not None, "one hand does not sign for another"
    assert presenter.state.ticks is None
    presenter.take()
    assert presenter.state.taken is None, "a request is no answer"
    presenter.leave()
    assert presenter.state.told is None
    lone = CountersignPresenter(workplace_of(world.agency), InlineRunner(), shelf.drive_at)
    lone.read(shelf.sticks[0], name)
    assert lone.state.error is not None
    assert lone.state.told is None, "what we wrote ourselves is not for us to read"


def test_a_refusal_stands_at_the_draft_with_its_reason(
    qtbot: QtBot, rooms: Rooms, stations: tuple[World, Office]
) -> None:
    world, upstairs = stations
    drafted(world, upstairs)
    sender, request = sent(qtbot, rooms, world)
    is_asked_of_named_hands_only(world, upstairs, request)
    signer = read(qtbot, rooms, upstairs, world, request)
    panel = signer.bundles_page.countersign.sign
    panel.reason.setCurrentIndex(panel.reason.findData("wrong-recipient"))
    panel.reason.activated.emit(panel.reason.currentIndex())
    QTest.keyClicks(panel.secret, "passphrase of decider")
    assert not panel.button.isEnabled()
    panel.decline.click()
    settle(qtbot, signer)
    ticks = signer.countersigning.state.ticks
    assert ticks is not None
    back = read(qtbot, rooms, world.agency, world, ticks.file_name)
    texts = back.context.texts
    assert texts("objecting.wrong-recipient") in " ".join(cells(back.bundles_page.countersign.signers, 0))
    back.bundles_page.countersign.take.click()
    settle(qtbot, back)
    assert texts("objecting.wrong-recipient") in back.bundles_page.countersign.explanation.text()
    sender.presenter.refresh()
    settle(qtbot, sender)
    assert "declined" in [one.standing for one in sender.presenter.state.exports]
    look(sender, "countersign-declined")
