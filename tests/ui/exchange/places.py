"""Workplaces over the offices of the exchange tests, and media that tests can pull and plug."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO

from typing_extensions import override

from app.models.domain.errors import EnvironmentProblemError
from app.models.views.media import Medium
from app.services.platform.folder_drive import FolderDrive
from app.services.ports import Drive
from app.services.stations.unlocking import Door, Session
from app.ui.workplace import Workplace
from tests.fakes.network import FakeNetwork
from tests.services.exchange.offices import Office, entropy


class NoKeyring:
    """A machine without a keyring."""

    def get(self, name: str) -> bytes | None:
        raise AssertionError(name)

    def put(self, name: str, value: bytes) -> None:
        raise AssertionError(name, len(value))

    def describe(self) -> str:
        return "none"


def workplace_of(office: Office, who: str = "security") -> Workplace:
    """The workplace of an officer, as after the unlock."""
    door = Door(office.folder, secrets=NoKeyring(), clock=office.desk.clock, entropy=entropy, network=FakeNetwork())
    session = Session(office.desk, office.actor(who), office.desk.vault.station(), f"{office.name} {who}")
    place = Workplace()
    place.open(door, session, office.services)
    return place


class Stick(FolderDrive):
    """A folder that behaves like a stick: it can be let go."""

    def __init__(self, path: Path, shelf: "Shelf") -> None:
        if path in shelf.gone:
            raise EnvironmentProblemError("media.missing")
        super().__init__(path)
        self._shelf = shelf

    @override
    def free_bytes(self) -> int:
        return 0 if self._shelf.is_full else super().free_bytes()

    @override
    def reopen(self, name: str) -> BinaryIO:
        if self._shelf.is_worn:
            path = self.path / f"{name}.partial"
            data = path.read_bytes()
            path.write_bytes(data[:-1] + bytes([data[-1] ^ 1]))
        return super().reopen(name)

    @override
    def release(self) -> bool:
        if self._shelf.is_stuck:
            return False
        self._shelf.gone.add(self.path)
        return True


@dataclass
class Shelf:
    """The sticks of a test machine.

    Attributes:
        sticks: Folders that stand for sticks.
        gone: Sticks that were let go or pulled.
        is_full: Nothing more goes on them.
        is_stuck: They cannot be unmounted.
        is_worn: They do not give back what was written.
    """

    sticks: list[Path] = field(default_factory=list)
    gone: set[Path] = field(default_factory=set)
    is_full: bool = False
    is_stuck: bool = False
    is_worn: bool = False

    def mounted(self) -> tuple[Medium, ...]:
        return tuple(Medium(path, path.name) for path in self.sticks if path not in self.gone)

    def drive_at(self, path: Path) -> Drive:
        return Stick(path, self)
