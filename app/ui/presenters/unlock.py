"""Opening the vault: who may, the passphrase, and what came of it. Qt-free."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

from app.models.domain.actor import Environment
from app.models.domain.errors import AppError
from app.models.domain.ids import PersonId
from app.services.container import Services
from app.services.jobs import CancelToken, Lane, ProgressSink
from app.services.officers.sheets import typed_identity
from app.services.stations.recovering import Recovered
from app.services.stations.unlocking import Door, Session
from app.ui.jobs.ticket import Submitter
from app.ui.presenters.signal import Stated


@dataclass(frozen=True, slots=True)
class OfficerChoice:
    """An officer who may unlock.

    Attributes:
        published: The passphrase of an invented officer, otherwise empty.
        token: Label of the hardware token that this officer needs as well, or empty.
    """

    person: PersonId
    name: str
    published: str = ""
    token: str = ""


@dataclass(frozen=True, slots=True)
class VaultChoice:
    """A vault that can be opened here."""

    folder: Path
    name_ja: str
    name_en: str


@dataclass(frozen=True, slots=True)
class UnlockState:
    """What the page shows.

    Attributes:
        vaults: The vault of this workstation, or the three of the rehearsal.
        folder: The vault whose officers are shown.
        is_device_bound: False when the passphrase alone protects the vault.
        links: Network links of this machine that are up.
        keyring: Why the keyring of this login cannot give its value; None while it can, or needs not.
        has_sheets: There are recovery sheets that open the vault.
        recovered: What the recovery sheets did, once they were used.
    """

    vaults: tuple[VaultChoice, ...] = ()
    folder: Path | None = None
    officers: tuple[OfficerChoice, ...] = ()
    is_rehearsal: bool = False
    is_device_bound: bool = True
    links: tuple[str, ...] = ()
    is_busy: bool = False
    error: AppError | None = None
    keyring: AppError | None = None
    has_sheets: bool = False
    recovered: Recovered | None = None


@dataclass(frozen=True, slots=True)
class Opened:
    """An open vault with everything over it."""

    door: Door
    session: Session
    services: Services


@dataclass(frozen=True, slots=True)
class Locksmith:
    """What the presenter needs of the wiring.

    Attributes:
        door: The locked vault in a folder.
        beside: Folders of the vaults that may be chosen together with this one, itself included.
        published: Passphrases of invented officers by the name of their office and their own.
        services: Use cases over a session.
        links: Network links that are up now.
        keyring: Asks the keyring for the value of the vault in a folder; without ``patience`` nobody is asked to unlock
            it first. Raises what is wrong.
    """

    door: Callable[[Path], Door]
    beside: Callable[[Path], tuple[Path, ...]]
    published: Callable[[], dict[tuple[str, str], str]]
    services: Callable[[Session], Services]
    links: Callable[[], tuple[str, ...]]
    keyring: Callable[[Path, bool], None] = lambda _folder, _patience: None


class UnlockPresenter(Stated[UnlockState]):
    """One attempt after the other; a success is handed over and forgotten here."""

    def __init__(self, locksmith: Locksmith, runner: Submitter, on_opened: Callable[[Opened], None]) -> None:
        super().__init__(UnlockState())
        self._locksmith, self._runner, self._on_opened = locksmith, runner, on_opened

    def look(self, folder: Path) -> None:
        """Read who may open the vault in ``folder``."""
        locksmith = self._locksmith

        def job(_token: CancelToken, _progress: ProgressSink) -> UnlockState:
            return _read(locksmith, folder)

        self.show(replace(self.state, is_busy=True, error=None))
        self._runner.submit(
            job,
            owner=self,
            then=self._on_looked,
            failed=self._on_failed,
            lane=Lane.HEAVY,
            key="unlock.look",
            survives_lock=True,
        )

    def ask_keyring(self) -> None:
        """Ask the keyring again, now with the patience that unlocking it needs."""
        self._ask_keyring(patience=True)

    def _ask_keyring(self, *, patience: bool) -> None:
        """Ask for the value of the vault in view."""
        locksmith, folder = self._locksmith, self.state.folder
        if folder is None or self.state.is_busy:
            return

        def job(_token: CancelToken, _progress: ProgressSink) -> None:
            locksmith.keyring(folder, patience)

        self.show(replace(self.state, is_busy=patience))
        self._runner.submit(
            job,
            owner=self,
            then=self._on_keyring,
            failed=self._on_failed,
            lane=Lane.READ,
            key="unlock.keyring",
            survives_lock=True,
        )

    def unlock(self, person: PersonId, passphrase: str, pin: str = "") -> None:
        """Open the vault for an officer; stretching the passphrase takes a second or two on purpose."""
        locksmith, folder = self._locksmith, self.state.folder
        if folder is None or self.state.is_busy:
            return

        def job(_token: CancelToken, _progress: ProgressSink) -> Opened:
            door = locksmith.door(folder)
            session = door.unlock(person, passphrase, pin)
            return Opened(door, session, locksmith.services(session))

        self.show(replace(self.state, is_busy=True, error=None))
        self._runner.submit(
            job, owner=self, then=self._on_done, failed=self._on_failed, lane=Lane.HEAVY, survives_lock=True
        )

    def recover(self, first: str, second: str, person: PersonId, passphrase: str) -> None:
        """Give an officer new keys with both recovery sheets."""
        locksmith, folder = self._locksmith, self.state.folder
        if folder is None or self.state.is_busy:
            return

        def job(_token: CancelToken, _progress: ProgressSink) -> tuple[Recovered, UnlockState]:
            sheets = typed_identity(first, 1), typed_identity(second, 2)
            done = locksmith.door(folder).recover(*sheets, person, passphrase)
            return done, _read(locksmith, folder)

        self.show(replace(self.state, is_busy=True, error=None))
        self._runner.submit(
            job, owner=self, then=self._on_recovered, failed=self._on_refused, lane=Lane.HEAVY, survives_lock=True
        )

    def _on_recovered(self, answer: tuple[Recovered, UnlockState]) -> None:
        done, state = answer
        self.show(replace(state, recovered=done))

    def _on_refused(self, error: AppError) -> None:
        self.show(replace(self.state, is_busy=False, error=error))

    def forget_error(self) -> None:
        """Take the message away, because somebody began to type again."""
        if self.state.error is not None:
            self.show(replace(self.state, error=None))

    def _on_looked(self, state: UnlockState) -> None:
        self.show(state)
        if state.is_device_bound:
            self._ask_keyring(patience=False)

    def _on_keyring(self, _nothing: None) -> None:
        self.show(replace(self.state, is_busy=False, keyring=None))

    def _on_done(self, opened: Opened) -> None:
        self.show(replace(self.state, is_busy=False))
        self._on_opened(opened)

    def _on_failed(self, error: AppError) -> None:
        is_keyring = error.code.startswith("keyring.")
        if is_keyring:
            self.show(replace(self.state, is_busy=False, keyring=error, error=None))
        else:
            self.show(replace(self.state, is_busy=False, error=error))


def _read(locksmith: Locksmith, folder: Path) -> UnlockState:
    slots = locksmith.door(folder).slots()
    is_rehearsal = slots.environment == Environment.REHEARSAL
    published = locksmith.published() if is_rehearsal else {}
    vaults = []
    for place in locksmith.beside(folder):
        other = slots if place == folder else locksmith.door(place).slots()
        vaults.append(VaultChoice(place, other.office_name_ja, other.office_name_en))
    tokens = {slot.hdr.slot: slot.hdr.token.label for slot in slots.slots if slot.hdr.token is not None}
    officers = (
        OfficerChoice(PersonId(person), name, published.get((slots.office_name_ja, name), ""), tokens.get(person, ""))
        for person, name in slots.names.items()
    )
    return UnlockState(
        vaults=tuple(vaults),
        folder=folder,
        officers=tuple(sorted(officers, key=lambda one: one.name)),
        is_rehearsal=is_rehearsal,
        is_device_bound=slots.device_bound,
        has_sheets=slots.recovery is not None,
        links=locksmith.links(),
    )
