"""The officer's part in a case: taking it up, or reading in an emergency without one. Qt-free."""

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from typing_extensions import override

from app.models.domain.actor import Role
from app.models.domain.acts import Action
from app.models.domain.authority import Refusal
from app.services.emergency.access import ReasonWord
from app.services.queue.sheet import CaseSheet
from app.ui.presenters.case_work import AreaState, CaseArea, CaseWork


class PartOffer(StrEnum):
    """What the bar over the areas offers."""

    NOTHING = "nothing"
    REVIEW = "review"
    """Take the review: the medical part opens to who has it."""
    DECISION = "decision"
    EMERGENCY = "emergency"
    """Read in an emergency."""
    READING = "reading"
    """An emergency access is open."""


@dataclass(frozen=True, slots=True)
class PartState(AreaState):
    """What the bar shows.

    Attributes:
        offer: What it offers.
        minutes_left: Of an open emergency access; the last begun minute counts.
    """

    offer: PartOffer = PartOffer.NOTHING
    minutes_left: int = 0


class PartPresenter(CaseArea[PartState]):
    """Shows what the head says; :meth:`take_sheet` is called after each reading of it."""

    def __init__(self, work: CaseWork) -> None:
        super().__init__(work, PartState())

    @override
    def load(self) -> None:
        """The head brings everything."""

    def take_sheet(self, sheet: CaseSheet) -> None:
        """Show what a newly read head permits."""
        self._show(offer=_offer(sheet), minutes_left=self._minutes(sheet))

    def tick(self) -> bool:
        """Time passes.

        Returns:
            Whether the access has just ended by itself, so that the head must be read again.
        """
        if self.state.offer is not PartOffer.READING:
            return False
        left = self._minutes(self.work.sheet)
        if left != self.state.minutes_left:
            self._show(minutes_left=left)
        return left == 0

    def take_up(self) -> None:
        """Take the part that is offered."""
        case = self.work.case
        part = Role.REVIEWER if self.state.offer is PartOffer.REVIEW else Role.DECIDING_OFFICER
        self._do(lambda services, actor: services.review.take_up(actor, case, part), "case.part.taken")

    def begin(self, word: ReasonWord, reason: str) -> None:
        """Begin to read in an emergency."""
        case = self.work.case
        self._do(lambda services, actor: services.emergency.begin(actor, case, word, reason), "case.emergency.begun")

    def end(self) -> None:
        """End the emergency access."""
        case = self.work.case
        self._do(lambda services, actor: services.emergency.end(actor, case), "case.emergency.ended")

    def _minutes(self, sheet: CaseSheet) -> int:
        if sheet.emergency is None:
            return 0
        left = sheet.emergency.until - self.work.workplace.services.desk.clock.now()
        return max(0, -(-left // timedelta(minutes=1)))


def _offer(sheet: CaseSheet) -> PartOffer:
    if sheet.case.sealed:
        return PartOffer.NOTHING
    if sheet.emergency is not None:
        return PartOffer.READING
    findings, answers = sheet.refusals[Action.SEE_MEDICAL_FINDINGS], sheet.refusals[Action.SEE_MEDICAL_ANSWERS]
    is_outside = (
        Refusal.NOT_OF_CASE in (findings, answers) or sheet.refusals[Action.SEE_ANSWERS] is Refusal.NOT_ASSIGNED
    )
    if not is_outside:
        return PartOffer.NOTHING
    if sheet.may(Action.TAKE_REVIEW):
        return PartOffer.REVIEW
    if sheet.may(Action.TAKE_DECISION):
        return PartOffer.DECISION
    return PartOffer.EMERGENCY if sheet.may(Action.BREAK_GLASS) else PartOffer.NOTHING
