"""The examination names every flaw of a vault at its place, goes on after the first; a sound vault has none."""

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from app.models.domain.examination import TRACES, Examined, Flaw
from app.services.crypto.keyslot import derive
from app.services.papers.filing import SMALL, file_scan
from app.services.vault.case_keys import CaseKeys
from app.services.vault.engine import connect
from app.services.vault.examining.examination import STEPS, Examination
from app.services.vault.slots import read_slots
from tests.services.exchange.offices import Office, entropy
from tests.services.exchange.world import PDF, World
from tests.services.vault.test_vault_file import At, act, raw

PAGE = 4096


def examined(office: Office, **told: Any) -> Examined:
    return Examination(office.folder, office.keys.vault_key, read_slots(office.folder), **told).run()


def found(office: Office) -> set[tuple[Flaw, str]]:
    return {(one.flaw, one.place) for one in examined(office).findings}


def flip(path: Path, place: int) -> None:
    data = bytearray(path.read_bytes())
    data[place] ^= 0x20
    path.write_bytes(data)


def keys_file(office: Office) -> Any:
    return connect(office.folder / "keys.db", derive(office.keys.vault_key, "case-keys"))


def run_sql(open_file: Callable[[Office], Any], *statements: str) -> Callable[[World], None]:
    def damage(world: World) -> None:
        connection = open_file(world.agency)
        connection.execute("PRAGMA foreign_keys = OFF")
        for statement in statements:
            connection.execute(statement)
        connection.close()

    return damage


def with_file(name: str, change: Callable[[Path], object]) -> Callable[[World], None]:
    return lambda world: (change(world.agency.folder / name), None)[1]


def a_blob(world: World) -> Path:
    return next((world.agency.folder / "blobs").iterdir())


def page_of_no_use(path: Path) -> None:
    """A page that no table uses any more, damaged; nothing that is read meets it."""
    flip(path, path.stat().st_size - PAGE // 2)


NO_RECORD_GUARD = ("DROP TRIGGER events_never_change", "DROP TRIGGER events_never_vanish")
DAMAGES: dict[str, tuple[Callable[[World], None], Flaw, str]] = {
    "a file is gone": (with_file("keys.db", Path.unlink), Flaw.FILE_MISSING, "keys.db"),
    "the folder of papers is gone": (with_file("blobs", shutil.rmtree), Flaw.FILE_MISSING, "blobs"),
    "the head of a file": (with_file("vault.db", lambda path: flip(path, 20)), Flaw.FILE_UNREADABLE, "vault.db"),
    "the salt of a file": (with_file("vault.db", lambda path: flip(path, 3)), Flaw.FILE_UNREADABLE, "vault.db"),
    "a page": (with_file("vault.db", lambda path: flip(path, 5 * PAGE)), Flaw.PAGE_DAMAGED, "vault.db:6"),
    "a page of keys": (with_file("keys.db", lambda path: flip(path, 3 * PAGE - 1)), Flaw.PAGE_DAMAGED, "keys.db:3"),
    "a row against the rules of its table": (
        run_sql(raw, "PRAGMA ignore_check_constraints = ON", "UPDATE blobs SET purpose = ''"),
        Flaw.STRUCTURE_DAMAGED,
        "vault.db",
    ),
    "a trigger is gone": (
        run_sql(raw, NO_RECORD_GUARD[0]),
        Flaw.SCHEMA_DIFFERS,
        "events_never_change",
    ),
    "an index is gone": (run_sql(raw, "DROP INDEX ix_cases_due"), Flaw.SCHEMA_DIFFERS, "ix_cases_due"),
    "a trigger too many": (
        run_sql(raw, "CREATE TRIGGER silent AFTER INSERT ON cases BEGIN DELETE FROM cases; END"),
        Flaw.SCHEMA_DIFFERS,
        "silent",
    ),
    "another version": (run_sql(raw, "PRAGMA user_version = 77"), Flaw.VERSION_DIFFERS, "vault.db"),
    "a roster is gone": (run_sql(raw, "DELETE FROM rosters"), Flaw.REFERENCE_BROKEN, "candidates:1"),
    "an entry rewritten": (
        run_sql(raw, NO_RECORD_GUARD[0], "UPDATE events SET person = 'another' WHERE seq = 2"),
        Flaw.RECORD_ENTRY,
        "2",
    ),
    "an entry gone": (
        run_sql(raw, NO_RECORD_GUARD[1], "DELETE FROM events WHERE seq = 2"),
        Flaw.RECORD_HEAD,
        "log_state",
    ),
    "the head moved back": (run_sql(raw, "UPDATE log_state SET size = size - 1"), Flaw.RECORD_HEAD, "log_state"),
    "a key is gone": (run_sql(keys_file, "DELETE FROM case_keys"), Flaw.KEY_MISSING, "{case}"),
    "a key cut": (run_sql(keys_file, "UPDATE case_keys SET key = x'00'"), Flaw.KEY_DAMAGED, "{case}"),
    "another key": (
        run_sql(keys_file, "UPDATE case_keys SET key = zeroblob(32)"),
        Flaw.DOCUMENT_DAMAGED,
        "{document}",
    ),
    "a document of another place": (
        run_sql(raw, "UPDATE documents SET place = place || '-2'"),
        Flaw.DOCUMENT_DAMAGED,
        "{document}",
    ),
    "a large paper is gone": (lambda world: a_blob(world).unlink(), Flaw.PAPER_MISSING, "{blob}"),
    "a large paper": (lambda world: flip(a_blob(world), 70_000), Flaw.PAPER_DAMAGED, "{blob}"),
    "what is known of a paper": (
        run_sql(raw, "UPDATE blobs SET size_bytes = size_bytes + 1"),
        Flaw.PAPER_DIFFERS,
        "{blob}",
    ),
    "what is known of a letter": (
        run_sql(raw, "UPDATE letters SET sha256 = 'ab'"),
        Flaw.LETTER_DIFFERS,
        "{letter}",
    ),
    "a form pack": (
        run_sql(
            raw,
            "INSERT INTO form_packs VALUES ('ab', 'cesi-2025', 2, '2025-07-01', 'cd', X'00', '2025-06-10', 'nobody')",
        ),
        Flaw.PACK_DIFFERS,
        "ab",
    ),
    "a bundle in quarantine": (
        with_file("quarantine", lambda path: [path.mkdir(exist_ok=True), (path / ("0" * 64)).write_bytes(b"x")]),  # type: ignore[func-returns-value] # for its effect
        Flaw.QUARANTINE_DIFFERS,
        "0" * 64,
    ),
    "an officer too many": (
        run_sql(
            raw,
            "INSERT INTO officers (person_id, name, roles, signing_key, recipient, added_at)"
            " VALUES ('nobody', '', '', x'', x'', '')",
        ),
        Flaw.OFFICER_WITHOUT_SLOT,
        "nobody",
    ),
    "an officer too few": (
        run_sql(raw, "UPDATE officers SET ended_at = added_at WHERE roles = 'auditor'"),
        Flaw.SLOT_WITHOUT_OFFICER,
        "{auditor}",
    ),
    "a key too many": (
        run_sql(keys_file, "INSERT INTO case_keys VALUES ('no-case', zeroblob(32))"),
        Flaw.KEY_WITHOUT_CASE,
        "no-case",
    ),
    "another name in the slots file": (
        with_file("keyslots.json", lambda path: path.write_bytes(path.read_bytes().replace(b"auditor", b"Auditor"))),
        Flaw.SLOTS_DIFFER,
        "keyslots.json",
    ),
    "a paper too many": (
        with_file("blobs", lambda path: (path / "stray.partial").touch()),
        Flaw.FILE_WITHOUT_ROW,
        "stray.partial",
    ),
    "a file too many": (with_file("notes.txt", Path.touch), Flaw.FILE_LEFT_OVER, "notes.txt"),
}
ELSEWHERE = {
    Flaw.SLOTS_DAMAGED,  # tests/services/stations/test_examining.py
    Flaw.LOG_DAMAGED,  # tests/services/vault/test_flipped_bytes.py
    Flaw.LOG_TAIL,
    Flaw.TABLE_UNREADABLE,  # below
}


@pytest.fixture
def world(at: At) -> World:
    """A case with answers, and a paper that lies in a file of its own."""
    made = at("answered")
    with act(made) as running:
        file_scan(running, made.case, PDF + bytes(SMALL))
    return made


def places(world: World) -> dict[str, str]:
    office = world.agency
    return {
        "case": world.case,
        "document": str(office.rows("documents")[0][0]),
        "blob": a_blob(world).name,
        "letter": str(office.rows("letters")[0][0]),
        "auditor": office.person("auditor"),
    }


def test_a_sound_vault_has_no_flaw(world: World) -> None:
    for office in world.offices:
        report = examined(office)
        assert report.findings == ()
    world.close()
    report = examined(world.agency)
    assert report.findings == ()
    counts = dict(report.counts)
    assert (counts.pop("quarantine"), counts.pop("packs")) == (0, 0)
    assert min(counts.values()) >= 2
    assert set(counts) == {"pages", "entries", "keys", "documents", "papers"}


@pytest.mark.parametrize("name", DAMAGES)
def test_every_damage_is_found_and_named(world: World, name: str) -> None:
    damage, flaw, place = DAMAGES[name]
    known = places(world)
    world.close()
    damage(world)
    report = examined(world.agency)
    assert (flaw, place.format(**known)) in {(one.flaw, one.place) for one in report.findings}
    assert (report.damages == 0) == (flaw in TRACES)


def test_every_flaw_is_met_by_a_test() -> None:
    assert {flaw for _, flaw, _ in DAMAGES.values()} | ELSEWHERE == set(Flaw)


def test_a_damaged_page_that_nothing_uses_is_found(world: World) -> None:
    connection = raw(world.agency)
    connection.execute("CREATE TABLE scratch (content)")
    connection.execute("INSERT INTO scratch VALUES (zeroblob(40000))")
    connection.execute("DROP TABLE scratch")
    connection.close()
    world.close()
    page_of_no_use(world.agency.folder / "vault.db")
    ((flaw, _),) = found(world.agency)
    assert flaw is Flaw.PAGE_DAMAGED


def test_every_damage_is_found_not_only_the_first(world: World) -> None:
    """Of many documents half lie on damaged pages; each is named, the rest is opened."""
    office = world.agency
    with office.desk.vault.read() as unit:
        document = unit.documents.newest_of_kind(world.case, "answers")[0]
    with office.desk.vault.write() as unit:
        for number in range(2, 400):
            place = document.__class__(
                **{name: getattr(document, name) for name in document.__slots__}
                | {"document_id": f"{number:032}", "place": f"many-{number}", "content": entropy(3000)}
            )
            unit.documents.add(place)
    known = places(world)
    world.close()
    data = bytearray((office.folder / "vault.db").read_bytes())
    first = len(data) // PAGE - 500
    for page in range(first, len(data) // PAGE, 40):
        data[page * PAGE + 9] ^= 1
    (office.folder / "vault.db").write_bytes(data)
    a_blob(world).write_bytes(b"")
    report = examined(office)
    flaws = report.by_flaw()
    assert flaws[Flaw.PAGE_DAMAGED] >= 10
    assert flaws[Flaw.DOCUMENT_DAMAGED] >= 5
    assert flaws[Flaw.DOCUMENT_DAMAGED] < dict(report.counts)["documents"]
    assert (Flaw.PAPER_DAMAGED, known["blob"]) in {(one.flaw, one.place) for one in report.findings}


def test_a_table_whose_keys_cannot_be_read_is_named(world: World) -> None:
    connection = raw(world.agency)
    roots = {str(name): int(page) for name, page in connection.execute("SELECT name, rootpage FROM sqlite_master")}
    connection.close()
    world.close()
    path = world.agency.folder / "vault.db"
    for name in ("documents", "sqlite_autoindex_documents_1"):
        flip(path, (roots[name] - 1) * PAGE + 9)
    assert (Flaw.TABLE_UNREADABLE, "documents") in found(world.agency)


def test_an_examination_beside_an_open_vault_finds_nothing_and_disturbs_nobody(world: World) -> None:
    with world.agency.desk.vault.read() as unit:
        assert examined(world.agency).findings == ()
        assert unit.cases.all_for_matching()
    world.withdraw()
    assert examined(world.agency).findings == ()


def test_an_examination_shows_nothing_of_the_content(world: World) -> None:
    flip(a_blob(world), 5)
    with CaseKeysOf(world) as keys:
        keys.destroy(world.case)
    said = repr(examined(world.agency))
    for name in world.candidates:
        assert name not in said


class CaseKeysOf:
    def __init__(self, world: World) -> None:
        office = world.agency
        key = derive(office.keys.vault_key, "case-keys")
        self._keys = CaseKeys.open(office.folder / "keys.db", key, entropy)

    def __enter__(self) -> CaseKeys:
        return self._keys

    def __exit__(self, *_: object) -> None:
        self._keys.close()


def test_an_examination_tells_its_steps_and_can_be_stopped(world: World) -> None:
    steps: list[str] = []
    examined(world.agency, told=steps.append)
    assert steps == list(STEPS)

    def stop() -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        examined(world.agency, pulse=stop)
