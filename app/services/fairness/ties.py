"""The register of ties (利害関係の届): each officer's own, sealed to that officer.

Beside the sealed register stand keyed hashes of its lines, so that answers can be compared with it while the officer is
away. A case in which one is met is kept from the officer: to them it is as if it were not there, and to everybody else
only that somebody else must be chosen.
"""

from collections.abc import Iterator
from io import BytesIO

import msgspec

from app.models.domain.actor import Actor
from app.models.domain.acts import Action
from app.models.domain.errors import BugError, InvalidInputError, UntrustedInputError, VaultError
from app.models.domain.ids import CaseId
from app.models.domain.lifecycle import BEFORE_NOTIFICATION, State
from app.models.domain.ties import Ties, speaks_of
from app.models.views.records import Case
from app.services.crypto.age import Recipient, open_reader, open_writer
from app.services.desk import Desk
from app.services.ports import Entropy
from app.services.questionnaires.keeping import response_in
from app.services.recusing import digests, keep_from, placed_texts
from app.services.stations.signer import Signer
from app.services.vault.unit import Unit

MOST, LONGEST = 300, 120
"""Lines of a register, and characters of a line."""
_LIMIT = 256 * 1024
_PAGE = 200
_FIRST = CaseId("")
_UNFINISHED = BEFORE_NOTIFICATION - {State.OPINION_SENT}


class OwnTies:
    """Use cases of the register of the officer who asks."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def read(self, actor: Actor, hand: Signer) -> Ties:
        """What the officer wrote; nothing where nothing was written yet.

        Raises:
            VaultError: ``ties.lost``: it was sealed to a key that the officer no longer has.
        """
        require_own(actor, hand)
        with self._desk.act(actor, Action.SEE_TIES) as act:
            sealed = act.unit.fairness.register(actor.person)
            return Ties() if sealed is None else _opened(sealed, hand)

    def keep(self, actor: Actor, hand: Signer, ties: Ties) -> None:
        """Keep the register, and keep every unfinished case from the officer in which one of its lines is met.

        Where the officer has a part in such a case, the part is free at once.

        Raises:
            InvalidInputError: ``ties.too-much``.
        """
        require_own(actor, hand)
        lines = (*ties.people, *ties.bodies, *ties.places)
        if len(lines) > MOST or any(len(line) > LONGEST for line in lines):
            raise InvalidInputError("ties.too-much", field="ties", most=MOST, longest=LONGEST)
        with self._desk.act(actor, Action.KEEP_TIES) as act:
            keys = ties.keys()
            sealed = _sealed(ties, hand.recipient, self._desk.entropy)
            act.unit.fairness.keep(actor.person, sealed, digests(act.unit, keys), act.at)
            for case in _unfinished(act.unit):
                places = [place for place, text in _texts(act.unit, case) if speaks_of([text], keys)] if keys else []
                if places:
                    keep_from(act, case, {actor.person: places})
                else:
                    act.unit.fairness.admit(actor.person, [case.case_id])


def _unfinished(unit: Unit) -> Iterator[Case]:
    for state in sorted(_UNFINISHED):
        after = _FIRST
        while page := unit.cases.of_state(state, after, _PAGE):
            yield from page
            after = page[-1].case_id


def _texts(unit: Unit, case: Case) -> list[tuple[str, str]]:
    return placed_texts(case, response_in(unit, case.case_id))


def require_own(actor: Actor, hand: Signer) -> None:
    """A sealed thing is opened with the key of the officer who asks, and nobody else's."""
    if hand.person != actor.person:
        raise BugError("bug.crypto-misuse")


def _sealed(ties: Ties, recipient: bytes, entropy: Entropy) -> bytes:
    target = BytesIO()
    with open_writer(target, [Recipient(recipient)], entropy) as writer:
        writer.write(msgspec.json.encode(ties))
    return target.getvalue()


def _opened(sealed: bytes, hand: Signer) -> Ties:
    try:
        reader = open_reader(BytesIO(sealed), [hand.own_key])
        content = reader.read(_LIMIT)
        reader.finish()
        return msgspec.json.decode(content, type=Ties)
    except (UntrustedInputError, InvalidInputError, msgspec.DecodeError):
        raise VaultError("ties.lost") from None
