"""``keyslots.json``: one passphrase slot per officer, replaced whole or not at all."""

import os
from pathlib import Path

import msgspec

from app.models.domain.errors import VaultError
from app.models.domain.ids import PersonId
from app.services.crypto.keyslot import Slot
from app.services.vault.faults import translated

FILE = "keyslots.json"
MAX_SLOTS = 64
_MAX_BYTES = 256 * 1024


class SlotFile(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The content of the file. Nothing in it is secret; names are for the unlock screen."""

    format: str
    vault_id: str
    office_name_ja: str
    office_name_en: str
    environment: str
    device_bound: bool
    names: dict[str, str]
    slots: tuple[Slot, ...]


def read_slots(folder: Path) -> SlotFile:
    """The slots of the vault in ``folder``.

    Raises:
        VaultError: ``vault.missing`` or ``vault.slots-damaged``.
    """
    path = folder / FILE
    if not path.is_file():
        raise VaultError("vault.missing")
    with translated():
        data = path.read_bytes() if path.stat().st_size <= _MAX_BYTES else b""
    try:
        slots = msgspec.json.decode(data, type=SlotFile)
    except (msgspec.DecodeError, msgspec.ValidationError):
        raise VaultError("vault.slots-damaged") from None
    if slots.format != "sekisho-keyslots/1" or not 0 < len(slots.slots) <= MAX_SLOTS:
        raise VaultError("vault.slots-damaged")
    return slots


def write_slots(folder: Path, slots: SlotFile) -> None:
    """Replace the file: written beside it, flushed, renamed, so that a crash leaves the old or the new one."""
    path = folder / FILE
    partial = folder / f"{FILE}.partial"
    with translated():
        partial.unlink(missing_ok=True)
        with os.fdopen(os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as destination:
            destination.write(msgspec.json.encode(slots, order="sorted"))
            destination.flush()
            os.fsync(destination.fileno())
        partial.replace(path)
        flush_folder(folder)


def slot_of(slots: SlotFile, person: PersonId) -> Slot:
    """The slot of one officer.

    Raises:
        VaultError: ``vault.unknown-officer``.
    """
    for slot in slots.slots:
        if slot.hdr.slot == person:
            return slot
    raise VaultError("vault.unknown-officer")


def flush_folder(folder: Path) -> None:
    """Make renames in ``folder`` durable, where the system can."""
    if os.name != "posix":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
