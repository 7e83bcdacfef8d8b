"""A backup counts when it was read back and opened; whatever stops it leaves the earlier ones as they were."""

from collections.abc import Callable
from pathlib import Path

import pytest

from app.models.domain.errors import AppError, CancelledError
from app.services.backups.making import KEEP, BackupMaking
from app.services.jobs import CancelToken, Progress
from app.services.platform.backup_folder import BackupFolder
from tests.fakes.backup_place import FakeBackupPlace, Fault
from tests.services.backups.media import appointed, files, layout_of, made, numbers, opened
from tests.services.exchange.world import PDF, World
from tests.services.vault.crash_journey import LARGE_SCAN

At = Callable[[str], World]


@pytest.fixture
def stick(tmp_path: Path) -> Path:
    place = tmp_path / "backup stick"
    place.mkdir()
    return place


@pytest.fixture
def world(at: At) -> World:
    """An office with one large paper in a file of its own."""
    world = at("consented")
    consents, actor = world.agency.services.consents, world.agency.actor("examiner")
    consents.record_inquiry_consent(actor, world.case, world.clock.today(), LARGE_SCAN)
    return world


def test_a_backup_is_the_vault_as_it_was(world: World, stick: Path) -> None:
    office, place = world.agency, BackupFolder(stick)
    sheets = appointed(office)
    with office.desk.vault.read() as unit:
        head, cases = unit.record.head(), {case.case_id for case in unit.cases.all_for_matching()}
    done = made(office, place)
    backup = opened(office, place, done.number, sheets)
    assert (backup.inside.size, backup.inside.root) == (head.size, head.root().hex())
    assert cases <= backup.with_key
    assert set(backup.blobs) == set(office.blobs())
    assert backup.on_medium == set(backup.blobs)
    (kept,) = [code for code, _ in office.events("backup.made")]
    assert kept == "backup.made"


def test_nothing_on_the_medium_can_be_read(world: World, stick: Path) -> None:
    appointed(world.agency)
    made(world.agency, BackupFolder(stick))
    with world.agency.desk.vault.read() as unit:
        secrets = [*unit.people.station_seeds(), unit.case_keys.get(world.case)]
        words = [officer.name.encode() for officer in unit.people.officers()]
    everything = b"".join(files(stick).values())
    assert b"SQLite format 3" not in everything
    assert not [one for one in (*secrets, *words, PDF) if one in everything or one.hex().encode() in everything]


def test_only_the_newest_keys_are_kept(world: World, stick: Path) -> None:
    office, place = world.agency, BackupFolder(stick)
    sheets = appointed(office)
    for _ in range(3):
        made(office, place)
    single = [one for one in place.names(layout_of(office).folder) if "-" in one]
    assert single == ["keys-3.age", "ledger-3.age", "newest-3.dsse"]
    assert opened(office, place, 1, sheets).newest == 3


def test_a_paper_is_copied_once_and_healed_when_the_medium_lost_it(world: World, stick: Path) -> None:
    office, place = world.agency, BackupFolder(stick)
    sheets = appointed(office)
    made(office, place)
    (name,) = office.blobs()
    copy = stick / layout_of(office).blob(name)
    before = copy.stat().st_ino
    made(office, place)
    assert copy.stat().st_ino == before
    copy.write_bytes(copy.read_bytes()[:-1] + b"x")
    made(office, place)
    assert copy.read_bytes() == (office.folder / "blobs" / name).read_bytes()
    opened(office, place, 1, sheets)


def test_old_backups_go_when_there_are_too_many(world: World, stick: Path) -> None:
    office, place = world.agency, BackupFolder(stick)
    sheets = appointed(office)
    with office.desk.vault.write() as unit:
        unit.policies.set(KEEP, "2", world.clock.now(), office.person("administrator"))
    assert [made(office, place).removed for _ in range(4)] == [(), (), (1,), (2,)]
    assert numbers(office, place) == [4, 3]
    assert len(office.events("backup.removed")) == 2
    with office.desk.vault.read() as unit:
        assert [one.number for one in unit.backups.kept()] == [4, 3]
    opened(office, place, 3, sheets)


def test_without_recovery_officers_there_is_no_backup(world: World, stick: Path) -> None:
    with pytest.raises(AppError, match=r"^backup.no-recovery$"):
        made(world.agency, BackupFolder(stick))
    assert files(stick) == {}


def test_who_may_not_is_refused_before_anything_is_copied(world: World, stick: Path) -> None:
    appointed(world.agency)
    with pytest.raises(AppError, match=r"^access.wrong-role$"):
        BackupMaking(world.agency.desk).make(world.agency.actor("examiner"), BackupFolder(stick))
    assert files(stick) == {}
    assert ("backup.made", "refused:wrong-role") in world.agency.events()


def test_a_medium_of_another_vault_of_the_same_name_is_refused(world: World, at: At, stick: Path) -> None:
    other = at("consented").agency
    appointed(world.agency)
    appointed(other)
    made(world.agency, BackupFolder(stick))
    with other.desk.vault._writer.begin() as connection:
        connection.exec_driver_sql("UPDATE station SET vault_id = 'another'")
    before = files(stick)
    with pytest.raises(AppError, match=r"^backup.other-vault$"):
        made(other, BackupFolder(stick))
    assert files(stick) == before


def test_a_paper_that_is_missing_in_the_vault_stops_the_backup(world: World, stick: Path) -> None:
    appointed(world.agency)
    (name,) = world.agency.blobs()
    (world.agency.folder / "blobs" / name).unlink()
    with pytest.raises(AppError, match=r"^backup.paper-missing$"):
        made(world.agency, BackupFolder(stick))
    assert numbers(world.agency, BackupFolder(stick)) == []


def test_it_can_be_stopped_at_every_step(world: World, stick: Path) -> None:
    office, place = world.agency, BackupFolder(stick)
    sheets = appointed(office)
    made(office, place)
    for last in range(6):
        token = CancelToken()

        def stop(state: Progress, token: CancelToken = token, last: int = last) -> None:
            if state.done == last:
                token.cancel()

        with pytest.raises(CancelledError):
            BackupMaking(office.desk).make(office.actor("administrator"), place, token=token, progress=stop)
        assert numbers(office, place) == [1]
        opened(office, place, 1, sheets)
        assert not (office.folder / "backup.work").exists()


def assert_earlier_ones_whole(world: World, stick: Path, fault: Fault) -> str:
    """Make a backup on a faulty medium; the first one is whole whatever happened, and so is the next on a good one."""
    office, good = world.agency, BackupFolder(stick)
    sheets = appointed(office)
    first = made(office, good).number
    place, code = FakeBackupPlace(stick, fault), ""
    try:
        made(office, place)
    except AppError as error:
        code = error.code
    for number in numbers(office, good):
        opened(office, good, number, sheets)
    assert first in numbers(office, good)
    done = made(office, good)
    opened(office, good, done.number, sheets)
    left = [name for name in files(stick) if name.endswith(".partial")]
    assert left == []
    return code


def operations(world: World, stick: Path) -> int:
    counted = FakeBackupPlace(stick)
    appointed(world.agency)
    made(world.agency, counted)
    return counted.operations


@pytest.mark.parametrize("answer_lost", [False, True])
def test_a_medium_pulled_at_any_operation(world: World, tmp_path: Path, answer_lost: bool) -> None:  # noqa: FBT001
    elsewhere = tmp_path / "counted"
    elsewhere.mkdir()
    total = operations(world, elsewhere)
    assert total > 40
    for place in range(1, total + 1, 17):
        folder = tmp_path / f"pulled-{place}-{answer_lost}"
        folder.mkdir()
        code = assert_earlier_ones_whole(world, folder, Fault(pulled_at=place, answer_lost=answer_lost))
        assert code in {"disk.failed", "media.missing", ""}, (place, code)


@pytest.mark.parametrize("kib", [0, 1, 8, 300, 1000])
def test_a_full_medium(world: World, stick: Path, kib: int) -> None:
    assert assert_earlier_ones_whole(world, stick, Fault(capacity=kib * 1024)) == "disk.full"


def test_a_medium_that_admits_to_be_full_is_not_touched(world: World, stick: Path) -> None:
    assert assert_earlier_ones_whole(world, stick, Fault(capacity=1024, admits_full=True)) == "media.full"


@pytest.mark.parametrize("fault", [Fault(lies=True), Fault(flips_at=40), Fault(flips_at=-1)])
def test_a_medium_that_gives_back_other_bytes(world: World, stick: Path, fault: Fault) -> None:
    code = assert_earlier_ones_whole(world, stick, fault)
    assert code in {"media.read-back", "backup.manifest-refused", "backup.file-damaged"}


def test_a_slow_medium_is_only_slow(world: World, stick: Path) -> None:
    assert assert_earlier_ones_whole(world, stick, Fault(delay_s=0.001)) == ""
