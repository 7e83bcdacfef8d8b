"""Records about keys: trust documents, requests to take keys in, and the answers."""

from typing import Annotated, Literal

from msgspec import Meta

from app.models.domain.loop import Objecting
from app.services.bundles.fields import BundleId, Hex64, Identifier, Serial, StationName
from app.services.bundles.record_types.parts import Part, Record
from app.services.trust.document import Office, Person, Station

SignedDocument = Annotated[bytes, Meta(min_length=1, max_length=3_000_000)]
"""A trust document in the envelope of its root officers."""


class TrustUpdate(Record, frozen=True, tag="trust-update"):
    """One version of the trust document in its own envelope; several versions stand in ascending order."""

    version: Serial
    sha256: Hex64
    envelope: SignedDocument


class KeyRequest(Record, frozen=True, tag="key-request"):
    """Keys that an office asks to be taken into the trust document. Nothing here is trusted before it was compared."""

    reason: Literal["new", "renewal", "replacement"]
    office: Office
    persons: Annotated[tuple[Person, ...], Meta(max_length=100)]
    stations: Annotated[tuple[Station, ...], Meta(max_length=10)]

    def __post_init__(self) -> None:
        if not self.persons and not self.stations:
            raise ValueError


class KeyGrant(Record, frozen=True, tag="key-grant"):
    """Which of the keys of a request stand in the trust document now: ``granted`` and ``refused`` are key ids.

    ``documents`` are the trust documents that the asking station does not have yet, as they were signed, in ascending
    order; they are judged by their own root signatures.
    """

    request: BundleId
    trust_version: Serial
    trust_sha256: Hex64
    granted: Annotated[tuple[Hex64, ...], Meta(max_length=120)]
    refused: Annotated[tuple[Hex64, ...], Meta(max_length=120)]
    documents: Annotated[tuple[SignedDocument, ...], Meta(min_length=1, max_length=20)]

    def __post_init__(self) -> None:
        if set(self.granted) & set(self.refused) or not (self.granted or self.refused):
            raise ValueError


class CarriedSignature(Part, frozen=True):
    """A signature over the manifest of a draft, made by one of its named signers."""

    person: Identifier
    keyid: Hex64
    sig: Annotated[bytes, Meta(min_length=64, max_length=64)]


class CarriedRefusal(Part, frozen=True):
    """One of the named signers refuses to sign, for a reason of a closed list; the carrying station vouches for it."""

    person: Identifier
    reason: Objecting


class Countersign(Record, frozen=True, tag="countersign"):
    """The manifest of a draft with the signatures made so far: to the second signer's station, and back with one more.

    In the place of a signature a refusal may come back.

    ``manifest`` is the very payload that is signed; the contents of the draft do not travel.
    """

    origin: StationName
    manifest: Annotated[bytes, Meta(min_length=1, max_length=1_048_576)]
    signatures: Annotated[tuple[CarriedSignature, ...], Meta(max_length=8)]
    refusals: Annotated[tuple[CarriedRefusal, ...], Meta(max_length=8)]

    def __post_init__(self) -> None:
        people = [*(each.person for each in self.signatures), *(each.person for each in self.refusals)]
        if len({each.keyid for each in self.signatures}) != len(self.signatures) or len(set(people)) != len(people):
            raise ValueError
