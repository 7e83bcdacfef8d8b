"""Notice, consent, refusal and withdrawal on real vaults."""

from datetime import date, timedelta
from io import BytesIO

import pikepdf
import pytest

from app.models.domain.errors import AppError, GateClosedError, InvalidInputError
from app.models.domain.ids import CandidateId
from app.models.domain.lifecycle import State
from app.services.bundles.manifest import Kind
from app.services.desk import Target
from tests.services.exchange.conftest import At
from tests.services.exchange.world import CONSENT_DAY, NOTICE_DAY, PDF, PEOPLE, World, roster_csv

FIRST, SECOND, THIRD, FOURTH = (person[0] for person in PEOPLE[:4])


def refused(code: str) -> "pytest.RaisesExc[AppError]":
    return pytest.RaisesExc(AppError, check=lambda error: error.code == code)


def anything_about(world: World, name: str) -> set[str]:
    """Tables of the opened database in which a name stands in any way it could be written."""
    forms = {name, name.replace("　", ""), name.replace("　", " ")}
    found = set()
    for table in world.agency.names():
        content = b"\n".join(
            cell if isinstance(cell, bytes) else str(cell).encode() for row in world.agency.rows(table) for cell in row
        )
        if any(form.encode() in content for form in forms):
            found.add(table)
    return found


def test_a_notice_is_a_pdf_that_can_be_read_again(at: At) -> None:
    world = at("listed")
    agency = world.agency
    letter = world.notice(FIRST)
    data = agency.services.filing.letter(agency.actor("examiner"), letter)
    with pikepdf.open(BytesIO(data)) as pdf:
        assert len(pdf.pages) >= 1
    kept = agency.services.results.letters(agency.actor("examiner"), world.candidates[FIRST])
    assert [(one.form, one.letter_id, one.issued_on) for one in kept] == [("F05", letter, NOTICE_DAY)]
    assert world.in_state(State.NOTICE_ISSUED)[0].notice_method == "handed-over"


def test_a_notice_is_refused_for_tomorrow_by_another_way_or_twice(at: At) -> None:
    world = at("listed")
    consents, actor = world.agency.services.consents, world.agency.actor("examiner")
    before = world.agency.tables()
    with refused("consent.future-day"):
        consents.issue_notice(actor, world.candidates[FIRST], NOTICE_DAY + timedelta(days=1), "handed-over")
    with refused("notice.method"):
        consents.issue_notice(actor, world.candidates[FIRST], NOTICE_DAY, "shouted")
    assert world.agency.tables() == before
    world.notice(FIRST)
    with refused("access.wrong-state"):
        world.notice(FIRST)


@pytest.mark.parametrize("act", ["record_consent", "record_refusal"])
def test_an_answer_needs_a_notice_before_it_and_a_day_that_was(at: At, act: str) -> None:
    world = at("listed")
    record, actor = getattr(world.agency.services.consents, act), world.agency.actor("examiner")
    before = world.agency.tables()
    with refused("access.wrong-state"):
        record(actor, world.candidates[FIRST], NOTICE_DAY, PDF)
    assert world.agency.tables() == before
    world.notice(FIRST)
    before, papers = world.agency.tables(), world.agency.blobs()
    with refused("consent.before-notice"):
        record(actor, world.candidates[FIRST], NOTICE_DAY - timedelta(days=1), PDF)
    with refused("consent.future-day"):
        record(actor, world.candidates[FIRST], NOTICE_DAY + timedelta(days=1), PDF)
    with refused("scan.unknown-type"):
        record(actor, world.candidates[FIRST], NOTICE_DAY, b"MZ not a scan")
    assert world.agency.tables() == before
    assert world.agency.blobs() == papers


def test_today_is_the_day_in_japan(at: At) -> None:
    """At 20:00 UTC it is the next morning in Tokyo."""
    world = at("listed")
    world.clock.advance(timedelta(hours=19))
    consents, actor = world.agency.services.consents, world.agency.actor("examiner")
    consents.issue_notice(actor, world.candidates[FIRST], NOTICE_DAY + timedelta(days=1), "electromagnetic")
    assert world.in_state(State.NOTICE_ISSUED)[0].notified_on == date(2025, 6, 11)


def test_a_consent_opens_a_case_and_names_it_in_the_register(at: At) -> None:
    world = at("noticed")
    agency = world.agency
    case_id = world.consent(FIRST)
    case = agency.services.queue.case(agency.actor("examiner"), case_id)
    assert (case.state, case.name, case.consented_on) == (State.CONSENTED, FIRST, CONSENT_DAY)
    assert case.inquiries_consented_on == CONSENT_DAY
    lines = agency.services.consents.register(agency.actor("examiner"))
    assert sorted((one.entry.form, one.entry.case_id) for one in lines) == [("F06", case_id), ("F07", case_id)]
    scan = lines[0].entry.scan_id
    assert scan is not None
    assert agency.services.filing.scan(agency.actor("examiner"), scan) == ("application/pdf", PDF)


def test_a_refusal_leaves_a_name_in_the_register_alone(at: At) -> None:
    world = at("noticed")
    assert anything_about(world, FIRST) == {"candidates"}
    world.refuse(FIRST)
    assert anything_about(world, FIRST) == {"register"}
    assert world.agency.rows("cases") == []
    assert FIRST not in [one.name for one in world.in_state(*State)]
    papers = [cell for row in world.agency.rows("blobs") for cell in row if isinstance(cell, bytes)]
    papers += [(world.agency.folder / "blobs" / name).read_bytes() for name in world.agency.blobs()]
    assert len(papers) == len(PEOPLE) + 1
    assert not any(PDF in sealed or b"%PDF" in sealed for sealed in papers)
    for file in ("vault.db", "vault.db-wal", "keys.db"):
        path = world.agency.folder / file
        assert not path.exists() or FIRST.encode() not in path.read_bytes()


def test_a_person_who_refused_is_new_on_the_next_roster(at: At) -> None:
    """The refusal must not follow the person: not even as a known name."""
    world = at("noticed")
    world.refuse(FIRST)
    world.listed()
    assert [one.name for one in world.in_state(State.LISTED)] == [FIRST]


def test_the_schema_has_no_place_for_a_reason(at: At) -> None:
    world = at("trusted")
    with world.agency.desk.vault._reader.begin() as connection:
        columns = {row[1] for row in connection.exec_driver_sql("PRAGMA table_info(register)")}
    letter = {"entry_id", "kind", "form", "received_on", "recorded_at", "scan_id"}
    person = {"name", "kana_sort", "section", "roster_id", "case_id", "state"}
    assert columns == letter | person


def test_screening_out_is_for_the_deciding_officer_and_final(at: At) -> None:
    world = at("listed")
    agency = world.agency
    agency.services.consents.screen_out(agency.actor("decider"), world.candidates[FIRST])
    with refused("access.wrong-state"):
        world.notice(FIRST)


def test_an_unknown_candidate_is_said_so(at: At) -> None:
    world = at("listed")
    consents, actor = world.agency.services.consents, world.agency.actor("examiner")
    with refused("record.not-found"):
        consents.issue_notice(actor, CandidateId("0" * 32), NOTICE_DAY, "handed-over")


def test_the_contractor_is_told_of_a_refusal_without_its_kind(at: At) -> None:
    world = at("consented")
    agency = world.agency
    due = [
        one.entry.entry_id for one in agency.services.consents.register(agency.actor("security")) if one.notice_is_due
    ]
    assert due == [world.refused]
    world.carried(agency, Kind.NOT_CARRIED_OUT, Target(entry=world.refused), world.contractor)
    (row,) = world.contractor.rows("received_results")
    assert "not-carried-out" in row
    assert not {"refusal", "withdrawal", "non-consent", "F08", "F09"} & {str(cell) for cell in row}
    assert not any(one.notice_is_due for one in agency.services.consents.register(agency.actor("security")))


def test_a_notice_of_a_withdrawal_looks_like_that_of_a_refusal(at: At) -> None:
    """The contractor cannot tell one from the other."""
    world = at("consented")
    kind, seen = Kind.NOT_CARRIED_OUT, []
    for entry in (world.refused, world.withdraw(world.others[0])):
        inspection = world.carried(world.agency, kind, Target(entry=entry), world.contractor)
        seen.append([line.path for line in inspection.lines])
    assert seen[0] == seen[1]


def test_withdrawal_discards_drafts_about_the_case_and_those_that_follow(at: At) -> None:
    world = at("consented")
    agency, other = world.agency, world.others[0]
    drafts = [
        world.prepared(agency, Kind.INVESTIGATION_REQUEST, Target(case=one), world.investigation)
        for one in (world.case, other)
    ]
    world.signed(agency, Kind.INVESTIGATION_REQUEST, drafts[1])
    world.withdraw()
    assert agency.services.exporting.open_exports(agency.actor("security")) == []
    for bundle in drafts:
        with pytest.raises(GateClosedError):
            world.written(agency, bundle)
    assert world.stick.list_bundles() == []
    # The other case begins again where the lane stands, and arrives.
    world.requested(other)


def test_withdrawal_keeps_what_went_before_on_the_lane(at: At) -> None:
    world = at("consented")
    agency, other = world.agency, world.others[0]
    first = world.prepared(agency, Kind.INVESTIGATION_REQUEST, Target(case=other), world.investigation)
    world.prepared(agency, Kind.INVESTIGATION_REQUEST, Target(case=world.case), world.investigation)
    world.withdraw()
    assert [one.bundle_id for one in agency.services.exporting.open_exports(agency.actor("security"))] == [first]
    world.admitted(world.investigation, world.written(agency, world.signed(agency, Kind.INVESTIGATION_REQUEST, first)))


def test_withdrawal_reaches_the_investigation_office(at: At) -> None:
    world = at("assigned")
    world.withdraw()
    world.carried(world.agency, Kind.WITHDRAWAL, Target(case=world.case), world.investigation)
    office = world.investigation
    case = office.services.queue.case(office.actor("examiner"), world.case)
    assert (case.state, case.sealed, case.assignee) == (State.WITHDRAWN, True, None)
    with refused("access.not-assigned"):
        office.services.review.note(office.actor("examiner"), world.case, "1", "まだ書きたい")
    with refused("access.sealed"):
        office.services.review.detail(office.actor("reviewer"), world.case)


def test_a_withdrawal_day_of_tomorrow_is_refused(at: At) -> None:
    world = at("consented")
    consents, actor = world.agency.services.consents, world.agency.actor("examiner")
    with pytest.raises(InvalidInputError) as refusal:
        consents.record_withdrawal(actor, world.case, world.clock.today() + timedelta(days=1), PDF)
    assert refusal.value.code == "consent.future-day"


def test_consent_can_no_longer_be_withdrawn_once_the_result_was_told(at: At) -> None:
    world = at("notified")
    with refused("access.wrong-state"):
        world.withdraw()


def test_no_contractor_is_told_about_people_of_the_agency_itself(at: At) -> None:
    world = at("noticed")
    agency, candidates = world.agency, set(world.candidates)
    world.listed(roster_csv([("内部　職員", "ナイブ　ショクイン", "1980-05-06", "総務課", "", "1", "")]))
    (own,) = set(world.candidates) - candidates
    world.notice(own)
    world.clock.advance(timedelta(days=1))
    refused = world.refuse(own)
    listed = [one.target.entry for one in agency.services.outbox.sendable(agency.actor("security"))]
    assert refused not in listed
    with pytest.raises(InvalidInputError, match=r"export\.recipient"):
        world.prepared(agency, Kind.NOT_CARRIED_OUT, Target(entry=refused), world.contractor)
    assert agency.rows("exports") == []
