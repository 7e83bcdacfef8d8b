"""A second workstation of the agency, for what two stations of one office do together."""

from pathlib import Path

from app.models.domain.actor import Environment, OfficeKind
from app.models.domain.ids import OfficeId, StationId
from app.models.views.records import Letterhead
from app.services.container import Services
from app.services.crypto.keyslot import Argon2Cost
from app.services.desk import Desk
from app.services.stations.setup import NewOfficer, NewStation, set_up
from app.services.vault.vault import Vault
from tests.services.exchange.offices import OFFICERS, Office, _keys, _NoKeyring, entropy, shelf
from tests.services.exchange.world import World


def second_station(world: World, folder: Path) -> Office:
    """Another workstation of the agency, with officers of its own, known to everybody by the trust document."""
    head = Letterhead("試験大臣", "担当窓口", "相談窓口", "苦情窓口", "内閣府窓口")
    officers = tuple(
        NewOfficer(f"upstairs {who}", OFFICERS[who], f"passphrase of {who}")
        for who in ("administrator", "security", "decider")
    )
    new = NewStation(
        OfficeId("AGENCY"),
        OfficeKind.AGENCY,
        "試験agency",
        "Test agency",
        StationId("AGENCY2"),
        Environment.REHEARSAL,
        officers,
        head,
        device_bound=False,
    )
    clock = world.clock
    set_up(folder, new, secrets=_NoKeyring(), clock=clock, entropy=entropy, cost=Argon2Cost.rehearsal())
    keys = _keys(folder)
    desk = Desk(Vault.open(folder, keys.vault_key, entropy), clock, entropy)
    office = Office(
        "upstairs", OfficeKind.AGENCY, StationId("AGENCY2"), folder, keys, desk, Services.over(desk, shelf())
    )
    keeper, roots = world.agency.actor("security"), [world.agency.hand("administrator"), world.agency.hand("security")]
    trust = world.agency.services.trust
    card = office.services.trust.card(office.actor("security"))
    envelope = trust.admit_cards(keeper, roots, [(card, trust.fingerprint(card))])
    office.services.trust.adopt(office.actor("security"), envelope, trust.root_fingerprint(keeper))
    for other in (world.investigation, world.contractor):
        other.services.trust.adopt(other.actor("security"), envelope)
    return office
