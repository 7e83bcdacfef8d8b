"""Office cards (機関カード): what an office hands over in person to be taken into the trust document."""

from typing import Annotated

import msgspec
from msgspec import Meta

from app.models.domain.actor import Environment
from app.services.bundles import canonical
from app.services.trust.document import Office, Person, Station

_LARGEST = 1024 * 1024


class OfficeCard(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """One office with its officers and stations; it proves nothing by itself: its fingerprint is compared in person."""

    environment: Environment
    office: Office
    persons: Annotated[tuple[Person, ...], Meta(max_length=100)]
    stations: Annotated[tuple[Station, ...], Meta(max_length=10)]


_DECODER = msgspec.json.Decoder(OfficeCard)


def encode(card: OfficeCard) -> bytes:
    """The one encoding of a card."""
    return canonical.encode(card)


def decode(data: bytes) -> OfficeCard:
    """Read a card strictly.

    Raises:
        UntrustedInputError: ``trust.card-refused``.
    """
    return canonical.decode(data[: _LARGEST + 1], _DECODER, "trust.card-refused")
