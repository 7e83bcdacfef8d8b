"""A folder beside the databases for copies that are on their way; whatever a crash leaves in it is worthless.

What lies there is encrypted under keys that only the program's memory held.
"""

import shutil
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from app.services.vault.faults import translated
from app.services.vault.vault import WORKROOM

_ONE_AT_A_TIME = threading.Lock()
"""A backup that begins by itself and a drill that somebody asks for meanwhile must not clear each other's folder."""


@contextmanager
def workroom(folder: Path) -> Iterator[Path]:
    """An empty folder that only its owner may read, gone when the block ends; waits while another block has it.

    Raises:
        EnvironmentProblemError: The disk is full or read-only.
    """
    work = folder / WORKROOM
    with _ONE_AT_A_TIME:
        with translated():
            if work.exists():
                shutil.rmtree(work)
            work.mkdir(mode=0o700)
        try:
            yield work
        finally:
            shutil.rmtree(work, ignore_errors=True)
