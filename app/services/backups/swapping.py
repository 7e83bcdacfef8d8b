"""Put a rebuilt vault in the place of the present one: old or new, whatever the moment at which everything stops.

The old vault is kept aside, as further names of its files, until officers have seen that the restored one is right.
"""

import os
import shutil
from contextlib import suppress
from pathlib import Path

from app.models.domain.errors import AppError, GateClosedError
from app.services.vault import replacement, slots
from app.services.vault.faults import translated
from app.services.vault.occupancy import FILE as LOCK
from app.services.vault.occupancy import Occupancy
from app.services.vault.slots import SlotFile, encoded, flush_folder, read_slots, write_slots
from app.services.vault.vault import ASIDE, BLOBS, DATABASE, KEYS, QUARANTINE, WORKROOM, file_keys

_LEFT_OUT = {LOCK, QUARANTINE, WORKROOM}


def is_old_kept(folder: Path) -> bool:
    """Whether the vault before a restore still lies aside."""
    return (folder / ASIDE).is_dir()


def forget_old(folder: Path) -> None:
    """Remove the old vault: what opens it first, so that a half removal leaves nothing that can be read."""
    aside = folder / ASIDE
    with translated():
        for name in (slots.FILE, KEYS, DATABASE):
            (aside / name).unlink(missing_ok=True)
        if aside.is_dir():
            shutil.rmtree(aside)
        flush_folder(folder)


def require_nothing_kept(folder: Path) -> None:
    """Make sure that no old vault would be lost by another restore.

    What lies aside although the vault in force is the same was kept by a restore that was cut off; it goes.

    Raises:
        GateClosedError: ``restore.old-kept``.
    """
    shutil.rmtree(folder / f"{ASIDE}.partial", ignore_errors=True)
    if not is_old_kept(folder):
        return
    try:
        is_same = encoded(read_slots(folder)) == encoded(read_slots(folder / ASIDE))
    except AppError:
        is_same = False
    if not is_same:
        raise GateClosedError("restore.old-kept")
    forget_old(folder)


def put_in_force(folder: Path, made: Path, vault_key: bytes, file: SlotFile) -> None:
    """Replace the present vault by a rebuilt one.

    Args:
        folder: The vault; nobody has it open.
        made: Folder with the rebuilt databases, closed.
        vault_key: Their key.
        file: The slots that lead to it.

    Raises:
        EnvironmentProblemError: ``vault.busy``: somebody is in the vault; the disk is full or fails. As before then.
    """
    place = Occupancy.enter(folder)
    try:
        with place.alone():
            _keep_old(folder)
            try:
                with translated():
                    for name in (DATABASE, KEYS):
                        replacement.remove(replacement.next_of(folder / name))
                        (made / name).replace(replacement.next_of(folder / name))
                    flush_folder(folder)
                write_slots(folder, file)
            except BaseException:
                with suppress(AppError, OSError):
                    _take_back(folder, file)
                raise
            replacement.finish(folder, file_keys(vault_key))
    finally:
        place.leave()


def put_in_new_place(folder: Path, made: Path, file: SlotFile) -> None:
    """Make a rebuilt vault the vault of a folder that has none; the slots file comes last."""
    with translated():
        (folder / BLOBS).mkdir(mode=0o700, exist_ok=True)
        for name in (DATABASE, KEYS):
            (made / name).replace(folder / name)
        flush_folder(folder)
    write_slots(folder, file)


def _take_back(folder: Path, file: SlotFile) -> None:
    """Leave no trace of a restore that is certainly not in force."""
    with suppress(AppError):
        if encoded(read_slots(folder)) == encoded(file):
            return
    replacement.discard(folder, file_keys(bytes(32)))
    forget_old(folder)


def _keep_old(folder: Path) -> None:
    """Give every file of the present vault a second name aside; a damaged vault is kept as it is."""
    partial = folder / f"{ASIDE}.partial"
    with translated():
        shutil.rmtree(partial, ignore_errors=True)
        partial.mkdir(mode=0o700)
        for entry in sorted(folder.iterdir()):
            if entry.is_file() and entry.name not in _LEFT_OUT and not entry.name.endswith(replacement.NEXT):
                _link(entry, partial / entry.name)
        (partial / BLOBS).mkdir(mode=0o700)
        if (folder / BLOBS).is_dir():
            for entry in sorted((folder / BLOBS).iterdir()):
                _link(entry, partial / BLOBS / entry.name)
        flush_folder(partial)
        partial.rename(folder / ASIDE)
        flush_folder(folder)


def _link(source: Path, target: Path) -> None:
    try:
        os.link(source, target)
    except OSError:
        # A file system without second names.
        shutil.copyfile(source, target)
        target.chmod(0o600)
