"""Is one fact the same in two places (一致)? Answer against answer, or answer against roster, register and reply."""

import unicodedata
from collections.abc import Iterator

from app.models.domain.dates import PartialDate, parse_date
from app.models.domain.errors import InvalidInputError
from app.models.domain.folding import fold, fold_kana
from app.models.forms.answers import AnswerState, Cell
from app.models.rules.definition import AgreesRule, Folding, Written
from app.models.rules.found import Certainty, RuleFinding, Used
from app.models.rules.looking import Looking
from app.models.rules.truth import Truth

BLANKS: frozenset[str] = frozenset()


def check(rule: AgreesRule, look: Looking) -> Iterator[RuleFinding]:
    """One finding for every pair that differs; a fact that one side does not state is no difference."""
    for left_cells, left in _readings(rule.left, look):
        for right_cells, right in _readings(rule.right, look):
            differs = _differs(left.text, right.text, rule.folding)
            if differs is Truth.FALSE:
                continue
            cells = (*left_cells, *right_cells)
            yield RuleFinding(
                rule=rule.id,
                rule_version=rule.version,
                purpose=rule.purpose,
                certainty=Certainty.CERTAIN if differs is Truth.TRUE else Certainty.POSSIBLE,
                places=look.places(*cells),
                used=(left, right),
            )


def _readings(written: Written, look: Looking) -> Iterator[tuple[tuple[Cell, ...], Used]]:
    """What a side says: the items of a row written one after the other, or the fact from elsewhere."""
    if written.fact is not None:
        fact = look.material.facts.get(written.fact)
        if fact is not None:
            yield (), Used(fact.value, source=fact.source)
        return
    for row in look.rows(written.items[0]):
        if look.all_hold(written.where, row) is not Truth.TRUE:
            continue
        cells = tuple((item, row) for item in written.items)
        answers = [look.answer(*cell) for cell in cells]
        if all(each is not None and each.state is AnswerState.VALUE for each in answers):
            yield cells, Used("".join(each.text for each in look.used(*cells)), *cells[0])


def _differs(left: str, right: str, folding: Folding) -> Truth:
    """Whether two writings are of different things; dates of unequal precision may be the same."""
    if folding == "date":
        return _dates_differ(left, right)
    folded = {_folded(each, folding) for each in (left, right)}
    return Truth.FALSE if len(folded) == 1 else Truth.TRUE


def _folded(text: str, folding: Folding) -> str:
    if folding == "kana":
        return fold_kana(text)
    if folding == "name":
        return fold(text)
    return text if folding == "exact" else "".join(unicodedata.normalize("NFKC", text).split())


def _dates_differ(left: str, right: str) -> Truth:
    """True when they cannot be one day, unknown when only the precision leaves it open."""
    try:
        one, other = (parse_date(each, field="date") for each in (left, right))
    except InvalidInputError:
        return Truth.UNKNOWN
    if not one.may_equal(other):
        return Truth.TRUE
    return Truth.FALSE if _same_precision(one, other) else Truth.UNKNOWN


def _same_precision(one: PartialDate, other: PartialDate) -> bool:
    return one.precision is other.precision
