"""Which questions ask when somebody was born, and whether an answer names a day that has not come."""

from datetime import date

from app.models.forms.answers import Answer
from app.models.forms.definition import FormPack
from app.models.rules.definition import CoverageRule, RulePack

_COLUMN = "birth-date"
"""What the column of a table is called in which somebody else was born."""


def births_in(pack: FormPack, rules: RulePack) -> frozenset[str]:
    """Questions and columns for a day of birth: that of the person, from which look-backs count, and of the family."""
    own = {rule.born for rule in rules.rules if isinstance(rule, CoverageRule)}
    return frozenset(own | {item.link_id for item in pack.index if item.link_id.partition(".")[2] == _COLUMN})


def is_after(answer: Answer, today: date) -> bool:
    """Whether even the first day that an answer can mean lies after today; a year or month that has begun does not."""
    return isinstance(answer.value, str) and answer.value > today.isoformat()[: len(answer.value)]
