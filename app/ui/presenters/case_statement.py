"""Issue the statement to the subject (本人への説明書) into a file. Qt-free."""

from pathlib import Path

from typing_extensions import override

from app.models.domain.act_table import RULES
from app.models.domain.actor import Actor
from app.models.domain.acts import Action
from app.services.container import Services
from app.services.jobs import Lane
from app.ui.files import write_letter
from app.ui.presenters.case_work import AreaState, CaseArea, CaseWork


class StatementPresenter(CaseArea[AreaState]):
    """One button; sealed cases too."""

    def __init__(self, work: CaseWork) -> None:
        super().__init__(work, AreaState())

    @override
    def load(self) -> None:
        """Nothing is read before it is asked for."""

    @property
    def may_issue(self) -> bool:
        """Whether this officer may issue it."""
        actor, rule = self.work.workplace.actor, RULES[Action.ISSUE_STATEMENT]
        return actor.office_kind in rule.offices and bool(actor.roles & rule.roles)

    def issue(self, place: Path) -> None:
        """Issue the statement and write it where the officer said."""
        case = self.work.case

        def act(services: Services, actor: Actor) -> None:
            write_letter(place, services.statements.issue(actor, case).pdf)

        self._do(act, "case.done.statement", Lane.HEAVY)
