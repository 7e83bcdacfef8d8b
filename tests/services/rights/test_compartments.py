"""What lies in a compartment is read by whoever has a part in that case, and by nobody else of the same roles."""

import json
from dataclasses import replace

import msgspec
import pytest

from app.models.domain.actor import Role
from app.models.domain.errors import AppError, NotAuthorisedError
from app.models.domain.finding import Finding
from app.models.forms.reading import Line
from app.services.queue.asked import QueueFilter
from tests.services.exchange.conftest import At
from tests.services.exchange.offices import Office
from tests.services.exchange.world import World, _received, plain

SECRET = "架空の診療の記録"


def refused(code: str) -> "pytest.RaisesExc[AppError]":
    return pytest.RaisesExc(AppError, check=lambda error: error.code == code)


def answers(office: Office, world: World, who: str, section: str) -> tuple[Line, ...]:
    return office.services.review.answers(office.actor(who), world.case, section, "ja")


def with_medical_finding(world: World) -> None:
    said = Finding(5, adverse=False, summary=SECRET)
    world.found(changed=[said])
    office = world.investigation
    assert SECRET in {
        one.summary for one in office.services.review.detail(office.actor("examiner"), world.case).findings
    }


def test_the_medical_section_opens_to_the_examiner_and_the_reviewer_of_the_case(at: At) -> None:
    world = at("assigned")
    office = world.investigation
    for who in ("examiner", "reviewer"):  # who assigned it is its reviewer
        assert answers(office, world, who, "J")
        assert office.events("medical-answers.seen")[-1] == ("medical-answers.seen", "done")
    for who in ("decider", "many"):
        with refused("access.not-of-case"):
            answers(office, world, who, "J")
        assert office.events("medical-answers.seen")[-1] == ("medical-answers.seen", "refused:not-of-case")


def test_medical_questions_of_other_sections_come_locked(at: At) -> None:
    """Prescriptions under item 4 and treatment under item 6 are medical; the rest of those sections is not."""
    world = at("assigned")
    office = world.investigation
    for section in ("I", "K", "M"):
        whole, part = answers(office, world, "examiner", section), answers(office, world, "decider", section)
        assert not any(line.locked for line in whole)
        shut = [line for line in part if line.locked]
        assert shut
        assert all((line.shown, line.state, line.revision) == ("", None, 0) for line in shut)
        ordinary = {(line.link_id, line.row): line.shown for line in whole if line.sensitivity != "medical"}
        assert {(line.link_id, line.row): line.shown for line in part if not line.locked}.items() <= ordinary.items()


def test_a_deciding_officer_takes_up_the_case_and_then_reads_it(at: At) -> None:
    world = at("assigned")
    office = world.investigation
    review = office.services.review
    review.take_up(office.actor("decider"), world.case, Role.DECIDING_OFFICER)
    assert answers(office, world, "decider", "J")
    with refused("access.part-taken"):
        review.take_up(office.actor("many"), world.case, Role.DECIDING_OFFICER)
    with refused("access.not-of-case"):
        answers(office, world, "many", "J")
    review.release(office.actor("security"), world.case, Role.DECIDING_OFFICER)
    with refused("access.not-of-case"):
        answers(office, world, "decider", "J")
    review.take_up(office.actor("many"), world.case, Role.DECIDING_OFFICER)
    assert answers(office, world, "many", "J")


def test_nobody_takes_two_parts_in_one_case(at: At) -> None:
    world = at("assigned")
    office = world.investigation
    review, many = office.services.review, office.actor("many")
    review.release(office.actor("security"), world.case, Role.REVIEWER)
    review.take_up(many, world.case, Role.REVIEWER)
    with refused("access.same-person"):
        review.take_up(many, world.case, Role.DECIDING_OFFICER)


def test_what_was_found_on_item_five_is_left_out_for_others(at: At) -> None:
    world = at("assigned")
    office = world.investigation
    office.services.review.note(office.actor("examiner"), world.case, "5", SECRET)
    with_medical_finding(world)
    seen = office.services.review.detail(office.actor("decider"), world.case)
    assert seen.locked == "not-of-case"
    assert [one.item for one in seen.findings] == [1, 2, 3, 4, 6, 7]
    assert seen.missing_items == ()
    assert SECRET not in repr(seen)
    # Those who take part see it, and that look is one of its own.
    before = len(office.events("medical-findings.seen"))
    assert SECRET in repr(office.services.review.detail(office.actor("reviewer"), world.case))
    assert len(office.events("medical-findings.seen")) == before + 1


def test_the_agency_reads_item_five_of_the_opinion_in_its_part_only(at: At) -> None:
    world = at("assigned")
    with_medical_finding(world)
    world.opined()
    _received(world)
    agency = world.agency
    assert SECRET not in repr(agency.services.opinions.read(agency.actor("examiner"), world.case))
    agency.services.decisions.open(agency.actor("examiner"), world.case)
    assert SECRET in repr(agency.services.opinions.read(agency.actor("examiner"), world.case))
    assert SECRET not in repr(agency.services.opinions.read(agency.actor("reviewer"), world.case))
    agency.services.review.take_up(agency.actor("reviewer"), world.case, Role.REVIEWER)
    assert SECRET in repr(agency.services.opinions.read(agency.actor("reviewer"), world.case))


def test_a_withdrawal_takes_every_part_away(at: At) -> None:
    world = at("assigned")
    world.withdraw()
    with world.agency.desk.vault.read() as unit:
        case = unit.cases.get(world.case)
    assert (case.assignee, case.reviewer, case.decider) == (None, None, None)


def test_papers_of_the_register_open_to_its_officers_only(at: At) -> None:
    world = at("consented")
    agency = world.agency
    with agency.desk.vault.read() as unit:
        (letter,) = unit.papers.letters_of(world.refused)
    filing = agency.services.filing
    assert filing.letter(agency.actor("security"), letter.letter_id).startswith(b"%PDF")
    for roles in ({Role.DECIDING_OFFICER}, {Role.AUDITOR}, {Role.COMPLAINT_OFFICER, Role.DECIDING_OFFICER}):
        with pytest.raises(NotAuthorisedError, match="wrong-role"):
            filing.letter(replace(agency.actor("decider"), roles=frozenset(roles)), letter.letter_id)
    assert agency.events("letter.seen")[-1] == ("letter.seen", "refused:wrong-role")


def test_a_second_copy_says_that_it_is_one(at: At) -> None:
    world = at("notified")
    agency = world.agency
    with agency.desk.vault.read() as unit:
        letter = unit.papers.letters_of(world.case)[-1]
    filing, actor = agency.services.filing, agency.actor("security")
    first, second = filing.printed(actor, letter.letter_id), filing.printed(actor, letter.letter_id)
    assert (first.copy, second.copy) == (1, 2)
    assert first.pdf == filing.letter(actor, letter.letter_id)
    assert second.pdf != first.pdf
    newest = agency.services.record.newest(agency.actor("auditor"), 6)
    copies = [json.loads(event.entry)["detail"]["copy"] for event in newest if event.code == "letter.printed"]
    assert copies == [2, 1]


def test_a_search_leaves_a_keyed_hash_and_the_number_of_hits(at: At) -> None:
    world = at("assigned")
    office = world.investigation
    queue, actor = office.services.queue, office.actor("reviewer")
    for words in ("髙橋", "高橋", "存在しない"):
        queue.count(actor, QueueFilter(words=words))
    entries = [event.entry.decode() for event in office.services.record.newest(office.actor("auditor"), 3)]
    said = [entry for entry in entries if "cases.searched" in entry]
    assert len(said) == 3
    assert not any(word in entry for entry in said for word in ("髙橋", "高橋", "存在しない"))
    terms = [entry.split('"term":"')[1][:64] for entry in said]
    assert terms[1] == terms[2] != terms[0]  # the folded word is the same word
    assert ['"found":1' in entry for entry in said] == [False, True, True]


def test_a_change_is_told_by_salted_digests(at: At) -> None:
    world = at("assigned")
    office = world.investigation
    review, examiner = office.services.review, office.actor("examiner")
    for _ in range(2):
        review.write_finding(examiner, world.case, plain(1))
    review.write_finding(examiner, world.case, replace_summary(plain(1)))
    newest = office.services.record.newest(office.actor("auditor"), 3)
    third, second, first = (json.loads(event.entry)["detail"] for event in newest)
    assert set(first) == {"after"}
    assert first["after"] == second["before"] == second["after"] == third["before"] != third["after"]


def replace_summary(finding: Finding) -> Finding:
    return msgspec.structs.replace(finding, summary="別の記載")
