from dataclasses import dataclass, replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from app.models.domain.act_table import RULES
from app.models.domain.actor import Actor, OfficeKind, Role
from app.models.domain.acts import Action, Subject
from app.models.domain.authority import Facts, Granted, Refusal, Refused, authorise
from app.models.domain.custody import Standing
from app.models.domain.ids import PersonId
from app.models.domain.lifecycle import State
from tests.models.domain.matters import OUTCOMES, SEALED_ACTS, Matter, officer

people = st.sampled_from([PersonId(name) for name in "ABC"])
roles = st.frozensets(st.sampled_from(Role))
facts = st.builds(
    Facts,
    state=st.none() | st.sampled_from(State),
    consented=st.booleans(),
    consented_to_inquiries=st.booleans(),
    sealed=st.booleans(),
    assignee=st.none() | people,
    held=st.booleans(),
    standing=st.sampled_from(Standing),
    doers=st.dictionaries(st.sampled_from(Action), st.frozensets(people, min_size=1), max_size=6),
)
actors = st.builds(officer, people, roles, st.sampled_from(OfficeKind))
on_cases = st.sampled_from([action for action, row in RULES.items() if row.subject is Subject.CASE])


def case(state: State, **changes: Any) -> Facts:
    return replace(Facts(state=state, consented=True, consented_to_inquiries=True), **changes)


def agency(*held: Role, name: str = "A") -> Actor:
    return officer(name, frozenset(held), OfficeKind.AGENCY)


def investigation(*held: Role, name: str = "A") -> Actor:
    return officer(name, frozenset(held), OfficeKind.INVESTIGATION_OFFICE)


def why(actor: Actor, action: Action, matter: Facts) -> Refusal | None:
    answer = authorise(actor, action, matter)
    return answer.why if isinstance(answer, Refused) else None


def test_the_right_officer_at_the_right_time_is_granted_the_row() -> None:
    answer = authorise(agency(Role.DECIDING_OFFICER), Action.CONFIRM_CLEARED, case(State.DECISION_PROPOSED))
    assert answer == Granted(RULES[Action.CONFIRM_CLEARED])


@pytest.mark.parametrize(
    ("actor", "action", "matter", "expected"),
    [
        (investigation(*Role), Action.CONFIRM_CLEARED, case(State.DECISION_PROPOSED), Refusal.OFFICE),
        (agency(Role.REVIEWER), Action.CONFIRM_CLEARED, case(State.DECISION_PROPOSED), Refusal.ROLE),
        (agency(Role.DECIDING_OFFICER), Action.CONFIRM_CLEARED, case(State.UNDER_EVALUATION), Refusal.STATE),
        (
            agency(Role.DECIDING_OFFICER),
            Action.CONFIRM_CLEARED,
            case(State.DECISION_PROPOSED, consented=False),
            Refusal.CONSENT,
        ),
        (
            agency(Role.DECIDING_OFFICER),
            Action.CONFIRM_CLEARED,
            case(State.DECISION_PROPOSED, sealed=True),
            Refusal.SEALED,
        ),
        (
            agency(Role.REVIEWER, Role.DECIDING_OFFICER),
            Action.CONFIRM_CLEARED,
            case(State.DECISION_PROPOSED, doers={Action.SIGN_DECISION: frozenset({PersonId("A")})}),
            Refusal.SAME_PERSON,
        ),
        (
            investigation(Role.EXAMINER),
            Action.WRITE_NOTE,
            case(State.UNDER_INVESTIGATION, assignee=PersonId("B")),
            Refusal.NOT_ASSIGNED,
        ),
        (investigation(Role.EXAMINER), Action.WRITE_NOTE, case(State.UNDER_INVESTIGATION), Refusal.NOT_ASSIGNED),
    ],
)
def test_each_reason_is_given_by_its_name(actor: Actor, action: Action, matter: Facts, expected: Refusal) -> None:
    assert why(actor, action, matter) is expected


def test_who_closed_a_flag_does_not_review_the_findings() -> None:
    """Closing a flag writes into the case; it is the work of the examiner like any other line there."""
    done = {Action.RESOLVE_FLAG: frozenset({PersonId("A")})}
    for action, state in (
        (Action.ACCEPT_FINDINGS, State.UNDER_REVIEW),
        (Action.RETURN_FINDINGS, State.UNDER_REVIEW),
        (Action.SIGN_OPINION, State.REVIEW_ACCEPTED),
        (Action.CONFIRM_OPINION, State.REVIEW_ACCEPTED),
    ):
        both = investigation(Role.EXAMINER, Role.REVIEWER, Role.DECIDING_OFFICER)
        assert why(both, action, case(state, doers=done)) is Refusal.SAME_PERSON


def test_a_second_person_may_do_what_the_first_may_not() -> None:
    done = {Action.WRITE_EVALUATION: frozenset({PersonId("A")})}
    matter = case(State.UNDER_EVALUATION, doers=done)
    assert why(agency(Role.REVIEWER, name="A"), Action.SIGN_DECISION, matter) is Refusal.SAME_PERSON
    assert why(agency(Role.REVIEWER, name="B"), Action.SIGN_DECISION, matter) is None


@given(actors, st.sampled_from(Action), facts, facts)
def test_who_lacks_the_office_or_role_learns_nothing(actor: Actor, action: Action, one: Facts, other: Facts) -> None:
    row = RULES[action]
    if actor.office_kind in row.offices and actor.roles & row.roles:
        return
    assert authorise(actor, action, one) == authorise(actor, action, other)


@given(people, roles, on_cases, facts, facts)
def test_who_is_barred_from_a_case_learns_nothing_of_it(
    person: PersonId, held: frozenset[Role], action: Action, one: Facts, other: Facts
) -> None:
    """State, consent and seal show only to an officer whom nothing personal bars."""
    row = RULES[action]
    actor = officer(person, held | row.roles, next(iter(row.offices)))
    other = replace(other, doers=one.doers, assignee=one.assignee)
    if why(actor, action, one) in {Refusal.SAME_PERSON, Refusal.NOT_ASSIGNED}:
        assert why(actor, action, other) is why(actor, action, one)


@given(actors, st.sampled_from(Action), facts)
def test_more_obstacles_never_help(actor: Actor, action: Action, matter: Facts) -> None:
    """An act that is refused stays refused with fewer roles, without consent, or on a sealed case."""
    if isinstance(authorise(actor, action, matter), Granted):
        return
    worse_matter = replace(matter, consented=False, sealed=True)
    worse_actor = replace(actor, roles=frozenset[Role]())
    assert isinstance(authorise(actor, action, worse_matter), Refused)
    assert isinstance(authorise(worse_actor, action, matter), Refused)


@dataclass(frozen=True)
class Step:
    actor: Actor
    action: Action


class Offices(RuleBasedStateMachine):
    """Several officers, each with any roles, do whatever the one function lets them do to one matter."""

    def __init__(self) -> None:
        super().__init__()
        self.matter = Matter.listed()
        self.officers: list[Actor] = []
        self.moves = 0

    @initialize(kind=st.sampled_from([OfficeKind.AGENCY, OfficeKind.INVESTIGATION_OFFICE]), data=st.data())
    def staff(self, kind: OfficeKind, data: st.DataObject) -> None:
        self.matter = Matter.listed() if kind is OfficeKind.AGENCY else Matter.requested()
        few = st.lists(st.frozensets(st.sampled_from(Role), min_size=2), min_size=2, max_size=5)
        self.officers = [
            officer(f"officer {number}", held, kind) for number, held in enumerate(data.draw(few, label="roles"))
        ]

    def _open(self) -> list[Step]:
        return [Step(one, action) for one in self.officers for action in Action if self.matter.permitted(one, action)]

    @precondition(lambda self: self._open())
    @rule(data=st.data())
    def step(self, data: st.DataObject) -> None:
        """Any permitted act."""
        self._do(data.draw(st.sampled_from(self._open()), label="step"), data)

    @precondition(lambda self: any(RULES[step.action].to for step in self._open()))
    @rule(data=st.data())
    def forward(self, data: st.DataObject) -> None:
        """A permitted act that leads on, so that long ways are walked to their end."""
        leading = [step for step in self._open() if RULES[step.action].to and not _is_end(step.action)]
        if leading:
            self._do(data.draw(st.sampled_from(leading), label="forward"), data)

    def _do(self, step: Step, data: st.DataObject) -> None:
        was_withdrawn = self.matter.was_withdrawn
        assignee = None
        if step.action is Action.ASSIGN:
            assignee = data.draw(st.sampled_from(self.officers), label="assignee").person
        self.matter = self.matter.after(step.actor, step.action, assignee)
        self.moves += 1
        assert not was_withdrawn or step.action in SEALED_ACTS

    @rule(action=st.sampled_from(Action), data=st.data())
    def a_stranger_is_refused(self, action: Action, data: st.DataObject) -> None:
        kind = data.draw(st.sampled_from(OfficeKind), label="kind")
        assert isinstance(authorise(officer("stranger", frozenset(), kind), action, self.matter.facts), Refused)

    @invariant()
    def nothing_is_said_without_consent(self) -> None:
        if self.matter.facts.state in OUTCOMES:
            assert self.matter.was_consented
            assert not self.matter.was_withdrawn

    @invariant()
    def nobody_stands_in_two_places(self) -> None:
        assert all(self.matter.places_of(one.person) <= 1 for one in self.officers)

    @invariant()
    def a_decision_has_three_people(self) -> None:
        state = self.matter.facts.state
        if state not in OUTCOMES:
            return
        closing = {State.OPINION_SIGNED: Action.CONFIRM_OPINION, State.OPINION_SENT: Action.CONFIRM_OPINION}
        doers = self.matter.facts.doers
        decided = [Action.CONFIRM_CLEARED, Action.CONFIRM_NOT_CLEARED]
        deciders = [closing[state]] if state in closing else decided
        first = Action.ACCEPT_FINDINGS if state in closing else Action.SIGN_DECISION
        drafted = Action.SUBMIT_FINDINGS if state in closing else Action.OPEN_EVALUATION
        hands = [frozenset[PersonId]().union(*(doers.get(one, frozenset()) for one in deciders))]
        hands += [doers[first], doers[drafted]]
        assert all(hands)
        assert sum(len(hand) for hand in hands) == len(frozenset[PersonId]().union(*hands))


def _is_end(action: Action) -> bool:
    return action in {
        Action.SCREEN_OUT,
        Action.RECORD_REFUSAL,
        Action.RECORD_WITHDRAWAL,
        Action.ADMIT_WITHDRAWAL,
    }


TestOffices = Offices.TestCase
TestOffices.settings = settings(max_examples=60, stateful_step_count=40)
