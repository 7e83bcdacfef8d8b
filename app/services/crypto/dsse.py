"""Signed envelopes: DSSE v1 (Dead Simple Signing Envelope), read strictly.

An envelope has exactly one spelling: canonical JSON, standard padded base64, signatures in the order of their key
identifiers. What is verified is the decoded payload itself; use that, and never read the envelope a second time. How
many persons must have signed is not decided here.
"""

from binascii import Error as Base64Error
from binascii import a2b_base64, b2a_base64
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import msgspec

from app.models.domain.errors import BugError, UntrustedInputError
from app.services.crypto.signing import SIGNATURE_LENGTH, VerifyKey

SIGNATURE_LIMIT = 8
ENVELOPE_LIMIT = 2 * 1024 * 1024
"""Bytes; a manifest of 1 MiB in base64 with eight signatures stays below."""
_KEY_ID_LENGTH = 64
_HEX_DIGITS = frozenset("0123456789abcdef")


@dataclass(frozen=True, slots=True)
class Signature:
    """One signature and the identifier of the key that made it (``signing.key_id``)."""

    keyid: str
    sig: bytes


@dataclass(frozen=True, slots=True)
class Envelope:
    """A read envelope. Nothing in it is true before ``verify``."""

    payload_type: str
    payload: bytes
    signatures: tuple[Signature, ...]


class _SignatureJson(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    keyid: str
    sig: str


class _EnvelopeJson(msgspec.Struct, frozen=True, forbid_unknown_fields=True, rename="camel"):
    payload: str
    payload_type: str
    signatures: list[_SignatureJson]


_decoder = msgspec.json.Decoder(_EnvelopeJson, strict=True)
_encoder = msgspec.json.Encoder(order="sorted")


def pae(payload_type: str, payload: bytes) -> bytes:
    """Pre-authentication encoding: the bytes that are signed, with type and lengths bound in."""
    kind = payload_type.encode("utf-8")
    return b"DSSEv1 %d %b %d %b" % (len(kind), kind, len(payload), payload)


def build(payload_type: str, payload: bytes, signatures: Sequence[Signature]) -> bytes:
    """Write an envelope in its one spelling.

    Args:
        payload_type: Media type of the payload.
        payload: The signed bytes.
        signatures: 1 to 8 signatures by different keys, in any order.

    Raises:
        BugError: ``bug.crypto-misuse``: no or too many signatures, one key twice, a malformed signature.
    """
    ordered = sorted(signatures, key=lambda signature: signature.keyid)
    if not _are_well_formed(ordered):
        raise BugError("bug.crypto-misuse")
    return _write(Envelope(payload_type, payload, tuple(ordered)))


def parse(data: bytes, payload_type: str) -> Envelope:
    """Read an envelope of the expected type. Signatures are not checked: see ``verify``.

    Raises:
        UntrustedInputError: ``bundle.manifest-refused``: not the one spelling, another type, a limit, no signature.
    """
    if len(data) > ENVELOPE_LIMIT:
        raise UntrustedInputError("bundle.manifest-refused")
    try:
        raw = _decoder.decode(data)
        signatures = tuple(Signature(entry.keyid, _decode_base64(entry.sig)) for entry in raw.signatures)
        envelope = Envelope(raw.payload_type, _decode_base64(raw.payload), signatures)
    except (msgspec.DecodeError, UnicodeDecodeError, Base64Error, ValueError) as error:
        raise UntrustedInputError("bundle.manifest-refused") from error
    # Writing it again shows any second spelling: white space, repeated or reordered keys, escapes, loose base64.
    if envelope.payload_type != payload_type or not _are_well_formed(signatures) or _write(envelope) != data:
        raise UntrustedInputError("bundle.manifest-refused")
    return envelope


def verify(envelope: Envelope, keys: Mapping[str, VerifyKey]) -> None:
    """Check every listed signature; afterwards ``envelope.payload`` is what all signers signed.

    Args:
        envelope: From ``parse``.
        keys: The known keys by key identifier.

    Raises:
        UntrustedInputError: ``bundle.signer-unknown`` or ``bundle.signature-invalid``.
    """
    message = pae(envelope.payload_type, envelope.payload)
    for signature in envelope.signatures:
        key = keys.get(signature.keyid)
        # The identifier is recomputed: one key under two names must not count as two signers.
        if key is None or key.key_id != signature.keyid:
            raise UntrustedInputError("bundle.signer-unknown")
        if not key.verify(signature.sig, message):
            raise UntrustedInputError("bundle.signature-invalid")


def _are_well_formed(signatures: Sequence[Signature]) -> bool:
    """Whether count, shapes and strictly ascending order of key identifiers are right."""
    key_ids = [signature.keyid for signature in signatures]
    return (
        1 <= len(signatures) <= SIGNATURE_LIMIT
        and all(len(name) == _KEY_ID_LENGTH and set(name) <= _HEX_DIGITS for name in key_ids)
        and all(len(signature.sig) == SIGNATURE_LENGTH for signature in signatures)
        and key_ids == sorted(set(key_ids))
    )


def _write(envelope: Envelope) -> bytes:
    signatures = [_SignatureJson(entry.keyid, _encode_base64(entry.sig)) for entry in envelope.signatures]
    return _encoder.encode(_EnvelopeJson(_encode_base64(envelope.payload), envelope.payload_type, signatures))


def _encode_base64(data: bytes) -> str:
    return b2a_base64(data, newline=False).decode("ascii")


def _decode_base64(text: str) -> bytes:
    """Read standard padded base64; a loose spelling is found later by writing it again."""
    return a2b_base64(text.encode("ascii"), strict_mode=True)
