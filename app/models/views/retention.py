"""What is kept about keeping, as frozen values: clocks of retention, holds, the destruction ledger."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from app.models.domain.ids import BundleId, CaseId, LetterId, PersonId
from app.models.domain.lifecycle import State
from app.models.domain.retention import Basis, Ground, Matter, Period


@dataclass(frozen=True, slots=True)
class Hold:
    """A hold (廃棄の停止). The reason that somebody wrote is a sealed document of the case."""

    hold_id: str
    case_id: CaseId
    ground: Ground
    set_at: datetime
    set_by: PersonId
    until: date | None = None
    """Last day of the hold; it ends by itself after it. None for a hold that somebody must end."""
    ended_at: datetime | None = None
    ended_by: PersonId | None = None

    def is_in_force(self, as_of: date) -> bool:
        """Whether it still holds the case."""
        return self.ended_at is None and (self.until is None or as_of <= self.until)


class Clocked(StrEnum):
    """Things whose clock starts with the same sort of event."""

    WITHDRAWN = "withdrawn"
    CLEARED = "cleared"
    NOT_CLEARED = "not-cleared"
    INVESTIGATED = "investigated"
    COPY = "copy"
    """Sealed copies of cases that were handed over and acknowledged."""
    REFUSAL = "refusal"
    SCREENED_OUT = "screened-out"
    ROSTER = "roster"
    RESULT_CLEARED = "result-cleared"
    RESULT_OTHER = "result-other"
    CARRIED = "carried"


@dataclass(frozen=True, slots=True)
class DueList:
    """One list: which things, and the period that holds for them; of cases only those that are run under one pack."""

    things: Clocked
    period: Period
    pack_digest: str | None = None


@dataclass(frozen=True, slots=True)
class Mark:
    """Where a list of what falls due goes on: after this thing."""

    due_on: date
    place: int
    """Of the list that the thing stands in."""
    counted_from: str
    subject: str


@dataclass(frozen=True, slots=True)
class Expiring:
    """Something with a day of destruction; no name of a person stands here.

    Attributes:
        matter: What sort of thing.
        subject: Its random id.
        label: How it is called in lists: number of the case or of the letter, reference of the contract, row.
        retention_class: Class in the pack.
        established: False when the period is a default of the pack.
        counted_from: Day from which the period counts.
        due_on: First day on which it must be destroyed.
        state: Where a case stands; None for everything else.
        held_for: Ground of a hold in force.
        held_until: Last day of that hold, if it has one.
        mark: For the next page.
    """

    matter: Matter
    subject: str
    label: str
    retention_class: str
    established: bool
    counted_from: date
    due_on: date
    mark: Mark
    state: State | None = None
    held_for: Ground | None = None
    held_until: date | None = None


@dataclass(frozen=True, slots=True)
class Destruction:
    """One line of the destruction ledger (廃棄台帳): ids, words and days, nothing of a person."""

    subject: str
    matter: Matter
    basis: Basis
    retention_class: str
    due_on: date
    existed_since: datetime
    """Since when it was in this vault: older backups cannot hold it."""
    destroyed_at: datetime
    destroyed_by: PersonId
    witness: PersonId
    event_seq: int
    documents: int
    papers: int
    bundles: tuple[BundleId, ...] = ()
    """What left this office about it and may still lie somewhere."""
    probe: bytes | None = None
    """A random value sealed under the destroyed key."""
    finished_at: datetime | None = None
    certificate: LetterId | None = None


@dataclass(frozen=True, slots=True)
class Foreseen:
    """What an erasure takes away, and what it cannot reach."""

    documents: int
    papers: int
    drafts: int
    """Bundles that were drafted and not written; they are discarded with it."""
    bundles: tuple[BundleId, ...]
    """Bundles that were written to a medium: they stay where they are."""
    existed_since: datetime
