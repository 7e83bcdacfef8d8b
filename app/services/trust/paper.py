"""The written form of a revocation order: packed so that it fits a page, and spelled as every such text.

All that is signed can be made again from it, byte for byte.
"""

from app.models.domain.actor import Environment
from app.models.domain.errors import InvalidInputError, UntrustedInputError
from app.services import typed_text
from app.services.crypto import dsse
from app.services.crypto.dsse import Signature
from app.services.trust import orders
from app.services.trust.document import Root
from app.services.trust.orders import PREFIX, Aim, Ground, RevokeOrder
from app.services.typed_text import Flaw, Flawed, Form

_VERSION = 1
_ENVIRONMENTS, _AIMS, _GROUNDS = tuple(Environment), tuple(Aim), tuple(Ground)
_PACKED = 0x80
_SIGNATURE = 64


def written(envelope: bytes) -> str:
    """The letters of a signed order, without blanks.

    Raises:
        UntrustedInputError: ``trust.order-refused``.
    """
    order, parsed = orders.read(envelope)
    subject = _packed(order.subject)
    head = bytes((_VERSION, _ENVIRONMENTS.index(order.environment), _AIMS.index(order.aim)))
    head += bytes((_GROUNDS.index(order.ground),)) + order.revoked_at.to_bytes(5, "big")
    head += order.trust_version.to_bytes(5, "big") + subject + bytes((len(parsed.signatures),))
    body = b"".join(bytes.fromhex(one.keyid)[:PREFIX] + one.sig for one in parsed.signatures)
    return typed_text.written(Form.REVOCATION, head + body)


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
    packed = typed_text.read(Form.REVOCATION, text)
    if not isinstance(packed, Flawed):
        return _envelope(packed, root)
    if packed.flaw is Flaw.MISTYPED:
        raise InvalidInputError("trust.order-mistyped", field="order", line=packed.line)
    if packed.flaw is Flaw.INCOMPLETE:
        raise InvalidInputError("trust.order-incomplete", field="order")
    raise UntrustedInputError("trust.order-refused")


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
            raise UntrustedInputError("trust.order-refused")
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
        if self._at != len(self._data):
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
