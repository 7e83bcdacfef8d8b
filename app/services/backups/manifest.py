"""The signed list of a backup (``backup.dsse``)."""

from datetime import datetime
from typing import Annotated

import msgspec

from app.models.domain.errors import AppError, UntrustedInputError
from app.services.crypto import dsse
from app.services.crypto.signing import SigningKey, VerifyKey

TYPE = "application/vnd.sekisho.backup+json"
FORMAT = "sekisho-backup/1"
LARGEST = dsse.ENVELOPE_LIMIT

Digest = Annotated[str, msgspec.Meta(pattern="^[0-9a-f]{64}$")]
Count = Annotated[int, msgspec.Meta(ge=0, le=2**53)]
Name = Annotated[str, msgspec.Meta(min_length=1, max_length=128)]
Moment = Annotated[datetime, msgspec.Meta(tz=True)]


class Part(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One file: digest and length as it lies on the medium, and of what is in it."""

    sha256: Digest
    size: Count
    content_sha256: Digest


class Manifest(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What a backup is and of what it consists. ``size`` and ``root`` are the head of the record inside it."""

    format: str
    backup_id: Annotated[str, msgspec.Meta(pattern="^[0-9a-f]{32}$")]
    medium: Annotated[str, msgspec.Meta(pattern="^[0-9a-f]{32}$")]
    number: Annotated[int, msgspec.Meta(ge=1, le=999_999_999)]
    made_at: Moment
    vault_id: Name
    office_id: Name
    station_id: Name
    environment: Name
    schema: Count
    epoch: Count
    size: Count
    root: Digest
    vault: Part
    keys: Part
    ledger: Part
    recovery: Part
    blobs: Part
    blob_count: Count


_encoder = msgspec.json.Encoder(order="sorted")


def signed(manifest: Manifest, key: SigningKey) -> bytes:
    """The envelope as it lies on the medium."""
    payload = _encoder.encode(manifest)
    return dsse.build(TYPE, payload, [dsse.Signature(key.key_id, key.sign(dsse.pae(TYPE, payload)))])


def opened(data: bytes) -> tuple[Manifest, dsse.Envelope]:
    """Read an envelope; who signed it is not checked: see :func:`require_signed_by`.

    Raises:
        UntrustedInputError: ``backup.manifest-refused``.
    """
    try:
        envelope = dsse.parse(data, TYPE)
        manifest = msgspec.json.decode(envelope.payload, type=Manifest)
    except (AppError, msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        raise UntrustedInputError("backup.manifest-refused") from None
    is_ours = manifest.format == FORMAT and len(envelope.signatures) == 1
    if not is_ours or _encoder.encode(manifest) != envelope.payload:
        raise UntrustedInputError("backup.manifest-refused")
    return manifest, envelope


def require_signed_by(envelope: dsse.Envelope, key: VerifyKey) -> None:
    """Make sure that this station signed.

    Raises:
        UntrustedInputError: ``backup.signature-refused``.
    """
    try:
        dsse.verify(envelope, {key.key_id: key})
    except UntrustedInputError:
        raise UntrustedInputError("backup.signature-refused") from None
