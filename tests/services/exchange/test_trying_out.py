"""What the officer is shown before the decision is what happens; nothing of the trial stays."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.models.domain.errors import GateClosedError
from app.models.domain.ids import BundleId, CaseId
from app.models.views.arriving import Fate
from app.services.bundles import schemas
from app.services.bundles.manifest import Kind
from app.services.desk import Target
from app.services.exchange.foreseen import SHOWN, Foreseen
from app.services.exchange.identity import Answers, AsideReason, Verdict
from tests.services.exchange import crafting
from tests.services.exchange.conftest import At
from tests.services.exchange.offices import Office
from tests.services.exchange.world import World
from tests.thoroughness import amount

REQUEST = Kind.INVESTIGATION_REQUEST
Rows = dict[str, dict[object, dict[str, object]]]

SENDINGS: dict[str, tuple[str, Kind, Callable[[World], Office], Callable[[World], Office]]] = {
    "request": ("consented", REQUEST, lambda w: w.agency, lambda w: w.investigation),
    "questionnaire": ("requested", Kind.QUESTIONNAIRE, lambda w: w.agency, lambda w: w.investigation),
    "opinion": ("opined", Kind.OPINION, lambda w: w.investigation, lambda w: w.agency),
    "decision": ("notified", Kind.DECISION, lambda w: w.agency, lambda w: w.investigation),
    "result": ("notified", Kind.RESULT, lambda w: w.agency, lambda w: w.contractor),
}


def arriving(at: At, name: str) -> tuple[World, Office, str]:
    """A world in which one bundle of a kind lies on the stick; gives the receiver and the file."""
    stage, kind, sender, receiver = SENDINGS[name]
    world = at(stage)
    if kind is Kind.QUESTIONNAIRE:
        world.receive_answers(world.case)
    return world, receiver(world), world.sent(sender(world), kind, Target(case=world.case), receiver(world))


def picture(office: Office) -> Rows:
    """Every row of the tables that are shown, by its first column, read by plain SQL."""
    found: Rows = {}
    with office.desk.vault._reader.begin() as connection:
        for table in SHOWN:
            rows = connection.exec_driver_sql(f"SELECT * FROM {table}").mappings()  # noqa: S608 # our own name
            found[table] = {next(iter(row.values())): dict(row) for row in rows}
    return found


def difference(before: Rows, after: Rows) -> dict[tuple[str, Fate], list[dict[str, object]]]:
    """Rows that came, changed or went, with the columns that are shown."""
    found: dict[tuple[str, Fate], list[dict[str, object]]] = {}
    for table, names in SHOWN.items():
        old, new = before[table], after[table]
        for key in old.keys() | new.keys():
            if old.get(key) == new.get(key):
                continue
            fate = Fate.ADDED if key not in old else Fate.CHANGED if key in new else Fate.REMOVED
            row = new.get(key, {})
            shown = names if fate is not Fate.CHANGED else [n for n in names if old[key][n] != row[n]]
            found.setdefault((table, fate), []).append({name: row.get(name) for name in shown})
    return {key: sorted(rows, key=repr) for key, rows in found.items()}


def told(seen: Foreseen) -> dict[tuple[str, Fate], list[dict[str, object]]]:
    found: dict[tuple[str, Fate], list[dict[str, object]]] = {}
    for entry in seen.entries:
        shown = [one for one in entry.fields if entry.fate is not Fate.CHANGED or one.before != one.after]
        found.setdefault((entry.table, entry.fate), []).append({one.name: one.after for one in shown})
    return {key: sorted(rows, key=repr) for key, rows in found.items()}


@pytest.mark.parametrize("name", SENDINGS)
def test_what_is_shown_is_what_happens(at: At, name: str) -> None:
    world, office, file_name = arriving(at, name)
    before, events, blobs = picture(office), len(office.events()), office.blobs()
    keys = [office.desk.vault.case_keys.holds(world.case)]
    inspection = world.inspected(office, file_name)
    assert inspection.foreseen is not None
    assert (picture(office), office.blobs()) == (before, blobs)
    assert office.events()[events:] == [("bundle.inspected", "done")]
    assert [office.desk.vault.case_keys.holds(world.case)] == keys
    world.clock.advance(timedelta(minutes=7))
    office.services.importing.admit(office.actor("security"), inspection)
    happened = difference(before, picture(office))
    assert happened
    assert told(inspection.foreseen) == happened


@settings(max_examples=amount(4, 60), suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(
    name=st.text("髙橋美咲𠮷田 =<b>'\"%;{}", max_size=12).map(lambda text: f"氏{text}名"),
    section=st.text("研究開発部 Ａ1", max_size=8).map(lambda text: f"課{text}係"),
    outcome=st.sampled_from(schemas.NoticeOutcome),
)
def test_whatever_a_notice_says_is_shown_as_it_will_stand(
    at: At, name: str, section: str, outcome: schemas.NoticeOutcome
) -> None:
    world = at("trusted")
    kind = Kind.NOT_CARRIED_OUT if outcome is schemas.NoticeOutcome.NOT_CARRIED_OUT else Kind.RESULT
    day = world.clock.today()
    notice = schemas.ResultNotice(
        roster_ref="R1", name=name, section=section, outcome=outcome, notified_on=day, issue_no="N-1"
    )
    office = world.contractor
    before = picture(office)
    inspection = world.inspected(
        office, crafting.put(world, crafting.crafted(world, kind, world.agency, office, notice))
    )
    assert inspection.foreseen is not None
    assert picture(office) == before
    office.services.importing.admit(office.actor("security"), inspection)
    assert told(inspection.foreseen) == difference(before, picture(office))


def test_a_vault_that_changed_meanwhile_undoes_the_admission(at: At) -> None:
    world, office, file_name = arriving(at, "questionnaire")
    inspection = world.inspected(office, file_name)
    shown = inspection.foreseen
    assert shown is not None
    before = office.tables()
    other = replace(inspection, foreseen=replace(shown, sha256="0" * 64))
    with pytest.raises(GateClosedError) as refused:
        office.services.importing.admit(office.actor("security"), other)
    assert refused.value.code == "import.changed-meanwhile"
    assert office.tables() == before
    assert office.quarantine() == [inspection.ciphertext_sha256]
    office.services.importing.admit(office.actor("security"), inspection)


def test_a_waiting_bundle_survives_a_restart_and_tells_what_changed(at: At) -> None:
    world, office, file_name = arriving(at, "request")
    first = world.inspected(office, file_name)
    importing, actor = office.services.importing, office.actor("security")
    (world.stick.path / file_name).unlink()
    assert [one.bundle_id for one in importing.waiting(actor)] == [first.bundle_id]
    again = importing.resume(actor, first.bundle_id)
    assert (again.foreseen, again.has_changed) == (first.foreseen, False)
    # Another request about somebody of the same name comes in first.
    twin = namesake(world, office)
    changed = importing.resume(actor, first.bundle_id)
    assert changed.has_changed
    assert [one.other_case_id for one in changed.likenesses] == [twin]
    assert not changed.can_be_admitted
    with pytest.raises(GateClosedError):
        importing.admit(actor, again)


def namesake(world: World, office: Office) -> CaseId:
    """A case about another person of the same name and day of birth, who is there already."""
    with office.desk.vault.write() as unit:
        agency = world.agency.services.queue.case(world.agency.actor("examiner"), world.case)
        twin = replace(agency, case_id=CaseId("f" * 32), number="OLD-1", from_office_id=None, roster_id=None)
        unit.case_keys.create([twin.case_id])
        unit.cases.add(twin)
    return CaseId("f" * 32)


def test_somebody_decides_who_is_who(at: At) -> None:
    world = at("consented")
    office = world.investigation
    twin = namesake(world, office)
    targets = [Target(case=case) for case in (world.case, *world.others)]
    agency = world.agency
    made = agency.services.exporting.prepare_many(
        agency.actor("security"), REQUEST, targets, office.station, [agency.person("security")]
    )
    file_name = world.written(agency, world.signed(agency, REQUEST, BundleId(made.manifest.bundle_id)))
    inspection = world.inspected(office, file_name)
    (question,) = inspection.likenesses
    assert (question.other_case_id, question.why) == (twin, "same-name-and-dob")
    importing, actor = office.services.importing, office.actor("security")
    assert not inspection.can_be_admitted
    later = importing.answer(actor, inspection, Answers({question.key: Verdict.LATER}))
    assert later.can_be_admitted
    assert later.foreseen is not None
    assert later.foreseen.counts[("cases", Fate.ADDED)] == 1
    other = importing.answer(actor, inspection, Answers({question.key: Verdict.OTHER}))
    assert other.foreseen is not None
    assert other.foreseen.counts[("cases", Fate.ADDED)] == 2
    importing.admit(actor, other)
    with office.desk.vault.read() as unit:
        (kept,) = unit.arrivals.verdicts_about(twin)
    assert (kept.verdict, kept.case_id, kept.decided_by) == ("other", question.subject.case_id, actor.person)
    assert ("bundle.identity-decided", "done") in office.events()


def test_a_record_that_is_set_aside_leaves_nothing_but_its_number(at: At) -> None:
    world = at("consented")
    office, agency = world.investigation, world.agency
    targets = [Target(case=case) for case in (world.case, *world.others)]
    made = agency.services.exporting.prepare_many(
        agency.actor("security"), REQUEST, targets, office.station, [agency.person("security")]
    )
    file_name = world.written(agency, world.signed(agency, REQUEST, BundleId(made.manifest.bundle_id)))
    importing, actor = office.services.importing, office.actor("security")
    inspection = importing.answer(actor, world.inspected(office, file_name), Answers(aside={2: AsideReason.WRONG_DATA}))
    importing.admit(actor, inspection)
    assert len(office.rows("cases")) == 1
    with office.desk.vault.read() as unit:
        assert unit.arrivals.set_aside(inspection.bundle_id) == {2: "wrong-data"}
        decided = unit.imports.find(inspection.bundle_id)
    assert decided is not None
    assert (decided.record_count, decided.paper_count) == (1, 1)
    receipt = office.services.receipts.write(actor, inspection.bundle_id, world.stick)
    said = crafting.record_in((world.stick.path / receipt).read_bytes(), agency)
    assert isinstance(said, schemas.Receipt)
    assert (said.record_count, said.blob_count, said.lanes[0].missing) == (1, 1, ())
    assert agency.services.receipts.close(agency.actor("security"), world.stick, receipt).outcome == "imported"


def test_nothing_can_be_left_out_of_a_kind_that_comes_whole(at: At) -> None:
    world, office, file_name = arriving(at, "questionnaire")
    importing, actor = office.services.importing, office.actor("security")
    inspection = importing.answer(actor, world.inspected(office, file_name), Answers(aside={1: AsideReason.NOT_OURS}))
    assert not inspection.can_be_admitted
    assert inspection.obstacle is not None


def test_what_stands_in_the_way_is_shown_and_nothing_is_admitted(at: At) -> None:
    """The same request in another bundle: the case is here already, and both stand side by side."""
    world = at("requested")
    office = world.investigation
    inspection = world.inspected(office, world.sent(world.agency, REQUEST, Target(case=world.case), office))
    (clash,) = inspection.clashes
    assert all(here == came for _name, here, came in clash.fields)
    assert not inspection.can_be_admitted
