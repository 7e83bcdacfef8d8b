"""Who is in a vault: any number of programs that work, or one alone that replaces its files.

The lock is one of SQLite on an empty file beside the databases, so that it is the same on every system, is gone with
the process that held it, and costs no byte.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlcipher3 import dbapi2

from app.services.vault.engine import connect_plain
from app.services.vault.faults import translated

FILE = "vault.lock"


class Occupancy:
    """A place in the vault, taken before its slots are read and left after its last file is closed."""

    def __init__(self, connection: Any) -> None:  # the driver has no types
        self._connection = connection
        self._is_left = False

    @classmethod
    def enter(cls, folder: Path) -> "Occupancy":
        """Take a place among others.

        Raises:
            EnvironmentProblemError: ``vault.busy`` while another program replaces the files, ``disk.read-only``.
        """
        with translated():
            place = cls(connect_plain(folder / FILE))
            try:
                place._share()
            except BaseException:
                place.leave()
                raise
        return place

    @contextmanager
    def alone(self) -> Iterator[None]:
        """Keep everybody else out for the block.

        Raises:
            EnvironmentProblemError: ``vault.busy``: another program, or another part of this one, is in the vault.
        """
        with translated():
            self._connection.execute("ROLLBACK")
            try:
                self._connection.execute("BEGIN EXCLUSIVE")
            except dbapi2.Error:
                self._share()
                raise
        try:
            yield
        finally:
            if not self._is_left:
                with translated():
                    self._connection.execute("ROLLBACK")
                    self._share()

    def leave(self) -> None:
        """Give the place up; nothing happens the second time."""
        self._is_left = True
        self._connection.close()

    def _share(self) -> None:
        self._connection.execute("BEGIN")
        self._connection.execute("SELECT count(*) FROM sqlite_master").fetchall()
