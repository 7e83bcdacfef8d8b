"""Make, hand over and adopt trust documents from inside a vault."""

from collections.abc import Sequence

from app.models.domain.actor import Actor
from app.models.domain.acts import Action
from app.models.domain.errors import AlreadyDoneError, GateClosedError, InvalidInputError, UntrustedInputError
from app.services.bundles.fields import ZERO_HASH
from app.services.desk import Act, Desk
from app.services.stations.signer import Signer
from app.services.trust import cards, comparing, rules
from app.services.trust.cards import confined, own_card
from app.services.trust.comparing import require_compared
from app.services.trust.document import Root, RootKey, TrustDocument
from app.services.trust.standing import current, effective, keep, require_clock, standing_orders
from app.services.trust.succession import VALID, following, issue


class TrustKeeping:
    """Use cases of keys and trust (鍵と信頼)."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def card(self, actor: Actor) -> bytes:
        """The card of this office, for the office that keeps the trust document."""
        with self._desk.act(actor, Action.SEE_TRUST) as act:
            return cards.encode(own_card(act))

    @staticmethod
    def fingerprint(card: bytes) -> tuple[str, ...]:
        """Sixty digits in twelve groups that both offices compare in person before a card is taken in."""
        return cards.fingerprint(card)

    def found(self, actor: Actor, roots: Sequence[Signer]) -> bytes:
        """Make the first trust document of a circle of offices; this office is its first member.

        Args:
            actor: Who acts.
            roots: The hands of the root officers; all of them sign, two are needed from then on.

        Raises:
            AlreadyDoneError: ``trust.exists``.
            InvalidInputError: ``trust.roots``: fewer than two root officers.
        """
        if len({signer.person for signer in roots}) < 2:  # 二人の根の担当者
            raise InvalidInputError("trust.roots", field="roots")
        with self._desk.act(actor, Action.ISSUE_TRUST) as act:
            if act.unit.people.trust_envelope() is not None:
                raise AlreadyDoneError("trust.exists")
            own = own_card(act)
            keys = tuple(
                RootKey(person=signer.person, alg="ed25519", public=signer.root_key)
                for signer in sorted(roots, key=lambda one: one.person)
            )
            document = TrustDocument(
                version=1,
                prev_sha256=ZERO_HASH,
                issued_at=int(act.at.timestamp()),
                expires=int((act.at + VALID).timestamp()),
                environment=own.environment,
                root=Root(threshold=2, keys=keys),
                offices=(own.office,),
                persons=own.persons,
                stations=own.stations,
            )
            return issue(act, document, roots, None)

    def admit_cards(self, actor: Actor, roots: Sequence[Signer], new: Sequence[tuple[bytes, tuple[str, ...]]]) -> bytes:
        """Issue the next trust document with the cards of other offices, and this office's own as it is now.

        Args:
            actor: Who acts.
            roots: The hands of at least two root officers.
            new: Cards with the fingerprints that were typed from the other offices' paper; without one for a card of
                which three groups were compared before.

        Raises:
            UntrustedInputError: ``trust.fingerprint-differs``, ``trust.card-refused`` or a rule of the document.
            GateClosedError: ``trust.not-compared``.
        """
        with self._desk.act(actor, Action.ISSUE_TRUST) as act:
            now = current(act.unit)
            taken = [own_card(act)]
            for card, typed in new:
                if not typed:
                    require_compared(act, comparing.of_card(card))
                elif tuple(typed) != self.fingerprint(card):
                    raise UntrustedInputError("trust.fingerprint-differs")
                taken.append(confined(cards.decode(card), now.document))
            if any(card.environment is not now.document.environment for card in taken):
                raise UntrustedInputError("trust.wrong-environment")
            document = following(now, act.at, cards=taken, revocations=standing_orders(act.unit))
            return issue(act, document, roots, now)

    def adopt(
        self,
        actor: Actor,
        envelope: bytes,
        typed_root: tuple[str, ...] | None = None,
        *,
        clock_confirmed: bool = False,
    ) -> int:
        """Adopt a trust document that came from the office that keeps it.

        Args:
            actor: The security officer.
            envelope: The signed document.
            typed_root: For the first document: the fingerprint of the root, typed from paper; not needed where three
                groups of it were compared before.
            clock_confirmed: The officer answers for a clock that is behind the record.

        Returns:
            The version now in force.

        Raises:
            UntrustedInputError: A rule of trust documents is broken (``trust.*``).
            InvalidInputError: ``trust.root-needed``.
            GateClosedError: ``trust.clock-behind``.
        """
        with self._desk.act(actor, Action.ADOPT_TRUST) as act:
            require_clock(act.unit, act.at, confirmed=clock_confirmed)
            now = int(act.at.timestamp())
            if act.unit.people.trust_envelope() is None:
                expected = typed_root or compared_root(act, envelope)
                adopted = rules.adopt_first(envelope, expected, act.unit.people.station().environment, now)
            else:
                adopted = rules.accept_update(current(act.unit), envelope, now)
            keep(act.unit, adopted, act.at)
            act.detail.update({"version": adopted.document.version, "sha256": adopted.sha256})
            return adopted.document.version

    def document(self, actor: Actor) -> TrustDocument:
        """The document in force.

        Raises:
            GateClosedError: ``trust.none``.
        """
        with self._desk.act(actor, Action.SEE_TRUST) as act:
            return effective(act.unit, current(act.unit).document)

    def envelope(self, actor: Actor) -> bytes:
        """The document in force as it was signed, for relaying."""
        with self._desk.act(actor, Action.SEE_TRUST) as act:
            return current(act.unit).envelope

    def root_fingerprint(self, actor: Actor) -> tuple[str, ...]:
        """Sixty digits of the root, for the paper that other offices type from."""
        return rules.root_fingerprint(self.document(actor).root)


def compared_root(act: Act, envelope: bytes) -> tuple[str, ...]:
    """The fingerprint of the root that a first document names, where three groups of it were compared.

    Raises:
        InvalidInputError: ``trust.root-needed``.
    """
    what = comparing.of_document(envelope)
    try:
        require_compared(act, what)
    except GateClosedError:
        raise InvalidInputError("trust.root-needed", field="fingerprint") from None
    return what.digits
