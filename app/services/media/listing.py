"""Lists of the register of media: what is here, what is out and since when it is overdue."""

from dataclasses import dataclass
from datetime import date

from app.models.domain.actor import Actor
from app.models.domain.acts import Action
from app.models.domain.errors import InvalidInputError
from app.models.views.custody import Custody, CustodyLine, RegisteredMedium
from app.services.desk import Desk
from app.services.media.recognising import trust_document
from app.services.vault.unit import Unit


@dataclass(frozen=True, slots=True)
class PartnerStation:
    """A station of the trust document that a medium can be handed to."""

    station: str
    office_ja: str
    office_en: str


@dataclass(frozen=True, slots=True)
class MediumLine:
    """A medium as the list shows it."""

    medium: RegisteredMedium
    is_own: bool
    is_overdue: bool
    holder_ja: str
    holder_en: str


@dataclass(frozen=True, slots=True)
class MediaPage:
    """The register on one day.

    Attributes:
        day: The day that ``is_overdue`` is reckoned from.
        stations: To whom media can be handed.
    """

    day: date
    lines: tuple[MediumLine, ...]
    stations: tuple[PartnerStation, ...]

    @property
    def here(self) -> int:
        """How many are here."""
        return sum(line.medium.state is Custody.HERE for line in self.lines)

    @property
    def out(self) -> int:
        """How many of our own are out."""
        return sum(line.medium.state is Custody.OUT and line.is_own for line in self.lines)

    @property
    def overdue(self) -> tuple[MediumLine, ...]:
        """Those that should be back, longest overdue first."""
        return tuple(sorted((line for line in self.lines if line.is_overdue), key=lambda one: str(one.medium.due)))


@dataclass(frozen=True, slots=True)
class ChainLine:
    """A line of a chain with the names that are known here; ``officer`` is empty for one of another office."""

    line: CustodyLine
    officer: str


class MediaListing:
    """Use cases that look at the register of media."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def page(self, actor: Actor) -> MediaPage:
        """The whole register; an office has tens of media, not thousands."""
        with self._desk.act(actor, Action.SEE_MEDIA) as act:
            today, us = self._desk.clock.today(), act.unit.people.station().station_id
            stations = _stations(act.unit)
            names = {one.station: one for one in stations}
            lines = []
            for medium in act.unit.media.all():
                holder = names.get(medium.holder)
                ja, en = (holder.office_ja, holder.office_en) if holder else ("", "")
                lines.append(MediumLine(medium, medium.owner == us, medium.is_overdue(today), ja, en))
            return MediaPage(today, tuple(lines), tuple(one for one in stations if one.station != us))

    def chain(self, actor: Actor, medium_id: str) -> list[ChainLine]:
        """Who had a medium, oldest line first.

        Raises:
            InvalidInputError: ``record.not-found``.
        """
        with self._desk.act(actor, Action.SEE_MEDIA) as act:
            if act.unit.media.find(medium_id) is None:
                raise InvalidInputError("record.not-found")
            names = {one.person_id: one.name for one in act.unit.people.officers()}
            return [ChainLine(line, names.get(line.person, "")) for line in act.unit.media.lines(medium_id)]


def overdue_count(unit: Unit, today: date) -> int:
    """How many media should be back by now."""
    return len(unit.media.overdue(today))


def _stations(unit: Unit) -> list[PartnerStation]:
    trust = trust_document(unit)
    found = []
    for station in () if trust is None else trust.stations:
        office = None if trust is None else trust.office(station.office)
        if office is not None and station.revoked_at is None:
            found.append(PartnerStation(station.id, office.name_ja, office.name_en))
    return found
