"""Media (媒体): the medium in hand, the register, the chain of hand-overs of the chosen one. Qt-free."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from typing_extensions import override

from app.models.domain.act_table import RULES
from app.models.domain.acts import Action
from app.models.domain.errors import AppError
from app.models.views.custody import Custody
from app.models.views.media import DriveState, Erased, Medium, drive_state
from app.services.jobs import CancelToken, Lane, ProgressSink
from app.services.media.formatting import Candidates, FormatOrder
from app.services.media.keeping import Handed, HandOver
from app.services.media.listing import ChainLine, MediaPage, MediumLine
from app.services.media.recognising import Recognised, Standing
from app.services.ports import Drive, Formatter, Media
from app.ui.jobs.ticket import Submitter
from app.ui.presenters.media_watcher import MediaWatcher
from app.ui.presenters.working import Worker, WorkState
from app.ui.workplace import Workplace


@dataclass(frozen=True, slots=True)
class Done:
    """What was done last, as a text key with its values."""

    key: str
    number: int = 0
    files: int = 0


@dataclass(frozen=True, slots=True)
class MediaState(WorkState):
    """What the room shows.

    Attributes:
        page: The register; None until the first answer.
        media: What is plugged in.
        place: The medium in hand.
        seen: What it is to this office; None until it was looked at.
        chosen: Id of the medium whose chain is shown.
        chain: Its lines.
        done: What was done last.
    """

    page: MediaPage | None = None
    media: tuple[Medium, ...] = ()
    place: Path | None = None
    seen: Recognised | None = None
    chosen: str = ""
    chain: tuple[ChainLine, ...] = ()
    done: Done | None = None

    @property
    def drive(self) -> DriveState:
        """The state of the slots."""
        return drive_state(self.media)

    @property
    def line(self) -> MediumLine | None:
        """The chosen medium of the register."""
        lines = () if self.page is None else self.page.lines
        return next((one for one in lines if one.medium.medium_id == self.chosen), None)


class MediaPresenter(Worker[MediaState]):
    """Behaviour of the room."""

    def __init__(
        self,
        workplace: Workplace,
        runner: Submitter,
        media: Media,
        drive_at: Callable[[Path], Drive],
        formatter: Formatter,
    ) -> None:
        super().__init__(MediaState(), runner)
        self._workplace = workplace
        self._media = media
        self._drive_at = drive_at
        self._watcher = MediaWatcher(media, runner, self._watched)
        self._formatter = formatter

    # What may be done now

    def may(self, action: Action) -> bool:
        """Whether the officer's roles permit an act of this room, and nothing else is under way."""
        return not self.state.busy and bool(self._workplace.actor.roles & RULES[action].roles)

    @property
    def can_register(self) -> bool:
        """Whether the medium in hand is one that nobody knows, and that can take a passport as it is."""
        seen = self.state.seen
        is_fit = seen is not None and not seen.medium.trouble
        return is_fit and self._is_in_hand({Standing.UNKNOWN}) and self.may(Action.REGISTER_MEDIUM)

    @property
    def can_format(self) -> bool:
        """Whether anything may be formatted at all."""
        return self.may(Action.FORMAT_MEDIUM)

    @property
    def can_hand_over(self) -> bool:
        """Whether the medium in hand is registered and here."""
        is_here = self._is_in_hand({Standing.KNOWN}) and self._custody() is Custody.HERE
        return is_here and self.may(Action.HAND_OVER_MEDIUM)

    @property
    def can_take_in(self) -> bool:
        """Whether the medium in hand comes from somebody."""
        comes_back = self._is_in_hand({Standing.KNOWN}) and self._custody() is not Custody.HERE
        return (comes_back or self._is_in_hand({Standing.PARTNERS})) and self.may(Action.TAKE_IN_MEDIUM)

    @property
    def can_wipe(self) -> bool:
        """Whether the medium in hand is registered and here, with its passport or without."""
        is_here = self._is_in_hand({Standing.KNOWN, Standing.BARE}) and self._custody() is Custody.HERE
        return is_here and self.may(Action.WIPE_MEDIUM)

    @property
    def can_report_lost(self) -> bool:
        """Whether the chosen medium is not reported lost yet."""
        line = self.state.line
        return line is not None and line.medium.state is not Custody.LOST and self.may(Action.REPORT_MEDIUM_LOST)

    # Intents

    def refresh(self) -> None:
        """Read the register anew, what is plugged in, and what the medium in hand is."""
        services, actor, media, place = self._workplace.services, self._workplace.actor, self._media, self.state.place
        drive_at, chosen = self._drive_at, self.state.chosen

        def job(_token: CancelToken, _progress: ProgressSink) -> "_Sight":
            page = services.media_list.page(actor)
            mounted = media.mounted()
            is_there = any(one.path == place for one in mounted)
            seen = services.media.look(actor, drive_at(place)) if place is not None and is_there else None
            known = any(one.medium.medium_id == chosen for one in page.lines)
            chain = services.media_list.chain(actor, chosen) if known else []
            return _Sight(page, mounted, seen, _Chain(chosen, tuple(chain)))

        self.work("look", job, self._sighted)

    def watch_media(self) -> None:
        """Look whether a medium came or went; nothing changes on the screen otherwise."""
        if not self.state.busy:
            self._watcher.look()

    def choose_place(self, path: Path) -> None:
        """Take another medium in hand."""
        if not self.state.busy:
            self.change(place=path, seen=None, done=None, error=None)
            self.refresh()

    def choose(self, medium_id: str) -> None:
        """Show the chain of a medium, whatever else is under way."""
        services, actor = self._workplace.services, self._workplace.actor
        if medium_id == self.state.chosen:
            return

        def job(_token: CancelToken, _progress: ProgressSink) -> "_Chain":
            return _Chain(medium_id, tuple(services.media_list.chain(actor, medium_id)))

        self.change(chosen=medium_id, chain=())
        self._runner.submit(
            job, owner=self, then=self._chain_read, failed=self._chain_failed, lane=Lane.READ, key="chain"
        )

    def register(self, seal: str, *, wipe: bool) -> None:
        """Register the medium in hand."""
        services, actor, drive = self._workplace.services, self._workplace.actor, self._drive()

        def job(_token: CancelToken, _progress: ProgressSink) -> Done:
            medium = services.media.register(actor, drive(), seal, wipe=wipe)
            return Done("media.done.registered", medium.number)

        self.work("register", job, self._did)

    def find_disks(self, found: Callable[[Candidates], object]) -> None:
        """Look what could be formatted."""
        services, actor, formatter = self._workplace.services, self._workplace.actor, self._formatter

        def job(_token: CancelToken, _progress: ProgressSink) -> Candidates:
            return services.formatting.look(actor, formatter)

        self.work("disks", job, found)

    def format(self, order: FormatOrder) -> None:
        """Format a medium and register it."""
        services, actor = self._workplace.services, self._workplace.actor
        formatter, drive_at = self._formatter, self._drive_at

        def job(_token: CancelToken, _progress: ProgressSink) -> Done:
            return Done("media.done.formatted", services.formatting.register(actor, formatter, drive_at, order).number)

        self.work("format", job, self._did, Lane.HEAVY)

    def hand_over(self, to: str, bag: str, due: date, carrier: str) -> None:
        """Hand the medium in hand over."""
        services, actor, drive = self._workplace.services, self._workplace.actor, self._drive()

        def job(_token: CancelToken, _progress: ProgressSink) -> Handed:
            return services.media.hand_over(actor, drive(), HandOver(to, bag, due, carrier))

        self.work("hand-over", job, self._handed)

    def take_in(self) -> None:
        """Take the medium in hand in."""
        services, actor, drive = self._workplace.services, self._workplace.actor, self._drive()

        def job(_token: CancelToken, _progress: ProgressSink) -> Done:
            return Done("media.done.taken-in", services.media.take_in(actor, drive()).number)

        self.work("take-in", job, self._did)

    def wipe(self) -> None:
        """Wipe the medium in hand."""
        services, actor, drive, seen = (
            self._workplace.services,
            self._workplace.actor,
            self._drive(),
            self.state.seen,
        )
        number = seen.registered.number if seen is not None and seen.registered is not None else 0

        def job(_token: CancelToken, _progress: ProgressSink) -> Erased:
            return services.media.wipe(actor, drive())

        self.work("wipe", job, lambda erased: self._did(Done("media.done.wiped", number, erased.files)), Lane.HEAVY)

    def report_lost(self) -> None:
        """Report the chosen medium lost."""
        services, actor, line = self._workplace.services, self._workplace.actor, self.state.line
        if line is None:
            return
        medium = line.medium

        def job(_token: CancelToken, _progress: ProgressSink) -> Done:
            services.media.report_lost(actor, medium.medium_id)
            return Done("media.done.lost", medium.number)

        self.work("lost", job, self._did)

    @override
    def after_failure(self, error: AppError) -> None:
        """A medium that is gone is no longer in hand."""
        if error.code == "media.missing":
            self.change(place=None, seen=None)

    def _drive(self) -> Callable[[], Drive]:
        """Opens the medium in hand, inside a job."""
        place, drive_at = self.state.place, self._drive_at
        return lambda: drive_at(place or Path())

    def _is_in_hand(self, standings: set[Standing]) -> bool:
        seen = self.state.seen
        return seen is not None and seen.standing in standings

    def _custody(self) -> Custody | None:
        seen = self.state.seen
        return None if seen is None or seen.registered is None else seen.registered.state

    def _sighted(self, sight: "_Sight") -> None:
        is_there = any(one.path == self.state.place for one in sight.media)
        place = self.state.place if is_there else None
        self.change(page=sight.page, media=sight.media, place=place, seen=sight.seen)
        self._chain_read(sight.chain)
        if place is None and drive_state(sight.media) in {DriveState.ONE, DriveState.UNFIT}:
            # One medium needs no choosing.
            self.choose_place(sight.media[0].path)

    def _chain_read(self, chain: "_Chain") -> None:
        if chain.medium_id == self.state.chosen:
            self.change(chain=chain.lines)

    def _chain_failed(self, error: AppError) -> None:
        self.change(error=error)

    def _watched(self, media: tuple[Medium, ...]) -> None:
        if media != self.state.media and not self.state.busy:
            is_there = any(one.path == self.state.place for one in media)
            self.change(media=media, place=self.state.place if is_there else None, seen=None, error=None)
            self.refresh()

    def _handed(self, handed: Handed) -> None:
        key = "media.done.handed" if handed.is_released else "media.done.handed-stuck"
        self._did(Done(key, handed.number))

    def _did(self, done: Done) -> None:
        self.change(done=done)
        self.refresh()


@dataclass(frozen=True, slots=True)
class _Sight:
    page: MediaPage
    media: tuple[Medium, ...]
    seen: Recognised | None
    chain: "_Chain"


@dataclass(frozen=True, slots=True)
class _Chain:
    medium_id: str
    lines: tuple[ChainLine, ...]
