"""What lies on the disk: readable by any SQLCipher 4 with the documented key, and by nothing else."""

import hashlib
import hmac
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from sqlcipher3 import dbapi2

from app.models.domain.acts import Action
from app.models.domain.errors import BugError, VaultError
from app.models.schema.tables import SCHEMA_VERSION
from app.services.desk import Act
from app.services.papers.filing import SMALL, file_scan
from app.services.vault.engine import connect
from app.services.vault.vault import Vault
from tests.services.exchange.offices import Office, entropy
from tests.services.exchange.world import PDF, PEOPLE, World

At = Callable[[str], World]

DRIVER = """
import sys, sqlcipher3
path, key, sql = sys.stdin.read().split("\\n")
connection = sqlcipher3.connect(path)
connection.execute(f"PRAGMA key = \\"x'{key}'\\"")
for row in connection.execute(sql):
    print(*row)
print(*(connection.execute(f"PRAGMA {name}").fetchone()[0]
        for name in ("cipher_version", "cipher_page_size", "cipher_hmac_algorithm", "integrity_check")))
print(sorted(name for name in sys.modules if name.split(".")[0] in {"app", "sqlalchemy"}))
"""


def by_bare_driver(path: Path, key: bytes, sql: str) -> list[str]:
    """Read with nothing but the driver, in a process that has never heard of the program."""
    done = subprocess.run(  # noqa: S603 # our own script
        [sys.executable, "-I", "-c", DRIVER],
        input=f"{path}\n{key.hex()}\n{sql}",
        capture_output=True,
        text=True,
        check=True,
        cwd="/",
        timeout=60,
    )
    return done.stdout.splitlines()


def content(folder: Path) -> dict[str, bytes]:
    return {str(one.relative_to(folder)): one.read_bytes() for one in sorted(folder.rglob("*")) if one.is_file()}


def raw(office: Office) -> Any:
    return connect(office.folder / "vault.db", office.keys.vault_key)


@contextmanager
def act(world: World) -> Iterator[Act]:
    """Any act in the agency that may file a paper."""
    with world.agency.desk.act(world.agency.actor("security"), Action.SEE_EXPORTS) as running:
        yield running


def vault_code(folder: Path, key: bytes) -> str:
    """Code of the refusal when the vault is opened and read, or ``opened``."""
    try:
        vault = Vault.open(folder, key, entropy)
    except VaultError as refusal:
        return refusal.code
    try:
        vault.station()
    except VaultError as refusal:
        return refusal.code
    finally:
        vault.close()
    return "opened"


def test_any_sqlcipher_opens_the_vault_with_the_raw_key(at: At) -> None:
    world = at("consented")
    world.close()
    office = world.agency
    said = by_bare_driver(
        office.folder / "vault.db", office.keys.vault_key, "SELECT state, name FROM cases ORDER BY number"
    )
    assert said[:2] == [f"consented {PEOPLE[0][0]}", f"consented {PEOPLE[1][0]}"]
    assert said[2].startswith("4.")
    assert said[2].endswith(" 4096 HMAC_SHA512 ok")
    assert said[3] == "[]"


def test_the_key_of_the_case_keys_follows_from_the_vault_key(at: At) -> None:
    world = at("consented")
    world.close()
    office = world.agency
    # HKDF-SHA256 (RFC 5869) without salt, as documented, by the standard library alone.
    extracted = hmac.digest(bytes(32), office.keys.vault_key, hashlib.sha256)
    key = hmac.digest(extracted, b"sekisho/user-secret/1\x00case-keys\x01", hashlib.sha256)
    said = by_bare_driver(office.folder / "keys.db", key, "SELECT count(*), min(length(key)) FROM case_keys")
    assert said[0] == "3 32"


def test_no_file_of_the_vault_shows_what_is_in_it(at: At) -> None:
    """Markers from every room of the case, looked for in every file, with the vault open and closed."""
    world = at("notified")
    with act(world) as running:
        scan = file_scan(running, "another-owner", PDF + bytes(SMALL))
    markers = [PDF, "特に問題は認められない。".encode(), "総合的に判断した。".encode(), "担当窓口".encode()]
    markers += [person[place].encode() for person in PEOPLE for place in (0, 1)]
    markers += [person[0].encode("utf-16-le") for person in PEOPLE]
    markers += [office.keys.vault_key for office in world.offices]
    markers += [office.keys.vault_key.hex().encode() for office in world.offices]
    markers += [b"CREATE TABLE", b"SQLite format 3", b"decision.signed", b"investigation-requested"]
    files_while_open = {
        f"{office.name}/{name}": data for office in world.offices for name, data in content(office.folder).items()
    }
    beside = {"vault.db", "vault.db-wal", "vault.db-shm", "keys.db", "keyslots.json", f"blobs/{scan.blob_id}"}
    assert {f"agency/{name}" for name in beside} <= set(files_while_open)
    world.close()
    for office in world.offices:
        for name, data in (*content(office.folder).items(), *files_while_open.items()):
            found = [marker for marker in markers if marker in data]
            assert found == [], name


def test_the_marker_test_would_find_a_marker(at: At) -> None:
    """The same search over the opened rows does find them: the markers are really in there."""
    world = at("notified")
    assert PEOPLE[0][0] in [str(value) for row in world.agency.rows("cases") for value in row]
    with world.agency.desk.vault.read() as unit:
        kept = unit.documents.newest_of_kind(world.case, "evaluation")
    assert "総合的に判断した。".encode() in kept[0].content


def test_another_key_is_refused_and_changes_nothing(at: At) -> None:
    world = at("trusted")
    world.close()
    before = content(world.agency.folder)
    assert vault_code(world.agency.folder, bytes(32)) == "vault.wrong-key"
    assert vault_code(world.agency.folder, world.investigation.keys.vault_key) == "vault.wrong-key"
    assert content(world.agency.folder) == before


def test_without_a_key_the_file_is_no_database(at: At) -> None:
    world = at("trusted")
    world.close()
    for path in (world.agency.folder / "vault.db", world.agency.folder / "keys.db"):
        assert not path.read_bytes().startswith(b"SQLite format 3")
        connection = dbapi2.connect(str(path))
        with pytest.raises(dbapi2.DatabaseError, match="not a database"):
            connection.execute("SELECT * FROM sqlite_master")
        connection.close()


@pytest.mark.parametrize("length", [0, 5, 31, 33, 48])
def test_a_forgotten_key_makes_no_file(tmp_path: Path, length: int) -> None:
    """Without a key SQLCipher makes an open file without a word; one of another length it takes for a passphrase."""
    with pytest.raises(BugError):
        connect(tmp_path / "vault.db", bytes(length))
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("setting", "value"),
    [
        ("journal_mode", "wal"),
        ("synchronous", 2),  # full: every commit is flushed before it is acknowledged
        ("foreign_keys", 1),
        ("secure_delete", 1),
        ("temp_store", 2),
        ("trusted_schema", 0),
        ("cell_size_check", 1),
        ("cipher_status", "1"),
        ("cipher_memory_security", "0"),
    ],
)
def test_every_connection_is_set_the_same_way(at: At, setting: str, value: object) -> None:
    world = at("trusted")
    vault = world.agency.desk.vault
    for engine in (vault._writer, vault._reader, vault.case_keys._engine):
        with engine.begin() as connection:
            assert connection.exec_driver_sql(f"PRAGMA {setting}").scalar_one() == value


def test_a_plain_database_in_the_place_of_the_vault_is_refused(at: At) -> None:
    world = at("trusted")
    world.close()
    path = world.agency.folder / "vault.db"
    path.unlink()
    plain = sqlite3.connect(path)
    plain.execute("CREATE TABLE station (only_one)")
    plain.close()
    assert vault_code(world.agency.folder, world.agency.keys.vault_key) == "vault.wrong-key"


@pytest.mark.parametrize("missing", ["vault.db", "keys.db"])
def test_a_vault_that_lacks_a_file_is_missing(at: At, missing: str) -> None:
    world = at("trusted")
    world.close()
    (world.agency.folder / missing).unlink()
    assert vault_code(world.agency.folder, world.agency.keys.vault_key) == "vault.missing"
    assert not (world.agency.folder / missing).exists()


@pytest.mark.parametrize(
    ("version", "code"), [(SCHEMA_VERSION + 1, "vault.newer"), (10_000, "vault.newer"), (0, "vault.unfinished")]
)
def test_a_vault_of_another_version_says_so_and_is_not_touched(at: At, version: int, code: str) -> None:
    world = at("trusted")
    world.close()
    connection = raw(world.agency)
    connection.execute(f"PRAGMA user_version = {version}")
    connection.close()
    before = content(world.agency.folder)
    assert vault_code(world.agency.folder, world.agency.keys.vault_key) == code
    assert content(world.agency.folder) == before


@pytest.mark.parametrize("place", [0, 20, 5000, 20_000, -100])
def test_one_flipped_bit_is_noticed(at: At, tmp_path: Path, place: int) -> None:
    """Every page carries its code: a changed page is never read as data."""
    world = at("consented")
    world.close()
    folder = tmp_path / "flipped"
    shutil.copytree(world.agency.folder, folder)
    data = bytearray((folder / "vault.db").read_bytes())
    data[place] ^= 1
    (folder / "vault.db").write_bytes(data)
    connection = None
    with pytest.raises((VaultError, dbapi2.DatabaseError)):  # noqa: PT012 # opening or reading, as the page lies
        connection = connect(folder / "vault.db", world.agency.keys.vault_key)
        for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall():
            connection.execute(f"SELECT * FROM {name}").fetchall()  # noqa: S608 # names of our own tables
        damaged = connection.execute("PRAGMA cipher_integrity_check").fetchall()
        raise VaultError("vault.damaged" if damaged else "nothing was noticed")
    if connection is not None:
        connection.close()


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE events SET person = 'somebody else' WHERE seq = 0",
        "UPDATE events SET seq = 9999 WHERE seq = 0",
        "DELETE FROM events WHERE seq = (SELECT max(seq) FROM events)",
        "DELETE FROM events",
        """INSERT OR REPLACE INTO events SELECT seq, at, 'log.seen', person, subject, purpose, result, entry, leaf
           FROM events WHERE seq = 0""",
    ],
)
def test_the_record_cannot_be_rewritten_even_with_the_key(at: At, statement: str) -> None:
    world = at("trusted")
    before = world.agency.rows("events")
    connection = raw(world.agency)
    with pytest.raises(dbapi2.IntegrityError, match=r"^record$"):
        connection.execute(statement)
    connection.close()
    assert world.agency.rows("events") == before


@pytest.mark.parametrize(
    "change",
    [
        "entry = CAST(replace(entry, 'done', 'gone') AS BLOB)",
        "entry = replace(entry, 'done', 'gone')",
        "entry = x'00'",
        "leaf = zeroblob(32)",
        "at = '2025-01-01T00:00:00+00:00'",
        "code = 'log.seen'",
        "person = 'somebody else'",
        "subject = 'another case'",
        "purpose = '3'",
        "result = 'refused:sealed'",
    ],
)
def test_a_record_rewritten_behind_the_triggers_is_found(at: At, change: str) -> None:
    world = at("trusted")
    connection = raw(world.agency)
    connection.execute("DROP TRIGGER events_never_change")
    connection.execute(f"UPDATE events SET {change} WHERE seq = 2")  # noqa: S608 # from the list above
    connection.close()
    report = world.agency.services.record.verify(world.agency.actor("auditor"))
    assert not report.is_sound
    assert report.damaged == (2,)


def test_a_record_cut_at_its_end_is_found(at: At) -> None:
    world = at("trusted")
    connection = raw(world.agency)
    connection.execute("DROP TRIGGER events_never_vanish")
    connection.execute("DELETE FROM events WHERE seq = (SELECT max(seq) FROM events)")
    connection.close()
    assert not world.agency.services.record.verify(world.agency.actor("auditor")).is_sound
