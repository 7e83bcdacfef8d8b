"""``sekisho task``: the tasks of a case: list them, add a list of them, settle one."""

from pathlib import Path
from typing import Annotated

import typer

from app.cli.front import Visit, front_of, opens_vault
from app.models.domain.case_task import LONGEST_WHY, TaskState
from app.models.domain.errors import InvalidInputError
from app.services.tasks.templates import task_templates

NAME = "task"
commands = typer.Typer()
Case = Annotated[str, typer.Argument()]


@commands.command("lists")
def lists(context: typer.Context) -> None:
    """Show the lists of tasks that can be added."""
    front = front_of(context)
    for one in task_templates():
        front.console.row(one.id, one.name.in_language(front.texts.language.value), str(len(one.tasks)))


@commands.command("list")
@opens_vault
def list_tasks(visit: Visit, case: Case) -> None:
    """List the tasks of a case, each with where it stands."""
    front = visit.front
    texts = front.texts
    with visit.room() as room:
        found = room.services.review.detail(room.actor, room.case(case))
    for one in found.tasks:
        kind = texts("task.mandatory" if one.task.mandatory else "task.optional")
        name = one.task.in_language(texts.language.value)
        front.console.row(one.place, texts(f"task-state.{one.task.state}"), kind, name)


@commands.command("add")
@opens_vault
def add(visit: Visit, case: Case, template: Annotated[str, typer.Argument()]) -> None:
    """Add the tasks of a list that the case does not have yet."""
    front = visit.front
    with visit.room() as room:
        count = room.services.tasks.add(room.actor, room.case(case), template)
    front.console.say("cli.task.added", count=count)


@commands.command("settle")
@opens_vault
def settle(
    visit: Visit,
    case: Case,
    task: Annotated[str, typer.Argument()],
    becomes: Annotated[TaskState, typer.Argument()],
    why: Annotated[Path | None, typer.Option("--why-file")] = None,
) -> None:
    """Set a task; the reason comes from a file and never stands in the arguments of a process."""
    front = visit.front
    try:
        text = front.files.read(why, 4 * LONGEST_WHY).decode().strip() if why is not None else ""
    except UnicodeDecodeError as error:
        raise InvalidInputError("text.not-carried", field="why") from error
    with visit.room() as room:
        room.services.tasks.settle(room.actor, room.case(case), task, becomes, text)
    front.console.say("cli.task.settled")
