"""Whole copies of a database under a key of their own, and the questions that a copy must answer before it counts."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import msgspec
from sqlalchemy import Connection, Engine, select
from sqlcipher3 import dbapi2

from app.models.domain.errors import BugError, VaultError
from app.models.schema.keeping import destructions
from app.models.schema.tables import SCHEMA_VERSION
from app.models.views.records import Station
from app.services.crypto.sealing import KEY_LENGTH
from app.services.crypto.signing import SigningKey, VerifyKey
from app.services.vault.engine import open_engine
from app.services.vault.faults import translated
from app.services.vault.repositories.papers import Papers
from app.services.vault.repositories.people import People
from app.services.vault.repositories.record import Record

_SUBJECT = next(iter(destructions.primary_key.columns)).name


@dataclass(frozen=True, slots=True)
class Inside:
    """What a copy of ``vault.db`` says about itself."""

    station: Station
    schema: int
    epoch: int
    size: int
    root: str
    blob_ids: frozenset[str]
    destroyed: tuple[tuple[str, bytes], ...]
    station_key: VerifyKey


def copy_open_database(engine: Engine, target: Path, key: bytes) -> None:
    """Copy what the engine has open into a new file: in one step, so that nobody's write begins it anew.

    Args:
        engine: Over the database; its transactions go on meanwhile.
        target: Must not exist; what a crash leaves of it is worthless.
        key: 32 bytes for the copy.

    Raises:
        EnvironmentProblemError: The disk is full or failing.
        BugError: ``bug.crypto-misuse``.
    """
    if len(key) != KEY_LENGTH or target.exists():
        raise BugError("bug.crypto-misuse")
    with translated():
        source = engine.raw_connection()
        try:
            copy = dbapi2.connect(str(target), isolation_level=None)
            try:
                copy.set_key(f"x'{key.hex()}'")
                # Nobody else knows the file: whatever stops this, it is thrown away whole, so nothing of it is flushed.
                copy.execute("PRAGMA journal_mode = OFF").fetchall()
                copy.execute("PRAGMA synchronous = OFF").fetchall()
                source.driver_connection.backup(copy, pages=-1)  # type: ignore[union-attr] # it is open
            finally:
                copy.close()
        finally:
            source.close()


@contextmanager
def opened_copy(path: Path, key: bytes) -> Iterator[Connection]:
    """A reading connection to a database file beside the vault that nobody else knows; every page is checked first.

    Raises:
        VaultError: ``vault.damaged``, ``vault.wrong-key``: authentication, structure or foreign keys are not sound.
    """
    engine = open_engine(path, key, writes=False, still=True)
    try:
        with translated(), engine.begin() as connection:
            _require_sound(connection)
            yield connection
    finally:
        engine.dispose()


def _require_sound(connection: Connection) -> None:
    # What the checks have read is still at hand for the questions that follow.
    found = connection.exec_driver_sql("PRAGMA cipher_integrity_check").all()
    structure = connection.exec_driver_sql("PRAGMA quick_check").scalars().all()
    strays = connection.exec_driver_sql("PRAGMA foreign_key_check").all()
    if found or structure != ["ok"] or strays:
        raise VaultError("vault.damaged")


def look_inside(path: Path, key: bytes) -> Inside:
    """Check a copy of ``vault.db``, hash every entry of its record again, and read what it is.

    Raises:
        VaultError: ``vault.damaged``, also when the record does not agree with its head; ``vault.wrong-key``,
            ``vault.newer``, ``vault.unfinished``.
    """
    with opened_copy(path, key) as connection:
        version = int(connection.exec_driver_sql("PRAGMA user_version").scalar_one())
        if version != SCHEMA_VERSION:
            raise VaultError("vault.newer" if version > SCHEMA_VERSION else "vault.unfinished")
        people, record = People(connection), Record(connection)
        head = record.head()
        if not record.is_sound():
            raise VaultError("vault.damaged")
        signing_seed, _ = people.station_seeds()
        return Inside(
            station=people.station(),
            schema=version,
            epoch=record.epoch(),
            size=head.size,
            root=head.root().hex(),
            blob_ids=frozenset(Papers(connection).file_ids()),
            destroyed=tuple((subject_of(line), line) for line in _ledger_lines(connection)),
            station_key=SigningKey(signing_seed).verify_key,
        )


def subject_of(line: bytes) -> str:
    """What a line of the ledger is about."""
    return str(msgspec.json.decode(line)[_SUBJECT])


def _ledger_lines(connection: Connection) -> list[bytes]:
    rows = connection.execute(select(destructions).order_by(destructions.c[_SUBJECT]))
    return [msgspec.json.encode(dict(zip(row._fields, row, strict=True)), order="sorted") for row in rows]


def case_ids_with_key(path: Path, key: bytes) -> frozenset[str]:
    """Check a copy of ``keys.db`` and tell the cases whose keys it holds. As :func:`opened_copy`."""
    with opened_copy(path, key) as connection:
        return frozenset(str(row[0]) for row in connection.exec_driver_sql("SELECT case_id FROM case_keys"))
