"""Do dates follow each other as they must (前後関係)? Nobody is naturalised before birth."""

from collections.abc import Iterator
from datetime import date

from app.models.domain.dates import PartialDate
from app.models.forms.answers import Cell
from app.models.rules.definition import SequenceRule
from app.models.rules.found import Blank, Certainty, RuleFinding
from app.models.rules.looking import Looking
from app.models.rules.truth import Truth

BLANKS = frozenset({"earlier", "later"})


def check(rule: SequenceRule, look: Looking) -> Iterator[RuleFinding]:
    """One finding for every pair that is certainly in the wrong order; a question when the rule asks for it."""
    for earlier, later in _pairs(rule, look):
        first, second = (_date(look, cell) for cell in (earlier, later))
        if first is None or second is None:
            continue
        order = _in_order(first, second, rule.least_years)
        if order is Truth.FALSE:
            yield _finding(rule, look, earlier, later, Certainty.CERTAIN)
        elif order is Truth.UNKNOWN and rule.unclear == "ask":
            yield _finding(rule, look, earlier, later, Certainty.POSSIBLE)


def _pairs(rule: SequenceRule, look: Looking) -> Iterator[tuple[Cell, Cell]]:
    """Both in each row of one table, else every row of the one with every row of the other."""
    if look.same_table(rule.earlier, rule.later):
        for row in look.rows(rule.earlier):
            if look.all_hold(rule.where, row) is Truth.TRUE:
                yield (rule.earlier, row), (rule.later, row)
        return
    for one in look.rows(rule.earlier):
        for other in look.rows(rule.later):
            rows = [row for row in (one, other) if row is not None]
            if look.all_hold(rule.where, rows[0] if rows else None) is Truth.TRUE:
                yield (rule.earlier, one), (rule.later, other)


def _date(look: Looking, cell: Cell) -> PartialDate | None:
    answer = look.answer(*cell)
    return None if answer is None else look.written_date(answer)


def _in_order(first: PartialDate, second: PartialDate, least_years: int) -> Truth:
    """Whether the second is no earlier than the first and so many years."""
    if second.latest < _years_later(first.earliest, least_years):
        return Truth.FALSE
    return Truth.TRUE if second.earliest >= _years_later(first.latest, least_years) else Truth.UNKNOWN


def _years_later(day: date, years: int) -> date:
    """The corresponding day; the end of February where there is none."""
    year = min(day.year + years, date.max.year)
    try:
        return day.replace(year=year)
    except ValueError:
        return day.replace(year=year, day=28)


def _finding(rule: SequenceRule, look: Looking, earlier: Cell, later: Cell, certainty: Certainty) -> RuleFinding:
    return RuleFinding(
        rule=rule.id,
        rule_version=rule.version,
        purpose=rule.purpose,
        certainty=certainty,
        places=look.places(earlier, later),
        used=look.used(earlier, later),
        blanks=(Blank("earlier", "item", earlier[0]), Blank("later", "item", later[0])),
    )
