"""The trust document ``trust.v1``: offices, persons, stations, their keys and the root that vouches for them.

It travels in a DSSE envelope signed by root officers. Key ids and fingerprints are computed from the keys, never read.
How a document may follow another is judged in ``rules``.
"""

from functools import cached_property
from hashlib import sha256
from typing import Annotated, Literal

import msgspec
from msgspec import Meta

from app.models.domain.actor import Environment, OfficeKind, Role
from app.models.domain.errors import UntrustedInputError
from app.services.bundles import canonical
from app.services.bundles.fields import Exact, Hex64, Identifier, Seconds, Serial, StationName
from app.services.bundles.text_rules import struct_is_clean

__all__ = ["Environment", "OfficeKind", "Role", "TrustDocument", "decode", "encode"]

PAYLOAD_TYPE = "application/vnd.sekisho.trust.v1+json"
LARGEST_DOCUMENT = 1024 * 1024

Algorithm = Literal["ed25519"]
PublicKey = Annotated[bytes, Meta(min_length=32, max_length=32)]
"""Raw Ed25519 public key."""
RecipientKey = Annotated[bytes, Meta(min_length=1216, max_length=1216)]
"""Raw ML-KEM-768 and X25519 public key of age's post-quantum recipient."""


class _Closed(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True, kw_only=True):
    """Base of all parts: immutable, no unknown field; an absent optional field is omitted, never null."""


class RootKey(_Closed, frozen=True):
    """Key of a root officer. ``person`` counts towards the threshold once, however many keys it has."""

    person: Identifier
    alg: Algorithm
    public: PublicKey


class Root(_Closed, frozen=True):
    """Who may issue trust documents: ``threshold`` distinct persons of ``keys``."""

    threshold: Annotated[int, Meta(ge=1, le=8)]
    keys: Annotated[tuple[RootKey, ...], Meta(min_length=1, max_length=16)]


class Office(_Closed, frozen=True):
    """An office (機関) of the network."""

    id: Identifier
    kind: OfficeKind
    name_ja: Exact
    name_en: Exact


class PersonKey(_Closed, frozen=True):
    """A person's signing key and when it holds; ``revoked_at`` never disappears again."""

    alg: Algorithm
    public: PublicKey
    since: Seconds = msgspec.field(name="from")
    until: Seconds
    revoked_at: Seconds | None = None
    reason: Exact | None = None


class Person(_Closed, frozen=True):
    """An officer (担当者). A person has one id for ever."""

    id: Identifier
    display_name: Exact
    office: Identifier
    roles: Annotated[tuple[Role, ...], Meta(min_length=1, max_length=7)]
    keys: Annotated[tuple[PersonKey, ...], Meta(min_length=1, max_length=32)]


class Station(_Closed, frozen=True):
    """A workstation (端末): one signing key, one key to encrypt to."""

    id: StationName
    office: Identifier
    alg: Algorithm
    signing_key: PublicKey
    recipient_key: RecipientKey
    revoked_at: Seconds | None = None

    @property
    def recipient_fingerprint(self) -> str:
        """SHA-256 of the raw recipient key in hex, as in manifests."""
        return sha256(self.recipient_key).hexdigest()


class TrustDocument(_Closed, frozen=True, dict=True):
    """One version of the trust document. Lists are sorted by id; ``prev_sha256`` of version 1 is 64 zeros."""

    version: Serial
    prev_sha256: Hex64
    issued_at: Seconds
    expires: Seconds
    environment: Environment
    root: Root
    offices: Annotated[tuple[Office, ...], Meta(max_length=2000)]
    persons: Annotated[tuple[Person, ...], Meta(max_length=20_000)]
    stations: Annotated[tuple[Station, ...], Meta(max_length=2000)]

    @cached_property
    def _offices(self) -> dict[str, Office]:
        return {each.id: each for each in self.offices}

    @cached_property
    def _persons(self) -> dict[str, Person]:
        return {each.id: each for each in self.persons}

    @cached_property
    def _stations(self) -> dict[str, Station]:
        return {each.id: each for each in self.stations}

    def office(self, office_id: str) -> Office | None:
        """The office of that id, or ``None``."""
        return self._offices.get(office_id)

    def person(self, person_id: str) -> Person | None:
        """The person of that id, or ``None``."""
        return self._persons.get(person_id)

    def station(self, station_id: str) -> Station | None:
        """The station of that id, or ``None``."""
        return self._stations.get(station_id)

    def office_of_station(self, station_id: str) -> Office | None:
        """The office that a station stands in, or ``None`` when the station is unknown."""
        station = self.station(station_id)
        return None if station is None else self.office(station.office)


def encode(document: TrustDocument) -> bytes:
    """The canonical bytes that root officers sign."""
    return canonical.encode(document)


def digest(data: bytes) -> str:
    """SHA-256 in hex of a document's canonical bytes: its identity in the chain."""
    return sha256(data).hexdigest()


def decode(data: bytes) -> TrustDocument:
    """Read a trust document strictly; its statements are not judged here.

    Raises:
        UntrustedInputError: ``trust.document-refused``.
    """
    if len(data) > LARGEST_DOCUMENT:
        raise UntrustedInputError("trust.document-refused")
    document = canonical.decode(data, _DECODER, "trust.document-refused")
    if not struct_is_clean(document):
        raise UntrustedInputError("trust.document-refused")
    return document


_DECODER = msgspec.json.Decoder(TrustDocument)
