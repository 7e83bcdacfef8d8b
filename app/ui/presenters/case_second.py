"""The second reading (点検) of a case for its own officers: both views, and the note of a conference. Qt-free."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from typing_extensions import override

from app.models.domain.acts import Action
from app.models.domain.ids import PersonId
from app.services.sampling.conference import CaseReading
from app.ui.presenters.case_work import AreaState, CaseArea, CaseWork


@dataclass(frozen=True, slots=True)
class SecondState(AreaState):
    """What the area shows.

    Attributes:
        reading: None before it was read.
        may_hold: A difference waits for a conference that this officer may write down.
        names: Names of officers.
    """

    reading: CaseReading | None = None
    may_hold: bool = False
    names: Mapping[PersonId, str] = field(default_factory=dict)


class SecondPresenter(CaseArea[SecondState]):
    """One act: write down what came of a conference."""

    def __init__(self, work: CaseWork) -> None:
        super().__init__(work, SecondState())

    @override
    def load(self) -> None:
        """Read how far the second reading is, and both views once it was handed in."""
        case = self.work.case
        self._read(lambda services, actor: services.conferences.of_case(actor, case), self._on_read)

    def hold(self, text: str) -> None:
        """Write down what came of talking the difference over."""
        case = self.work.case
        self._do(lambda services, actor: services.conferences.hold(actor, case, text), "case.second.held")

    def _on_read(self, reading: CaseReading | None) -> None:
        sheet = self.work.sheet
        may_hold = reading is not None and reading.is_open and sheet.may(Action.HOLD_CONFERENCE)
        self._show(is_loaded=True, error=None, reading=reading, may_hold=may_hold, names=dict(sheet.names))
