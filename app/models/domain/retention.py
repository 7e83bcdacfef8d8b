"""How long something is kept, and on which day it must be destroyed (保存期間と廃棄の日).

Two clocks: one counts from the day of an event (通知、送付、不同意), the other from 1 April of the fiscal year after it
(公文書等の管理に関する法律施行令). Which clock and how many years stand in the pack. Nothing here knows what day it is.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from app.models.domain.errors import InvalidInputError
from app.models.domain.validity import last_valid_day

_ONE_DAY = timedelta(days=1)
_APRIL = 4
_SEARCHED = 5
"""Days around the corresponding day within which a period of years can end: leap days move it by one."""


class Start(StrEnum):
    """From which day a period counts."""

    EVENT = "event"
    """The day after the event; the day itself is not counted (Civil Code Art. 140)."""
    FISCAL_YEAR = "fiscal-year"
    """1 April of the fiscal year after the event."""


class Matter(StrEnum):
    """Sorts of things that have a day of destruction."""

    CASE = "case"
    """案件."""
    REFUSAL = "refusal"
    """不同意の記録 in the register of consents; entries of a case go with the case."""
    CANDIDATE = "candidate"
    """対象外とした者: screened out, so that no case was opened."""
    ROSTER = "roster"
    """候補者名簿, with the candidates on it who never answered."""
    RESULT = "result"
    """適合事業者が受けた結果の通知."""
    CARRIED = "carried"
    """案件のない者についての報告等 that were written here to be sent, or came in."""


class Ground(StrEnum):
    """Why something is kept beyond its day (廃棄の停止の事由)."""

    COMPLAINT = "complaint"
    """苦情."""
    LITIGATION = "litigation"
    """訴訟."""
    AUDIT = "audit"
    """監査."""
    INQUIRY = "inquiry"
    """公務所等からの照会."""


class Basis(StrEnum):
    """Why something is destroyed (廃棄の根拠)."""

    PERIOD_ENDED = "period-ended"
    """保存期間の満了."""
    PURPOSE_ENDED = "purpose-ended"
    """利用目的の終了."""
    WITHDRAWN = "withdrawn"
    """同意の取下げ."""


CLASSES = (
    "cleared",
    "not-cleared",
    "investigated",
    "roster",
    "screened-out",
    "contractor-cleared",
    "contractor-other",
)
"""Classes that every pack must have."""
COPY_CLASS = "investigated"
"""The class of a copy whose case went on to another station: this one is done with it, counted from the receipt."""


@dataclass(frozen=True, slots=True)
class Period:
    """One retention class of a pack.

    Attributes:
        code: Name of the class.
        years: Whole years, 0 for none.
        start: Which clock.
        established: False for a default that an office may change.
        ends_with_purpose: It may be destroyed earlier, once the purpose has ended.
    """

    code: str
    years: int
    start: Start
    established: bool = False
    ends_with_purpose: bool = False


@dataclass(frozen=True, slots=True)
class KeptUntil:
    """The clock of retention of one thing.

    Attributes:
        due_on: First day on which it must be destroyed (廃棄の日).
        counted_from: Day of the event from which the period counts.
        period: The class that gives the period.
    """

    due_on: date
    counted_from: date
    period: Period

    def is_due(self, as_of: date) -> bool:
        """Whether the day of destruction has come."""
        return self.due_on <= as_of


def kept_until(period: Period, event: date) -> KeptUntil:
    """The clock of something that happened on ``event``."""
    return KeptUntil(due_day(period, event), event, period)


def due_day(period: Period, event: date) -> date:
    """First day on which something must be destroyed: the day after the last day of its period.

    Notified on 10 June 2025 and kept for ten years from the event: due on 11 June 2035. Listed on that day and kept for
    five years from the next fiscal year: due on 1 April 2031.

    Raises:
        InvalidInputError: ``date.impossible`` past the year 9999.
    """
    try:
        if period.start is Start.FISCAL_YEAR:
            first = _next_fiscal_year(event)
            return first.replace(year=first.year + period.years)
        if period.years == 0:
            return event + _ONE_DAY
        return last_valid_day(event, period.years) + _ONE_DAY
    except (ValueError, OverflowError):
        raise InvalidInputError("date.impossible", field="event") from None


def first_event_due(period: Period, due: date) -> date:
    """The earliest day of an event that is due on ``due`` or later; lists are read by it, page for page."""
    try:
        if period.start is Start.FISCAL_YEAR:
            reached = due.year if due <= date(due.year, _APRIL, 1) else due.year + 1
            return date(reached - period.years - 1, _APRIL, 1)
        day = _same_day(due, due.year - period.years) - timedelta(days=_SEARCHED)
        while due_day(period, day) < due:
            day += _ONE_DAY
    except (ValueError, OverflowError):
        return date.min
    return day


def case_class(
    *, withdrawn_on: date | None, notified_on: date | None, cleared: bool, ended_on: date | None
) -> tuple[str, date] | None:
    """Retention class of a case and the day of the event from which it counts; None while the case is open.

    Args:
        withdrawn_on: Day of the withdrawal of consent.
        notified_on: Day on which the subject was told the result.
        cleared: Whether the result was that there is no risk.
        ended_on: Day on which this office was done with it, where another one decides.
    """
    if withdrawn_on is not None:
        return "not-cleared", withdrawn_on
    if notified_on is not None:
        return ("cleared" if cleared else "not-cleared"), notified_on
    if ended_on is not None:
        return "investigated", ended_on
    return None


def result_class(outcome: str) -> str:
    """Retention class of what a contractor was told."""
    return "contractor-cleared" if outcome == "cleared" else "contractor-other"


def _next_fiscal_year(day: date) -> date:
    """1 April after the day; on 1 April a fiscal year begins and the next one is a year away."""
    first = date(day.year, _APRIL, 1)
    return first if day < first else first.replace(year=day.year + 1)


def _same_day(day: date, year: int) -> date:
    is_leap_day = (day.month, day.day) == (2, 29)
    return day.replace(year=year, day=28) if is_leap_day else day.replace(year=year)
