"""Any byte of any file of a vault is changed: it is found and named, what is refused has a code, and nothing crashes.

What "found" means: ``sekisho vault check`` names the file. Every page of a database carries its code (SQLCipher's HMAC
over page, nonce and number), also a page that no table uses; every frame of a write-ahead log is in a chain of
checksums; every piece of a sealed file is authenticated. So what is read is either what was written or an error. Only a
log can lose something by a flipped byte: SQLite then leaves the rest of it, and the state is a whole earlier one.
"""

import shutil
from collections.abc import Iterator
from contextlib import closing
from hashlib import shake_256
from pathlib import Path

import pytest
from sqlcipher3 import dbapi2

from app.models.domain.errors import AppError, VaultError
from app.models.domain.examination import Flaw
from app.models.domain.ids import BlobId
from app.services.stations.throttle import FILE as TRIES
from app.services.vault.blobs import BlobFolder
from app.services.vault.engine import connect
from app.services.vault.examining.examination import Examination
from app.services.vault.examining.log_tail import examine_log
from app.services.vault.examining.opened_file import OpenedFile
from app.services.vault.faults import translated
from app.services.vault.slots import read_slots
from app.services.vault.vault import Vault, file_keys
from tests.services.exchange.offices import entropy
from tests.services.exchange.world import Snapshots, World
from tests.services.stations import desks
from tests.services.vault.test_vault_file import At
from tests.thoroughness import amount

A_FEW, ALL = 100, amount(1_000, 10_000)
"""Flips in the quick and in the slow tests."""
KEY = bytes(range(32))
MIB = 1024 * 1024
Flip = tuple[int, int]
"""Place and mask."""


def draws(seed: str, size: int, number: int) -> Iterator[Flip]:
    """So many places below ``size`` and masks that change something, the same each time."""
    for turn in range(number):
        drawn = int.from_bytes(shake_256(f"{seed}/{turn}".encode()).digest(9), "big")
        yield (drawn >> 8) % size, 1 + (drawn & 0xFF) % 255


class Flipped:
    """A file in which one byte at a time is another one."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._data = path.read_bytes()
        self.size = len(self._data)

    def at(self, flip: Flip) -> None:
        place, mask = flip
        with self.path.open("r+b") as file:
            file.seek(place)
            file.write(bytes([self._data[place] ^ mask]))

    def restore(self) -> None:
        """The file as it was, whatever happened to it; nothing beside it."""
        for tail in ("-wal", "-shm"):
            self.path.with_name(self.path.name + tail).unlink(missing_ok=True)
        self.path.write_bytes(self._data)


def everything(path: Path, key: bytes) -> list[object]:
    """Every row of a database, by the way in which the program reads.

    Raises:
        AppError: The code that a user would see.
    """
    with translated(), closing(connect(path, key)) as connection:
        tables = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name").fetchall()
        return [connection.execute(f"SELECT * FROM {name}").fetchall() for (name,) in tables]  # noqa: S608 # our own


def read_or_refused(path: Path, key: bytes) -> list[object] | None:
    """The rows, or None where they were refused with a code."""
    try:
        return everything(path, key)
    except VaultError as refusal:
        if refusal.code not in {"vault.damaged", "vault.wrong-key"}:
            raise
        return None


@pytest.fixture(scope="module")
def closed(stages: Snapshots, tmp_path_factory: pytest.TempPathFactory) -> World:
    """A case with answers; its vault is closed."""
    world = stages.at("answered", tmp_path_factory.mktemp("flips") / "world")
    world.close()
    return world


def assert_database_flips_are_found(world: World, name: str, number: int) -> None:
    folder, key = world.agency.folder, file_keys(world.agency.keys.vault_key)[name]
    file, written = Flipped(folder / name), everything(folder / name, key)
    refused = 0
    for flip in draws(name, file.size, number):
        file.restore()
        file.at(flip)
        findings: list[Flaw] = []
        examined = OpenedFile(file.path, key)
        examined.examine_pages(lambda flaw, _place, kept=findings: kept.append(flaw))  # type: ignore[misc] # bound now
        examined.close()
        assert findings, (name, flip)
        assert set(findings) <= {Flaw.PAGE_DAMAGED, Flaw.FILE_UNREADABLE, Flaw.STRUCTURE_DAMAGED}, (name, flip)
        rows = read_or_refused(file.path, key)
        assert rows in (None, written), (name, flip, "silently wrong")
        refused += rows is None
    file.restore()
    assert everything(folder / name, key) == written
    assert refused > number // 4, "the flips fell where nobody reads"


@pytest.mark.parametrize("name", ["vault.db", "keys.db"])
def test_a_few_hundred_flipped_bytes_of_a_database_are_found(closed: World, name: str) -> None:
    assert_database_flips_are_found(closed, name, A_FEW)


@pytest.mark.slow
@pytest.mark.timeout(3000)
@pytest.mark.parametrize("name", ["vault.db", "keys.db"])
def test_thousands_of_flipped_bytes_of_a_database_are_found(closed: World, name: str) -> None:
    assert_database_flips_are_found(closed, name, ALL)


def place_of(world: World, table: str) -> int:
    """A byte in the first page of a table; which page that is differs from vault to vault."""
    path, key = world.agency.folder / "vault.db", file_keys(world.agency.keys.vault_key)["vault.db"]
    with closing(connect(path, key)) as connection:
        ((size,),) = connection.execute("PRAGMA page_size").fetchall()
        ((page,),) = connection.execute("SELECT rootpage FROM sqlite_schema WHERE name = ?", (table,)).fetchall()
    return (int(page) - 1) * int(size) + int(size) // 4


@pytest.mark.parametrize("where", [0, 16, 1000, "cases"])
def test_the_program_itself_refuses_with_a_code(at: At, where: int | str) -> None:
    """The same through the vault: unlocking or reading ends in a code, and the examination goes on to the end."""
    world = at("answered")
    world.close()
    place = where if isinstance(where, int) else place_of(world, where)
    office, file = world.agency, Flipped(world.agency.folder / "vault.db")
    file.at((place, 4))
    with pytest.raises(VaultError) as told:  # noqa: PT012 # opening or reading, as the page lies
        vault = Vault.open(office.folder, office.keys.vault_key, entropy)
        try:
            with vault.read() as unit:
                unit.people.station()
                unit.cases.all_for_matching()
                unit.documents.newest_of_kind(world.case, "answers")
                unit.record.is_sound()
        finally:
            vault.close()
    assert told.value.code in {"vault.damaged", "vault.wrong-key"}
    report = Examination(office.folder, office.keys.vault_key, read_slots(office.folder)).run()
    assert report.damages > 0


# The write-ahead log.


class Log:
    """A database with a log of six transactions beside it, as a process that was killed leaves it."""

    def __init__(self, folder: Path) -> None:
        made = folder / "made"
        made.mkdir()
        writer = connect(made / "log.db", KEY)
        writer.execute("CREATE TABLE notes (number INTEGER PRIMARY KEY, content)")
        writer.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
        for number in range(6):
            writer.execute("INSERT INTO notes VALUES (?, ?)", (number, bytes([number]) * 6000))
        # Copied while it is open: closing would write the log back.
        self.path = folder / "log.db"
        for tail in ("", "-wal"):
            shutil.copyfile(made / f"log.db{tail}", folder / f"log.db{tail}")
        writer.close()
        self._base, self.log = self.path.read_bytes(), Flipped(folder / "log.db-wal")

    def restore(self) -> None:
        self.path.write_bytes(self._base)
        self.path.with_name("log.db-shm").unlink(missing_ok=True)
        self.log.path.write_bytes(self.log._data)

    def notes(self) -> list[int]:
        with translated(), closing(connect(self.path, KEY)) as connection:
            rows = connection.execute("SELECT number, content FROM notes ORDER BY number").fetchall()
        assert all(content == bytes([number]) * 6000 for number, content in rows), "silently wrong"
        return [number for number, _ in rows]


def assert_log_flips_are_found(folder: Path, number: int) -> None:
    log = Log(folder)
    assert examine_log(log.log.path) is None
    assert log.notes() == list(range(6))
    lost = 0
    for flip in draws("log", log.log.size, number):
        log.restore()
        log.log.at(flip)
        flaw = examine_log(log.log.path)
        notes = log.notes()
        assert notes == list(range(len(notes))), (flip, "not a whole earlier state")
        lost += len(notes) < 6
        # A finished transaction that is lost is found before anybody opens the file.
        assert flaw in {Flaw.LOG_DAMAGED, Flaw.LOG_TAIL} or len(notes) == 6, flip
    assert lost > number // 2


def test_a_few_hundred_flipped_bytes_of_a_log_are_found(tmp_path: Path) -> None:
    assert_log_flips_are_found(tmp_path, A_FEW)


@pytest.mark.slow
@pytest.mark.timeout(1800)
def test_thousands_of_flipped_bytes_of_a_log_are_found(tmp_path: Path) -> None:
    assert_log_flips_are_found(tmp_path, ALL)


@pytest.mark.parametrize("cut", [1, 31, 32, 33, 60, 4000, 4152, 8300])
def test_a_log_cut_off_is_a_whole_earlier_state_and_its_rest_is_named(tmp_path: Path, cut: int) -> None:
    log = Log(tmp_path)
    log.log.path.write_bytes(log.log._data[:cut])
    flaw = examine_log(log.log.path)
    notes = log.notes()
    assert notes == list(range(len(notes)))
    assert flaw in {None, Flaw.LOG_TAIL}


# Sealed files.


def assert_blob_flips_are_found(folder: Path, size: int, number: int) -> None:
    blobs, name = BlobFolder(folder, entropy), BlobId("a" * 32)
    content = shake_256(b"content").digest(size)
    (folder / "source").write_bytes(content)
    with (folder / "source").open("rb") as source:
        blobs.put(name, source, KEY)
    file = Flipped(folder / name)
    for flip in draws("blob", file.size, number):
        file.at(flip)
        read = b""
        with pytest.raises(VaultError, match=r"^vault.record-damaged$"):  # noqa: PT012 # what came before is true
            for piece in blobs.read(name, KEY):
                read += piece
        assert content.startswith(read)
        file.at((flip[0], 0))
    assert b"".join(blobs.read(name, KEY)) == content


def test_a_few_hundred_flipped_bytes_of_a_paper_are_found(tmp_path: Path) -> None:
    assert_blob_flips_are_found(tmp_path, 300_000, A_FEW)


@pytest.mark.slow
@pytest.mark.timeout(1800)
def test_thousands_of_flipped_bytes_of_a_paper_are_found(tmp_path: Path) -> None:
    assert_blob_flips_are_found(tmp_path, 2 * MIB + 5000, ALL)


# The slots.


@pytest.fixture
def made(tmp_path: Path) -> Path:
    folder = tmp_path / "vault"
    desks.make(folder)
    return folder


SLOT_CODES = {
    "vault.slots-damaged",
    "vault.slot-parameters",
    "vault.wrong-passphrase",
    "vault.unknown-officer",
    "vault.memory-short",
}


def assert_slot_flips_are_found(folder: Path, step: int) -> None:
    """Each byte: refused with a code, or the same vault is opened; then the file differs from the vault's own copy."""
    first = desks.person(folder, desks.FIRST)
    file = Flipped(folder / "keyslots.json")
    door = desks.door(folder)
    key = door.entry(first, desks.FIRST.passphrase).vault_key
    opened = 0
    for place in range(0, file.size, step):
        file.restore()
        # A flip that passes for a wrong passphrase counts as a try; here nobody waits for the next one.
        (folder / TRIES).unlink(missing_ok=True)
        file.at((place, 1 + place % 31))
        try:
            entry = door.entry(first, desks.FIRST.passphrase)
        except AppError as refusal:
            if refusal.code not in SLOT_CODES:
                raise
            continue
        assert entry.vault_key == key
        opened += 1
        flaws = [one.flaw for one in Examination(folder, key, entry.slots).run().findings]
        assert Flaw.SLOTS_DIFFER in flaws, place
        assert read_slots(folder) == entry.slots
    file.restore()
    assert opened, "the other officer's slot and the names open nothing and close nothing"
    assert Flaw.SLOTS_DIFFER not in [one.flaw for one in Examination(folder, key, read_slots(folder)).run().findings]


def test_flipped_bytes_of_the_slots_are_found(made: Path) -> None:
    assert_slot_flips_are_found(made, 29)


@pytest.mark.slow
@pytest.mark.timeout(3000)
def test_every_flipped_byte_of_the_slots_is_found(made: Path) -> None:
    assert_slot_flips_are_found(made, amount(7, 1))


def test_the_checks_bite(tmp_path: Path) -> None:
    """A reader that does not look at codes would have taken a flipped byte for data."""
    connection = dbapi2.connect(str(tmp_path / "plain.db"))
    connection.execute("CREATE TABLE notes (content)")
    connection.execute("INSERT INTO notes VALUES ('true')")
    connection.commit()
    connection.close()
    file = Flipped(tmp_path / "plain.db")
    place = file._data.index(b"true")
    file.at((place, 1))
    connection = dbapi2.connect(str(tmp_path / "plain.db"))
    assert connection.execute("SELECT content FROM notes").fetchone() == ("urue",)
    connection.close()
