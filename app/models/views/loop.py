"""What became of bundles after they left, as the vault keeps it."""

from dataclasses import dataclass
from datetime import datetime

from app.models.domain.ids import BundleId, PersonId, StationId


@dataclass(frozen=True, slots=True)
class Writing:
    """A bundle that was, or is, being written to a medium.

    Attributes:
        place: Path of the medium, as the officer chose it.
        finished_at: None when the writing was cut off: something of it may lie on the medium.
    """

    bundle_id: BundleId
    place: str
    started_at: datetime
    person: PersonId
    finished_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Objection:
    """An officer who was to sign a draft refused to."""

    bundle_id: BundleId
    person: PersonId
    reason: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Incident:
    """Something that must be looked into: no receipt in time, or a receipt that cannot be true.

    Attributes:
        cause: A word of :class:`~app.models.domain.loop.Cause`.
        bundle_id: The bundle that it is about; empty when it is not known.
        partner: The station it is about; empty when it is not known.
        opened_by: The officer, or the program.
    """

    number: int
    cause: str
    bundle_id: BundleId
    partner: StationId
    opened_at: datetime
    opened_by: PersonId
    reported_at: datetime | None = None
    closed_at: datetime | None = None
    closed_by: PersonId | None = None
    ending: str | None = None


@dataclass(frozen=True, slots=True)
class LaneStop:
    """Nothing more is taken from a partner, or something waits for an earlier bundle.

    Attributes:
        cause: Code of what stopped it; ``bundle.gap`` when it only waits.
        bundle_id: The bundle that stopped it.
        seq: The number that this bundle says it has.
        prev: The manifest that it says it follows.
        last_seq: The last number that was taken before.
    """

    number: int
    partner: StationId
    cause: str
    bundle_id: BundleId
    seq: int
    prev: str
    last_seq: int
    stopped_at: datetime
    cleared_at: datetime | None = None
    cleared_by: PersonId | None = None
    witness: PersonId | None = None
    reason: str | None = None
