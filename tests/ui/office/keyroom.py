"""The room of keys in a window of its own, over a real vault with two officers, and hands for it."""

from dataclasses import dataclass
from pathlib import Path

from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from app.models.domain.ids import PersonId
from app.services.container import Services
from app.services.platform.time import FixedClock
from app.services.stations.tokens import TokenReader
from app.services.stations.unlocking import Door
from app.services.vault.slots import read_slots
from app.ui.context import UiContext
from app.ui.presenters.keys import KeyringFacts
from app.ui.screens.keys.dialogs import AddDialog
from app.ui.screens.keys.screen import KeysScreen
from app.ui.widgets.asking import AskDialog
from app.ui.workplace import Workplace
from tests.fakes.network import FakeNetwork
from tests.fakes.token import FakeCard, FakeToken
from tests.services.exchange.offices import START, entropy, shelf
from tests.services.stations.desks import FIRST, SECOND, NoKeyring, person
from tests.ui.office.corridor import settle, shown

THIRD = "third passphrase"
PIN = "135790"


@dataclass
class Room:
    """The screen in a window of its own, over a real vault."""

    qtbot: QtBot
    context: UiContext
    folder: Path
    door: Door
    place: Workplace
    screen: KeysScreen
    host: QWidget

    def settle(self) -> None:
        settle(self.qtbot, self.context)

    def choose(self, name: str) -> None:
        rows = [line.cells[0] for line in self.screen.table.rows.lines]
        self.screen.table.selectRow(rows.index(name))
        self.settle()

    def cells(self, name: str) -> tuple[str, ...]:
        return next(line.cells for line in self.screen.table.rows.lines if line.cells[0] == name)

    def dialog(self) -> AskDialog:
        found = self.screen.dialog or self.screen.own.dialog
        assert found is not None
        return found

    def agree(self) -> None:
        self.dialog().yes_button.click()
        self.settle()

    @property
    def is_asking(self) -> bool:
        return self.screen.dialog is not None or self.screen.own.dialog is not None

    def opens(self, who: PersonId, passphrase: str) -> bool:
        self.place.close()
        session = self.door.unlock(who, passphrase)
        session.lock()
        return True


def room_of(
    qtbot: QtBot, context: UiContext, folder: Path, who: str = FIRST.name, card: FakeCard | None = None
) -> Room:
    officer = FIRST if who == FIRST.name else SECOND
    reader = TokenReader(FakeToken(card or FakeCard("officer-token", PIN)), lambda _binding: PIN)
    door = Door(
        folder, secrets=NoKeyring(), clock=FixedClock(START), entropy=entropy, network=FakeNetwork(), tokens=reader
    )
    session = door.unlock(person(folder, officer), officer.passphrase)
    place = Workplace()
    place.open(door, session, Services.over(session.desk, shelf()))
    host = QWidget()
    qtbot.addWidget(host)
    screen = KeysScreen(context, place, lambda: KeyringFacts("Secret Service", "", "null.Keyring"), host)
    shown(qtbot, screen, host)
    return Room(qtbot, context, folder, door, place, screen, host)


def add_third(room: Room) -> PersonId:
    room.screen.add_button.click()
    dialog = room.dialog()
    assert isinstance(dialog, AddDialog)
    dialog.name.field.setText("調査　三郎")
    next(iter(dialog.roles.values())).setChecked(True)
    dialog.secret.typed.click()
    for field in (dialog.secret.own, dialog.secret.again):
        field.set_secret(THIRD)
    room.agree()
    assert not room.is_asking
    return next(PersonId(who) for who, name in read_slots(room.folder).names.items() if name == "調査　三郎")
