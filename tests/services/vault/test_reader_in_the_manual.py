"""The reader that is printed in the description of the format opens a vault as it stands there."""

import base64
import re
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from app.models.schema.keeping import metadata
from app.services.crypto.keyslot import Argon2Cost
from app.services.platform.time import FixedClock
from app.services.stations.setup import device_secret_name, set_up
from tests.services.exchange.offices import START, entropy, reopened
from tests.services.exchange.world import World
from tests.services.stations import desks
from tests.services.vault.test_vault_file import At

FORMAT = Path(__file__).resolve().parents[3] / "docs" / "formats" / "vault.md"


def printed_program() -> str:
    (program,) = re.findall(r"^```python\n(.*?)^```$", FORMAT.read_text(encoding="utf-8"), re.DOTALL | re.MULTILINE)
    return str(program)


def read(folder: Path, officer: str, typed: str) -> subprocess.CompletedProcess[str]:
    """Run it in a process that does not find the program: isolated, elsewhere."""
    return subprocess.run(  # noqa: S603 # the printed program
        [sys.executable, "-I", "-c", printed_program(), str(folder), officer],
        input=typed,
        capture_output=True,
        text=True,
        check=False,
        cwd="/",
        timeout=60,
    )


def test_it_is_about_fifty_lines_and_knows_nothing_of_the_program() -> None:
    program = printed_program()
    lines = [line for line in program.splitlines() if line.strip()]
    assert len(lines) <= 55
    imported = set(re.findall(r"^(?:from|import) ([a-z0-9_.]+)", program, re.MULTILINE))
    assert {name.split(".")[0] for name in imported} <= {
        "base64",
        "cryptography",
        "json",
        "pathlib",
        "sqlcipher3",
        "sys",
        "unicodedata",
        "zstandard",
    }


@pytest.fixture
def world(at: At) -> World:
    made = at("answered")
    made.close()
    return made


def test_it_counts_every_table_and_opens_a_document(world: World) -> None:
    said = read(world.agency.folder, world.agency.person("examiner"), "passphrase of examiner\n\n")
    assert (said.returncode, said.stderr) == (0, "")
    *tables, document = said.stdout.splitlines()
    counts = {name: int(count) for name, count in (line.split() for line in tables)}
    index = {name for name in counts if name.startswith("case_grams")}  # with the tables that SQLite keeps behind it
    assert set(counts) - index == set(metadata.tables)
    assert "case_grams" in index
    assert counts["documents"] > 1
    kind, place, content = document.split(" ", 2)
    with reopened(world.agency, world.agency.folder, world.clock).desk.vault.read() as unit:
        kept = unit.documents.newest(world.case, kind, place)
    assert kept is not None
    assert content.encode() == kept.content


def test_it_says_when_the_passphrase_is_wrong(world: World) -> None:
    said = read(world.agency.folder, world.agency.person("examiner"), "passphrase of nobody\n\n")
    assert (said.returncode, said.stdout) == (1, "")
    assert said.stderr == "wrong passphrase or device secret\n"


class Keyring:
    """A keyring in memory."""

    def __init__(self) -> None:
        self.kept: dict[str, bytes] = {}

    def get(self, name: str) -> bytes | None:
        return self.kept.get(name)

    def put(self, name: str, value: bytes) -> None:
        self.kept[name] = value

    def describe(self) -> str:
        return "memory"


def test_it_takes_the_device_secret(tmp_path: Path) -> None:
    keyring, folder = Keyring(), tmp_path / "vault"
    new, clock = replace(desks.new_station(), device_bound=True), FixedClock(START)
    station = set_up(folder, new, secrets=keyring, clock=clock, entropy=entropy, cost=Argon2Cost.rehearsal())
    device = base64.b64encode(keyring.kept[device_secret_name(station.vault_id)]).decode()
    assert read(folder, desks.FIRST.name, f"{desks.FIRST.passphrase}\n\n").returncode == 1
    said = read(folder, desks.FIRST.name, f"{desks.FIRST.passphrase}\n{device}\n")
    assert (said.returncode, said.stderr) == (0, "")
    assert "officers 2" in said.stdout
