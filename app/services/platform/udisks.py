"""Disks by udisks2, the disk service of Linux desktops, over the system's own D-Bus; both ends are local sockets.

The service asks the machine's policy (polkit) whether this user may do what is asked, and shows its question itself.
"""

import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager, suppress
from dataclasses import replace
from pathlib import Path
from typing import Any, Protocol

from app.models.domain.errors import AppError, EnvironmentProblemError
from app.models.domain.formatting import DiskFacts, Layout, refusal
from app.services.platform.block_device import BLOCK_DEVICES, BlockDevice
from app.services.platform.mount_table import MOUNT_TABLE, read_mounts

SERVICE = "org.freedesktop.UDisks2"
ROOT = "/org/freedesktop/UDisks2"
BLOCK, DRIVE, PARTITION = f"{SERVICE}.Block", f"{SERVICE}.Drive", f"{SERVICE}.Partition"
TABLE, FILESYSTEM, SWAP = f"{SERVICE}.PartitionTable", f"{SERVICE}.Filesystem", f"{SERVICE}.Swapspace"
MANAGER, LOOP = f"{SERVICE}.Manager", f"{SERVICE}.Loop"
ERROR = f"{SERVICE}.Error"
_NOWHERE = "/"
_START = 2**20
"""Where the partition begins, as every system aligns it."""
_TYPES = {Layout.FAT32: "0x0c", Layout.EXFAT: "0x07"}
"""Types of partitions in a table of kind ``dos``."""
_CODES = {
    f"{ERROR}.NotAuthorized": "format.not-authorised",
    f"{ERROR}.NotAuthorizedCanObtain": "format.not-authorised",
    f"{ERROR}.NotAuthorizedDismissed": "format.not-authorised",
    "org.freedesktop.DBus.Error.AccessDenied": "format.not-authorised",
    f"{ERROR}.DeviceBusy": "format.in-use",
    f"{ERROR}.MountedByOtherUser": "format.in-use",
    f"{ERROR}.AlreadyUnmounting": "format.in-use",
    f"{ERROR}.NotSupported": "format.no-tool",
    "org.freedesktop.DBus.Error.ServiceUnknown": "format.no-service",
    "org.freedesktop.DBus.Error.NameHasNoOwner": "format.no-service",
    "org.freedesktop.DBus.Error.UnknownObject": "media.missing",
    "org.freedesktop.DBus.Error.UnknownMethod": "media.missing",
    "org.freedesktop.DBus.Error.UnknownInterface": "media.missing",
}
_SPAWNING = "org.freedesktop.DBus.Error.Spawn."
Objects = Mapping[str, Mapping[str, Mapping[str, tuple[str, Any]]]]
"""What the service manages: properties by object, interface and name, each a variant of D-Bus."""


class Refused(Exception):  # noqa: N818 # what the other side answered, not ours
    """The service answered a call with an error of this name."""


class Bus(Protocol):
    """An open connection."""

    def call(self, path: str, interface: str, method: str, signature: str = "", body: Sequence[Any] = ()) -> Any:
        """Call a method of the service and give its first result.

        Raises:
            Refused: The service answered with an error.
            OSError: The connection broke, or there was no answer in time.
        """
        ...


class Udisks:
    """The real :class:`~app.services.ports.Formatter`.

    Args:
        connect: Opens a connection to the bus.
        mount_table: The kernel's own table of mounts.
        block_devices: The kernel's own tree of devices.
    """

    def __init__(
        self,
        connect: Callable[[], AbstractContextManager[Bus]],
        mount_table: Path = MOUNT_TABLE,
        block_devices: Path = BLOCK_DEVICES,
    ) -> None:
        self._connect = connect
        self._mount_table = mount_table
        self._block_devices = block_devices

    def disks(self) -> tuple[DiskFacts, ...]:
        """Every whole disk, by its number."""
        with self._opened() as bus:
            return tuple(sorted(self._all(bus).values(), key=lambda disk: disk.number))

    def layouts(self) -> tuple[Layout, ...]:
        """The file systems whose programs are installed."""
        with self._opened() as bus:
            return tuple(layout for layout in Layout if _can_make(bus, layout))

    def format(self, disk: DiskFacts, layout: Layout, label: str, kept: Sequence[str]) -> Path:
        """One partition, one file system, mounted."""
        with self._opened() as bus:
            if not _can_make(bus, layout):
                raise EnvironmentProblemError("format.no-tool")
            self._require(bus, disk, kept)
            with _unmounted(bus, disk):
                # The service would overwrite partitions even while they are mounted, so this is looked at anew.
                path = self._require(bus, disk, kept, is_unmounted=True)
                bus.call(path, BLOCK, "Format", "sa{sv}", ("dos", {}))
            with _begun():
                body: Sequence[Any] = (_START, 0, _TYPES[layout], "", {}, layout.value, {"label": ("s", label)})
                made = str(bus.call(path, TABLE, "CreatePartitionAndFormat", "ttssa{sv}sa{sv}", body))
                return _mounted(bus, made)

    def _require(self, bus: Bus, disk: DiskFacts, kept: Sequence[str], *, is_unmounted: bool = False) -> str:
        """The disk is there, is the one that was chosen, and may be formatted now; where it stands in the service."""
        there = {facts.number: (path, facts) for path, facts in self._all(bus).items()}
        if disk.number not in there:
            raise EnvironmentProblemError("media.missing")
        path, facts = there[disk.number]
        if not facts.is_same_as(disk):
            raise EnvironmentProblemError("format.changed")
        if is_unmounted:
            if facts.mounts:
                raise EnvironmentProblemError("format.in-use")
            facts = replace(facts, unseen=())  # it was seen while it was mounted
        if code := refusal(facts, kept):
            raise EnvironmentProblemError(code)
        return path

    def _all(self, bus: Bus) -> dict[str, DiskFacts]:
        objects = _objects(bus)
        return {path: self._facts(objects, path) for path in _disks(objects)}

    def _facts(self, objects: Objects, path: str) -> DiskFacts:
        """What the service says of a disk, and what the kernel says of the same device number."""
        block, number = objects[path][BLOCK], _number(objects, path)
        drive = objects.get(_value(block, "Drive", _NOWHERE), {}).get(DRIVE, {})
        kernel, parts = BlockDevice(number, self._block_devices), _parts(objects, path)
        numbers = kernel.numbers() | {_number(objects, part) for part in parts}
        mounts = {mount.place for mount in read_mounts(self._mount_table) if mount.device in numbers}
        mounts |= {place for part in parts for place in _mount_points(objects, part)}
        name = " ".join(str(_value(drive, word, "")).strip() for word in ("Vendor", "Model")).strip()
        return DiskFacts(
            number,
            name,
            kernel.identity().serial or str(_value(drive, "Serial", "")),
            int(_value(block, "Size", 0)),
            is_whole=bool(drive) and LOOP not in objects[path] and not kernel.is_partition(),
            is_removable=bool(_value(drive, "Removable", False)) and not _value(drive, "Optical", False),
            is_plugged_in=kernel.is_plugged_in(),
            is_system=any(_value(objects[part][BLOCK], "HintSystem", True) for part in parts)
            or any(_value(objects[part][BLOCK], "HintIgnore", False) for part in parts),
            is_read_only=bool(_value(block, "ReadOnly", False)),
            is_in_use=kernel.has_holders() or any(_lies_over(objects, part) for part in parts),
            mounts=tuple(sorted(mounts)),
            unseen=tuple(
                sorted(
                    str(kind)
                    for part in parts
                    if (kind := _value(objects[part][BLOCK], "IdType", "")) and not _mount_points(objects, part)
                )
            ),
        )

    @contextmanager
    def _opened(self) -> Iterator[Bus]:
        with _translated(), self._connect() as bus:
            yield bus


@contextmanager
def _unmounted(bus: Bus, disk: DiskFacts) -> Iterator[None]:
    """Unmount what is on a disk; what was not touched after all is mounted again, as the officer had it."""
    objects = _objects(bus)
    path = next((path for path in _disks(objects) if _number(objects, path) == disk.number), "")
    mounted = [part for part in _parts(objects, path) if _mount_points(objects, part)]
    done: list[str] = []
    try:
        for part in mounted:
            bus.call(part, FILESYSTEM, "Unmount", "a{sv}", ({},))
            done.append(part)
        yield
    except (AppError, Refused):
        # Not where an answer is missing: then it may be at work.
        for part in done:
            with suppress(Refused):
                bus.call(part, FILESYSTEM, "Mount", "a{sv}", ({},))
        raise


def _can_make(bus: Bus, layout: Layout) -> bool:
    try:
        return bool(bus.call(f"{ROOT}/Manager", MANAGER, "CanFormat", "s", (layout.value,))[0])
    except Refused as answer:
        if not str(answer).startswith(f"{ERROR}."):
            raise
        return False


def _mounted(bus: Bus, path: str) -> Path:
    """Mount a new file system; a desktop may have been quicker."""
    try:
        return Path(str(bus.call(path, FILESYSTEM, "Mount", "a{sv}", ({},))))
    except Refused as answer:
        if str(answer) != f"{ERROR}.AlreadyMounted":
            raise
    places = _mount_points(_objects(bus), path)
    if not places:
        raise EnvironmentProblemError("format.failed")
    return Path(places[0])


def _objects(bus: Bus) -> Objects:
    found: Objects = bus.call(ROOT, "org.freedesktop.DBus.ObjectManager", "GetManagedObjects")
    return found


def _disks(objects: Objects) -> list[str]:
    """Blocks that lie on no other block."""
    return [
        path
        for path, interfaces in objects.items()
        if BLOCK in interfaces
        and PARTITION not in interfaces
        and _value(interfaces[BLOCK], "CryptoBackingDevice", _NOWHERE) == _NOWHERE
    ]


def _parts(objects: Objects, disk: str) -> list[str]:
    """A disk and its partitions."""
    return [
        path
        for path, interfaces in objects.items()
        if BLOCK in interfaces and (path == disk or _value(interfaces.get(PARTITION, {}), "Table", _NOWHERE) == disk)
    ]


def _lies_over(objects: Objects, part: str) -> bool:
    """Whether something needs a block: swap, an array, a line of ``fstab`` or ``crypttab``, an opened volume."""
    interfaces = objects[part]
    block = interfaces[BLOCK]
    return bool(
        _value(interfaces.get(SWAP, {}), "Active", False)
        or _value(block, "MDRaidMember", _NOWHERE) != _NOWHERE
        or _value(block, "Configuration", [])
        or any(_value(one.get(BLOCK, {}), "CryptoBackingDevice", _NOWHERE) == part for one in objects.values())
    )


def _mount_points(objects: Objects, path: str) -> list[str]:
    """The service gives them as bytes that end in a zero."""
    points = _value(objects.get(path, {}).get(FILESYSTEM, {}), "MountPoints", [])
    return [os.fsdecode(bytes(point).rstrip(b"\0")) for point in points]


def _number(objects: Objects, path: str) -> str:
    device = int(_value(objects[path][BLOCK], "DeviceNumber", 0))
    return f"{os.major(device)}:{os.minor(device)}"


def _value(properties: Mapping[str, tuple[str, Any]], name: str, default: Any) -> Any:
    return properties[name][1] if name in properties else default


@contextmanager
def _translated() -> Iterator[None]:
    """Give our errors for those of the service and of the bus; what they say in words is not repeated."""
    try:
        yield
    except AppError:
        raise
    except Refused as answer:
        name = str(answer)
        code = "format.no-service" if name.startswith(_SPAWNING) else _CODES.get(name, "format.failed")
        raise EnvironmentProblemError(code) from None
    except TimeoutError:
        raise EnvironmentProblemError("format.failed") from None
    except OSError:
        raise EnvironmentProblemError("format.no-service") from None


@contextmanager
def _begun() -> Iterator[None]:
    """From the first byte on nothing may be told as if the disk still held what it held."""
    try:
        yield
    except (AppError, Refused, OSError):
        raise EnvironmentProblemError("format.failed") from None
