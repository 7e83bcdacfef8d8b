"""Change the slots file: inside the vault with the event, then beside it; what a crash left open is made up for."""

from collections.abc import Sequence

import msgspec

from app.models.domain.ids import PersonId
from app.models.views.records import RecoverySheet
from app.services.crypto.keyslot import Slot
from app.services.ports import Entropy
from app.services.stations.handover import shared_out
from app.services.vault.slots import MAX_SLOTS, SlotFile, encoded, read_slots, write_slots
from app.services.vault.unit import Unit
from app.services.vault.vault import Vault

SLOT_LIMIT = MAX_SLOTS
"""Officers that one workstation can have."""


def slot_in(file: SlotFile, person: PersonId) -> Slot | None:
    """An officer's slot, or None."""
    return next((slot for slot in file.slots if slot.hdr.slot == person), None)


def with_slot(file: SlotFile, slot: Slot, name: str) -> SlotFile:
    """The file with this slot in the place of the officer's earlier one; it holds the newest vault key."""
    person = slot.hdr.slot
    slots = [slot if one.hdr.slot == person else one for one in file.slots]
    if slot not in slots:
        slots.append(slot)
    grants = {who: grant for who, grant in file.grants.items() if who != person}
    return msgspec.structs.replace(file, slots=tuple(slots), names={**file.names, person: name}, grants=grants)


def without(file: SlotFile, person: PersonId) -> SlotFile:
    """The file without an officer."""
    return msgspec.structs.replace(
        file,
        slots=tuple(slot for slot in file.slots if slot.hdr.slot != person),
        names={who: name for who, name in file.names.items() if who != person},
        grants={who: grant for who, grant in file.grants.items() if who != person},
    )


def with_recovery(file: SlotFile, sheets: Sequence[RecoverySheet], vault_key: bytes, entropy: Entropy) -> SlotFile:
    """The file with the vault key in two shares, for these two sheets."""
    return msgspec.structs.replace(file, recovery=shared_out(sheets, vault_key, entropy))


def write_out(vault: Vault) -> None:
    """Make the file beside the vault say what the vault says.

    The transaction keeps others out meanwhile, so that no older file is written over a newer one.

    Raises:
        EnvironmentProblemError: The disk is full or fails; the next unlocking writes the file.
        VaultError: ``vault.missing`` or ``vault.slots-damaged``.
    """
    with vault.write() as unit:
        if not is_written_out(unit, vault):
            write_slots(vault.folder, unit.keys.file())


def is_written_out(unit: Unit, vault: Vault) -> bool:
    """Whether the file beside the vault says what the vault says, as of this transaction. As :func:`write_out`."""
    return encoded(read_slots(vault.folder)) == encoded(unit.keys.file())
