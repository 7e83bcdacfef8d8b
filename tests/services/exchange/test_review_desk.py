"""The examiner's and the reviewer's work: what is asked of findings, what is opened by a look, what goes on record."""

import json
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from app.models.domain.acts import Action
from app.models.domain.errors import AppError, GateClosedError, InvalidInputError, VaultError
from app.models.domain.finding import ITEMS, Fact, Finding, Hearing, HearingState
from app.models.domain.lifecycle import State
from app.models.forms.answers import AnswerState
from app.services.bundles.manifest import Kind
from app.services.bundles.schemas import OpinionCode
from app.services.desk import Target
from app.services.documents.date_text import both_calendars
from app.services.texts.catalogue import Language
from tests.services.exchange.conftest import At
from tests.services.exchange.offices import Office, shelf
from tests.services.exchange.world import World, plain

DAY = date(2025, 6, 11)
FACT = Fact("飲酒の上、勤務に遅れたことがある。", "質問票", DAY)
ADVERSE = Finding(
    6,
    adverse=True,
    summary="節度について確認を要する。",
    facts=(FACT,),
    hearing=Hearing(HearingState.EXPLAINED, "今は飲んでいない。", DAY),
    mitigation="三年前のことであり、繰り返していない。",
)
MY_NUMBER = "個人番号は 1234 5678 9018 です。"


def changed(**fields: Any) -> Finding:
    """The adverse finding with parts taken out or replaced."""
    return Finding(**({name: getattr(ADVERSE, name) for name in ADVERSE.__struct_fields__} | fields))


def new_events(office: Office, call: Callable[[], object]) -> list[tuple[str, str]]:
    seen = len(office.events())
    call()
    return office.events()[seen:]


@pytest.mark.parametrize(
    "finding",
    [
        changed(facts=()),
        changed(mitigation="  "),
        changed(hearing=Hearing(HearingState.NOT_NEEDED)),
        changed(hearing=Hearing(HearingState.EXPLAINED, " ", DAY)),
        changed(hearing=Hearing(HearingState.SOUGHT)),
        changed(hearing=Hearing(HearingState.SOUGHT, " ", DAY)),
        changed(adverse=False, hearing=Hearing(HearingState.EXPLAINED)),
    ],
)
def test_an_incomplete_finding_is_named_and_not_submitted(at: At, finding: Finding) -> None:
    world = at("assigned")
    office = world.investigation
    review, examiner = office.services.review, office.actor("examiner")
    for item in ITEMS:
        review.write_finding(examiner, world.case, finding if item == 6 else plain(item))
    assert review.detail(examiner, world.case).missing_items == (6,)
    before = office.tables()
    with pytest.raises(GateClosedError) as refusal:
        review.submit(examiner, world.case)
    assert (refusal.value.code, refusal.value.params) == ("review.incomplete", {"item": 6})
    assert office.tables() == before
    review.write_finding(examiner, world.case, ADVERSE)
    review.submit(examiner, world.case)


@pytest.mark.parametrize("missing", ITEMS)
def test_all_seven_items_need_a_finding(at: At, missing: int) -> None:
    world = at("assigned")
    office = world.investigation
    for item in ITEMS:
        if item != missing:
            office.services.review.write_finding(office.actor("examiner"), world.case, plain(item))
    with pytest.raises(GateClosedError) as refusal:
        office.services.review.submit(office.actor("examiner"), world.case)
    assert refusal.value.params == {"item": missing}


@pytest.mark.parametrize(
    "finding",
    [
        changed(summary=MY_NUMBER),
        changed(mitigation=MY_NUMBER),
        changed(absence=MY_NUMBER),
        changed(hearing=Hearing(HearingState.EXPLAINED, MY_NUMBER, DAY)),
        changed(facts=(Fact(MY_NUMBER, "質問票", DAY),)),
        changed(facts=(FACT, Fact("事実", MY_NUMBER, DAY))),
    ],
)
def test_my_number_is_refused_in_every_part_of_a_finding(at: At, finding: Finding) -> None:
    world = at("assigned")
    office = world.investigation
    before = office.tables()
    with pytest.raises(InvalidInputError) as refusal:
        office.services.review.write_finding(office.actor("examiner"), world.case, finding)
    assert refusal.value.code == "note.my-number"
    assert office.tables() == before


def test_my_number_is_refused_in_notes_flags_and_remarks(at: At) -> None:
    world = at("assigned")
    office = world.investigation
    review, examiner = office.services.review, office.actor("examiner")
    before = office.tables()
    calls: tuple[Callable[[], object], ...] = (
        lambda: review.note(examiner, world.case, "1", MY_NUMBER),
        lambda: review.flag(examiner, world.case, "E1.relation", "r1", MY_NUMBER),
    )
    for call in calls:
        with pytest.raises(InvalidInputError) as refusal:
            call()
        assert refusal.value.code == "note.my-number"
    assert office.tables() == before


@pytest.mark.parametrize("purpose", ["", "0", "8", "identity", "process", "１"])
def test_a_note_without_a_statutory_item_is_refused(at: At, purpose: str) -> None:
    world = at("assigned")
    office = world.investigation
    before = office.tables()
    with pytest.raises(InvalidInputError) as refusal:
        office.services.review.note(office.actor("examiner"), world.case, purpose, "確認する")
    assert refusal.value.code == "note.no-purpose"
    assert office.tables() == before


def test_a_look_opens_the_document_of_its_purpose_alone(at: At) -> None:
    """With every other document damaged the look still succeeds; with its own damaged it fails."""
    world = at("assigned")
    office = world.investigation
    review, examiner = office.services.review, office.actor("examiner")
    section, purpose = "E", "1"
    whole = review.answers(examiner, world.case, section, "ja")
    assert any(line.state is AnswerState.VALUE for line in whole)
    with office.desk.vault._writer.begin() as connection:
        connection.exec_driver_sql("UPDATE documents SET sealed = zeroblob(64) WHERE purpose <> ?", (purpose,))
    assert review.answers(examiner, world.case, section, "ja") == whole
    with office.desk.vault._writer.begin() as connection:
        connection.exec_driver_sql("UPDATE documents SET sealed = zeroblob(64) WHERE purpose = ?", (purpose,))
    with pytest.raises(VaultError):
        review.answers(examiner, world.case, section, "ja")


def test_every_answer_is_found_in_some_section(at: At) -> None:
    """An answer must not look unanswered because its section serves another purpose."""
    world = at("assigned")
    office = world.investigation
    review, examiner = office.services.review, office.actor("examiner")
    given = next(iter(shelf().current.golden.values())).response.answers
    seen = {
        (line.link_id, line.row)
        for head in review.sections(examiner, world.case)
        for line in review.answers(examiner, world.case, head.link_id, "ja")
        if line.state is AnswerState.VALUE
    }
    missing = {(one.link_id, one.row) for one in given if one.state is AnswerState.VALUE} - seen
    assert missing == set()


def test_answers_are_sealed_by_purpose(at: At) -> None:
    world = at("assigned")
    for office in (world.agency, world.investigation):
        kept = {(str(row[3]), str(row[5])) for row in office.rows("documents") if row[2] == "answers"}
        assert {place for place, _ in kept} >= {str(item) for item in ITEMS}
        assert all(place.removesuffix(".medical") == purpose for place, purpose in kept)
        # What the pack marks as medical lies apart: all of item 5, and treatment under items 4 and 6.
        assert {place for place, _ in kept if place.endswith(".medical")} == {"4.medical", "5.medical", "6.medical"}


def test_every_look_and_every_change_is_one_event(at: At) -> None:
    world = at("assigned")
    office = world.investigation
    review, queue, examiner = office.services.review, office.services.queue, office.actor("examiner")
    calls: list[tuple[Action, Callable[[], object]]] = [
        (Action.SEE_CASE, lambda: queue.case(examiner, world.case)),
        (Action.SEE_HISTORY, lambda: queue.history(examiner, world.case)),
        (Action.SEE_CASE, lambda: review.sections(examiner, world.case)),
        (Action.SEE_ANSWERS, lambda: review.answers(examiner, world.case, "E", "ja")),
        (Action.SEE_FINDINGS, lambda: review.detail(examiner, world.case)),
        (Action.SEE_FINDINGS, lambda: office.services.opinions.read(examiner, world.case)),
        (Action.FLAG_ANSWER, lambda: review.flag(examiner, world.case, "E1.relation", "r1", "確認")),
        (Action.RESOLVE_FLAG, lambda: review.resolve_flag(examiner, world.case, "E1.relation", "r1", "済み")),
        (Action.WRITE_NOTE, lambda: review.note(examiner, world.case, "1", "確認する")),
        *[
            (Action.WRITE_FINDING, lambda item=item: review.write_finding(examiner, world.case, plain(item)))
            for item in ITEMS
        ],
        (Action.SUBMIT_FINDINGS, lambda: review.submit(examiner, world.case)),
        (Action.RETURN_FINDINGS, lambda: review.send_back(office.actor("reviewer"), world.case, 1, "もう少し")),
    ]
    for action, call in calls:
        assert new_events(office, call) == [(action.value, "done")], action


def test_a_look_at_answers_names_section_and_purpose_and_no_content(at: At) -> None:
    world = at("assigned")
    office = world.investigation
    lines = office.services.review.answers(office.actor("examiner"), world.case, "E", "ja")
    newest = office.services.record.newest(office.actor("auditor"), 5)
    event = next(one for one in newest if one.code == Action.SEE_ANSWERS.value)
    said = json.loads(event.entry)
    assert (event.purpose, said["detail"]["section"]) == ("1", "E")
    assert not any(line.shown in event.entry.decode() for line in lines if len(line.shown) > 2)


def test_returned_findings_must_be_submitted_again(at: At) -> None:
    world = at("assigned")
    office = world.investigation
    review, examiner, reviewer = office.services.review, office.actor("examiner"), office.actor("reviewer")
    for item in ITEMS:
        review.write_finding(examiner, world.case, plain(item))
    review.submit(examiner, world.case)
    review.send_back(reviewer, world.case, 6, "本人の説明を確かめること")
    calls: tuple[Callable[[], object], ...] = (
        lambda: review.accept(reviewer, world.case),
        lambda: review.send_back(reviewer, world.case, 6, "もう一度"),
        lambda: office.services.opinions.sign(
            reviewer, office.hand("reviewer"), world.case, OpinionCode.NO_RISK_FOUND, "認められない。"
        ),
    )
    for call in calls:
        with pytest.raises(GateClosedError) as refusal:
            call()
        assert refusal.value.code == "access.wrong-state"
    remarks = review.detail(examiner, world.case).remarks
    assert [(one.item, one.text) for one in remarks] == [(6, "本人の説明を確かめること")]
    review.write_finding(examiner, world.case, ADVERSE)
    review.submit(examiner, world.case)
    review.accept(reviewer, world.case)
    assert office.services.queue.case(examiner, world.case).state is State.REVIEW_ACCEPTED


def test_submitted_findings_are_not_changed_behind_the_reviewers_back(at: At) -> None:
    world = at("accepted")
    office = world.investigation
    calls: tuple[Callable[[], object], ...] = (
        lambda: office.services.review.write_finding(office.actor("examiner"), world.case, ADVERSE),
        lambda: office.services.review.note(office.actor("examiner"), world.case, "1", "あとから"),
    )
    for call in calls:
        with pytest.raises(GateClosedError) as refusal:
            call()
        assert refusal.value.code == "access.wrong-state"


@pytest.mark.parametrize(
    "hearing",
    [
        Hearing(HearingState.EXPLAINED, "今は飲んでいない。", DAY),
        Hearing(HearingState.SOUGHT, "電話で二度求めたが、応答がなかった。", DAY),
    ],
)
def test_an_adverse_finding_reaches_the_agency_with_both_sides(at: At, hearing: Hearing) -> None:
    world = at("assigned")
    world.found(changed=[changed(hearing=hearing)])
    world.opined()
    world.carried(world.investigation, Kind.OPINION, Target(case=world.case), world.agency)
    opinion = world.agency.services.opinions.read(world.agency.actor("examiner"), world.case)
    assert opinion is not None
    sixth = opinion.findings[5]
    assert (sixth.summary, sixth.facts[0].text, sixth.mitigation) == (ADVERSE.summary, FACT.text, ADVERSE.mitigation)
    assert sixth.explanation.state == hearing.state.value
    assert sixth.explanation.text is not None
    assert sixth.explanation.text.startswith(hearing.text)
    assert both_calendars(DAY, Language.JAPANESE) in sixth.explanation.text, "and when"


@pytest.mark.parametrize(
    "finding",
    [
        changed(summary="見\u202eえない"),
        changed(facts=(Fact("事実", "長" * 1500, DAY),)),
        changed(facts=(Fact("事実", "一行目\n二行目", DAY),)),
        changed(facts=(FACT,) * 201),
        changed(mitigation="緩\x00和"),
        changed(summary="  "),
    ],
)
def test_what_cannot_leave_the_office_is_refused_before_anything_is_final(at: At, finding: Finding) -> None:
    """A finding that no bundle can carry must be found while it can still be changed."""
    world = at("assigned")
    office = world.investigation

    def until_signed() -> None:
        world.found(changed=[finding])
        world.opined()

    with pytest.raises(AppError) as refusal:
        until_signed()
    assert refusal.value.code in {"text.not-carried", "note.empty"}
    state = office.services.queue.case(office.actor("reviewer"), world.case).state
    assert state in {State.UNDER_INVESTIGATION, State.UNDER_REVIEW}


def test_opinion_needs_a_text_and_two_people(at: At) -> None:
    world = at("accepted")
    office = world.investigation
    opinions, code = office.services.opinions, OpinionCode.RISK_FOUND
    before = office.tables()
    with pytest.raises(InvalidInputError) as refusal:
        opinions.sign(office.actor("reviewer"), office.hand("reviewer"), world.case, code, " ")
    assert refusal.value.code == "opinion.text-missing"
    with pytest.raises(GateClosedError) as closed:
        opinions.confirm(office.actor("decider"), office.hand("decider"), world.case)
    assert closed.value.code == "opinion.not-signed"
    assert office.tables() == before


def test_the_examiner_named_in_the_opinion_is_who_submitted_last(at: At) -> None:
    world = at("assigned")
    office = world.investigation
    review, reviewer = office.services.review, office.actor("reviewer")
    for item in ITEMS:
        review.write_finding(office.actor("examiner"), world.case, plain(item))
    review.submit(office.actor("examiner"), world.case)
    review.send_back(reviewer, world.case, 1, "別の担当者に")
    world.assigned(to="many")
    review.submit(office.actor("many"), world.case)
    review.accept(reviewer, world.case)
    world.opined()
    opinion = office.services.opinions.read(reviewer, world.case)
    assert opinion is not None
    assert opinion.examiner == office.person("many")


def test_the_answers_of_a_case_that_has_none_are_said_to_be_missing(at: At) -> None:
    world: World = at("requested")
    office = world.investigation
    world.assigned()
    with pytest.raises(AppError) as refusal:
        office.services.review.answers(office.actor("examiner"), world.case, "E", "ja")
    assert refusal.value.code == "questionnaire.not-here"
