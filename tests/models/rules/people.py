"""Small responses to the shipped form for trying single rules: a cell is a value, or a state with its word."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta

from app.models.forms.answers import Answer, AnswerState, AnswerValue, PackRef, Response, Source
from app.models.forms.definition import FormPack
from app.models.forms.items import DatePrecision, ItemType
from app.models.rules.definition import AnyRule, RulePack
from app.models.rules.engine import run
from app.models.rules.found import RuleFinding
from app.models.rules.material import Asked, Fact, Material

AS_OF = date(2026, 6, 1)
ANSWERED = datetime.fromisoformat("2026-06-01T10:00:00+09:00")
STATES = {"なし": AnswerState.NONE, "不明": AnswerState.UNKNOWN, "非該当": AnswerState.NOT_APPLICABLE}
PRECISION = {4: DatePrecision.YEAR, 7: DatePrecision.MONTH, 10: DatePrecision.DAY}

Cells = Mapping[str, AnswerValue]
"""``B1.from r1`` to a value; the words of :data:`STATES` are states."""


class Weekdays:
    """Working days where only Saturday and Sunday are none."""

    def after(self, day: date, number: int) -> date:
        while number:
            day += timedelta(days=1)
            number -= day.weekday() < 5
        return day


def response(pack: FormPack, cells: Cells, about: frozenset[str] = frozenset()) -> Response:
    """The answers; nothing else of the form is answered."""
    return Response(
        PackRef(pack.meta.id, pack.meta.version),
        "s",
        AS_OF,
        tuple(_answer(pack, *each, about) for each in cells.items()),
    )


def _answer(pack: FormPack, place: str, value: AnswerValue, about: frozenset[str]) -> Answer:
    link_id, _, row = place.partition(" ")
    state = STATES.get(value, AnswerState.VALUE) if isinstance(value, str) else AnswerState.VALUE
    dated = pack.index[link_id].type is ItemType.DATE and state is AnswerState.VALUE and isinstance(value, str)
    return Answer(
        link_id=link_id,
        row=row or None,
        state=state,
        value=value if state is AnswerState.VALUE else None,
        precision=PRECISION[len(str(value))] if dated else None,
        about=place in about,
        reason="覚えていない" if state is AnswerState.UNKNOWN else None,
        source=Source(kind="kiosk"),
        answered_at=ANSWERED,
    )


def found(
    pack: FormPack,
    rules: RulePack,
    cells: Cells,
    *,
    about: frozenset[str] = frozenset(),
    facts: Mapping[str, Fact] | None = None,
    asked: tuple[Asked, ...] = (),
) -> tuple[RuleFinding, ...]:
    """What some rules find in a few answers."""
    answers = response(pack, cells, about)
    return run(rules, Material(pack, answers, AS_OF, Weekdays(), facts or {}, asked))


def only(rules: RulePack, rule_id: str) -> RulePack:
    """The pack with one of its rules."""
    kept: tuple[AnyRule, ...] = tuple(rule for rule in rules.rules if rule.id == rule_id)
    assert kept
    return RulePack(version=1, rules=kept, topics=rules.topics)


def told(findings: tuple[RuleFinding, ...]) -> list[tuple[str, list[str]]]:
    """Certainty and places, short."""
    return [
        (
            each.certainty.value,
            [f"{place.link_id} {place.row}" if place.row else place.link_id for place in each.places],
        )
        for each in findings
    ]
