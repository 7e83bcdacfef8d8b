"""Are there too few or too many rows (人数・件数)? A spouse has parents, or the subject says why none stand there."""

from collections.abc import Iterator

from app.models.rules.checkers.contradicts import holding
from app.models.rules.definition import CountRule
from app.models.rules.found import Blank, Certainty, RuleFinding
from app.models.rules.looking import Looking
from app.models.rules.truth import Truth, any_of

BLANKS = frozenset({"count", "least", "most"})


def check(rule: CountRule, look: Looking) -> Iterator[RuleFinding]:
    """One finding when the rows that count are certainly too few or too many; a question when that is not known.

    Nor is it known when the subject does not know whether ``unless`` holds.
    """
    excused = any_of(look.holds(term) for term in rule.unless)
    if look.all_hold(rule.when) is not Truth.TRUE or excused is Truth.TRUE:
        return
    held = {row: look.all_hold(rule.where, row) for row in look.rows(rule.counted) if look.used((rule.counted, row))}
    surely = [row for row, held_so in held.items() if held_so is Truth.TRUE]
    maybe = [row for row, held_so in held.items() if held_so is Truth.UNKNOWN]
    most = rule.at_most if rule.at_most is not None else len(held)
    if len(surely) + len(maybe) < rule.at_least or len(surely) > most:
        yield _finding(rule, look, surely, Certainty.CERTAIN if excused is Truth.FALSE else Certainty.POSSIBLE)
    elif maybe and (len(surely) < rule.at_least or len(surely) + len(maybe) > most):
        yield _finding(rule, look, [*surely, *maybe], Certainty.POSSIBLE)


def _finding(rule: CountRule, look: Looking, rows: list[str | None], certainty: Certainty) -> RuleFinding:
    cells = tuple((rule.counted, row) for row in rows)
    why = tuple(cell for term in rule.when for cell in holding(look, term))
    most = rule.at_most if rule.at_most is not None else rule.at_least
    return RuleFinding(
        rule=rule.id,
        rule_version=rule.version,
        purpose=rule.purpose,
        certainty=certainty,
        places=look.places(*cells, *why) or look.places((rule.counted, None)),
        used=look.used(*cells, *why),
        blanks=(
            Blank("count", "number", str(len(rows))),
            Blank("least", "number", str(rule.at_least)),
            Blank("most", "number", str(most)),
        ),
    )
