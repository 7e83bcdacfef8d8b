"""A folder beside the databases for copies that are on their way; whatever a crash leaves in it is worthless.

What lies there is encrypted under keys that only the program's memory held.
"""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from app.services.vault.faults import translated
from app.services.vault.vault import WORKROOM


@contextmanager
def workroom(folder: Path) -> Iterator[Path]:
    """An empty folder that only its owner may read, gone when the block ends.

    Raises:
        EnvironmentProblemError: The disk is full or read-only.
    """
    work = folder / WORKROOM
    with translated():
        if work.exists():
            shutil.rmtree(work)
        work.mkdir(mode=0o700)
    try:
        yield work
    finally:
        shutil.rmtree(work, ignore_errors=True)
