"""The opened vault: transactions over ``vault.db`` with ``keys.db`` and ``blobs/`` beside it."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import Connection

from app.models.domain.errors import AlreadyDoneError, BugError, VaultError
from app.models.schema import keeping
from app.models.schema.tables import SCHEMA_VERSION, TRIGGERS
from app.models.views.records import Letterhead, Station
from app.services.crypto.keyslot import derive
from app.services.ports import Entropy
from app.services.vault.blobs import BlobFolder
from app.services.vault.case_keys import CaseKeys
from app.services.vault.engine import open_engine
from app.services.vault.faults import translated
from app.services.vault.quarantine import Quarantine
from app.services.vault.unit import Unit

DATABASE = "vault.db"
KEYS = "keys.db"
BLOBS = "blobs"
QUARANTINE = "quarantine"
UNFINISHED = "setup.unfinished"
"""Lies in the folder from before its first file until the vault can be unlocked."""


class Vault:
    """An open vault. After :meth:`close` it holds no key and does nothing more."""

    def __init__(self, folder: Path, vault_key: bytes, entropy: Entropy) -> None:
        self.folder = folder
        self.register_key = derive(vault_key, "register-scans")
        self.entropy = entropy
        self._writer = open_engine(folder / DATABASE, vault_key, writes=True)
        self._reader = open_engine(folder / DATABASE, vault_key, writes=False)
        self._keys_key = derive(vault_key, "case-keys")
        self._case_keys: CaseKeys | None = None
        self._is_open = True
        self.quarantine = Quarantine(folder / QUARANTINE)
        self._blobs = BlobFolder(folder / BLOBS, entropy)

    @classmethod
    def create(
        cls, folder: Path, vault_key: bytes, entropy: Entropy, station: Station, letterhead: Letterhead
    ) -> "Vault":
        """Make an empty vault in a new folder that only its owner may read.

        Args:
            folder: Does not exist or is empty but for the mark of an unfinished set-up.
            vault_key: 32 random bytes.
            entropy: Source of randomness.
            station: What this workstation is.
            letterhead: What stands on its letters.

        Raises:
            AlreadyDoneError: ``vault.exists`` when the folder holds something.
            EnvironmentProblemError: The disk is full or read-only.
        """
        with translated():
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            if any(entry.name != UNFINISHED for entry in folder.iterdir()):
                raise AlreadyDoneError("vault.exists")
            folder.chmod(0o700)
            (folder / BLOBS).mkdir(mode=0o700)
        vault = cls(folder, vault_key, entropy)
        try:
            vault._fill(station, letterhead)
        except BaseException:
            vault.close()
            raise
        return vault

    def _fill(self, station: Station, letterhead: Letterhead) -> None:
        with translated(), self._writer.begin() as connection:
            keeping.metadata.create_all(connection)
            for trigger in TRIGGERS:
                connection.exec_driver_sql(trigger)
            connection.exec_driver_sql(f"PRAGMA user_version = {SCHEMA_VERSION:d}")
            unit = self._unit(connection)
            unit.people.set_station(station, letterhead, self.entropy)
            unit.record.start()

    @classmethod
    def open(cls, folder: Path, vault_key: bytes, entropy: Entropy) -> "Vault":
        """Open a vault and check that this program can read it.

        Raises:
            VaultError: ``vault.missing``, ``vault.wrong-key``, ``vault.damaged`` or ``vault.newer``.
        """
        if not (folder / DATABASE).is_file() or not (folder / KEYS).is_file():
            raise VaultError("vault.missing")
        vault = cls(folder, vault_key, entropy)
        try:
            vault._require_version()
        except BaseException:
            vault.close()
            raise
        return vault

    def _require_version(self) -> None:
        with translated(), self._reader.begin() as connection:
            version = connection.exec_driver_sql("PRAGMA user_version").scalar_one()
        if version != SCHEMA_VERSION:
            raise VaultError("vault.newer" if version > SCHEMA_VERSION else "vault.unfinished")

    @property
    def case_keys(self) -> CaseKeys:
        """``keys.db``, opened when it is first needed."""
        self._require_open()
        if self._case_keys is None:
            self._case_keys = CaseKeys.open(self.folder / KEYS, self._keys_key, self.entropy)
        return self._case_keys

    def _unit(self, connection: Connection) -> Unit:
        return Unit.over(connection, self.case_keys, self._blobs, self.register_key, self.entropy)

    @contextmanager
    def write(self) -> Iterator[Unit]:
        """One writing transaction: committed when the block ends, rolled back when it raises."""
        self._require_open()
        with translated(), self._writer.begin() as connection:
            whole = False
            try:
                yield self._unit(connection)
                whole = True
            finally:
                self._blobs.settle(kept=whole)

    def sweep(self) -> int:
        """Remove the files of attachments that a crash left without a row.

        The writing transaction keeps every act of another process out meanwhile.

        Returns:
            How many were removed.
        """
        with self.write() as unit:
            return self._blobs.sweep(unit.papers.blob_ids())

    @contextmanager
    def read(self) -> Iterator[Unit]:
        """One reading transaction over a steady picture of the vault."""
        self._require_open()
        with translated(), self._reader.begin() as connection:
            yield self._unit(connection)

    def station(self) -> Station:
        """What this workstation is."""
        with self.read() as unit:
            return unit.people.station()

    def close(self) -> None:
        """Close every file and forget every key; nothing happens when it is closed already."""
        if not self._is_open:
            return
        self._is_open = False
        self._writer.dispose()
        self._reader.dispose()
        if self._case_keys is not None:
            self._case_keys.close()
        # An engine would open the file again for whoever asks: it knows the key.
        del self._writer, self._reader, self._case_keys
        self.register_key = self._keys_key = b""

    def _require_open(self) -> None:
        if not self._is_open:
            raise BugError("bug.locked")
