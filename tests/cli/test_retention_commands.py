"""Retention at the terminal: hold, mark, destroy before a witness, certify."""

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.cli.terminal import Said, sekisho
from tests.services.exchange.offices import OFFICERS
from tests.services.exchange.world import Snapshots, World
from tests.services.retention.ending import withdrawn

Run = Callable[..., Said]


@pytest.fixture
def world(tmp_path: Path) -> World:
    """An agency whose case was withdrawn; its vault is closed."""
    made = Snapshots(tmp_path / "kept").at("answered", tmp_path / "world")
    withdrawn(made)
    made.close()
    return made


@pytest.fixture
def run(world: World, tmp_path: Path) -> Run:
    """A command as an officer of the agency."""
    file = tmp_path / "passphrases.txt"
    file.write_text("\n".join(f"agency {who}\tpassphrase of {who}" for who in OFFICERS))
    file.chmod(0o600)

    def command(officer: str, *words: str | Path) -> Said:
        who = ("--vault", world.agency.folder, "--officer", f"agency {officer}", "--passphrase-file", file)
        return sekisho("retention", *words, *who, lang="en")

    return command


def test_a_case_is_held_released_marked_destroyed_and_certified(world: World, run: Run, tmp_path: Path) -> None:
    case = world.case
    listed = run("auditor", "list")
    assert case in listed.out
    reason = tmp_path / "reason.txt"
    reason.write_text("監査のため")
    held = run("security", "hold", case, "--ground", "audit", "--reason-file", reason)
    assert held.code == 0, held.err
    assert run("security", "mark", case, "--basis", "withdrawn").code == 3
    hold = run("auditor", "holds").out.split("\t")[0]
    assert run("security", "release", hold).code == 3
    assert run("security", "holds", "--case", case).out == run("auditor", "holds").out
    assert run("auditor", "holds", "--case", case).code == 3
    assert run("second-security", "release", hold, "--case", case).code == 0
    assert "ended" in run("auditor", "holds").out
    marked = run("security", "mark", case, "--basis", "withdrawn")
    assert marked.code == 0, marked.err
    alone = run("second-security", "destroy", case, "--witness", "agency second-security")
    assert (alone.code, "access.same-person" in alone.err) == (3, True)
    done = run("second-security", "destroy", case, "--witness", "agency auditor")
    assert done.code == 0, done.err
    assert case not in run("auditor", "list").out
    assert "not certified" in run("auditor", "ledger").out
    out = tmp_path / "F32.pdf"
    assert run("second-security", "certificate", case, "--out", out).code == 0
    assert out.read_bytes().startswith(b"%PDF-")
    assert run("auditor", "certificate", case, "--out", tmp_path / "again.pdf").code == 0
    assert "not certified" not in run("auditor", "ledger").out


def test_what_is_not_there_is_named_so(run: Run) -> None:
    assert "record.not-found" in run("security", "mark", "nothing").err
    assert "record.not-found" in run("security", "release", "nothing").err
