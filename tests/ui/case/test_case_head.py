"""Which areas an officer is shown, and what is left of a sealed case."""

import pytest

from app.models.domain.acts import Action
from app.models.domain.errors import BugError
from app.models.domain.lifecycle import State
from app.ui.presenters.case_head import Area
from app.ui.presenters.case_work import CaseWork
from tests.services.exchange.conftest import At
from tests.ui.case.desks import Seat, workplace_of

READING = (Area.ANSWERS, Area.TIMELINE, Area.TIES, Area.PAPERS, Area.POINTS, Area.INQUIRIES, Area.INTERVIEW)


@pytest.mark.parametrize(
    ("stage", "office", "who", "areas"),
    [
        ("requested", "investigation", "reviewer", {Area.ASSIGN, Area.HISTORY}),
        ("requested", "investigation", "examiner", set()),  # a case that was not given to this examiner
        (
            "assigned",
            "investigation",
            "examiner",
            {*READING, Area.DESK, Area.CORRECTIONS, Area.KIOSK, Area.TRANSCRIPTION, Area.FINDINGS, Area.HISTORY},
        ),
        ("assigned", "investigation", "security", {Area.KIOSK, Area.HISTORY}),
        (
            "accepted",
            "investigation",
            "decider",
            {*READING, Area.DESK, Area.CORRECTIONS, Area.FINDINGS, Area.OPINION, Area.HISTORY},
        ),
        (
            "answered",
            "agency",
            "examiner",
            {Area.KIOSK, Area.TRANSCRIPTION, Area.NOTICES, Area.REPORTS, Area.HISTORY},
        ),
        ("received", "agency", "reviewer", {Area.OPINION, Area.DECISION, Area.HISTORY}),
        ("received", "agency", "security", {Area.NOTICES, Area.REPORTS, Area.HISTORY}),
        ("notified", "agency", "decider", {Area.OPINION, Area.DECISION, Area.NOTICES, Area.REPORTS, Area.HISTORY}),
    ],
)
def test_only_what_office_role_and_state_permit_is_shown(
    at: At, stage: str, office: str, who: str, areas: set[Area]
) -> None:
    world = at(stage)
    seat = Seat(world, getattr(world, office), who)
    assert set(seat.head.state.areas) == areas
    assert list(seat.head.state.areas) == [area for area in Area if area in areas]


def test_a_sealed_case_shows_no_area_to_anybody(at: At) -> None:
    world = at("answered")
    world.withdraw()
    for who in ("examiner", "reviewer", "decider", "security"):
        head = Seat(world, world.agency, who).head.state
        assert head.is_sealed
        assert head.areas == ()


def test_the_sheet_says_who_may_do_what_now(at: At) -> None:
    world = at("accepted")
    seat = Seat(world, world.investigation, "reviewer")
    sheet = seat.work.sheet
    assert sheet.may(Action.SIGN_OPINION)
    assert not sheet.may(Action.WRITE_FINDING)
    assert seat.me in sheet.doable_by[Action.SIGN_OPINION]
    assert world.investigation.person("examiner") not in sheet.doable_by[Action.SIGN_OPINION]


def test_a_person_who_examined_is_not_offered_as_a_signer(at: At) -> None:
    world = at("answered")
    world.assigned(to="many")
    review, many = world.investigation.services.review, world.investigation.actor("many")
    review.note(many, world.case, "1", "確かめる。")
    sheet = Seat(world, world.investigation, "reviewer").work.sheet
    assert world.investigation.person("many") not in sheet.doable_by[Action.RETURN_FINDINGS]
    assert world.investigation.person("many") in sheet.examiners


def test_the_next_step_has_a_sentence_in_every_state_of_a_case(at: At) -> None:
    world = at("assigned")
    assert Seat(world, world.investigation, "examiner").head.state.next_step == f"case.next.{State.UNDER_INVESTIGATION}"


def test_an_area_cannot_be_shown_before_the_head(at: At) -> None:
    world = at("assigned")
    seat = Seat(world, world.investigation, "examiner")
    fresh = CaseWork(workplace_of(world, world.investigation, "examiner"), seat.runner, world.case)
    with pytest.raises(BugError):
        _ = fresh.sheet
