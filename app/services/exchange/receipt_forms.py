"""The two small forms of a receipt (受領書): a mini-file on a medium, and text on paper that is typed or scanned.

Both hold one and the same thing: the receipt in an envelope of its own, signed by the station that decided on the
bundle. The text is only another spelling of the mini-file; whoever takes one in turns it back first and then asks the
same questions. A receipt tells no name and nothing of what a bundle held, so neither form is encrypted.
"""

import re
import unicodedata
from binascii import crc32
from dataclasses import dataclass

import msgspec

from app.models.domain.errors import UntrustedInputError
from app.services.bundles import canonical
from app.services.bundles.schemas import RECEIPT_PAYLOAD_TYPE, Receipt
from app.services.bundles.text_rules import struct_is_clean
from app.services.crypto.dsse import Envelope, Signature, build, pae, parse
from app.services.crypto.signing import SigningKey

SUFFIX = ".receipt"
LARGEST = 64 * 1024
"""Bytes of a mini-file, and characters of a text."""
GROUP, GROUPS_PER_LINE = 5, 9
"""How the text is printed: the last group of each line only checks the eight before it."""

_MAGIC = b"SKR1"
_BYTES_PER_LINE = 25
_DATA = 8 * GROUP
_LINE = GROUP * GROUPS_PER_LINE
_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_LOOKALIKES = str.maketrans("OIL", "011")
_VALUES = {letter: value for value, letter in enumerate(_ALPHABET)}
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
    whole = _MAGIC + len(packed).to_bytes(2, "big") + packed
    whole += bytes(-len(whole) % _BYTES_PER_LINE)
    lines = (whole[at : at + _BYTES_PER_LINE] for at in range(0, len(whole), _BYTES_PER_LINE))
    return "".join(_spelled(line, _DATA) + _check_of(number, line) for number, line in enumerate(lines))


def groups(text: str) -> tuple[str, ...]:
    """The text in groups for printing, :data:`GROUPS_PER_LINE` on a line."""
    return tuple(text[at : at + GROUP] for at in range(0, len(text), GROUP))


def from_text(text: str) -> bytes:
    """The mini-file that a text spells; blanks, hyphens, small and full-width letters do not matter.

    Raises:
        UntrustedInputError: ``receipt.text-mistyped`` with the number of the printed line that is not right;
            ``receipt.not-a-receipt``.
    """
    if len(text) > LARGEST:
        raise UntrustedInputError("receipt.not-a-receipt")
    plain = unicodedata.normalize("NFKC", text).upper().translate(_LOOKALIKES)
    plain = "".join(letter for letter in plain if letter not in "- \t\r\n")
    if not plain:
        raise UntrustedInputError("receipt.not-a-receipt")
    starts = range(0, len(plain), _LINE)
    return _unpacked(b"".join(_line(number, plain[at : at + _LINE]) for number, at in enumerate(starts)))


def _unpacked(whole: bytes) -> bytes:
    length = int.from_bytes(whole[4:6], "big")
    packed, rest = whole[6 : 6 + length], whole[6 + length :]
    if whole[:4] != _MAGIC or len(packed) != length or any(rest) or len(rest) >= _BYTES_PER_LINE:
        raise UntrustedInputError("receipt.not-a-receipt")
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


def _spelled(data: bytes, length: int) -> str:
    number = int.from_bytes(data, "big")
    return "".join(_ALPHABET[number >> 5 * place & 31] for place in reversed(range(length)))


def _check_of(number: int, line: bytes) -> str:
    """Five letters that change with any letter of the line, and with its place among the lines."""
    return _spelled((crc32(bytes([number & 255]) + line) & 0x1FFFFFF).to_bytes(4, "big"), GROUP)


def _line(number: int, letters: str) -> bytes:
    if len(letters) == _LINE and not set(letters) - _VALUES.keys():
        value = 0
        for letter in letters[:_DATA]:
            value = value << 5 | _VALUES[letter]
        line = value.to_bytes(_BYTES_PER_LINE, "big")
        if _check_of(number, line) == letters[_DATA:]:
            return line
    raise UntrustedInputError("receipt.text-mistyped", line=number + 1)
