"""A restore says what it takes away, brings back the vault of the backup, and never what was destroyed."""

from collections.abc import Callable
from pathlib import Path

import pytest

from app.models.domain.errors import AppError
from app.services.backups.memory import MARGIN
from app.services.backups.swapping import forget_old, is_old_kept
from app.services.bundles.manifest import Kind
from app.services.desk import Target
from app.services.platform.backup_folder import BackupFolder
from tests.services.backups.media import appointed, made
from tests.services.backups.restores import (
    NEW_PASSPHRASE,
    assert_papers_open,
    by_sheets,
    by_station,
    restoring,
    unlocked,
)
from tests.services.exchange.offices import Office
from tests.services.exchange.world import World
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


def sent(world: World) -> int:
    """Send a request; gives its number on the lane."""
    world.sent(world.agency, Kind.INVESTIGATION_REQUEST, Target(case=world.case), world.investigation)
    with world.agency.desk.vault.read() as unit:
        return unit.lanes.get("out", world.investigation.station).last_seq


def size(office: Office) -> int:
    with office.desk.vault.read() as unit:
        return unit.record.head().size


def test_the_office_goes_on_from_the_backup(world: World, stick: BackupFolder) -> None:
    office = world.agency
    appointed(office)
    number = made(office, stick).number
    entries = size(office)
    world.withdraw()
    plan = by_station(office, number)
    told = restoring(office).foretell(stick, plan)
    assert told.loss is not None
    assert (told.loss.cases_changed, told.loss.cases_opened, told.loss.same_history) == (1, 0, True)
    assert told.loss.entries == size(office) - entries + 1
    done = restoring(office).restore(stick, plan)
    assert (done.epoch, done.lanes) == (1, "continued")
    session = unlocked(office, "examiner")
    with session.desk.vault.read() as unit:
        assert not unit.cases.get(world.case).sealed
        assert unit.record.epoch() == 1
        (first,) = [one for one in unit.record.newest_first(100) if one.code == "vault.restored"]
        assert first.seq == entries - 1
        assert first.person == office.person("administrator")
    assert assert_papers_open(session) > 1
    session.lock()


def test_every_officer_keeps_the_passphrase(world: World, stick: BackupFolder) -> None:
    office = world.agency
    appointed(office)
    number = made(office, stick).number
    restoring(office).restore(stick, by_station(office, number))
    for who in ("administrator", "security", "examiner", "decider"):
        for _ in range(2):
            unlocked(office, who).lock()


def test_no_number_of_a_lane_is_given_twice(world: World, stick: BackupFolder) -> None:
    office = world.agency
    appointed(office)
    number = made(office, stick).number
    assert sent(world) == 1
    restoring(office).restore(stick, by_station(office, number))
    session = unlocked(office, "security")
    with session.desk.vault.read() as unit:
        assert unit.lanes.get("out", world.investigation.station).last_seq == 1
        assert unit.exports.in_status(("draft", "signed", "written")) == []
    session.lock()


def test_a_lost_vault_skips_the_numbers_that_it_may_have_given(
    world: World, stick: BackupFolder, tmp_path: Path
) -> None:
    office = world.agency
    sheets = appointed(office)
    number = made(office, stick).number
    place = tmp_path / "new machine" / "vault"
    place.parent.mkdir()
    done = restoring(office, place).restore(stick, by_sheets(office, number, sheets.opener))
    assert done.lanes == "skipped"
    session = unlocked(office, "administrator", passphrase=NEW_PASSPHRASE, folder=place)
    with session.desk.vault.read() as unit:
        assert unit.lanes.get("out", world.investigation.station).last_seq == MARGIN
        assert [one.code for one in unit.record.newest_first(4)][1:3] == ["recovery.used", "vault.restored"]
    assert assert_papers_open(session) > 1
    session.lock()
    assert sorted(one.name for one in place.iterdir() if one.is_dir()) == ["blobs"]


def test_a_broken_vault_is_restored_with_both_sheets(world: World, stick: BackupFolder) -> None:
    office = world.agency
    sheets = appointed(office)
    number = made(office, stick).number
    office.desk.vault.close()
    database = office.folder / "vault.db"
    database.write_bytes(b"\0" * 8192 + database.read_bytes()[8192:])
    restoring(office).restore(stick, by_sheets(office, number, sheets.opener))
    unlocked(office, "administrator", passphrase=NEW_PASSPHRASE).lock()
    unlocked(office, "examiner").lock()


def test_one_sheet_twice_opens_nothing(world: World, stick: BackupFolder, tmp_path: Path) -> None:
    office = world.agency
    sheets = appointed(office)
    number = made(office, stick).number
    thief = by_sheets(office, number, type(sheets.opener)(sheets.first, sheets.first))
    with pytest.raises(AppError, match=r"^backup.sheets-refused$"):
        restoring(office, tmp_path / "thief").restore(stick, thief)
    assert not (tmp_path / "thief").exists()


def test_two_officers_must_want_it(world: World, stick: BackupFolder) -> None:
    office = world.agency
    appointed(office)
    number = made(office, stick).number
    with pytest.raises(AppError, match=r"^access.same-person$"):
        restoring(office).restore(stick, by_station(office, number, witness="administrator"))
    with pytest.raises(AppError, match=r"^access.wrong-role$"):
        restoring(office).restore(stick, by_station(office, number, witness="examiner"))
    assert size(office) > 0


def test_the_old_vault_lies_aside_until_somebody_confirms(world: World, stick: BackupFolder) -> None:
    office = world.agency
    appointed(office)
    number = made(office, stick).number
    restoring(office).restore(stick, by_station(office, number))
    assert is_old_kept(office.folder)
    session = unlocked(office, "administrator")
    office.desk = session.desk
    with pytest.raises(AppError, match=r"^restore.old-kept$"):
        restoring(office).restore(stick, by_station(office, number))
    session.lock()
    aside = office.folder / "before-restore"
    unlocked(office, "examiner", folder=aside).lock()
    forget_old(office.folder)
    assert not is_old_kept(office.folder)
    unlocked(office, "examiner").lock()


def test_a_restored_vault_that_breaks_can_be_restored_with_the_sheets(world: World, stick: BackupFolder) -> None:
    office = world.agency
    sheets = appointed(office)
    number = made(office, stick).number
    restoring(office).restore(stick, by_station(office, number))
    unlocked(office, "examiner").lock()
    (office.folder / "vault.db").write_bytes(b"no database any more")
    for again in range(2):
        restoring(office).restore(stick, by_sheets(office, number, sheets.opener))
        assert (office.folder / f"before-restore-{again + 2}" / "keyslots.json").is_file()
    unlocked(office, "examiner", folder=office.folder / "before-restore").lock()
    assert (office.folder / "before-restore-2" / "vault.db").read_bytes() == b"no database any more"
    forget_old(office.folder)
    assert [entry.name for entry in office.folder.iterdir() if entry.name.startswith("before-restore")] == []
    unlocked(office, "examiner").lock()
