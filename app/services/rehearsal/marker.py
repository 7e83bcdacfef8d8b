"""``rehearsal.json``: says that a folder belongs to the rehearsal, and which day it is there.

Only a folder that carries it is ever thrown away by a reset.
"""

from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import msgspec

from app.models.domain.actor import Environment
from app.models.domain.errors import RefusedError

FILE = "rehearsal.json"
_FORMAT = "sekisho-rehearsal/1"
_LARGEST = 4096
_SLOTS = "keyslots.json"


class _Environment(msgspec.Struct, frozen=True):
    """The one field of the slots file that is read here."""

    environment: str


class _File(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The marker as it stands on the disk."""

    format: str
    ahead_s: int
    played: bool


@dataclass(frozen=True, slots=True)
class Marker:
    """What the file says.

    Attributes:
        ahead_s: Seconds that the rehearsal's time is ahead of real time; negative when it is behind.
        played: Whether the main job was played to its end.
    """

    ahead_s: int = 0
    played: bool = False

    @property
    def ahead(self) -> timedelta:
        """The span between the rehearsal's time and real time."""
        return timedelta(seconds=self.ahead_s)


def read_marker(folder: Path) -> Marker:
    """The marker of a rehearsal folder.

    Raises:
        RefusedError: ``rehearsal.folder-not-ours`` when there is none that this program wrote.
    """
    path = folder / FILE
    try:
        data = path.read_bytes() if path.is_file() and path.stat().st_size <= _LARGEST else b""
        said = msgspec.json.decode(data, type=_File)
    except (OSError, msgspec.DecodeError, UnicodeDecodeError):
        raise RefusedError("rehearsal.folder-not-ours") from None
    if said.format != _FORMAT:
        raise RefusedError("rehearsal.folder-not-ours")
    return Marker(said.ahead_s, said.played)


def write_marker(folder: Path, marker: Marker) -> None:
    """Replace the marker in one step."""
    partial = folder / f"{FILE}.partial"
    partial.write_bytes(msgspec.json.encode(_File(_FORMAT, marker.ahead_s, marker.played), order="sorted"))
    partial.replace(folder / FILE)


def time_beside(vault: Path) -> timedelta | None:
    """How far the time of a practice vault is from real time; None for every other vault.

    Asked before the vault is open, so it goes by the open part of the vault's files; :class:`Door` refuses a vault
    whose inside says otherwise.
    """
    try:
        marker = read_marker(vault.parent)
        environment = msgspec.json.decode((vault / _SLOTS).read_bytes(), type=_Environment).environment
    except (RefusedError, OSError, msgspec.DecodeError, UnicodeDecodeError):
        return None
    return marker.ahead if environment == Environment.REHEARSAL else None
