"""What was chosen for this workstation: language, colours, sizes. Nothing personal, nothing of a vault."""

import errno
from pathlib import Path

import msgspec

from app.models.domain.errors import EnvironmentProblemError

_LARGEST = 4096


class Preferences(msgspec.Struct, frozen=True):
    """The content of ``station.json``; unknown fields of a newer program are passed over."""

    language: str = "ja"
    scheme: str = "light"
    text_percent: int = 100
    density: str = "normal"
    window: tuple[int, int] = (0, 0)
    """Width and height in device-independent pixels; nothing where nobody ever gave the window a size."""
    is_maximized: bool = False
    dividers: dict[str, tuple[int, ...]] = {}


def read_preferences(path: Path) -> Preferences:
    """What was kept, or the defaults: a file that cannot be read is no reason not to start."""
    try:
        data = path.read_bytes()
        return msgspec.json.decode(data, type=Preferences) if len(data) <= _LARGEST else Preferences()
    except (OSError, msgspec.DecodeError, UnicodeDecodeError):
        return Preferences()


def keep_preferences(path: Path, chosen: Preferences) -> None:
    """Replace the file as a whole.

    Raises:
        EnvironmentProblemError: The disk is full or may not be written.
    """
    partial = path.with_name(f"{path.name}.partial")
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        partial.write_bytes(msgspec.json.encode(chosen))
        partial.replace(path)
    except OSError as cause:
        raise EnvironmentProblemError("disk.full" if cause.errno == errno.ENOSPC else "disk.failed") from None
