"""Restore from the unlock page (控えから復元): both recovery sheets, where no vault opens or none is there. Qt-free."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from typing_extensions import override

from app import bootstrap
from app.models.domain.errors import AppError, CancelledError, VaultError
from app.models.domain.ids import PersonId
from app.models.views.media import Medium
from app.services.backups.candidates import Candidate
from app.services.backups.loss import Forecast
from app.services.backups.newcomer import NewSlot
from app.services.backups.opening import BySheets
from app.services.backups.restoring import Plan, Restored, RestoreReason, Restoring
from app.services.jobs import CancelToken, Lane, ProgressSink
from app.services.officers.sheets import typed_identity
from app.services.ports import BackupPlace, Media
from app.ui.jobs.ticket import Submitter
from app.ui.presenters.founding import look_for_keyring
from app.ui.presenters.working import Worker, WorkState


@dataclass(frozen=True, slots=True)
class Rescue:
    """What opening the backup brought to light.

    Attributes:
        forecast: What the restore takes away.
        reason: Stands in the record.
        fingerprints: Of both sheets, as they will stand in the record.
        has_old_keys: The slots of the present vault lead to the restored one: passphrases stay as they are.
        has_keyring: New slots can be bound to this machine.
    """

    forecast: Forecast
    reason: RestoreReason
    fingerprints: tuple[str, str]
    has_old_keys: bool
    has_keyring: bool


@dataclass(frozen=True, slots=True)
class RescueState(WorkState):
    """What the dialog shows.

    Attributes:
        lines: Backups on the chosen medium; None until it was looked at.
        rescue: What the restore that is being asked for would do.
        restored: It is in force.
        is_stopped: Somebody stopped the restore before anything was changed.
    """

    media: tuple[Medium, ...] = ()
    place: Path | None = None
    lines: tuple[Candidate, ...] | None = None
    rescue: Rescue | None = None
    restored: Restored | None = None
    is_stopped: bool = False


@dataclass(frozen=True, slots=True)
class RescueTools:
    """What the presenter needs of the machine.

    Attributes:
        old_keys: Raises what is wrong with the slots in a folder and with their value in the keyring.
        keyring: Name of the keyring; raises ``keyring.…``.
    """

    media: Media
    place_at: Callable[[Path], BackupPlace]
    restoring: Callable[[Path], Restoring]
    old_keys: Callable[[Path], object]
    keyring: Callable[[], str]


def rescue_tools() -> RescueTools:
    """The real ones."""
    return RescueTools(
        bootstrap.media(),
        bootstrap.backup_place,
        bootstrap.restoring,
        lambda folder: bootstrap.ask_keyring(folder, patience=True),
        look_for_keyring,
    )


class RescuePresenter(Worker[RescueState]):
    """One restore with both sheets into one folder."""

    survives_lock = True

    def __init__(self, folder: Path, runner: Submitter, tools: RescueTools) -> None:
        super().__init__(RescueState(), runner)
        self._folder, self._tools = folder, tools
        self._plan: Plan | None = None
        self._stop = CancelToken()

    @override
    def cancel(self) -> None:
        """Stop the work under way. A restore answers itself whether it came too late: it may be in force already."""
        if self.state.busy == "restore":
            self._stop.cancel()
        else:
            super().cancel()

    def refresh(self) -> None:
        """See which media are there, and what lies on the chosen one."""
        tools, place, folder = self._tools, self.state.place, self._folder

        def job(
            _token: CancelToken, _progress: ProgressSink
        ) -> tuple[tuple[Medium, ...], tuple[Candidate, ...] | None]:
            lines = None if place is None else tuple(tools.restoring(folder).candidates(tools.place_at(place)))
            return tools.media.mounted(), lines

        self.work("look", job, self._seen, Lane.HEAVY)

    def choose_place(self, path: Path) -> None:
        """Take another medium."""
        if not self.state.busy:
            self.change(place=path, lines=None)
            self.refresh()

    def foretell(self, station: str, number: int, first: str, second: str) -> None:
        """Open a backup with both sheets, as they were typed, and find out what its restore takes away."""
        tools, place, folder = self._tools, self.state.place, self._folder
        if place is None:
            return

        def job(token: CancelToken, _progress: ProgressSink) -> tuple[Plan, Rescue]:
            sheets = BySheets(typed_identity(first, 1), typed_identity(second, 2))
            restoring = tools.restoring(folder)
            reason = RestoreReason.DAMAGED if restoring.has_vault else RestoreReason.LOST
            plan = Plan(station, number, reason, sheets=sheets)
            forecast = restoring.foretell(tools.place_at(place), plan, token=token)
            prints = sheets.first.recipient.fingerprint, sheets.second.recipient.fingerprint
            has_old_keys = _answers(lambda: tools.old_keys(folder))
            return plan, Rescue(forecast, reason, prints, has_old_keys, _answers(tools.keyring))

        self.work("foretell", job, self._told, Lane.HEAVY)

    def restore(self, person: PersonId | None, passphrase: str) -> None:
        """Do what was foretold.

        Args:
            person: Who gets a new slot; None where the old ones lead to the restored vault.
            passphrase: The new one of that officer.
        """
        plan, place, rescue = self._plan, self.state.place, self.state.rescue
        if plan is None or place is None or rescue is None:
            return
        newcomer = None if person is None else NewSlot(person, passphrase, device_bound=rescue.has_keyring)
        whole = Plan(plan.station, plan.number, plan.reason, sheets=plan.sheets, newcomer=newcomer)
        tools, folder = self._tools, self._folder
        stop = self._stop = CancelToken()

        def job(_token: CancelToken, progress: ProgressSink) -> Restored | None:
            try:
                return tools.restoring(folder).restore(tools.place_at(place), whole, token=stop, progress=progress)
            except CancelledError:
                return None

        self.change(is_stopped=False)
        self.work("restore", job, self._restored, Lane.HEAVY)

    def give_up(self) -> None:
        """Ask for this backup no more; both keys are forgotten."""
        self._plan = None
        self.change(rescue=None, error=None, is_stopped=False)

    def _seen(self, sight: tuple[tuple[Medium, ...], tuple[Candidate, ...] | None]) -> None:
        media, lines = sight
        self.change(media=media, lines=lines)

    def _told(self, told: tuple[Plan, Rescue]) -> None:
        self._plan, rescue = told
        self.change(rescue=rescue)

    def _restored(self, restored: Restored | None) -> None:
        if restored is None:
            self.change(is_stopped=True)
        else:
            self._plan = None
            self.change(restored=restored)


def _answers(ask: Callable[[], object]) -> bool:
    """Whether slots or keyring are there; a keyring that is only locked is no reason to do without it.

    Raises:
        EnvironmentProblemError: ``keyring.locked``.
    """
    try:
        ask()
    except AppError as error:
        if isinstance(error, VaultError) or error.code != "keyring.locked":
            return False
        raise
    return True
