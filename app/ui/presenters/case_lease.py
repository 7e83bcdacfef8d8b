"""Whose window works on a case: the line that says so, and taking over. Qt-free."""

from dataclasses import dataclass

from typing_extensions import override

from app.models.domain.acts import Action
from app.services.queue.sheet import CaseSheet
from app.ui.presenters.case_work import AreaState, CaseArea, CaseWork


@dataclass(frozen=True, slots=True)
class LeaseState(AreaState):
    """What the line shows.

    Attributes:
        owner: Name of whose other window works on the case; empty where this one does, or nobody.
        is_mine: It is another window of this officer.
    """

    owner: str = ""
    is_mine: bool = False


class LeasePresenter(CaseArea[LeaseState]):
    """Shows what the head says; :meth:`take_sheet` is called after each reading of it."""

    def __init__(self, work: CaseWork) -> None:
        super().__init__(work, LeaseState())

    @override
    def load(self) -> None:
        """The head brings everything."""

    def take_sheet(self, sheet: CaseSheet) -> None:
        """Show what a newly read head says; who could not work on the case anyway is told nothing."""
        owner = sheet.leased_by if sheet.may(Action.TAKE_OVER) else None
        name = "" if owner is None else sheet.names.get(owner, owner)
        self._show(owner=name, is_mine=owner == self.work.workplace.actor.person)

    def take_over(self) -> None:
        """Work on the case in this window."""
        case = self.work.case
        self._do(lambda services, actor: services.leases.take_over(actor, case), "case.lease.taken")

    def leave(self) -> None:
        """The window of the case closes."""
        case = self.work.case
        if self.work.workplace.is_open:
            self._save_at_lock(lambda services, actor: services.leases.leave(actor, case))
