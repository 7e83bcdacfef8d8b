"""No backup, however old, brings back a case that was destroyed; a drill proves it beforehand."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from app.models.domain.errors import AppError
from app.models.domain.ids import CaseId
from app.models.domain.retention import Matter
from app.services.platform.backup_folder import BackupFolder
from app.services.stations.unlocking import Session
from tests.services.backups.media import appointed, files, layout_of, made
from tests.services.backups.restores import NEW_PASSPHRASE, by_sheets, by_station, restoring, unlocked
from tests.services.exchange.world import World
from tests.services.retention.ending import destroyed, marked, withdrawn
from tests.services.vault.crash_journey import LARGE_SCAN

At = Callable[[str], World]


@pytest.fixture
def stick(tmp_path: Path) -> BackupFolder:
    place = tmp_path / "backup stick"
    place.mkdir()
    return BackupFolder(place)


@pytest.fixture
def world(at: At) -> World:
    """An office with one large paper in a file of its own."""
    world = at("consented")
    consents, actor = world.agency.services.consents, world.agency.actor("examiner")
    consents.record_inquiry_consent(actor, world.case, world.clock.today(), LARGE_SCAN)
    return world


def ended(world: World) -> CaseId:
    case = withdrawn(world)
    marked(world.agency, case)
    assert destroyed(world.agency, case).is_finished
    return case


def assert_gone(session: Session, case: CaseId) -> None:
    with session.desk.vault.read() as unit:
        assert not unit.erasure.exists(Matter.CASE, case)
        assert not unit.case_keys.holds(case)
        assert unit.ledger.find(case) is not None
        assert unit.ledger.unfinished() == []
        assert not [one for one in unit.papers.file_ids() if (session.desk.vault.folder / "blobs" / one).exists()]
    session.lock()


def test_a_backup_from_before_the_destruction(world: World, stick: BackupFolder) -> None:
    office = world.agency
    appointed(office)
    number = made(office, stick).number
    case = ended(world)
    told = restoring(office).foretell(stick, by_station(office, number))
    assert told.destroyed_again == 1
    restoring(office).restore(stick, by_station(office, number))
    assert_gone(unlocked(office, "examiner"), case)


def test_the_medium_remembers_when_the_vault_is_lost(world: World, stick: BackupFolder, tmp_path: Path) -> None:
    office = world.agency
    sheets = appointed(office)
    number = made(office, stick).number
    blobs = set(office.blobs())
    case = ended(world)
    made(office, stick)
    assert not blobs & set(stick.names(layout_of(office).blobs))
    place = tmp_path / "new machine"
    restoring(office, place).restore(stick, by_sheets(office, number, sheets.opener))
    assert_gone(unlocked(office, "administrator", passphrase=NEW_PASSPHRASE, folder=place), case)


def test_the_present_vault_remembers_when_the_medium_is_an_old_one(
    world: World, stick: BackupFolder, tmp_path: Path
) -> None:
    """Somebody kept a copy of the whole medium, with the keys that were in force then."""
    office = world.agency
    appointed(office)
    number = made(office, stick).number
    shutil.copytree(stick.path, tmp_path / "kept")
    case = ended(world)
    restoring(office).restore(BackupFolder(tmp_path / "kept"), by_station(office, number))
    assert_gone(unlocked(office, "examiner"), case)


def test_older_keys_beside_an_older_backup_are_of_no_use(world: World, stick: BackupFolder, tmp_path: Path) -> None:
    """A thief kept the old file of keys and puts it in the place of the new one."""
    office = world.agency
    sheets = appointed(office)
    number = made(office, stick).number
    old_keys = (stick.path / layout_of(office).keys(number)).read_bytes()
    ended(world)
    newest = made(office, stick).number
    (stick.path / layout_of(office).keys(newest)).write_bytes(old_keys)
    with pytest.raises(AppError, match=r"^backup.(not-for-us|file-damaged)$"):
        restoring(office, tmp_path / "new").restore(stick, by_sheets(office, number, sheets.opener))


def test_a_drill_proves_it_and_leaves_nothing(at: At, stick: BackupFolder) -> None:
    world = at("answered")
    office = world.agency
    appointed(office)
    number = made(office, stick).number
    before = office.services.drilling.drill(office.actor("auditor"), stick, number)
    assert (before.outcome, before.destroyed, before.papers > 1, before.documents > 0) == ("sound", 0, True, True)
    case = ended(world)
    report = office.services.drilling.drill(office.actor("auditor"), stick, number)
    assert (report.outcome, report.came_back) == ("sound", 1)
    assert report.destroyed >= 1
    assert not (office.folder / "backup.work").exists()
    with office.desk.vault.read() as unit:
        assert not unit.erasure.exists(Matter.CASE, case)
        assert unit.backups.newest_first()[0].drill_outcome == "sound"
    assert office.services.drilling.printed(office.actor("auditor"), report).startswith(b"%PDF")


def test_a_drill_names_what_is_wrong(world: World, stick: BackupFolder) -> None:
    office = world.agency
    appointed(office)
    number = made(office, stick).number
    path = stick.path / layout_of(office).vault(number)
    path.write_bytes(path.read_bytes()[:-100])
    report = office.services.drilling.drill(office.actor("auditor"), stick, number)
    assert report.outcome == "backup.file-damaged"
    assert ("backup.drilled", "done") in office.events()
    assert files(stick.path)
