"""Issue the next trust document: with what was revoked, with another root, or for another year."""

from collections.abc import Sequence
from dataclasses import dataclass

from app.models.domain.actor import Actor
from app.models.domain.acts import Action
from app.models.domain.errors import AlreadyDoneError, InvalidInputError
from app.models.domain.ids import PersonId
from app.services.desk import Act, Desk
from app.services.stations.signer import Signer
from app.services.trust import orders
from app.services.trust.cards import own_card
from app.services.trust.document import Root, RootKey
from app.services.trust.orders import Aim, Ground, RevokeOrder
from app.services.trust.standing import current, effective, standing_orders
from app.services.trust.succession import following, issue

FEWEST, MOST = 2, 5


@dataclass(frozen=True, slots=True)
class Struck:
    """What is to be revoked with the next document."""

    aim: Aim
    subject: str
    ground: Ground


class TrustIssuing:
    """Use cases of the office that keeps the trust document."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def renew(self, actor: Actor, roots: Sequence[Signer], struck: Sequence[Struck] = ()) -> bytes:
        """Issue the next document with this office as it is now, with all orders on paper, and with revocations.

        Raises:
            InvalidInputError: ``trust.order-unknown``.
            AlreadyDoneError: ``trust.already-revoked``.
            UntrustedInputError: A rule of trust documents is broken (``trust.*``).
        """
        with self._desk.act(actor, Action.ISSUE_TRUST) as act:
            revocations = [*standing_orders(act.unit), *(self._revocation(act, one) for one in struck)]
            now = current(act.unit)
            return issue(act, following(now, act.at, cards=[own_card(act)], revocations=revocations), roots, now)

    def rotate_root(
        self, actor: Actor, roots: Sequence[Signer], officers: Sequence[PersonId], threshold: int = FEWEST
    ) -> bytes:
        """Give the root to other officers of this office. Enough of the old and enough of the new root sign.

        Args:
            actor: Who acts.
            roots: The hands that sign, of old and new root officers.
            officers: Who is the root from now on.
            threshold: How many of them must sign from now on.

        Raises:
            InvalidInputError: ``trust.roots``: not two to five officers who work here, or too high a threshold.
            UntrustedInputError: ``trust.not-signed-by-old-root``, ``trust.not-signed`` or another rule.
        """
        chosen = sorted(set(officers))
        if not FEWEST <= len(chosen) <= MOST or not FEWEST <= threshold <= len(chosen):
            raise InvalidInputError("trust.roots", field="roots")
        with self._desk.act(actor, Action.ROTATE_ROOT) as act:
            now = current(act.unit)
            root = Root(threshold=threshold, keys=tuple(_root_key(act, person) for person in chosen))
            document = following(now, act.at, cards=[own_card(act)], revocations=standing_orders(act.unit), root=root)
            act.detail["officers"] = len(chosen)
            return issue(act, document, roots, now)

    @staticmethod
    def _revocation(act: Act, struck: Struck) -> RevokeOrder:
        document = effective(act.unit, current(act.unit).document)
        order = RevokeOrder(
            environment=document.environment,
            aim=struck.aim,
            subject=struck.subject,
            ground=struck.ground,
            revoked_at=int(act.at.timestamp()),
            trust_version=document.version,
        )
        if not orders.is_known(order, document):
            raise InvalidInputError("trust.order-unknown", field="subject")
        if orders.is_spent(order, document):
            raise AlreadyDoneError("trust.already-revoked")
        return order


def _root_key(act: Act, person: PersonId) -> RootKey:
    officer = next((one for one in act.unit.people.officers() if one.person_id == person), None)
    if officer is None or officer.ended_at is not None or officer.root_key is None:
        raise InvalidInputError("trust.roots", field="roots")
    return RootKey(person=person, alg="ed25519", public=officer.root_key)
