"""Do two rows claim the same time where only one can (期間の重複)?"""

from collections.abc import Iterator
from itertools import islice

from app.models.domain.validity import Window
from app.models.rules.checkers.over_days import over_days
from app.models.rules.definition import OverlapRule, Span
from app.models.rules.found import Certainty, RuleFinding
from app.models.rules.looking import Looking
from app.models.rules.periods import ANY_DAY, Period, length, shared

MOST_PARTNERS = 20
"""Findings that one row makes with the rows behind it; whoever has more at once is asked about these first."""


def check(rule: OverlapRule, look: Looking) -> Iterator[RuleFinding]:
    """Every two rows whose certain days overlap by more than the tolerance, or only their possible days.

    A row of whose beginning nothing is known overlaps with everything; that says nothing and is not asked. Of a row
    that overlaps with very many, the first ones are told, so that no answers make findings without end.
    """
    tolerance = look.number(rule.tolerance)
    known = [each for each in look.periods(rule.spans) if each[1].start != ANY_DAY]
    for place, one in enumerate(known):
        found = (_of_two(rule, look, one, other, tolerance) for other in known[place + 1 :])
        yield from islice((each for each in found if each is not None), MOST_PARTNERS)


def _of_two(
    rule: OverlapRule, look: Looking, one: tuple[Span, Period], other: tuple[Span, Period], tolerance: int
) -> RuleFinding | None:
    certain = shared(one[1].certain, other[1].certain)
    possible = shared(one[1].possible, other[1].possible)
    if certain is not None and length(certain) > tolerance:
        return _finding(rule, look, (one, other), certain, Certainty.CERTAIN)
    if possible is not None and length(possible) > tolerance:
        return _finding(rule, look, (one, other), possible, Certainty.POSSIBLE)
    return None


def _finding(
    rule: OverlapRule, look: Looking, both: tuple[tuple[Span, Period], ...], days: Window, certainty: Certainty
) -> RuleFinding:
    cells = tuple(cell for span, period in both for cell in (period.row, (span.end, period.row[1])))
    return over_days(rule, look, certainty, days, cells, rule.tolerance)
