"""The timeline says what the answers say: months as months, gaps as far as they are certain, nothing medical."""

from datetime import date
from itertools import pairwise

import msgspec
import pytest

from app.models.domain.validity import Window
from app.models.forms.items import Sensitivity
from app.models.rules.material import Material
from app.models.rules.periods import ANY_DAY, Band, Cover
from app.models.rules.timeline import Timeline, timeline_of
from tests.services.exchange.offices import shelf
from tests.services.points.golden import golden


def timeline(name: str) -> Timeline:
    loaded, response = shelf().current, golden(name)
    return timeline_of(loaded.rules, Material(loaded.pack, response, response.as_of))


def bands_of(drawn: Timeline, rule: str) -> tuple[Band, ...]:
    return next(one.bands for one in drawn.coverages if one.rule.id == rule)


def test_months_without_days_leave_those_months_open_and_what_lies_between_certainly() -> None:
    """Work until "August 2018" and again from "October 2018"."""
    bands = bands_of(timeline("g05"), "R-CAR-01")
    assert [band for band in bands if band.cover is not Cover.COVERED] == [
        Band(date(2018, 8, 2), date(2018, 8, 31), Cover.POSSIBLE_GAP),
        Band(date(2018, 9, 1), date(2018, 9, 30), Cover.CERTAIN_GAP),
        Band(date(2018, 10, 1), date(2018, 10, 30), Cover.POSSIBLE_GAP),
    ]


def test_nothing_is_asked_beyond_the_look_back_but_what_was_said_of_it_is_drawn() -> None:
    """One residence ends in "April 1988", the next begins on 10 May 1988."""
    drawn = timeline("g07")
    assert {band.cover for coverage in drawn.coverages for band in coverage.bands} == {Cover.COVERED}
    first, second = next(lane for lane in drawn.lanes if lane.table == "B1").stays
    assert (first.period.end.earliest, first.period.end.latest) == (date(1988, 4, 1), date(1988, 4, 30))
    assert (second.period.start.earliest, second.is_going_on) == (date(1988, 5, 10), True)


def test_what_nobody_dated_is_drawn_as_not_known_and_covers_nothing() -> None:
    loaded, response = shelf().current, golden("g05")
    before = bands_of(timeline("g05"), "R-CAR-01")
    kept = tuple(one for one in response.answers if one.cell != ("D1.from", "r1"))
    undated = msgspec.structs.replace(response, answers=kept)
    drawn = timeline_of(loaded.rules, Material(loaded.pack, undated, undated.as_of))
    stay = next(one for lane in drawn.lanes if lane.table == "D1" for one in lane.stays if one.period.row[1] == "r1")
    assert (stay.period.start, bool(stay.cells)) == (ANY_DAY, True)
    assert stay.period.certain is None
    assert drawn.shown == timeline("g05").shown, "the picture does not reach to the beginning of time"
    assert bands_of(drawn, "R-CAR-01") != before, "days that nobody named are a gap"


@pytest.mark.parametrize("name", sorted(name.removesuffix(".json") for name in shelf().current.golden))
def test_each_subject_is_drawn_without_hole_and_without_what_is_not_for_this_picture(name: str) -> None:
    drawn, pack = timeline(name), shelf().current.pack
    for coverage in drawn.coverages:
        days = [(band.first_day, band.last_day) for band in coverage.bands]
        assert (days[0][0], days[-1][1]) == (coverage.window.first_day, coverage.window.last_day)
        assert all((after[0] - before[1]).days == 1 for before, after in pairwise(days))
    assert drawn.lanes
    for lane in drawn.lanes:
        assert pack.index[lane.table].ext.sensitivity is Sensitivity.PERSONAL
        assert all(stay.period.row[0] == lane.table for stay in lane.stays)
        starts = [stay.period.start.earliest for stay in lane.stays]
        assert starts == sorted(starts)
    assert drawn.shown.last_day == golden(name).as_of
    assert Window(drawn.shown.first_day, drawn.shown.last_day) == drawn.shown
