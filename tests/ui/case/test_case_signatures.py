"""Opinion, decision and notices: two hands, no default, the day shown before it is recorded."""

from dataclasses import replace
from datetime import date
from pathlib import Path

from app.models.domain.evaluation import Outcome, Reasons
from app.models.domain.lifecycle import State
from app.services.bundles.schemas import OpinionCode
from app.ui.presenters.case_assign import AssignPresenter
from app.ui.presenters.case_decision import DecisionPresenter, EditedEvaluation, EditedViewpoint
from app.ui.presenters.case_history import HistoryPresenter
from app.ui.presenters.case_notices import NoticesPresenter
from app.ui.presenters.case_opinion import OpinionDraft, OpinionPresenter
from tests.services.exchange.conftest import At
from tests.services.exchange.world import World
from tests.ui.case.desks import Seat, shown

COMPLETE = EditedEvaluation(
    viewpoints=tuple(EditedViewpoint(f"視点{n}", {"nature": "軽い", "age": " "}) for n in range(1, 8)),
    overall="総合的に判断した。",
    outcome=Outcome.CLEARED,
)


def state_of(seat: Seat) -> State:
    seat.head.load()
    return seat.work.sheet.case.state


def deciding(world: World, who: str) -> tuple[Seat, DecisionPresenter]:
    seat = Seat(world, world.agency, who)
    return seat, seat.opened(DecisionPresenter(seat.work))


def test_an_opinion_needs_the_own_passphrase_twice(at: At) -> None:
    world = at("accepted")
    seat = Seat(world, world.investigation, "reviewer")
    area = seat.opened(OpinionPresenter(seat.work))
    assert shown(area).record is None
    assert area.state.confirmers == ()
    area.sign(seat.me, "wrong passphrase", OpinionCode.NO_RISK_FOUND, "おそれはない。", ())
    assert area.state.error is not None
    assert area.state.error.code == "seat.wrong-passphrase"
    area.sign(seat.me, seat.secret, OpinionCode.NO_RISK_FOUND, "おそれはない。", ("転居前の住所",))
    seat.opened(area)
    assert area.state.record is not None
    assert area.state.record.unresolved == ("転居前の住所",)
    decider = Seat(world, world.investigation, "decider")
    confirm = decider.opened(OpinionPresenter(decider.work))
    assert not confirm.state.may_sign
    assert seat.me not in dict(confirm.state.confirmers)
    confirm.confirm(decider.me, decider.secret)
    assert state_of(decider) is State.OPINION_SIGNED


def test_the_agency_only_reads_the_opinion(at: At) -> None:
    world = at("received")
    seat = Seat(world, world.agency, "decider")
    area = seat.opened(OpinionPresenter(seat.work))
    assert area.state.record is not None
    assert (area.state.signers, area.state.confirmers) == ((), ())


def test_an_evaluation_has_no_default_and_says_what_is_missing() -> None:
    assert EditedEvaluation().outcome is None
    assert len(EditedEvaluation().missing()) == 9
    assert COMPLETE.missing() == ()
    against = replace(COMPLETE, outcome=Outcome.NOT_CLEARED)
    assert against.missing() == (("case.missing.reasons", 0),)
    assert replace(against, reasons=Reasons.WITHHELD).missing() == ()
    assert EditedEvaluation().as_evaluation() is None


def test_reasons_are_dropped_where_the_law_wants_none() -> None:
    kept = replace(COMPLETE, reasons_text="書きかけ").as_evaluation()
    assert kept is not None
    assert kept.reasons_text == ""
    assert kept.viewpoints[0].factors == {"nature": "軽い"}


def test_a_case_is_evaluated_by_one_and_decided_by_two_others(at: At) -> None:
    world = at("received")
    examiner, draft = deciding(world, "examiner")
    assert draft.state.may_open
    draft.open()
    examiner.opened(draft)
    assert draft.state.may_write
    draft.edit(COMPLETE)
    draft.load()
    assert draft.state.edited == COMPLETE
    draft.save()
    examiner.opened(draft)
    assert not draft.state.is_unsaved
    reviewer, first = deciding(world, "reviewer")
    assert dict(first.state.signers)
    assert examiner.me not in dict(first.state.signers)
    first.sign(reviewer.me, reviewer.secret)
    decider, second = deciding(world, "decider")
    assert second.decided_on() == date(2025, 6, 11)
    assert reviewer.me not in dict(second.state.confirmers)
    second.confirm(decider.me, decider.secret, Outcome.NOT_CLEARED)
    assert second.state.error is not None
    assert second.state.error.code == "decision.other-outcome"
    second.confirm(decider.me, decider.secret, Outcome.CLEARED)
    assert state_of(decider) is State.DECIDED_CLEARED


def test_half_an_evaluation_outlives_the_lock(at: At) -> None:
    world = at("received")
    examiner, draft = deciding(world, "examiner")
    draft.open()
    examiner.opened(draft)
    half = replace(EditedEvaluation(), overall="途中")
    draft.edit(half)
    draft.save_draft()
    assert ("evaluation.written", "done") not in world.agency.events()
    _examiner, again = deciding(world, "examiner")
    assert shown(again).edited == half
    assert again.state.is_unsaved
    again.edit(COMPLETE)
    again.save()
    _examiner, last = deciding(world, "examiner")
    assert not shown(last).is_unsaved
    assert last.state.edited.overall == COMPLETE.overall


def test_an_opinion_that_was_being_written_is_there_again_until_it_is_signed(at: At) -> None:
    world = at("accepted")
    seat = Seat(world, world.investigation, "reviewer")
    area = seat.opened(OpinionPresenter(seat.work))
    area.keep(OpinionDraft("risk-found", "途中", ""))
    again = seat.opened(OpinionPresenter(seat.work))
    assert shown(again).draft == OpinionDraft("risk-found", "途中", "")
    again.sign(seat.me, seat.secret, OpinionCode.NO_RISK_FOUND, "おそれはない。", ())
    assert seat.opened(OpinionPresenter(seat.work)).state.draft is None


def test_a_returned_draft_carries_the_remark_and_loses_the_signature(at: At) -> None:
    world = at("proposed")
    decider, second = deciding(world, "decider")
    assert second.state.may_return
    second.send_back("視点3を補ってください。")
    assert state_of(decider) is State.UNDER_EVALUATION
    _examiner, draft = deciding(world, "examiner")
    assert draft.state.standing is not None
    assert draft.state.standing.remarks == ("視点3を補ってください。",)
    assert draft.state.standing.signed_by == ()
    assert draft.state.edited.outcome is Outcome.CLEARED


def test_the_last_valid_day_is_shown_before_anything_is_recorded(at: At, tmp_path: Path) -> None:
    world = at("decided")
    seat = Seat(world, world.agency, "examiner")
    area = seat.opened(NoticesPresenter(seat.work))
    assert shown(area).outcome is Outcome.CLEARED
    area.ask_day(date(2025, 6, 11))
    assert area.state.last_day == date(2035, 6, 11)
    assert "result.notified-cleared" not in seat.codes()
    area.notify()
    seat.opened(area)
    assert (area.state.notified_on, area.state.valid_until) == (date(2025, 6, 11), date(2035, 6, 11))
    assert shown(area).outcome is None
    letter = area.state.letters[-1]
    assert letter.form == "F20"
    place = tmp_path / f"{letter.issue_number}.pdf"
    area.save_letter(letter.letter_id, place)
    assert place.read_bytes().startswith(b"%PDF-")
    assert [entry.name for entry in tmp_path.iterdir() if entry.is_file()] == [place.name]


def test_only_who_may_tell_the_subject_is_asked_for_the_day(at: At) -> None:
    world = at("decided")
    seat = Seat(world, world.agency, "decider")
    assert seat.opened(NoticesPresenter(seat.work)).state.outcome is None


def test_a_day_in_the_future_is_refused_and_changes_nothing(at: At) -> None:
    world = at("decided")
    seat = Seat(world, world.agency, "examiner")
    area = seat.opened(NoticesPresenter(seat.work))
    area.ask_day(date(2025, 12, 1))
    area.notify()
    assert area.state.error is not None
    assert area.state.error.code == "consent.future-day"
    assert state_of(seat) is State.DECIDED_CLEARED


def test_a_letter_to_a_missing_folder_is_an_expected_error(at: At, tmp_path: Path) -> None:
    world = at("notified")
    seat = Seat(world, world.agency, "examiner")
    area = seat.opened(NoticesPresenter(seat.work))
    area.save_letter(area.state.letters[0].letter_id, tmp_path / "gone" / "a.pdf")
    assert area.state.error is not None
    assert area.state.error.code == "letter.not-saved"


def test_the_deciding_officer_confirms_the_validity(at: At) -> None:
    world = at("notified")
    seat = Seat(world, world.agency, "decider")
    area = seat.opened(NoticesPresenter(seat.work))
    assert area.state.may_confirm
    area.confirm_validity()
    assert state_of(seat) is State.VALID


def test_a_case_is_given_to_an_examiner(at: At) -> None:
    world = at("answered")
    seat = Seat(world, world.investigation, "reviewer")
    area = seat.opened(AssignPresenter(seat.work))
    assert area.state.assignee is None
    assert world.investigation.person("reviewer") not in dict(area.state.examiners)
    area.assign(world.investigation.person("examiner"), date(2025, 7, 1))
    seat.opened(area)
    given = area.state
    assert (given.assignee, given.due_on) == (world.investigation.person("examiner"), date(2025, 7, 1))


def test_the_history_holds_looks_and_refusals(at: At) -> None:
    world = at("assigned")
    outsider = Seat(world, world.investigation, "many")
    opinion = OpinionPresenter(outsider.work)
    opinion.confirm(outsider.me, outsider.secret)
    seat = Seat(world, world.investigation, "examiner")
    area = seat.opened(HistoryPresenter(seat.work))
    refused = [line for line in area.state.lines if line.refusal]
    assert [(line.event, line.refusal) for line in refused] == [("event.opinion.confirmed", "refusal.wrong-state")]
    assert refused[0].officer == "investigation many"
    assert area.state.lines[0].at >= area.state.lines[-1].at
    area.show_looks(with_looks=False)
    assert all(not line.is_look for line in area.state.shown)
    assert refused[0] in area.state.shown
