"""Periods (期間) whose ends are known to the year, the month or the day, and how far they cover a window of days.

A period that ends in "April 1988" certainly covers the days up to 1 April and possibly those up to 30 April. A day is
*covered*, *possibly* a gap (some reading of the dates leaves it open) or *certainly* a gap (every reading does). All
days are civil days, both ends included; lengths are counted in days.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from app.models.domain.validity import Window

_ONE_DAY = timedelta(days=1)


class Cover(StrEnum):
    """How far a day is accounted for."""

    COVERED = "covered"
    POSSIBLE_GAP = "possible-gap"
    CERTAIN_GAP = "certain-gap"


@dataclass(frozen=True, slots=True)
class DayRange:
    """The days on which one end of a period may lie."""

    earliest: date
    latest: date


ANY_DAY = DayRange(date.min, date.max)
"""An end of which nothing is known."""


@dataclass(frozen=True, slots=True)
class Period:
    """A period between two ends that may be known in part. ``row`` names where it stands."""

    start: DayRange
    end: DayRange
    row: tuple[str, str | None] = ("", None)

    @property
    def certain(self) -> Window | None:
        """The days that belong to it however the dates are read; ``None`` where there may be none."""
        if self.start.latest > self.end.earliest:
            return None
        return Window(self.start.latest, self.end.earliest)

    @property
    def possible(self) -> Window | None:
        """The days that belong to it if the dates are read widest; ``None`` when it ends before it begins."""
        if self.start.earliest > self.end.latest:
            return None
        return Window(self.start.earliest, self.end.latest)


@dataclass(frozen=True, slots=True)
class Band:
    """A run of days that are accounted for in the same way."""

    first_day: date
    last_day: date
    cover: Cover

    @property
    def days(self) -> int:
        """Length in days."""
        return (self.last_day - self.first_day).days + 1


def united(windows: Iterable[Window | None], within: Window) -> tuple[Window, ...]:
    """The union of some windows, cut to another: disjoint, not adjacent, in order."""
    cut = sorted(
        (max(each.first_day, within.first_day), min(each.last_day, within.last_day))
        for each in windows
        if each is not None and each.first_day <= within.last_day and each.last_day >= within.first_day
    )
    found: list[Window] = []
    for first, last in cut:
        if found and (found[-1].last_day == date.max or first <= found[-1].last_day + _ONE_DAY):
            found[-1] = Window(found[-1].first_day, max(found[-1].last_day, last))
        else:
            found.append(Window(first, last))
    return tuple(found)


def outside(windows: Sequence[Window], within: Window) -> tuple[Window, ...]:
    """What a window has beside some disjoint windows in order that lie inside it."""
    found = []
    first = within.first_day
    for each in windows:
        if each.first_day > first:
            found.append(Window(first, each.first_day - _ONE_DAY))
        if each.last_day >= within.last_day:
            return tuple(found)
        first = each.last_day + _ONE_DAY
    return (*found, Window(first, within.last_day))


def bands(periods: Iterable[Period], within: Window) -> tuple[Band, ...]:
    """How a window is covered, from its first day to its last without a hole.

    Args:
        periods: In any order; they may overlap.
        within: The window of the look-back.

    Returns:
        Runs of days in order; neighbours differ in their cover.
    """
    held = tuple(periods)
    certain = united((each.certain for each in held), within)
    possible = united((each.possible for each in held), within)
    found = [Band(each.first_day, each.last_day, Cover.CERTAIN_GAP) for each in outside(possible, within)]
    for open_ in outside(certain, within):
        inside = united(possible, open_)
        found += [Band(each.first_day, each.last_day, Cover.POSSIBLE_GAP) for each in inside]
    found += [Band(each.first_day, each.last_day, Cover.COVERED) for each in certain]
    return tuple(sorted(found, key=lambda band: band.first_day))


def shared(left: Window | None, right: Window | None) -> Window | None:
    """The days of both windows, or ``None``."""
    if left is None or right is None:
        return None
    first, last = max(left.first_day, right.first_day), min(left.last_day, right.last_day)
    return Window(first, last) if first <= last else None


def length(window: Window | None) -> int:
    """Days of a window; 0 for none."""
    return 0 if window is None else (window.last_day - window.first_day).days + 1


def read_generously(period: Period, slack_days: int) -> Period:
    """The period with every end that is open by no more than ``slack_days`` read in its favour.

    Somebody who lived in one place until March and in the next from April has left no gap; only the days of the month
    are not written. Ends that are open by more, a mere year say, stay open.
    """
    start, end = period.start, period.end
    if (start.latest - start.earliest).days <= slack_days:
        start = DayRange(start.earliest, start.earliest)
    if (end.latest - end.earliest).days <= slack_days:
        end = DayRange(end.latest, end.latest)
    return Period(start, end, period.row)
