"""Are dates written finely enough for what is asked of them (日付の精度)?"""

from collections.abc import Iterator

from app.models.domain.dates import Precision
from app.models.rules.definition import PrecisionRule
from app.models.rules.found import Blank, Certainty, RuleFinding
from app.models.rules.looking import Looking
from app.models.rules.truth import Truth

BLANKS = frozenset({"item"})
_ORDER = (Precision.YEAR, Precision.MONTH, Precision.DAY)


def check(rule: PrecisionRule, look: Looking) -> Iterator[RuleFinding]:
    """A question for every date that is coarser than needed. A date said to be unknown is not asked again."""
    needed = _ORDER.index(Precision(rule.needed.value))
    for item in rule.items:
        for row in look.rows(item):
            answer = look.answer(item, row)
            if answer is None or look.all_hold(rule.where, row) is not Truth.TRUE:
                continue
            written = look.written_date(answer)
            if written is not None and _ORDER.index(written.precision) < needed:
                yield RuleFinding(
                    rule=rule.id,
                    rule_version=rule.version,
                    purpose=rule.purpose,
                    certainty=Certainty.POSSIBLE,
                    places=look.places((item, row)),
                    used=look.used((item, row)),
                    blanks=(Blank("item", "item", item),),
                )
