"""The mount table of Linux, line by line: ``/proc/self/mountinfo`` as proc(5) describes it."""

import re
from dataclasses import dataclass
from pathlib import Path

MOUNT_TABLE = Path("/proc/self/mountinfo")
_ESCAPE = re.compile(r"\\([0-7]{3})")


@dataclass(frozen=True, slots=True)
class Mount:
    """One line.

    Attributes:
        place: The mount point as the kernel spells it.
        device: Number of the device, ``major:minor``.
        root: Which part of the file system is mounted; ``/`` for the whole.
        filesystem: Its type.
        is_read_only: Mounted so, or the file system itself is so.
    """

    place: str
    device: str
    root: str
    filesystem: str
    is_read_only: bool

    @property
    def path(self) -> Path:
        """The mount point."""
        return Path(self.place)


def read_mounts(table: Path = MOUNT_TABLE) -> list[Mount]:
    """All mounts in the order of the table; none where the system has no such table."""
    try:
        lines = table.read_text(encoding="utf-8", errors="surrogateescape").splitlines()
    except OSError:
        return []
    return [mount for line in lines if (mount := _mount(line)) is not None]


def _mount(line: str) -> Mount | None:
    """Id, parent, device, root, mount point, options, any number of tags, a dash, type, source, super options."""
    words = line.split(" ")
    if len(words) < 6:
        return None
    after = words[words.index("-", 6) + 1 :] if "-" in words[6:] else []
    # Blanks and backslashes stand there as octal numbers; everything else stands as it is.
    place = _ESCAPE.sub(lambda found: chr(int(found[1], 8)), words[4])
    options = words[5].split(",") + (after[2].split(",") if len(after) > 2 else [])
    return Mount(place, words[2], words[3], after[0] if after else "", "ro" in options)
