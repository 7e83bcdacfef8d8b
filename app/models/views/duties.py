"""Reports of destruction, as frozen values. Field names are those of the columns."""

from dataclasses import dataclass
from datetime import datetime

from app.models.domain.ids import BundleId, StationId


@dataclass(frozen=True, slots=True)
class DisposalDuty:
    """One thing that a bundle brought and whose destruction must be reported to the bundle's origin."""

    bundle_id: BundleId
    subject: str
    """A case, a roster or a received result."""
    origin: StationId
    manifest_sha256: str
    retention: str
    taken_at: datetime
    reported_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class KeptProof:
    """What a recipient reported about the destruction of what a bundle of ours brought."""

    bundle_id: BundleId
    basis: str
    destroyed_at: datetime
    approver: str
    witness: str
    """Empty where the recipient named none."""
    ledger_sha256: str
    proof_id: BundleId
    came_at: datetime
