"""The neutral list of gaps (空白期間の一覧) for the person who fills the form in: what to ask, and where to add it.

It is the coverage rules of the pack and nothing else of them: the person sees a question, never a finding.
"""

from dataclasses import dataclass
from datetime import date

from app.models.forms.answers import Response
from app.models.forms.definition import Bilingual, FormPack
from app.models.rules.checkers import coverage
from app.models.rules.definition import CoverageRule, RulePack
from app.models.rules.looking import Looking
from app.models.rules.material import Material


@dataclass(frozen=True, slots=True)
class Gap:
    """Days of which the form does not tell yet.

    Attributes:
        rule: Which rule asks.
        question: With the blanks ``{from}`` and ``{to}`` for the two days, in both languages.
        first_day: First day.
        last_day: Last day, included.
        add_to: Tables where a row would tell, in the order of the form.
        columns: For each of these tables the two columns that say from when to when.
    """

    rule: str
    question: Bilingual
    first_day: date
    last_day: date
    add_to: tuple[str, ...]
    columns: tuple[tuple[str, str], ...] = ()


def gaps_of(rules: RulePack, pack: FormPack, response: Response) -> tuple[Gap, ...]:
    """Every certain or possible gap in the look-backs, rule by rule, oldest first.

    Args:
        rules: The rules of the pack.
        pack: The form.
        response: The answers so far; their ``as_of`` ends the look-backs.
    """
    look = Looking(Material(pack, response, response.as_of))
    found: list[Gap] = []
    for rule in rules.rules:
        if not isinstance(rule, CoverageRule):
            continue
        spans: dict[str, tuple[str, str]] = {}
        for span in rule.spans:
            spans.setdefault(_table(pack, span.start), (span.start, span.end))
        found += [
            Gap(rule.id, rule.question, each.first_day, each.last_day, tuple(spans), tuple(spans.values()))
            for each in coverage.check(rule, look)
            if each.first_day is not None and each.last_day is not None
        ]
    return tuple(found)


def _table(pack: FormPack, link_id: str) -> str:
    table = pack.index.table(link_id)
    return link_id if table is None else table.link_id
