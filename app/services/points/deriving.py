"""Derive what the rules of a pack find in a case, from nothing but what the case holds."""

from collections.abc import Iterable
from datetime import date

import msgspec

from app.models.domain.errors import InvalidInputError
from app.models.domain.ids import CaseId
from app.models.domain.inquiry import Inquiry
from app.models.forms.answers import Response
from app.models.forms.definition import FormPack
from app.models.rules.definition import AnyRule
from app.models.rules.engine import run
from app.models.rules.found import RuleFinding
from app.models.rules.life import PointLife
from app.models.rules.material import Asked, Fact, Material
from app.models.rules.reach import reach_of
from app.models.views.records import Case
from app.services.calendar import working_calendar
from app.services.desk import Act
from app.services.inquiries.keeping import inquiries_in
from app.services.packs.loader import LoadedPack
from app.services.questionnaires.keeping import is_medical, read_response
from app.services.vault.unit import Unit

POINT = "point"
"""Kind of the sealed documents; the place of each is the key of its finding."""
ROSTER = "roster"
"""Source of the facts that a roster states."""


def answers_in(act: Act) -> Response:
    """All answers of the case of the act.

    Raises:
        InvalidInputError: ``questionnaire.not-here``.
    """
    response = read_response(act)
    if response is None:
        raise InvalidInputError("questionnaire.not-here")
    return response


def derived(act: Act, loaded: LoadedPack, response: Response, clocks_on: date) -> tuple[RuleFinding, ...]:
    """Everything that the rules of a pack find in the case of the act, which is permitted already."""
    return derived_in(act.unit, act.case, loaded, response, clocks_on)


def derived_in(
    unit: Unit, case: Case, loaded: LoadedPack, response: Response, clocks_on: date
) -> tuple[RuleFinding, ...]:
    """The same for any case.

    Args:
        unit: The transaction.
        case: The case.
        loaded: The pack that the case is pinned to, or another one to compare with.
        response: The answers of the case.
        clocks_on: Day up to which the clocks of inquiries run.
    """
    material = Material(
        pack=loaded.pack,
        response=response,
        as_of=response.as_of,
        working_days=working_calendar(),
        facts=_facts(case),
        asked=tuple(_asked(inquiries_in(unit, case.case_id))),
        clocks_on=clocks_on,
    )
    return run(loaded.rules, material)


def lives_in(unit: Unit, case_id: CaseId) -> dict[str, PointLife]:
    """What was done about the points of a case, by key."""
    documents = unit.documents.newest_of_kind(case_id, POINT)
    return {one.place: msgspec.json.decode(one.content, type=PointLife) for one in documents}


def is_medical_point(pack: FormPack, rule: AnyRule | None, finding: RuleFinding) -> bool:
    """Whether a finding tells anything medical: by its purpose, its places or what its rule reads."""
    if finding.purpose == _MEDICAL_PURPOSE:
        return True
    read = reach_of(rule).items if rule is not None else frozenset[str]()
    named = {*read, *(place.link_id for place in finding.places), *(one.link_id for one in finding.used)}
    items = (pack.index.get(link_id) for link_id in named)
    return any(item is not None and is_medical(item) for item in items)


_MEDICAL_PURPOSE = 5


def _facts(case: Case) -> dict[str, Fact]:
    facts = {"roster.birth-date": Fact(case.born_on.isoformat(), ROSTER)}
    if case.kana:
        facts["roster.kana"] = Fact(case.kana, ROSTER)
    return facts


def _asked(inquiries: Iterable[Inquiry]) -> Iterable[Asked]:
    """Each for every item that it serves; what is only prepared, or that nobody sends, has no clock and no reply."""
    for one in inquiries:
        if one.asked_on is not None:
            reminded = None if one.reminder is None else one.reminder.on
            yield from (Asked(one.ref, item, one.asked_on, one.state, reminded) for item in one.items)
