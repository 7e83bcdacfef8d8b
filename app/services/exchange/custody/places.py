"""Read and keep where a case is, inside the transaction of an act."""

from collections.abc import Iterable
from datetime import datetime

from app.models.domain import custody_moves as moves
from app.models.domain.custody import Chain, Custody, Leg, Place, opened
from app.models.domain.ids import BundleId, CaseId
from app.models.views.records import Export
from app.services.bundles.record_types.custody import CustodyLeg
from app.services.bundles.words import Kind
from app.services.vault.unit import Unit


def here(unit: Unit) -> str:
    """This station."""
    return unit.people.station().station_id


def custody_of(unit: Unit, case_id: CaseId) -> Custody:
    """Where a case is that lies here; one about which nothing is noted was opened here and never left."""
    return unit.custody.find(case_id) or opened(here(unit))


def legs(chain: Chain) -> tuple[CustodyLeg, ...]:
    """A chain as it travels."""
    return tuple(
        CustodyLeg(
            number=leg.number, station=leg.station, claim=leg.claim, bundle=BundleId(leg.bundle) if leg.bundle else None
        )
        for leg in chain
    )


def chain_of(travelled: Iterable[CustodyLeg]) -> Chain:
    """A chain that came in."""
    return tuple(Leg(leg.number, leg.station, leg.claim, leg.bundle or "") for leg in travelled)


def note_written(unit: Unit, export: Export, at: datetime) -> None:
    """A bundle lies on its medium: if it hands a case over, the right to write has left with it."""
    if export.kind != Kind.CASE_TRANSFER.value:
        return
    case_id = CaseId(export.owner)
    custody = custody_of(unit, case_id)
    if custody.place is Place.SENDING and custody.bundle == export.bundle_id:
        unit.custody.keep(case_id, moves.depart(custody), at)
    else:
        unit.custody.keep(case_id, moves.told(custody, export.recipient), at)


def note_discarded(unit: Unit, export: Export, at: datetime) -> None:
    """A draft was given up: if it was to hand a case over, the case stays."""
    if export.kind != Kind.CASE_TRANSFER.value:
        return
    case_id = CaseId(export.owner)
    custody = unit.custody.find(case_id)
    if custody is not None and custody.place is Place.SENDING and custody.bundle == export.bundle_id:
        is_signed = export.status == "signed"
        unit.custody.keep(case_id, moves.discard(custody, here(unit), is_signed=is_signed), at)


def note_receipt(unit: Unit, export: Export, outcome: str, at: datetime) -> None:
    """A receipt says what became of a bundle that handed a case over; of one that is only held, nothing follows."""
    if export.kind != Kind.CASE_TRANSFER.value or outcome == "quarantined":
        return
    case_id = CaseId(export.owner)
    custody = unit.custody.find(case_id)
    if custody is None or unit.cases.find(case_id) is None:
        return
    after = moves.acknowledge(custody, here(unit), export.bundle_id, is_there=outcome != "refused")
    if after != custody:
        unit.custody.keep(case_id, after, at)
