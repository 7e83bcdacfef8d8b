"""Which answers were not on the screen of this officer yet: told to nobody else. Qt-free."""

from collections.abc import Iterable
from dataclasses import dataclass

from typing_extensions import override

from app.models.domain.acts import Action
from app.models.domain.coverage import Unshown, as_draft, mark_of
from app.models.forms.reading import Line
from app.services.findings.coverage import Reading
from app.services.findings.drafts import COVERAGE
from app.ui.presenters.case_work import AreaState, CaseArea, CaseWork


@dataclass(frozen=True, slots=True)
class CoverageState(AreaState):
    """The answers that are left, in the order of the form."""

    left: tuple[Unshown, ...] = ()


class CoveragePresenter(CaseArea[CoverageState]):
    """Read once, then kept by what comes into view."""

    def __init__(self, work: CaseWork) -> None:
        super().__init__(work, CoverageState())
        self._seen: set[str] = set()

    @override
    def load(self) -> None:
        """Read what is left; in an emergency nothing is kept, not even a draft."""
        case = self.work.case
        if self.work.sheet.may(Action.SEE_ANSWERS) and self.work.sheet.emergency is None:
            self._read(lambda services, actor: services.coverage.read(actor, case), self._on_read)

    def saw(self, lines: Iterable[Line]) -> None:
        """These answers are on the screen; noted in the own draft."""
        marks = {mark_of(line.link_id, line.row, line.revision) for line in lines if not line.locked}
        new = {one.mark for one in self.state.left} & marks
        if new:
            self._seen |= new
            self._show(left=tuple(one for one in self.state.left if one.mark not in new))
            self._keep_drafts(Action.SEE_ANSWERS, {COVERAGE: ("process", as_draft(self._seen))})

    def _on_read(self, reading: Reading) -> None:
        self._seen |= reading.seen
        self._show(is_loaded=True, left=tuple(one for one in reading.left if one.mark not in self._seen))
