"""The dialog of the own register of ties, and the window of a case that is kept from its reader."""

from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from app.models.domain.changes import Changes
from app.models.domain.ties import Ties
from app.ui.context import UiContext
from app.ui.screens.case.screen import CaseScreen
from app.ui.screens.keys.ties import TiesDesk, TiesDialog
from tests.journeys.shots import every_look, folder, grab
from tests.services.exchange.conftest import At
from tests.ui.case.desks import passphrase, workplace_of
from tests.ui.walker import unnamed


def test_the_register_opens_with_the_passphrase_and_takes_a_case_out_of_view(
    at: At, qtbot: QtBot, context: UiContext
) -> None:
    world = at("assigned")
    place, window = workplace_of(world, world.investigation, "examiner"), QWidget()
    qtbot.addWidget(window)
    screen = CaseScreen(context, place, world.case)
    qtbot.addWidget(screen)
    screen.activate()
    qtbot.waitUntil(lambda: bool(screen.pages), timeout=5000)
    desk = TiesDesk(context, place, window)
    dialog = opened(desk)
    dialog.yes_button.click()
    assert dialog.trouble.text()
    dialog.passphrase.field.insert(passphrase("examiner"))
    dialog.yes_button.click()
    qtbot.waitUntil(lambda: dialog.is_open, timeout=10_000)
    assert unnamed(dialog) == []
    dialog.lists["people"].setPlainText("髙橋　翔、タカハシ　ショウ\n\n")
    dialog.lists["bodies"].setPlainText("架空商事株式会社")
    assert dialog.ties() == Ties(people=("髙橋　翔、タカハシ　ショウ",), bodies=("架空商事株式会社",))
    if folder() is not None:
        for look in every_look(context.texts, context.theme):
            fresh = TiesDialog(context, window)
            fresh.show_ties(dialog.ties())
            grab(fresh, f"ties-{look}")
    with qtbot.waitSignal(desk.done, timeout=10_000):
        dialog.yes_button.click()
    assert desk.dialog is None
    assert desk.presenter.state.ties is None
    screen.changes(Changes(frozenset({"ties"}), frozenset()))
    qtbot.waitUntil(lambda: not screen.pages, timeout=5000)
    qtbot.waitUntil(lambda: context.runner.active_count == 0, timeout=5000)
    # The pages go while the screen is still held: a search for garbage in the middle of it would take the screen first.
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def opened(desk: TiesDesk) -> TiesDialog:
    desk.ask()
    assert desk.dialog is not None
    return desk.dialog
