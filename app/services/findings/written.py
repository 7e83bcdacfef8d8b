"""What has been written on a case, as it is shown: findings, notes, flags, remarks, each with who wrote it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from app.models.domain.authority import Refusal
from app.models.domain.citing import Revisions
from app.models.domain.finding import Finding, Flag
from app.models.domain.finding_parts import PartPlace
from app.models.domain.ids import PersonId
from app.models.domain.interview import Interview
from app.services.findings.comparing import ItemChange
from app.services.interviewed import Explained
from app.services.queries.keeping import PlacedQuery
from app.services.tasks.keeping import PlacedTask


@dataclass(frozen=True, slots=True)
class WrittenNote:
    """A note with who wrote it and when."""

    purpose: str
    text: str
    written_by: PersonId
    written_on: date


@dataclass(frozen=True, slots=True)
class PlacedFlag:
    """A flag with its place and state.

    Attributes:
        owner: Who sees to it.
        written_by: Who wrote the newest entry of it.
    """

    place: str
    flag: Flag
    is_open: bool
    owner: PersonId
    written_by: PersonId


@dataclass(frozen=True, slots=True)
class WrittenRemark:
    """A reviewer's remark (差戻し理由) with who wrote it and when."""

    item: int | None
    text: str
    written_by: PersonId
    written_on: date
    part: PartPlace | None = None


@dataclass(frozen=True, slots=True)
class KeptFinding:
    """Which revision of a finding was read, who wrote it and when."""

    revision: int
    written_by: PersonId
    written_at: datetime


@dataclass(frozen=True, slots=True)
class ReviewDetail:
    """All that has been written on a case."""

    findings: tuple[Finding, ...]
    notes: tuple[WrittenNote, ...]
    flags: tuple[PlacedFlag, ...]
    remarks: tuple[WrittenRemark, ...]
    """Oldest first."""
    missing_items: tuple[int, ...]
    """Statutory items without a finding, or whose finding lacks a part."""
    revisions: Revisions = field(default_factory=dict)
    """The newest revision of every answer, for what the findings cite; of medical answers only where they are open."""
    changes: tuple[ItemChange, ...] = ()
    """What differs from the findings as they were last returned."""
    kept: Mapping[int, KeptFinding] = field(default_factory=dict)
    """By statutory item: which revision of the finding this is, and whose."""
    locked: Refusal | None = None
    """Why what was written on the medical part is left out here; None when nothing is left out."""
    queries: tuple[PlacedQuery, ...] = ()
    tasks: tuple[PlacedTask, ...] = ()
    explained: Mapping[int, Explained] = field(default_factory=dict)
    """By statutory item: what the subject said in interviews."""
    unfinished: Interview | None = None
    """The interview that was begun and is not over; the findings are not submitted before it is."""

    @property
    def blocking(self) -> tuple[PlacedTask, ...]:
        """Tasks without which the findings cannot be submitted."""
        return tuple(one for one in self.tasks if one.task.blocks)
