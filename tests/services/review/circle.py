"""A second agency in the circle: as trusted as the first, and with no part in the first one's cases."""

from app.models.domain.actor import Environment, OfficeKind
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
