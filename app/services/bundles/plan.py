"""What is to be sealed: a plan, and the draft whose finished manifest the officers read and sign."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import BinaryIO

from app.models.domain.actor import Environment
from app.models.domain.network_proof import Lockout
from app.services.bundles import manifest as manifests
from app.services.bundles.manifest import (
    Consistency,
    ExportEvent,
    Kind,
    Manifest,
    ReplyTo,
    Signer,
)
from app.services.bundles.schemas import Record
from app.services.crypto.age import Recipient
from app.services.crypto.dsse import pae


@dataclass(frozen=True, slots=True)
class Payload:
    """A letter or blob known by its SHA-256. ``open`` streams its ``size`` bytes each time it is called."""

    sha256: str
    size: int
    open: Callable[[], Iterable[bytes]]
    media_type: str = "application/pdf"


@dataclass(frozen=True, slots=True)
class Lane:
    """A recipient station, its key, and the place of the bundle on our lane to it."""

    station: str
    key: Recipient
    seq: int
    prev: str


@dataclass(frozen=True, slots=True, kw_only=True)
class BundlePlan:
    """Everything that a bundle says and holds. ``lanes`` names the origin too: it can always open its own bundle.

    ``days_valid`` shortens the validity of the kind; ``created_at`` is in UTC seconds.
    """

    kind: Kind
    environment: Environment
    bundle_id: str
    origin: str
    created_at: int
    trust_version: int
    trust_sha256: str
    app_version: str
    retention_start: date
    lanes: tuple[Lane, ...]
    signers: tuple[Signer, ...]
    records: Iterable[Record]
    origin_checkpoint: str
    export_event: ExportEvent
    letters: tuple[Payload, ...] = ()
    blobs: tuple[Payload, ...] = ()
    destroy_report: bool = False
    days_valid: int | None = None
    network: Lockout | None = None
    supersedes: str | None = None
    in_reply_to: ReplyTo | None = None
    consistency: tuple[Consistency, ...] | None = None
    note: str | None = None


@dataclass(frozen=True, slots=True)
class DraftBundle:
    """A finished manifest with the spooled record files, waiting for its signatures.

    ``manifest_bytes`` are what officers are shown and what they sign, as ``signing_input``.
    """

    manifest: Manifest
    manifest_bytes: bytes
    lanes: tuple[Lane, ...]
    spools: dict[str, BinaryIO]
    letters: tuple[Payload, ...]
    blobs: tuple[Payload, ...]

    @property
    def signing_input(self) -> bytes:
        """The exact bytes to sign."""
        return pae(manifests.PAYLOAD_TYPE, self.manifest_bytes)
