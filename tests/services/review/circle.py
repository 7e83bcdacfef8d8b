"""A second agency in the circle: as trusted as the first, and with no part in the first one's cases."""

from collections.abc import Callable

import msgspec

from app.models.domain.actor import Environment, OfficeKind
from app.services.crypto import dsse
from app.services.trust.document import PAYLOAD_TYPE, TrustDocument, digest, encode
from tests.services.exchange.offices import Office, new_office
from tests.services.exchange.world import World


def joined(
    world: World, kind: OfficeKind = OfficeKind.AGENCY, name: str = "second", station: str = "SECOND1"
) -> Office:
    """A new office whose card was taken into the trust document that every office then adopted."""
    office = new_office(world.root, name, kind, station, world.clock, Environment.REHEARSAL)
    card = office.services.trust.card(office.actor("security"))
    admit(world, card)
    keeper = world.agency
    envelope = keeper.services.trust.envelope(keeper.actor("security"))
    typed = keeper.services.trust.root_fingerprint(keeper.actor("security"))
    office.services.trust.adopt(office.actor("security"), envelope, typed)
    return office


def admit(world: World, *cards: bytes) -> None:
    """Take cards into the trust document; the old members adopt it."""
    keeper = world.agency
    roots = [keeper.hand("administrator"), keeper.hand("security")]
    trust = keeper.services.trust
    envelope = trust.admit_cards(keeper.actor("security"), roots, [(card, trust.fingerprint(card)) for card in cards])
    for office in (world.investigation, world.contractor):
        office.services.trust.adopt(office.actor("security"), envelope)


def reissued(world: World, change: Callable[[TrustDocument], TrustDocument], *offices: Office) -> None:
    """The next trust document as the root officers change it, adopted by these offices."""
    keeper = world.agency
    current = keeper.services.trust.document(keeper.actor("security"))
    following = msgspec.structs.replace(
        change(current),
        version=current.version + 1,
        prev_sha256=digest(encode(current)),
        issued_at=int(world.clock.now().timestamp()),
    )
    payload = encode(following)
    roots = [keeper.hand("administrator"), keeper.hand("security")]
    envelope = dsse.build(PAYLOAD_TYPE, payload, [root.sign_as_root(PAYLOAD_TYPE, payload) for root in roots])
    for office in offices:
        office.services.trust.adopt(office.actor("security"), envelope)


def without_station(world: World, station: str) -> Callable[[TrustDocument], TrustDocument]:
    """The station was lost: it is revoked."""
    now = int(world.clock.now().timestamp())

    def change(document: TrustDocument) -> TrustDocument:
        stations = tuple(
            msgspec.structs.replace(one, revoked_at=now) if one.id == station else one for one in document.stations
        )
        return msgspec.structs.replace(document, stations=stations)

    return change


def with_key(person: str, **changes: int) -> Callable[[TrustDocument], TrustDocument]:
    """A person's key with other dates, for example ``revoked_at``."""

    def change(document: TrustDocument) -> TrustDocument:
        persons = tuple(
            msgspec.structs.replace(one, keys=tuple(msgspec.structs.replace(key, **changes) for key in one.keys))
            if one.id == person
            else one
            for one in document.persons
        )
        return msgspec.structs.replace(document, persons=persons)

    return change
