"""A finding over a run of days (期間についての確認事項), as coverage, overlap and containment make it."""

from app.models.domain.validity import Window
from app.models.forms.answers import Cell
from app.models.rules.definition import Rule
from app.models.rules.found import Blank, Certainty, RuleFinding
from app.models.rules.looking import Looking
from app.models.rules.periods import length

BLANKS = frozenset({"from", "to", "days"})
"""What the question of such a rule may name."""


def over_days(
    rule: Rule, look: Looking, certainty: Certainty, days: Window, cells: tuple[Cell, ...], *parameters: str
) -> RuleFinding:
    """The finding of a rule over some days.

    Args:
        rule: The rule.
        look: The material.
        certainty: Whether it is a finding or a question.
        days: The days it is about.
        cells: The answers it is about.
        parameters: Numbers of the pack that the rule read, by name.
    """
    return RuleFinding(
        rule=rule.id,
        rule_version=rule.version,
        purpose=rule.purpose,
        certainty=certainty,
        places=look.places(*cells),
        used=look.used(*cells),
        parameters=tuple((each, str(look.number(each))) for each in parameters),
        blanks=(
            Blank("from", "day", days.first_day.isoformat()),
            Blank("to", "day", days.last_day.isoformat()),
            Blank("days", "number", str(length(days))),
        ),
        first_day=days.first_day,
        last_day=days.last_day,
    )
