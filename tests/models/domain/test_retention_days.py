from datetime import date, timedelta

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from app.models.domain.errors import InvalidInputError
from app.models.domain.retention import Period, Start, case_class, due_day, first_event_due, kept_until
from app.models.domain.validity import last_valid_day

DAY = timedelta(days=1)
days = st.dates(date(1990, 1, 1), date(2200, 12, 31))
periods = st.builds(Period, st.just("x"), st.integers(0, 99), st.sampled_from(Start))


def event(years: int) -> Period:
    return Period("x", years, Start.EVENT)


def fiscal(years: int) -> Period:
    return Period("x", years, Start.FISCAL_YEAR)


@pytest.mark.parametrize(
    ("period", "happened", "due"),
    [
        (event(10), date(2025, 6, 10), date(2035, 6, 11)),
        (event(0), date(2025, 6, 10), date(2025, 6, 11)),
        # Counting from 29 February there is no corresponding day: the period ends with the month.
        (event(10), date(2028, 2, 28), date(2038, 3, 1)),
        (event(10), date(2028, 2, 29), date(2038, 3, 1)),
        (event(4), date(2028, 2, 29), date(2032, 3, 1)),
        (event(1), date(2027, 12, 31), date(2029, 1, 1)),
        (fiscal(5), date(2025, 6, 10), date(2031, 4, 1)),
        (fiscal(5), date(2026, 3, 31), date(2031, 4, 1)),
        (fiscal(5), date(2026, 4, 1), date(2032, 4, 1)),
        (fiscal(0), date(2026, 2, 1), date(2026, 4, 1)),
        (fiscal(1), date(2028, 2, 29), date(2029, 4, 1)),
    ],
)
def test_the_day_of_destruction(period: Period, happened: date, due: date) -> None:
    assert due_day(period, happened) == due


@given(periods, days)
def test_it_is_due_on_its_day_and_not_a_day_earlier(period: Period, happened: date) -> None:
    clock = kept_until(period, happened)
    assert clock.due_on > happened
    assert clock.is_due(clock.due_on)
    assert not clock.is_due(clock.due_on - DAY)


@given(st.integers(1, 99), days)
def test_from_the_event_it_is_kept_exactly_as_long_as_the_civil_code_counts(years: int, happened: date) -> None:
    assert due_day(event(years), happened) - DAY == last_valid_day(happened, years)


@given(st.integers(0, 99), days)
def test_the_other_clock_ends_with_a_fiscal_year_that_was_kept_whole(years: int, happened: date) -> None:
    due = due_day(fiscal(years), happened)
    assert (due.month, due.day) == (4, 1)
    began = due.replace(year=due.year - years)
    assert timedelta(0) < began - happened <= timedelta(days=366)


@given(periods, days, days)
def test_what_happened_later_is_never_due_earlier(period: Period, one: date, other: date) -> None:
    assert due_day(period, min(one, other)) <= due_day(period, max(one, other))


@given(periods, days)
@example(event(10), date(2038, 3, 1))
@example(event(4), date(2032, 2, 29))
@example(fiscal(5), date(2031, 4, 1))
@example(fiscal(5), date(2031, 4, 2))
def test_a_page_begins_with_the_first_event_that_is_due_then(period: Period, due: date) -> None:
    first = first_event_due(period, due)
    assert due_day(period, first) >= due
    assert due_day(period, first - DAY) < due


def test_before_all_time_everything_is_due() -> None:
    assert first_event_due(event(99), date(50, 1, 1)) == date.min
    assert first_event_due(fiscal(99), date(50, 1, 1)) == date.min


def test_a_day_past_all_time_is_named() -> None:
    for period in (event(99), fiscal(99)):
        with pytest.raises(InvalidInputError, match=r"^date\.impossible$"):
            due_day(period, date(9990, 1, 1))


def test_the_class_of_a_case_follows_what_became_of_it() -> None:
    told, back, sent = date(2025, 6, 1), date(2025, 7, 1), date(2025, 5, 1)
    assert case_class(withdrawn_on=None, notified_on=None, cleared=False, ended_on=None) is None
    assert case_class(withdrawn_on=None, notified_on=told, cleared=True, ended_on=None) == ("cleared", told)
    assert case_class(withdrawn_on=None, notified_on=told, cleared=False, ended_on=None) == ("not-cleared", told)
    assert case_class(withdrawn_on=None, notified_on=None, cleared=False, ended_on=sent) == ("investigated", sent)
    # Who withdrew is kept no longer than who was not cleared, whatever else happened.
    assert case_class(withdrawn_on=back, notified_on=None, cleared=False, ended_on=sent) == ("not-cleared", back)
