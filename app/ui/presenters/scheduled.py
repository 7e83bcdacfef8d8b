"""The backup that is due (予定の控え): made by itself after an unlock when its medium is plugged in. Qt-free."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from app import bootstrap
from app.models.domain.act_table import RULES
from app.models.domain.acts import Action
from app.models.domain.errors import AppError
from app.models.domain.ids import StationId
from app.services.backups.layout import Layout
from app.services.backups.making import Made
from app.services.jobs import CancelToken, Lane, ProgressSink
from app.services.ports import BackupPlace, Media
from app.ui.jobs.ticket import Submitter
from app.ui.presenters.working import Worker, WorkState
from app.ui.workplace import Workplace

MAKE = "make"


@dataclass(frozen=True, slots=True)
class ScheduledState(WorkState):
    """What the line at the foot of the window shows; ``made`` is the backup of this unlock."""

    made: Made | None = None


@dataclass(frozen=True, slots=True)
class ScheduledTools:
    """What the presenter needs of the machine."""

    media: Media
    place_at: Callable[[Path], BackupPlace]


def scheduled_tools() -> ScheduledTools:
    """The real ones."""
    return ScheduledTools(bootstrap.media(), bootstrap.backup_place)


class ScheduledBackup(Worker[ScheduledState]):
    """Makes at most one backup for each unlock; whatever is missing or fails is left to the room Backups."""

    def __init__(self, workplace: Workplace, runner: Submitter, tools: ScheduledTools) -> None:
        super().__init__(ScheduledState(), runner)
        self._workplace, self._tools = workplace, tools

    def begin(self) -> None:
        """An officer unlocked: see whether a backup is due, and make it if its medium is there."""
        services, actor, tools = self._workplace.services, self._workplace.actor, self._tools
        station = self._workplace.station.station_id
        self.show(ScheduledState())
        if not actor.roles & RULES[Action.BACK_UP].roles or services.desk.anchor.doubt is not None:
            return

        def job(token: CancelToken, progress: ProgressSink) -> Made | None:
            if services.backups.days_overdue(actor) is None:
                return None
            place = _usual_place(tools, station)
            return None if place is None else services.backups.make(actor, place, token=token, progress=progress)

        self.work(MAKE, job, self._made, Lane.BACKGROUND)

    def end(self) -> None:
        """The window is locked: stop, and forget what came of it."""
        self.cancel()
        self.show(ScheduledState())

    def _made(self, made: Made | None) -> None:
        self.change(made=made)


def _usual_place(tools: ScheduledTools, station: StationId) -> BackupPlace | None:
    """The medium that already holds backups of this station; others are nobody's choice yet."""
    folder = Layout.of(station).folder
    for medium in tools.media.mounted():
        if medium.is_read_only:
            continue
        try:
            place = tools.place_at(medium.path)
            if folder in place.names():
                return place
        except AppError:
            continue
    return None
