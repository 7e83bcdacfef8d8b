"""What a list of cases, or of the record, is asked for."""

from dataclasses import dataclass
from datetime import date, datetime

from app.models.domain.ids import PersonId
from app.models.domain.lifecycle import State
from app.models.domain.search_keys import Asked


@dataclass(frozen=True, slots=True)
class CaseQuery:
    """Filters, search words and order of the queue (案件一覧); all that are set apply."""

    states: tuple[State, ...] = ()
    assignee: PersonId | None = None
    is_unassigned: bool = False
    waits_for: tuple[PersonId, date] | None = None
    """On which something waits for this officer on this day."""
    due_until: date | None = None
    asked: Asked | None = None
    number: str = ""
    by_due_date: bool = False
    seen_by: PersonId | None = None
    """Leave out what is kept from this officer."""


@dataclass(frozen=True, slots=True)
class StageLoad:
    """How many cases of one stage an examiner has, or nobody has, and how many of them are overdue or soon due."""

    assignee: PersonId | None
    state: State
    count: int
    overdue: int
    due_soon: int


@dataclass(frozen=True, slots=True)
class RecordQuery:
    """Filters of the record; all that are set apply.

    Attributes:
        since: Not before this instant.
        until: Before this instant.
        person: Who did it.
        kind: Sort of event, as in the catalogue.
        code: Code of the event.
        subject: Case, candidate or register entry, by its random identity.
        refused_only: Only what was refused.
    """

    since: datetime | None = None
    until: datetime | None = None
    person: str = ""
    kind: str = ""
    code: str = ""
    subject: str = ""
    refused_only: bool = False
