from collections import deque
from collections.abc import Iterator
from dataclasses import replace

import pytest

from app.models.domain.act_table import ROWS, RULES
from app.models.domain.actor import Actor, OfficeKind, Role
from app.models.domain.acts import Action, Gate, Subject
from app.models.domain.ids import PersonId
from app.models.domain.lifecycle import BEFORE_NOTIFICATION, DECIDED, State
from tests.models.domain.matters import (
    DECIDING,
    DRAFTING,
    FIRST_SIGNING,
    OUTCOMES,
    PLACES,
    SEALED_ACTS,
    Matter,
    officer,
)

EVERYTHING = frozenset(Role)
WATCHED = PersonId("watched")


def test_every_act_has_exactly_one_row() -> None:
    assert len(ROWS) == len(RULES)
    assert set(RULES) == set(Action)
    assert all(rule.action is action for action, rule in RULES.items())


@pytest.mark.parametrize("action", Action)
def test_a_row_names_who_and_where(action: Action) -> None:
    row = RULES[action]
    assert row.offices
    assert row.roles
    # An act on a matter says in which states; an act on the office has none, no gate and leads nowhere.
    assert bool(row.states) == (row.subject is not Subject.OFFICE)
    if row.subject is Subject.OFFICE:
        assert row.to is None
        assert row.gate is Gate.NONE
        assert (row.not_after, row.assigned_only) == (frozenset(), False)
        # The statement to the subject is made from the record alone, also of a sealed or destroyed case.
        assert row.sealed_too == (action is Action.ISSUE_STATEMENT)


def test_only_the_named_acts_touch_a_sealed_matter() -> None:
    assert {action for action, rule in RULES.items() if rule.sealed_too} == SEALED_ACTS


def test_nothing_is_learned_or_written_about_a_person_without_consent() -> None:
    """Each act on an open case before notification asks the consent gate; looking at the cover of a case does not."""
    unasked = {
        action
        for action, rule in RULES.items()
        if rule.subject is Subject.CASE and rule.gate is Gate.NONE and rule.states & BEFORE_NOTIFICATION
    }
    assert unasked == {
        Action.SEE_CASE,
        Action.OPEN_COMPLAINT,
        Action.CLOSE_COMPLAINT,
        # Who is who, before anything is taken in.
        Action.DECIDE_IDENTITY,
        # The complaint officer writes and signs; who carries it reads nothing.
        Action.PREPARE_COMPLAINT,
        Action.ADMIT_COMPLAINT,
        # After the opinion left: it is only told what was decided, or throws away what it holds.
        Action.ADMIT_DECISION,
        Action.MARK_DISPOSAL_DUE,
        # Nothing is learned about the person: who looked, how long it is kept, the end of an emergency.
        Action.SEE_HISTORY,
        Action.SEE_HOLDS,
        Action.SEE_COMPLAINT,
        Action.SEE_GLASS_REASON,
        Action.SET_HOLD,
        Action.END_HOLD,
        Action.CLOSE_GLASS,
        Action.REVIEW_GLASS,
        # Where the case is, not what stands in it.
        Action.PREPARE_RECALL,
        Action.RECALL_CASE,
        Action.COMPARE_CUSTODY,
        Action.DECIDE_CUSTODY,
        Action.CONFIRM_CUSTODY,
        Action.WITNESS_CUSTODY,
        Action.MARK_COPY,
    }


def test_the_administrator_and_the_auditor_only_stand_by_at_the_end_of_a_matter_or_see_who_looked_at_it() -> None:
    outside = {
        Role.ADMINISTRATOR: {Action.WITNESS_DISPOSAL, Action.WITNESS_CUSTODY},
        Role.AUDITOR: {
            Action.SEE_HISTORY,
            Action.REVIEW_GLASS,
            Action.SEE_GLASS_REASON,
            Action.WITNESS_DISPOSAL,
            Action.WITNESS_CUSTODY,
            Action.COMPARE_CUSTODY,
        },
    }
    matters = [rule for rule in RULES.values() if rule.subject is not Subject.OFFICE]
    assert {role: {rule.action for rule in matters if role in rule.roles} for role in outside} == outside


def test_a_contractor_touches_no_case_and_no_candidate() -> None:
    theirs = [rule for rule in RULES.values() if OfficeKind.CONTRACTOR in rule.offices]
    assert {rule.subject for rule in theirs} == {Subject.OFFICE}


def test_a_decided_state_is_entered_by_deciding_acts_only() -> None:
    doors = {rule.action for rule in RULES.values() if rule.to in DECIDED and not rule.states <= DECIDED}
    assert doors == {Action.CONFIRM_CLEARED, Action.CONFIRM_NOT_CLEARED}
    assert {rule.action for rule in RULES.values() if rule.to is State.OPINION_SIGNED} == {Action.CONFIRM_OPINION}


def test_each_place_forbids_the_other_two() -> None:
    """The rows say it directly too, so that a new act that forgets it is seen here."""
    for place in PLACES:
        for action in place:
            rule = RULES[action]
            others = {other for each in PLACES if each is not place for other in each}
            here = {other for other in others if RULES[other].offices & rule.offices}
            assert here <= rule.not_after, action


def _walk(start: Matter) -> Iterator[Matter]:
    """Every matter that can come about, seen from one person who holds every role among colleagues who do too.

    What colleagues did never matters to the watched person, and for each colleague's act a fresh colleague can be
    found: so this walk is not a sample but covers all that any number of officers with any roles can do.
    """
    watched = officer(WATCHED, EVERYTHING, start.kind)
    colleague = officer("colleague", EVERYTHING, start.kind)
    seen: set[object] = set()
    waiting = deque([start])
    while waiting:
        matter = waiting.popleft()
        key = _key(matter)
        if key in seen:
            continue
        seen.add(key)
        yield matter
        for action in Action:
            for actor in (watched, colleague):
                waiting.extend(_next(matter, actor, action))


def _next(matter: Matter, actor: Actor, action: Action) -> Iterator[Matter]:
    fresh = actor.person != WATCHED
    seen = matter if not fresh else _without(matter)
    if not seen.permitted(actor, action):
        return
    assignees: tuple[PersonId | None, ...] = (WATCHED, PersonId("colleague")) if action is Action.ASSIGN else (None,)
    for assignee in assignees:
        yield matter.after(actor, action, assignee)


def _without(matter: Matter) -> Matter:
    """As a colleague sees it who has done nothing in the case yet."""
    return replace(matter, facts=replace(matter.facts, doers={}))


def _key(matter: Matter) -> object:
    theirs = frozenset(action for action, people in matter.facts.doers.items() if WATCHED in people)
    relevant = theirs & (DRAFTING | FIRST_SIGNING | DECIDING | {Action.RETURN_DECISION, Action.MARK_DISPOSAL_DUE})
    facts = matter.facts
    return (
        matter.subject,
        facts.state,
        facts.consented,
        facts.sealed,
        facts.assignee,
        matter.was_consented,
        matter.was_withdrawn,
        relevant,
    )


AGENCY = list(_walk(Matter.listed()))
INVESTIGATION = list(_walk(Matter.requested()))


def test_every_state_comes_about() -> None:
    assert {matter.facts.state for matter in AGENCY + INVESTIGATION} == set(State)


def test_no_sequence_says_anything_about_a_person_who_did_not_consent() -> None:
    for matter in [*AGENCY, *INVESTIGATION]:
        if matter.facts.state in OUTCOMES:
            assert matter.was_consented
            assert not matter.was_withdrawn


def test_a_request_without_consent_leads_nowhere() -> None:
    for matter in _walk(Matter.requested(consented=False)):
        assert matter.facts.state is State.INVESTIGATION_REQUESTED


def test_every_case_reaches_disposal_from_wherever_it_stands() -> None:
    """A doubt too, if no new case follows from it."""
    rows = [rule for rule in RULES.values() if rule.subject is Subject.CASE and rule.to is not None]
    reaching: set[State | None] = {State.DISPOSED}
    while more := {state for rule in rows if rule.to in reaching for state in rule.states} - reaching:
        reaching |= more
    assert {matter.facts.state for matter in AGENCY + INVESTIGATION if matter.subject is Subject.CASE} <= reaching


@pytest.mark.parametrize("walk", [AGENCY, INVESTIGATION], ids=["agency", "investigation"])
def test_no_sequence_puts_one_person_in_two_places(walk: list[Matter]) -> None:
    assert max(matter.places_of(WATCHED) for matter in walk) == 1
    # The walk is not idle: in each place the person was seen.
    done = {action for matter in walk for action, people in matter.facts.doers.items() if WATCHED in people}
    assert all(done & place for place in PLACES)


def test_whoever_marked_a_case_for_disposal_does_not_dispose_of_it() -> None:
    for matter in [*AGENCY, *INVESTIGATION]:
        both = [
            WATCHED in matter.facts.doers.get(action, frozenset())
            for action in (Action.MARK_DISPOSAL_DUE, Action.DISPOSE)
        ]
        assert not all(both)


def test_after_a_withdrawal_only_sealed_acts_are_left() -> None:
    for matter in [*AGENCY, *INVESTIGATION]:
        if not matter.was_withdrawn:
            continue
        assert matter.facts.state in {State.WITHDRAWN, State.DISPOSAL_DUE, State.DISPOSED}
        newcomer = officer("newcomer", EVERYTHING, matter.kind)
        assert {action for action in Action if matter.permitted(newcomer, action)} <= SEALED_ACTS
