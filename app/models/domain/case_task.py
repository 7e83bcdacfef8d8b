"""Tasks (確認作業) of a case: what a template asks for, done or not needed for a reason."""

from datetime import datetime
from enum import StrEnum
from typing import Annotated

import msgspec

from app.models.domain.errors import GateClosedError, InvalidInputError

LONGEST_WHY = 2000
"""Characters."""
TaskName = Annotated[str, msgspec.Meta(min_length=1, max_length=200)]


class TaskState(StrEnum):
    """Where a task stands."""

    OPEN = "open"
    """未了."""
    DONE = "done"
    """済."""
    NOT_NEEDED = "not-needed"
    """不要: and why."""


class TaskStep(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Who set a task to what, when and why."""

    state: TaskState
    by: Annotated[str, msgspec.Meta(min_length=1, max_length=60)]
    at: Annotated[datetime, msgspec.Meta(tz=True)]
    why: Annotated[str, msgspec.Meta(max_length=LONGEST_WHY)] = ""


class CaseTask(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One task of a case, in the words that its template had when it was added.

    Attributes:
        template: The template that added it.
        ja: What is to be done, in Japanese.
        en: The same in English.
        mandatory: The findings cannot be submitted before it is done or not needed.
        steps: What was done about it, oldest first.
    """

    template: Annotated[str, msgspec.Meta(min_length=1, max_length=60)]
    ja: TaskName
    en: TaskName
    mandatory: bool
    steps: Annotated[tuple[TaskStep, ...], msgspec.Meta(max_length=1000)] = ()

    @property
    def state(self) -> TaskState:
        """Where it stands."""
        return self.steps[-1].state if self.steps else TaskState.OPEN

    @property
    def blocks(self) -> bool:
        """Whether the case cannot be closed before it."""
        return self.mandatory and self.state is TaskState.OPEN

    def in_language(self, language: str) -> str:
        """What is to be done, in ``ja`` or ``en``."""
        return self.ja if language == "ja" else self.en


def with_step(task: CaseTask, step: TaskStep) -> CaseTask:
    """The task after a step.

    Raises:
        InvalidInputError: ``note.empty``: that something is not needed takes a reason.
        GateClosedError: ``task.same``: it stands there already.
    """
    if step.state is task.state:
        raise GateClosedError("task.same")
    if step.state is TaskState.NOT_NEEDED and not step.why.strip():
        raise InvalidInputError("note.empty", field="why")
    return msgspec.structs.replace(task, steps=(*task.steps, step))
