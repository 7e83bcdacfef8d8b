"""A small office with an administrator at an open vault, for tests of officers and keys."""

from dataclasses import dataclass
from pathlib import Path

from app.models.domain.actor import Actor, Role
from app.models.domain.ids import PersonId
from app.services.officers.officers import Officers
from app.services.platform.time import FixedClock
from app.services.ports import Entropy
from app.services.stations.setup import NewOfficer
from app.services.stations.unlocking import Door, Session
from tests.fakes.network import FakeNetwork
from tests.services.exchange.offices import START, entropy
from tests.services.stations.desks import FIRST, SECOND, NoKeyring, person

THIRD = NewOfficer("調査　三郎", frozenset({Role.EXAMINER}), "third passphrase")


@dataclass
class KeyRoom:
    """One vault; somebody may be in it."""

    folder: Path
    clock: FixedClock
    entropy: Entropy = entropy
    session: Session | None = None

    @classmethod
    def over(cls, folder: Path, draws: Entropy = entropy) -> "KeyRoom":
        return cls(folder, FixedClock(START), draws)

    @property
    def door(self) -> Door:
        return Door(self.folder, secrets=NoKeyring(), clock=self.clock, entropy=self.entropy, network=FakeNetwork())

    def unlock(self, officer: NewOfficer, passphrase: str = "") -> Session:
        self.lock()
        self.session = self.door.unlock(person(self.folder, officer), passphrase or officer.passphrase)
        return self.session

    def lock(self) -> None:
        if self.session is not None:
            self.session.lock()
            self.session = None

    @property
    def open(self) -> Session:
        assert self.session is not None
        return self.session

    @property
    def officers(self) -> Officers:
        return Officers(self.open.desk, self.door)

    @property
    def actor(self) -> Actor:
        return self.open.actor

    def codes(self) -> list[str]:
        """Events, newest first."""
        with self.open.desk.vault.read() as unit:
            return [event.code for event in unit.record.newest_first(100)]

    def third(self) -> PersonId:
        """Let the administrator, who is in the vault, add a third officer."""
        return self.officers.add(self.actor, THIRD)


__all__ = ["FIRST", "SECOND", "THIRD", "KeyRoom"]
