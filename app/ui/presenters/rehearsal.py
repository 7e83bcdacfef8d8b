"""Opening the rehearsal office (訓練): find it, or make it while counting the steps. Qt-free."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

from app import bootstrap
from app.models.domain.errors import AppError, VaultError
from app.services.jobs import CancelToken, Lane, Progress, ProgressSink
from app.services.rehearsal.marker import time_beside
from app.services.rehearsal.run import run_rehearsal
from app.services.stations.tokens import AskPin
from app.services.stations.unlocking import Door
from app.services.texts.catalogue import Language
from app.ui.jobs.ticket import Submitter, Ticket
from app.ui.presenters.signal import Stated
from app.ui.presenters.unlock import Locksmith

Build = Callable[[ProgressSink, CancelToken], Path]
"""Makes the rehearsal and answers with the vault that is opened first."""


@dataclass(frozen=True, slots=True)
class RehearsalState:
    """What the page shows."""

    progress: Progress | None = None
    is_busy: bool = False
    error: AppError | None = None


class RehearsalPresenter(Stated[RehearsalState]):
    """Makes the rehearsal office once."""

    def __init__(self, build: Build, runner: Submitter, on_built: Callable[[Path], None]) -> None:
        super().__init__(RehearsalState())
        self._build, self._runner, self._on_built = build, runner, on_built
        self._ticket: Ticket | None = None

    def build(self) -> None:
        """Begin, or begin again after a failure."""
        build = self._build

        def job(token: CancelToken, progress: ProgressSink) -> Path:
            return build(progress, token)

        self.show(RehearsalState(is_busy=True))
        self._ticket = self._runner.submit(
            job,
            owner=self,
            then=self._on_done,
            failed=self._on_failed,
            progress=self._on_progress,
            lane=Lane.HEAVY,
            survives_lock=True,
        )

    def stop(self) -> None:
        """Stop making; what was begun is removed."""
        if self._ticket is not None:
            self._runner.cancel(self._ticket)
        self.show(RehearsalState())

    def _on_progress(self, progress: Progress) -> None:
        self.show(replace(self.state, progress=progress))

    def _on_done(self, vault: Path) -> None:
        self.show(RehearsalState())
        self._on_built(vault)

    def _on_failed(self, error: AppError) -> None:
        self.show(RehearsalState(error=error))


def rehearsal_keeper(folder: Path, language: Language) -> Build:
    """Makes the rehearsal in ``folder`` and plays the main job, so that there is something to look at."""

    def build(progress: ProgressSink, token: CancelToken) -> Path:
        done = run_rehearsal(
            folder,
            bootstrap.rehearsal_machine(),
            bootstrap.rehearsal_plan(),
            bootstrap.packs(),
            bootstrap.catalogue(language),
            progress=progress,
            token=token,
        )
        return done.vault

    return build


def find_rehearsal(folder: Path) -> Path | None:
    """The vault of the rehearsal that is opened first, or None when there is none yet."""
    vault = folder / bootstrap.rehearsal_plan().offices[0].key
    return vault if _is_vault(vault) and time_beside(vault) is not None else None


def locksmith(ask_pin: AskPin) -> Locksmith:
    """The real one."""

    def door(folder: Path) -> Door:
        return bootstrap.door(folder, ask_pin=ask_pin)

    return Locksmith(door, _beside, _published, bootstrap.services, bootstrap.network().links, bootstrap.ask_keyring)


def _beside(folder: Path) -> tuple[Path, ...]:
    if time_beside(folder) is None:
        return (folder,)
    places = (folder.parent / office.key for office in bootstrap.rehearsal_plan().offices)
    return tuple(place for place in places if _is_vault(place))


def _is_vault(folder: Path) -> bool:
    try:
        bootstrap.door(folder).slots()
    except VaultError:
        return False
    return True


def _published() -> dict[tuple[str, str], str]:
    return {
        (office.name_ja, officer.name): officer.passphrase
        for office in bootstrap.rehearsal_plan().offices
        for officer in office.officers
    }
