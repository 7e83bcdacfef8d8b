"""Periods and ages as the law counts them; it holds no number of years, those come from the rule pack."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta

from app.models.domain.errors import InvalidInputError

_ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Window:
    """A span of days, both ends included."""

    first_day: date
    last_day: date

    def __contains__(self, day: date) -> bool:
        return self.first_day <= day <= self.last_day


def last_valid_day(notified_on: date, years: int) -> date:
    """Last day on which ``years`` have not yet passed since the notification.

    The day of the notification is not counted (初日不算入, Civil Code Art. 140); the period ends on the day before the
    corresponding day, or with the month where there is no such day (Art. 143). Notified on 28 or on 29 February 2028,
    ten years both end on 28 February 2038.

    Raises:
        InvalidInputError: ``validity.years`` when ``years`` is below 1, ``date.impossible`` past the year 9999.
    """
    if years < 1:
        raise InvalidInputError("validity.years", field="years")
    try:
        return _end_of_period(notified_on + _ONE_DAY, years)
    except (ValueError, OverflowError):
        raise InvalidInputError("date.impossible", field="notified_on") from None


def attains_on(dob: date, age: int) -> date:
    """Day at whose end an age is reached.

    The day of birth counts (Act on the Calculation of Ages 年齢計算ニ関スル法律), so it is the day before the birthday;
    for somebody born on 29 February always 28 February.
    """
    return _end_of_period(dob, age)


def age_on(dob: date, day: date) -> int:
    """Full years of age held throughout ``day``; negative before birth.

    A year is complete at the *end* of the day before the birthday, so the new age is held from the birthday on; for
    somebody born on 29 February in an ordinary year from 1 March.
    """
    age = day.year - dob.year
    return age if attains_on(dob, age) < day else age - 1


def lookback_window(as_of: date, years: int) -> Window:
    """The last ``years`` years up to and including ``as_of``.

    Counted backwards without the first day, as Art. 140 and 143 count forwards: ten years back from 10 June 2025 begin
    on 10 June 2015. Where the corresponding day is missing the shorter window is taken: nothing is asked beyond it.

    Raises:
        InvalidInputError: ``validity.years`` when ``years`` is below 1, ``date.impossible`` before the year 1.
    """
    if years < 1:
        raise InvalidInputError("validity.years", field="years")
    try:
        return Window(_corresponding(as_of - _ONE_DAY, -years) + _ONE_DAY, as_of)
    except (ValueError, OverflowError):
        raise InvalidInputError("date.impossible", field="as_of") from None


def _end_of_period(first_counted: date, years: int) -> date:
    """Last day of a period of years that counts from ``first_counted`` (Civil Code Art. 143(2))."""
    same = _corresponding(first_counted, years)
    return same - _ONE_DAY if same.day == first_counted.day else same


def _corresponding(day: date, years: int) -> date:
    """The corresponding day (応当日), or the last day of that month."""
    year = day.year + years
    return day.replace(year=year, day=min(day.day, monthrange(year, day.month)[1]))
