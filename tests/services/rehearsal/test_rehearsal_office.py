"""Building, stopping and throwing away the rehearsal office; nothing else is ever removed."""

import shutil
from datetime import timedelta
from pathlib import Path

import pytest

from app import bootstrap
from app.models.domain.actor import Environment
from app.models.domain.errors import BugError, CancelledError, EnvironmentProblemError, RefusedError, VaultError
from app.services.jobs import CancelToken, Progress
from app.services.rehearsal.main_job import STEPS, play_main_job
from app.services.rehearsal.marker import Marker, read_marker, time_beside, write_marker
from app.services.rehearsal.office import BUILD_STEPS, Machine, build_rehearsal, throw_away
from app.services.stations.setup import device_secret_name
from tests.services.rehearsal.machine import bare, rehearse


def test_the_three_offices_stand_ready_and_trust_each_other(tmp_path: Path) -> None:
    told: list[Progress] = []
    plan, machine = bootstrap.rehearsal_plan(), bare()
    rehearsal = build_rehearsal(tmp_path / "r", machine, plan, bootstrap.packs(), progress=told.append)
    try:
        assert not rehearsal.device_bound
        assert [one.done for one in told] == list(range(BUILD_STEPS))
        documents = [
            office.services.trust.document(office.seats["security"].actor) for office in rehearsal.offices.values()
        ]
        assert documents[0] == documents[1] == documents[2]
        assert {office.id for office in documents[0].offices} == {"KKAN", "NCHO", "TMD"}
        stations = [office.services.desk.vault.station() for office in rehearsal.offices.values()]
        assert {station.environment for station in stations} == {Environment.REHEARSAL}
    finally:
        rehearsal.close()


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A rehearsal that nobody changes; tests take copies."""
    return rehearse(tmp_path_factory.mktemp("built") / "r", bare(), play=False).folder


@pytest.fixture
def office(built: Path, tmp_path: Path) -> Path:
    return shutil.copytree(built, tmp_path / "r")


def say_live(vault: Path) -> None:
    slots = vault / "keyslots.json"
    changed = slots.read_text().replace('"environment":"rehearsal"', '"environment":"live"')
    assert changed != slots.read_text()
    slots.write_text(changed)


def test_a_reset_makes_new_vaults_and_leaves_what_is_not_ours(office: Path) -> None:
    before = bootstrap.door(office / "agency").slots().vault_id
    (office / "my-notes.txt").write_text("kept")
    after = bootstrap.door(rehearse(office, bare(), play=False).vault).slots().vault_id
    assert before != after
    assert (office / "my-notes.txt").read_text() == "kept"


def test_a_folder_of_somebody_else_is_never_thrown_away(tmp_path: Path) -> None:
    (tmp_path / "agency").mkdir()
    (tmp_path / "agency" / "file").write_text("mine")
    for content in (None, b"{}", b'{"format":"other/1"}', b"\xff", b"{" * 9000):
        if content is not None:
            (tmp_path / "rehearsal.json").write_bytes(content)
        with pytest.raises(RefusedError, match=r"^rehearsal\.folder-not-ours$"):
            throw_away(tmp_path, bare())
        assert (tmp_path / "agency" / "file").read_text() == "mine"


def test_a_real_vault_in_the_folder_stops_a_reset(office: Path) -> None:
    say_live(office / "contractor")
    with pytest.raises(RefusedError, match=r"^rehearsal\.vault-not-ours$"):
        throw_away(office, bare())
    assert (office / "agency" / "vault.db").is_file()
    assert (office / "contractor" / "vault.db").is_file()


def test_a_vault_whose_open_file_says_otherwise_is_not_opened(office: Path) -> None:
    say_live(office / "agency")
    door = bootstrap.door(office / "agency")
    officer = bootstrap.rehearsal_plan().office("agency").officers[0]
    person = next(person for person, name in door.slots().names.items() if name == officer.name)
    with pytest.raises(VaultError, match=r"^vault\.slots-damaged$"):
        door.unlock(person, officer.passphrase)  # type: ignore[arg-type]


def test_only_practice_vaults_get_the_time_of_the_story(office: Path, tmp_path: Path) -> None:
    assert time_beside(office / "agency") is not None
    say_live(office / "agency")
    assert time_beside(office / "agency") is None
    assert time_beside(tmp_path) is None


def test_the_marker_comes_back_as_it_was_written(tmp_path: Path) -> None:
    write_marker(tmp_path, Marker(-12_345, played=True))
    assert read_marker(tmp_path) == Marker(-12_345, played=True)
    assert read_marker(tmp_path).ahead == timedelta(seconds=-12_345)


def test_stopping_while_building_leaves_nothing(tmp_path: Path) -> None:
    token = CancelToken()

    def stop(progress: Progress) -> None:
        if progress.done == 1:
            token.cancel()

    with pytest.raises(CancelledError):
        build_rehearsal(
            tmp_path / "r", bare(), bootstrap.rehearsal_plan(), bootstrap.packs(), progress=stop, token=token
        )
    assert list((tmp_path / "r").iterdir()) == []


def test_stopping_while_playing_leaves_whole_vaults(tmp_path: Path) -> None:
    token = CancelToken()

    def stop(progress: Progress) -> None:
        if progress.text_key == STEPS[3].text_key:
            token.cancel()

    plan = bootstrap.rehearsal_plan()
    rehearsal = build_rehearsal(tmp_path / "r", bare(), plan, bootstrap.packs())
    try:
        with pytest.raises(CancelledError):
            play_main_job(rehearsal, plan, progress=stop, token=token)
        assert not read_marker(rehearsal.folder).played
        for office in rehearsal.offices.values():
            assert office.services.record.verify(office.seats["auditor"].actor).is_sound
        with pytest.raises(BugError, match=r"^bug\.rehearsal-differs$"):
            play_main_job(rehearsal, plan)  # it is not played twice over the same offices
    finally:
        rehearsal.close()


def test_a_taken_or_foreign_place_is_refused(tmp_path: Path) -> None:
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "file").touch()
    (tmp_path / "plain").touch()
    (tmp_path / "empty").mkdir()
    (tmp_path / "link").symlink_to(tmp_path / "empty")
    for name in ("full", "plain", "link"):
        with pytest.raises(RefusedError, match=r"^rehearsal\.folder-taken$"):
            rehearse(tmp_path / name, bare(), play=False)
    assert list((tmp_path / "empty").iterdir()) == []


def test_with_a_keyring_the_vaults_are_bound_to_it_and_a_reset_forgets(tmp_path: Path) -> None:
    machine: Machine = bootstrap.rehearsal_machine()
    try:
        machine.secrets.describe()
        machine.secrets.put("rehearsal-test", b"x")
        machine.secrets.forget("rehearsal-test")
    except EnvironmentProblemError as missing:
        pytest.skip(f"no keyring in this session: {missing.code}")
    done = rehearse(tmp_path / "r", machine, play=False)
    assert done.device_bound
    name = device_secret_name(bootstrap.door(done.vault).slots().vault_id)
    assert machine.secrets.get(name) is not None
    machine.secrets.forget(name)
    machine.secrets.forget(name)
    officer = bootstrap.rehearsal_plan().office("agency").officers[0]
    door = bootstrap.door(done.vault)
    person = next(person for person, said in door.slots().names.items() if said == officer.name)
    with pytest.raises(EnvironmentProblemError, match=r"^keyring\.no-device-secret$"):
        door.unlock(person, officer.passphrase)  # type: ignore[arg-type]
    other = device_secret_name(bootstrap.door(done.folder / "contractor").slots().vault_id)
    throw_away(done.folder, machine)
    assert machine.secrets.get(other) is None
    assert list(done.folder.iterdir()) == []
