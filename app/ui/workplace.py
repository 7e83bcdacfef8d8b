"""The unlocked vault as the screens see it; empty while the window is locked."""

from pathlib import Path
from typing import TYPE_CHECKING

from app.models.domain.actor import Actor
from app.models.domain.errors import BugError
from app.models.domain.ids import PersonId
from app.models.views.records import Station

if TYPE_CHECKING:  # the database library comes after the first paint
    from app.services.container import Services
    from app.services.officers.officers import Officers
    from app.services.officers.recovery import Recovery
    from app.services.officers.tokens import OfficerTokens
    from app.services.stations.unlocking import Door, Seat, Session


class Workplace:
    """Holds session and services between unlock and lock; screens ask it each time and keep nothing.

    Thread:
        Filled and emptied in the window's thread; jobs take what they need when they are made.
    """

    def __init__(self) -> None:
        self._door: Door | None = None
        self._session: Session | None = None
        self._services: Services | None = None

    def open(self, door: "Door", session: "Session", services: "Services") -> None:
        """Fill it after a vault was unlocked."""
        self._door, self._session, self._services = door, session, services

    def close(self) -> None:
        """Close the vault and forget everything; nothing happens when nothing is open."""
        session, self._session = self._session, None
        self._door = self._services = None
        if session is not None:
            session.lock()

    @property
    def is_open(self) -> bool:
        """Whether a vault is unlocked."""
        return self._session is not None

    @property
    def services(self) -> "Services":
        """The use cases."""
        if self._services is None:
            raise BugError("bug.locked")
        return self._services

    @property
    def actor(self) -> Actor:
        """The officer who unlocked."""
        return self._opened.actor

    @property
    def folder(self) -> Path:
        """Where the vault lies."""
        if self._door is None:
            raise BugError("bug.locked")
        return self._door.folder

    def names(self) -> tuple[tuple[str, str], ...]:
        """Ids and names of the officers who may unlock, by name."""
        if self._door is None:
            raise BugError("bug.locked")
        return tuple(sorted(self._door.slots().names.items(), key=lambda one: one[1]))

    @property
    def station(self) -> Station:
        """This workstation and its office."""
        return self._opened.station

    @property
    def officer_name(self) -> str:
        """Name of the officer who unlocked."""
        return self._opened.officer_name

    @property
    def officers(self) -> "Officers":
        """What the officer may do about officers and keys."""
        from app.services.officers.officers import Officers  # noqa: PLC0415 - heavy, after the first paint

        return Officers(self._opened.desk, self._closed_door)

    @property
    def recovery(self) -> "Recovery":
        """What an administrator may do about recovery sheets."""
        from app.services.officers.recovery import Recovery  # noqa: PLC0415 - heavy, after the first paint

        return Recovery(self._opened.desk)

    @property
    def tokens(self) -> "OfficerTokens":
        """What the officer may do about the own hardware token."""
        from app.services.officers.tokens import OfficerTokens  # noqa: PLC0415 - heavy, after the first paint

        return OfficerTokens(self._opened.desk, self._closed_door)

    def seat(self, person: PersonId, passphrase: str) -> "Seat":
        """A seat for one signature, by this or another officer, with the own passphrase; slow, call it in a job.

        Raises:
            VaultError: ``seat.wrong-passphrase``.
        """
        return self._closed_door.seat(self._opened.desk, person, passphrase)

    @property
    def _closed_door(self) -> "Door":
        if self._door is None:
            raise BugError("bug.locked")
        return self._door

    @property
    def _opened(self) -> "Session":
        if self._session is None:
            raise BugError("bug.locked")
        return self._session
