from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.models.domain.errors import InvalidInputError
from app.models.domain.validity import age_on, attains_on, last_valid_day, lookback_window

DAYS = st.dates(date(1900, 1, 1), date(2100, 12, 31))
YEARS = st.integers(1, 40)


@pytest.mark.parametrize(
    ("notified_on", "years", "last"),
    [
        (date(2025, 6, 10), 10, date(2035, 6, 10)),
        (date(2028, 2, 28), 10, date(2038, 2, 28)),
        (date(2028, 2, 29), 10, date(2038, 2, 28)),
        (date(2027, 2, 28), 1, date(2028, 2, 29)),
        (date(2028, 2, 29), 4, date(2032, 2, 29)),
        (date(2028, 2, 28), 4, date(2032, 2, 28)),
        (date(2020, 4, 1), 5, date(2025, 4, 1)),
        (date(2025, 12, 31), 5, date(2030, 12, 31)),
    ],
)
def test_the_civil_code_counts_the_period(notified_on: date, years: int, last: date) -> None:
    assert last_valid_day(notified_on, years) == last


@given(DAYS, DAYS, YEARS)
def test_a_later_notice_never_ends_earlier(one: date, other: date, years: int) -> None:
    first, second = sorted((one, other))
    assert last_valid_day(first, years) <= last_valid_day(second, years)


@given(DAYS, YEARS)
def test_the_period_ends_in_the_same_month_or_at_its_edge(day: date, years: int) -> None:
    last = last_valid_day(day, years)
    if (day + timedelta(days=1)).day != 1 and (day.month, day.day) not in ((2, 28), (2, 29)):
        assert (last.year, last.month, last.day) == (day.year + years, day.month, day.day)


@pytest.mark.parametrize(
    ("dob", "day", "age"),
    [
        (date(2000, 4, 1), date(2018, 3, 31), 17),
        (date(2000, 4, 1), date(2018, 4, 1), 18),
        (date(1992, 2, 29), date(2025, 2, 28), 32),
        (date(1992, 2, 29), date(2025, 3, 1), 33),
        (date(1992, 2, 29), date(2024, 2, 28), 31),
        (date(1992, 2, 29), date(2024, 2, 29), 32),
        (date(2000, 1, 1), date(2000, 1, 1), 0),
        (date(2000, 1, 1), date(1999, 12, 31), -1),
    ],
)
def test_age_changes_at_the_end_of_the_day_before_the_birthday(dob: date, day: date, age: int) -> None:
    assert age_on(dob, day) == age


@given(DAYS, st.integers(0, 100))
def test_the_new_age_is_held_from_the_day_after_it_is_attained(dob: date, age: int) -> None:
    eve = attains_on(dob, age)
    assert age_on(dob, eve) == age - 1
    assert age_on(dob, eve + timedelta(days=1)) == age


@pytest.mark.parametrize(
    ("as_of", "first"),
    [
        (date(2025, 6, 10), date(2015, 6, 10)),
        (date(2028, 2, 29), date(2018, 3, 1)),
        (date(2028, 3, 1), date(2018, 3, 1)),
        (date(2025, 1, 1), date(2015, 1, 1)),
    ],
)
def test_looking_back_ten_years(as_of: date, first: date) -> None:
    window = lookback_window(as_of, 10)
    assert (window.first_day, window.last_day) == (first, as_of)
    assert first in window
    assert first - timedelta(days=1) not in window
    assert as_of + timedelta(days=1) not in window


@given(DAYS, YEARS)
def test_looking_back_never_reaches_beyond_the_years(as_of: date, years: int) -> None:
    first = lookback_window(as_of, years).first_day
    assert last_valid_day(first, years) >= as_of
    assert first > as_of - timedelta(days=years * 366 + 1)


def test_nonsense_periods_are_refused() -> None:
    with pytest.raises(InvalidInputError, match=r"validity\.years"):
        last_valid_day(date(2025, 1, 1), 0)
    with pytest.raises(InvalidInputError, match=r"validity\.years"):
        lookback_window(date(2025, 1, 1), 0)
    with pytest.raises(InvalidInputError, match=r"date\.impossible"):
        last_valid_day(date(9999, 1, 1), 1)
    with pytest.raises(InvalidInputError, match=r"date\.impossible"):
        lookback_window(date(5, 1, 1), 10)
