"""Office cards (機関カード): what an office hands over in person to be taken into the trust document."""

from datetime import timedelta
from typing import Annotated

import msgspec
from msgspec import Meta

from app.models.domain.actor import Environment, Role
from app.models.domain.errors import UntrustedInputError
from app.services.bundles import canonical
from app.services.crypto.age import Identity
from app.services.crypto.signing import SigningKey, fingerprint_digits
from app.services.desk import Act
from app.services.trust.document import Office, Person, PersonKey, Station, TrustDocument

_LARGEST = 1024 * 1024


class OfficeCard(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """One office with its officers and stations; it proves nothing by itself: its fingerprint is compared in person."""

    environment: Environment
    office: Office
    persons: Annotated[tuple[Person, ...], Meta(max_length=100)]
    stations: Annotated[tuple[Station, ...], Meta(max_length=10)]


_DECODER = msgspec.json.Decoder(OfficeCard)


CARD_LABEL = "office-card"
"""What a card's fingerprint is computed under, in place of an algorithm's name."""
_KEY_VALID = timedelta(days=2 * 365)


def encode(card: OfficeCard) -> bytes:
    """The one encoding of a card."""
    return canonical.encode(card)


def decode(data: bytes) -> OfficeCard:
    """Read a card strictly.

    Raises:
        UntrustedInputError: ``trust.card-refused``.
    """
    return canonical.decode(data[: _LARGEST + 1], _DECODER, "trust.card-refused")


def fingerprint(card: bytes) -> tuple[str, ...]:
    """Sixty digits in twelve groups that two offices compare in person before a card is taken in."""
    return fingerprint_digits(CARD_LABEL, card)


def own_card(act: Act) -> OfficeCard:
    """This office as it is now."""
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
            reason="left" if officer.ended_at is not None else None,
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


def confined(card: OfficeCard, document: TrustDocument) -> OfficeCard:
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
