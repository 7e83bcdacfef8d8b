"""Backups at the terminal, each command as a process of its own: made, listed, checked, drilled, recovered."""

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.cli.terminal import Said, process
from tests.services.backups.media import Sheets, appointed
from tests.services.exchange.offices import OFFICERS
from tests.services.exchange.world import Snapshots, World

Run = Callable[..., Said]
ADMINISTRATOR = "agency administrator"


@pytest.fixture(scope="module")
def stage(tmp_path_factory: pytest.TempPathFactory) -> Snapshots:
    return Snapshots(tmp_path_factory.mktemp("kept"))


@pytest.fixture
def world(stage: Snapshots, tmp_path: Path) -> World:
    return stage.at("answered", tmp_path / "world")


@pytest.fixture
def sheets(world: World) -> Sheets:
    """Both sheets of an agency whose vault is closed."""
    found = appointed(world.agency)
    world.close()
    return found


@pytest.fixture
def stick(tmp_path: Path) -> Path:
    place = tmp_path / "stick"
    place.mkdir()
    return place


@pytest.fixture
def secrets(tmp_path: Path) -> Path:
    file = tmp_path / "passphrases.txt"
    file.write_text("\n".join(f"agency {who}\tpassphrase of {who}" for who in OFFICERS))
    file.chmod(0o600)
    return file


@pytest.fixture
def run(world: World, sheets: Sheets, stick: Path, secrets: Path) -> Run:
    """A backup command on the stick, as an officer of the agency."""
    del sheets

    def command(word: str, officer: str = "administrator", *more: str | Path) -> Said:
        who = ("--vault", world.agency.folder, "--officer", f"agency {officer}", "--passphrase-file", secrets)
        return process("backup", word, "--medium", stick, *more, *who, "--lang", "en")

    return command


def test_make_list_check_and_drill(run: Run, tmp_path: Path, stick: Path) -> None:
    assert run("list").code == 0
    made = run("make")
    assert made.code == 0, made.err
    listed = run("list", "auditor")
    assert [row.split("\t")[0] for row in listed.out.splitlines()] == ["1"], listed.err
    checked = run("check", "auditor", "--number", "1")
    assert checked.code == 0, checked.err
    page = tmp_path / "page.pdf"
    drilled = run("drill", "auditor", "--number", "1", "--output", page)
    assert drilled.code == 0, drilled.err
    assert page.read_bytes().startswith(b"%PDF-")
    (envelope,) = stick.glob("*/1/vault.age")
    data = bytearray(envelope.read_bytes())
    data[len(data) // 2] ^= 1
    envelope.write_bytes(data)
    for word in ("check", "drill"):
        damaged = run(word, "auditor", "--number", "1")
        assert damaged.code != 0
        assert "backup." in damaged.err
    for said in (made, listed, checked, drilled):
        assert "passphrase of" not in said.out + said.err


def test_what_cannot_be_is_refused(run: Run, stick: Path) -> None:
    refused = run("make", "examiner")
    assert (refused.code, "access.wrong-role" in refused.err) == (3, True)
    assert list(stick.iterdir()) == []
    missing = run("check", "administrator", "--number", "7")
    assert (missing.code, "backup.not-found" in missing.err) == (3, True)


def test_both_sheets_recover_a_vault_whose_database_is_gone(
    run: Run, world: World, sheets: Sheets, stick: Path, secrets: Path, tmp_path: Path
) -> None:
    assert run("make").code == 0
    database = world.agency.folder / "vault.db"
    database.unlink()
    files = []
    for number, identity in enumerate((sheets.first, sheets.second), start=1):
        file = tmp_path / f"sheet-{number}.txt"
        file.write_text(identity.encode())
        file.chmod(0o600)
        files.append(file)
    words = ("--medium", stick, "--number", "1", "--sheet", files[0], "--sheet", files[1], "--without-keyring")
    more = ("--first-officer", ADMINISTRATOR, "--vault", world.agency.folder, "--passphrase-file", secrets)
    told = process("backup", "recover", *words, *more, "--lang", "ja")
    assert told.code == 0, told.err
    assert not database.exists(), "without --yes nothing is restored"
    done = process("backup", "recover", *words, *more, "--yes", "--lang", "ja")
    assert done.code == 0, done.err
    assert run("list").code == 0
    assert sheets.first.encode() not in told.out + told.err + done.out + done.err
