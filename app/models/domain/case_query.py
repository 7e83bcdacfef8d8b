"""A query (質疑) on one answer, inside the office: asked, answered, closed by somebody who did neither."""

from datetime import datetime
from enum import StrEnum
from typing import Annotated

import msgspec

from app.models.domain.errors import GateClosedError

LONGEST_SAYING = 2000
"""Characters."""
Officer = Annotated[str, msgspec.Meta(min_length=1, max_length=60)]


class QueryState(StrEnum):
    """Where a query stands."""

    ASKED = "asked"
    """回答待ち."""
    ANSWERED = "answered"
    """回答済."""
    CLOSED = "closed"
    """確認済: somebody else found that the question is answered."""
    WITHDRAWN = "withdrawn"
    """取下げ: taken back by whoever asked, before anybody answered."""


OPEN = frozenset({QueryState.ASKED, QueryState.ANSWERED})


class QueryStep(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What was said, by whom and when; a step to close or withdraw may say nothing."""

    state: QueryState
    by: Officer
    at: Annotated[datetime, msgspec.Meta(tz=True)]
    text: Annotated[str, msgspec.Meta(max_length=LONGEST_SAYING)] = ""


class Query(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One query and everything said in it, oldest first; steps are added and never taken away.

    Attributes:
        link_id: The question of the form.
        row: Its row; None outside tables.
        to: The officer who is asked.
        steps: At least the first question.
    """

    link_id: Annotated[str, msgspec.Meta(min_length=1, max_length=100)]
    row: str | None
    to: Officer
    steps: Annotated[tuple[QueryStep, ...], msgspec.Meta(min_length=1, max_length=1000)]

    @property
    def state(self) -> QueryState:
        """Where it stands."""
        return self.steps[-1].state

    @property
    def is_open(self) -> bool:
        """Whether it waits for somebody."""
        return self.state in OPEN

    @property
    def asker(self) -> str:
        """Who asked first."""
        return self.steps[0].by

    @property
    def sayers(self) -> frozenset[str]:
        """Everybody who asked or answered: none of them closes it."""
        return frozenset(one.by for one in self.steps if one.state in OPEN)


def with_step(query: Query, step: QueryStep) -> Query:
    """The query after a step.

    Raises:
        GateClosedError: ``query.over`` when it waits for no such step; ``query.own-question``: nobody answers the own
            question; ``query.not-asker``: only who asked asks again or takes it back; ``query.own``: who asked or
            answered does not close it.
    """
    if (query.state, step.state) not in _STEPS:
        raise GateClosedError("query.over")
    is_asker = step.by == query.asker
    if step.state is QueryState.ANSWERED and is_asker:
        raise GateClosedError("query.own-question")
    if step.state in {QueryState.ASKED, QueryState.WITHDRAWN} and not is_asker:
        raise GateClosedError("query.not-asker")
    if step.state is QueryState.WITHDRAWN and len(query.steps) > 1:
        raise GateClosedError("query.over")
    if step.state is QueryState.CLOSED and step.by in query.sayers:
        raise GateClosedError("query.own")
    return msgspec.structs.replace(query, steps=(*query.steps, step))


_STEPS = frozenset(
    {
        (QueryState.ASKED, QueryState.ANSWERED),
        (QueryState.ASKED, QueryState.WITHDRAWN),
        (QueryState.ANSWERED, QueryState.ASKED),
        (QueryState.ANSWERED, QueryState.CLOSED),
    }
)
