"""Is the look-back covered without a gap (空白期間)?"""

from collections.abc import Iterator
from datetime import date, timedelta

from app.models.domain.validity import Window
from app.models.forms.answers import Cell
from app.models.rules.checkers.over_days import over_days
from app.models.rules.definition import CoverageRule
from app.models.rules.found import Certainty, RuleFinding
from app.models.rules.looking import Looking
from app.models.rules.periods import Band, Cover, Period, bands, read_generously
from app.models.rules.windows import window_of

SLACK_DAYS = 30
"""A month that is written without its day leaves up to thirty days open; that alone is no gap."""


def check(rule: CoverageRule, look: Looking) -> Iterator[RuleFinding]:
    """Every run of days that is certainly or possibly not accounted for and longer than the tolerance.

    The tolerance holds for every gap, the first and the last included.
    """
    window = window_of(look, rule.lookback, rule.born, rule.school_age)
    if window is None:
        return
    tolerance = look.number(rule.tolerance)
    read = [(span.end, read_generously(period, SLACK_DAYS)) for span, period in look.periods(rule.spans)]
    for band in bands((period for _, period in read), window):
        if band.cover is not Cover.COVERED and band.days > tolerance:
            yield _finding(rule, look, band, _beside(band, read, window))


def _beside(band: Band, read: list[tuple[str, Period]], window: Window) -> tuple[Cell, ...]:
    """The cells between which the gap lies: the end of what came before, the beginning of what comes after."""
    cells: list[Cell] = []
    before = [(p.end.latest, end, p) for end, p in read if p.end.latest < _next(band.last_day) and p.possible]
    after = [(p.start.earliest, p) for _, p in read if p.start.earliest > band.first_day - timedelta(days=1)]
    open_ = [(end, p) for end, p in read if _touches(p, band)]
    if band.first_day > window.first_day and before:
        _, end, period = max(before, key=lambda each: each[0])
        cells.append((end, period.row[1]))
    cells += [cell for end, period in open_ for cell in (period.row, (end, period.row[1]))]
    if band.last_day < window.last_day and after:
        cells.append(min(after, key=lambda each: each[0])[1].row)
    return tuple(cells)


def _touches(period: Period, band: Band) -> bool:
    """Whether the period is what leaves the days open."""
    possible = period.possible
    return possible is not None and possible.first_day <= band.last_day and possible.last_day >= band.first_day


def _next(day: date) -> date:
    return day if day == date.max else day + timedelta(days=1)


def _finding(rule: CoverageRule, look: Looking, band: Band, beside: tuple[Cell, ...]) -> RuleFinding:
    certainty = Certainty.CERTAIN if band.cover is Cover.CERTAIN_GAP else Certainty.POSSIBLE
    cells = beside or ((rule.spans[0].start, None),)
    return over_days(rule, look, certainty, Window(band.first_day, band.last_day), cells, rule.lookback, rule.tolerance)
