"""The two small forms of a receipt (受領書): a mini-file on a medium, and text on paper that is typed or scanned.

Both hold one and the same thing: the receipt in an envelope of its own, signed by the station that decided on the
bundle. The text is only another spelling of the mini-file; whoever takes one in turns it back first and then asks the
same questions. A receipt tells no name and nothing of what a bundle held, so neither form is encrypted.
"""

import re
from dataclasses import dataclass

import msgspec

from app.models.domain.errors import UntrustedInputError
from app.services import typed_text
from app.services.bundles import canonical
from app.services.bundles.schemas import RECEIPT_PAYLOAD_TYPE, Receipt
from app.services.bundles.text_rules import struct_is_clean
from app.services.crypto.dsse import Envelope, Signature, build, pae, parse
from app.services.crypto.signing import SigningKey
from app.services.typed_text import Flaw, Flawed, Form

SUFFIX = ".receipt"
LARGEST = 64 * 1024
"""Bytes of a mini-file, and characters of a text."""

_HEX = re.compile(r"\A([0-9a-f]{2}){16,}\Z")
_FIELDS = tuple(sorted(Receipt.__struct_fields__))
_DECODER = msgspec.json.Decoder(Receipt)


@dataclass(frozen=True, slots=True)
class SignedReceipt:
    """A receipt as it was read. Nothing in it is true before its signature was verified.

    Attributes:
        data: The mini-file, byte for byte.
    """

    receipt: Receipt
    envelope: Envelope
    data: bytes


def file_name(bundle_file: str) -> str:
    """Name of the mini-file that answers a bundle, from the bundle's own file name."""
    return bundle_file.removesuffix(".age") + SUFFIX


def sealed(receipt: Receipt, key: SigningKey) -> bytes:
    """The mini-file: the receipt in its own envelope, signed by the station's key."""
    payload = canonical.encode(receipt)
    signature = Signature(key.key_id, key.sign(pae(RECEIPT_PAYLOAD_TYPE, payload)))
    return build(RECEIPT_PAYLOAD_TYPE, payload, [signature])


def read(data: bytes) -> SignedReceipt:
    """Read a mini-file strictly; its signature is not verified here.

    Raises:
        UntrustedInputError: ``receipt.not-a-receipt``.
    """
    if len(data) > LARGEST:
        raise UntrustedInputError("receipt.not-a-receipt")
    try:
        envelope = parse(data, RECEIPT_PAYLOAD_TYPE)
    except UntrustedInputError:
        raise UntrustedInputError("receipt.not-a-receipt") from None
    receipt = canonical.decode(envelope.payload, _DECODER, "receipt.not-a-receipt")
    if len(envelope.signatures) != 1 or not struct_is_clean(receipt):
        raise UntrustedInputError("receipt.not-a-receipt")
    return SignedReceipt(receipt, envelope, data)


def to_text(data: bytes) -> str:
    """The mini-file as text for a QR code: capital letters and digits, none of which look alike.

    Raises:
        UntrustedInputError: ``receipt.not-a-receipt``.
    """
    signed = read(data)
    fields = msgspec.to_builtins(signed.receipt)
    only = signed.envelope.signatures[0]
    packed = msgspec.msgpack.encode([[_packed(fields[name]) for name in _FIELDS], bytes.fromhex(only.keyid), only.sig])
    return typed_text.written(Form.RECEIPT, packed)


def from_text(text: str) -> bytes:
    """The mini-file that a text spells; blanks, hyphens, small and full-width letters do not matter.

    Raises:
        UntrustedInputError: ``receipt.text-mistyped`` with the number of the printed line that is not right;
            ``receipt.not-a-receipt``.
    """
    if len(text) > LARGEST:
        raise UntrustedInputError("receipt.not-a-receipt")
    packed = typed_text.read(Form.RECEIPT, text)
    if not isinstance(packed, Flawed):
        return _unpacked(packed)
    if packed.flaw is Flaw.MISTYPED:
        raise UntrustedInputError("receipt.text-mistyped", line=packed.line)
    raise UntrustedInputError("receipt.not-a-receipt")


def _unpacked(packed: bytes) -> bytes:
    try:
        values, keyid, signature = msgspec.msgpack.decode(packed, type=tuple[list[object], bytes, bytes])
        fields = dict(zip(_FIELDS, (_loosened(value) for value in values), strict=True))
        receipt = msgspec.convert({**fields, "record": "receipt"}, Receipt)
    except (msgspec.MsgspecError, ValueError, TypeError, RecursionError):
        raise UntrustedInputError("receipt.not-a-receipt") from None
    if len(keyid) != 32 or len(signature) != 64:
        raise UntrustedInputError("receipt.not-a-receipt")
    signed = Signature(keyid.hex(), signature)
    return read(build(RECEIPT_PAYLOAD_TYPE, canonical.encode(receipt), [signed])).data


def _packed(value: object) -> object:
    return bytes.fromhex(value) if isinstance(value, str) and _HEX.match(value) else value


def _loosened(value: object) -> object:
    return value.hex() if isinstance(value, bytes) else value
