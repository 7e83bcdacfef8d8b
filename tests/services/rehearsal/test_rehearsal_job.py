"""The whole main job over the rehearsal office, played once, and what lies in the folder afterwards."""

import json
import re
import shutil
import stat
import subprocess
from collections.abc import Iterator
from datetime import timedelta

import pytest

from app import bootstrap
from app.models.domain.actor import Role
from app.models.domain.lifecycle import State
from app.services.container import Services
from app.services.queue.asked import QueueFilter
from app.services.rehearsal.main_job import STEPS, Played
from app.services.rehearsal.plan import Plan
from app.services.rehearsal.run import Rehearsed
from app.services.stations.unlocking import Session
from app.services.texts.catalogue import Language
from tests.services.rehearsal.machine import bare, rehearse

REFUSALS = {
    "access.sealed",
    "access.wrong-role",
    "bundle.damaged",
    "bundle.live-in-rehearsal",
    "bundle.not-for-us",
    "bundle.rehearsal-in-live",
    "bundle.replay",
    "export.signers",
    "sign.other-hand",
    "trust.wrong-environment",
}


@pytest.fixture(scope="module")
def done(tmp_path_factory: pytest.TempPathFactory) -> Rehearsed:
    return rehearse(tmp_path_factory.mktemp("rehearsal") / "office", bare(), play=True)


@pytest.fixture(scope="module")
def played(done: Rehearsed) -> Played:
    assert done.played is not None
    return done.played


@pytest.fixture(scope="module")
def plan() -> Plan:
    return bootstrap.rehearsal_plan()


def unlocked(done: Rehearsed, plan: Plan, office: str, officer: str) -> Session:
    practice = next(one for one in plan.office(office).officers if one.key == officer)
    door = bootstrap.door(done.folder / office)
    person = next(person for person, name in door.slots().names.items() if name == practice.name)
    return door.unlock(person, practice.passphrase)  # type: ignore[arg-type]


@pytest.fixture
def agency(done: Rehearsed, plan: Plan) -> Iterator[tuple[Session, Services]]:
    session = unlocked(done, plan, "agency", "security")
    yield session, bootstrap.services(session)
    session.lock()


def test_every_role_is_another_person_with_another_passphrase(plan: Plan) -> None:
    for office in plan.offices:
        officers = office.officers
        assert len({one.name for one in officers}) == len({one.passphrase for one in officers}) == len(officers)
        assert all(len(one.roles) == 1 for one in officers)
    for key in ("agency", "investigation"):
        assert {role for one in plan.office(key).officers for role in one.roles} == set(Role)


def test_the_whole_job_was_done(played: Played) -> None:
    assert dict(played.counts) == {
        "rows": 12,
        "admitted": 11,
        "answered": 1,
        "set-aside": 1,
        "notices": 10,
        "consents": 8,
        "refusals": 1,
        "withdrawals": 1,
        "questionnaires": 6,
        "flags": 2,
        "notes": 2,
        "findings": 42,
        "adverse": 2,
        "returned": 1,
        "opinions": 6,
        "cleared": 5,
        "not-cleared": 1,
        "results": 6,
    }
    assert [key for key, _ in played.timings] == [step.text_key for step in STEPS]
    assert {form: sum(one.form == form for one in played.letters) for form in ("F05", "F20", "F22")} == {
        "F05": 10,
        "F20": 6,
        "F22": 7,
    }


def test_what_must_be_refused_was_refused_with_its_code(played: Played) -> None:
    assert {one.code for one in played.refused} == REFUSALS
    assert len(played.refused) == 11


def test_every_bundle_has_a_receipt_and_all_for_the_contractor_are_of_one_size(done: Rehearsed, played: Played) -> None:
    names = {path.name: path.stat().st_size for path in (done.folder / "bundles").iterdir()}
    assert len(names) == 2 * len(played.sent) == 66
    assert all(names[one.file_name] == one.size_bytes and one.receipt_name in names for one in played.sent)
    to_contractor = [one for one in played.sent if one.receiver == "contractor"]
    assert {one.kind for one in to_contractor} == {"result", "not-carried-out"}
    assert len({one.size_bytes for one in to_contractor}) == 1
    letters = [done.folder / "letters" / one.file_name for one in played.letters if one.form == "F22"]
    assert len({path.stat().st_size for path in letters}) == 1


def test_an_official_is_not_told_to_the_contractor(played: Played) -> None:
    assert sum(one.kind == "decision" for one in played.sent) == 6
    assert sum(one.kind == "result" for one in played.sent) == 5


def test_cases_stand_where_the_story_left_them(agency: tuple[Session, Services]) -> None:
    session, services = agency
    lines = services.queue.page(session.actor, QueueFilter())
    states = sorted(line.state for line in lines)
    assert states == sorted([State.VALID] * 5 + [State.NOTIFIED_NOT_CLEARED, State.WITHDRAWN, State.CONSENTED])
    assert services.consents.candidates(session.actor, (State.NOTICE_ISSUED,))
    assert services.outbox.exports(session.actor) == []


def test_the_contractor_holds_bare_results_only(done: Rehearsed, plan: Plan) -> None:
    session = unlocked(done, plan, "contractor", "security")
    try:
        with session.desk.vault.read() as unit:
            imports = unit.imports.newest_first(100)
        assert sorted({one.kind for one in imports}) == ["not-carried-out", "result"]
        assert {one.outcome for one in imports} == {"imported"}
    finally:
        session.lock()


def test_time_in_the_practice_vault_runs_on_from_the_story(agency: tuple[Session, Services]) -> None:
    session, _ = agency
    ahead = session.desk.clock.now() - bootstrap.system_clock().now()
    assert session.desk.clock.today() >= STEPS[-1].day
    assert session.desk.clock.now() - bootstrap.system_clock().now() == pytest.approx(ahead, abs=timedelta(seconds=2))
    assert session.desk.clock.today() <= STEPS[-1].day + timedelta(days=1)


def test_the_folder_is_private_and_the_report_says_what_matters(done: Rehearsed, played: Played) -> None:
    assert done.report is not None
    for path in (done.report, done.passphrases, *(done.folder / "keys").iterdir()):
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
    report = done.report.read_text(encoding="utf-8")
    assert bootstrap.catalogue(Language.ENGLISH)("rehearsal.no-keyring") in report
    assert all(record.checkpoint.splitlines()[2] in report for record in played.records.values())
    assert all(one.file_name in report for one in played.sent)
    assert all(one.code in report for one in played.refused)
    assert re.search(r"age -d -i keys/TMD01\.txt bundles/KKAN01-TMD01-\d{10}-[0-9a-f]{8}\.age", report)


def test_the_lines_of_the_report_open_a_bundle_by_hand(done: Rehearsed) -> None:
    age = shutil.which("age") or shutil.which("age", path="/opt/age/usr/bin")
    if age is None or shutil.which("zstd") is None:
        pytest.skip("age or zstd is not installed")
    assert done.report is not None
    line = re.findall(r"^age (.*) \| tar -xO records", done.report.read_text(encoding="utf-8"), re.MULTILINE)[0]
    archive = subprocess.run([age, *line.split()], cwd=done.folder, capture_output=True, check=True).stdout  # noqa: S603
    packed = subprocess.run(["tar", "-xO", "records.ndjson.zst"], input=archive, capture_output=True, check=True).stdout  # noqa: S607
    record = json.loads(subprocess.run(["zstd", "-dc"], input=packed, capture_output=True, check=True).stdout)  # noqa: S607
    assert record["outcome"] == "not-carried-out"
    assert set(record) == {"record", "roster_ref", "name", "section", "outcome", "notified_on", "issue_no"}
