"""The opened vault: transactions over ``vault.db`` with ``keys.db`` and ``blobs/`` beside it."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import Connection

from app.models.domain.errors import AlreadyDoneError, AppError, BugError, VaultError
from app.models.domain.ids import BlobId
from app.models.schema import keeping
from app.models.schema.searching import SEARCHING
from app.models.schema.tables import SCHEMA_VERSION, TRIGGERS
from app.models.views.records import Letterhead, Station
from app.services.crypto.keyslot import derive
from app.services.ports import Entropy
from app.services.vault import replacement
from app.services.vault.blobs import BlobFolder
from app.services.vault.case_keys import REGISTER, CaseKeys
from app.services.vault.copies import copy_open_database
from app.services.vault.engine import open_engine, scrub
from app.services.vault.faults import translated
from app.services.vault.gate import Gate
from app.services.vault.occupancy import Occupancy
from app.services.vault.quarantine import Quarantine
from app.services.vault.slots import SlotFile, encoded, read_slots, write_slots
from app.services.vault.unit import Unit

if TYPE_CHECKING:
    from app.services.audit.merkle import Frontier

DATABASE = "vault.db"
KEYS = "keys.db"
BLOBS = "blobs"
QUARANTINE = "quarantine"
ASIDE = "before-restore"
"""The vault from before a restore, until officers confirm the restored one."""
WORKROOM = "backup.work"
"""Takes copies of the databases that are on their way to or from a backup."""
Source = tuple[Path, bytes]
"""A database file and its key."""
UNFINISHED = "setup.unfinished"
"""Lies in the folder from before its first file until the vault can be unlocked."""


def file_keys(vault_key: bytes) -> dict[str, bytes]:
    """The key of each database file of a vault."""
    return {DATABASE: vault_key, KEYS: derive(vault_key, "case-keys")}


@dataclass(frozen=True, slots=True)
class Finished:
    """What the end of a destruction took away."""

    subjects: int
    keys: int
    files: int
    is_whole: bool
    """False while old pages may still lie in a log, because somebody was reading."""


class Vault:
    """An open vault. After :meth:`close` it holds no key and does nothing more."""

    def __init__(self, folder: Path, vault_key: bytes, entropy: Entropy, place: Occupancy) -> None:
        self.folder = folder
        self.entropy = entropy
        self._place = place
        self._gate = Gate()
        self._is_open = True
        self.on_commit: Callable[[int, Frontier], None] | None = None
        """Hears of every commit that appended to the record: its epoch and its tree."""
        self.quarantine = Quarantine(folder / QUARANTINE)
        self._blobs = BlobFolder(folder / BLOBS, entropy)
        self._take(vault_key)

    def _take(self, vault_key: bytes) -> None:
        self._keys = file_keys(vault_key)
        self._writer = open_engine(self.folder / DATABASE, vault_key, writes=True)
        self._reader = open_engine(self.folder / DATABASE, vault_key, writes=False)
        self._case_keys: CaseKeys | None = None

    def _drop(self) -> None:
        """Close every file; an engine would open its file again for whoever asks, because it knows the key."""
        self._writer.dispose()
        self._reader.dispose()
        if self._case_keys is not None:
            self._case_keys.close()
        del self._writer, self._reader, self._case_keys
        self._keys = {}

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
        vault = cls(folder, vault_key, entropy, Occupancy.enter(folder))
        try:
            vault._fill(station, letterhead)
        except BaseException:
            vault.close()
            raise
        return vault

    def _fill(self, station: Station, letterhead: Letterhead) -> None:
        with translated(), self._writer.begin() as connection:
            keeping.metadata.create_all(connection)
            for statement in (*TRIGGERS, *SEARCHING):
                connection.exec_driver_sql(statement)
            connection.exec_driver_sql(f"PRAGMA user_version = {SCHEMA_VERSION:d}")
            self.case_keys.create((REGISTER,))
            unit = self._unit(connection)
            unit.people.set_station(station, letterhead, self.entropy)
            unit.record.start()

    @classmethod
    def open(cls, folder: Path, vault_key: bytes, entropy: Entropy, place: Occupancy | None = None) -> "Vault":
        """Open a vault and check that this program can read it; finishes a replacement of its files.

        Args:
            folder: Where the vault lies.
            vault_key: 32 bytes.
            entropy: Source of randomness.
            place: The place in the vault, if it was taken before the key was found; left again when opening fails.

        Raises:
            VaultError: ``vault.missing``, ``vault.wrong-key``, ``vault.damaged`` or ``vault.newer``.
            EnvironmentProblemError: ``vault.busy``.
        """
        vault: Vault | None = None
        try:
            _require_files(folder)
            place = place or Occupancy.enter(folder)
            if replacement.is_pending(folder, file_keys(vault_key)):
                with place.alone():
                    replacement.finish(folder, file_keys(vault_key))
            vault = cls(folder, vault_key, entropy, place)
            vault._require_version()
        except BaseException:
            if vault is not None:
                vault.close()
            elif place is not None:
                place.leave()
            raise
        return vault

    def _require_version(self) -> None:
        with translated(), self._reader.begin() as connection:
            version = connection.exec_driver_sql("PRAGMA user_version").scalar_one()
        if version != SCHEMA_VERSION:
            raise VaultError("vault.newer" if version > SCHEMA_VERSION else "vault.unfinished")

    @property
    def key(self) -> bytes:
        """The vault key, for a new slot; only inside a transaction is it certain to be the one in force."""
        self._require_open()
        return self._keys[DATABASE]

    @property
    def case_keys(self) -> CaseKeys:
        """``keys.db``, opened when it is first needed."""
        self._require_open()
        if self._case_keys is None:
            self._case_keys = CaseKeys.open(self.folder / KEYS, self._keys[KEYS], self.entropy)
        return self._case_keys

    def _unit(self, connection: Connection) -> Unit:
        return Unit.over(connection, self.case_keys, self._blobs, self.entropy)

    @contextmanager
    def write(self) -> Iterator[Unit]:
        """One writing transaction: committed when the block ends, rolled back when it raises."""
        with self._gate.passing():
            self._require_open()
            with translated(), self._writer.begin() as connection:
                whole, unit = False, self._unit(connection)
                try:
                    yield unit
                    whole = True
                finally:
                    self._blobs.settle(kept=whole)
            if self.on_commit is not None and unit.record.has_grown:
                self.on_commit(unit.record.epoch(), unit.record.head())

    @contextmanager
    def trial(self) -> Iterator[Unit]:
        """A writing transaction that is never committed, over borrowed keys and files.

        Whatever is done in it, the vault stays as it is. Nobody else writes meanwhile.
        """
        with self._gate.passing():
            self._require_open()
            with translated(), self._writer.connect() as connection:
                keys, blobs = self.case_keys.on_trial(), self._blobs.on_trial()
                try:
                    yield Unit.over(connection, keys, blobs, self.entropy)
                finally:
                    connection.rollback()

    def sweep(self) -> int:
        """Remove the files of attachments that a crash left without a row, and bundles that were decided on before it.

        The writing transaction keeps every act of another process out meanwhile.

        Returns:
            How many were removed.
        """
        with self.write() as unit:
            decided = unit.imports.decided_files() & set(self.quarantine.names())
            for digest in decided:
                self.quarantine.forget(digest)
            return len(decided) + self._blobs.sweep(unit.papers.blob_ids())

    def has_leftovers(self, unit: Unit) -> bool:
        """Whether :meth:`sweep` would find something; inside a writing transaction nobody adds to it meanwhile."""
        held = self.quarantine.names()
        if held and unit.imports.decided_files().intersection(held):
            return True
        return self._blobs.holds_any() and bool(self._blobs.strangers(unit.papers.blob_ids()))

    def finish_destructions(self, at: datetime, done: Callable[[Unit, Finished], object]) -> Finished | None:
        """Take away the keys and files of what the ledger says is destroyed; also what a crash left over.

        Doing it again does no harm. While somebody else reads the vault it stays unfinished, for the next unlocking.

        Args:
            at: The time for the ledger.
            done: Called in the transaction that puts the end into the ledger.

        Returns:
            What went, or None when nothing was to be done.
        """
        with self.read() as unit:
            subjects = unit.ledger.unfinished()
        if not subjects:
            return None
        files = self.sweep() + self.quarantine.clear()
        with self._gate.passing(), translated():
            self._require_open()
            keys = self.case_keys.destroy_all(subjects)
            is_whole = self.case_keys.scrub()
            is_whole = scrub(self._writer, rewrite=True) and is_whole
        finished = Finished(len(subjects), keys, files, is_whole)
        if is_whole:
            with self.write() as unit:
                unit.ledger.set_finished(subjects, at)
                done(unit, finished)
        return finished

    def write_anew(self) -> bool:
        """Write the database anew, so that nothing is left in its files of bytes that were replaced.

        Returns:
            False when a reader keeps the log beside it from being emptied; closing the vault then does it.
        """
        with self._gate.passing(), translated():
            self._require_open()
            return scrub(self._writer, rewrite=True)

    @contextmanager
    def read(self) -> Iterator[Unit]:
        """One reading transaction over a steady picture of the vault."""
        with self._gate.passing():
            self._require_open()
            with translated(), self._reader.begin() as connection:
                yield self._unit(connection)

    @property
    def keeps_old(self) -> bool:
        """Whether the vault from before a restore still lies aside, with its keys."""
        return (self.folder / ASIDE).is_dir()

    def copy_database(self, target: Path, key: bytes) -> None:
        """Copy ``vault.db`` as it stands now into a new file under another key; others go on working."""
        with self._gate.passing():
            self._require_open()
            copy_open_database(self._reader, target, key)

    def copy_keys(self, target: Path, key: bytes) -> None:
        """The same for ``keys.db``."""
        with self._gate.passing():
            self._require_open()
            self.case_keys.copy(target, key)

    def blob_file(self, blob_id: BlobId) -> Path:
        """The sealed file of an attachment, for copying as it is."""
        return self.folder / BLOBS / blob_id

    def station(self) -> Station:
        """What this workstation is."""
        with self.read() as unit:
            return unit.people.station()

    def renew(
        self, vault_key: bytes, plan: Callable[[Unit], SlotFile], sources: Mapping[str, Source] | None = None
    ) -> None:
        """Put everything under a new key, at once or not at all.

        Args:
            vault_key: 32 bytes that never were the key of this vault.
            plan: Records the renewal, in the renewed vault, and gives the slots file that leads to the new key.
            sources: Databases by name (``vault.db``, ``keys.db``) that take the place of those in force, each with its
                present key; the own ones where none are given.

        Raises:
            EnvironmentProblemError: ``vault.busy``: somebody else is in the vault; or the disk is full. All is as
                before, unless the vault is closed now: then the next unlocking finds out which key is in force.
            VaultError: A source is damaged. All is as before.
        """
        with self._gate.shut():
            self._require_open()
            with self._place.alone():
                old_keys, before = self._keys, read_slots(self.folder)
                self._drop()
                try:
                    slots = self._stage(sources or self._own(old_keys), vault_key, plan)
                    write_slots(self.folder, slots)
                    replacement.finish(self.folder, file_keys(vault_key))
                except BaseException:
                    self._settle_failure(old_keys, before)
                    raise
                self._take(vault_key)

    def _own(self, keys: Mapping[str, bytes]) -> dict[str, Source]:
        return {name: (self.folder / name, key) for name, key in keys.items()}

    def _stage(self, sources: Mapping[str, Source], vault_key: bytes, plan: Callable[[Unit], SlotFile]) -> SlotFile:
        """Write the files to come, whole and checked."""
        coming = {name: (replacement.next_of(self.folder / name), key) for name, key in file_keys(vault_key).items()}
        for name, (path, key) in coming.items():
            replacement.copy_under(*sources[name], path, key)
        engine = open_engine(*coming[DATABASE], writes=True)
        case_keys = CaseKeys.open(*coming[KEYS], self.entropy)
        try:
            with translated(), engine.begin() as connection:
                unit = Unit.over(connection, case_keys, self._blobs, self.entropy)
                slots = plan(unit)
                unit.keys.keep(slots)
        finally:
            case_keys.close()
            engine.dispose()
        for path, key in coming.values():
            replacement.check(path, key)
        return slots

    def _settle_failure(self, old_keys: dict[str, bytes], before: SlotFile) -> None:
        """Go on under the old key where the new one certainly is not in force, otherwise close."""
        try:
            unchanged = encoded(read_slots(self.folder)) == encoded(before)
            if unchanged:
                replacement.discard(self.folder, old_keys)
        except AppError:
            unchanged = False
        if unchanged:
            self._take(old_keys[DATABASE])
        else:
            self._is_open = False
            self._place.leave()

    def close(self) -> None:
        """Close every file and forget every key; nothing happens when it is closed already."""
        if not self._is_open:
            return
        self._is_open = False
        self._drop()
        self._place.leave()

    def _require_open(self) -> None:
        if not self._is_open:
            raise BugError("bug.locked")


def _require_files(folder: Path) -> None:
    if not all((folder / name).is_file() for name in (DATABASE, KEYS)):
        raise VaultError("vault.missing")
