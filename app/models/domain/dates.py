"""Civil dates that may be incomplete, and the many ways offices write them; it must not ask what day it is.

A date without a day is an interval: 昭和63年4月 is 1 to 30 April 1988. The text as written is kept beside the value.
"""

import re
import unicodedata
from calendar import monthrange
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from app.models.domain.eras import ERAS, SOLAR_CALENDAR_FROM, Era, JapaneseDate, eras_between
from app.models.domain.errors import InvalidInputError

MAX_LENGTH = 40
"""Longest text, in characters, that is looked at as a date."""

_DASHES = str.maketrans(dict.fromkeys("‐‑‒–—―−", "-"))
_WITH_KANJI = re.compile(r"(元|[0-9]{1,4})年(?:([0-9]{1,2})月(?:([0-9]{1,2})日)?)?")
_WITH_SIGNS = re.compile(r"(元|[0-9]{1,4})([./-])([0-9]{1,2})(?:\2([0-9]{1,2}))?")
_BARE_YEAR = re.compile(r"([0-9]{4})")
_EIGHT_DIGITS = re.compile(r"([0-9]{4})([0-9]{2})([0-9]{2})")


class Precision(StrEnum):
    """How much of a date is known."""

    YEAR = "year"
    MONTH = "month"
    DAY = "day"


class WrittenCalendar(StrEnum):
    """Which calendar the writer used."""

    GREGORIAN = "gregorian"
    JAPANESE = "japanese"


@dataclass(frozen=True, slots=True)
class PartialDate:
    """A civil date known to the year, the month or the day.

    Attributes:
        earliest: First day it can be.
        latest: Last day it can be; equal to ``earliest`` at day precision.
        precision: How much is known.
        as_written: The text exactly as given.
        calendar: The calendar the writer used.
        is_outside_era: The writer used an era that had ended or had not begun (平成31年6月). It happens in papers
            printed before a change of era, so it is accepted and shown.

    Raises:
        InvalidInputError: ``date.impossible`` when the interval does not fit the precision.
    """

    earliest: date
    latest: date
    precision: Precision
    as_written: str
    calendar: WrittenCalendar = WrittenCalendar.GREGORIAN
    is_outside_era: bool = False

    def __post_init__(self) -> None:
        month = None if self.precision is Precision.YEAR else self.earliest.month
        day = self.earliest.day if self.precision is Precision.DAY else None
        if (self.earliest, self.latest) != _interval(self.earliest.year, month, day, field="date"):
            raise InvalidInputError("date.impossible", field="date")

    @classmethod
    def of_day(cls, day: date) -> "PartialDate":
        """A fully known date, written as ISO text."""
        return cls(day, day, Precision.DAY, day.isoformat())

    @property
    def day(self) -> date | None:
        """The day, where it is known."""
        return self.earliest if self.precision is Precision.DAY else None

    @property
    def iso_text(self) -> str:
        """``1988-04-12``, ``1988-04`` or ``1988``."""
        length = {Precision.YEAR: 4, Precision.MONTH: 7, Precision.DAY: 10}[self.precision]
        return self.earliest.isoformat()[:length]

    def to_japanese(self, eras: Sequence[Era] = ERAS) -> tuple[JapaneseDate, ...]:
        """The same date by era: one value, or two where an era changed within the year or month.

        Empty before 1873, when era dates followed the lunar calendar.
        """
        if self.earliest < SOLAR_CALENDAR_FROM:
            return ()
        return tuple(
            JapaneseDate(
                era=era,
                year=self.earliest.year - era.first_day.year + 1,
                month=None if self.precision is Precision.YEAR else self.earliest.month,
                day=self.earliest.day if self.precision is Precision.DAY else None,
            )
            for era in eras_between(self.earliest, self.latest, eras)
        )

    def is_certainly_before(self, other: "PartialDate") -> bool:
        """Whether every day it can be lies before every day of ``other``."""
        return self.latest < other.earliest

    def is_possibly_before(self, other: "PartialDate") -> bool:
        """Whether some day it can be lies before some day of ``other``."""
        return self.earliest < other.latest

    def may_equal(self, other: "PartialDate") -> bool:
        """Whether both can be the same day."""
        return self.earliest <= other.latest and other.earliest <= self.latest


def parse_date(text: str, *, field: str, eras: Sequence[Era] = ERAS) -> PartialDate:
    """Read a date as offices write it.

    Understood: 昭和63年4月12日, 昭和63年4月, 昭63.4.12, S63.4.12, R7/6/3, 平成元年1月8日, 1990年7月21日, 1979/4/3,
    1992-02-29, 2025.6.3, 1988-04, 1988, 19880412; full-width digits and blanks between the parts. Not understood, on
    purpose: two-digit years without an era and day-first dates, because they can be read in two ways.

    Args:
        text: The text as written.
        field: Which field it stands in, for the error.
        eras: The era table.

    Raises:
        InvalidInputError: ``date.unreadable``, ``date.impossible`` (30 February), ``date.lunar`` (before 明治6年).
    """
    if len(text) > MAX_LENGTH:
        raise InvalidInputError("date.unreadable", field=field)
    plain = "".join(unicodedata.normalize("NFKC", text).translate(_DASHES).split()).upper()
    era, rest = _take_era(plain, eras)
    year_text, month, day = _take_parts(rest, field)
    if (era is None and len(year_text) != 4) or (era is not None and len(year_text) > 2):
        raise InvalidInputError("date.unreadable", field=field)
    year = 1 if year_text == "元" else int(year_text)
    if year == 0:
        raise InvalidInputError("date.impossible", field=field)
    if era is not None:
        year += era.first_day.year - 1
    earliest, latest = _interval(year, month, day, field=field)
    if era is not None and earliest < SOLAR_CALENDAR_FROM:
        raise InvalidInputError("date.lunar", field=field)
    return PartialDate(
        earliest=earliest,
        latest=latest,
        precision=Precision.YEAR if month is None else Precision.MONTH if day is None else Precision.DAY,
        as_written=text,
        calendar=WrittenCalendar.GREGORIAN if era is None else WrittenCalendar.JAPANESE,
        is_outside_era=era is not None and not era.covers(earliest, latest),
    )


def _take_era(plain: str, eras: Sequence[Era]) -> tuple[Era | None, str]:
    """The era at the front, if any, and the rest."""
    for era in eras:
        for mark in (era.name, era.short, era.letter):
            if plain.startswith(mark):
                return era, plain.removeprefix(mark)
    return None, plain.removeprefix("西暦")


def _take_parts(rest: str, field: str) -> tuple[str, int | None, int | None]:
    """Year as text, month and day as numbers, without any check against the calendar."""
    if found := _WITH_KANJI.fullmatch(rest):
        year, month, day = found.groups()
    elif found := _WITH_SIGNS.fullmatch(rest):
        year, _, month, day = found.groups()
    elif found := _EIGHT_DIGITS.fullmatch(rest):
        year, month, day = found.groups()
    elif found := _BARE_YEAR.fullmatch(rest):
        year, month, day = found[1], None, None
    else:
        raise InvalidInputError("date.unreadable", field=field)
    return year, int(month) if month else None, int(day) if day else None


def _interval(year: int, month: int | None, day: int | None, *, field: str) -> tuple[date, date]:
    """First and last day, or ``date.impossible``."""
    try:
        if month is None:
            return date(year, 1, 1), date(year, 12, 31)
        if day is None:
            return date(year, month, 1), date(year, month, monthrange(year, month)[1])
        return date(year, month, day), date(year, month, day)
    except ValueError:
        raise InvalidInputError("date.impossible", field=field) from None
