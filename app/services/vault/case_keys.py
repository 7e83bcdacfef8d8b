"""The keys of cases, in a small database of their own, so that destroying one key makes one case unreadable."""

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from sqlalchemy import Connection, Engine, delete, select
from sqlalchemy.dialects.sqlite import insert
from typing_extensions import override

from app.models.domain.errors import VaultError
from app.models.domain.ids import CaseId
from app.models.schema.tables import case_keys, key_metadata
from app.services.crypto.keyslot import derive
from app.services.ports import Entropy
from app.services.vault.copies import copy_open_database
from app.services.vault.engine import open_engine, scrub
from app.services.vault.faults import translated

REGISTER = CaseId("register")
"""Not a case: under this name lies the key of the papers that belong to none."""
_MOST_OPENED = 2_000
"""Keys kept at hand; going through every case of a vault must not gather all of them in memory."""
_PORTION = 500


class CaseKeys:
    """``keys.db``: one 32-byte key per case, and one for the papers that belong to none.

    A key is made before the transaction that opens its case and destroyed after the one that ends it, so that a crash
    between the two leaves a key without a case (harmless) and never a case without its key.
    """

    def __init__(self, engine: Engine, entropy: Entropy) -> None:
        self._engine = engine
        self._entropy = entropy
        self._opened: dict[CaseId, bytes] = {}

    @classmethod
    def open(cls, path: Path, key: bytes, entropy: Entropy) -> "CaseKeys":
        """Open ``keys.db`` under its own key, making it when it is new.

        Raises:
            VaultError: ``vault.wrong-key`` or ``vault.damaged``.
        """
        engine = open_engine(path, key, writes=True)
        with translated():
            if path.exists() and path.stat().st_size:
                engine.raw_connection().close()
            else:
                key_metadata.create_all(engine)
        return cls(engine, entropy)

    def create(self, case_ids: Iterable[CaseId]) -> None:
        """Make the keys of new cases; an existing key stays."""
        ids = list(case_ids)
        rows = [{"case_id": case_id, "key": self._entropy(32)} for case_id in ids]
        with translated(), self._engine.begin() as connection:
            connection.execute(insert(case_keys).on_conflict_do_nothing(), rows)
            if len(rows) > 1:
                self._opened.update(self._kept(connection, ids))

    @staticmethod
    def _kept(connection: Connection, ids: Sequence[CaseId]) -> dict[CaseId, bytes]:
        """The keys that are in the file, of some cases; asked for in portions, for the driver limits the values."""
        asked = select(case_keys.c.case_id, case_keys.c.key)
        portions = (ids[start : start + _PORTION] for start in range(0, len(ids), _PORTION))
        found = (connection.execute(asked.where(case_keys.c.case_id.in_(portion))) for portion in portions)
        return {CaseId(case_id): bytes(key) for rows in found for case_id, key in rows}

    def get(self, case_id: CaseId) -> bytes:
        """The key of a case.

        Raises:
            VaultError: ``vault.case-key-missing`` when the case was destroyed.
        """
        if case_id not in self._opened:
            with translated(), self._engine.begin() as connection:
                row = connection.execute(select(case_keys.c.key).where(case_keys.c.case_id == case_id)).first()
            if row is None:
                raise VaultError("vault.case-key-missing")
            if len(self._opened) >= _MOST_OPENED:
                self._opened.clear()
            self._opened[case_id] = bytes(row[0])
        return self._opened[case_id]

    def holds(self, subject: str) -> bool:
        """Whether a key is in the file; what was opened earlier does not count."""
        with translated(), self._engine.begin() as connection:
            found = connection.execute(select(case_keys.c.case_id).where(case_keys.c.case_id == subject)).first()
        return found is not None

    def digest_key(self, case_id: CaseId) -> bytes:
        """What salts the digests of a case in the record; it is gone with the key of the case."""
        return derive(self.get(case_id), "record-digests")

    def destroy(self, case_id: CaseId) -> None:
        """Make a case unreadable for good."""
        self._opened.pop(case_id, None)
        with translated(), self._engine.begin() as connection:
            connection.execute(delete(case_keys).where(case_keys.c.case_id == case_id))

    def copy(self, target: Path, key: bytes) -> None:
        """Copy the whole file into a new one under another key."""
        copy_open_database(self._engine, target, key)

    def destroy_all(self, subjects: Iterable[str]) -> int:
        """Destroy the keys of these, as far as they are here.

        Returns:
            How many keys there were.
        """
        cases = [CaseId(subject) for subject in subjects if subject != REGISTER]
        for subject in cases:
            self._opened.pop(subject, None)
        gone = 0
        with translated(), self._engine.begin() as connection:
            for subject in cases:
                gone += connection.execute(delete(case_keys).where(case_keys.c.case_id == subject)).rowcount
        return gone

    def scrub(self) -> bool:
        """Write the file anew, so that no old page of it holds a destroyed key, and empty its log.

        Returns:
            False when somebody is reading the file at this moment: then its log still holds old pages.
        """
        with translated():
            return scrub(self._engine, rewrite=True)

    def on_trial(self) -> "TrialKeys":
        """The same keys for a transaction that is never committed."""
        return TrialKeys(self._engine, self._entropy, self._opened)

    def close(self) -> None:
        """Forget every key."""
        self._opened.clear()
        self._engine.dispose()
        # An engine would open the file again for whoever asks: it knows the key.
        del self._engine


class TrialKeys(CaseKeys):
    """The keys during a trial (試行): what is made is known to the trial only, and nothing in the file changes."""

    def __init__(self, engine: Engine, entropy: Entropy, opened: Mapping[CaseId, bytes]) -> None:
        super().__init__(engine, entropy)
        self._opened.update(opened)
        self._gone: set[str] = set()

    @override
    def create(self, case_ids: Iterable[CaseId]) -> None:
        ids = [case_id for case_id in case_ids if case_id not in self._opened]
        with translated(), self._engine.begin() as connection:
            kept = self._kept(connection, ids)
        self._opened.update({case_id: self._entropy(32) for case_id in ids if case_id not in kept})

    @override
    def get(self, case_id: CaseId) -> bytes:
        if case_id in self._gone:
            raise VaultError("vault.case-key-missing")
        return super().get(case_id)

    @override
    def destroy(self, case_id: CaseId) -> None:
        self._gone.add(case_id)

    @override
    def destroy_all(self, subjects: Iterable[str]) -> int:
        gone = set(subjects) - {REGISTER}
        self._gone |= gone
        return len(gone)

    @override
    def scrub(self) -> bool:
        return True
