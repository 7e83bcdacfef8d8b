"""Keep a case from the officers whose register of ties speaks of somebody or something in it."""

import hmac
from collections.abc import Iterable

from app.models.domain.actor import Role
from app.models.domain.ids import PersonId
from app.models.domain.ties import keys_in
from app.models.forms.answers import Response
from app.models.views.records import Case
from app.services.crypto.keyslot import derive
from app.services.desk import Act
from app.services.vault.unit import Unit

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
        texts = texts_of(case, response)
        met = [ties[digest] for digest in digests(act.unit, keys_in(texts)) if digest in ties]
        keep_from(act, case, frozenset[PersonId]().union(*met))


def keep_from(act: Act, case: Case, people: frozenset[PersonId]) -> None:
    """Keep a case from officers, and free the parts that they have in it, or its second reading."""
    act.unit.fairness.recuse(case.case_id, people, act.at)
    act.unit.sampling.free(case.case_id, people)
    parts = {Role.EXAMINER: case.assignee, Role.REVIEWER: case.reviewer, Role.DECIDING_OFFICER: case.decider}
    for part, person in parts.items():
        if person in people:
            act.unit.cases.set_part(case.case_id, part, None)


def texts_of(case: Case, response: Response | None) -> list[str]:
    """What is compared: who the person is, and every answer in words."""
    answers = response.current.values() if response is not None else ()
    return [case.name, case.kana, *(one.value for one in answers if isinstance(one.value, str))]


def digests(unit: Unit, keys: Iterable[str]) -> frozenset[bytes]:
    """Hashes of keys under a key of the vault that no use case shows to anybody."""
    secret = derive(unit.people.search_key(), "register-of-ties")
    return frozenset(hmac.digest(secret, key.encode(), "sha256") for key in keys)
