"""Where a case is, as the vault keeps it."""

from dataclasses import dataclass
from datetime import datetime

from app.models.domain.custody import Custody
from app.models.domain.ids import CaseId


@dataclass(frozen=True, slots=True)
class PlacedCase:
    """A case and where it is; ``since`` is when that was noted."""

    case_id: CaseId
    custody: Custody
    since: datetime
