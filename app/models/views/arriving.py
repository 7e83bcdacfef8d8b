"""Rows about what comes in, and the changes that a transaction makes."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from app.models.domain.ids import BundleId, CaseId, FileDigest, PersonId, StationId

Cell = str | int | None
"""A value in a column; in the place of bytes stands their number."""


class Fate(StrEnum):
    """What a transaction does to a row."""

    ADDED = "added"
    CHANGED = "changed"
    REMOVED = "removed"


@dataclass(frozen=True, slots=True)
class RowChange:
    """One row before and after a transaction; empty where there is none. ``key`` is its primary key."""

    table: str
    key: Mapping[str, str | int]
    fate: Fate
    before: Mapping[str, Cell]
    after: Mapping[str, Cell]


@dataclass(frozen=True, slots=True)
class WaitingBundle:
    """A bundle in quarantine that was inspected and not decided on."""

    bundle_id: BundleId
    ciphertext_sha256: FileDigest
    manifest_sha256: str
    file_name: str
    foreseen_sha256: str
    answers: str
    inspected_at: datetime
    inspected_by: PersonId


@dataclass(frozen=True, slots=True)
class IdentityVerdict:
    """What a person decided about two cases whose subjects resemble each other."""

    case_id: CaseId
    other_case_id: CaseId
    bundle_id: BundleId
    line: int
    why: str
    verdict: str
    decided_at: datetime
    decided_by: PersonId


@dataclass(frozen=True, slots=True)
class LaneGap:
    """Numbers of a partner's lane that were given up."""

    partner: StationId
    first_seq: int
    last_seq: int
    reason: str
    accepted_at: datetime
    accepted_by: PersonId


@dataclass(frozen=True, slots=True)
class Alarm:
    """A bundle with which somebody may have tampered."""

    alarm_id: str
    code: str
    origin: StationId
    ciphertext_sha256: str
    raised_at: datetime
    raised_by: PersonId
    settled_at: datetime | None = None
    settled_by: PersonId | None = None
    finding: str | None = None


@dataclass(frozen=True, slots=True)
class Admission:
    """An admitted bundle and the way back."""

    bundle_id: BundleId
    kind: str
    event_seq: int
    subjects: str
    journal: str
    admitted_at: datetime
    admitted_by: PersonId
    taken_back_at: datetime | None = None
    taken_back_by: PersonId | None = None
    witness: PersonId | None = None
