"""A backup and a restore as flows that are broken off at any write."""

from pathlib import Path
from shutil import copytree

from app.services.platform.backup_folder import BackupFolder
from tests.services.backups.media import Sheets, appointed, made, numbers, opened
from tests.services.backups.restores import assert_papers_open, by_station, restoring, unlocked
from tests.services.exchange.offices import Office
from tests.services.exchange.world import Snapshots, World
from tests.services.vault.crash_journey import LARGE_SCAN, agency_opened, seeded
from tests.services.vault.fault_server import DISK_CODES, Flow, Say

_KEPT: dict[str, tuple[World, Sheets]] = {}
"""Made by ``begin`` in the process that forks every run."""
CODES = DISK_CODES | {"media.full", "media.missing", "media.read-back", "vault.busy"}


def _stick(folder: Path) -> BackupFolder:
    return BackupFolder(folder / "backups")


def begin(folder: Path) -> None:
    """An office with a large paper, two sheets, a backup, and a withdrawal since."""
    kept = folder.parent / "kept"
    world = Snapshots(kept / "stages").at("consented", kept / "base")
    consents, actor = world.agency.services.consents, world.agency.actor("examiner")
    consents.record_inquiry_consent(actor, world.case, world.clock.today(), LARGE_SCAN)
    sheets = appointed(world.agency)
    (folder / "backups").mkdir()
    (folder / "stick").mkdir()
    made(world.agency, _stick(folder))
    world.withdraw()
    world.close()
    copytree(world.agency.folder, folder / "agency")
    _KEPT["office"] = world, sheets


def ready(folder: Path) -> tuple[Path, Office]:
    return folder, agency_opened(_KEPT["office"][0], folder, seeded("flow")).agency


def back_up(opened_at: tuple[Path, Office], say: Say) -> None:
    folder, office = opened_at
    made(office, _stick(folder))
    say("made")


def check_backups(folder: Path, said: list[str]) -> None:
    """Every backup on the medium is whole, the first is there, and the next one can be made."""
    world = agency_opened(_KEPT["office"][0], folder, seeded("after"))
    sheets, place = _KEPT["office"][1], _stick(folder)
    there = numbers(world.agency, place)
    assert 1 in there
    assert len(there) == 2 or not said, there
    for number in there:
        opened(world.agency, place, number, sheets)
    assert world.agency.services.record.verify(world.agency.actor("auditor")).is_sound
    assert made(world.agency, place).number > max(there)
    assert len(numbers(world.agency, place)) == len(there) + 1
    halves = list((folder / "backups").rglob("*.partial"))
    assert halves == [], halves
    assert not (world.agency.folder / "backup.work").exists()


def restore(opened_at: tuple[Path, Office], say: Say) -> None:
    folder, office = opened_at
    restoring(office).restore(_stick(folder), by_station(office, 1))
    say("restored")


def check_restored(folder: Path, said: list[str]) -> None:
    """The vault is the old or the restored one, whole either way; a restore that was cut off can be done again."""
    office = agency_office(folder)
    epoch = _looked_at(office)
    assert epoch == 1 or not said, "a restore that was told is not there"
    if epoch == 0:
        session = unlocked(office, "administrator")
        office.desk = session.desk
        restoring(office).restore(_stick(folder), by_station(office, 1))
        assert _looked_at(office) == 1


def agency_office(folder: Path) -> Office:
    """The office with its vault closed."""
    world = _KEPT["office"][0]
    old = world.agency
    return Office(old.name, old.kind, old.station, folder / "agency", old.keys, old.desk, old.services)


def _looked_at(office: Office) -> int:
    """Unlock as an officer does; gives the epoch."""
    world = _KEPT["office"][0]
    session = unlocked(office, "examiner")
    with session.desk.vault.read() as unit:
        epoch = unit.record.epoch()
        assert unit.cases.get(world.case).sealed is (epoch == 0)
        for last in unit.record.sweep():
            assert not last.damaged
            assert last.nodes_match
    assert assert_papers_open(session) > 1
    session.lock()
    unlocked(office, "examiner").lock()
    return epoch


BACK_UP = Flow(begin, back_up, check_backups, ready, CODES)
RESTORE = Flow(begin, restore, check_restored, ready, CODES)
