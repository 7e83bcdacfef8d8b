"""Periods known in part against every reading of them, day by day."""

from datetime import date, timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from app.models.domain.validity import Window
from app.models.rules.periods import (
    ANY_DAY,
    Band,
    Cover,
    DayRange,
    Period,
    bands,
    length,
    outside,
    read_generously,
    shared,
    united,
)

ZERO = date(2020, 2, 20)
WINDOW = Window(ZERO, ZERO + timedelta(days=19))


def day(number: int) -> date:
    return ZERO + timedelta(days=number)


def days_of(window: Window | None) -> set[date]:
    return set() if window is None else {window.first_day + timedelta(days=n) for n in range(length(window))}


def ranges() -> st.SearchStrategy[DayRange]:
    pairs = st.tuples(st.integers(-4, 24), st.integers(0, 6))
    return pairs.map(lambda pair: DayRange(day(pair[0]), day(pair[0] + pair[1]))) | st.just(ANY_DAY)


def periods() -> st.SearchStrategy[Period]:
    return st.builds(Period, ranges(), ranges())


def readings(period: Period) -> list[set[date]]:
    """The days of the period under every choice of its two ends, near the window."""
    near = [day(number) for number in range(-6, 32)]
    starts = [each for each in near if period.start.earliest <= each <= period.start.latest]
    ends = [each for each in near if period.end.earliest <= each <= period.end.latest]
    return [days_of(Window(start, end)) for start in starts for end in ends if start <= end]


@given(st.lists(periods(), max_size=4))
def test_bands_tile_the_window_and_neighbours_differ(held: list[Period]) -> None:
    found = bands(held, WINDOW)
    assert found[0].first_day == WINDOW.first_day
    assert found[-1].last_day == WINDOW.last_day
    for band, following in pairwise(found):
        assert band.last_day + timedelta(days=1) == following.first_day
        assert band.cover is not following.cover


@given(st.lists(periods(), max_size=3))
def test_a_certain_gap_is_one_in_every_reading_and_covered_days_are_in_every_reading(held: list[Period]) -> None:
    every = [readings(period) for period in held]
    possible = {each for found in every for reading in found for each in reading}
    for band in bands(held, WINDOW):
        inside = days_of(Window(band.first_day, band.last_day))
        if band.cover is Cover.CERTAIN_GAP:
            assert not inside & possible
        else:
            assert inside <= possible
        if band.cover is Cover.COVERED:
            for each in inside:
                assert any(all(each in reading for reading in found) for found in every if found)


@given(st.lists(periods().map(lambda period: period.possible), max_size=5))
def test_union_and_rest_are_the_window_and_do_not_touch(windows: list[Window | None]) -> None:
    inside = united(windows, WINDOW)
    rest = outside(inside, WINDOW)
    together = [*inside, *rest]
    assert sum(length(each) for each in together) == length(WINDOW)
    assert set().union(*map(days_of, together)) == days_of(WINDOW)
    near = {each for window in windows if window for each in days_of(WINDOW) if each in window}
    assert set().union(*map(days_of, inside), set()) == near


@given(periods(), periods())
def test_shared_days_are_those_of_both(one: Period, other: Period) -> None:
    both = shared(one.possible, other.possible)
    near = days_of(WINDOW)
    left, right = one.possible, other.possible
    expected = {each for each in near if left and right and each in left and each in right}
    assert {each for each in near if both and each in both} == expected


def test_april_1988_then_10_may() -> None:
    april = Period(DayRange(date(1980, 1, 1), date(1980, 1, 1)), DayRange(date(1988, 4, 1), date(1988, 4, 30)))
    may = Period(DayRange(date(1988, 5, 10), date(1988, 5, 10)), DayRange(date(1990, 1, 1), date(1990, 1, 1)))
    window = Window(date(1988, 1, 1), date(1988, 12, 31))
    assert bands((april, may), window) == (
        Band(date(1988, 1, 1), date(1988, 4, 1), Cover.COVERED),
        Band(date(1988, 4, 2), date(1988, 4, 30), Cover.POSSIBLE_GAP),
        Band(date(1988, 5, 1), date(1988, 5, 9), Cover.CERTAIN_GAP),
        Band(date(1988, 5, 10), date(1988, 12, 31), Cover.COVERED),
    )
    generous = (read_generously(april, 30), read_generously(may, 30))
    assert [(band.days, band.cover) for band in bands(generous, window)][1] == (9, Cover.CERTAIN_GAP)


def test_a_year_stays_open_when_read_generously() -> None:
    period = Period(DayRange(date(1988, 1, 1), date(1988, 12, 31)), ANY_DAY)
    assert read_generously(period, 30) == period
