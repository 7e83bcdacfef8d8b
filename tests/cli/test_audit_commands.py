"""``sekisho audit``: an exported record is checked without a vault, and one that was changed is refused."""

from pathlib import Path

import pytest

from app.services.platform.chosen_files import ChosenFiles
from tests.cli.terminal import sekisho
from tests.services.exchange.world import Snapshots, World


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> World:
    root = tmp_path_factory.mktemp("audit")
    made = Snapshots(root / "snapshots").at("trusted", root / "world")
    office = made.agency
    handed = office.services.handing_out.span(office.actor("auditor"), ChosenFiles(), root / "record")
    (root / "key").write_text(handed.verifier, encoding="utf-8")
    made.close()
    return made


def test_an_exported_record_is_checked_without_a_vault(world: World) -> None:
    folder = world.root.parent
    key = (folder / "key").read_text(encoding="utf-8")
    known = sekisho("audit", "verify-file", str(folder / "record"), "--key", key)
    assert (known.code, known.err) == (0, "")
    assert "sekisho/AGENCY1" in known.out
    unknown = sekisho("audit", "verify-file", str(folder / "record"))
    assert unknown.code == 0
    assert unknown.err != ""


def test_a_changed_file_is_refused_by_its_code(world: World, tmp_path: Path) -> None:
    data = bytearray((world.root.parent / "record").read_bytes())
    data[-20] ^= 1
    (tmp_path / "record").write_bytes(data)
    refused = sekisho("audit", "verify-file", str(tmp_path / "record"))
    assert refused.code != 0
    assert "log.export-refused" in refused.err
