"""Custody of a case: any order of everything between two and three stations, and the single moves by example."""

import pytest
from hypothesis import HealthCheck, settings
from hypothesis.stateful import run_state_machine_as_test as run

from app.models.domain.custody import (
    Claim,
    Conflict,
    ConflictName,
    Custody,
    Leg,
    Place,
    Side,
    Standing,
    Verdict,
    goes_on,
    is_whole,
    opened,
)
from app.models.domain.custody_moves import (
    acknowledge,
    carried,
    confirm,
    contest,
    decide,
    depart,
    doubt,
    judge_file,
    judge_notice,
    learn,
    prepare,
    recall,
    receive,
    ticket,
)
from tests.models.domain.custody_circle import Circle
from tests.thoroughness import amount

CALM = (HealthCheck.too_slow, HealthCheck.filter_too_much, HealthCheck.data_too_large)


@pytest.mark.parametrize("names", [("S", "R"), ("S", "R", "Q")], ids=len)
def test_one_case_one_desk(names: tuple[str, ...]) -> None:
    machine = type("Machine", (Circle,), {"names": names})
    run(machine, settings=settings(max_examples=amount(120, 2000), stateful_step_count=40, suppress_health_check=CALM))


def test_an_ordinary_journey_there_and_back() -> None:
    ours = prepare(opened("S"), "R", "t1")
    assert ours.standing is Standing.SENDING
    chain = ticket(ours, "R", "t1")
    ours = depart(ours)
    theirs = receive(None, chain, "t1", is_old=False)
    assert (theirs.standing, theirs.number, theirs.place) == (Standing.HERE, 2, Place.HERE)
    ours = acknowledge(ours, "S", "t1", is_there=True)
    assert ours.standing is Standing.RELEASED
    back = ticket(theirs, "S", "t2")
    assert judge_file(ours, back, has_case=True).verdict is Verdict.RETURN
    assert receive(ours, back, "t2", is_old=False).place is Place.RETURNED


def test_a_late_return_of_a_recalled_case_is_named() -> None:
    ours = depart(prepare(opened("S"), "R", "t1"))
    theirs = receive(None, ours.chain, "t1", is_old=False)
    ours = recall(ours, "S")
    assert (ours.number, ours.untold, ours.outstanding) == (3, ("R",), ("t1",))
    judged = judge_file(ours, ticket(theirs, "S", "t2"), has_case=True)
    assert judged.name is ConflictName.LATE_RETURN
    late = acknowledge(ours, "S", "t1", is_there=True)
    assert late.conflict is not None
    assert late.conflict.name is ConflictName.LATE_ARRIVAL
    assert judge_notice(theirs, ours.chain).name is ConflictName.RECALLED_THERE


def test_a_vault_from_an_old_backup_is_found_by_what_comes_back() -> None:
    old = doubt(opened("S"))
    assert old.standing is Standing.DOUBTED
    theirs = receive(None, depart(prepare(opened("S"), "R", "t1")).chain, "t1", is_old=False)
    judged = judge_file(opened("S"), ticket(theirs, "S", "t2"), has_case=True)
    assert judged.name is ConflictName.OVERTAKEN
    confirmed = confirm(old, "S")
    assert judge_notice(theirs, confirmed.chain).name is ConflictName.RECALLED_THERE


def test_a_chain_has_one_opening_and_rising_numbers() -> None:
    first = Leg(1, "S", Claim.OPENED)
    assert not is_whole(())
    assert not is_whole((first, Leg(1, "R", Claim.SENT, "t")))
    assert not is_whole((first, Leg(2, "R", Claim.OPENED)))
    assert not is_whole((Leg(1, "S", Claim.SENT, "t"),))
    assert goes_on((first, Leg(2, "R", Claim.SENT, "t")), (first,))
    assert not goes_on((first,), (first,))


def _away() -> tuple[Custody, Custody]:
    """A case that went from S to R."""
    ours = depart(prepare(opened("S"), "R", "t1"))
    return ours, receive(None, ours.chain, "t1", is_old=False)


def test_what_was_made_before_a_restore_comes_in_doubted() -> None:
    ours, _ = _away()
    assert receive(None, ours.chain, "t1", is_old=True).standing is Standing.DOUBTED


def test_a_notice_that_comes_first_keeps_the_late_case_out() -> None:
    ours, _ = _away()
    heard = learn(None, recall(ours, "S").chain)
    assert heard.place is Place.AWAY
    assert judge_file(heard, ours.chain, has_case=False).verdict is Verdict.OLD


def test_a_return_that_lacks_something_is_a_conflict() -> None:
    ours, theirs = _away()
    judged = judge_file(ours, ticket(theirs, "S", "t2"), has_case=True, keeps_ours=False)
    assert judged.name is ConflictName.REWRITTEN


def test_a_decision_for_us_goes_on_from_what_they_handed_over() -> None:
    ours, theirs = _away()
    back = ticket(theirs, "S", "t2")
    contested = contest(recall(ours, "S"), Conflict(ConflictName.LATE_RETURN, back, "t2", brings_file=True))
    decided = decide(contested, Side.OURS, "S")
    assert decided.chain == (*back, Leg(4, "S", Claim.KEPT, "t2"))
    assert judge_file(depart(prepare(theirs, "S", "t2")), ticket(decided, "R", "t3"), has_case=True).name is None


def test_a_decision_for_them_makes_ours_a_copy() -> None:
    ours, theirs = _away()
    recalled = recall(ours, "S")
    decided = decide(
        contest(theirs, Conflict(ConflictName.RECALLED_THERE, recalled.chain, "n", brings_file=False)), Side.THEIRS, "R"
    )
    assert (decided.standing, decided.partner, decided.chain) == (Standing.RELEASED, "S", recalled.chain)


def test_a_restored_vault_whose_predecessor_opens_knows_where_the_case_is() -> None:
    ours, theirs = _away()
    assert carried(opened("S"), ours, "S") == ours
    returned = receive(ours, ticket(theirs, "S", "t2"), "t2", is_old=False)
    restored = carried(opened("S"), returned, "S")
    assert (restored.place, restored.partner) == (Place.AWAY, "R"), "what came back is not in the backup"
    assert carried(opened("S"), prepare(opened("S"), "R", "t1"), "S").place is Place.HERE
