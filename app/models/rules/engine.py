"""Run a rule pack over answers (点検の実行): the same pack and material give the same findings, byte for byte."""

from collections.abc import Iterator

import msgspec

from app.models.rules.checkers import (
    agrees,
    completeness,
    contains,
    contradicts,
    count,
    coverage,
    over_days,
    overlap,
    precision,
    replies,
    scope,
    sequence,
)
from app.models.rules.definition import (
    AgreesRule,
    AnyRule,
    CompletenessRule,
    ContainsRule,
    ContradictsRule,
    CountRule,
    CoverageRule,
    DeadlineRule,
    MissingReplyRule,
    OverlapRule,
    PrecisionRule,
    RulePack,
    ScopeRule,
    SequenceRule,
)
from app.models.rules.found import RuleFinding
from app.models.rules.looking import Looking
from app.models.rules.material import Material

BLANKS: dict[type, frozenset[str]] = {
    AgreesRule: agrees.BLANKS,
    CompletenessRule: completeness.BLANKS,
    ContainsRule: over_days.BLANKS,
    ContradictsRule: contradicts.BLANKS,
    CountRule: count.BLANKS,
    CoverageRule: over_days.BLANKS,
    DeadlineRule: replies.BLANKS,
    MissingReplyRule: replies.MISSING_BLANKS,
    OverlapRule: over_days.BLANKS,
    PrecisionRule: precision.BLANKS,
    ScopeRule: scope.BLANKS,
    SequenceRule: sequence.BLANKS,
}
"""What the question of each kind of rule may name."""


def run(rules: RulePack, material: Material) -> tuple[RuleFinding, ...]:
    """Everything that the rules find.

    Args:
        rules: The rules of the pack that the answers are pinned to.
        material: Answers, facts, inquiries and the reference day.

    Returns:
        Findings in the order of the rules, then of the form; each has a key of its own.
    """
    look = Looking(material)
    found: list[RuleFinding] = []
    for rule in rules.rules:
        of_rule = sorted(_check(rule, rules, look), key=lambda each: _sorting(each, look))
        found += _told_apart(of_rule)
    return tuple(found)


def _check(rule: AnyRule, rules: RulePack, look: Looking) -> Iterator[RuleFinding]:  # noqa: PLR0911, C901 - one line each
    match rule:
        case CoverageRule():
            return coverage.check(rule, look)
        case OverlapRule():
            return overlap.check(rule, look)
        case ContainsRule():
            return contains.check(rule, look)
        case ContradictsRule():
            return contradicts.check(rule, look)
        case AgreesRule():
            return agrees.check(rule, look)
        case CompletenessRule():
            return completeness.check(rule, look)
        case CountRule():
            return count.check(rule, look)
        case SequenceRule():
            return sequence.check(rule, look)
        case DeadlineRule():
            return replies.check_deadline(rule, look)
        case MissingReplyRule():
            return replies.check_missing(rule, look)
        case ScopeRule():
            return scope.check(rule, look, rules.watch)
        case PrecisionRule():
            return precision.check(rule, look)


def _sorting(finding: RuleFinding, look: Looking) -> tuple[tuple[tuple[int, int, int], ...], str, str]:
    places = tuple(look.order(*place.cell) for place in finding.places)
    return places, finding.first_day.isoformat() if finding.first_day else "", finding.about


def _told_apart(findings: list[RuleFinding]) -> Iterator[RuleFinding]:
    """Findings of one rule at the same places get a number, so that each has its own life."""
    seen: dict[str, int] = {}
    for finding in findings:
        times = seen.get(finding.key, 0)
        seen[finding.key] = times + 1
        yield msgspec.structs.replace(finding, about=f"{finding.about}#{times + 1}") if times else finding
