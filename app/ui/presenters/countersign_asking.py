"""Sending a draft to another station of the office to be signed there (連署の依頼). Qt-free."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

from app.models.domain.ids import BundleId, StationId
from app.models.views.media import Medium
from app.services.bundles.manifest import Kind
from app.services.exchange.outbox import Addressee
from app.services.exchange.ticks import Ticks
from app.services.jobs import CancelToken, Lane, ProgressSink
from app.services.ports import Drive, Media
from app.ui.jobs.ticket import Submitter
from app.ui.presenters.working import Worker, WorkState
from app.ui.workplace import Workplace


@dataclass(frozen=True, slots=True)
class AskingState(WorkState):
    """What the dialog shows.

    Attributes:
        bundle_id: The draft; None while nobody asks.
        stations: Other stations of this office.
        media: Removable media that are mounted.
        place: The chosen medium or folder.
        ticks: What became of the file.
    """

    bundle_id: BundleId | None = None
    stations: tuple[Addressee, ...] = ()
    media: tuple[Medium, ...] = ()
    place: Path | None = None
    ticks: Ticks | None = None
    is_read: bool = False


class AskingPresenter(Worker[AskingState]):
    """Behaviour of the dialog."""

    def __init__(
        self, workplace: Workplace, runner: Submitter, media: Media, drive_at: Callable[[Path], Drive]
    ) -> None:
        super().__init__(AskingState(), runner)
        self._workplace, self._media, self._drive_at = workplace, media, drive_at

    def begin(self, bundle_id: BundleId) -> None:
        """Read which stations there are, and which media."""
        outbox, actor, media = self._workplace.services.outbox, self._workplace.actor, self._media

        def job(_token: CancelToken, _progress: ProgressSink) -> "_Sight":
            return _Sight(tuple(outbox.recipients(actor, Kind.COUNTERSIGN)), media.mounted())

        self.show(AskingState(bundle_id=bundle_id))
        self.work("look", job, self._seen)

    def look_for_media(self) -> None:
        """Read anew which media are there."""
        media = self._media
        self.work("media", lambda _token, _progress: media.mounted(), self._media_read, Lane.READ)

    def choose_place(self, place: Path) -> None:
        """Choose the medium or folder to write to."""
        if not self.state.busy:
            self.change(place=place, error=None)

    def send(self, station: StationId, passphrase: bytearray) -> None:
        """Write the request, read it back, let the medium go; the secret is wiped here."""
        place, bundle = self.state.place, self.state.bundle_id
        if place is None or bundle is None or self.state.ticks is not None or self.state.busy:
            passphrase[:] = bytes(len(passphrase))
            return
        workplace, service, drive_at = self._workplace, self._workplace.services.countersigning, self._drive_at
        clock = self._workplace.services.desk.clock

        def job(_token: CancelToken, _progress: ProgressSink) -> Ticks:
            try:
                seat = workplace.seat(workplace.actor.person, passphrase.decode())
            finally:
                passphrase[:] = bytes(len(passphrase))
            drive = drive_at(place)
            ticks = service.send(seat.actor, seat.signer, bundle, station, drive)
            return replace(ticks, released_at=clock.now() if drive.release() else None)

        self.work("send", job, self._sent)

    def _seen(self, sight: "_Sight") -> None:
        self.change(stations=sight.stations, media=sight.media, is_read=True)

    def _media_read(self, media: tuple[Medium, ...]) -> None:
        self.change(media=media)

    def _sent(self, ticks: Ticks) -> None:
        self.change(ticks=ticks)


@dataclass(frozen=True, slots=True)
class _Sight:
    stations: tuple[Addressee, ...]
    media: tuple[Medium, ...]
