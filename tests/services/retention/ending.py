"""How a case comes to its end in tests: marked by one officer, destroyed by another, before a third."""

from datetime import timedelta

from app.models.domain.ids import CaseId, RefusalId
from app.models.domain.retention import Basis
from app.services.bundles.manifest import Kind
from app.services.desk import Target
from app.services.retention.disposal import Destroyed
from tests.services.exchange.offices import Office
from tests.services.exchange.world import World

TEN_YEARS = timedelta(days=3653)


def told_everybody(world: World) -> None:
    """The contractor knows that the assessment is not carried out."""
    for entry in _entries(world):
        world.carried(world.agency, Kind.NOT_CARRIED_OUT, Target(entry=entry), world.contractor)


def _entries(world: World) -> list[RefusalId]:
    with world.agency.desk.vault.read() as unit:
        return [entry.entry_id for entry in unit.register.waiting_for_notice()]


def withdrawn(world: World) -> CaseId:
    """The case of the world is withdrawn and everybody was told."""
    world.withdraw()
    told_everybody(world)
    return world.case


def marked(office: Office, case: CaseId, basis: Basis = Basis.WITHDRAWN, by: str = "security") -> None:
    office.services.disposal.mark(office.actor(by), case, basis)


def destroyed(office: Office, case: CaseId, by: str = "second-security", witness: str = "auditor") -> Destroyed:
    return office.services.disposal.destroy(office.actor(by), office.actor(witness), case)
