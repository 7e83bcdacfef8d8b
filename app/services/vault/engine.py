"""Open SQLCipher files through SQLAlchemy, every connection configured in one place.

The key is a raw 256-bit key handed over by ``set_key`` so that it never stands in SQL text, an URL or a log. The pool
is named: SQLAlchemy's default for this dialect closes connections that other threads still use. The page size stays
4096. Source: SQLCipher 4 design and API pages.
"""

import os
import shutil
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, event
from sqlalchemy.pool import QueuePool
from sqlcipher3 import dbapi2

from app.models.domain.errors import BugError, EnvironmentProblemError, VaultError
from app.services.crypto.sealing import KEY_LENGTH
from app.services.vault.statements import Statements, dialect_and_url

_SHARED = ("journal_mode = WAL",)
_SOLE = ("locking_mode = EXCLUSIVE", "journal_mode = DELETE")
_STILL = ("query_only = ON",)
_PRAGMAS = (
    "synchronous = FULL",
    "foreign_keys = ON",
    "secure_delete = ON",
    "temp_store = MEMORY",
    "cache_size = -65536",
    "trusted_schema = OFF",
    "cell_size_check = ON",
    "busy_timeout = 5000",
)
_ROOM_TO_OPEN = 64 * 1024
"""Bytes that SQLite needs beside the file: its log and the index of the log."""


def connect(path: Path, key: bytes, *, sole: bool = False, still: bool = False) -> Any:  # the driver has no types
    """One configured connection.

    Args:
        path: The database file; made when it does not exist.
        key: 32 bytes, used as SQLCipher raw key.
        sole: Nobody else may have the file open; what waited beside it is written back, and the file stands alone.
        still: The file is only read, stands alone, and nobody changes it meanwhile; nothing is made beside it.

    Raises:
        VaultError: ``vault.wrong-key`` when the key does not open the file or the file is damaged at its head;
            ``vault.not-encrypted``.
        EnvironmentProblemError: ``disk.full`` or ``disk.read-only``.
        dbapi2.DatabaseError: The disk fails, or somebody else has the file open.
        BugError: ``bug.crypto-misuse``: SQLCipher would take a key of another length for a passphrase.
    """
    if len(key) != KEY_LENGTH:
        raise BugError("bug.crypto-misuse")
    name = f"{path.absolute().as_uri()}?immutable=1" if still else str(path)
    connection = dbapi2.connect(name, isolation_level=None, check_same_thread=False, uri=still)
    try:
        connection.set_key(f"x'{key.hex()}'")
        connection.execute("PRAGMA cipher_log_level = NONE").fetchall()
        connection.execute("SELECT count(*) FROM sqlite_master").fetchall()
        for pragma in (*_PRAGMAS, *(_STILL if still else _SOLE if sole else _SHARED)):
            connection.execute(f"PRAGMA {pragma}").fetchall()
        if connection.execute("PRAGMA cipher_status").fetchone() != ("1",):
            _refuse_plain_file()
    except dbapi2.DatabaseError as cause:
        connection.close()
        if getattr(cause, "sqlite_errorname", "") == "SQLITE_NOTADB":
            raise VaultError("vault.wrong-key") from None
        _blame_the_disk(path.parent)
        raise
    except VaultError:
        connection.close()
        raise
    return connection


def connect_plain(path: Path) -> Any:  # the driver has no types
    """A connection to an empty file that serves as a lock and never holds anything.

    Raises:
        EnvironmentProblemError: ``disk.read-only``.
        dbapi2.DatabaseError: The disk fails.
    """
    try:
        connection = dbapi2.connect(str(path), isolation_level=None, check_same_thread=False)
        connection.execute("PRAGMA busy_timeout = 2000").fetchall()
        connection.execute("PRAGMA journal_mode = MEMORY").fetchall()
    except dbapi2.DatabaseError:
        _blame_the_disk(path.parent)
        raise
    return connection


def _blame_the_disk(folder: Path) -> None:
    """What SQLite says while opening does not tell a full or read-only disk from a failing one."""
    if not os.access(folder, os.W_OK):
        raise EnvironmentProblemError("disk.read-only") from None
    if shutil.disk_usage(folder).free < _ROOM_TO_OPEN:
        raise EnvironmentProblemError("disk.full") from None


def _refuse_plain_file() -> None:
    raise VaultError("vault.not-encrypted")


def open_engine(path: Path, key: bytes, *, writes: bool, still: bool = False) -> Engine:
    """An engine for one database file.

    Args:
        path: The database file.
        key: 32 bytes.
        writes: One connection whose transactions begin ``IMMEDIATE``; otherwise up to four that may only read.
        still: As :func:`connect`.
    """

    def creator() -> Any:
        connection = connect(path, key, still=still)
        if not writes:
            connection.execute("PRAGMA query_only = ON").fetchall()
        return connection

    dialect, url = dialect_and_url()
    pool = QueuePool(creator, pool_size=1 if writes else 4, max_overflow=0, timeout=30, dialect=dialect)
    engine = Engine(pool, dialect, url, execution_options={"compiled_cache": Statements()})
    begin = "BEGIN IMMEDIATE" if writes else "BEGIN"

    @event.listens_for(engine, "begin")
    def _begin(connection: Any) -> None:
        connection.exec_driver_sql(begin)

    return engine


def scrub(engine: Engine, *, rewrite: bool) -> bool:
    """Empty the log beside a database file, whose frames hold pages as they were before.

    Args:
        engine: One that writes.
        rewrite: Write the whole file anew first. Deleting overwrites what is deleted; but what SQLite moved between
            pages earlier may have left a copy behind, and only writing anew takes that away.

    Returns:
        False when a reader keeps the log from being emptied.
    """
    connection = engine.raw_connection()
    try:
        cursor = connection.cursor()
        if rewrite:
            cursor.execute("VACUUM")
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        row = cursor.fetchone()
        return row is not None and row[0] == 0
    finally:
        connection.close()
