"""What the replaced vault still knows and a restored one must not forget: numbers, people gone, cases destroyed."""

from collections.abc import Iterable
from dataclasses import dataclass

from app.models.domain.ids import StationId
from app.models.views.placed import PlacedCase
from app.models.views.records import Lane, Officer
from app.models.views.retention import Destruction
from app.services.exchange.lookout import trust_view
from app.services.vault.slots import SlotFile
from app.services.vault.unit import Unit

MARGIN = 1000
"""Numbers that are left out of a lane or a count when nobody can tell which of them were given since the backup."""
_OUT = frozenset({"out", "own"})


@dataclass(frozen=True, slots=True)
class Memory:
    """Read from a vault that opens.

    Attributes:
        size: Entries of its record.
        slots: What its slots file says.
        ledger: Its destruction ledger.
        custody: Where it knew cases to be that were handed over.
    """

    size: int
    lanes: tuple[Lane, ...]
    counters: dict[str, int]
    officers: tuple[Officer, ...]
    slots: SlotFile
    ledger: tuple[Destruction, ...]
    custody: tuple[PlacedCase, ...]


def remember(unit: Unit) -> Memory:
    """What the vault that will be replaced knows."""
    return Memory(
        size=unit.record.head().size,
        lanes=tuple(unit.lanes.everything()),
        counters=unit.counters.everything(),
        officers=tuple(unit.people.officers()),
        slots=unit.keys.file(),
        ledger=tuple(unit.ledger.everything()),
        custody=tuple(unit.custody.every()),
    )


def continue_numbers(unit: Unit, memory: Memory | None) -> str:
    """Let no number of a lane or a count be given twice.

    Args:
        unit: The restored vault.
        memory: Of the vault that is replaced; None when it does not open.

    Returns:
        ``continued`` when the numbers go on where they stood, ``skipped`` when they were moved ahead by a margin, so
        that partners see a gap that they can accept.
    """
    for export in unit.exports.in_status(("draft", "signed")):
        # It may have left since, or have given its number to another one.
        unit.exports.set_discarded(export.bundle_id)
    if memory is None:
        _skip(unit)
        return "skipped"
    for lane in memory.lanes:
        if lane.direction in _OUT and lane.last_seq >= unit.lanes.get(lane.direction, lane.partner).last_seq:
            unit.lanes.advance(lane.direction, lane.partner, lane.last_seq, lane.last_manifest_sha256)
    for name, value in memory.counters.items():
        unit.counters.raise_to(name, value)
    return "continued"


def _skip(unit: Unit) -> None:
    known = {(lane.direction, lane.partner) for lane in unit.lanes.everything() if lane.direction in _OUT}
    for direction, partner in sorted(known | set(_partners(unit))):
        lane = unit.lanes.get(direction, partner)
        unit.lanes.advance(direction, partner, lane.last_seq + MARGIN, lane.last_manifest_sha256)
    for name, value in unit.counters.everything().items():
        unit.counters.raise_to(name, value + MARGIN)


def _partners(unit: Unit) -> Iterable[tuple[str, StationId]]:
    """A partner to whom nothing had gone by the time of the backup may have got something since."""
    if unit.people.trust_envelope() is None:
        return
    own = unit.people.station().station_id
    for station in trust_view(unit).document.stations:
        if station.id != own:
            yield "out", StationId(station.id)


def carry_officers(unit: Unit, memory: Memory) -> None:
    """Who left stays gone, and whoever got other keys since keeps them."""
    for officer in unit.people.officers():
        now = next((one for one in memory.officers if one.person_id == officer.person_id), None)
        if now is not None:
            unit.people.renew(now)
