"""What was reported about the person of a case after the decision. Qt-free."""

from dataclasses import dataclass

from typing_extensions import override

from app.services.exchange.reporting import OpenedReport
from app.ui.presenters.case_work import AreaState, CaseArea, CaseWork


@dataclass(frozen=True, slots=True)
class CaseReportsState(AreaState):
    """What the area shows, oldest first."""

    reports: tuple[OpenedReport, ...] = ()


class CaseReportsPresenter(CaseArea[CaseReportsState]):
    """Reads the reports about one person."""

    def __init__(self, work: CaseWork) -> None:
        super().__init__(work, CaseReportsState())

    @override
    def load(self) -> None:
        """Read them; the look is on record."""
        case = self.work.case
        self._read(lambda services, actor: services.reporting.of_case(actor, case), self._on_read)

    def _on_read(self, reports: list[OpenedReport]) -> None:
        self._show(is_loaded=True, error=None, reports=tuple(reports))
