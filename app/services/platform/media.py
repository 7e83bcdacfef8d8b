"""Which removable media are mounted: read from the mount table of Linux; nothing is mounted or opened here."""

import re
from pathlib import Path

from app.models.views.media import Medium

_MOUNT_TABLE = Path("/proc/self/mountinfo")
_BLOCK_DEVICES = Path("/sys/dev/block")
_PLACES = ("/media/", "/run/media/")
"""Where desktops mount what somebody plugs in (udisks2)."""
_ESCAPE = re.compile(r"\\([0-7]{3})")


class MountedMedia:
    """Removable media by the kernel's own table.

    A mount counts when the kernel calls its disk removable, or when it lies where desktops mount what is
    plugged in: some sticks call themselves fixed disks.
    """

    def __init__(self, mount_table: Path = _MOUNT_TABLE, block_devices: Path = _BLOCK_DEVICES) -> None:
        self._mount_table = mount_table
        self._block_devices = block_devices

    def mounted(self) -> tuple[Medium, ...]:
        """The media in the order of their mount points; none where the system has no such table."""
        try:
            lines = self._mount_table.read_text(encoding="utf-8", errors="surrogateescape").splitlines()
        except OSError:
            return ()
        found = {medium.path: medium for line in lines if (medium := self._medium(line)) is not None}
        return tuple(found[path] for path in sorted(found))

    def _medium(self, line: str) -> Medium | None:
        """One line of the table: id, parent, device, root, mount point, options, ... (proc(5), mountinfo)."""
        words = line.split(" ")
        if len(words) < 6 or words[3] != "/":
            return None
        # Blanks and backslashes stand there as octal numbers; everything else stands as it is.
        place = _ESCAPE.sub(lambda found: chr(int(found[1], 8)), words[4])
        path = Path(place)
        if not (place.startswith(_PLACES) or self._is_removable(words[2])) or not path.is_dir():
            return None
        label = path.name.encode("utf-8", "surrogateescape").decode("utf-8", "replace")
        return Medium(path, label, is_read_only="ro" in words[5].split(","))

    def _is_removable(self, device: str) -> bool:
        """Ask the disk, or the disk that the partition lies on."""
        for flag in (self._block_devices / device / "removable", self._block_devices / device / ".." / "removable"):
            try:
                return flag.read_text(encoding="ascii").strip() == "1"
            except OSError:
                continue
        return False
