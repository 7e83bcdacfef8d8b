"""One case, one desk, as the table of acts says it: what is not here is not written."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.models.domain.act_table import RULES
from app.models.domain.acts import Action, Gate, Subject
from app.models.domain.authority import Facts, Granted, Refusal, Refused, authorise, is_look
from app.models.domain.custody import GONE, Standing
from app.models.domain.ids import PersonId
from tests.models.domain.matters import officer

ON_CASES = [row for row in RULES.values() if row.subject is Subject.CASE]
ELSEWHERE = [standing for standing in Standing if standing is not Standing.HERE]
MAY_WRITE: dict[Standing, set[Action]] = {
    standing: {
        Action.RECORD_WITHDRAWAL,
        Action.ADMIT_WITHDRAWAL,
        Action.PREPARE_WITHDRAWAL,
        Action.SET_HOLD,
        Action.END_HOLD,
        Action.CLOSE_GLASS,
        Action.REVIEW_GLASS,
        Action.PREPARE_RECALL,
        Action.WITNESS_CUSTODY,
    }
    for standing in ELSEWHERE
}
"""What closes, tells or keeps, and adds nothing to the case; and what follows from where it is."""
MAY_WRITE[Standing.AWAY] |= {Action.RECALL_CASE, Action.DECIDE_CUSTODY}
MAY_WRITE[Standing.RELEASED] |= {Action.RECALL_CASE, Action.DECIDE_CUSTODY}
MAY_WRITE[Standing.RELEASED] |= {Action.MARK_COPY, Action.DISPOSE, Action.WITNESS_DISPOSAL}
MAY_WRITE[Standing.CONTESTED] |= {Action.DECIDE_CUSTODY}
MAY_WRITE[Standing.DOUBTED] |= {Action.CONFIRM_CUSTODY}


def _answers(action: Action, standing: Standing) -> Granted | Refused:
    """What the right officer of the case hears in the right state."""
    row = RULES[action]
    person = PersonId("A")
    part = None if row.second_reader_only else person
    facts = Facts(
        state=next(iter(row.states)),
        consented=row.gate is not Gate.NONE,
        consented_to_inquiries=True,
        assignee=part,
        reviewer=part,
        decider=part,
        second_reader=person,
        standing=standing,
    )
    return authorise(officer(person, row.roles, next(iter(row.offices))), action, facts)


@pytest.mark.parametrize("standing", ELSEWHERE)
def test_no_act_but_the_named_ones_writes_a_case_that_is_not_here(standing: Standing) -> None:
    writing = {row.action for row in ON_CASES if not is_look(row.action)}
    assert {action for action in writing if isinstance(_answers(action, standing), Granted)} == MAY_WRITE[standing]


@pytest.mark.parametrize("row", ON_CASES, ids=lambda row: row.action.value)
def test_a_sealed_copy_is_not_read_and_every_other_case_is(row: object) -> None:
    action: Action = row.action  # type: ignore[attr-defined] # a row
    if not is_look(action):
        return
    for standing in Standing:
        is_copy = standing.value in set(GONE)
        is_granted = isinstance(_answers(action, standing), Granted)
        assert is_granted == (not is_copy or RULES[action].sealed_too), standing


@given(st.sampled_from([row.action for row in ON_CASES]), st.sampled_from(ELSEWHERE))
def test_the_reason_says_where_the_case_is(action: Action, standing: Standing) -> None:
    answer = _answers(action, standing)
    if isinstance(answer, Refused):
        names = {
            Standing.SENDING: Refusal.SENDING,
            Standing.AWAY: Refusal.AWAY,
            Standing.RELEASED: Refusal.AWAY,
            Standing.CONTESTED: Refusal.CONTESTED,
            Standing.DOUBTED: Refusal.DOUBTED,
        }
        assert answer.why is names[standing]


def test_a_paper_of_a_sealed_copy_is_not_read() -> None:
    actor = officer(PersonId("A"), RULES[Action.SEE_LETTER].roles, next(iter(RULES[Action.SEE_LETTER].offices)))
    facts = Facts(standing=Standing.AWAY)
    assert authorise(actor, Action.SEE_LETTER, facts) == Refused(Action.SEE_LETTER, Refusal.AWAY)
    assert isinstance(authorise(actor, Action.SEE_LETTER, replace(facts, standing=Standing.SENDING)), Granted)
