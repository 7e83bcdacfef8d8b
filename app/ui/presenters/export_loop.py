"""What becomes of bundles after they left (交付の追跡): receipts that are awaited, incidents, stopped lanes."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from typing_extensions import override

from app.models.domain.errors import AppError
from app.models.domain.ids import BundleId, PersonId, StationId
from app.models.domain.loop import Clearing, Ending
from app.services.exchange.closing import ClosedExport
from app.services.exchange.lanes import StoppedLane
from app.services.exchange.outbox import OpenExport
from app.services.exchange.told_incident import ToldIncident
from app.services.jobs import CancelToken, Lane, ProgressSink
from app.services.ports import Drive, Files
from app.services.texts.catalogue import Catalogue
from app.ui.jobs.ticket import Submitter
from app.ui.presenters.working import Worker, WorkState
from app.ui.workplace import Workplace


@dataclass(frozen=True, slots=True)
class LoopState(WorkState):
    """What the page shows.

    Attributes:
        awaited: Written bundles without a final receipt, and writings that were cut off, the newest first.
        incidents: Open incidents; closed ones too when they are asked for.
        lanes: Partners from whom nothing is taken, or something waits.
        people: Officers of this office who may witness, by name.
        told: What was done last, as text key and values.
    """

    awaited: tuple[OpenExport, ...] = ()
    incidents: tuple[ToldIncident, ...] = ()
    lanes: tuple[StoppedLane, ...] = ()
    people: tuple[tuple[str, str], ...] = ()
    shows_closed: bool = False
    is_read: bool = False
    told: str = ""
    told_with: tuple[tuple[str, str | int], ...] = ()

    @property
    def open_count(self) -> int:
        """How many lines need somebody."""
        late = sum(one.interrupted_at != "" or (one.age is not None and one.age != "open") for one in self.awaited)
        return late + sum(one.closed_at is None for one in self.incidents) + len(self.lanes)


class LoopPresenter(Worker[LoopState]):
    """Behaviour of the page."""

    def __init__(
        self, workplace: Workplace, runner: Submitter, drive_at: Callable[[Path], Drive], files: Files
    ) -> None:
        super().__init__(LoopState(), runner)
        self._workplace = workplace
        self._drive_at = drive_at
        self._files = files

    def refresh(self) -> None:
        """Read everything anew."""
        services, actor, with_closed = self._workplace.services, self._workplace.actor, self.state.shows_closed
        people = tuple(one for one in self._workplace.names() if one[0] != actor.person)

        def job(_token: CancelToken, _progress: ProgressSink) -> "_Sight":
            exports = services.outbox.exports(actor)
            awaited = tuple(one for one in exports if one.status == "written" or one.interrupted_at)
            incidents = tuple(services.incidents.page(actor, with_closed=with_closed))
            return _Sight(awaited, incidents, tuple(services.lanes.stopped(actor)), people)

        self.work("look", job, self._seen)

    def show_closed(self, *, is_shown: bool) -> None:
        """Show closed incidents too."""
        if not self.state.busy and is_shown is not self.state.shows_closed:
            self.change(shows_closed=is_shown)
            self.refresh()

    def remind(self, bundle_id: BundleId, path: Path, texts: Catalogue) -> None:
        """Save a letter that asks for a receipt."""
        service, actor, files = self._workplace.services.incidents, self._workplace.actor, self._files

        def job(_token: CancelToken, _progress: ProgressSink) -> str:
            files.write(path, service.remind(actor, bundle_id, texts))
            return path.name

        self.work("paper", job, lambda name: self._done("ui.loop.saved", file=name))

    def open_incident(self, bundle_id: BundleId) -> None:
        """Record that a receipt did not come."""
        service, actor = self._workplace.services.incidents, self._workplace.actor
        self.work(
            "incident",
            lambda _token, _progress: service.open(actor, bundle_id),
            lambda number: self._done("ui.loop.opened", number=number),
        )

    def take_back(self, bundle_id: BundleId, place: Path) -> None:
        """Remove from a medium what a writing that was cut off left there."""
        service, actor, drive_at = self._workplace.services.exporting, self._workplace.actor, self._drive_at
        self.work(
            "take-back",
            lambda _token, _progress: service.take_back(actor, bundle_id, drive_at(place)),
            lambda _removed: self._done("ui.loop.taken-back"),
        )

    def report(self, number: int, path: Path, texts: Catalogue) -> None:
        """Save the report on an incident."""
        service, actor, files = self._workplace.services.incidents, self._workplace.actor, self._files

        def job(_token: CancelToken, _progress: ProgressSink) -> str:
            files.write(path, service.report(actor, number, texts))
            return path.name

        self.work("paper", job, lambda name: self._done("ui.loop.saved", file=name))

    def close_incident(self, number: int, ending: Ending) -> None:
        """End an incident."""
        service, actor = self._workplace.services.incidents, self._workplace.actor

        def job(_token: CancelToken, _progress: ProgressSink) -> None:
            service.close(actor, number, ending)

        self.work("incident", job, lambda _nothing: self._done("ui.loop.closed", number=number))

    def clear_lane(self, partner: StationId, reason: Clearing, witness: PersonId, passphrase: bytearray) -> None:
        """Let a stopped lane go on together with a second officer; the secret is wiped here."""
        if self.state.busy:
            passphrase[:] = bytes(len(passphrase))
            return
        place, service, actor = self._workplace, self._workplace.services.lanes, self._workplace.actor

        def job(_token: CancelToken, _progress: ProgressSink) -> None:
            try:
                second = place.seat(witness, passphrase.decode()).actor
            finally:
                passphrase[:] = bytes(len(passphrase))
            service.clear(actor, second, partner, reason)

        self.work("lane", job, lambda _nothing: self._done("ui.loop.cleared", partner=partner), Lane.HEAVY)

    def close_text(self, text: str) -> None:
        """Take in a receipt that was typed or scanned from paper."""
        service, actor = self._workplace.services.receipts, self._workplace.actor
        self.work("receipt", lambda _token, _progress: service.close_text(actor, text), self._receipt_taken)

    @override
    def after_failure(self, error: AppError) -> None:
        """What failed may have raised an alarm: the lists are read anew and the error stays in view."""
        if error.code.startswith(("receipt.", "bundle.")):
            self.refresh()
            self.change(error=error)

    def _receipt_taken(self, closed: ClosedExport) -> None:
        self._done("ui.loop.receipt" if closed.is_new else "ui.loop.receipt.again", outcome=closed.outcome)

    def _done(self, key: str, **values: str | int) -> None:
        self.change(told=key, told_with=tuple(values.items()))
        self.refresh()

    def _seen(self, sight: "_Sight") -> None:
        self.change(
            awaited=sight.awaited, incidents=sight.incidents, lanes=sight.lanes, people=sight.people, is_read=True
        )


@dataclass(frozen=True, slots=True)
class _Sight:
    awaited: tuple[OpenExport, ...]
    incidents: tuple[ToldIncident, ...]
    lanes: tuple[StoppedLane, ...]
    people: tuple[tuple[str, str], ...]
