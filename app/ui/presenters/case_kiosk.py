"""The officer's side of the kiosk: issue and replace slips, end a session; never what was filled in. Qt-free."""

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from typing_extensions import override

from app.models.domain.actor import Actor
from app.models.domain.acts import Action
from app.models.domain.errors import EnvironmentProblemError
from app.models.domain.kiosk import IdentityCheck
from app.services.container import Services
from app.services.jobs import Lane
from app.services.kiosk.sessions import KioskStanding, PrintedKioskSlip
from app.ui.files import write_chosen
from app.ui.presenters.case_work import AreaState, CaseArea, CaseWork


@dataclass(frozen=True, slots=True)
class CaseKioskState(AreaState):
    """What the area shows.

    Attributes:
        standing: The open session; None where there is none.
        asks: Something waits for the subject.
        unsaved: A slip that was issued and could not be written; it stands nowhere else.
        may_issue: A slip can be issued.
        may_seat: The kiosk can be opened at this place.
        may_replace: A lost slip can be replaced by this officer.
        may_end: The session can be ended.
    """

    standing: KioskStanding | None = None
    asks: bool = False
    unsaved: PrintedKioskSlip | None = field(default=None, repr=False)
    may_issue: bool = False
    may_seat: bool = False
    may_replace: bool = False
    may_end: bool = False


class CaseKioskPresenter(CaseArea[CaseKioskState]):
    """Reads the standing of the session, and acts on it."""

    def __init__(self, work: CaseWork) -> None:
        super().__init__(work, CaseKioskState())

    @override
    def load(self) -> None:
        """Read whether a session is open."""
        case = self.work.case
        self._read(
            lambda services, actor: (services.kiosk.standing(actor, case), services.kiosk.asks(actor, case)),
            self._on_read,
        )

    def issue(self, place: Path) -> None:
        """Issue the first slip and write it where the officer said."""
        case = self.work.case
        self._write(place, lambda services, actor: services.kiosk.issue_slip(actor, case))

    def replace(self, checked: IdentityCheck, place: Path) -> None:
        """Void a lost slip after the identity was checked, and write another."""
        case = self.work.case
        self._write(place, lambda services, actor: services.kiosk.replace_slip(actor, case, checked))

    def save_again(self, place: Path) -> None:
        """Write the slip that could not be written."""
        held = self.state.unsaved
        if held is not None:
            self._write(place, lambda _services, _actor: held)

    def end(self) -> None:
        """End the session: what was filled in is destroyed."""
        case = self.work.case
        self._do(lambda services, actor: services.kiosk.end(actor, case), "case.kiosk.done-ended", then=self._on_ended)

    def forget(self) -> None:
        """Let go of a slip that was not written."""
        self._show(unsaved=None)

    def _write(self, place: Path, make: Callable[[Services, Actor], PrintedKioskSlip]) -> None:
        def act(services: Services, actor: Actor) -> tuple[PrintedKioskSlip, EnvironmentProblemError | None]:
            slip = make(services, actor)
            try:
                write_chosen(place, slip.pdf)
            except EnvironmentProblemError:
                return slip, EnvironmentProblemError("kiosk.slip-not-saved")
            return slip, None

        self._do(act, "case.kiosk.done-slip", Lane.WRITE, then=self._on_written)

    def _on_written(self, outcome: tuple[PrintedKioskSlip, EnvironmentProblemError | None]) -> None:
        slip, error = outcome
        self._show(unsaved=None if error is None else slip)
        if error is None:
            self._on_done(None)
        else:
            self._fail(error)
        self.load()

    def _on_ended(self, _nothing: None) -> None:
        self._show(unsaved=None)
        self._on_done(None)
        self.load()

    def _on_read(self, read: tuple[KioskStanding | None, bool]) -> None:
        sheet = self.work.sheet
        standing, asks = read
        is_open = standing is not None
        self._show(
            is_loaded=True,
            standing=standing,
            asks=asks,
            may_issue=asks and not is_open and sheet.may(Action.ISSUE_KIOSK_SLIP),
            may_seat=is_open and sheet.may(Action.ENTER_KIOSK),
            may_replace=is_open and sheet.may(Action.REPLACE_KIOSK_SLIP),
            may_end=is_open and sheet.may(Action.END_KIOSK),
        )
