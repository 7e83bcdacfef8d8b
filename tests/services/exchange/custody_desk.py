"""What officers do with the custody of the case of a world, as short as a test wants to say it."""

from app.models.domain.custody import Custody, Side, Standing
from app.models.domain.ids import BundleId
from app.services.bundles.manifest import Kind
from app.services.desk import Target
from app.services.exchange.custody.custody import DecisionReason, RecallReason
from app.services.exchange.custody.places import custody_of
from app.services.exchange.importing import Inspection
from tests.services.exchange.offices import Office
from tests.services.exchange.world import World


def custody(office: Office, world: World) -> Custody:
    """What an office knows of where the case is."""
    with office.desk.vault.read() as unit:
        return custody_of(unit, world.case)


def standing(office: Office, world: World) -> Standing:
    """Whether the office may work on the case."""
    return custody(office, world).standing


def transfer(world: World, sender: Office, receiver: Office) -> BundleId:
    """Draft a transfer, or a notice where one is due."""
    return world.prepared(sender, Kind.CASE_TRANSFER, Target(case=world.case), receiver)


def hand_over(world: World, sender: Office, bundle: BundleId) -> str:
    """Sign and write it; gives the name of the file."""
    return world.written(sender, world.signed(sender, Kind.CASE_TRANSFER, bundle))


def take_in(world: World, receiver: Office, name: str) -> Inspection:
    """Admit it."""
    return world.admitted(receiver, name)


def acknowledge(world: World, sender: Office, receiver: Office, inspection: Inspection) -> None:
    """Bring the receipt back."""
    receipt = receiver.services.receipts.write(receiver.actor("security"), inspection.bundle_id, world.stick)
    sender.services.receipts.close(sender.actor("security"), world.stick, receipt)


def recall(world: World, office: Office) -> int:
    """Two officers take the case back."""
    custody_desk, officers = office.services.custody, (office.actor("security"), office.actor("decider"))
    return custody_desk.recall(*officers, world.case, RecallReason.LOST)


def settle(world: World, office: Office, side: Side) -> int:
    """Two officers decide a conflict."""
    custody_desk, officers = office.services.custody, (office.actor("security"), office.actor("decider"))
    return custody_desk.decide(*officers, world.case, side, DecisionReason.AGREED)
