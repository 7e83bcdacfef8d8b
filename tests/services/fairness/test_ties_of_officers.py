"""A case is kept from whom its answers tie; nobody learns why, and the tied officer not even that it is there."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial

import pytest

from app.models.domain.actor import Role
from app.models.domain.acts import Action
from app.models.domain.errors import AppError, GateClosedError, InvalidInputError, VaultError
from app.models.domain.ties import Ties
from app.services.emergency.access import ReasonWord
from app.services.queue.asked import QueueFilter
from tests.services.exchange.offices import Office, shelf
from tests.services.exchange.world import PEOPLE, World

At = Callable[[str], World]


def keep(office: Office, who: str, ties: Ties) -> None:
    office.services.ties.keep(office.actor(who), office.hand(who), ties)


def refused(call: Callable[[], object], kind: type[AppError] = AppError) -> str:
    with pytest.raises(kind) as caught:
        call()
    return caught.value.code


def test_a_tied_examiner_is_refused_and_finds_nothing(at: At) -> None:
    world = at("answered")
    office, case = world.investigation, world.case
    services, tied = office.services, office.actor("examiner")
    ties = Ties(people=(answer("E1.name"),))
    keep(office, "examiner", ties)
    assert refused(world.assigned, GateClosedError) == "review.somebody-else"
    assert refused(lambda: services.queue.case(tied, case), InvalidInputError) == "record.not-found"
    assert refused(lambda: services.emergency.begin(tied, case, ReasonWord.DANGER, "試験")) == "record.not-found"
    assert services.queue.page(tied, QueueFilter()) == [] == services.queue.page(tied, QueueFilter(words="髙橋"))
    assert services.queue.count(tied, QueueFilter()) == 0
    assert len(services.queue.page(office.actor("reviewer"), QueueFilter())) == 1
    told = [event for event in services.queue.history(office.actor("reviewer"), case) if event.code == "case.assigned"]
    assert [event.result for event in told] == ["refused:kept-from"]
    assert ties.people[0] not in repr(told)
    world.assigned(to="many")
    assert services.queue.case(office.actor("many"), case).assignee == office.person("many")
    assert services.ties.read(tied, office.hand("examiner")) == ties


def test_a_tie_found_later_takes_the_case_away_and_the_drafts_go_on(at: At) -> None:
    world = at("assigned")
    office, case = world.investigation, world.case
    services, first, second = office.services, office.actor("examiner"), office.actor("many")
    drafts = {"finding/1": ("1", "途中の所見"), "coverage": ("process", "private")}
    services.drafts.keep(first, case, Action.WRITE_FINDING, drafts)
    keep(office, "examiner", Ties(bodies=(answer("D1.employer"),)))
    assert services.queue.case(office.actor("reviewer"), case).assignee is None
    assert refused(lambda: services.drafts.read(first, case)) == "record.not-found"
    world.assigned(to="many")
    assert services.drafts.read(second, case) == {"finding/1": "途中の所見"}
    # What was a mistake is taken back; the drafts stay where the work went on.
    keep(office, "examiner", Ties())
    world.assigned()
    assert services.drafts.read(first, case) == {"finding/1": "途中の所見"}


def test_answers_that_come_later_are_compared_with_every_register(at: At) -> None:
    world = at("requested")
    office = world.investigation
    keep(office, "examiner", Ties(places=(answer("B1.address"),)))
    assert office.services.queue.count(office.actor("examiner"), QueueFilter()) == 1
    world.answered()
    assert office.services.queue.count(office.actor("examiner"), QueueFilter()) == 0


def test_a_register_opens_to_its_officer_only_and_lies_nowhere_in_clear(at: At) -> None:
    world = at("answered")
    office = world.investigation
    keep(office, "examiner", Ties(people=("試験　縁者",)))
    assert office.services.ties.read(office.actor("reviewer"), office.hand("reviewer")) == Ties()
    with office.desk.vault.read() as unit:
        sealed = unit.fairness.register(office.person("examiner"))
    assert sealed is not None
    assert "縁者".encode() not in sealed
    with office.desk.vault.write() as unit:
        unit.fairness.keep(office.person("reviewer"), sealed, [], world.clock.now())
    own = office.actor("reviewer"), office.hand("reviewer")
    assert refused(lambda: office.services.ties.read(*own), VaultError) == "ties.lost"


def test_an_auditor_learns_which_question_met_a_tie_and_nobody_else_does(at: At) -> None:
    world = at("answered")
    office, grounds = world.investigation, world.investigation.services.grounds
    employer = answer("D1.employer")
    keep(office, "examiner", Ties(bodies=(employer,)))
    keep(office, "many", Ties(people=(PEOPLE[0][0],), bodies=(employer,)))
    found = grounds.every(office.actor("auditor"), office.hand("auditor"), "ja")
    pack = shelf().current.pack
    told = {one.officer: (one.at_name, one.questions) for one in found}
    label = pack.label("D1.employer", "ja")
    assert (
        told[office.person("examiner")][0],
        label in [said for _page, said in told[office.person("examiner")][1] or ()],
    ) == (False, True)
    assert told[office.person("many")][0]
    assert employer not in repr(found)
    for who in ("examiner", "reviewer", "security"):
        assert refused(partial(grounds.every, office.actor(who), office.hand(who), "ja")) == "access.wrong-role"
    later = replace(office.actor("security"), roles=frozenset({Role.AUDITOR}))
    (first, *_) = grounds.every(later, office.hand("security"), "ja")
    assert first.questions is None, "sealed to the keys of the auditors that there were"
    assert all(b"D1.employer" not in row["ground"] for row in office.named_rows("recusals"))  # type: ignore[operator] # bytes


def answer(link_id: str) -> str:
    golden = next(iter(shelf().current.golden.values())).response
    return next(str(one.value) for one in golden.answers if one.link_id == link_id and isinstance(one.value, str))
