"""Build the three practice vaults, give them one trust document, throw them away again."""

import shutil
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Protocol

from app.models.domain.actor import Environment
from app.models.domain.errors import EnvironmentProblemError, RefusedError, VaultError
from app.models.domain.ids import PersonId
from app.models.domain.policies import NetworkPolicy, PolicyName
from app.services.audit.anchor_keeper import anchor_name
from app.services.container import Services
from app.services.crypto.keyslot import Argon2Cost
from app.services.jobs import CancelToken, Progress, ProgressSink
from app.services.packs.shelf import PackShelf
from app.services.ports import Clock, Drive, Entropy, Network, SecretStore
from app.services.rehearsal.marker import FILE, Marker, read_marker, write_marker
from app.services.rehearsal.plan import AGENCY, CONTRACTOR, INVESTIGATION, Plan, PracticeOffice
from app.services.stations.setup import NewOfficer, NewStation, device_secret_name, set_up
from app.services.stations.unlocking import Door, Seat

BUNDLES, LETTERS, REFUSED, KEYS = "bundles", "letters", "refused", "keys"
REPORT, PASSPHRASES = "report.md", "passphrases.txt"
STRANGER = "scratch-live"
"""A vault that is not of the rehearsal; it exists only while the refusals are shown."""
_OURS = (
    *(AGENCY, INVESTIGATION, CONTRACTOR, STRANGER),
    *(BUNDLES, LETTERS, REFUSED, KEYS, REPORT, PASSPHRASES, f"{FILE}.partial", FILE),
)
BUILD_STEPS = 4
"""Three vaults and their trust document."""
_TRIAL = "rehearsal-trial"


class PracticeSecrets(SecretStore, Protocol):
    """A keyring that also forgets, so that thrown-away vaults leave nothing in it."""

    def forget(self, name: str) -> None:
        """Remove a value if it is there."""
        ...


class StoryClock(Clock, Protocol):
    """A clock that the story moves from day to day."""

    def advance(self, step: timedelta) -> None:
        """Move forward."""
        ...


@dataclass(frozen=True, slots=True)
class Machine:
    """What the rehearsal needs of the machine.

    Attributes:
        clock: Real time.
        story_clock: A new clock that stands at the first day of the story.
        stopwatch: Seconds that never go back, for durations.
    """

    secrets: PracticeSecrets
    entropy: Entropy
    clock: Clock
    story_clock: StoryClock
    drive_at: Callable[[Path], Drive]
    network: Network
    stopwatch: Callable[[], float]


@dataclass(frozen=True, slots=True)
class OpenOffice:
    """An unlocked practice office with every officer at a seat of their own."""

    practice: PracticeOffice
    folder: Path
    services: Services
    seats: Mapping[str, Seat]

    def persons(self, *officers: str) -> list[PersonId]:
        """Ids of officers by their keys."""
        return [self.seats[officer].actor.person for officer in officers]


@dataclass(frozen=True, slots=True)
class Rehearsal:
    """The three offices, open.

    Attributes:
        device_bound: False when this machine has no usable keyring, so that the vaults open with the passphrase alone.
    """

    folder: Path
    machine: Machine
    shelf: PackShelf
    offices: Mapping[str, OpenOffice]
    device_bound: bool

    def close(self) -> None:
        """Lock the three vaults."""
        for office in self.offices.values():
            office.services.desk.vault.close()


def build_rehearsal(
    folder: Path,
    machine: Machine,
    plan: Plan,
    shelf: PackShelf,
    *,
    cleared: bool = False,
    progress: ProgressSink = lambda _progress: None,
    token: CancelToken | None = None,
) -> Rehearsal:
    """Make the rehearsal in a new or empty folder.

    Args:
        folder: Where the three vaults will lie; one folder that must hold nothing.
        machine: Keyring, clocks, randomness, media.
        plan: Offices and officers.
        shelf: Form packs.
        cleared: An earlier rehearsal was thrown away here; what else lies in the folder may stay.
        progress: Told of each of ``BUILD_STEPS`` steps.
        token: Asked between them.

    Returns:
        The open rehearsal; the caller closes it.

    Raises:
        RefusedError: ``rehearsal.folder-taken``.
        CancelledError: Cancelled; the folder is empty again.
        EnvironmentProblemError: The disk is full or read-only.
    """
    token = token or CancelToken()
    _require_free(folder, cleared=cleared)
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        write_marker(folder, Marker())
    except OSError:
        raise EnvironmentProblemError("rehearsal.folder-not-writable") from None
    opened: dict[str, OpenOffice] = {}
    try:
        device_bound = _has_keyring(machine.secrets)
        for number, practice in enumerate(plan.offices):
            token.raise_if_cancelled()
            progress(Progress(number, BUILD_STEPS, "rehearsal.step.vault"))
            opened[practice.key] = _make_office(folder, practice, machine, shelf, device_bound=device_bound)
        token.raise_if_cancelled()
        progress(Progress(BUILD_STEPS - 1, BUILD_STEPS, "rehearsal.step.trust"))
        _make_circle(opened)
        remember_time(folder, machine, played=False)
    except BaseException:
        for office in opened.values():
            office.services.desk.vault.close()
        throw_away(folder, machine)
        raise
    return Rehearsal(folder, machine, shelf, opened, device_bound)


def _require_free(folder: Path, *, cleared: bool) -> None:
    if not folder.is_symlink() and not folder.exists():
        return
    if folder.is_symlink() or not folder.is_dir():
        raise RefusedError("rehearsal.folder-taken")
    names = {entry.name for entry in folder.iterdir()}
    if names & set(_OURS) or (names and not cleared):
        raise RefusedError("rehearsal.folder-taken")


def remember_time(folder: Path, machine: Machine, *, played: bool) -> None:
    """Let the rehearsal's time run on from the day that the story has reached."""
    ahead = machine.story_clock.now() - machine.clock.now()
    write_marker(folder, Marker(int(ahead.total_seconds()), played))


def throw_away(folder: Path, machine: Machine) -> None:
    """Remove a rehearsal: its vaults, what was written beside them, and its secrets in the keyring.

    Files in the folder that the rehearsal did not make stay.

    Raises:
        RefusedError: ``rehearsal.folder-not-ours``, or ``rehearsal.vault-not-ours`` when a vault that is not of the
            rehearsal lies there; nothing is removed then.
        EnvironmentProblemError: ``rehearsal.folder-not-writable``.
    """
    read_marker(folder)
    for name in [name for key in (AGENCY, INVESTIGATION, CONTRACTOR) for name in _secrets_of(folder / key, machine)]:
        # Without a keyring nothing can be forgotten; without its vault the secret opens nothing.
        with suppress(EnvironmentProblemError):
            machine.secrets.forget(name)
    try:
        for name in _OURS:
            path = folder / name
            if path.is_dir() and not path.is_symlink():
                shutil.rmtree(path)
            else:
                path.unlink(missing_ok=True)
    except OSError:
        raise EnvironmentProblemError("rehearsal.folder-not-writable") from None


def _secrets_of(vault: Path, machine: Machine) -> tuple[str, ...]:
    door = _door(vault, machine)
    try:
        slots = door.slots()
    except VaultError:
        return ()
    if slots.environment != Environment.REHEARSAL:
        raise RefusedError("rehearsal.vault-not-ours")
    return (device_secret_name(slots.vault_id), anchor_name(slots.vault_id)) if slots.device_bound else ()


def _has_keyring(secrets: PracticeSecrets) -> bool:
    """Try it with a value of no meaning: a backend that is there may still be locked."""
    try:
        secrets.put(_TRIAL, bytes(32))
        secrets.forget(_TRIAL)
    except EnvironmentProblemError:
        return False
    return True


def _door(folder: Path, machine: Machine) -> Door:
    return Door(
        folder, secrets=machine.secrets, clock=machine.story_clock, entropy=machine.entropy, network=machine.network
    )


def make_station(
    folder: Path, practice: PracticeOffice, machine: Machine, environment: Environment, *, device_bound: bool
) -> None:
    """Make one vault at the least work factor, because its passphrases are published anyway."""
    officers = tuple(NewOfficer(one.name, one.roles, one.passphrase) for one in practice.officers)
    new = NewStation(
        practice.office_id,
        practice.kind,
        practice.name_ja,
        practice.name_en,
        practice.station_id,
        environment,
        officers,
        practice.letterhead,
        device_bound=device_bound,
        policies=((PolicyName.NETWORK, NetworkPolicy.DEGRADED),),
    )
    set_up(
        folder,
        new,
        secrets=machine.secrets,
        clock=machine.story_clock,
        entropy=machine.entropy,
        cost=Argon2Cost.rehearsal(),
    )


def open_station(folder: Path, practice: PracticeOffice, machine: Machine, shelf: PackShelf) -> OpenOffice:
    """Unlock a practice vault and put every officer at a seat, each with the own passphrase."""
    door = _door(folder, machine)
    by_name = {name: PersonId(person) for person, name in door.slots().names.items()}
    first = practice.officers[0]
    session = door.unlock(by_name[first.name], first.passphrase)
    try:
        seats = {one.key: door.seat(session.desk, by_name[one.name], one.passphrase) for one in practice.officers}
    except BaseException:
        session.lock()
        raise
    return OpenOffice(practice, folder, Services.over(session.desk, shelf), seats)


def _make_office(
    folder: Path, practice: PracticeOffice, machine: Machine, shelf: PackShelf, *, device_bound: bool
) -> OpenOffice:
    make_station(folder / practice.key, practice, machine, Environment.REHEARSAL, device_bound=device_bound)
    return open_station(folder / practice.key, practice, machine, shelf)


def _make_circle(offices: Mapping[str, OpenOffice]) -> None:
    """One trust document for the three: the agency founds it, takes in the others' cards, they adopt it."""
    agency = offices[AGENCY]
    trust, hand = agency.services.trust, agency.seats["security"].actor
    roots = [agency.seats["administrator"].signer, agency.seats["security"].signer]
    envelope = trust.found(hand, roots)
    others = [office for key, office in offices.items() if key != AGENCY]
    cards = [other.services.trust.card(other.seats["security"].actor) for other in others]
    if cards:
        envelope = trust.admit_cards(hand, roots, [(card, trust.fingerprint(card)) for card in cards])
    root = trust.root_fingerprint(hand)
    for other in others:
        other.services.trust.adopt(other.seats["security"].actor, envelope, root)
