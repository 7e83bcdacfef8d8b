"""The lease of a case (作業中): one window changes it, every other one reads."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from app.models.domain.ids import CaseId, PersonId

IDLE = timedelta(minutes=10)
"""So long after the last work in its window a lease still holds; twice the time after which a window locks itself."""


@dataclass(frozen=True, slots=True)
class Lease:
    """Who changes a case now, in which session."""

    case_id: CaseId
    person_id: PersonId
    session: str
    seen_at: datetime

    def binds(self, session: str, at: datetime) -> bool:
        """Whether it keeps another session from changing the case at a moment."""
        return self.session != session and at - self.seen_at < IDLE
