"""The composition root: the one place that knows which adapters are behind the ports.

The window asks it for places and preferences before its first paint, so whatever brings the database, the PDF library
or the keyring is imported inside the function that needs it.
"""

import os
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

from app.models.domain.errors import EnvironmentProblemError
from app.services.platform.media import MountedMedia
from app.services.platform.paths import Places, find_places
from app.services.platform.preferences import Preferences, keep_preferences, read_preferences
from app.services.platform.this_process import network
from app.services.platform.time import FixedClock, ShiftedClock, SystemClock
from app.services.ports import BackupPlace, Clock, Drive, Entropy, Files, Formatter, Media, SecretStore, Token
from app.services.resources import PACKS, REHEARSAL, TEXTS, WORDS
from app.services.texts.catalogue import Catalogue, Language

if TYPE_CHECKING:
    from app.models.views.machine import MachineFacts
    from app.services.backups.restoring import Restoring
    from app.services.container import Services
    from app.services.officers.officers import Officers
    from app.services.officers.recovery import Recovery
    from app.services.packs.shelf import PackShelf
    from app.services.page_images.page_images import PageImages
    from app.services.rehearsal.office import Machine
    from app.services.rehearsal.plan import Plan
    from app.services.stations.examining import VaultExamining
    from app.services.stations.tokens import AskPin
    from app.services.stations.unlocking import Door, Session

CURRENT_PACK = "cesi-2025"

__all__ = [
    "Places",
    "Preferences",
    "ask_keyring",
    "backup_place",
    "catalogue",
    "chosen_files",
    "door",
    "drive_at",
    "formatter",
    "keep_preferences",
    "keyring_state",
    "machine_facts",
    "media",
    "network",
    "officers",
    "packs",
    "page_images",
    "places",
    "read_preferences",
    "recovery",
    "rehearsal_machine",
    "rehearsal_plan",
    "restoring",
    "secret_store",
    "services",
    "shipped_pack",
    "shortest_passphrase",
    "suggest_passphrase",
    "suggest_words",
    "system_clock",
    "system_entropy",
    "token",
    "vault_examining",
]


def places() -> Places:
    """Where vault, rehearsal and preferences of this login are."""
    return find_places(sys.platform, Path.home(), os.environ)


def system_clock() -> Clock:
    """The clock of this machine."""
    return SystemClock()


def system_entropy() -> Entropy:
    """Randomness of the operating system."""
    return os.urandom


def suggest_passphrase() -> str:
    """A passphrase that is hard to guess and easy to read out."""
    from app.services.crypto.passphrase import generate_passphrase  # noqa: PLC0415 - heavy, see above

    return generate_passphrase(system_entropy())


def suggest_words() -> str:
    """The same as six English words."""
    from app.services.crypto.passphrase import generate_words  # noqa: PLC0415 - heavy, see above

    return generate_words(WORDS.read_text("ascii").split(), system_entropy())


def shortest_passphrase() -> int:
    """Least number of characters of a passphrase that an officer chooses."""
    from app.services.crypto.keyslot import PASSPHRASE_MINIMUM  # noqa: PLC0415 - heavy, see above

    return PASSPHRASE_MINIMUM


def secret_store() -> SecretStore:
    """The keyring of this login."""
    from app.services.platform.keyring_store import KeyringSecretStore  # noqa: PLC0415 - heavy, see above

    return KeyringSecretStore()


def keyring_state() -> tuple[str, str, str]:
    """Of the keyring of this login: its name, the code of what is wrong, a backend that is named but not used.

    Each is empty where there is nothing to say. Nobody is asked to unlock it.
    """
    from app.services.platform.keyring_store import KeyringSecretStore  # noqa: PLC0415 - heavy, see above

    store, name, trouble = KeyringSecretStore(), "", ""
    try:
        name = store.describe()
        store.check()
    except EnvironmentProblemError as problem:
        trouble = problem.code
    return name, trouble, store.refused()


def media() -> Media:
    """The removable media of this machine."""
    return MountedMedia()


def formatter() -> Formatter:
    """What formats media on this machine."""
    from app.services.platform.system_bus import system_bus  # noqa: PLC0415 - heavy, see above
    from app.services.platform.udisks import Udisks  # noqa: PLC0415 - heavy, see above

    return Udisks(system_bus)


def machine_facts(folder: Path) -> "MachineFacts":
    """What the machine says of itself for the start-of-day sheet of the vault in ``folder``; slow, call it in a job.

    Raises:
        VaultError: ``vault.missing`` or ``vault.slots-damaged``.
        EnvironmentProblemError: The disk does not answer.
    """
    from app.services.audit.anchor_keeper import anchor_name  # noqa: PLC0415 - heavy, see above
    from app.services.platform.machine import look_at_machine  # noqa: PLC0415 - heavy, see above

    anchor = anchor_name(door(folder).slots().vault_id)
    return look_at_machine(folder, anchor, secrets=secret_store(), media=media(), network=network())


def chosen_files() -> Files:
    """Plain files that an officer chooses in a dialog."""
    from app.services.platform.chosen_files import ChosenFiles  # noqa: PLC0415 - heavy, see above

    return ChosenFiles()


def drive_at(path: Path) -> Drive:
    """A medium that is mounted at ``path``.

    Raises:
        EnvironmentProblemError: ``media.missing``.
    """
    from app.services.platform.folder_drive import FolderDrive  # noqa: PLC0415 - heavy, see above

    return FolderDrive(path)


def backup_place(path: Path) -> BackupPlace:
    """A medium or folder that takes backups.

    Raises:
        EnvironmentProblemError: ``media.missing``.
    """
    from app.services.platform.backup_folder import BackupFolder  # noqa: PLC0415 - heavy, see above

    return BackupFolder(path)


def restoring(folder: Path, *, clock: Clock | None = None) -> "Restoring":
    """Puts a backup in the place of the vault in ``folder``, or makes the vault where there is none."""
    from app.services.backups.restoring import Restoring  # noqa: PLC0415 - heavy, see above

    return Restoring(folder, secrets=secret_store(), clock=clock or _clock_of(folder), entropy=system_entropy())


def door(folder: Path, *, clock: Clock | None = None, ask_pin: "AskPin | None" = None) -> "Door":
    """The locked vault in ``folder``. In a practice vault time runs on from the last day of its story."""
    from app.services.stations.tokens import TokenReader, no_pin  # noqa: PLC0415 - heavy, see above
    from app.services.stations.unlocking import Door  # noqa: PLC0415 - heavy, see above

    return Door(
        folder,
        secrets=secret_store(),
        clock=clock or _clock_of(folder),
        entropy=system_entropy(),
        network=network(),
        tokens=TokenReader(token(), ask_pin or no_pin),
    )


def token() -> Token:
    """The hardware tokens of this machine, through the module that its administrator chose."""
    from app.services.platform.pkcs11_token import Pkcs11Token, configured_module  # noqa: PLC0415 - heavy, see above

    return Pkcs11Token(lambda: configured_module(sys.platform))


def ask_keyring(folder: Path, patience: bool) -> None:  # noqa: FBT001 - the one choice of the call
    """Ask the keyring for the value of the vault in ``folder``; without patience nobody is asked to unlock it first.

    Raises:
        EnvironmentProblemError: ``keyring.…``: what is wrong.
    """
    from app.services.platform.keyring_store import KeyringSecretStore  # noqa: PLC0415 - heavy, see above
    from app.services.stations.setup import device_secret  # noqa: PLC0415 - heavy, see above
    from app.services.vault.slots import read_slots  # noqa: PLC0415 - heavy, see above

    slots, store = read_slots(folder), KeyringSecretStore()
    if slots.device_bound and not patience:
        store.check()
    device_secret(slots, store)


def vault_examining(door: "Door") -> "VaultExamining":
    """Examinations of the vault behind a door, damaged or not."""
    from app.services.stations.examining import VaultExamining  # noqa: PLC0415 - heavy, see above

    return VaultExamining(door)


def _clock_of(folder: Path) -> Clock:
    from app.services.rehearsal.marker import time_beside  # noqa: PLC0415 - heavy, see above

    ahead = time_beside(folder)
    return system_clock() if ahead is None else ShiftedClock(ahead)


def rehearsal_machine() -> "Machine":
    """What the rehearsal needs of this machine, with a story clock that stands at the first day."""
    from app.services.platform.keyring_store import KeyringSecretStore  # noqa: PLC0415 - heavy, see above
    from app.services.rehearsal.main_job import first_moment  # noqa: PLC0415 - heavy, see above
    from app.services.rehearsal.office import Machine  # noqa: PLC0415 - heavy, see above

    return Machine(
        secrets=KeyringSecretStore(),
        entropy=system_entropy(),
        clock=system_clock(),
        story_clock=FixedClock(first_moment()),
        drive_at=drive_at,
        network=network(),
        stopwatch=time.perf_counter,
    )


def rehearsal_plan() -> "Plan":
    """Offices, people and words of the rehearsal."""
    from app.services.rehearsal.plan import load_plan  # noqa: PLC0415 - heavy, see above

    return load_plan(REHEARSAL)


def shipped_pack() -> Path:
    """The folder of the pack that new cases begin with."""
    return PACKS / CURRENT_PACK


def packs() -> "PackShelf":
    """The packs that ship with the program."""
    from app.services.packs.shelf import PackShelf  # noqa: PLC0415 - heavy, see above

    return PackShelf(PACKS, CURRENT_PACK)


def services(session: "Session") -> "Services":
    """Every use case over an unlocked vault."""
    from app.services.container import Services  # noqa: PLC0415 - heavy, see above

    return Services.over(session.desk, packs())


def officers(door: "Door", session: "Session") -> "Officers":
    """What an unlocked officer may do about officers and keys."""
    from app.services.officers.officers import Officers  # noqa: PLC0415 - heavy, see above

    return Officers(session.desk, door)


def recovery(session: "Session") -> "Recovery":
    """What an unlocked administrator may do about recovery sheets."""
    from app.services.officers.recovery import Recovery  # noqa: PLC0415 - heavy, see above

    return Recovery(session.desk)


def catalogue(language: Language) -> Catalogue:
    """The texts of one language."""
    return Catalogue.load(TEXTS, language)


def page_images() -> "PageImages":
    """Opens received documents as pixels; each gets a decoder process of its own."""
    from app.services.page_images.page_images import PageImages  # noqa: PLC0415 - heavy, see above
    from app.services.platform.decoder_process import DecoderProcess  # noqa: PLC0415 - heavy, see above

    return PageImages(DecoderProcess)
