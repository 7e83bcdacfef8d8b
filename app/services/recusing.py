"""Keep a case from the officers whose register of ties speaks of somebody or something in it."""

import hmac
from collections.abc import Collection, Iterable, Mapping, Sequence

import msgspec

from app.models.domain.actor import Role
from app.models.domain.ids import PersonId
from app.models.domain.ties import keys_in
from app.models.forms.answers import Response
from app.models.views.records import Case
from app.services.crypto.age import Recipient
from app.services.crypto.age_notes import seal_note
from app.services.crypto.keyslot import derive
from app.services.desk import Act
from app.services.vault.unit import Unit

HEAD = "name"
"""Place of the name at the head of a case."""
ESCALATION = "escalation"
"""Kind of document that asks for another examiner, and of what waits until somebody is assigned."""


def recuse(act: Act, response: Response | None) -> None:
    """Compare the person and the answers of the case of an act with everybody's register.

    Whoever is tied is kept from the case at once, and loses the part in it.
    """
    recuse_each(act, [(act.case, response)])


def recuse_each(act: Act, opened: Iterable[tuple[Case, Response | None]]) -> None:
    """The same for cases that an act opened or brought in, each with its answers as far as they are here."""
    ties = act.unit.fairness.ties()
    for case, response in opened if ties else ():
        placed = placed_texts(case, response)
        if not digests(act.unit, keys_in(text for _place, text in placed)).isdisjoint(ties):
            keep_from(act, case, _met(act.unit, placed, ties))


def keep_from(act: Act, case: Case, met: Mapping[PersonId, Collection[str]]) -> None:
    """Keep a case from officers, and free the parts that they have in it, or its second reading.

    Args:
        act: The running act.
        case: The case.
        met: For each officer the places in which a line of the register was met; only auditors can ever open them.
    """
    unit = act.unit
    keys = [Recipient(one.recipient) for one in unit.people.officers() if one.holds(Role.AUDITOR)]
    grounds = {person: _sealed(unit, places, keys) for person, places in met.items()}
    unit.fairness.recuse(case.case_id, grounds, act.at)
    unit.sampling.free(case.case_id, met)
    parts = {Role.EXAMINER: case.assignee, Role.REVIEWER: case.reviewer, Role.DECIDING_OFFICER: case.decider}
    for part, person in parts.items():
        if person in met:
            unit.cases.set_part(case.case_id, part, None)


def placed_texts(case: Case, response: Response | None) -> list[tuple[str, str]]:
    """What is compared, each with its place: who the person is, and every answer in words."""
    answers = response.current.values() if response is not None else ()
    named = [(HEAD, case.name), (HEAD, case.kana)]
    return named + [(one.link_id, one.value) for one in answers if isinstance(one.value, str)]


def _met(
    unit: Unit, placed: Iterable[tuple[str, str]], ties: Mapping[bytes, frozenset[PersonId]]
) -> dict[PersonId, list[str]]:
    met: dict[PersonId, list[str]] = {}
    for place, text in placed:
        for digest in digests(unit, keys_in([text])) & ties.keys():
            for person in ties[digest]:
                met.setdefault(person, []).append(place)
    return met


def _sealed(unit: Unit, places: Collection[str], auditors: Sequence[Recipient]) -> bytes | None:
    if not auditors:
        return None
    return seal_note(msgspec.json.encode(sorted(set(places))), auditors, unit.entropy)


def digests(unit: Unit, keys: Iterable[str]) -> frozenset[bytes]:
    """Hashes of keys under a key of the vault that no use case shows to anybody."""
    secret = derive(unit.people.search_key(), "register-of-ties")
    return frozenset(hmac.digest(secret, key.encode(), "sha256") for key in keys)
