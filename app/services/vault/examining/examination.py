"""The whole examination of a vault whose key is known: finds everything that can be found, not only the first flaw."""

import hashlib
from collections.abc import Callable
from pathlib import Path

from app.models.domain.actor import Role
from app.models.domain.examination import Examined, Flaw, Found
from app.models.domain.ids import PersonId
from app.models.schema import keeping
from app.models.schema.searching import SEARCHING
from app.models.schema.tables import SCHEMA_VERSION, TRIGGERS, key_metadata
from app.services.vault.examining.contents import Contents
from app.services.vault.examining.log_tail import examine_log
from app.services.vault.examining.opened_file import OpenedFile, Unreadable
from app.services.vault.faults import translated
from app.services.vault.occupancy import FILE as LOCK
from app.services.vault.slots import FILE as SLOTS
from app.services.vault.slots import SlotFile
from app.services.vault.vault import BLOBS, DATABASE, KEYS, QUARANTINE, file_keys

STEPS = ("files", "pages", "schema", "record", "keys", "documents", "papers", "quarantine")
"""What is examined, in this order."""
_CHUNK = 1024 * 1024
_KNOWN = {DATABASE, KEYS, BLOBS, QUARANTINE, SLOTS, LOCK}
_BESIDE = ("-wal", "-shm")


class Examination:
    """One examination of everything in the folder of a vault.

    Nothing is changed, but for what SQLite itself does when a database is opened and closed; what it would leave out of
    its log without a word is looked at before.

    Args:
        folder: Where the vault lies.
        vault_key: 32 bytes.
        slots: The slots file that led to the key.
        beside: Names of further files that belong into the folder.
        told: Called with each of :data:`STEPS` when it begins.
        pulse: Called often; may raise to stop.
    """

    def __init__(
        self,
        folder: Path,
        vault_key: bytes,
        slots: SlotFile,
        *,
        beside: frozenset[str] = frozenset(),
        told: Callable[[str], None] = lambda _: None,
        pulse: Callable[[], None] = lambda: None,
    ) -> None:
        self._folder = folder
        self._slots = slots
        self._known = _KNOWN | beside
        self._told, self._pulse = told, pulse
        self._findings: list[Found] = []
        self._has_seen_files = False
        self._counts = {"pages": 0, "quarantine": 0}
        keys = file_keys(vault_key)
        self._vault = OpenedFile(folder / DATABASE, keys[DATABASE])
        self._keys = OpenedFile(folder / KEYS, keys[KEYS])
        self._contents = Contents(folder / BLOBS, self._vault, self._keys, self._find, pulse)

    def run(self) -> Examined:
        """Examine.

        Raises:
            EnvironmentProblemError: The disk fails.
        """
        contents = self._contents
        parts: dict[str, tuple[Callable[[], None], ...]] = {
            "files": (self._files,),
            "pages": (self._pages,),
            "schema": (self._schema,),
            "record": (contents.record,),
            "keys": (contents.keys, lambda: contents.officers(self._slots)),
            "documents": (contents.documents,),
            "papers": (contents.papers, contents.letters, contents.form_packs),
            "quarantine": (self._quarantine,),
        }
        try:
            for step in STEPS:
                self._told(step)
                for part in parts[step]:
                    with translated():
                        part()
        finally:
            self.close()
        return Examined(tuple(self._findings), tuple((self._counts | contents.counts).items()))

    def roles_of(self, person: PersonId) -> frozenset[Role] | None:
        """The roles that the vault gives to an officer; None where that cannot be read."""
        self._files()
        try:
            rows = self._vault.rows("SELECT roles FROM officers WHERE person_id = ? AND ended_at IS NULL", (person,))
        except Unreadable:
            return None
        return frozenset(Role(role) for row in rows for role in str(row[0]).split())

    def close(self) -> None:
        """Close both files."""
        self._vault.close()
        self._keys.close()

    def _find(self, flaw: Flaw, place: str) -> None:
        self._findings.append(Found(flaw, place))

    def _files(self) -> None:
        """The logs before anybody opens the databases, and files that do not belong here; once."""
        if self._has_seen_files:
            return
        self._has_seen_files = True
        for name in (DATABASE, KEYS):
            flaw = examine_log(self._folder / f"{name}-wal")
            if flaw is not None:
                self._find(flaw, f"{name}-wal")
        known = self._known | {f"{name}{tail}" for name in (DATABASE, KEYS) for tail in _BESIDE}
        for name in sorted({entry.name for entry in self._folder.iterdir()} - known):
            self._find(Flaw.FILE_LEFT_OVER, name)

    def _pages(self) -> None:
        for file in (self._vault, self._keys):
            self._counts["pages"] += file.examine_pages(self._find)

    def _schema(self) -> None:
        self._version()
        for file, metadata, more in (
            (self._vault, keeping.metadata, (*TRIGGERS, *SEARCHING)),
            (self._keys, key_metadata, ()),
        ):
            file.examine_schema(metadata, more, self._find)

    def _version(self) -> None:
        try:
            version = self._vault.rows("PRAGMA user_version")
        except Unreadable:
            return
        if version != [(SCHEMA_VERSION,)]:
            self._find(Flaw.VERSION_DIFFERS, DATABASE)

    def _quarantine(self) -> None:
        """Every arrived bundle is still the one that came: its name is its digest."""
        folder = self._folder / QUARANTINE
        entries = sorted(folder.iterdir()) if folder.is_dir() else []
        self._counts["quarantine"] = len(entries)
        for entry in entries:
            if entry.name.endswith(".partial"):
                self._find(Flaw.FILE_LEFT_OVER, entry.name)
            elif self._digest(entry) != entry.name:
                self._find(Flaw.QUARANTINE_DIFFERS, entry.name)

    def _digest(self, path: Path) -> str:
        digest = hashlib.sha256()
        with path.open("rb") as source:
            while piece := source.read(_CHUNK):
                digest.update(piece)
                self._pulse()
        return digest.hexdigest()
