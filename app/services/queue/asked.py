"""What an officer asks the queue for, and views (見方) that are kept under a name: conditions, order and columns."""

from dataclasses import dataclass, replace
from enum import StrEnum

import msgspec

from app.models.domain.lifecycle import State


class Whose(StrEnum):
    """Whose cases are shown."""

    ANYBODY = "anybody"
    """すべての担当: of everybody."""
    MINE = "mine"
    """自分の担当: of the officer who asks."""
    NOBODY = "nobody"
    """担当なし: of nobody yet."""
    WAITING = "waiting"
    """自分の対応待ち: where a flag, a query or a task waits for the officer who asks."""


class DueBy(StrEnum):
    """Which due dates are shown."""

    ANY = "any"
    """期限を問わない: whatever they are, or none."""
    PASSED = "passed"
    """期限切れ: before today."""
    WEEK = "week"
    """7日以内: not after a week from today, the passed ones too."""


@dataclass(frozen=True, slots=True)
class QueueFilter:
    """What the officer asked for."""

    words: str = ""
    states: tuple[State, ...] = ()
    whose: Whose = Whose.ANYBODY
    due: DueBy = DueBy.ANY
    by_due_date: bool = False


class QueueView(msgspec.Struct, frozen=True, omit_defaults=True):
    """A view: everything but the words that are looked for, which may be a name.

    Attributes:
        asked: Conditions and order, without words.
        hidden: Columns that are not shown, by the keys of their headings.
    """

    asked: QueueFilter = QueueFilter()
    hidden: tuple[str, ...] = ()

    @classmethod
    def of(cls, asked: QueueFilter, hidden: tuple[str, ...]) -> "QueueView":
        """The view that shows this."""
        return cls(replace(asked, words=""), hidden)
