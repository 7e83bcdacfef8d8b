"""Registered media and their chain of hand-overs (媒体の管理)."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from app.models.domain.ids import PersonId
from app.models.views.media import MediumIdentity


class Custody(StrEnum):
    """Where a registered medium is."""

    HERE = "here"
    OUT = "out"
    LOST = "lost"


class LineKind(StrEnum):
    """What a line of a passport says."""

    REGISTERED = "registered"
    HANDED_OVER = "handed-over"
    RETURNED = "returned"
    RECEIVED = "received"
    WIPED = "wiped"


@dataclass(frozen=True, slots=True)
class RegisteredMedium:
    """A medium that this office registered, or that a partner's office registered and sent here.

    Attributes:
        medium_id: Random identity, also on the medium.
        number: Running number that the owner gave, written on the medium by hand.
        owner: Station that registered it.
        seal: Number of the seal on it.
        serial: Serial number of the device; empty when it has none.
        volume: Number of its file system.
        label: How it was called when it was registered.
        holder: Station that has it now.
        due: Day by which it is to be back; None while it is here.
    """

    medium_id: str
    number: int
    owner: str
    seal: str
    serial: str
    volume: str
    label: str
    filesystem: str
    size_bytes: int
    registered_at: datetime
    state: Custody
    holder: str
    due: date | None = None

    @property
    def identity(self) -> MediumIdentity:
        """By what it is known again."""
        return MediumIdentity(self.serial, self.volume)

    def is_overdue(self, today: date) -> bool:
        """Whether it should be back by now."""
        return self.state is Custody.OUT and self.due is not None and self.due < today


@dataclass(frozen=True, slots=True)
class CustodyLine:
    """One line of the chain, as the vault keeps it.

    Attributes:
        seq: Its number in the chain, from 0.
        station: Who wrote it.
        person: The officer who did it.
        to_station: To whom it was handed.
        bag: Number of the sealed bag.
        due: By which day it is to be back.
        carrier: Who carried it, as typed; kept here and never on the medium.
        envelope: The signed line as it stands on the medium.
    """

    medium_id: str
    seq: int
    kind: LineKind
    at: datetime
    station: str
    person: PersonId
    to_station: str
    bag: str
    due: date | None
    carrier: str
    envelope: bytes
