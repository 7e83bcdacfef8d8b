"""Records by which offices answer for what they got: receipts, proofs of destruction, heads of records."""

from enum import StrEnum
from typing import Annotated, Literal

from msgspec import Meta

from app.models.domain.retention import Basis
from app.services.bundles.fields import BundleId, Code, Count, Hex64, Identifier, Seconds, Serial, StationName
from app.services.bundles.record_types.parts import Part, Record
from app.services.bundles.words import RetentionClass

SignedNote = Annotated[str, Meta(min_length=1, max_length=4096, extra={"text": "prose"})]
"""Signed head of a record (C2SP checkpoint)."""


class ReceiptOutcome(StrEnum):
    """What became of a bundle at its recipient."""

    IMPORTED = "imported"
    REFUSED = "refused"
    QUARANTINED = "quarantined"
    DUPLICATE = "duplicate"


class LaneHead(Part, frozen=True):
    """The last number seen from an origin, and the numbers missing before it."""

    origin: StationName
    seq: Count
    missing: Annotated[tuple[Serial, ...], Meta(max_length=1000)]


class Receipt(Record, frozen=True, tag="receipt"):
    """What a station did with a bundle (受領書). ``code`` is the error code of a refusal."""

    bundle_id: BundleId
    manifest_sha256: Hex64
    ciphertext_sha256: Hex64
    station: StationName
    person: Identifier
    received_at: Seconds
    outcome: ReceiptOutcome
    code: Code | None
    record_count: Count
    blob_count: Count
    checkpoint: SignedNote
    lanes: Annotated[tuple[LaneHead, ...], Meta(max_length=64)]

    def __post_init__(self) -> None:
        if (self.outcome is ReceiptOutcome.REFUSED) != (self.code is not None):
            raise ValueError


class DisposalProof(Record, frozen=True, tag="disposal-proof"):
    """What a bundle brought is destroyed at its recipient (廃棄の報告, F32). It says nothing about what that was.

    ``bundle_id`` and ``manifest_sha256`` are of the bundle that asked for the report; ``ledger_sha256`` is the hash of
    the holder's own line about the destruction.
    """

    bundle_id: BundleId
    manifest_sha256: Hex64
    retention: RetentionClass
    basis: Basis
    method: Literal["key-destroyed"]
    destroyed_at: Seconds
    approver: Identifier
    witness: Identifier | None
    ledger_sha256: Hex64

    def __post_init__(self) -> None:
        if self.approver == self.witness:
            raise ValueError


class NotedHead(Part, frozen=True):
    """The furthest head of another station's record that the sender has noted; ``root`` in hex."""

    station: StationName
    epoch: Count
    size: Count
    root: Hex64


class HeadNotice(Record, frozen=True, tag="checkpoint"):
    """The head of the sender's record, and the heads that the sender has noted of others, in the order of stations.

    Who is told a head of its own record that it does not know learns that its record, or a copy of it, went two ways.
    """

    checkpoint: SignedNote
    noted: Annotated[tuple[NotedHead, ...], Meta(max_length=64)]

    def __post_init__(self) -> None:
        stations = [each.station for each in self.noted]
        if stations != sorted(set(stations)):
            raise ValueError
