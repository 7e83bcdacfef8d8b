"""Giving a case to an examiner (担当の割当て), and asking for another one where nobody is left (上申). Qt-free."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from typing_extensions import override

from app.models.domain.actor import Actor
from app.models.domain.acts import Action
from app.models.domain.ids import PersonId
from app.services.container import Services
from app.services.fairness.escalating import Escalation
from app.services.jobs import Lane
from app.services.queue.workload import Load
from app.ui.files import write_chosen
from app.ui.presenters.case_opinion import Choice
from app.ui.presenters.case_work import AreaState, CaseArea, CaseWork


@dataclass(frozen=True, slots=True)
class AssignState(AreaState):
    """What the area shows: who can be chosen, who has the case, until when.

    Attributes:
        examiners: Whoever has least that is overdue, then least to do, stands first.
        loads: What each of them has to do.
        may_add_tasks: A list of tasks can be added with the assignment.
        is_nobody_left: The case is kept from every examiner of the office.
        escalated: The newest request for another examiner.
    """

    examiners: tuple[Choice, ...] = ()
    loads: Mapping[PersonId, Load] = field(default_factory=dict)
    assignee: PersonId | None = None
    due_on: date | None = None
    may_add_tasks: bool = False
    is_nobody_left: bool = False
    escalated: Escalation | None = None


class AssignPresenter(CaseArea[AssignState]):
    """Two acts: assign, and ask for another examiner."""

    def __init__(self, work: CaseWork) -> None:
        super().__init__(work, AssignState())

    @override
    def load(self) -> None:
        """Show who has the case, which the head has said, and who has how much to do."""
        self._read(lambda services, actor: services.workload.of_office(actor), self._on_loads)

    def assign(self, person: PersonId, due_on: date | None, template: str = "") -> None:
        """Give the case to an examiner, until a day, with the tasks of a list where one is named."""
        case = self.work.case

        def act(services: Services, actor: Actor) -> None:
            services.review.assign(actor, case, person, due_on)
            if template:
                services.tasks.add(actor, case, template)

        self._do(act, "case.done.assigned-with-tasks" if template else "case.done.assigned")

    def escalate(self, place: Path) -> None:
        """Ask for another examiner by a numbered paper, and write it where the officer said."""
        case = self.work.case

        def act(services: Services, actor: Actor) -> None:
            write_chosen(place, services.escalations.ask(actor, case).pdf)

        self._do(act, "case.done.escalated", Lane.HEAVY)

    def _on_loads(self, loads: tuple[Load, ...]) -> None:
        sheet, by_person = self.work.sheet, {load.person: load for load in loads if load.person is not None}

        def burden(person: PersonId) -> tuple[int, int, str]:
            load = by_person.get(person)
            return (load.overdue, sum(load.counts.values()), load.name) if load else (0, 0, sheet.names[person])

        becomes_reviewer = sheet.case.reviewer is None and sheet.may(Action.TAKE_REVIEW)
        self._show(
            is_loaded=True,
            examiners=tuple((person, sheet.names[person]) for person in sorted(sheet.examiners, key=burden)),
            loads=by_person,
            assignee=sheet.case.assignee,
            due_on=sheet.case.due_on,
            may_add_tasks=becomes_reviewer or sheet.case.reviewer == self.work.workplace.actor.person,
            is_nobody_left=sheet.is_nobody_left,
            escalated=sheet.escalated,
        )
