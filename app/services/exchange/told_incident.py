"""What is told of an incident of the exchange (受渡しの事故), on the screen and on paper."""

from dataclasses import dataclass
from datetime import datetime

from app.models.domain.ids import BundleId, StationId
from app.models.domain.loop import Cause


@dataclass(frozen=True, slots=True)
class ToldIncident:
    """An incident with what is known about it.

    Attributes:
        kind: Kind of the bundle; empty when this station never sent it.
        place: The medium it was written to, as it was chosen then.
        sent_by: Name of the officer who wrote it.
        days_open: Whole days since it was written, or since the incident when it was never sent.
    """

    number: int
    cause: Cause
    bundle_id: BundleId
    partner: StationId
    office_ja: str
    office_en: str
    kind: str
    file_name: str
    ciphertext_sha256: str
    place: str
    sent_by: str
    sent_at: datetime | None
    opened_at: datetime
    days_open: int
    reported_at: datetime | None
    closed_at: datetime | None
    ending: str
