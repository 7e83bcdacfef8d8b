"""Does every inner period lie inside outer ones (包含)? Study abroad lies inside a stay abroad in the same country."""

from collections.abc import Iterator

from app.models.domain.validity import Window
from app.models.rules.checkers.over_days import over_days
from app.models.rules.definition import ContainsRule, Span
from app.models.rules.found import Certainty, RuleFinding
from app.models.rules.looking import Looking
from app.models.rules.periods import ANY_DAY, Period, length, outside, united


def check(rule: ContainsRule, look: Looking) -> Iterator[RuleFinding]:
    """Every inner period of which more days than the tolerance lie outside.

    Days that are outside however the dates are read make a finding; days that only some reading puts outside, a
    question.
    """
    tolerance = look.number(rule.tolerance)
    outer = [each for _, each in look.periods(rule.outer)]
    for span, period in look.periods((rule.inner,)):
        possible = period.possible
        if period.start == ANY_DAY or possible is None or length(possible) <= rule.shortest:
            continue
        matching = [each for each in outer if _same(rule, look, period, each)]
        surely_out = _longest(period.certain, [each.possible for each in matching])
        maybe_out = _longest(possible, [each.certain for each in matching])
        if surely_out is not None and length(surely_out) > tolerance:
            yield _finding(rule, look, span, period, surely_out, Certainty.CERTAIN)
        elif maybe_out is not None and length(maybe_out) > tolerance + _slack(period):
            yield _finding(rule, look, span, period, maybe_out, Certainty.POSSIBLE)


def _same(rule: ContainsRule, look: Looking, inner: Period, outer: Period) -> bool:
    """Whether the named columns of both rows say the same; what is not said is no difference."""
    values = {
        used.text
        for column in rule.same
        for link_id, row in (inner.row, outer.row)
        if look.same_table(column, link_id)
        for used in look.used((column, row))
    }
    return len(values) <= 1


def _slack(period: Period) -> int:
    """Days that the writing of the inner dates alone leaves open."""
    return length(Window(period.start.earliest, period.start.latest)) + length(
        Window(period.end.earliest, period.end.latest)
    )


def _longest(inner: Window | None, outer: list[Window | None]) -> Window | None:
    """The longest run of inner days that no outer window holds."""
    if inner is None:
        return None
    runs = outside(united(outer, inner), inner)
    return max(runs, key=length, default=None)


def _finding(
    rule: ContainsRule, look: Looking, span: Span, period: Period, run: Window, certainty: Certainty
) -> RuleFinding:
    columns = tuple((each, period.row[1]) for each in rule.same if look.same_table(each, span.start))
    return over_days(rule, look, certainty, run, (*columns, period.row, (span.end, period.row[1])), rule.tolerance)
