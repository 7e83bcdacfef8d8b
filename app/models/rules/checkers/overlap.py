"""Do two rows claim the same time where only one can (期間の重複)?"""

from collections.abc import Iterator
from itertools import combinations

from app.models.rules.definition import OverlapRule, Span
from app.models.rules.found import Blank, Certainty, RuleFinding
from app.models.rules.looking import Looking
from app.models.rules.periods import ANY_DAY, Period, length, shared

BLANKS = frozenset({"from", "to", "days"})


def check(rule: OverlapRule, look: Looking) -> Iterator[RuleFinding]:
    """Every two rows whose certain days overlap by more than the tolerance, or only their possible days.

    A row of whose beginning nothing is known overlaps with everything; that says nothing and is not asked.
    """
    tolerance = look.number(rule.tolerance)
    known = [each for each in look.periods(rule.spans) if each[1].start != ANY_DAY]
    for one, other in combinations(known, 2):
        certain = shared(one[1].certain, other[1].certain)
        possible = shared(one[1].possible, other[1].possible)
        if length(certain) > tolerance:
            yield _finding(rule, look, (one, other), Certainty.CERTAIN)
        elif length(possible) > tolerance:
            yield _finding(rule, look, (one, other), Certainty.POSSIBLE)


def _finding(
    rule: OverlapRule, look: Looking, both: tuple[tuple[Span, Period], tuple[Span, Period]], certainty: Certainty
) -> RuleFinding:
    (left_span, left), (right_span, right) = both
    window = shared(left.possible, right.possible)
    if certainty is Certainty.CERTAIN:
        window = shared(left.certain, right.certain)
    assert window is not None  # noqa: S101 - the length was measured
    cells = (left.row, (left_span.end, left.row[1]), right.row, (right_span.end, right.row[1]))
    return RuleFinding(
        rule=rule.id,
        rule_version=rule.version,
        purpose=rule.purpose,
        certainty=certainty,
        places=look.places(*cells),
        used=look.used(*cells),
        parameters=((rule.tolerance, str(look.number(rule.tolerance))),),
        blanks=(
            Blank("from", "day", window.first_day.isoformat()),
            Blank("to", "day", window.last_day.isoformat()),
            Blank("days", "number", str(length(window))),
        ),
        first_day=window.first_day,
        last_day=window.last_day,
    )
