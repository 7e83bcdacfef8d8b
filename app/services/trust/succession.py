"""The trust document that follows the present one: what cards, revocations and orders change in it."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import TypeVar

import msgspec

from app.models.domain.errors import UntrustedInputError
from app.services.crypto import dsse
from app.services.desk import Act
from app.services.stations.signer import Signer
from app.services.trust import orders, rules
from app.services.trust.cards import OfficeCard
from app.services.trust.document import (
    PAYLOAD_TYPE,
    Office,
    Person,
    PersonKey,
    Root,
    Station,
    TrustDocument,
    encode,
)
from app.services.trust.orders import RevokeOrder
from app.services.trust.rules import Adopted
from app.services.trust.standing import keep

VALID = timedelta(days=400)
Named = TypeVar("Named", Office, Person, Station)


def following(
    current: Adopted,
    at: datetime,
    *,
    cards: Sequence[OfficeCard] = (),
    revocations: Iterable[RevokeOrder] = (),
    root: Root | None = None,
) -> TrustDocument:
    """The next version.

    Args:
        current: The document in force, as it was signed.
        at: The moment of issue.
        cards: Offices as they are now; what they do not speak of stays.
        revocations: What is revoked from now on, orders that were given on paper among them.
        root: The new root; None for the present one.

    Raises:
        UntrustedInputError: ``trust.station-revoked``: a card brings a workstation that was revoked.
    """
    old, now = orders.applied(current.document, revocations), int(at.timestamp())
    persons = _merged(old.persons, (_with_old_keys(one, old, now) for card in cards for one in card.persons))
    document = msgspec.structs.replace(
        old,
        version=old.version + 1,
        prev_sha256=current.sha256,
        issued_at=now,
        expires=int((at + VALID).timestamp()),
        root=root or old.root,
        offices=_merged(old.offices, (card.office for card in cards)),
        persons=persons,
        stations=_merged(old.stations, (_unrevoked(one, old) for card in cards for one in card.stations)),
    )
    return orders.applied(document, revocations)


def issue(act: Act, document: TrustDocument, roots: Sequence[Signer], current: Adopted | None) -> bytes:
    """Have root officers sign a document, and put it in force here under the same rules as everywhere.

    Raises:
        UntrustedInputError: A rule of trust documents is broken (``trust.*``).
    """
    payload = encode(document)
    envelope = dsse.build(PAYLOAD_TYPE, payload, [signer.sign_as_root(PAYLOAD_TYPE, payload) for signer in roots])
    now = int(act.at.timestamp())
    if current is None:
        adopted = rules.adopt_first(envelope, rules.root_fingerprint(document.root), document.environment, now)
    else:
        adopted = rules.accept_update(current, envelope, now)
    keep(act.unit, adopted, act.at)
    act.detail.update({"version": adopted.document.version, "sha256": adopted.sha256})
    return envelope


def _with_old_keys(new: Person, old: TrustDocument, now: int) -> Person:
    """A person with the keys from before: a key that is used on keeps its term, one that was replaced ends now."""
    known = old.person(new.id)
    if known is None:
        return new
    offered = {key.public: key for key in new.keys}
    kept = [_continued(key, offered.pop(key.public, None), now) for key in known.keys]
    return msgspec.structs.replace(new, keys=(*kept, *offered.values()))


def _continued(key: PersonKey, offered: PersonKey | None, now: int) -> PersonKey:
    if key.revoked_at is not None:
        return key
    if offered is None:
        return msgspec.structs.replace(key, until=max(key.since, min(key.until, now)))
    return msgspec.structs.replace(key, revoked_at=offered.revoked_at, reason=offered.reason)


def _unrevoked(station: Station, old: TrustDocument) -> Station:
    known = old.station(station.id)
    if known is not None and known.revoked_at is not None:
        raise UntrustedInputError("trust.station-revoked")
    return station


def _merged(old: Iterable[Named], new: Iterable[Named]) -> tuple[Named, ...]:
    by_id = {one.id: one for one in old} | {one.id: one for one in new}
    return tuple(by_id[key] for key in sorted(by_id))
