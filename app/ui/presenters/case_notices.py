"""Telling the subject the result (F20), the validity, and the letters of a case. Qt-free."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from typing_extensions import override

from app.models.domain.actor import Actor
from app.models.domain.acts import Action
from app.models.domain.evaluation import Outcome
from app.models.domain.ids import LetterId
from app.models.domain.lifecycle import State
from app.models.views.records import LetterRecord
from app.services.container import Services
from app.services.jobs import Lane
from app.ui.files import write_letter
from app.ui.presenters.case_work import AreaState, CaseArea, CaseWork


@dataclass(frozen=True, slots=True)
class NoticesState(AreaState):
    """What the area shows.

    Attributes:
        outcome: What was decided and is still to be told; None when nothing is to be told by this officer.
        notified_on: Day on which the subject was told.
        valid_until: Last valid day on record.
        asked_day: Day that was typed for the notification.
        last_day: Last valid day that would follow from it.
        may_confirm: This officer may confirm the validity now.
        letters: Issued letters of the case.
    """

    outcome: Outcome | None = None
    notified_on: date | None = None
    valid_until: date | None = None
    asked_day: date | None = None
    last_day: date | None = None
    may_confirm: bool = False
    letters: tuple[LetterRecord, ...] = ()


class NoticesPresenter(CaseArea[NoticesState]):
    """The steps after the decision."""

    def __init__(self, work: CaseWork) -> None:
        super().__init__(work, NoticesState())

    @override
    def load(self) -> None:
        """Read head and letters."""
        case = self.work.case
        self._read(lambda services, actor: services.results.letters(actor, case), self._on_read)

    def ask_day(self, day: date | None) -> None:
        """Show the last valid day that follows from a day of notification, before anything is recorded."""
        self._show(asked_day=day, last_day=None)
        case = self.work.case
        if day is not None and self.state.outcome is Outcome.CLEARED:
            self._read(
                lambda services, actor: (day, services.results.last_valid_day(actor, case, day)),
                self._on_last_day,
                key="last-day",
            )

    def notify(self) -> None:
        """Record the notification on the day that was asked for, and write the letter."""
        case, outcome, day = self.work.case, self.state.outcome, self.state.asked_day
        if outcome is not None and day is not None:
            self._do(
                lambda services, actor: services.results.notify_subject(actor, case, outcome, day),
                "case.done.notified",
                Lane.HEAVY,
            )

    def confirm_validity(self) -> None:
        """Confirm the computed last valid day."""
        case = self.work.case
        self._do(
            lambda services, actor: services.results.confirm_validity(actor, case),
            "case.done.validity",
        )

    def save_letter(self, letter: LetterId, place: Path) -> None:
        """Write the PDF of a letter where the officer said; nothing is written anywhere else."""

        def act(services: Services, actor: Actor) -> None:
            write_letter(place, services.filing.printed(actor, letter).pdf)

        self._do(act, "case.done.letter-saved", Lane.HEAVY)

    def _on_last_day(self, read: tuple[date, date]) -> None:
        day, last = read
        if day == self.state.asked_day:
            self._show(last_day=last)

    def _on_read(self, letters: list[LetterRecord]) -> None:
        sheet = self.work.sheet
        outcome = {State.DECIDED_CLEARED: Outcome.CLEARED, State.DECIDED_NOT_CLEARED: Outcome.NOT_CLEARED}.get(
            sheet.case.state
        )
        may = outcome is not None and sheet.may(
            Action.NOTIFY_CLEARED if outcome is Outcome.CLEARED else Action.NOTIFY_NOT_CLEARED
        )
        self._show(
            is_loaded=True,
            outcome=outcome if may else None,
            notified_on=sheet.case.notified_on,
            valid_until=sheet.case.valid_until,
            may_confirm=sheet.may(Action.CONFIRM_VALIDITY),
            letters=tuple(letters),
        )
