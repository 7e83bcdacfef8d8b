"""Use cases of the tasks of a case: add a template in the middle of the work, settle one, open it again."""

from app.models.domain.actor import Actor
from app.models.domain.acts import Action
from app.models.domain.case_task import LONGEST_WHY, CaseTask, TaskState, TaskStep, with_step
from app.models.domain.errors import InvalidInputError
from app.models.domain.ids import CaseId
from app.services.bundles.text_rules import TextRule, is_clean
from app.services.desk import Desk, Target
from app.services.tasks.keeping import TASK, list_task
from app.services.tasks.templates import task_templates


class Tasks:
    """Use cases of the examiner and the reviewer of a case."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def add(self, actor: Actor, case: CaseId, template: str) -> int:
        """Add the tasks of a template that the case does not have yet.

        Returns:
            How many were added; none when all were there.

        Raises:
            InvalidInputError: ``record.not-found``: there is no such template.
        """
        with self._desk.act(actor, Action.ADD_TASKS, Target(case=case)) as act:
            found = next((one for one in task_templates() if one.id == template), None)
            if found is None:
                raise InvalidInputError("record.not-found")
            known = {one.place for one in act.unit.documents.newest_of_kind(case, TASK)}
            missing = [one for one in found.tasks if one.id not in known]
            for one in missing:
                task = CaseTask(template, one.ja, one.en, one.mandatory)
                act.keep(TASK, one.id, one.purpose, task, task.state.value, said=())
                list_task(act.unit, case, one.id, task)
            act.detail |= {"template": template, "tasks": len(missing)}
            return len(missing)

    def settle(self, actor: Actor, case: CaseId, place: str, state: TaskState, why: str = "") -> None:
        """Set a task to done or not needed, or open it again; each is a further entry.

        Raises:
            InvalidInputError: ``record.not-found``, ``note.empty`` where it is not needed for no reason,
                ``note.my-number``, ``text.not-carried``.
            GateClosedError: ``task.same``.
        """
        if len(why) > LONGEST_WHY or not is_clean(why, TextRule.PROSE):
            raise InvalidInputError("text.not-carried", field="why")
        with self._desk.act(actor, Action.SETTLE_TASK, Target(case=case)) as act:
            document = act.unit.documents.newest(case, TASK, place)
            if document is None:
                raise InvalidInputError("record.not-found")
            task = act.kept(TASK, place, CaseTask)
            if task is None:
                raise InvalidInputError("record.not-found")
            task = with_step(task, TaskStep(state, actor.person, act.at, why))
            act.purpose = document.purpose
            act.keep(TASK, place, document.purpose, task, state.value, said=(why,) if why else ())
            list_task(act.unit, case, place, task)
            act.detail |= {"task": place, "state": state.value}
