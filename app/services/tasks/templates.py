"""Templates of tasks (作業一覧のひな型) that ship with the program."""

from functools import cache
from typing import Annotated, Literal

import msgspec

from app.models.domain.case_task import TaskName
from app.models.forms.definition import Bilingual
from app.services.resources import TASKS

Purpose = Literal["1", "2", "3", "4", "5", "6", "7", "process"]
Name = Annotated[str, msgspec.Meta(pattern=r"\A[a-z]+(-[a-z]+)*\Z", max_length=60)]


class TemplateTask(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One task; the same id in two templates is the same task, and a case has it once."""

    id: Name
    ja: TaskName
    en: TaskName
    mandatory: bool
    purpose: Purpose


class TaskTemplate(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A list of tasks for one occasion."""

    id: Name
    name: Bilingual
    tasks: Annotated[tuple[TemplateTask, ...], msgspec.Meta(min_length=1)]


@cache
def task_templates() -> tuple[TaskTemplate, ...]:
    """Every template in the order in which they are offered, read once."""
    return msgspec.json.decode(TASKS.read_bytes(), type=tuple[TaskTemplate, ...])
