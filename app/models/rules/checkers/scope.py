"""Does an answer go beyond what may be asked (対象外の記載)? The words themselves are never repeated in a finding."""

from collections.abc import Iterator

from app.models.domain.validity import lookback_window
from app.models.forms.answers import Answer, AnswerState, Cell
from app.models.forms.guards.definition import Watch
from app.models.forms.guards.finding import topics_in
from app.models.forms.my_number import holds_my_number
from app.models.rules.definition import ScopeRule
from app.models.rules.found import Blank, Certainty, RuleFinding
from app.models.rules.looking import Looking

BLANKS = frozenset({"item"})


def check(rule: ScopeRule, look: Looking, watch: Watch) -> Iterator[RuleFinding]:
    """One finding for every cell that holds what must not be there.

    A prohibited topic is a question: words only point at it, a person decides.
    """
    if rule.matter == "my-number":
        for item, answer in look.texts(rule.items):
            if any(holds_my_number(text) for text in _texts(answer)):
                yield _finding(rule, look, (item.link_id, answer.row), Certainty.CERTAIN)
    elif rule.matter == "topics":
        for item, answer in look.texts(rule.items):
            for topic in topics_in("\n".join(_texts(answer)), watch, item.link_id):
                yield _finding(rule, look, (item.link_id, answer.row), Certainty.POSSIBLE, about=topic.code)
    elif rule.matter == "codes":
        yield from _codes(rule, look)
    else:
        yield from _too_old(rule, look)


def _texts(answer: Answer) -> Iterator[str]:
    """Everything of an answer that a person wrote."""
    for text in (answer.value, answer.as_written, answer.reason):
        if isinstance(text, str):
            yield text


def _codes(rule: ScopeRule, look: Looking) -> Iterator[RuleFinding]:
    """Coded answers that the list parameter does not hold (家族の範囲)."""
    allowed = look.codes(rule.parameter or "")
    for item in rule.items:
        for row in look.rows(item):
            answer = look.answer(item, row)
            if answer is not None and answer.state is AnswerState.VALUE and answer.value not in allowed:
                yield _finding(rule, look, (item, row), Certainty.CERTAIN, used=True)


def _too_old(rule: ScopeRule, look: Looking) -> Iterator[RuleFinding]:
    """Rows that end, however the dates are read, before the look-back begins."""
    first = lookback_window(look.as_of, look.number(rule.parameter or "")).first_day
    for span, period in look.periods(rule.spans):
        if period.end.latest < first:
            yield _finding(rule, look, (span.end, period.row[1]), Certainty.CERTAIN, used=True)


def _finding(
    rule: ScopeRule, look: Looking, cell: Cell, certainty: Certainty, *, about: str = "", used: bool = False
) -> RuleFinding:
    return RuleFinding(
        rule=rule.id,
        rule_version=rule.version,
        purpose=rule.purpose,
        certainty=certainty,
        places=look.places(cell),
        used=look.used(cell) if used else (),
        parameters=_parameters(rule, look) if used else (),
        blanks=(Blank("item", "item", cell[0]),),
        about=about,
    )


def _parameters(rule: ScopeRule, look: Looking) -> tuple[tuple[str, str], ...]:
    return () if rule.parameter is None else ((rule.parameter, " ".join(look.codes(rule.parameter))),)
