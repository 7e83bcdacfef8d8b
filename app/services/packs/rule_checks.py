"""Do the rules of a pack fit its items? Names, types, parameters, purposes, blanks of the questions."""

from collections import Counter
from collections.abc import Iterator
from string import Formatter

from app.models.domain.errors import UntrustedInputError
from app.models.forms.definition import FormPack
from app.models.forms.items import ItemType
from app.models.rules.definition import (
    AgreesRule,
    AnyRule,
    CompletenessRule,
    ContainsRule,
    CoverageRule,
    OverlapRule,
    RulePack,
    ScopeRule,
)
from app.models.rules.engine import BLANKS
from app.models.rules.reach import Reach, reach_of

FILE = "rules.json"
FAMILY_SCOPE = "family.scope"
"""The parameter that says whose data the table of relatives holds."""
_STATUTORY = frozenset({"name", "birth-date", "nationality", "second-nationality", "past-nationality", "address"})
"""Name, date of birth, nationalities of now and before, address: Article 12(2)(i)."""
_TELLING_APART = frozenset({"relation", "kana", "roman", "former-name"})


def check_rules(pack: FormPack, rules: RulePack) -> None:
    """Refuse rules that name what is not there, read across purposes, or ask with blanks that nothing fills.

    Raises:
        UntrustedInputError: ``pack.rule-twice``, ``pack.rule-item``, ``pack.rule-type``, ``pack.rule-purpose``,
            ``pack.rule-parameter``, ``pack.rule-question``, ``pack.rule-shape``; the place is the rule.
    """
    for rule_id, times in Counter(rule.id for rule in rules.rules).items():
        if times > 1:
            raise UntrustedInputError("pack.rule-twice", file=FILE, place=rule_id)
    for code, times in Counter(topic.code for topic in rules.topics).items():
        if times > 1:
            raise UntrustedInputError("pack.rule-twice", file=FILE, place=code)
    for rule in rules.rules:
        if isinstance(rule, ScopeRule) and rule.parameter == FAMILY_SCOPE:
            _relatives(pack, rule)
        for code in _codes(pack, rule, reach_of(rule)):
            raise UntrustedInputError(code, file=FILE, place=rule.id)


def _relatives(pack: FormPack, rule: ScopeRule) -> None:
    """Of relatives the Act permits four data; what tells them apart goes with them, and nothing else (調査事項以外)."""
    tables = {table.link_id for item in rule.items if (table := pack.index.table(item)) is not None}
    for column in (column for table in sorted(tables) for column in pack.index.columns(table)):
        if column.link_id.rpartition(".")[2] not in _STATUTORY | _TELLING_APART:
            raise UntrustedInputError("pack.relative-data", file="items.json", place=column.link_id)


def _codes(pack: FormPack, rule: AnyRule, reach: Reach) -> Iterator[str]:
    for item in reach.items | reach.dates:
        held = pack.index.get(item)
        if held is None or (held.type is ItemType.GROUP):
            yield "pack.rule-item"
        elif held.ext.purpose not in {rule.purpose, "identity"}:
            yield "pack.rule-purpose"
        elif item in reach.dates and held.type is not ItemType.DATE:
            yield "pack.rule-type"
    keys = {each.key: each.unit for each in pack.meta.parameters}
    for key, unit in reach.parameters:
        if keys.get(key) not in unit:
            yield "pack.rule-parameter"
    for text in (rule.question.ja, rule.question.en):
        if not _fields(text) <= BLANKS[type(rule)]:
            yield "pack.rule-question"
    if _misshapen(pack, rule):
        yield "pack.rule-shape"


def _fields(text: str) -> frozenset[str]:
    """Named blanks of a question; an impossible name when the braces do not close."""
    try:
        return frozenset(name for _, name, _, _ in Formatter().parse(text) if name is not None)
    except ValueError:
        return frozenset({"{"})


def _misshapen(pack: FormPack, rule: AnyRule) -> bool:
    """Whether parts of a rule do not go together."""
    index = pack.index
    if isinstance(rule, CoverageRule | OverlapRule | ContainsRule):
        spans = (*rule.outer, rule.inner) if isinstance(rule, ContainsRule) else rule.spans
        return any(index.table(span.start) is not index.table(span.end) for span in spans)
    if isinstance(rule, AgreesRule):
        return any(bool(side.items) is (side.fact is not None) for side in (rule.left, rule.right))
    if isinstance(rule, CompletenessRule):
        return bool(rule.needed) is (rule.rows is not None)
    if isinstance(rule, ScopeRule):
        given = {"my-number": True, "topics": True, "codes": bool(rule.items), "period": bool(rule.spans)}
        needs_parameter = rule.matter in {"codes", "period"}
        return not given[rule.matter] or needs_parameter is (rule.parameter is None)
    return False
