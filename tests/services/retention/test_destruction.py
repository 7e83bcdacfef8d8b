import shutil
from contextlib import suppress
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import msgspec
import pytest

from app.models.domain.errors import AppError, GateClosedError, InvalidInputError, NotAuthorisedError, VaultError
from app.models.domain.ids import CaseId
from app.models.domain.lifecycle import State
from app.models.domain.retention import Basis, Ground, Matter
from app.models.schema.keeping import destructions
from app.models.views.records import EmergencyAccess
from app.services.bundles.manifest import Kind
from app.services.crypto.keyslot import derive
from app.services.desk import Target
from app.services.retention.ledger import apply_ledger, entry_of, note_repeated
from app.services.stations.erasing import finish_destructions
from tests.services.exchange.offices import Office, reopened
from tests.services.exchange.world import PDF, PEOPLE, World
from tests.services.retention.conftest import At
from tests.services.retention.ending import TEN_YEARS, destroyed, marked, told_everybody, withdrawn
from tests.services.retention.raw import everything, places_of

NAME, KANA = PEOPLE[0][0], PEOPLE[0][1]
REASON = "canary of a hold"


def refusal(error: type[AppError], act: object) -> str:
    with pytest.raises(error) as refused:
        act()  # type: ignore[operator] # a function without arguments
    return refused.value.code


def keys_of(office: Office) -> dict[str, bytes]:
    key = office.keys.vault_key
    return {"vault.db": key, "keys.db": derive(key, "case-keys")}


def test_a_destroyed_case_is_gone_and_its_record_stays(at: At) -> None:
    world = at("answered")
    agency, case = world.agency, withdrawn(world)
    documents = [row for row in agency.rows("documents") if case in row]
    marked(agency, case)
    done = destroyed(agency, case)
    assert done.is_finished
    assert done.entry.documents == len(documents) > 0
    assert agency.rows("cases") == [row for row in agency.rows("cases") if case not in row]
    assert not any(
        case in str(row) for name in ("documents", "letters", "register", "exports") for row in agency.rows(name)
    )
    assert ("case.disposed", "done") in agency.events()
    assert ("disposal.witnessed", "done") in agency.events()
    assert ("disposal.finished", "done") in agency.events()
    assert agency.services.record.verify(agency.actor("auditor")).is_sound
    with agency.desk.vault.read() as unit:
        assert unit.ledger.find(case) is not None
        assert not unit.case_keys.holds(case)
    assert refusal(InvalidInputError, lambda: agency.services.queue.case(agency.actor("examiner"), case)) == (
        "record.not-found"
    )


def test_other_cases_are_left_as_they_were(at: At) -> None:
    world = at("answered")
    agency, other = world.agency, world.others[0]
    case = withdrawn(world)
    before = [row for row in agency.rows("cases") if other in row]
    papers = [row for row in agency.rows("blobs") if other in row]
    marked(agency, case)
    destroyed(agency, case)
    assert [row for row in agency.rows("cases") if other in row] == before
    assert [row for row in agency.rows("blobs") if other in row] == papers
    with agency.desk.vault.read() as unit:
        assert unit.case_keys.holds(other)


def _filled(world: World) -> tuple[CaseId, bytes]:
    """A case with everything that a case can have, and its key."""
    agency = world.agency
    agency.services.holds.set(agency.actor("second-security"), world.case, Ground.AUDIT, REASON, world.clock.today())
    (agency.folder / "quarantine").mkdir(exist_ok=True)
    (agency.folder / "quarantine" / "a-copy").write_bytes(b"copy of a bundle")
    with agency.desk.vault.read() as unit:
        key = unit.case_keys.get(world.case)
    return world.case, key


@pytest.mark.parametrize("is_open", [True, False], ids=["right after", "after the next unlocking"])
def test_nothing_of_a_destroyed_case_lies_in_the_raw_files(at: At, *, is_open: bool) -> None:
    world = at("answered")
    agency = world.agency
    case, key = _filled(world)
    before = everything(agency.folder, keys_of(agency))
    # The scan is not idle: what must vanish is found before.
    canaries = {"name": NAME.encode(), "reading": KANA.encode(), "born": PEOPLE[0][2].encode(), "key": key}
    found = {name: places_of(canary, before) for name, canary in canaries.items()}
    assert all(found.values()), found
    world.withdraw()
    told_everybody(world)
    world.clock.advance(timedelta(days=1))
    marked(agency, case)
    destroyed(agency, case)
    if not is_open:
        agency.desk.vault.close()
    after = everything(agency.folder, keys_of(agency))
    assert {name: places_of(canary, after) for name, canary in canaries.items()} == {name: {} for name in canaries}
    assert not [name for name in after if name.startswith("quarantine/")]
    # Encrypted, the file says nothing at all; decrypted, only the ledger and the record know the random id.
    assert set(places_of(case.encode(), after)) <= {"vault.db decrypted", "vault.db-wal decrypted"}
    vault = agency if is_open else reopened(agency, agency.folder, world.clock)
    knowing = {name for name in vault.names() if any(case in repr(row) for row in vault.rows(name))}
    assert knowing == {"destructions", "events"}
    if not is_open:
        vault.desk.vault.close()


def test_one_person_alone_is_refused_and_it_is_on_record(at: At) -> None:
    world = at("answered")
    agency, case = world.agency, withdrawn(world)
    marked(agency, case)
    assert refusal(NotAuthorisedError, lambda: destroyed(agency, case, witness="second-security")) == (
        "access.same-person"
    )
    assert refusal(NotAuthorisedError, lambda: destroyed(agency, case, by="security")) == "access.same-person"
    assert refusal(NotAuthorisedError, lambda: destroyed(agency, case, witness="security")) == "access.same-person"
    assert refusal(NotAuthorisedError, lambda: destroyed(agency, case, witness="examiner")) == "access.wrong-role"
    assert refusal(NotAuthorisedError, lambda: destroyed(agency, case, by="auditor", witness="administrator")) == (
        "access.wrong-role"
    )
    assert agency.events("case.disposed") == [
        ("case.disposed", "refused:same-person"),
        ("case.disposed", "refused:wrong-role"),
    ]
    assert agency.events("disposal.witnessed") == [
        ("disposal.witnessed", "refused:same-person"),
        ("disposal.witnessed", "refused:same-person"),
        ("disposal.witnessed", "refused:wrong-role"),
    ]
    assert agency.rows("destructions") == []


def test_a_held_case_is_neither_marked_nor_destroyed(at: At) -> None:
    world = at("answered")
    agency, case = world.agency, withdrawn(world)
    until = world.clock.today() + timedelta(days=3)
    agency.services.holds.set(agency.actor("second-security"), case, Ground.COMPLAINT, REASON, until)
    assert refusal(GateClosedError, lambda: marked(agency, case)) == "access.held"
    world.clock.advance(timedelta(days=4))
    marked(agency, case)
    agency.services.holds.set(agency.actor("security"), case, Ground.LITIGATION, REASON, None)
    assert refusal(GateClosedError, lambda: destroyed(agency, case)) == "access.held"
    assert ("case.disposed", "refused:held") in agency.events()
    assert agency.rows("destructions") == []


def test_a_case_is_not_marked_before_its_day_or_on_another_ground(at: At) -> None:
    world = at("notified")
    agency, case = world.agency, world.case
    agency.services.results.confirm_validity(agency.actor("decider"), case)
    assert refusal(GateClosedError, lambda: marked(agency, case, Basis.PERIOD_ENDED)) == "disposal.not-yet"
    assert refusal(GateClosedError, lambda: marked(agency, case, Basis.PURPOSE_ENDED)) == (
        "disposal.purpose-counts-not"
    )
    assert refusal(GateClosedError, lambda: marked(agency, case, Basis.WITHDRAWN)) == "disposal.not-withdrawn"
    open_case = world.others[0]
    assert refusal(GateClosedError, lambda: marked(agency, open_case, Basis.PERIOD_ENDED)) == "access.wrong-state"
    world.clock.advance(TEN_YEARS)
    marked(agency, case, Basis.PERIOD_ENDED)
    assert destroyed(agency, case).entry.basis is Basis.PERIOD_ENDED


def test_the_contractor_is_told_before_the_name_is_gone(at: At) -> None:
    world = at("answered")
    world.withdraw()
    assert refusal(GateClosedError, lambda: marked(world.agency, world.case)) == "disposal.notice-due"
    told_everybody(world)
    marked(world.agency, world.case)


def test_an_emergency_access_is_reviewed_before_its_case_is_gone(at: At) -> None:
    world = at("requested")
    office, case, now = world.investigation, world.case, world.clock.now()
    world.withdraw()
    world.carried(world.agency, Kind.WITHDRAWAL, Target(case=case), office)
    with office.desk.vault.write() as unit:
        unit.emergencies.add(EmergencyAccess("access", case, office.person("reviewer"), now, now))
    assert refusal(GateClosedError, lambda: marked(office, case)) == "disposal.access-unreviewed"
    with office.desk.vault.write() as unit:
        unit.emergencies.review("access", now, office.person("auditor"), "justified")
    marked(office, case)


def test_drafts_about_the_case_go_and_bundles_that_left_are_named(at: At) -> None:
    world = at("notified")
    agency, case = world.agency, world.case
    agency.services.results.confirm_validity(agency.actor("decider"), case)
    world.carried(agency, Kind.DECISION, Target(case=case), world.investigation)
    world.clock.advance(TEN_YEARS - timedelta(days=1))
    with suppress(AppError):  # keys of the officers may be over by then
        world.prepared(agency, Kind.RESULT, Target(case=case), world.contractor)
    world.clock.advance(timedelta(days=1))
    marked(agency, case, Basis.PERIOD_ENDED)
    foreseen = agency.services.disposal.foresee(agency.actor("security"), Matter.CASE, case)
    done = destroyed(agency, case)
    assert len(done.entry.bundles) == len(foreseen.bundles) == 3
    with agency.desk.vault.read() as unit:
        assert unit.exports.in_status(("draft", "signed")) == []
        assert {one.bundle_id for one in unit.exports.in_status(("closed",))} >= set(done.entry.bundles)


def test_a_request_for_a_destroyed_case_does_not_bring_it_back(at: At) -> None:
    world = at("requested")
    office, case = world.investigation, world.case
    world.withdraw()
    world.carried(world.agency, Kind.WITHDRAWAL, Target(case=case), office)
    marked(office, case)
    destroyed(office, case)
    with office.desk.vault.read() as unit:
        assert unit.ledger.known([case, "another"]) == {case}


def test_the_ledger_keeps_a_restored_vault_from_bringing_a_case_back(at: At, tmp_path: Path) -> None:
    world = at("answered")
    agency, case = world.agency, withdrawn(world)
    marked(agency, case)
    agency.desk.vault.close()
    shutil.copytree(agency.folder, tmp_path / "backup")
    agency = reopened(agency, agency.folder, world.clock)
    destroyed(agency, case)
    row = agency.rows("destructions")[0]
    names = [column.name for column in destructions.columns]
    lines = [entry_of(msgspec.json.encode(dict(zip(names, row, strict=True))))]
    with agency.desk.vault.read() as unit:
        assert unit.ledger.everything() == lines
    agency.desk.vault.close()
    back = reopened(agency, tmp_path / "backup", world.clock)
    for _ in range(2):  # doing it again does no harm
        with back.desk.vault.write() as unit:
            count = apply_ledger(unit, lines, world.clock.now())
            officer = back.actor("security")
            note_repeated(unit, count, world.clock.now(), person=officer.person, station=back.station, session="s")
        assert finish_destructions(back.desk, back.actor("security"))
    assert not [row for row in back.rows("cases") if case in row]
    assert back.events("disposal.repeated") == [("disposal.repeated", "done")]
    with back.desk.vault.read() as unit:
        assert unit.ledger.everything() == [replace(line, finished_at=world.clock.now()) for line in lines]
        assert not unit.case_keys.holds(case)
    with pytest.raises(VaultError):
        entry_of(b"{}")
    back.desk.vault.close()
    after = everything(tmp_path / "backup", keys_of(back))
    assert places_of(NAME.encode(), after) == {}


def test_a_case_is_destroyed_once(at: At) -> None:
    world = at("answered")
    agency, case = world.agency, withdrawn(world)
    marked(agency, case)
    destroyed(agency, case)
    with pytest.raises(InvalidInputError):
        destroyed(agency, case)
    assert len(agency.rows("destructions")) == 1


def test_what_is_no_case_goes_too_when_its_day_has_come(at: At) -> None:
    world = at("noticed")
    agency = world.agency
    entry = world.refuse(PEOPLE[2][0])
    actor, witness, disposal = agency.actor("security"), agency.actor("auditor"), agency.services.disposal

    def end(matter: Matter, subject: str) -> None:
        disposal.destroy_paper(actor, witness, matter, subject)

    assert refusal(GateClosedError, lambda: end(Matter.REFUSAL, entry)) == "disposal.not-yet"
    told_everybody(world)
    world.clock.advance(timedelta(days=3 * 366))
    end(Matter.REFUSAL, entry)
    assert agency.rows("register") == []
    roster = str(agency.rows("rosters")[0][0])
    world.clock.advance(timedelta(days=4 * 366))
    end(Matter.ROSTER, roster)
    assert agency.rows("rosters") == agency.rows("candidates") == agency.rows("letters") == []
    assert {row[1] for row in agency.rows("destructions")} == {"refusal", "roster"}
    assert refusal(GateClosedError, lambda: end(Matter.ROSTER, roster)) == "disposal.not-yet"
    files = everything(agency.folder, keys_of(agency))
    assert {name: places_of(one.encode(), files) for name, one in (("n", PEOPLE[2][0]), ("m", NAME))} == {
        "n": {},
        "m": {},
    }


def test_a_refusal_is_kept_until_the_contractor_is_told(at: At) -> None:
    world = at("consented")
    world.clock.advance(timedelta(days=3 * 366))
    disposal, actor, witness = world.agency.services.disposal, world.agency.actor("security"), "auditor"

    def end() -> object:
        return disposal.destroy_paper(actor, world.agency.actor(witness), Matter.REFUSAL, world.refused)

    assert refusal(GateClosedError, end) == "disposal.notice-due"


def test_a_roster_waits_for_its_cases(at: At) -> None:
    world = at("consented")
    agency = world.agency
    world.clock.advance(timedelta(days=7 * 366))
    roster = str(agency.rows("rosters")[0][0])

    def end() -> object:
        return agency.services.disposal.destroy_paper(
            agency.actor("security"), agency.actor("auditor"), Matter.ROSTER, roster
        )

    assert refusal(GateClosedError, end) == "disposal.roster-in-use"


def test_a_contractor_destroys_what_it_was_told_when_it_needs_it_no_more(at: At) -> None:
    world = at("consented")
    contractor = world.contractor
    told_everybody(world)
    bundle = str(contractor.rows("received_results")[0][0])
    actor, witness, disposal = contractor.actor("security"), contractor.actor("auditor"), contractor.services.disposal
    assert refusal(GateClosedError, lambda: disposal.destroy_paper(actor, witness, Matter.RESULT, bundle)) == (
        "disposal.not-yet"
    )
    disposal.destroy_paper(actor, witness, Matter.RESULT, bundle, Basis.PURPOSE_ENDED)
    assert contractor.rows("received_results") == contractor.rows("blobs") == []


def test_a_case_that_is_valid_says_so_until_it_is_destroyed(at: At) -> None:
    world = at("notified")
    agency = world.agency
    agency.services.results.confirm_validity(agency.actor("decider"), world.case)
    world.clock.advance(TEN_YEARS)
    due = agency.services.forecast.page(agency.actor("auditor"), last=world.clock.today())
    assert (world.case, State.VALID) in {(one.subject, one.state) for one in due}
    assert PDF not in b"".join(everything(agency.folder, keys_of(agency)).values())
