"""Is what belongs together answered together (記入漏れ)?"""

from collections.abc import Iterator

from app.models.forms.answers import AnswerState, Cell
from app.models.rules.checkers.contradicts import holding
from app.models.rules.definition import CompletenessRule
from app.models.rules.found import Blank, Certainty, RuleFinding
from app.models.rules.looking import Looking
from app.models.rules.truth import Truth

BLANKS = frozenset({"item"})


def check(rule: CompletenessRule, look: Looking) -> Iterator[RuleFinding]:
    """One finding for every needed item that has no value where the terms hold, and for a table without a row."""
    asked = rule.needed or ((rule.rows,) if rule.rows is not None else ())
    for item in asked:
        for row in _rows(rule, look, item):
            if look.all_hold(rule.when, row) is Truth.TRUE and not _given(rule, look, item, row):
                yield _finding(rule, look, (item, row))


def _rows(rule: CompletenessRule, look: Looking, item: str) -> tuple[str | None, ...]:
    """The rows in which the item is looked for: those of a term that stands in the same table."""
    if any(look.same_table(item, term.item) for term in rule.when):
        return look.rows(item)
    return (None,)


def _given(rule: CompletenessRule, look: Looking, item: str, row: str | None) -> bool:
    if rule.rows == item or row is None:
        return any(_is_value(look, (item, each)) for each in look.rows(item))
    return _is_value(look, (item, row))


def _is_value(look: Looking, cell: Cell) -> bool:
    answer = look.answer(*cell)
    return answer is not None and answer.state is AnswerState.VALUE


def _finding(rule: CompletenessRule, look: Looking, cell: Cell) -> RuleFinding:
    why = tuple(
        each for term in rule.when for each in holding(look, term) if cell[1] is None or each[1] in {None, cell[1]}
    )
    return RuleFinding(
        rule=rule.id,
        rule_version=rule.version,
        purpose=rule.purpose,
        certainty=Certainty.CERTAIN,
        places=look.places(*why, cell),
        used=look.used(*why, cell),
        blanks=(Blank("item", "item", cell[0]),),
        about=cell[0],
    )
