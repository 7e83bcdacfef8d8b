"""Which removable media are mounted: read from the mount table of Linux; nothing is mounted or opened here."""

import os
from pathlib import Path

from app.models.domain.formatting import is_plugged_place
from app.models.views.media import Medium
from app.services.platform.block_device import BLOCK_DEVICES, BlockDevice
from app.services.platform.mount_table import MOUNT_TABLE, Mount, read_mounts


class MountedMedia:
    """Removable media by the kernel's own table.

    A mount counts when the kernel calls its disk removable, or when it lies where desktops mount what is
    plugged in: some sticks call themselves fixed disks.
    """

    def __init__(self, mount_table: Path = MOUNT_TABLE, block_devices: Path = BLOCK_DEVICES) -> None:
        self._mount_table = mount_table
        self._block_devices = block_devices

    def mounted(self) -> tuple[Medium, ...]:
        """The media in the order of their mount points; none where the system has no such table."""
        found = {mount.path: mount for mount in read_mounts(self._mount_table) if self._counts(mount)}
        return tuple(self._medium(found[path]) for path in sorted(found))

    def at(self, path: Path) -> Medium:
        """What is at a path: the medium that is mounted there, else a plain folder of the file system that holds it."""
        place = Path(os.path.realpath(path))
        mounts = read_mounts(self._mount_table)
        # The last mount over a place is the one that is seen.
        here = next((mount for mount in reversed(mounts) if mount.path == place), None)
        if here is not None and place != Path(place.anchor):
            return self._medium(here)
        around = [mount for mount in mounts if place.is_relative_to(mount.path)]
        holder = max(around, key=lambda mount: len(mount.path.parts), default=None)
        is_writable = os.access(path, os.W_OK)
        return Medium(
            path,
            path.name,
            is_read_only=not is_writable or (holder is not None and holder.is_read_only),
            is_folder=True,
            filesystem="" if holder is None else holder.filesystem,
        )

    def _counts(self, mount: Mount) -> bool:
        if mount.root != "/":
            return False
        is_plugged_in = is_plugged_place(mount.place) or self._device(mount).is_removable()
        return is_plugged_in and mount.path.is_dir()

    def _medium(self, mount: Mount) -> Medium:
        label = mount.path.name.encode("utf-8", "surrogateescape").decode("utf-8", "replace")
        device = self._device(mount)
        return Medium(
            mount.path,
            label,
            is_read_only=mount.is_read_only,
            filesystem=mount.filesystem,
            identity=device.identity(),
            size_bytes=device.size_bytes(),
            partitions=device.partitions(),
        )

    def _device(self, mount: Mount) -> BlockDevice:
        return BlockDevice(mount.device, self._block_devices)
