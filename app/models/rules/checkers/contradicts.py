"""May these answers hold at once (矛盾)?"""

from collections.abc import Iterator

from app.models.forms.answers import Cell
from app.models.rules.definition import ContradictsRule, Term
from app.models.rules.found import Certainty, RuleFinding
from app.models.rules.looking import Looking
from app.models.rules.truth import Truth

BLANKS: frozenset[str] = frozenset()


def check(rule: ContradictsRule, look: Looking) -> Iterator[RuleFinding]:
    """One finding when every term is true; a question when that is not known."""
    together = look.all_hold(rule.when)
    if together is Truth.FALSE:
        return
    cells = tuple(cell for term in rule.when for cell in holding(look, term))
    yield RuleFinding(
        rule=rule.id,
        rule_version=rule.version,
        purpose=rule.purpose,
        certainty=Certainty.CERTAIN if together is Truth.TRUE else Certainty.POSSIBLE,
        places=look.places(*cells),
        used=look.used(*cells),
    )


def holding(look: Looking, term: Term) -> Iterator[Cell]:
    """The cells of which a term is true or may be."""
    for row in look.rows(term.item):
        if look.holds(term, row) is not Truth.FALSE:
            yield (term.item, row)
