"""The statement to the subject: counted against the raw record, also for a refusal, a sealed and a destroyed case."""

import json
import re
import shutil
import subprocess
from dataclasses import replace
from pathlib import Path

import pytest

from app.models.domain.actor import Role
from app.models.domain.errors import AppError
from app.services.bundles.manifest import Kind
from app.services.desk import Target
from tests.services.exchange.conftest import At
from tests.services.exchange.offices import Office
from tests.services.exchange.world import PEOPLE, World


def refused(code: str) -> "pytest.RaisesExc[AppError]":
    return pytest.RaisesExc(AppError, check=lambda error: error.code == code)


def words(pdf: bytes, folder: Path) -> str:
    """The text of a PDF by a tool of others, without spaces."""
    tool = shutil.which("pdftotext")
    if tool is None:
        pytest.skip("pdftotext is not installed")
    (folder / "statement.pdf").write_bytes(pdf)
    done = subprocess.run([tool, str(folder / "statement.pdf"), "-"], check=True, capture_output=True)  # noqa: S603
    return re.sub(r"\s", "", done.stdout.decode("utf-8"))


def raw_count(office: Office, *subjects: str) -> int:
    """How many lines of the record are about these, read with nothing but SQL and JSON."""
    with office.desk.vault._reader.begin() as connection:
        entries = connection.exec_driver_sql("SELECT entry FROM events").all()
    return sum(json.loads(row[0])["subject"] in subjects for row in entries)


def candidate_of(world: World, case: str) -> str:
    rows = [row for row in world.agency.rows("candidates") if case in row]
    return str(rows[0][0])


def test_the_count_is_that_of_the_raw_record(at: At, tmp_path: Path) -> None:
    world = at("notified")
    office = world.investigation
    raw = raw_count(office, world.case)
    issued = office.services.statements.issue(office.actor("security"), world.case)
    assert issued.entries == raw
    text = words(issued.pdf, tmp_path)
    assert f"{raw}件" in text
    assert "調査担当者が、第1号（経済基盤毀損活動との関係）に関し" in text
    for officer in office.keys.people:
        assert f"investigation{officer}" not in text  # officers by their role, never by name
    assert PEOPLE[0][0].replace("　", "") in text


def test_the_number_of_the_case_is_enough_and_the_agency_counts_the_candidate_too(at: At) -> None:
    world = at("notified")
    agency = world.agency
    with agency.desk.vault.read() as unit:
        number = unit.cases.get(world.case).number
    raw = raw_count(agency, world.case, candidate_of(world, world.case))
    assert agency.services.statements.issue(agency.actor("security"), number).entries == raw


def test_it_says_what_went_to_whom_and_that_it_arrived(at: At, tmp_path: Path) -> None:
    world = at("answered")
    world.sent(world.agency, Kind.QUESTIONNAIRE, Target(case=world.case), world.investigation)
    agency = world.agency
    text = words(agency.services.statements.issue(agency.actor("security"), world.case).pdf, tmp_path)
    assert "「調査の求め」を試験investigationに送付（令和7年6月" in text
    assert "「質問票の回答」を試験investigationに送付（受領書は届いていません）" in text


def test_a_refusal_and_a_withdrawal_have_their_statement(at: At, tmp_path: Path) -> None:
    world = at("assigned")
    agency = world.agency
    statements, security = agency.services.statements, agency.actor("security")
    issued = statements.issue(security, world.refused)
    noticed = json.loads(
        next(one for one in agency.services.record.newest(security, 500) if one.code == "refusal.recorded").entry
    )
    assert issued.entries == raw_count(agency, noticed["subject"], world.refused) - 1  # its own entry came after
    assert PEOPLE[2][0].replace("　", "")[:2] in words(issued.pdf, tmp_path)
    entry = world.withdraw()
    raw = raw_count(agency, world.case, candidate_of(world, world.case), entry)
    assert statements.issue(security, world.case).entries == raw
    assert statements.issue(security, entry).entries == raw + 1
    complaint = replace(security, roles=frozenset({Role.COMPLAINT_OFFICER}))
    with refused("access.wrong-role"):
        statements.issue(complaint, world.refused)
    assert statements.issue(complaint, world.case).entries == raw + 2


def test_a_destroyed_case_is_still_accounted_for(at: At) -> None:
    world = at("assigned")
    office = world.investigation
    raw = raw_count(office, world.case)
    with office.desk.vault._writer.begin() as connection:
        connection.exec_driver_sql("PRAGMA foreign_keys = OFF")
        for table in ("documents", "letters", "blobs"):
            column = "case_id" if table == "documents" else "owner"
            connection.exec_driver_sql(f"DELETE FROM {table} WHERE {column} = ?", (world.case,))  # noqa: S608
        connection.exec_driver_sql("DELETE FROM cases WHERE case_id = ?", (world.case,))
    office.desk.vault.case_keys.destroy(world.case)
    issued = office.services.statements.issue(office.actor("security"), world.case)
    assert issued.entries == raw


def test_nothing_is_made_up_about_a_number_that_the_record_does_not_know(at: At) -> None:
    world = at("consented")
    agency = world.agency
    with refused("statement.nothing-on-record"):
        agency.services.statements.issue(agency.actor("security"), "no-such-case")
    for who in ("examiner", "reviewer", "decider", "auditor", "administrator"):
        with refused("access.wrong-role"):
            agency.services.statements.issue(agency.actor(who), world.case)


def test_ten_thousand_entries_make_a_letter_of_pages(at: At) -> None:
    world = at("assigned")
    office = world.investigation
    with office.desk.vault.write() as unit:
        for number in range(10_000):
            unit.record.append(
                at=office.desk.clock.now(),
                code="answers.seen",
                person=office.person("examiner"),
                station=office.station,
                session=f"s{number // 7}",
                subject=world.case,
                purpose=str(number % 7 + 1),
                result="done",
                detail={"section": "ABCDEFGHIJKLM"[number % 13]},
            )
    raw = raw_count(office, world.case)
    issued = office.services.statements.issue(office.actor("security"), world.case)
    assert issued.entries == raw > 10_000
