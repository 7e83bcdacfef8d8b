"""The window of a look-back (遡及期間): so many years back, but not before birth or before a career can begin."""

from datetime import date, timedelta

from app.models.domain.validity import Window, attains_on, lookback_window
from app.models.rules.looking import Looking

_SCHOOL_YEAR = (4, 1)
"""The school year begins on 1 April (学校教育法施行規則 第59条)."""


def window_of(look: Looking, lookback: str, born: str, school_age: int | None) -> Window | None:
    """The days that a coverage rule asks about.

    Args:
        look: The material.
        lookback: Parameter that holds the years.
        born: Item of the date of birth; the latest day that it can be is taken, so that nobody is asked too far back.
        school_age: Age after which the next 1 April is the beginning; ``None`` for birth itself.

    Returns:
        ``None`` when nothing can be asked: the person was born, or came of school age, after the reference day.
    """
    window = lookback_window(look.as_of, look.number(lookback))
    birth = look.day_range(born, None)
    if birth is None or birth.latest == date.max:
        return window
    first = birth.latest if school_age is None else _school_begins(birth.latest, school_age)
    first = max(window.first_day, first)
    return Window(first, window.last_day) if first <= window.last_day else None


def _school_begins(born: date, age: int) -> date:
    """The first 1 April after an age is reached; one who was born on 1 April reached it the day before."""
    reached = attains_on(born, age) + timedelta(days=1)
    month, day = _SCHOOL_YEAR
    begins = reached.replace(month=month, day=day)
    return begins if begins >= reached else begins.replace(year=begins.year + 1)
