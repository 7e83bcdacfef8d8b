"""Working days: the holidays of the law, the checked table, and counting that agrees with a calendar on the wall."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.models.domain.working_days import DAY, Holiday, Source, WorkingCalendar, holidays_by_law
from app.services.calendar import working_calendar

CALENDAR = working_calendar()
ANNOUNCED = {
    2025: "0101 0113 0211 0223 0224 0320 0429 0503 0504 0505 0506 0721 0811 0915 0923 1013 1103 1123 1124",
    2026: "0101 0112 0211 0223 0320 0429 0503 0504 0505 0506 0720 0811 0921 0922 0923 1012 1103 1123",
    2027: "0101 0111 0211 0223 0321 0322 0429 0503 0504 0505 0719 0811 0920 0923 1011 1103 1123",
}
"""As the Cabinet Office tells them."""
DAYS = st.dates(date(2024, 6, 1), date(2033, 1, 1))
SOME = st.integers(0, 400)


@pytest.mark.parametrize("year", ANNOUNCED)
def test_the_rules_give_the_announced_holidays(year: int) -> None:
    assert " ".join(f"{day:%m%d}" for day in sorted(holidays_by_law(year))) == ANNOUNCED[year]


def test_the_table_says_what_the_law_says_for_every_year_of_it() -> None:
    years = range(CALENDAR.first_year, CALENDAR.last_year + 1)
    assert list(years) == list(range(2025, 2031))
    by_law = {day: holiday for year in years for day, holiday in holidays_by_law(year).items()}
    assert dict(CALENDAR.table) == by_law


@given(st.integers(2022, 2098))
def test_a_day_off_that_follows_from_holidays_follows_from_them(year: int) -> None:
    found = holidays_by_law(year)
    assert sum(one not in {Holiday.SUBSTITUTE, Holiday.BETWEEN} for one in found.values()) == 16
    for day, holiday in found.items():
        if holiday is Holiday.SUBSTITUTE:
            before = day - DAY
            while before.weekday() != 6:
                assert before in found
                before -= DAY
            assert before in found
        if holiday is Holiday.BETWEEN:
            assert day - DAY in found
            assert day + DAY in found


@given(DAYS, SOME)
def test_counting_agrees_with_looking_at_each_day(since: date, days: int) -> None:
    until = since + timedelta(days=days)
    each = sum(CALENDAR.is_working(since + timedelta(days=place)) for place in range(1, days + 1))
    assert CALENDAR.between(since, until) == each
    assert CALENDAR.between(until, since) == 0


@given(DAYS, DAYS, DAYS)
def test_periods_add_up(one: date, two: date, three: date) -> None:
    first, middle, last = sorted((one, two, three))
    assert CALENDAR.between(first, middle) + CALENDAR.between(middle, last) == CALENDAR.between(first, last)


@given(DAYS, st.integers(1, 60))
def test_a_period_ends_on_the_working_day_that_completes_it(day: date, count: int) -> None:
    end = CALENDAR.after(day, count)
    assert CALENDAR.is_working(end)
    assert CALENDAR.between(day, end) == count
    assert CALENDAR.between(day, end - DAY) == count - 1


def test_offices_are_closed_over_the_turn_of_the_year_and_the_golden_week() -> None:
    assert CALENDAR.after(date(2025, 12, 26), 1) == date(2026, 1, 5)
    assert CALENDAR.after(date(2026, 5, 1), 1) == date(2026, 5, 7)
    assert CALENDAR.holiday(date(2026, 9, 22)) is Holiday.BETWEEN


def test_it_is_told_from_what_a_day_is_known() -> None:
    assert [CALENDAR.source(date(year, 1, 1)) for year in (2024, 2025, 2030, 2031)] == [
        Source.RULES, Source.TABLE, Source.TABLE, Source.RULES,
    ]  # fmt: skip
    # A table that somebody corrected is believed where it speaks.
    moved = WorkingCalendar({date(2025, 7, 22): Holiday.MARINE}, 2025, 2025)
    assert (moved.is_working(date(2025, 7, 21)), moved.is_working(date(2025, 7, 22))) == (True, False)
    assert not moved.is_working(date(2026, 7, 20))
