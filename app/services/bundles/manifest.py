"""The signed manifest: what a bundle is, from whom, for whom, why, and what lies in it.

It is the payload of the first entry's DSSE envelope. One encoding exists for it (see ``canonical``); a reader refuses
every other. Policy, trust, sequence and time are judged in ``admission``, not here.
"""

from datetime import date
from hashlib import sha256
from typing import Annotated, Literal

import msgspec
from msgspec import Meta

from app.models.domain.actor import Environment
from app.models.domain.errors import UntrustedInputError
from app.models.domain.network_proof import Lockout
from app.services.bundles import canonical
from app.services.bundles.fields import (
    BundleId,
    Code,
    Count,
    Exact,
    Hex64,
    Identifier,
    Seconds,
    Serial,
    StationName,
)
from app.services.bundles.text_rules import struct_is_clean
from app.services.bundles.words import Kind, Purpose, RetentionClass

__all__ = [
    "FORMAT",
    "LARGEST_MANIFEST",
    "PAYLOAD_TYPE",
    "READABLE_SCHEMAS",
    "SCHEMA",
    "STATION_ROLE",
    "SUITE",
    "Addressee",
    "AppInfo",
    "Consistency",
    "Entry",
    "ExportEvent",
    "Kind",
    "Manifest",
    "ProofHash",
    "Purpose",
    "ReplyTo",
    "Retention",
    "RetentionClass",
    "RoleSlot",
    "Signer",
    "SigningPolicy",
    "decode",
    "digest",
    "encode",
]

PAYLOAD_TYPE = "application/vnd.sekisho.bundle-manifest.v1+json"
FORMAT: Literal["sekisho-bundle/1"] = "sekisho-bundle/1"
SUITE: Literal["A"] = "A"
SCHEMA = 1
"""Version of the record structs that this program writes."""
READABLE_SCHEMAS = frozenset({1})
"""Versions that it reads: its own and, once there is one, the version before."""
LARGEST_MANIFEST = 1024 * 1024
STATION_ROLE = "station"
"""Role of a signature that says which machine, not which person."""


class _Closed(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True, kw_only=True):
    """Base of all parts: immutable, no unknown field; an absent optional field is omitted, never null."""


class AppInfo(_Closed, frozen=True):
    """Which program wrote the bundle (information) and with which record structs (checked)."""

    version: Identifier
    schema: Annotated[int, Meta(ge=1, le=1000)]


class Retention(_Closed, frozen=True):
    """Retention at the recipient. ``start`` is the day from which the period counts."""

    rule: RetentionClass = msgspec.field(name="class")
    start: date
    destroy_report: bool


class Addressee(_Closed, frozen=True):
    """One recipient and the place of this bundle on the lane from the origin to it.

    ``key_fp`` is the SHA-256 of the raw recipient key; ``prev`` that of the previous manifest of the lane, or zeros.
    """

    station: StationName
    key_fp: Hex64
    seq: Serial
    prev: Hex64


RoleSlot = Annotated[tuple[Identifier, ...], Meta(min_length=1, max_length=7)]
"""Roles of which one signer must hold one."""


class SigningPolicy(_Closed, frozen=True):
    """Who must sign: ``threshold`` distinct persons, and for each slot of ``roles`` another of them."""

    policy: Code
    threshold: Annotated[int, Meta(ge=1, le=8)]
    roles: Annotated[tuple[RoleSlot, ...], Meta(min_length=1, max_length=8)]


class Signer(_Closed, frozen=True):
    """Who intends to sign. For a station's own signature ``person`` is the station's name."""

    person: Identifier
    keyid: Hex64
    role: Identifier


class Entry(_Closed, frozen=True):
    """One entry of the archive. The four last fields are present exactly for compressed entries."""

    path: Annotated[str, Meta(pattern=r"\A(records\.ndjson\.zst|blobs\.ndjson\.zst|letters/[0-9a-f]{64}\.pdf)\Z")]
    size: Count
    sha256: Hex64
    content_size: Count | None = None
    content_sha256: Hex64 | None = None
    count: Count | None = None
    schema: Annotated[int, Meta(ge=1, le=1000)] | None = None

    def __post_init__(self) -> None:
        described = (self.content_size, self.content_sha256, self.count, self.schema)
        is_packed = self.path.endswith(".zst")
        if any((value is None) == is_packed for value in described):
            raise ValueError
        if not is_packed and self.path != f"letters/{self.sha256}.pdf":
            raise ValueError


class ReplyTo(_Closed, frozen=True):
    """The bundle that this one answers."""

    bundle_id: BundleId
    manifest_sha256: Hex64


ProofHash = Annotated[bytes, Meta(min_length=32, max_length=32)]
"""A hash of the audit log's Merkle tree; base64 in JSON."""


class Consistency(_Closed, frozen=True):
    """Proof that the origin's audit log only grew since the head that ``station`` last acknowledged."""

    station: StationName
    from_size: Count
    hashes: Annotated[tuple[ProofHash, ...], Meta(max_length=128)]


class ExportEvent(_Closed, frozen=True):
    """Place of the export event in the audit log of ``origin_checkpoint`` and the proof that it stands there."""

    index: Count
    proof: Annotated[tuple[ProofHash, ...], Meta(max_length=64)]


class Manifest(_Closed, frozen=True):
    """All statements of the signers about a bundle. ``total`` is the exact length of the archive in bytes."""

    format: Literal["sekisho-bundle/1"]
    suite: Literal["A"]
    environment: Environment
    kind: Kind
    bundle_id: BundleId
    origin: StationName
    created_at: Seconds
    not_after: Seconds
    trust_version: Serial
    trust_sha256: Hex64
    app: AppInfo
    purpose: Purpose
    retention: Retention
    recipients: Annotated[tuple[Addressee, ...], Meta(min_length=1, max_length=64)]
    signing: SigningPolicy
    signers: Annotated[tuple[Signer, ...], Meta(min_length=1, max_length=8)]
    entries: Annotated[tuple[Entry, ...], Meta(max_length=64)]
    blob_count: Annotated[int, Meta(ge=0, le=2_000_000)]
    blob_bytes: Count
    total: Annotated[int, Meta(ge=1536, le=2**40)]
    origin_checkpoint: Annotated[str, Meta(min_length=1, max_length=4096, extra={"text": "prose"})]
    export_event: ExportEvent
    network: Lockout | None = None
    supersedes: BundleId | None = None
    in_reply_to: ReplyTo | None = None
    consistency: Annotated[tuple[Consistency, ...], Meta(min_length=1, max_length=64)] | None = None
    note: Annotated[str, Meta(min_length=1, max_length=2000, extra={"text": "prose"})] | None = None

    def __post_init__(self) -> None:
        _require_ascending([each.station for each in self.recipients])
        _require_ascending([each.station for each in self.consistency or ()])
        _require_ascending([_place(each.path) for each in self.entries])
        # Equal key ids are judged as a missing person by the admission, which names the reason better.
        keyids = [each.keyid for each in self.signers]
        if keyids != sorted(keyids):
            raise ValueError
        if (self.blob_count > 0) != any(each.path == "blobs.ndjson.zst" for each in self.entries):
            raise ValueError

    def addressee(self, station: str) -> Addressee | None:
        """The place of the bundle on our lane, or ``None`` when we are not named."""
        return next((each for each in self.recipients if each.station == station), None)

    @property
    def counts(self) -> tuple[int, int]:
        """Records and papers: what the receipt of the recipient tells when it took everything in."""
        letters = sum(each.path.startswith("letters/") for each in self.entries)
        records = self.entries[0].count if self.entries and self.entries[0].count is not None else 0
        return records, self.blob_count + letters

    def entry(self, path: str) -> Entry | None:
        """The entry of that path, or ``None``."""
        return next((each for each in self.entries if each.path == path), None)


def encode(manifest: Manifest) -> bytes:
    """The bytes that are signed."""
    return canonical.encode(manifest)


def digest(data: bytes) -> str:
    """SHA-256 of a manifest's bytes in hex: its identity on a lane."""
    return sha256(data).hexdigest()


def decode(data: bytes) -> Manifest:
    """Read a manifest strictly.

    Raises:
        UntrustedInputError: ``bundle.unknown-format`` when it is of a format, suite, kind or record schema that this
            program does not know; ``bundle.manifest-refused`` for everything else.
    """
    if len(data) > LARGEST_MANIFEST:
        raise UntrustedInputError("bundle.manifest-refused")
    _require_known(data)
    manifest = canonical.decode(data, _DECODER, "bundle.manifest-refused")
    if not struct_is_clean(manifest):
        raise UntrustedInputError("bundle.manifest-refused")
    return manifest


class _AppSketch(msgspec.Struct):
    schema: int


class _Sketch(msgspec.Struct):
    """The fields that tell whether this program can know the rest."""

    format: Exact
    suite: Exact
    kind: Exact
    app: _AppSketch


_DECODER = msgspec.json.Decoder(Manifest)
_SKETCH = msgspec.json.Decoder(_Sketch)


def _require_known(data: bytes) -> None:
    try:
        sketch = _SKETCH.decode(data)
    except (msgspec.MsgspecError, ValueError, RecursionError):
        raise UntrustedInputError("bundle.manifest-refused") from None
    is_known = sketch.format == FORMAT and sketch.suite == SUITE and sketch.app.schema in READABLE_SCHEMAS
    if not is_known or sketch.kind not in set(Kind):
        raise UntrustedInputError("bundle.unknown-format")


def _place(path: str) -> str:
    """Key that sorts entries: records, blob index, letters by name."""
    order = ("records.ndjson.zst", "blobs.ndjson.zst")
    return f"{order.index(path) if path in order else len(order)} {path}"


def _require_ascending(values: list[str]) -> None:
    if values != sorted(set(values)):
        raise ValueError
