"""The written form of a revocation order: lines of six groups that can be typed, each with a check of its own.

The QR code of the page holds the same lines. All that is signed can be made again from them, byte for byte. Letters are
those of Bech32, which has none that look alike; case, blanks and hyphens do not matter.
"""

import unicodedata
from hashlib import sha256

from app.models.domain.actor import Environment
from app.models.domain.errors import InvalidInputError, UntrustedInputError
from app.services.crypto import dsse
from app.services.crypto.dsse import Signature
from app.services.trust import orders
from app.services.trust.document import Root
from app.services.trust.orders import PREFIX, Aim, Ground, RevokeOrder

ALPHABET = "QPZRY9X8GF2TVDW0S3JN54KHCE6MUA7L"
GROUP, GROUPS = 5, 6
_LINE = GROUP * GROUPS
_CHECK = 2
_DATA = _LINE - _CHECK
_VERSION = 1
_LOOKS_LIKE = str.maketrans({"O": "0", "I": "L", "1": "L", "B": "8"})
_ENVIRONMENTS, _AIMS, _GROUNDS = tuple(Environment), tuple(Aim), tuple(Ground)
_PACKED = 0x80
_SIGNATURE = 64


def written(envelope: bytes) -> tuple[str, ...]:
    """The lines of a signed order, without blanks.

    Raises:
        UntrustedInputError: ``trust.order-refused``.
    """
    order, parsed = orders.read(envelope)
    subject = _packed(order.subject)
    head = bytes((_VERSION, _ENVIRONMENTS.index(order.environment), _AIMS.index(order.aim)))
    head += bytes((_GROUNDS.index(order.ground),)) + order.revoked_at.to_bytes(5, "big")
    head += order.trust_version.to_bytes(5, "big") + subject + bytes((len(parsed.signatures),))
    body = b"".join(bytes.fromhex(one.keyid)[:PREFIX] + one.sig for one in parsed.signatures)
    text = _letters(head + body)
    return tuple(_checked(number, text[at : at + _DATA]) for number, at in enumerate(range(0, len(text), _DATA)))


def grouped(line: str) -> tuple[str, ...]:
    """The groups of a line as they stand on paper."""
    return tuple(line[at : at + GROUP] for at in range(0, len(line), GROUP))


def typed(text: str, root: Root) -> bytes:
    """The signed envelope that somebody typed or scanned.

    Args:
        text: Lines as on paper; a line may be broken or run on, groups may be divided in any way.
        root: Whose keys signed.

    Raises:
        InvalidInputError: ``trust.order-mistyped`` with the number of the first wrong line, ``trust.order-incomplete``.
        UntrustedInputError: ``trust.order-refused``, ``trust.order-not-signed``: another circle's keys signed.
    """
    if len(text) > 4 * orders.LARGEST:
        raise UntrustedInputError("trust.order-refused")
    plain = "".join(letter for letter in unicodedata.normalize("NFKC", text).upper() if letter.isalnum())
    plain = plain.translate(_LOOKS_LIKE)
    lines = [plain[at : at + _LINE] for at in range(0, len(plain), _LINE)]
    data = "".join(_data(number, line) for number, line in enumerate(lines))
    octets, is_clean = _octets(data)
    envelope = _envelope(octets, root)
    if not is_clean:
        raise UntrustedInputError("trust.order-refused")
    return envelope


def _data(number: int, line: str) -> str:
    said = line[:-_CHECK]
    if not said or not set(line) <= set(ALPHABET) or _checked(number, said) != line:
        raise InvalidInputError("trust.order-mistyped", field="order", line=number + 1)
    return said


def _checked(number: int, data: str) -> str:
    """A line with its check at the end: lines that were exchanged are found as well."""
    value = int.from_bytes(sha256(b"%d %b" % (number, data.encode("ascii"))).digest()[:2], "big")
    return data + ALPHABET[value >> 11] + ALPHABET[value >> 6 & 31]


def _envelope(data: bytes, root: Root) -> bytes:
    reader = _Reader(data)
    if reader.number(1) != _VERSION:
        raise UntrustedInputError("trust.order-refused")
    environment, aim, ground = (reader.one_of(words) for words in (_ENVIRONMENTS, _AIMS, _GROUNDS))
    revoked_at, version, subject = reader.number(5), reader.number(5), reader.subject()
    count = reader.number(1)
    if not 1 <= count <= dsse.SIGNATURE_LIMIT:
        raise UntrustedInputError("trust.order-refused")
    known, signatures = orders.root_key_ids(root), []
    for _ in range(count):
        keyid, sig = known.get(reader.take(PREFIX)), reader.take(_SIGNATURE)
        if keyid is not None:
            signatures.append(Signature(keyid, sig))
    reader.end()
    if not signatures or len({one.keyid for one in signatures}) != len(signatures):
        raise UntrustedInputError("trust.order-not-signed")
    order = RevokeOrder(
        environment=Environment(environment),
        aim=Aim(aim),
        subject=subject,
        ground=Ground(ground),
        revoked_at=revoked_at,
        trust_version=version,
    )
    return dsse.build(orders.PAYLOAD_TYPE, orders.encode(order), signatures)


class _Reader:
    """Takes what the order is made of from its bytes, one after the other."""

    def __init__(self, data: bytes) -> None:
        self._data, self._at = data, 0

    def take(self, count: int) -> bytes:
        taken = self._data[self._at : self._at + count]
        if len(taken) != count:
            raise InvalidInputError("trust.order-incomplete", field="order")
        self._at += count
        return taken

    def number(self, count: int) -> int:
        return int.from_bytes(self.take(count), "big")

    def one_of(self, words: tuple[Environment | Aim | Ground, ...]) -> str:
        place = self.number(1)
        if place >= len(words):
            raise UntrustedInputError("trust.order-refused")
        return str(words[place])

    def subject(self) -> str:
        length = self.number(1)
        said = self.take(length & ~_PACKED)
        if length & _PACKED:
            return said.hex()
        try:
            return said.decode("ascii")
        except UnicodeDecodeError:
            raise UntrustedInputError("trust.order-refused") from None

    def end(self) -> None:
        if any(self._data[self._at :]) or len(self._data) - self._at > 1:
            raise UntrustedInputError("trust.order-refused")


def _packed(subject: str) -> bytes:
    """Ids in hex take half the room."""
    try:
        packed = bytes.fromhex(subject)
    except ValueError:
        packed = b""
    if packed and packed.hex() == subject:
        return bytes((len(packed) | _PACKED,)) + packed
    return bytes((len(subject),)) + subject.encode("ascii")


def _letters(data: bytes) -> str:
    bits = len(data) * 8
    digits = -(-bits // 5)
    value = int.from_bytes(data, "big") << digits * 5 - bits
    return "".join(ALPHABET[value >> 5 * (digits - 1 - place) & 31] for place in range(digits))


def _octets(text: str) -> tuple[bytes, bool]:
    """The bytes, and whether the bits that are left over say nothing."""
    value = 0
    for letter in text:
        value = value << 5 | ALPHABET.index(letter)
    count, spare = divmod(len(text) * 5, 8)
    return (value >> spare).to_bytes(count, "big"), not value & (1 << spare) - 1
