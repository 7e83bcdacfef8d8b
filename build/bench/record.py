"""The record: appending beside the act that it describes, and the check of every entry beside one SHA-256."""

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path

from app.models.domain.actor import Environment, OfficeKind, Role
from app.models.domain.evaluation import Evaluation, Outcome, Viewpoint
from app.models.domain.ids import CaseId, OfficeId, PersonId, StationId
from app.models.domain.lifecycle import State
from app.models.views.records import Letterhead, Station
from app.services.audit.merkle import Frontier, leaf_hash
from app.services.vault.engine import connect
from app.services.vault.repositories.record import Record
from app.services.vault.repositories.record_tree import NODE_LEVELS
from app.services.vault.vault import Vault
from build.bench.measure import Result, compare
from build.bench.offices import BenchOffice, add_cases, make_offices

ENTRIES = 1_000_000
ACTS = 50
_START = datetime(2025, 6, 10, tzinfo=UTC)
_KEY = bytes(range(32))
_COLUMNS = ("seq", "at", "code", "person", "subject", "purpose", "result")


def measure_append(folder: Path, acts: int = ACTS) -> list[Result]:
    """What the record costs of an act that changes something: seal, row, entry, commit, flush."""
    agency, _office, _clock = make_offices(folder)
    (case,) = add_cases(agency, 1, State.UNDER_EVALUATION)
    desk = agency.services.desk

    def ours() -> None:
        with desk.vault.write() as unit:
            for _ in range(acts):
                _append(unit.record, case, desk.clock.now())

    def theirs() -> None:
        for _ in range(acts):
            _write(agency, case)

    return [
        compare(f"append {acts} entries", ours, f"{acts} acts that write an evaluation, with their entries", theirs)
    ]


def _append(record: Record, case: CaseId, at: datetime) -> None:
    record.append(
        at=at,
        code="evaluation.written",
        person=PersonId("0" * 16),
        station="AGENCY1",
        session="0" * 16,
        subject=case,
        purpose="process",
        result="done",
        detail={},
    )


def _write(agency: BenchOffice, case: CaseId) -> None:
    viewpoints = tuple(Viewpoint("特に問題は認められない。") for _ in range(7))
    evaluation = Evaluation(viewpoints, "総合的に判断した。", Outcome.CLEARED)  # type: ignore[arg-type] # seven
    agency.services.decisions.write(agency.actor(Role.EXAMINER), case, evaluation)


def measure_verify(folder: Path, entries: int = ENTRIES) -> list[Result]:
    """Hash every entry, compare columns, place, subtrees and head; a root far back; a proof over half the record."""
    vault, data = _filled(folder, entries)

    def ours() -> None:
        with vault.read() as unit:
            if not unit.record.is_sound():
                raise RuntimeError

    def root() -> None:
        with vault.read() as unit:
            unit.record.tree.root_at(entries - entries // 3 - 1)

    def theirs() -> None:
        whole = sha256()
        for one in data:
            whole.update(one)
        whole.digest()

    results = [
        compare(f"verify {entries:,} entries", ours, "one SHA-256 over the same entries", theirs, rounds=2),
        compare(f"root at an earlier size of {entries:,} entries", root, "hash all leaves before it", _leaves(data)),
    ]
    vault.close()
    return results


def _leaves(data: list[bytes]) -> Callable[[], None]:
    def run() -> None:
        tree = Frontier()
        for one in data[: len(data) - len(data) // 3 - 1]:
            tree.append(leaf_hash(one))
        tree.root()

    return run


def _filled(folder: Path, entries: int) -> tuple[Vault, list[bytes]]:
    """A vault whose record has so many entries, written past the program so that it takes seconds."""
    station = Station(
        "0" * 32,
        StationId("AGENCY1"),
        OfficeId("AGENCY"),
        OfficeKind.AGENCY,
        "庁",
        "Agency",
        Environment.REHEARSAL,
        _START,
        device_bound=False,
    )
    Vault.create(folder, _KEY, _zeros, station, Letterhead("長官", "窓口", "窓口", "窓口", "窓口")).close()
    connection = connect(folder / "vault.db", _KEY)
    tree, data, nodes = Frontier(), list[bytes](), list[tuple[object, ...]]()
    connection.execute("BEGIN")
    for seq in range(entries):
        entry = {
            "at": (_START + timedelta(seconds=seq)).isoformat(),
            "code": "answers.seen",
            "detail": {"section": "2"},
            "person": f"{seq % 20:016x}",
            "purpose": "2",
            "result": "done",
            "seq": seq,
            "session": "0" * 16,
            "station": "AGENCY1",
            "subject": f"{seq % 5000:032x}",
        }
        line = json.dumps(entry, sort_keys=True, separators=(",", ":")).encode()
        leaf = leaf_hash(line)
        completed = tree.append(leaf)
        row = (*(entry[name] for name in _COLUMNS), line, leaf)
        connection.execute("INSERT INTO events VALUES (?,?,?,?,?,?,?,?,?)", row)
        nodes += [
            (level, (tree.size >> level) - 1, completed[level]) for level in NODE_LEVELS if level < len(completed)
        ]
        data.append(line)
    connection.executemany("INSERT INTO log_nodes VALUES (?,?,?)", nodes)
    connection.execute("UPDATE log_state SET size = ?, frontier = ?", (tree.size, b"".join(tree.hashes)))
    connection.execute("COMMIT")
    connection.close()
    return Vault.open(folder, _KEY, _zeros), data


def _zeros(length: int) -> bytes:
    return bytes(length)
