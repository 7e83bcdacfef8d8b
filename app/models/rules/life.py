"""The life of a point to clear up (確認事項): asked, closed with a reason, accepted by a second person.

What the rules find is worked out anew each time and is never kept as truth; only what people did about it is kept.
"""

from datetime import datetime
from enum import StrEnum
from typing import Annotated

import msgspec

from app.models.domain.errors import GateClosedError
from app.models.rules.found import RuleFinding

LONGEST_REASON = 2000
"""Characters."""
Reason = Annotated[str, msgspec.Meta(min_length=1, max_length=LONGEST_REASON)]


class PointState(StrEnum):
    """Where a point stands; none of these says anything about the person."""

    OPEN = "open"
    ASKED = "asked"
    """本人に確認中."""
    EXPLAINED = "explained"
    """説明により確認済."""
    CORRECTED = "corrected"
    """訂正により確認済."""
    NO_ISSUE = "no-issue"
    """問題なし: there is nothing to clear up, and why."""
    ACCEPTED = "accepted"
    """二人目が了承: another person agreed that there is nothing to clear up."""


class Closing(StrEnum):
    """How the examiner closes a point; the words are those of the states."""

    EXPLAINED = PointState.EXPLAINED.value
    CORRECTED = PointState.CORRECTED.value
    NO_ISSUE = PointState.NO_ISSUE.value


class Step(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What somebody did about a point, when and why."""

    state: PointState
    by: Annotated[str, msgspec.Meta(min_length=1, max_length=60)]
    at: Annotated[datetime, msgspec.Meta(tz=True)]
    why: Reason


class PointLife(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Everything that was done about one point, oldest first; steps are added and never taken away.

    Attributes:
        key: Key of the finding.
        finding: The finding as it was at the last step: what the person who acted had before the eyes.
        steps: At least one.
    """

    key: str
    finding: RuleFinding
    steps: Annotated[tuple[Step, ...], msgspec.Meta(min_length=1, max_length=1000)]

    @property
    def state(self) -> PointState:
        """Where the point stands after the last step."""
        return self.steps[-1].state


def with_step(life: PointLife | None, finding: RuleFinding, step: Step, *, asks_second: bool) -> PointLife:
    """The life of a point after a step.

    Args:
        life: What was done before; None when nothing was.
        finding: The finding as it is now.
        step: The new step.
        asks_second: The rule asks a second person to accept that there is nothing to clear up.

    Raises:
        GateClosedError: ``point.nothing-to-accept``; ``point.own``: nobody accepts what was the own doing.
    """
    if step.state is PointState.ACCEPTED:
        if life is None or not awaits_second(life, asks_second=asks_second):
            raise GateClosedError("point.nothing-to-accept")
        if step.by in {one.by for one in life.steps if one.state is not PointState.ACCEPTED}:
            raise GateClosedError("point.own")
    return PointLife(finding.key, finding, (*(life.steps if life is not None else ()), step))


def awaits_second(life: PointLife, *, asks_second: bool) -> bool:
    """Whether a second person has still to accept."""
    return asks_second and life.state is PointState.NO_ISSUE
