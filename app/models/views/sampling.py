"""Samples for second readings, as frozen values. Field names are those of the columns."""

from dataclasses import dataclass
from datetime import datetime

from app.models.domain.ids import CaseId, PersonId


@dataclass(frozen=True, slots=True)
class Sample:
    """One drawing.

    Attributes:
        population: Out of how many cases.
        wanted: How many were drawn.
        list_sha256: Digest of the list of the cases out of which it was drawn.
        figures: The agreement as it may be told, JSON; None while somebody still reads.
    """

    sample_id: str
    seed: str
    drawn_at: datetime
    drawn_by: PersonId
    population: int
    wanted: int
    list_sha256: str
    figures: str | None = None


@dataclass(frozen=True, slots=True)
class SampledCase:
    """One case out of which a sample was drawn.

    Attributes:
        reading_id: Name of the case for its second reader.
        given_at: When the second reading was handed in.
        settled_at: When nothing of it was open any more: at once where the two agree, else with the conference.
    """

    sample_id: str
    case_id: CaseId
    is_drawn: bool
    reading_id: str | None = None
    reader: PersonId | None = None
    given_at: datetime | None = None
    settled_at: datetime | None = None
