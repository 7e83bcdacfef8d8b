"""What bundles carry about people for whom no case is open here, as frozen values."""

from dataclasses import dataclass
from datetime import datetime

from app.models.domain.ids import BundleId, CaseId, OfficeId, PersonId, RosterId


@dataclass(frozen=True, slots=True)
class Carried:
    """A roster that waits, a report, an inquiry, figures: written here to be sent, or sent to us.

    Attributes:
        kind: Kind of bundle.
        way: ``out`` for what this office sends, ``in`` for what came.
        name: What an officer knows it by.
        section: More of the same, or empty.
        office_id: From which office it came.
        bundle_id: In which bundle it came.
        content: Records of the published schema, one to a line.
    """

    matter_id: str
    kind: str
    way: str
    name: str
    section: str
    at: datetime
    person: PersonId
    content: bytes
    case_id: CaseId | None = None
    roster_id: RosterId | None = None
    office_id: OfficeId | None = None
    bundle_id: BundleId | None = None
