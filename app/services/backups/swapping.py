"""Put a rebuilt vault in the place of the present one: old or new, whatever the moment at which everything stops.

The old vault is kept aside, as further names of its files, until officers have seen that the restored one is right. A
restored vault that breaks before that is kept aside as well, in a further folder.
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
    """Remove what lies aside; the first one last, because it is what says that something does."""
    for aside in reversed(_kept(folder)):
        _forget(aside)


def clear_up(folder: Path) -> None:
    """Remove what a restore that was cut off has left: half a copy, or one of the vault that is still in force."""
    shutil.rmtree(folder / f"{ASIDE}.partial", ignore_errors=True)
    for aside in reversed(_kept(folder)):
        with suppress(AppError):
            if encoded(read_slots(folder)) == encoded(read_slots(aside)):
                _forget(aside)


def require_nothing_kept(folder: Path) -> None:
    """Make sure that officers who can see the vault first say whether the last restore was right.

    Raises:
        GateClosedError: ``restore.old-kept``.
    """
    if is_old_kept(folder):
        raise GateClosedError("restore.old-kept")


def _kept(folder: Path) -> list[Path]:
    """What lies aside, in the order in which it was put there."""
    found: list[Path] = []
    while (aside := _aside(folder, len(found))).is_dir():
        found.append(aside)
    return found


def _aside(folder: Path, place: int) -> Path:
    return folder / (f"{ASIDE}-{place + 1}" if place else ASIDE)


def _forget(aside: Path) -> None:
    """What opens it first, so that a half removal leaves nothing that can be read."""
    with translated():
        for name in (slots.FILE, KEYS, DATABASE):
            (aside / name).unlink(missing_ok=True)
        shutil.rmtree(aside)
        flush_folder(aside.parent)


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
            aside = _keep_old(folder)
            try:
                with translated():
                    for name in (DATABASE, KEYS):
                        replacement.remove(replacement.next_of(folder / name))
                        (made / name).replace(replacement.next_of(folder / name))
                    flush_folder(folder)
                write_slots(folder, file)
            except BaseException:
                with suppress(AppError, OSError):
                    _take_back(folder, file, aside)
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


def _take_back(folder: Path, file: SlotFile, aside: Path) -> None:
    """Leave no trace of a restore that is certainly not in force."""
    with suppress(AppError):
        if encoded(read_slots(folder)) == encoded(file):
            return
    replacement.discard(folder, file_keys(bytes(32)))
    _forget(aside)


def _keep_old(folder: Path) -> Path:
    """Give every file of the present vault a second name aside; a damaged vault is kept as it is.

    Returns:
        Where it lies.
    """
    aside = _aside(folder, len(_kept(folder)))
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
        partial.rename(aside)
        flush_folder(folder)
    return aside


def _link(source: Path, target: Path) -> None:
    try:
        os.link(source, target)
    except OSError:
        # A file system without second names.
        shutil.copyfile(source, target)
        target.chmod(0o600)
