"""Replace the database files of a vault whole: everything under another key, or as before.

The files that are to come lie beside those in force as ``vault.db.next`` and ``keys.db.next``, under a key that never
was in use. They count from the moment in which the slots file leads to their key; that one rename is the commit.
Whoever opens the vault next finishes what was cut off: a file to come that opens under the key takes its place, another
one was never in force and goes.
"""

from collections.abc import Mapping
from contextlib import closing
from pathlib import Path

from app.models.domain.errors import VaultError
from app.services.vault.engine import connect
from app.services.vault.faults import translated
from app.services.vault.slots import flush_folder

NEXT = ".next"
_BESIDE = ("-wal", "-shm", "-journal")


def next_of(path: Path) -> Path:
    """Where the file that is to take the place of ``path`` lies."""
    return path.with_name(path.name + NEXT)


def copy_under(source: Path, source_key: bytes, target: Path, target_key: bytes) -> None:
    """Copy a database that nobody else has open, under a key of its own; flushed and checked.

    Raises:
        EnvironmentProblemError: ``vault.busy``, or the disk is full or fails.
        VaultError: ``vault.wrong-key`` or ``vault.damaged``.
    """
    with translated():
        remove(target)
        with (
            closing(connect(source, source_key, sole=True)) as origin,
            closing(connect(target, target_key, sole=True)) as copy,
        ):
            origin.backup(copy)
        target.chmod(0o600)
    check(target, target_key)


def check(path: Path, key: bytes) -> None:
    """Read a whole database.

    Raises:
        VaultError: ``vault.wrong-key``, or ``vault.damaged`` where a page is not what was written.
    """
    with translated(), closing(connect(path, key, sole=True)) as connection:
        damaged = connection.execute("PRAGMA cipher_integrity_check").fetchall()
        if damaged or connection.execute("PRAGMA quick_check(1)").fetchone() != ("ok",):
            raise VaultError("vault.damaged")


def is_pending(folder: Path, names: Mapping[str, bytes]) -> bool:
    """Whether files lie there that a replacement left, finished or not."""
    return any(next_of(folder / name).exists() for name in names)


def finish(folder: Path, keys: Mapping[str, bytes]) -> None:
    """Let every file to come that opens under the key of its name take its place; nobody else may be in the vault.

    Raises:
        VaultError: ``vault.wrong-key``: neither the file in force nor the one to come opens; both are left alone.
        EnvironmentProblemError: The disk fails; another try may follow.
    """
    for name, key in keys.items():
        path, coming = folder / name, next_of(folder / name)
        if not coming.exists():
            continue
        with translated():
            _remove_beside(coming)
        if _opens(coming, key):
            with translated():
                # What waited beside the old file belongs to it and would be read into the new one.
                _remove_beside(path)
                coming.replace(path)
                flush_folder(folder)
        elif _opens(path, key):
            remove(coming)
        else:
            raise VaultError("vault.wrong-key")


def discard(folder: Path, names: Mapping[str, bytes]) -> None:
    """Give up a replacement that is not in force."""
    for name in names:
        remove(next_of(folder / name))


def remove(path: Path) -> None:
    """Delete a database with all that lies beside it."""
    with translated():
        path.unlink(missing_ok=True)
        _remove_beside(path)


def _remove_beside(path: Path) -> None:
    for tail in _BESIDE:
        path.with_name(path.name + tail).unlink(missing_ok=True)


def _opens(path: Path, key: bytes) -> bool:
    """Whether it is a database of ours under the key; one that holds nothing yet would open under any key."""
    if not path.is_file():
        return False
    try:
        with translated(), closing(connect(path, key)) as connection:
            return bool(connection.execute("SELECT count(*) FROM sqlite_master").fetchone() != (0,))
    except VaultError:
        return False
