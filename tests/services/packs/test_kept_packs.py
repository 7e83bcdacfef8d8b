"""An admitted pack survives faults at the writes of its admission, and comes back with a backup."""

from pathlib import Path

import pytest

from app.services.container import Services
from app.services.packs import files as pack_files
from app.services.platform.backup_folder import BackupFolder
from tests.services.backups.media import appointed, made
from tests.services.backups.restores import by_station, restoring, unlocked
from tests.services.exchange.offices import shelf
from tests.services.exchange.world import Snapshots
from tests.services.packs.pack_flows import write_pack_base
from tests.services.packs.signed import draft, signed
from tests.services.vault.fault_server import FAULTS, FaultServer, spread


@pytest.fixture(name="snapshots", scope="module")
def _snapshots(tmp_path_factory: pytest.TempPathFactory) -> Snapshots:
    return Snapshots(tmp_path_factory.mktemp("snapshots"))


def test_an_admission_survives_a_fault_at_a_few_writes(snapshots: Snapshots, tmp_path: Path) -> None:
    write_pack_base(snapshots.at("trusted", tmp_path / "world"), tmp_path / "base")
    with FaultServer("tests.services.packs.pack_flows:ADMIT_PACK", tmp_path / "flow", tmp_path / "base") as flow:
        assert flow.writes >= 10
        for fault, place in zip(FAULTS, spread(flow.writes, len(FAULTS)), strict=True):
            flow.assert_survives(fault, [place])


def test_an_admitted_pack_comes_back_with_a_backup(snapshots: Snapshots, tmp_path: Path) -> None:
    world, place = snapshots.at("trusted", tmp_path / "world"), tmp_path / "stick"
    place.mkdir()
    office, stick = world.agency, BackupFolder(place)
    appointed(office)
    before = made(office, stick).number
    office.services.pack_desk.admit(office.actor("security"), signed(world, draft()))
    after = made(office, stick).number
    digest = pack_files.digest(draft())
    for number, held in ((after, [digest]), (before, [])):
        restoring(office).restore(stick, by_station(office, number))
        session = unlocked(office, "security")
        with session.desk.vault.read() as unit:
            assert [one.digest for one in unit.form_packs.all()] == held
        if held:
            assert Services.over(session.desk, shelf()).packs.by_digest(digest).pack.meta.version == 2
            office.desk.vault, confirm = session.desk.vault, Services.over(session.desk, shelf()).backup_shelf
            confirm.confirm_restore(office.actor("administrator"))
        else:
            session.lock()
