"""The composition root: the one place that knows which adapters are behind the ports."""

import os
from pathlib import Path

from app.services.container import Services
from app.services.packs.shelf import PackShelf
from app.services.platform.folder_drive import FolderDrive
from app.services.platform.keyring_store import KeyringSecretStore
from app.services.platform.time import SystemClock
from app.services.ports import Clock, Drive, Entropy, SecretStore
from app.services.resources import PACKS, TEXTS
from app.services.stations.unlocking import Door, Session
from app.services.texts.catalogue import Catalogue, Language

CURRENT_PACK = "cesi-2025"


def system_clock() -> Clock:
    """The clock of this machine."""
    return SystemClock()


def system_entropy() -> Entropy:
    """Randomness of the operating system."""
    return os.urandom


def secret_store() -> SecretStore:
    """The keyring of this login."""
    return KeyringSecretStore()


def drive_at(path: Path) -> Drive:
    """A medium that is mounted at ``path``.

    Raises:
        EnvironmentProblemError: ``media.missing``.
    """
    return FolderDrive(path)


def door(folder: Path, *, clock: Clock | None = None) -> Door:
    """The locked vault in ``folder``."""
    return Door(folder, secrets=secret_store(), clock=clock or system_clock(), entropy=system_entropy())


def packs() -> PackShelf:
    """The packs that ship with the program."""
    return PackShelf(PACKS, CURRENT_PACK)


def services(session: Session) -> Services:
    """Every use case over an unlocked vault."""
    return Services.over(session.desk, packs())


def catalogue(language: Language) -> Catalogue:
    """The texts of one language."""
    return Catalogue.load(TEXTS, language)
