"""Which trust document stands in this vault, what paper orders took from it, and what we know of other versions."""

from datetime import datetime, timedelta
from weakref import WeakKeyDictionary

from app.models.domain.errors import GateClosedError
from app.models.domain.ids import StationId
from app.models.domain.policies import PolicyName, TrustGrace
from app.services.crypto import dsse
from app.services.trust import orders
from app.services.trust.document import PAYLOAD_TYPE, TrustDocument, decode, digest
from app.services.trust.orders import RevokeOrder
from app.services.trust.rules import Adopted
from app.services.vault.unit import Unit

_DAY = 86_400
_CLOCK_BEHIND = timedelta(days=1)
_READ: WeakKeyDictionary[object, Adopted] = WeakKeyDictionary()
"""What a transaction decoded: it asks several times. Forgotten with it, so that nothing stays behind a lock."""


def current(unit: Unit) -> Adopted:
    """The newest adopted document as it was signed.

    Raises:
        GateClosedError: ``trust.none``.
    """
    envelope = unit.people.trust_envelope()
    if envelope is None:
        raise GateClosedError("trust.none")
    read = _READ.get(unit.people)
    if read is None or read.envelope != envelope:
        # It was verified when it was adopted; the vault keeps it unchanged.
        payload = dsse.parse(envelope, PAYLOAD_TYPE).payload
        read = _READ[unit.people] = Adopted(decode(payload), digest(payload), envelope)
    return read


def standing_orders(unit: Unit) -> tuple[RevokeOrder, ...]:
    """The revocation orders that were admitted here."""
    return tuple(orders.read(envelope)[0] for envelope in unit.trust.orders())


def effective(unit: Unit, document: TrustDocument) -> TrustDocument:
    """A document with all that orders revoked."""
    return orders.applied(document, standing_orders(unit))


def grace_of(unit: Unit) -> int:
    """Seconds that the office gives older documents."""
    return TrustGrace(unit.policies.value(PolicyName.TRUST_GRACE)).days * _DAY


def require_clock(unit: Unit, at: datetime, *, confirmed: bool) -> None:
    """Judge no validity by a clock that is behind what the record already tells, unless somebody answers for it.

    Raises:
        GateClosedError: ``trust.clock-behind``.
    """
    size = unit.record.head().size
    latest = unit.record.pages.time_of(size - 1) if size else None
    if latest is not None and latest - at > _CLOCK_BEHIND and not confirmed:
        raise GateClosedError("trust.clock-behind")


def note_version(unit: Unit, at: datetime, station: StationId, version: int) -> None:
    """Note which trust document a partner named under signatures that hold; a later one than ours is news."""
    unit.trust.saw(station, version, at)
    if version > current(unit).document.version:
        unit.trust.learn(version, station, at)


def keep(unit: Unit, adopted: Adopted, at: datetime) -> None:
    """Put a verified document in force."""
    unit.people.adopt_trust(adopted.document.version, adopted.sha256, adopted.envelope, at)
    unit.trust.forget_news(adopted.document.version)
