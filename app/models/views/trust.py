"""What the vault keeps about trust beside the documents, as frozen values. Field names are those of the columns."""

from dataclasses import dataclass
from datetime import datetime

from app.models.domain.ids import PersonId, StationId


@dataclass(frozen=True, slots=True)
class News:
    """A later trust document exists, says a partner; ``learned_at`` is when we first knew of any later one."""

    version: int
    station: StationId
    learned_at: datetime


@dataclass(frozen=True, slots=True)
class Seen:
    """The trust document that a partner named last."""

    station: StationId
    version: int
    seen_at: datetime


@dataclass(frozen=True, slots=True)
class Comparison:
    """Three groups of a fingerprint that were asked for.

    Attributes:
        sha256: Of what is compared.
        groups: Their places from 1 to 12, divided by blanks.
        tries: Wrong answers since the last waiting time.
        asked_of: Who was asked.
        confirmed_at: When the answer was right, or None.
        waits_until: No answer is taken before, or None.
    """

    sha256: str
    groups: str
    tries: int
    asked_at: datetime
    asked_of: PersonId
    confirmed_at: datetime | None = None
    waits_until: datetime | None = None


@dataclass(frozen=True, slots=True)
class CeremonyRow:
    """A ceremony; ``content`` is its protocol in JSON, ``envelope`` the signed one once it is finished."""

    ceremony_id: str
    script: str
    begun_at: datetime
    content: str
    finished_at: datetime | None = None
    envelope: bytes | None = None
