"""Revocation orders (失効命令書): short statements of the root officers that revoke at once, small enough for one page.

An order is signed by the threshold of the root like a trust document, and travels on paper: as lines that can be typed
and as a QR code of the same lines. It is believed wherever the root is. What it revokes is revoked in the document in
force and in every later one; nothing takes it back.
"""

from collections.abc import Iterable, Sequence
from enum import StrEnum

import msgspec

from app.models.domain.actor import Environment
from app.models.domain.errors import UntrustedInputError
from app.services.bundles import canonical
from app.services.bundles.fields import Identifier, Seconds, Serial
from app.services.crypto import dsse
from app.services.crypto.signing import key_id
from app.services.trust.document import Person, PersonKey, Root, Station, TrustDocument
from app.services.trust.rules import CLOCK_TOLERANCE, require_threshold

PAYLOAD_TYPE = "application/vnd.sekisho.revoke.v1+json"
LARGEST = 1024
"""Bytes of the written form."""


class Aim(StrEnum):
    """What an order revokes."""

    PERSON = "person"
    """Every key that the officer has at that moment: the officer leaves, or nobody knows which key is lost."""
    STATION = "station"
    """A workstation, for ever."""


class Ground(StrEnum):
    """Why."""

    LEFT = "left"
    """離任."""
    LOST = "lost"
    """紛失."""
    STOLEN = "stolen"
    """盗難又はその疑い."""
    MISUSED = "misused"
    """不正使用の疑い."""


class RevokeOrder(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """The signed statement. ``trust_version`` is the document that its signers looked at."""

    environment: Environment
    aim: Aim
    subject: Identifier
    ground: Ground
    revoked_at: Seconds
    trust_version: Serial


_DECODER = msgspec.json.Decoder(RevokeOrder)


def encode(order: RevokeOrder) -> bytes:
    """The canonical bytes that root officers sign."""
    return canonical.encode(order)


def read(envelope: bytes) -> tuple[RevokeOrder, dsse.Envelope]:
    """Read an order; its signatures are not judged here.

    Raises:
        UntrustedInputError: ``trust.order-refused``.
    """
    try:
        parsed = dsse.parse(envelope, PAYLOAD_TYPE)
    except UntrustedInputError:
        raise UntrustedInputError("trust.order-refused") from None
    return canonical.decode(parsed.payload, _DECODER, "trust.order-refused"), parsed


def accept(envelope: bytes, root: Root, environment: Environment, now: int) -> RevokeOrder:
    """Believe an order.

    Raises:
        UntrustedInputError: ``trust.order-refused``, ``trust.order-not-signed``, ``trust.wrong-environment``,
            ``trust.order-from-the-future``.
    """
    order, parsed = read(envelope)
    require_threshold(parsed, root, "trust.order-not-signed")
    if order.environment is not environment:
        raise UntrustedInputError("trust.wrong-environment")
    if order.revoked_at > now + CLOCK_TOLERANCE:
        raise UntrustedInputError("trust.order-from-the-future")
    return order


def applied(document: TrustDocument, orders: Iterable[RevokeOrder]) -> TrustDocument:
    """The document with everything revoked that the orders revoke; what it revokes itself stays as it is."""
    standing = tuple(orders)
    if not standing:
        return document
    return msgspec.structs.replace(
        document,
        persons=tuple(_without_person(person, standing) for person in document.persons),
        stations=tuple(_without_station(station, standing) for station in document.stations),
    )


def is_known(order: RevokeOrder, document: TrustDocument) -> bool:
    """Whether the document names what an order revokes."""
    named = document.person(order.subject) if order.aim is Aim.PERSON else document.station(order.subject)
    return named is not None


def is_spent(order: RevokeOrder, document: TrustDocument) -> bool:
    """Whether everything that an order revokes was revoked before."""
    if order.aim is Aim.STATION:
        station = document.station(order.subject)
        return station is not None and station.revoked_at is not None
    person = document.person(order.subject)
    return person is not None and all(key.revoked_at is not None for key in person.keys)


def _without_person(person: Person, orders: Sequence[RevokeOrder]) -> Person:
    meant = [order for order in orders if order.aim is Aim.PERSON and order.subject == person.id]
    if not meant:
        return person
    return msgspec.structs.replace(person, keys=tuple(_revoked(key, meant) for key in person.keys))


def _revoked(key: PersonKey, orders: Sequence[RevokeOrder]) -> PersonKey:
    """A key that came into force after an order is another one and stays."""
    struck = [order for order in orders if key.since <= order.revoked_at]
    if not struck or key.revoked_at is not None:
        return key
    first = min(struck, key=lambda order: order.revoked_at)
    return msgspec.structs.replace(key, revoked_at=first.revoked_at, reason=first.ground.value)


def _without_station(station: Station, orders: Sequence[RevokeOrder]) -> Station:
    meant = [order.revoked_at for order in orders if order.aim is Aim.STATION and order.subject == station.id]
    if not meant or station.revoked_at is not None:
        return station
    return msgspec.structs.replace(station, revoked_at=min(meant))


def root_key_ids(root: Root) -> dict[bytes, str]:
    """Key ids of the root by their first bytes, as the written form names them."""
    return {bytes.fromhex(name)[:PREFIX]: name for name in (key_id(key.alg, key.public) for key in root.keys)}


PREFIX = 4
"""Bytes of a key id in the written form."""
