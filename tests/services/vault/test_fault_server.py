"""The fault injector bites: flows that are not whole at each write are caught, a flow that is whole is not."""

import os
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import pytest
from sqlcipher3 import dbapi2

from app.models.domain.errors import EnvironmentProblemError
from app.services.vault.engine import connect
from app.services.vault.faults import translated
from tests.services.vault.fault_server import FAULTS, FaultServer, Flow, Say
from tests.services.vault.faulty_disk import Fault

KEY = bytes(range(32))
OLD, NEW = "old " * 3000, "new " * 3000


def begin(folder: Path) -> None:
    (folder / "note").write_text(OLD)


def whole(folder: Path, said: list[str]) -> None:
    note = (folder / "note").read_text()
    assert note in {OLD, NEW}, "half a note"
    assert note == NEW or not said, "lost what was said to be done"


def atomic(folder: Path, say: Say) -> None:
    partial = folder / "note.partial"
    with translated():
        partial.unlink(missing_ok=True)
        with partial.open("w") as note:
            note.write(NEW)
            note.flush()
            os.fsync(note.fileno())
        partial.replace(folder / "note")
    say("done")


def overwriting(folder: Path, say: Say) -> None:
    with translated():
        (folder / "note").write_text(NEW)
    say("done")


def hasty(folder: Path, say: Say) -> None:
    say("done")
    atomic(folder, lambda _: None)


def silent(folder: Path, say: Say) -> None:
    with suppress(EnvironmentProblemError):
        atomic(folder, lambda _: None)
    say("done")


def blunt(folder: Path, say: Say) -> None:
    """Lets the error of the machine out as it is."""
    (folder / "other").write_bytes(b"x")
    say("")


ATOMIC, OVERWRITING, HASTY, SILENT = (Flow(begin, act, whole) for act in (atomic, overwriting, hasty, silent))
BLUNT = Flow(begin, blunt, lambda _folder, _said: None)


def begin_rows(folder: Path) -> None:
    connection = connect(folder / "two.db", KEY)
    connection.execute("CREATE TABLE two (place)")
    connection.close()


def insert_both(folder: Path, say: Say, *, together: bool) -> None:
    with translated():
        connection = connect(folder / "two.db", KEY)
        connection.execute("BEGIN" if together else "SELECT 1")
        connection.execute("INSERT INTO two VALUES ('left')")
        connection.execute("INSERT INTO two VALUES ('right')")
        if together:
            connection.execute("COMMIT")
    say("done")
    with suppress(dbapi2.Error):
        connection.close()


def both_or_none(folder: Path, said: list[str]) -> None:
    connection = connect(folder / "two.db", KEY)
    rows = [row[0] for row in connection.execute("SELECT place FROM two")]
    connection.close()
    assert rows in ([], ["left", "right"]), rows
    assert rows or not said, "lost what was said to be done"


TOGETHER = Flow(begin_rows, lambda folder, say: insert_both(folder, say, together=True), both_or_none)
APART = Flow(begin_rows, lambda folder, say: insert_both(folder, say, together=False), both_or_none)

Serve = Callable[[str], FaultServer]


@pytest.fixture
def serve(tmp_path: Path) -> Iterator[Serve]:
    served: list[FaultServer] = []

    def server(name: str) -> FaultServer:
        served.append(FaultServer(f"tests.services.vault.test_fault_server:{name}", tmp_path / name))
        return served[-1]

    yield server
    for one in served:
        one.__exit__()


def everywhere(server: FaultServer, fault: Fault) -> list[str]:
    """What the check said at each write."""
    return [server.run(fault, place).verdict for place in range(1, server.writes + 1)]


@pytest.mark.parametrize("name", ["ATOMIC", "TOGETHER"])
def test_a_whole_flow_survives_every_fault_at_every_write(serve: Serve, name: str) -> None:
    server = serve(name)
    # Opening, bytes, flush and rename of the one; log, its index and the database of the other.
    assert server.writes >= 4
    for fault in FAULTS:
        outcomes = server.assert_survives(fault, range(1, server.writes + 1))
        if fault not in {Fault.KILL, Fault.TORN}:
            assert any(outcome.code for outcome in outcomes), fault


def test_every_code_of_the_disk_is_met(serve: Serve) -> None:
    server = serve("ATOMIC")
    codes = {fault: {server.run(fault, place).code for place in (1, 2)} - {""} for fault in FAULTS[2:]}
    assert codes == {
        Fault.FULL: {"disk.full"},
        Fault.READ_ONLY: {"disk.read-only"},
        Fault.DENIED: {"disk.read-only"},
    }


@pytest.mark.parametrize(
    ("name", "fault", "finding"),
    [
        ("OVERWRITING", Fault.KILL, "half a note"),
        ("OVERWRITING", Fault.TORN, "half a note"),
        ("OVERWRITING", Fault.FULL, "half a note"),
        ("OVERWRITING", Fault.READ_ONLY, "half a note"),
        ("HASTY", Fault.KILL, "lost what was said"),
        ("HASTY", Fault.DENIED, "lost what was said"),
        ("SILENT", Fault.FULL, "lost what was said"),
        ("SILENT", Fault.READ_ONLY, "lost what was said"),
        ("APART", Fault.KILL, "['left']"),
        ("APART", Fault.FULL, "['left']"),
        ("BLUNT", Fault.FULL, "OSError"),
        ("BLUNT", Fault.READ_ONLY, "OSError"),
    ],
)
def test_a_flow_that_is_not_whole_is_caught(serve: Serve, name: str, fault: Fault, finding: str) -> None:
    server = serve(name)
    assert any(finding in verdict for verdict in everywhere(server, fault))
    with pytest.raises(AssertionError):
        server.assert_survives(fault, range(1, server.writes + 1))
