"""Who acts: an officer in an office, at a station, in a session."""

from dataclasses import dataclass
from enum import StrEnum

from app.models.domain.ids import PersonId, StationId


class Role(StrEnum):
    """What an officer is appointed to do. One person may hold several roles, but never two of them in one case."""

    EXAMINER = "examiner"
    """調査担当者: reads the questionnaire and writes findings; in an agency the assessment staff (評価担当者)."""
    REVIEWER = "reviewer"
    """審査担当者: reviews findings, returns or accepts them, signs first."""
    DECIDING_OFFICER = "deciding-officer"
    """決裁者: decides, signs second."""
    SECURITY_OFFICER = "security-officer"
    """情報保全責任者: rosters, bundles, media, keys."""
    COMPLAINT_OFFICER = "complaint-officer"
    """苦情処理担当者."""
    AUDITOR = "auditor"
    """監査担当者."""
    ADMINISTRATOR = "administrator"
    """システム管理者: officers, keys, backups, packs; sees no case content."""


class OfficeKind(StrEnum):
    """The three kinds of office, chosen once when the vault is made."""

    AGENCY = "agency"
    """行政機関: notifies, takes consent, decides."""
    INVESTIGATION_OFFICE = "investigation-office"
    """内閣府の調査部門: investigates for all agencies."""
    CONTRACTOR = "contractor"
    """適合事業者: sends a roster and receives the bare result."""


class Environment(StrEnum):
    """Whether persons in the vault are real."""

    LIVE = "live"
    REHEARSAL = "rehearsal"
    """訓練: synthetic people, own trust root, visible frame."""


@dataclass(frozen=True, slots=True)
class Actor:
    """An unlocked officer."""

    person: PersonId
    roles: frozenset[Role]
    office_kind: OfficeKind
    station: StationId
    session: str
    lacks_token: bool = False
    """The office requires a hardware token, and the slot that this officer opened needs none."""
