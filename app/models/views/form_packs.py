"""A form pack that was admitted to this station."""

from dataclasses import dataclass
from datetime import date, datetime

from app.models.domain.ids import PersonId


@dataclass(frozen=True, slots=True)
class KeptPack:
    """What is known of it without reading its files; ``sha256`` is that of the whole signed file."""

    digest: str
    pack_id: str
    version: int
    effective_from: date
    sha256: str
    admitted_at: datetime
    admitted_by: PersonId
