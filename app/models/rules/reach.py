"""What a rule reads: items, dates, parameters. The purpose fence (目的外参照の禁止) is checked against it."""

from dataclasses import dataclass

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
    ScopeRule,
    SequenceRule,
    Span,
    Term,
)

YEARS, DAYS, WORKING, CODES = ("years",), ("days",), ("working-days", "days"), ("codes", "code")


@dataclass(frozen=True, slots=True)
class Reach:
    """Items that a rule reads, those of them that must be dates, and parameters with the units that fit.

    A rule that guards every free text against what must not be there (個人番号, 調査してはならない事項) names no item:
    it takes nothing from the text but that it must be struck.
    """

    items: frozenset[str] = frozenset()
    dates: frozenset[str] = frozenset()
    parameters: frozenset[tuple[str, tuple[str, ...]]] = frozenset()


def reach_of(rule: AnyRule) -> Reach:  # noqa: PLR0911 - one line for each kind
    """Everything that a rule names."""
    match rule:
        case CoverageRule():
            return _spans(rule.spans, {rule.born}, (rule.lookback, YEARS), (rule.tolerance, DAYS))
        case OverlapRule():
            return _spans(rule.spans, set(), (rule.tolerance, DAYS))
        case ContainsRule():
            reach = _spans((rule.inner, *rule.outer), set(), (rule.tolerance, DAYS))
            return Reach(reach.items | set(rule.same), reach.dates, reach.parameters)
        case ContradictsRule():
            return Reach(_items(rule.when))
        case AgreesRule():
            named = {*rule.left.items, *rule.right.items}
            terms = _items(rule.left.where) | _items(rule.right.where)
            dates = frozenset(named) if rule.folding == "date" else frozenset()
            return Reach(frozenset(named) | terms, dates)
        case CompletenessRule():
            return Reach(_items(rule.when) | set(rule.needed) | ({rule.rows} if rule.rows else set()))
        case CountRule():
            return Reach(_items((*rule.where, *rule.when, *rule.unless)) | {rule.counted})
        case _:
            return _reach_of_the_others(rule)


def _reach_of_the_others(rule: AnyRule) -> Reach:
    match rule:
        case SequenceRule():
            return Reach(_items(rule.where), frozenset({rule.earlier, rule.later}))
        case PrecisionRule():
            return Reach(_items(rule.where), frozenset(rule.items))
        case ScopeRule():
            unit = YEARS if rule.matter == "period" else CODES
            parameters = () if rule.parameter is None else ((rule.parameter, unit),)
            reach = _spans(rule.spans, set(), *parameters)
            return Reach(reach.items | set(rule.items), reach.dates, reach.parameters)
        case DeadlineRule():
            return Reach(parameters=frozenset({(rule.limit, WORKING)}))
        case _:
            assert isinstance(rule, MissingReplyRule)  # noqa: S101 - the last kind there is
            return Reach()


def _items(terms: tuple[Term, ...]) -> frozenset[str]:
    return frozenset(term.item for term in terms)


def _spans(spans: tuple[Span, ...], dates: set[str], *parameters: tuple[str, tuple[str, ...]]) -> Reach:
    ends = {each for span in spans for each in (span.start, span.end)}
    terms = frozenset(item for span in spans for item in _items(span.where))
    return Reach(terms, frozenset(ends | dates), frozenset(parameters))
