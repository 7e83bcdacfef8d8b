"""A machine with a disk service: what it formats and mounts are media that really keep files."""

from contextlib import nullcontext
from dataclasses import replace
from pathlib import Path

from app.models.domain.errors import EnvironmentProblemError
from app.models.domain.formatting import Layout
from app.models.views.media import Medium, MediumIdentity
from app.services.media.formatting import FormatOrder
from app.services.platform.udisks import Udisks
from app.services.ports import Drive
from tests.fakes.disk_service import Disk, DiskService, Mishaps
from tests.fakes.drive import STICK, FakeDrive, Fault

INTERNAL = ("sda", 0, "INTERNAL")


class Plugged:
    """The internal disk of the machine, and sticks."""

    def __init__(self, root: Path, *sticks: Disk, mishaps: Mishaps | None = None) -> None:
        internal = Disk(*INTERNAL, removable=False, system=True, plugged=False, parts=[])
        self.service = DiskService(root / "machine", internal, *sticks, mishaps=mishaps)
        self.formatter = Udisks(lambda: nullcontext(self.service), self.service.mount_table, self.service.block_devices)
        self._root = root

    def folder(self, disk: Disk) -> Path:
        """What lies on a disk; nothing after it was formatted."""
        folder = self._root / f"{disk.name}-{disk.formatted}"
        folder.mkdir(exist_ok=True)
        return folder

    def mounted(self) -> tuple[Medium, ...]:
        return tuple(
            self._medium(disk, kind, Path(place))
            for disk in self.service.disks
            for kind, places in ((part.kind, part.mounts) for part in disk.parts)
            for place in places
        )

    def drive_at(self, path: Path) -> Drive:
        for disk in self.service.disks:
            for part in disk.parts:
                if str(path) in part.mounts:
                    return FakeDrive(self.folder(disk), Fault(medium=self._medium(disk, part.kind, path)))
        raise EnvironmentProblemError("media.missing")

    def order(self, disk: Disk, seal: str = "SEAL-0042", again: str | None = None) -> FormatOrder:
        """The order to format a disk as it is now."""
        facts = next(one for one in self.formatter.disks() if one.number == f"8:{disk.minor}")
        return FormatOrder(facts, Layout.EXFAT, seal, seal if again is None else again)

    def _medium(self, disk: Disk, kind: str, path: Path) -> Medium:
        identity = MediumIdentity(disk.serial, f"1A2B-{disk.formatted:04X}")
        label, parts = path.name, max(len(disk.parts), 1)
        return replace(STICK, path=path, label=label, filesystem=kind, identity=identity, partitions=parts)
