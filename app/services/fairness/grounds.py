"""Why a case is kept from an officer (除斥の根拠): where a line of the register was met. Only auditors open it.

It says which question of the form was answered so, never the answer and never the line.
"""

from dataclasses import dataclass
from datetime import date
from io import BytesIO

import msgspec

from app.models.domain.actor import Actor
from app.models.domain.acts import Action
from app.models.domain.civil_day import civil_day
from app.models.domain.errors import InvalidInputError, UntrustedInputError
from app.models.domain.ids import PersonId
from app.models.views.records import Case
from app.services.crypto.age import open_reader
from app.services.desk import Desk
from app.services.fairness.ties import require_own
from app.services.packs.shelf import PackShelf
from app.services.recusing import HEAD
from app.services.stations.signer import Signer

_LIMIT = 256 * 1024


@dataclass(frozen=True, slots=True)
class Recusal:
    """A case that is kept from an officer.

    Attributes:
        number: Number of the case.
        declared: The officer said so as a second reader; there is no other ground.
        at_name: A line was met in the name at the head of the case.
        questions: Page and words of the questions in whose answers one was met; None where it was sealed to others.
    """

    number: str
    officer: PersonId
    found_on: date
    declared: bool
    at_name: bool
    questions: tuple[tuple[int, str], ...] | None


class Grounds:
    """Use case of the auditor."""

    def __init__(self, desk: Desk, packs: PackShelf) -> None:
        self._desk = desk
        self._packs = packs

    def every(self, actor: Actor, hand: Signer, language: str) -> tuple[Recusal, ...]:
        """Every case that is kept from somebody, the oldest finding first; the look is on record."""
        require_own(actor, hand)
        with self._desk.act(actor, Action.SEE_GROUNDS) as act:
            found = []
            for case_id, person, at, declared, ground in act.unit.fairness.recusals():
                case = act.unit.cases.find(case_id)
                if case is None:
                    continue
                places = None if ground is None else _opened(ground, hand)
                questions = None if places is None else self._questions(case, places, language)
                at_name = places is not None and HEAD in places
                found.append(Recusal(case.number, person, civil_day(at), declared, at_name, questions))
            act.detail["found"] = len(found)
            return tuple(found)

    def _questions(self, case: Case, places: list[str], language: str) -> tuple[tuple[int, str], ...]:
        pack = self._packs.by_digest(case.pack_digest).pack
        known = (item for item in map(pack.index.get, places) if item is not None)
        return tuple(sorted((item.ext.paper_ref.page, pack.label(item.link_id, language)) for item in known))


def _opened(sealed: bytes, hand: Signer) -> list[str] | None:
    """None where it was sealed before the auditor had a key here."""
    try:
        reader = open_reader(BytesIO(sealed), [hand.own_key])
        content = reader.read(_LIMIT)
        reader.finish()
        return msgspec.json.decode(content, type=list[str])
    except (UntrustedInputError, InvalidInputError, msgspec.DecodeError):
        return None
