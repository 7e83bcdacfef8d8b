"""Tasks as documents of the case: one for each, so that each lies under the item that it serves."""

from dataclasses import dataclass

import msgspec

from app.models.domain.case_task import CaseTask
from app.models.domain.errors import GateClosedError
from app.models.domain.ids import CaseId
from app.services.vault.unit import Unit

TASK = "task"


@dataclass(frozen=True, slots=True)
class PlacedTask:
    """A task, what it is called inside the case, and the statutory item that it serves."""

    place: str
    purpose: str
    task: CaseTask


def tasks_in(unit: Unit, case_id: CaseId) -> tuple[PlacedTask, ...]:
    """Every task of a case: what blocks first, then what is open, then the rest."""
    found = [
        PlacedTask(one.place, one.purpose, msgspec.json.decode(one.content, type=CaseTask))
        for one in unit.documents.newest_of_kind(case_id, TASK)
    ]
    order = {"open": 0, "done": 1, "not-needed": 2}
    return tuple(sorted(found, key=lambda one: (not one.task.blocks, order[one.task.state], one.place)))


def require_tasks_settled(unit: Unit, case_id: CaseId) -> None:
    """Check before the case goes on.

    Raises:
        GateClosedError: ``task.open`` with the number of mandatory tasks that are open.
    """
    count = sum(one.task.blocks for one in tasks_in(unit, case_id))
    if count:
        raise GateClosedError("task.open", count=count)


def list_task(unit: Unit, case_id: CaseId, place: str, task: CaseTask) -> None:
    """Bring the list of what waits to a task; it waits for whoever is the examiner of the case."""
    if task.blocks:
        unit.waits.put(case_id, TASK, place, None)
    else:
        unit.waits.drop(case_id, TASK, place)


def list_tasks(unit: Unit, case_id: CaseId) -> None:
    """The same for every task of a case that came from another station."""
    for one in tasks_in(unit, case_id):
        list_task(unit, case_id, one.place, one.task)
