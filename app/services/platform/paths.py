"""Where the program keeps its things on this machine, by the custom of each operating system."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

VAULT_VARIABLE = "SEKISHO_VAULT"
"""Names another folder for the vault."""


@dataclass(frozen=True, slots=True)
class Places:
    """Folders and files of one login.

    Attributes:
        vault: The vault of this workstation.
        rehearsal: The three practice vaults.
        preferences: Language and look; nothing personal.
    """

    vault: Path
    rehearsal: Path
    preferences: Path


def find_places(system: str, home: Path, variables: Mapping[str, str]) -> Places:
    """Work out the places; nothing is made or read.

    Args:
        system: ``sys.platform``.
        home: Home folder of the login.
        variables: Environment variables.
    """
    base = _data_folder(system, home, variables)
    named = variables.get(VAULT_VARIABLE, "")
    return Places(
        vault=Path(named) if named else base / "vault",
        rehearsal=base / "rehearsal",
        preferences=base / "station.json",
    )


def _data_folder(system: str, home: Path, variables: Mapping[str, str]) -> Path:
    if system == "win32":
        local = variables.get("LOCALAPPDATA", "")
        return (Path(local) if local else home / "AppData" / "Local") / "Sekisho"
    if system == "darwin":
        return home / "Library" / "Application Support" / "Sekisho"
    # The XDG base directory specification: a relative path is to be ignored.
    chosen = variables.get("XDG_DATA_HOME", "")
    return (Path(chosen) if chosen.startswith("/") else home / ".local" / "share") / "sekisho"
