"""Working days (開庁日) of an office in Japan: no weekends, no national holidays, not the turn of the year.

National holidays follow from the law (国民の祝日に関する法律); a table says them for the years that somebody checked.
The two are compared by a test. For years beyond the table the rules are used, and whoever asks is told so: the law may
change, and the equinoxes are announced only in the year before.
"""

from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum
from functools import lru_cache

DAY = timedelta(days=1)
_WEEK, _WORKING_WEEKDAYS, _SUNDAY = 7, 5, 6
_TURN_OF_THE_YEAR = frozenset({(12, 29), (12, 30), (12, 31), (1, 2), (1, 3)})
"""行政機関の休日に関する法律第1条第1項第3号; 1 January is a holiday anyway."""


class Holiday(StrEnum):
    """国民の祝日, and the two kinds of days off that follow from them (第2条及び第3条)."""

    NEW_YEAR = "new-year"
    COMING_OF_AGE = "coming-of-age"
    FOUNDATION = "foundation"
    EMPEROR = "emperor"
    SPRING_EQUINOX = "spring-equinox"
    SHOWA = "showa"
    CONSTITUTION = "constitution"
    GREENERY = "greenery"
    CHILDREN = "children"
    MARINE = "marine"
    MOUNTAIN = "mountain"
    AGED = "aged"
    AUTUMN_EQUINOX = "autumn-equinox"
    SPORTS = "sports"
    CULTURE = "culture"
    LABOUR = "labour"
    SUBSTITUTE = "substitute"
    """振替休日: the next day that is no holiday, after a holiday on a Sunday."""
    BETWEEN = "between"
    """国民の休日: a day with a holiday before and after it."""


class Source(StrEnum):
    """From what it is known whether a day is a holiday."""

    TABLE = "table"
    RULES = "rules"


_FIXED = {
    (1, 1): Holiday.NEW_YEAR,
    (2, 11): Holiday.FOUNDATION,
    (2, 23): Holiday.EMPEROR,
    (4, 29): Holiday.SHOWA,
    (5, 3): Holiday.CONSTITUTION,
    (5, 4): Holiday.GREENERY,
    (5, 5): Holiday.CHILDREN,
    (8, 11): Holiday.MOUNTAIN,
    (11, 3): Holiday.CULTURE,
    (11, 23): Holiday.LABOUR,
}
_MONDAYS = {
    (1, 2): Holiday.COMING_OF_AGE,
    (7, 3): Holiday.MARINE,
    (9, 3): Holiday.AGED,
    (10, 2): Holiday.SPORTS,
}
"""Month, and which Monday of it."""


def holidays_by_law(year: int) -> dict[date, Holiday]:
    """Holidays of a year as the law has them since 2022; the equinoxes by the usual formula, good from 1980 to 2099."""
    named = {date(year, *place): holiday for place, holiday in _FIXED.items()}
    named |= {_monday(year, month, number): holiday for (month, number), holiday in _MONDAYS.items()}
    named[date(year, 3, _equinox(year, 20_843_100))] = Holiday.SPRING_EQUINOX
    named[date(year, 9, _equinox(year, 23_248_800))] = Holiday.AUTUMN_EQUINOX
    found = dict(named)
    for day in sorted(named):
        if day.weekday() == _SUNDAY:
            found[_next_free(day, named)] = Holiday.SUBSTITUTE
    for day in named:
        middle = day + DAY
        if middle + DAY in named and middle not in named:
            found.setdefault(middle, Holiday.BETWEEN)
    return found


def _monday(year: int, month: int, number: int) -> date:
    first = date(year, month, 1)
    return first + timedelta(days=-first.weekday() % _WEEK + (number - 1) * _WEEK)


def _equinox(year: int, start: int) -> int:
    """Day of the month; ``start`` is the millionth part of a day in which it lay in 1980."""
    since = year - 1980
    return (start + 242_194 * since) // 1_000_000 - since // 4


def _next_free(day: date, named: Mapping[date, Holiday]) -> date:
    day += DAY
    while day in named:
        day += DAY
    return day


@dataclass(frozen=True)
class WorkingCalendar:
    """Which days count.

    Attributes:
        table: Holidays of the years that somebody checked.
        first_year: The first of them, and the last.
    """

    table: Mapping[date, Holiday] = field(default_factory=dict)
    first_year: int = 1
    last_year: int = 0

    def source(self, day: date) -> Source:
        """From what it is known whether a day is a holiday; a clock that counts by the rules alone says so."""
        return Source.TABLE if self.first_year <= day.year <= self.last_year else Source.RULES

    def holiday(self, day: date) -> Holiday | None:
        """The holiday on a day, if it is one."""
        return (self.table if self.source(day) is Source.TABLE else _by_law(day.year)).get(day)

    def is_working(self, day: date) -> bool:
        """Whether offices are open."""
        is_off = day.weekday() >= _WORKING_WEEKDAYS or (day.month, day.day) in _TURN_OF_THE_YEAR
        return not is_off and self.holiday(day) is None

    def between(self, since: date, until: date) -> int:
        """How many working days came after ``since``, up to ``until`` and with it; 0 when it lies before."""
        if until <= since:
            return 0
        years = range(since.year, until.year + 1)
        off = sum(bisect_right(days, until) - bisect_right(days, since) for days in map(self._closed, years))
        return _weekdays(until) - _weekdays(since) - off

    def after(self, day: date, count: int) -> date:
        """The day on which so many working days have come after ``day``: the last day of such a period.

        Args:
            day: The day of the event, which does not count (民法第140条).
            count: At least 1.
        """
        while count > 0:
            day += DAY
            count -= self.is_working(day)
        return day

    def _closed(self, year: int) -> tuple[date, ...]:
        """Mondays to Fridays of a year on which offices are closed."""
        is_checked = self.first_year <= year <= self.last_year
        holidays = {day for day in self.table if day.year == year} if is_checked else set(_by_law(year))
        closed = holidays | {date(year, *place) for place in _TURN_OF_THE_YEAR}
        return tuple(sorted(day for day in closed if day.weekday() < _WORKING_WEEKDAYS))


@lru_cache(maxsize=256)
def _by_law(year: int) -> Mapping[date, Holiday]:
    return holidays_by_law(year)


def _weekdays(day: date) -> int:
    """Mondays to Fridays from the first day of all up to a day and with it; that first day was a Monday."""
    weeks, rest = divmod(day.toordinal(), _WEEK)
    return weeks * _WORKING_WEEKDAYS + min(rest, _WORKING_WEEKDAYS)
