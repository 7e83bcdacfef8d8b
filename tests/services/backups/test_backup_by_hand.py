"""A backup opens with public programs alone, by the very lines that are printed in docs/formats/backup.md."""

import os
import re
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlcipher3 import dbapi2

from app.services.platform.backup_folder import BackupFolder
from tests.services.backups.media import appointed, layout_of, made
from tests.services.exchange.world import World
from tests.services.vault.crash_journey import LARGE_SCAN

At = Callable[[str], World]
MANUAL = Path(__file__).parents[3] / "docs" / "formats" / "backup.md"
PLACES = os.pathsep.join((os.environ.get("PATH", ""), "/opt/age/usr/bin"))


@pytest.fixture
def script() -> str:
    """The lines of the manual."""
    (found,) = re.findall(r"```sh\n(.*?)```", MANUAL.read_text(encoding="utf-8"), re.DOTALL)
    return str(found)


@pytest.fixture(autouse=True)
def _programs() -> None:
    if [name for name in ("age", "sha256sum", "head", "tail", "cut") if shutil.which(name, path=PLACES) is None]:
        pytest.skip("not installed: age or the usual programs of a shell")
    said = subprocess.run(["age", "--version"], check=True, capture_output=True, text=True, env={"PATH": PLACES}).stdout  # noqa: S607
    if (found := re.search(r"(\d+)\.(\d+)", said)) is None or (int(found[1]), int(found[2])) < (1, 3):
        pytest.skip("age before 1.3 knows no post-quantum recipients")


def test_both_sheets_and_the_manual_are_enough(at: At, script: str, tmp_path: Path) -> None:
    world = at("consented")
    office = world.agency
    consents, actor = office.services.consents, office.actor("examiner")
    consents.record_inquiry_consent(actor, world.case, world.clock.today(), LARGE_SCAN)
    sheets = appointed(office)
    stick, folder = tmp_path / "stick", tmp_path / "by hand"
    stick.mkdir()
    folder.mkdir()
    place = BackupFolder(stick)
    first = made(office, place).number
    newest = made(office, place).number
    for name, one in (("sheet-1.txt", sheets.first), ("sheet-2.txt", sheets.second)):
        (folder / name).write_text(one.encode() + "\n")
    variables = {"B": str(stick / layout_of(office).folder), "N": str(first), "K": str(newest)}
    done = subprocess.run(  # noqa: S603 # the lines of our own manual
        ["/bin/sh", "-euc", script],
        check=False,
        capture_output=True,
        text=True,
        cwd=folder,
        env={"PATH": PLACES, **variables},
    )
    assert done.returncode == 0, done.stderr
    assert (folder / "ledger.txt").read_text() == "sekisho-destruction-ledger/1\n"
    assert len((folder / "blobs.sha256").read_text().splitlines()) == 1
    for name, question in (("vault", "SELECT count(*) FROM cases"), ("keys", "SELECT count(*) FROM case_keys")):
        connection = dbapi2.connect(str(folder / f"{name}.db"))
        connection.execute(f"PRAGMA key = \"x'{(folder / f'{name}.key').read_text().strip()}'\"")
        assert connection.execute(question).fetchone()[0] >= 2
        connection.close()
