"""Do two rows claim the same time where only one can (期間の重複)?"""

from collections.abc import Iterator
from itertools import combinations

from app.models.domain.validity import Window
from app.models.rules.checkers.over_days import over_days
from app.models.rules.definition import OverlapRule, Span
from app.models.rules.found import Certainty, RuleFinding
from app.models.rules.looking import Looking
from app.models.rules.periods import ANY_DAY, Period, length, shared


def check(rule: OverlapRule, look: Looking) -> Iterator[RuleFinding]:
    """Every two rows whose certain days overlap by more than the tolerance, or only their possible days.

    A row of whose beginning nothing is known overlaps with everything; that says nothing and is not asked.
    """
    tolerance = look.number(rule.tolerance)
    known = [each for each in look.periods(rule.spans) if each[1].start != ANY_DAY]
    for one, other in combinations(known, 2):
        certain = shared(one[1].certain, other[1].certain)
        possible = shared(one[1].possible, other[1].possible)
        if certain is not None and length(certain) > tolerance:
            yield _finding(rule, look, (one, other), certain, Certainty.CERTAIN)
        elif possible is not None and length(possible) > tolerance:
            yield _finding(rule, look, (one, other), possible, Certainty.POSSIBLE)


def _finding(
    rule: OverlapRule, look: Looking, both: tuple[tuple[Span, Period], ...], days: Window, certainty: Certainty
) -> RuleFinding:
    cells = tuple(cell for span, period in both for cell in (period.row, (span.end, period.row[1])))
    return over_days(rule, look, certainty, days, cells, rule.tolerance)
