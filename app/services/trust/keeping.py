"""Make, hand over and adopt trust documents from inside a vault."""

from collections.abc import Iterable, Sequence
from datetime import timedelta
from typing import TypeVar

import msgspec

from app.models.domain.actor import Actor, Role
from app.models.domain.acts import Action
from app.models.domain.errors import AlreadyDoneError, GateClosedError, InvalidInputError, UntrustedInputError
from app.services.bundles.fields import ZERO_HASH
from app.services.crypto import dsse
from app.services.crypto.age import Identity
from app.services.crypto.signing import SigningKey, fingerprint_digits
from app.services.desk import Act, Desk
from app.services.stations.signer import Signer
from app.services.trust import cards, rules
from app.services.trust.cards import OfficeCard
from app.services.trust.document import (
    PAYLOAD_TYPE,
    Office,
    Person,
    PersonKey,
    Root,
    RootKey,
    Station,
    TrustDocument,
    decode,
    digest,
    encode,
)

_VALID = timedelta(days=400)
_KEY_VALID = timedelta(days=2 * 365)
Named = TypeVar("Named", Office, Person, Station)
CARD_LABEL = "office-card"


class TrustKeeping:
    """Use cases of keys and trust (鍵と信頼)."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def card(self, actor: Actor) -> bytes:
        """The card of this office, for the office that keeps the trust document."""
        with self._desk.act(actor, Action.SEE_TRUST) as act:
            return cards.encode(_own_card(act))

    @staticmethod
    def fingerprint(card: bytes) -> tuple[str, ...]:
        """Sixty digits in twelve groups that both offices compare in person before a card is taken in."""
        return fingerprint_digits(CARD_LABEL, card)

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
            own = _own_card(act)
            keys = tuple(
                RootKey(person=signer.person, alg="ed25519", public=signer.root_key)
                for signer in sorted(roots, key=lambda one: one.person)
            )
            document = TrustDocument(
                version=1,
                prev_sha256=ZERO_HASH,
                issued_at=int(act.at.timestamp()),
                expires=int((act.at + _VALID).timestamp()),
                environment=own.environment,
                root=Root(threshold=2, keys=keys),
                offices=(own.office,),
                persons=own.persons,
                stations=own.stations,
            )
            return self._sign_and_adopt(act, document, roots, None)

    def admit_cards(self, actor: Actor, roots: Sequence[Signer], new: Sequence[tuple[bytes, tuple[str, ...]]]) -> bytes:
        """Issue the next trust document with the cards of other offices, and this office's own as it is now.

        Args:
            actor: Who acts.
            roots: The hands of at least two root officers.
            new: Cards with the fingerprints that were typed from the other offices' paper.

        Raises:
            UntrustedInputError: ``trust.fingerprint-differs``, ``trust.card-refused`` or a rule of the document.
        """
        with self._desk.act(actor, Action.ISSUE_TRUST) as act:
            current = _current(act)
            taken = [_own_card(act)]
            for card, typed in new:
                if tuple(typed) != self.fingerprint(card):
                    raise UntrustedInputError("trust.fingerprint-differs")
                taken.append(_confined(cards.decode(card), current.document))
            if any(card.environment is not current.document.environment for card in taken):
                raise UntrustedInputError("trust.wrong-environment")
            document = msgspec.structs.replace(
                current.document,
                version=current.document.version + 1,
                prev_sha256=current.sha256,
                issued_at=int(act.at.timestamp()),
                expires=int((act.at + _VALID).timestamp()),
                offices=_merged(current.document.offices, (card.office for card in taken)),
                persons=_merged(current.document.persons, (one for card in taken for one in card.persons)),
                stations=_merged(current.document.stations, (one for card in taken for one in card.stations)),
            )
            return self._sign_and_adopt(act, document, roots, current)

    def adopt(self, actor: Actor, envelope: bytes, typed_root: tuple[str, ...] | None = None) -> int:
        """Adopt a trust document that came from the office that keeps it.

        Args:
            actor: The security officer.
            envelope: The signed document.
            typed_root: For the first document: the fingerprint of the root, typed from paper.

        Returns:
            The version now in force.

        Raises:
            UntrustedInputError: A rule of trust documents is broken (``trust.*``).
            InvalidInputError: ``trust.root-needed``.
        """
        with self._desk.act(actor, Action.ADOPT_TRUST) as act:
            now = int(act.at.timestamp())
            if act.unit.people.trust_envelope() is None:
                if typed_root is None:
                    raise InvalidInputError("trust.root-needed", field="fingerprint")
                environment = act.unit.people.station().environment
                adopted = rules.adopt_first(envelope, typed_root, environment, now)
            else:
                adopted = rules.accept_update(_current(act), envelope, now)
            _keep(act, adopted)
            return adopted.document.version

    def document(self, actor: Actor) -> TrustDocument:
        """The document in force.

        Raises:
            GateClosedError: ``trust.none``.
        """
        with self._desk.act(actor, Action.SEE_TRUST) as act:
            return _current(act).document

    def envelope(self, actor: Actor) -> bytes:
        """The document in force as it was signed, for relaying."""
        with self._desk.act(actor, Action.SEE_TRUST) as act:
            return _current(act).envelope

    def root_fingerprint(self, actor: Actor) -> tuple[str, ...]:
        """Sixty digits of the root, for the paper that other offices type from."""
        return rules.root_fingerprint(self.document(actor).root)

    def _sign_and_adopt(
        self, act: Act, document: TrustDocument, roots: Sequence[Signer], current: rules.Adopted | None
    ) -> bytes:
        payload = encode(document)
        envelope = dsse.build(PAYLOAD_TYPE, payload, [signer.sign_as_root(PAYLOAD_TYPE, payload) for signer in roots])
        now = int(act.at.timestamp())
        if current is None:
            adopted = rules.adopt_first(envelope, rules.root_fingerprint(document.root), document.environment, now)
        else:
            adopted = rules.accept_update(current, envelope, now)
        _keep(act, adopted)
        return envelope


def _current(act: Act) -> rules.Adopted:
    envelope = act.unit.people.trust_envelope()
    if envelope is None:
        raise GateClosedError("trust.none")
    payload = dsse.parse(envelope, PAYLOAD_TYPE).payload
    return rules.Adopted(decode(payload), digest(payload), envelope)


def _keep(act: Act, adopted: rules.Adopted) -> None:
    act.unit.people.adopt_trust(adopted.document.version, adopted.sha256, adopted.envelope, act.at)
    act.detail.update({"version": adopted.document.version, "sha256": adopted.sha256})


def _own_card(act: Act) -> OfficeCard:
    station = act.unit.people.station()
    signing_seed, recipient_seed = act.unit.people.station_seeds()
    until = int((act.at + _KEY_VALID).timestamp())
    persons = []
    for officer in act.unit.people.officers():
        key = PersonKey(
            alg="ed25519",
            public=officer.signing_key,
            since=int(officer.added_at.timestamp()),
            until=until,
            revoked_at=int(officer.ended_at.timestamp()) if officer.ended_at is not None else None,
        )
        roles = tuple(sorted((Role(role) for role in officer.roles), key=lambda role: role.value))
        persons.append(
            Person(
                id=officer.person_id,
                display_name=officer.name,
                office=station.office_id,
                roles=roles,
                keys=(key,),
            )
        )
    return OfficeCard(
        environment=station.environment,
        office=Office(
            id=station.office_id,
            kind=station.office_kind,
            name_ja=station.office_name_ja,
            name_en=station.office_name_en,
        ),
        persons=tuple(sorted(persons, key=lambda one: one.id)),
        stations=(
            Station(
                id=station.station_id,
                office=station.office_id,
                alg="ed25519",
                signing_key=SigningKey(signing_seed).verify_key.raw,
                recipient_key=Identity(recipient_seed).recipient.raw,
            ),
        ),
    )


def _confined(card: OfficeCard, document: TrustDocument) -> OfficeCard:
    """A card speaks of its own office: it takes no person and no station from another and changes no office's kind.

    Raises:
        UntrustedInputError: ``trust.card-refused``.
    """
    office, known = card.office.id, document.office(card.office.id)
    persons = [document.person(one.id) for one in card.persons]
    stations = [document.station(one.id) for one in card.stations]
    members = [*card.persons, *card.stations, *(one for one in (*persons, *stations) if one is not None)]
    if any(one.office != office for one in members) or (known is not None and known.kind is not card.office.kind):
        raise UntrustedInputError("trust.card-refused")
    return card


def _merged(old: Iterable[Named], new: Iterable[Named]) -> tuple[Named, ...]:
    by_id = {one.id: one for one in old} | {one.id: one for one in new}
    return tuple(by_id[key] for key in sorted(by_id))
