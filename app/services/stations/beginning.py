"""A folder in which a vault is being made: whole in the end, or as before, even after a cut of the power."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from app.models.domain.errors import AlreadyDoneError
from app.services.vault import slots
from app.services.vault.faults import translated
from app.services.vault.occupancy import FILE as LOCK
from app.services.vault.vault import BLOBS, DATABASE, KEYS, UNFINISHED, WORKROOM


@contextmanager
def unfinished(folder: Path) -> Iterator[None]:
    """Mark the folder while its vault is made.

    What an earlier set-up left that was cut off is removed first. It is told from a vault by its mark, and by the
    slots file, which is written last: without one there is nothing that anybody could unlock.

    Raises:
        AlreadyDoneError: ``vault.exists`` when the folder holds something.
        EnvironmentProblemError: The disk is full or read-only.
    """
    existed = folder.exists()
    with translated():
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        if (folder / UNFINISHED).is_file() and not (folder / slots.FILE).exists():
            _clear(folder)
        if any(folder.iterdir()):
            raise AlreadyDoneError("vault.exists")
        (folder / UNFINISHED).touch(mode=0o600)
        slots.flush_folder(folder)
    try:
        yield
    except BaseException:
        with suppress(OSError):
            (folder / slots.FILE).unlink(missing_ok=True)
            _clear(folder)
            if not existed:
                folder.rmdir()
        raise
    with suppress(OSError):
        # Beside a slots file the mark says nothing any more.
        (folder / UNFINISHED).unlink()


def _clear(folder: Path) -> None:
    """Remove what a set-up makes, the mark last."""
    for path in list(folder.iterdir()):
        if path.name in {BLOBS, WORKROOM}:
            shutil.rmtree(path)
        elif path.name.startswith((DATABASE, KEYS, LOCK, f"{slots.FILE}.")):
            path.unlink()
    (folder / UNFINISHED).unlink()
