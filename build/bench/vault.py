"""The vault: unlocking beside opening a database, documents with a key per case beside rows, papers beside a copy."""

import os
import shutil
from datetime import UTC, datetime
from pathlib import Path

from typing_extensions import override

from app.bootstrap import network, packs
from app.models.domain.actor import Role
from app.models.domain.ids import BlobId, CaseId, DocumentId, PersonId
from app.models.domain.lifecycle import State
from app.models.views.records import Document
from app.services.container import Services
from app.services.platform.time import FixedClock
from app.services.stations.entry import Entry
from app.services.stations.unlocking import Door
from app.services.vault.blobs import BlobFolder
from app.services.vault.engine import connect
from app.services.vault.vault import file_keys
from build.bench.measure import ROUNDS, Result, compare
from build.bench.offices import TYPED, BenchOffice, NoKeyring, add_cases, make_offices

SIZES = (100, 10_000, 100_000)
DOCUMENTS = 200
PAPER_MIB = 100
_MIB = 1024 * 1024
_AT = datetime(2025, 6, 10, tzinfo=UTC)


class _StretchedDoor(Door):
    """Stretches the passphrase once, so that the rest of unlocking can be seen."""

    _known: Entry | None = None

    @override
    def entry(self, person: PersonId, passphrase: str, pin: str = "") -> Entry:
        self._known = self._known or super().entry(person, passphrase, pin)
        return self._known


def measure_unlock(folder: Path, sizes: tuple[int, ...] = SIZES) -> list[Result]:
    """From the stretched passphrase to the answer of the Today screen, at growing sizes."""
    shelf, results = packs(), []
    for size in sizes:
        _agency, office, clock = make_offices(folder / str(size))
        add_cases(office, size, State.UNDER_INVESTIGATION)
        door, person = _left(office, clock)
        path, key = door.folder / "vault.db", door.entry(person, TYPED).vault_key

        def ours(door: Door = door, person: PersonId = person) -> None:
            session = door.unlock(person, TYPED)
            Services.over(session.desk, shelf).queue.today(session.actor)
            session.lock()

        def theirs(path: Path = path, key: bytes = key) -> None:
            connection = connect(path, key)
            connection.execute("SELECT count(*) FROM cases WHERE state = 'under-investigation'").fetchone()
            connection.close()

        work = f"unlock to Today without stretching at {size:,} cases, and lock"
        results.append(compare(work, ours, "open SQLCipher, one query", theirs))
        if size == sizes[0]:
            floor = _Floor(path, door.folder / "keys.db", key, folder / "floor.db")
            results.append(compare(work, ours, "as much flushed by the bare driver: two files, two entries", floor.run))
    return results


class _Floor:
    """What an unlocking and a look at Today must write and open at least: both databases, an entry for each act."""

    def __init__(self, path: Path, keys: Path, key: bytes, written: Path) -> None:
        self._path, self._keys, self._key, self._written = path, keys, key, written
        connection = connect(written, key)
        connection.execute("CREATE TABLE entries (entry)")
        connection.close()

    def run(self) -> None:
        keys = connect(self._keys, file_keys(self._key)["keys.db"])
        connection = connect(self._written, self._key)
        for _ in range(2):
            connection.execute("BEGIN IMMEDIATE")
            connection.execute("INSERT INTO entries VALUES (?)", (os.urandom(300),))
            connection.execute("COMMIT")
        connection.close()
        reader = connect(self._path, self._key)
        reader.execute("SELECT count(*) FROM cases WHERE state = 'under-investigation'").fetchone()
        reader.close()
        keys.close()


def _left(office: BenchOffice, clock: FixedClock) -> tuple[_StretchedDoor, PersonId]:
    """The door of an office that was just locked, and who comes back."""
    vault = office.services.desk.vault
    vault.close()
    door = _StretchedDoor(vault.folder, secrets=NoKeyring(), clock=clock, entropy=os.urandom, network=network())
    return door, office.actor(Role.SECURITY_OFFICER).person


def measure_case_keys(folder: Path, documents: int = DOCUMENTS) -> list[Result]:
    """What a key of its own for each case costs: seal, keep, look up, open."""
    _agency, office, _clock = make_offices(folder)
    waiting = [add_cases(office, documents, State.UNDER_INVESTIGATION) for _ in range(ROUNDS + 1)]
    content = os.urandom(200).hex().encode() * 5
    plain = connect(folder / "plain.db", bytes(32))
    plain.execute("CREATE TABLE documents (id INTEGER PRIMARY KEY, case_id, content)")
    plain.execute("CREATE INDEX of_case ON documents (case_id)")

    def ours() -> None:
        cases = waiting.pop()
        with office.services.desk.vault.write() as unit:
            for case in cases:
                unit.documents.add(_document(office, case, content))
            for case in cases:
                unit.documents.newest(case, "note", "bench")

    def theirs() -> None:
        names = [os.urandom(16).hex() for _ in range(documents)]
        plain.execute("BEGIN IMMEDIATE")
        for name in names:
            plain.execute("INSERT INTO documents (case_id, content) VALUES (?, ?)", (name, content))
        for name in names:
            plain.execute("SELECT content FROM documents WHERE case_id = ?", (name,)).fetchone()
        plain.execute("COMMIT")

    results = [
        compare(f"write and read {documents} documents, each under the key of its case", ours, "raw rows", theirs)
    ]
    plain.close()
    return results


def _document(office: BenchOffice, case: CaseId, content: bytes) -> Document:
    writer, name = office.actor(Role.EXAMINER).person, DocumentId(os.urandom(16).hex())
    return Document(name, case, "note", "bench", 1, "1", "", _AT, writer, content)


def measure_paper(folder: Path, mebibytes: int = PAPER_MIB) -> list[Result]:
    """A large attachment in and out, beside a copy that is flushed and read back."""
    folder.mkdir(parents=True)
    source, copied, place = folder / "source", folder / "copy", folder / "blobs"
    place.mkdir()
    with source.open("wb") as file:
        for _ in range(mebibytes):
            file.write(os.urandom(_MIB))
    blobs, key = BlobFolder(place, os.urandom), bytes(32)

    def ours() -> None:
        name = BlobId(os.urandom(16).hex())
        with source.open("rb") as paper:
            blobs.put(name, paper, key)
        for _ in blobs.read(name, key):
            pass
        blobs.remove(name)

    def theirs() -> None:
        shutil.copyfile(source, copied)
        with copied.open("r+b") as file:
            os.fsync(file.fileno())
            while file.read(_MIB):
                pass
        copied.unlink()

    return [compare(f"seal, flush, open and hash a paper of {mebibytes} MiB", ours, "copy, flush, read", theirs)]
