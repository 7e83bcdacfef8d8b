"""Every examiner tied: a numbered request is the way on. Every reviewer tied: the deciding officer hands out."""

from functools import partial

from app.models.domain.errors import GateClosedError
from app.models.domain.lifecycle import State
from app.models.domain.ties import Ties
from app.services.queue.asked import QueueFilter, Whose
from tests.services.exchange.offices import Office
from tests.services.exchange.world import PEOPLE
from tests.services.fairness.test_ties_of_officers import At, keep, refused

NAME = PEOPLE[0][0]
TIED = Ties(people=(NAME,))


def waiting(office: Office, who: str) -> dict[str, int]:
    return {one.key: one.count for one in office.services.queue.today(office.actor(who)).waiting}


def test_every_examiner_tied_is_a_numbered_request_that_gives_no_reason(at: At) -> None:
    world = at("answered")
    office, case = world.investigation, world.case
    services, reviewer, decider = office.services, office.actor("reviewer"), office.actor("decider")
    keep(office, "examiner", TIED)
    assert not services.queue.sheet(reviewer, case).is_nobody_left
    assert refused(lambda: services.escalations.ask(reviewer, case), GateClosedError) == "review.examiner-left"
    keep(office, "many", TIED)
    for who in ("examiner", "many"):
        assert refused(partial(world.assigned, to=who), GateClosedError) == "review.somebody-else"
    assert services.queue.sheet(reviewer, case).is_nobody_left
    asked = services.escalations.ask(reviewer, case)
    assert asked.number.endswith("-00001")
    assert asked.pdf.startswith(b"%PDF")
    sheet = services.queue.sheet(reviewer, case)
    assert sheet.escalated is not None
    assert (sheet.escalated.number, sheet.escalated.examiners) == (asked.number, 2)
    told = [event for event in services.queue.history(reviewer, case) if event.code == "case.escalated"]
    assert told[-1].result == "done"
    assert NAME not in repr(told)
    assert waiting(office, "decider")["today.escalation"] == 1
    assert len(services.queue.page(decider, QueueFilter(whose=Whose.WAITING))) == 1
    assert services.queue.page(office.actor("many"), QueueFilter()) == []
    keep(office, "many", Ties())  # stands for somebody who was appointed
    world.assigned(to="many")
    assert "today.escalation" not in waiting(office, "decider")


def test_a_case_kept_from_every_reviewer_is_handed_out_by_the_deciding_officer(at: At) -> None:
    world = at("answered")
    office, case = world.investigation, world.case
    services, deputy = office.services, office.actor("decider")
    assert "today.case-to-assign-as-deputy" not in waiting(office, "decider")
    for who in ("reviewer", "many"):
        keep(office, who, TIED)
    assert refused(world.assigned) == "record.not-found"
    assert waiting(office, "decider")["today.case-to-assign-as-deputy"] == 1
    services.review.assign(deputy, case, office.person("examiner"), None)
    assert services.queue.case(deputy, case).state is State.UNDER_INVESTIGATION
    assert services.queue.case(deputy, case).reviewer is None
    assert "today.case-to-assign-as-deputy" not in waiting(office, "decider")
    assert services.queue.count(office.actor("reviewer"), QueueFilter()) == 0
    assert "today.case-without-anybody" not in waiting(office, "security")
    keep(office, "decider", TIED)
    assert waiting(office, "security")["today.case-without-anybody"] == 1, "somebody must hear of it"
