"""``keyslots.json``: one passphrase slot per officer, replaced whole or not at all.

The vault keeps a copy of what stands in the file. A change is committed there, with its event, and then written out;
whoever unlocks next writes out what a crash left behind, and takes back what somebody changed in the file.
"""

import os
from pathlib import Path

import msgspec

from app.models.domain.errors import VaultError
from app.models.domain.ids import PersonId
from app.services.crypto.keyslot import Slot
from app.services.vault.faults import translated

FILE = "keyslots.json"
FORMAT = "sekisho-keyslots/2"
MAX_SLOTS = 64
_MAX_BYTES = 512 * 1024


class RecoveryShares(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The vault key in two shares, one for each of the two recovery sheets (復旧用紙)."""

    holders: tuple[str, str]
    """Names of the recovery officers, for the screen before the door."""
    sheets: tuple[str, str]
    """Fingerprints of the sheets' keys, so that a sheet of another vault is told apart."""
    shares: tuple[str, str]
    """Each an age file in base64 that the key on one sheet opens to 32 bytes."""


class SlotFile(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The content of the file. Nothing in it is secret; names are for the unlock screen."""

    format: str
    vault_id: str
    office_name_ja: str
    office_name_en: str
    environment: str
    device_bound: bool
    names: dict[str, str]
    generation: int
    """How often the vault key was renewed."""
    slots: tuple[Slot, ...]
    grants: dict[str, str]
    """By person: an age file in base64, to the officer's own key, with a vault key that is newer than the slot's."""
    recovery: RecoveryShares | None = None


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
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        raise VaultError("vault.slots-damaged") from None
    people = [slot.hdr.slot for slot in slots.slots]
    if slots.format != FORMAT or not 0 < len(people) <= MAX_SLOTS or len(set(people)) != len(people):
        raise VaultError("vault.slots-damaged")
    return slots


def encoded(slots: SlotFile) -> bytes:
    """The file as it is written."""
    return msgspec.json.encode(slots, order="sorted")


def write_slots(folder: Path, slots: SlotFile) -> None:
    """Replace the file; a crash leaves the old or the new one."""
    write_whole(folder / FILE, encoded(slots))


def write_whole(path: Path, data: bytes) -> None:
    """Replace a file: written beside it, flushed, renamed.

    Raises:
        EnvironmentProblemError: The disk is full, read-only or fails.
    """
    partial = path.with_name(f"{path.name}.partial")
    with translated():
        partial.unlink(missing_ok=True)
        with os.fdopen(os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as destination:
            destination.write(data)
            destination.flush()
            os.fsync(destination.fileno())
        partial.replace(path)
        flush_folder(path.parent)


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
