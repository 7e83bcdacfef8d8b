"""Findings: what is missing is said at once, nothing is preset, nothing that was typed is lost."""

from dataclasses import replace
from datetime import date

from app.models.domain.acts import Action
from app.models.domain.finding import ITEMS, HearingState
from app.models.domain.lifecycle import State
from app.ui.presenters.case_findings import FindingsPresenter
from app.ui.presenters.finding_editing import EditedFact, EditedFinding, with_fact
from tests.services.exchange.conftest import At
from tests.ui.case.desks import Seat

FACT = EditedFact("飲酒の上、遅刻した。", "質問票", date(2025, 6, 11))
ADVERSE = EditedFinding(
    6,
    adverse=True,
    summary="節度について確認を要する。",
    facts=(FACT,),
    hearing=HearingState.EXPLAINED,
    hearing_text="今は飲んでいない。",
    hearing_on=date(2025, 6, 20),
    mitigation="繰り返していない。",
)


def writing(at: At, stage: str = "assigned", who: str = "examiner") -> tuple[Seat, FindingsPresenter]:
    world = at(stage)
    seat = Seat(world, world.investigation, who)
    return seat, seat.opened(FindingsPresenter(seat.work))


def fill(area: FindingsPresenter) -> None:
    for item in ITEMS:
        area.edit(EditedFinding(item, adverse=False, summary="特に問題は認められない。"))


def test_nothing_is_preset_and_everything_is_missing(at: At) -> None:
    _seat, area = writing(at)
    assert {finding.adverse for finding in area.state.edited.values()} == {None}
    assert area.state.current.missing({}) == ("case.missing.adverse", "case.missing.summary")
    assert area.state.first_missing == 1
    assert area.state.may_write


def test_an_adverse_finding_names_each_missing_part() -> None:
    bare = EditedFinding(6, adverse=True, summary="あり。")
    assert bare.missing({}) == ("missing.evidence", "missing.hearing", "missing.mitigation")
    assert with_fact(bare, 0, EditedFact()).missing({})[0] == "case.missing.fact"
    assert replace(ADVERSE, hearing_text="").missing({}) == ("missing.hearing-text",)
    sought = replace(ADVERSE, hearing=HearingState.SOUGHT, hearing_text="", hearing_on=None)
    assert sought.missing({}) == ("missing.hearing-how", "missing.hearing-day")
    assert ADVERSE.missing({}) == ()


def test_facts_are_added_changed_and_taken_out() -> None:
    more = with_fact(ADVERSE, 1, EditedFact("二つ目"))
    assert [fact.text for fact in more.facts] == [FACT.text, "二つ目"]
    assert with_fact(more, 0, EditedFact("一つ目")).facts[0].text == "一つ目"
    assert with_fact(more, 0, None).facts == (EditedFact("二つ目"),)


def test_what_was_saved_is_read_back_as_it_was(at: At) -> None:
    _seat, area = writing(at)
    area.edit(ADVERSE)
    assert area.state.unsaved == {6}
    area.save()
    area.load()
    assert area.state.unsaved == frozenset()
    assert area.state.edited[6] == ADVERSE


def test_a_finding_that_the_vault_would_not_take_stays_in_the_editor(at: At) -> None:
    seat, area = writing(at)
    half = replace(ADVERSE, facts=(EditedFact("出所がない"),))
    area.edit(half)
    area.save()
    area.load()
    assert area.state.edited[6] == half
    assert area.state.unsaved == {6}
    assert "finding.written" not in seat.codes()


def test_reading_again_does_not_touch_unsaved_input(at: At) -> None:
    _seat, area = writing(at)
    area.edit(ADVERSE)
    area.load()
    assert area.state.edited[6] == ADVERSE


def test_submission_waits_for_the_first_missing_item(at: At) -> None:
    seat, area = writing(at)
    fill(area)
    area.edit(replace(area.state.edited[4], summary=" "))
    assert area.state.first_missing == 4
    area.submit()
    assert "findings.submitted" not in seat.codes()
    area.edit(replace(area.state.edited[4], summary="なし。"))
    area.submit()
    seat.opened(area)
    assert area.state.done == "case.done.submitted"
    assert seat.work.sheet.case.state is State.UNDER_REVIEW
    assert not area.state.may_write


def test_a_reviewer_returns_with_a_remark_and_accepts(at: At) -> None:
    seat, area = writing(at)
    fill(area)
    area.submit()
    reviewer = Seat(seat.world, seat.office, "reviewer")
    review = reviewer.opened(FindingsPresenter(reviewer.work))
    assert review.state.may_review
    assert not review.state.may_write
    review.edit(ADVERSE)
    assert review.state.unsaved == frozenset()
    review.send_back(6, "根拠を補ってください。")
    seat.opened(area)
    assert [remark.text for remark in area.state.remarks_on(6)] == ["根拠を補ってください。"]
    assert area.state.remarks_on(1) == ()
    assert area.state.may_submit
    area.submit()
    reviewer.opened(review)
    review.accept()
    assert review.state.done == "case.done.accepted"
    reviewer.head.load()
    assert reviewer.work.sheet.case.state is State.REVIEW_ACCEPTED


def test_the_lock_keeps_unfinished_input_as_a_draft_of_this_officer_only(at: At) -> None:
    seat, area = writing(at)
    half = with_fact(replace(EditedFinding(1), summary="途中"), 0, EditedFact("出所がまだない"))
    area.edit(ADVERSE)
    area.edit(half)
    area.save_draft()
    assert "finding.written" not in seat.codes()
    again = seat.opened(FindingsPresenter(seat.work))
    assert (again.state.edited[6], again.state.edited[1]) == (ADVERSE, half)
    assert again.state.unsaved == {1, 6}
    assert set(seat.office.services.drafts.read(seat.office.actor("examiner"), seat.world.case)) == {
        "finding/1",
        "finding/6",
    }
    assert seat.office.services.drafts.read(seat.office.actor("reviewer"), seat.world.case) == {}
    other = Seat(seat.world, seat.office, "reviewer")
    assert other.opened(FindingsPresenter(other.work)).state.edited[1] == EditedFinding(1)


def test_a_draft_is_gone_once_its_finding_was_saved(at: At) -> None:
    seat, area = writing(at)
    area.edit(ADVERSE)
    area.save_draft()
    again = seat.opened(FindingsPresenter(seat.work))
    again.edit(replace(ADVERSE, absence="なし"))
    again.save()
    last = seat.opened(FindingsPresenter(seat.work))
    assert last.state.unsaved == frozenset()
    assert last.state.edited[6].absence == "なし"


def test_no_draft_is_kept_where_nothing_may_be_written_any_more(at: At) -> None:
    seat, area = writing(at)
    fill(area)
    area.submit()
    kept = seat.office.services.drafts
    actor = seat.office.actor("examiner")
    kept.keep(actor, seat.world.case, Action.WRITE_FINDING, {"finding/1": ("1", "{}")})
    assert kept.read(actor, seat.world.case) == {}


def test_a_sealed_case_keeps_nothing_in_the_editor(at: At) -> None:
    _seat, area = writing(at)
    area.edit(ADVERSE)
    area.drop()
    assert area.state.unsaved == frozenset()
    assert area.state.edited[6] == EditedFinding(6)
