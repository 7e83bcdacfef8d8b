"""An officer at an unlocked workplace of a test office, with presenters or the whole case screen over it."""

import os
from dataclasses import dataclass, field
from typing import Any, TypeVar

from app.models.domain.ids import PersonId
from app.services.stations.unlocking import Door, Session
from app.ui.jobs.inline import InlineRunner
from app.ui.presenters.case_head import HeadPresenter
from app.ui.presenters.case_work import AreaState, CaseArea, CaseWork
from app.ui.workplace import Workplace
from tests.fakes.network import FakeNetwork
from tests.services.exchange.offices import Office, _NoKeyring
from tests.services.exchange.world import World

P = TypeVar("P", bound=CaseArea[Any])
S = TypeVar("S", bound=AreaState)


def shown(area: CaseArea[S]) -> S:
    """The state at this moment; a call, so that no checker believes that it stays."""
    return area.state


def passphrase(who: str) -> str:
    """What the officers of the test offices type."""
    return f"passphrase of {who}"


def workplace_of(world: World, office: Office, who: str) -> Workplace:
    """The office's vault as if ``who`` had unlocked it."""
    door = Door(office.folder, secrets=_NoKeyring(), clock=world.clock, entropy=os.urandom, network=FakeNetwork())
    session = Session(office.desk, office.actor(who), office.desk.vault.station(), f"{office.name} {who}")
    place = Workplace()
    place.open(door, session, office.services)
    return place


@dataclass
class Seat:
    """One officer in front of one case, without a window; jobs run at once."""

    world: World
    office: Office
    who: str
    runner: InlineRunner = field(default_factory=InlineRunner)

    def __post_init__(self) -> None:
        self.work = CaseWork(workplace_of(self.world, self.office, self.who), self.runner, self.world.case)
        self.head = HeadPresenter(self.work)
        self.head.load()

    @property
    def me(self) -> PersonId:
        return self.office.person(self.who)

    @property
    def secret(self) -> str:
        return passphrase(self.who)

    def opened(self, area: P) -> P:
        """The area as the screen shows it: head first, then the area."""
        self.head.load()
        area.load()
        return area

    def codes(self) -> list[str]:
        """Codes of everything on record so far."""
        return [code for code, _ in self.office.events()]
