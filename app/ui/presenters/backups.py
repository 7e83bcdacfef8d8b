"""Backups (控え): the schedule, the backups on a medium, drills, and the restore with a second officer. Qt-free."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from app.models.domain.act_table import RULES
from app.models.domain.acts import Action
from app.models.domain.ids import PersonId
from app.models.views.media import Medium
from app.services.backups.drilling import DrillReport
from app.services.backups.loss import Forecast
from app.services.backups.making import DAYS, KEEP, Made
from app.services.backups.restoring import Plan, Present, Restored, RestoreReason, Restoring
from app.services.backups.shelf import OnMedium, Schedule
from app.services.jobs import CancelToken, Lane, ProgressSink
from app.services.ports import BackupPlace, Files, Media
from app.ui.jobs.ticket import Submitter
from app.ui.presenters.working import Worker, WorkState
from app.ui.workplace import Workplace


@dataclass(frozen=True, slots=True)
class Officer:
    """Somebody who may be the second person of a restore."""

    person: PersonId
    name: str


@dataclass(frozen=True, slots=True)
class BackupsState(WorkState):
    """What the room shows.

    Attributes:
        schedule: How often, how many, what is overdue; None until the first answer.
        place: The medium that was chosen.
        lines: Backups on it, newest first; None until it was looked at.
        made: What was made last.
        report: Result of the last drill.
        forecast: What the restore that is being asked for takes away.
        restored: The restore is in force; the vault is closed.
        saved_as: Name of the file with the page of the drill.
    """

    schedule: Schedule | None = None
    media: tuple[Medium, ...] = ()
    place: Path | None = None
    lines: tuple[OnMedium, ...] | None = None
    officers: tuple[Officer, ...] = ()
    made: Made | None = None
    report: DrillReport | None = None
    forecast: Forecast | None = None
    restored: Restored | None = None
    saved_as: str = ""


@dataclass(frozen=True, slots=True)
class Tools:
    """What the presenter needs of the machine."""

    media: Media
    place_at: Callable[[Path], BackupPlace]
    files: Files
    restoring: Callable[[Path], Restoring]


class BackupsPresenter(Worker[BackupsState]):
    """Behaviour of the room."""

    def __init__(self, workplace: Workplace, runner: Submitter, tools: Tools) -> None:
        super().__init__(BackupsState(), runner)
        self._workplace, self._tools = workplace, tools
        self._plan: Plan | None = None

    def may(self, action: Action) -> bool:
        """Whether the officer's roles permit an act of this room."""
        return bool(self._workplace.actor.roles & RULES[action].roles)

    def refresh(self) -> None:
        """Read anew how it stands, which media are there, and what lies on the chosen one."""
        services, actor, tools, place = self._workplace.services, self._workplace.actor, self._tools, self.state.place
        door_names = self._workplace.names()

        def job(_token: CancelToken, _progress: ProgressSink) -> "_Sight":
            lines = None if place is None else tuple(services.backup_shelf.on_medium(actor, tools.place_at(place)))
            officers = tuple(Officer(PersonId(person), name) for person, name in door_names if person != actor.person)
            return _Sight(services.backup_shelf.schedule(actor), tools.media.mounted(), lines, officers)

        self.work("look", job, self._seen)

    def choose_place(self, path: Path) -> None:
        """Take another medium."""
        if not self.state.busy:
            self.change(place=path, lines=None, made=None, report=None)
            self.refresh()

    def make(self) -> None:
        """Make a backup on the chosen medium."""
        place, services, actor, tools = self.state.place, self._workplace.services, self._workplace.actor, self._tools
        if place is None:
            return

        def job(token: CancelToken, progress: ProgressSink) -> Made:
            return services.backups.make(actor, tools.place_at(place), token=token, progress=progress)

        self.work("make", job, self._made, Lane.HEAVY)

    def drill(self, number: int) -> None:
        """Restore a backup into a throw-away copy."""
        place, services, actor, tools = self.state.place, self._workplace.services, self._workplace.actor, self._tools
        if place is None:
            return

        def job(token: CancelToken, progress: ProgressSink) -> DrillReport:
            return services.drilling.drill(actor, tools.place_at(place), number, token=token, progress=progress)

        self.work("drill", job, self._drilled, Lane.HEAVY)

    def save_page(self, path: Path) -> None:
        """Write the page of the last drill."""
        report, services, actor, files = (
            self.state.report,
            self._workplace.services,
            self._workplace.actor,
            self._tools.files,
        )
        if report is None:
            return

        def job(_token: CancelToken, _progress: ProgressSink) -> str:
            files.write(path, services.drilling.printed(actor, report))
            return path.name

        self.work("page", job, lambda name: self.change(saved_as=name))

    def set_schedule(self, days: int, keep: int) -> None:
        """Choose how often and how many."""
        services, actor, schedule = self._workplace.services, self._workplace.actor, self.state.schedule
        if schedule is None:
            return

        def job(_token: CancelToken, _progress: ProgressSink) -> None:
            if days != schedule.days:
                services.backup_shelf.set_schedule(actor, DAYS, days)
            if keep != schedule.keep:
                services.backup_shelf.set_schedule(actor, KEEP, keep)

        self.work("schedule", job, self._again)

    def foretell(self, number: int, reason: RestoreReason, second: PersonId, passphrase: str) -> None:
        """Find out what a restore takes away; the second officer has typed the own passphrase for it."""
        workplace, tools, place = self._workplace, self._tools, self.state.place
        if place is None:
            return
        services, actor, station, folder = workplace.services, workplace.actor, workplace.station, workplace.folder

        def job(token: CancelToken, _progress: ProgressSink) -> "_Told":
            witness = workplace.seat(second, passphrase).actor
            plan = Plan(station.station_id, number, reason, present=Present(services.desk, actor, witness))
            return _Told(plan, tools.restoring(folder).foretell(tools.place_at(place), plan, token=token))

        self.work("foretell", job, self._told, Lane.HEAVY)

    def restore(self) -> None:
        """Do what was foretold."""
        plan, place, tools, folder = self._plan, self.state.place, self._tools, self._workplace.folder
        if plan is None or place is None:
            return

        def job(token: CancelToken, progress: ProgressSink) -> Restored:
            return tools.restoring(folder).restore(tools.place_at(place), plan, token=token, progress=progress)

        self.work("restore", job, self._restored)

    def give_up(self) -> None:
        """Ask for no restore any more."""
        self._plan = None
        self.change(forecast=None)

    def confirm(self) -> None:
        """Have the vault from before a restore removed."""
        services, actor = self._workplace.services, self._workplace.actor

        def job(_token: CancelToken, _progress: ProgressSink) -> None:
            services.backup_shelf.confirm_restore(actor)

        self.work("confirm", job, self._again)

    def _seen(self, sight: "_Sight") -> None:
        self.change(schedule=sight.schedule, media=sight.media, lines=sight.lines, officers=sight.officers)

    def _made(self, made: Made) -> None:
        self.change(made=made, report=None)
        self.refresh()

    def _drilled(self, report: DrillReport) -> None:
        self.change(report=report, made=None, saved_as="")
        self.refresh()

    def _told(self, told: "_Told") -> None:
        self._plan = told.plan
        self.change(forecast=told.forecast)

    def _restored(self, restored: Restored) -> None:
        self._plan = None
        self.change(restored=restored, forecast=None)

    def _again(self, _nothing: None) -> None:
        self.refresh()


@dataclass(frozen=True, slots=True)
class _Sight:
    schedule: Schedule
    media: tuple[Medium, ...]
    lines: tuple[OnMedium, ...] | None
    officers: tuple[Officer, ...]


@dataclass(frozen=True, slots=True)
class _Told:
    plan: Plan
    forecast: Forecast
