"""Drafts that wait for a signature at another station, as the vault keeps them."""

from dataclasses import dataclass
from datetime import datetime

from app.models.domain.ids import BundleId, StationId


@dataclass(frozen=True, slots=True)
class CountersignRequest:
    """The manifest of a draft was written for a signer at another station.

    Attributes:
        answer: ``signed`` or ``declined`` once an answer came back.
    """

    number: int
    bundle_id: BundleId
    station: StationId
    file_name: str
    asked_at: datetime
    answered_at: datetime | None = None
    answer: str | None = None
