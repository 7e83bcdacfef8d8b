"""The life of a point: steps are only added, and nobody accepts what was the own doing."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.models.domain.errors import GateClosedError
from app.models.rules.found import Certainty, RuleFinding
from app.models.rules.life import PointLife, PointState, Step, with_step

FINDING = RuleFinding("R-TOP-01", 1, "identity", Certainty.POSSIBLE)
AT = datetime(2025, 6, 11, tzinfo=UTC)
people = st.sampled_from("ABC")
states = st.sampled_from([state for state in PointState if state is not PointState.OPEN])


def step(state: PointState, by: str) -> Step:
    return Step(state, by, AT, "理由")


def test_nobody_accepts_the_own_doing_and_nothing_is_accepted_that_needs_it_not() -> None:
    life = with_step(None, FINDING, step(PointState.NO_ISSUE, "A"), asks_second=True)
    with pytest.raises(GateClosedError, match=r"point\.own"):
        with_step(life, FINDING, step(PointState.ACCEPTED, "A"), asks_second=True)
    with pytest.raises(GateClosedError, match=r"point\.nothing-to-accept"):
        with_step(life, FINDING, step(PointState.ACCEPTED, "B"), asks_second=False)
    assert with_step(life, FINDING, step(PointState.ACCEPTED, "B"), asks_second=True).state is PointState.ACCEPTED


@given(moves=st.lists(st.tuples(states, people), max_size=12), asks_second=st.booleans())
def test_steps_are_only_added(moves: list[tuple[PointState, str]], *, asks_second: bool) -> None:
    life: PointLife | None = None
    for state, by in moves:
        before = life.steps if life is not None else ()
        try:
            life = with_step(life, FINDING, step(state, by), asks_second=asks_second)
        except GateClosedError:
            continue
        assert life.steps == (*before, step(state, by))
        if state is PointState.ACCEPTED:
            assert asks_second
            assert before[-1].state is PointState.NO_ISSUE
            assert by not in {one.by for one in before if one.state is not PointState.ACCEPTED}
