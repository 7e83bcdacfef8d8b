"""A small office for tests of doors: two officers, no keyring, the least work that a passphrase may cost."""

import errno
import os
from itertools import count
from pathlib import Path
from typing import NoReturn

from app.models.domain.actor import Environment, OfficeKind, Role
from app.models.domain.ids import OfficeId, PersonId, StationId
from app.models.views.records import Letterhead, Station
from app.services.crypto.keyslot import Argon2Cost
from app.services.platform.time import FixedClock
from app.services.ports import Entropy
from app.services.stations.setup import NewOfficer, NewStation, set_up
from app.services.stations.unlocking import Door
from tests.fakes.network import FakeNetwork
from tests.services.exchange.offices import START, entropy

FIRST = NewOfficer("主任　一郎", frozenset({Role.ADMINISTRATOR}), "first passphrase")
SECOND = NewOfficer("保全　花子", frozenset({Role.SECURITY_OFFICER, Role.AUDITOR}), "second passphrase")


class NoKeyring:
    """A machine without a keyring: nobody may ask it for anything."""

    def get(self, name: str) -> NoReturn:
        raise AssertionError(name)

    def put(self, name: str, value: bytes) -> NoReturn:
        raise AssertionError(name, len(value))

    def describe(self) -> str:
        return "none"


def new_station(*officers: NewOfficer) -> NewStation:
    return NewStation(
        OfficeId("METI"),
        OfficeKind.AGENCY,
        "経済産業省",
        "METI",
        StationId("METI1"),
        Environment.REHEARSAL,
        officers or (FIRST, SECOND),
        Letterhead("経済産業大臣", "担当窓口", "相談窓口", "苦情窓口", "内閣府窓口"),
        device_bound=False,
    )


def make(folder: Path, new: NewStation | None = None, draws: Entropy = entropy) -> Station:
    clock = FixedClock(START)
    cost = Argon2Cost.rehearsal()
    return set_up(folder, new or new_station(), secrets=NoKeyring(), clock=clock, entropy=draws, cost=cost)


def door(folder: Path) -> Door:
    return Door(folder, secrets=NoKeyring(), clock=FixedClock(START), entropy=entropy, network=FakeNetwork())


def person(folder: Path, officer: NewOfficer) -> PersonId:
    return next(PersonId(one) for one, name in door(folder).slots().names.items() if name == officer.name)


def failing_at(place: int) -> Entropy:
    """Randomness that fails at a draw, counted from 1."""
    draws = count(1)

    def draw(length: int) -> bytes:
        if next(draws) == place:
            raise OSError(errno.EIO, os.strerror(errno.EIO))
        return entropy(length)

    return draw
