"""Values of a candidate roster (候補者名簿, form F03): what was written beside what was read, and what is open.

Nothing is filled in, corrected or left out here: doubt becomes a question to a person, an unreadable cell a fault of
its row alone, and every row of the sheet is either a candidate or ignored with a reason.
"""

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Generic, TypeVar

from app.models.domain.dates import PartialDate
from app.models.domain.names import PersonalName

T = TypeVar("T")


class RosterField(StrEnum):
    """Columns of the table, in the order of the form."""

    NUMBER = "number"
    NAME = "name"
    KANA = "kana"
    DOB = "dob"
    SECTION = "section"
    POST = "post"
    DISPATCHED = "dispatched"
    DISPATCHER = "dispatcher"
    PLANNED_WORK = "planned_work"
    ITEM = "item"
    ITEM3_REASON = "item3_reason"
    AGREED_ON = "agreed_on"
    EARLIER_CLEARANCE = "earlier_clearance"
    REMARKS = "remarks"


class HeaderField(StrEnum):
    """Values that stand above the table."""

    SUBMITTER = "submitter"
    CONTRACT = "contract"
    SUBMITTED_ON = "submitted_on"
    PROTECTION_OFFICER = "protection_officer"


class Regime(StrEnum):
    """Under which act an earlier assessment was made."""

    CESI = "cesi"
    SDS = "sds"


class Readiness(StrEnum):
    """What a row needs before it can become a case."""

    READY = "ready"
    NEEDS_ANSWER = "needs_answer"
    FAULTY = "faulty"


class Ignored(StrEnum):
    """Why a row of the sheet is no candidate."""

    BLANK = "blank"
    TITLE = "title"
    HEADER_VALUE = "header-value"
    COLUMN_NAMES = "column-names"
    NUMBER_ONLY = "number-only"
    NOTE = "note"
    END_MARK = "end-mark"
    AFTER_END = "after-end"


@dataclass(frozen=True, slots=True)
class Written(Generic[T]):
    """A cell as written and the value read from it; None where nothing was written or a person must answer."""

    as_written: str
    value: T | None = None


@dataclass(frozen=True, slots=True)
class EarlierClearance:
    """An earlier assessment named in the roster: the act, and the day of the notice to the subject."""

    regime: Regime
    notified_on: PartialDate


@dataclass(frozen=True, slots=True)
class RowIssue:
    """A question about, or a fault in, one cell.

    Attributes:
        code: Key of the sentence (``roster.question.<code>`` or ``roster.fault.<code>``).
        field: The column; None for a cell under no known heading.
        offered: For 同上: the text above that a person may accept. It is an offer; the value stays open.
    """

    code: str
    field: RosterField | None
    offered: str | None = None


@dataclass(frozen=True, slots=True)
class RowVerdict:
    """Questions and faults of a row, in the order of the form."""

    questions: tuple[RowIssue, ...] = ()
    faults: tuple[RowIssue, ...] = ()

    @property
    def readiness(self) -> Readiness:
        """A fault outweighs a question."""
        if self.faults:
            return Readiness.FAULTY
        return Readiness.NEEDS_ANSWER if self.questions else Readiness.READY


@dataclass(frozen=True, slots=True)
class RosterRow:
    """One candidate.

    Attributes:
        line: Row number in the sheet, from 1, as the sender sees it.
        name: Name with its reading, both as written.
        former_surnames: Surnames before marriage and the like (旧姓), where the remarks say so in that form.
        item: Item of Art. 12(1) of the Act: 1 new, 2 renewal, 3 doubt.
        dispatched: Worker of another employer; an empty cell means no, because the form asks for the word only then.
        extra: Cells that stand under no known heading, as heading and text.
        verdict: What is open.
    """

    line: int
    number: str
    name: PersonalName
    dob: Written[PartialDate]
    section: Written[str]
    post: Written[str]
    dispatched: Written[bool]
    dispatcher: Written[str]
    planned_work: Written[str]
    item: Written[int]
    item3_reason: Written[str]
    agreed_on: Written[PartialDate]
    earlier_clearance: Written[EarlierClearance]
    remarks: Written[str]
    former_surnames: tuple[str, ...]
    extra: tuple[tuple[str, str], ...]
    verdict: RowVerdict


@dataclass(frozen=True, slots=True)
class RosterHeader:
    """What stands above the table."""

    submitter: Written[str] = field(default_factory=lambda: Written[str](""))
    contract: Written[str] = field(default_factory=lambda: Written[str](""))
    submitted_on: Written[PartialDate] = field(default_factory=lambda: Written[PartialDate](""))
    protection_officer: Written[str] = field(default_factory=lambda: Written[str](""))


@dataclass(frozen=True, slots=True)
class IgnoredRow:
    """A row that is no candidate, why, and what stood in it."""

    line: int
    reason: Ignored
    cells: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class RosterReading:
    """Everything that was found in one sheet: each of its rows is in ``rows`` or in ``ignored``.

    Attributes:
        header: Values above the table.
        columns: The known columns, left to right.
        rows: The candidates in the order of the sheet.
        ignored: The other rows, with reasons.
    """

    header: RosterHeader
    columns: tuple[RosterField, ...]
    rows: tuple[RosterRow, ...]
    ignored: tuple[IgnoredRow, ...]


@dataclass(frozen=True, slots=True)
class Plausibility:
    """Limits beyond which a value is asked about; a rule pack may replace them.

    Attributes:
        as_of: The day of the reading.
        min_age: Below it a date of birth is asked about (15: the end of compulsory school, before which nobody works).
        max_age: From it on a date of birth is asked about.
        first_notice: The first day on which a notice under each act was possible (entry into force).
    """

    as_of: date
    min_age: int = 15
    max_age: int = 100
    first_notice: tuple[tuple[Regime, date], ...] = (
        (Regime.CESI, date(2025, 5, 16)),
        (Regime.SDS, date(2014, 12, 10)),
    )
