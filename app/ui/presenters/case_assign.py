"""Giving a case to an examiner (担当の割当て). Qt-free."""

from dataclasses import dataclass
from datetime import date

from typing_extensions import override

from app.models.domain.ids import PersonId
from app.ui.presenters.case_opinion import Choice
from app.ui.presenters.case_work import AreaState, CaseArea, CaseWork


@dataclass(frozen=True, slots=True)
class AssignState(AreaState):
    """What the area shows: who can be chosen, who has the case, until when."""

    examiners: tuple[Choice, ...] = ()
    assignee: PersonId | None = None
    due_on: date | None = None


class AssignPresenter(CaseArea[AssignState]):
    """One act: assign."""

    def __init__(self, work: CaseWork) -> None:
        super().__init__(work, AssignState())

    @override
    def load(self) -> None:
        """Show who has the case; the head has said it."""
        sheet = self.work.sheet
        self._show(
            is_loaded=True,
            examiners=tuple((person, sheet.names[person]) for person in sheet.examiners),
            assignee=sheet.case.assignee,
            due_on=sheet.case.due_on,
        )

    def assign(self, person: PersonId, due_on: date | None) -> None:
        """Give the case to an examiner, until a day."""
        case = self.work.case
        self._do(
            lambda services, actor: services.review.assign(actor, case, person, due_on),
            "case.done.assigned",
        )
