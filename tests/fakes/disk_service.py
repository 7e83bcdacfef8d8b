"""A disk service as udisks2 is one: its objects, its names for errors, and a desktop that mounts what it sees.

It answers in this process, or on a bus of D-Bus (:func:`served`). Its disks are images: what it is told to make is
made by the real programs, and the kernel's files that tell of the same disks change with them.
"""

import os
import subprocess
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from jeepney import HeaderFields, MessageType, message_bus, new_error, new_method_return
from jeepney.io.blocking import DBusConnection, open_dbus_connection

from app.services.platform import udisks
from app.services.platform.udisks import Refused

Objects = dict[str, dict[str, dict[str, tuple[str, Any]]]]
NO_OBJECT = "org.freedesktop.DBus.Error.UnknownObject"
BLOCKS, DRIVES = f"{udisks.ROOT}/block_devices", f"{udisks.ROOT}/drives"
_MIB = 2**20
_TOOLS = os.environ["PATH"] + ":/usr/sbin:/sbin"


@dataclass
class Part:
    """A partition: its kind of file system, and where it is mounted."""

    kind: str = ""
    mounts: list[str] = field(default_factory=list)
    opened: bool = False
    """A volume that was decrypted lies over it."""


@dataclass
class Disk:
    """A disk; by default a stick of 256 MiB with nothing wrong."""

    name: str = "sdb"
    minor: int = 16
    serial: str = "4C530001230101"
    model: str = "Flash Disk"
    size: int = 256 * _MIB
    removable: bool = True
    system: bool = False
    hidden: bool = False
    optical: bool = False
    read_only: bool = False
    swap: bool = False
    in_fstab: bool = False
    plugged: bool = True
    """The kernel: it hangs on USB."""
    parts: list[Part] = field(default_factory=lambda: [Part("vfat", ["/media/officer/STICK"])])
    label: str = "STICK"
    formatted: int = 0

    @property
    def path(self) -> str:
        return f"{BLOCKS}/{self.name}"

    def part_path(self, number: int) -> str:
        return f"{self.path}{number}"


@dataclass
class Mishaps:
    """What goes wrong.

    Attributes:
        errors: By method, the name of the error that is answered.
        remounts: The desktop mounts again what was unmounted.
        swaps: After unmounting, another disk is in the place of the first.
        pulled_after: After this method the disk is gone.
        no_tools: Programs that make these file systems are missing.
        is_mute: Nothing is answered to a method.
    """

    errors: dict[str, str] = field(default_factory=dict)
    remounts: bool = False
    swaps: str = ""
    pulled_after: str = ""
    no_tools: frozenset[str] = frozenset()
    is_mute: str = ""


class DiskService:
    """The service and the machine round it."""

    def __init__(self, root: Path, *disks: Disk, mishaps: Mishaps | None = None) -> None:
        self.disks = list(disks)
        self.mishaps = mishaps or Mishaps()
        self.calls: list[str] = []
        self._root = root
        self.mount_table, self.block_devices = root / "mountinfo", root / "dev-block"
        root.mkdir(parents=True, exist_ok=True)
        self._tell_kernel()

    def image(self, disk: Disk) -> Path:
        """The partition that was made on it."""
        return self._root / f"{disk.name}.image"

    def call(self, path: str, interface: str, method: str, _signature: str = "", body: Sequence[Any] = ()) -> Any:
        """A call as the service answers it."""
        self.calls.append(method)
        if method in self.mishaps.errors:
            raise Refused(self.mishaps.errors[method])
        if method == "GetManagedObjects":
            return self._objects()
        if method == "CanFormat":
            return (body[0] not in self.mishaps.no_tools, f"mkfs.{body[0]}")
        disk, part = self._find(path, interface)
        answer: Any = None
        if method == "Unmount":
            assert part is not None
            self._unmount(disk, part)
        elif method == "Format":
            assert (body[0], part) == ("dos", None)
            disk.parts, disk.formatted = [], disk.formatted + 1
        elif method == "CreatePartitionAndFormat":
            answer = self._make(disk, body)
        elif method == "Mount":
            assert part is not None
            if part.mounts:
                raise Refused(f"{udisks.ERROR}.AlreadyMounted")
            part.mounts.append(f"/media/officer/{disk.label}")
            answer = part.mounts[0]
        else:
            raise Refused("org.freedesktop.DBus.Error.UnknownMethod")
        if method == self.mishaps.pulled_after:
            self.disks.remove(disk)
        self._tell_kernel()
        return answer

    def _find(self, path: str, interface: str) -> tuple[Disk, Part | None]:
        for disk in self.disks:
            if path == disk.path and interface != udisks.FILESYSTEM:
                return disk, None
            for number, part in enumerate(disk.parts, 1):
                if path == disk.part_path(number):
                    return disk, part
        raise Refused(NO_OBJECT)

    def _unmount(self, disk: Disk, part: Part) -> None:
        if not part.mounts:
            raise Refused(f"{udisks.ERROR}.NotMounted")
        places = list(part.mounts)
        part.mounts.clear()
        if self.mishaps.remounts:
            part.mounts.extend(places)
        if self.mishaps.swaps:
            disk.serial = self.mishaps.swaps

    def _make(self, disk: Disk, body: Sequence[Any]) -> str:
        start, size, kind, _name, _options, layout, options = body
        assert not disk.parts
        assert (start, size) == (_MIB, 0)
        assert kind == {"vfat": "0x0c", "exfat": "0x07"}[layout]
        disk.label = options["label"][1]
        image = self.image(disk)
        with image.open("wb") as whole:
            whole.truncate(disk.size - _MIB)
        made = subprocess.run(  # noqa: S603 # fixed programs
            ["env", f"PATH={_TOOLS}", f"mkfs.{layout}", "-n", disk.label, str(image)],  # noqa: S607 # found by env
            check=False,
            capture_output=True,
        )
        if made.returncode != 0:
            raise Refused(f"{udisks.ERROR}.Failed")
        disk.parts = [Part(layout)]
        return disk.part_path(1)

    def _objects(self) -> Objects:
        objects: Objects = {f"{udisks.ROOT}/Manager": {udisks.MANAGER: {"Version": ("s", "2.9.4")}}}
        for disk in self.disks:
            drive = f"{DRIVES}/{disk.name}"
            objects[drive] = {
                udisks.DRIVE: {
                    "Vendor": ("s", "Fake"),
                    "Model": ("s", disk.model),
                    "Serial": ("s", disk.serial),
                    "Removable": ("b", disk.removable),
                    "Optical": ("b", disk.optical),
                }
            }
            objects[disk.path] = {udisks.BLOCK: _block(disk, drive, disk.minor, "", is_disk=True)}
            if disk.parts:
                objects[disk.path][udisks.TABLE] = {"Type": ("s", "dos")}
            for number, part in enumerate(disk.parts, 1):
                one: dict[str, dict[str, tuple[str, Any]]] = {
                    udisks.BLOCK: _block(disk, drive, disk.minor + number, part.kind, is_disk=False),
                    udisks.PARTITION: {"Table": ("o", disk.path), "Number": ("u", number)},
                }
                if part.kind and not part.opened:
                    points = [os.fsencode(place) + b"\0" for place in part.mounts]
                    one[udisks.FILESYSTEM] = {"MountPoints": ("aay", points)}
                if disk.swap:
                    one[udisks.SWAP] = {"Active": ("b", True)}
                objects[disk.part_path(number)] = one
                if part.opened:
                    inner = _block(disk, "/", 0, "ext4", is_disk=False)
                    inner["CryptoBackingDevice"] = ("o", disk.part_path(number))
                    objects[f"{BLOCKS}/dm_{disk.name}{number}"] = {udisks.BLOCK: inner}
        return objects

    def _tell_kernel(self) -> None:
        """The mount table and ``/sys`` say the same."""
        lines = ["25 1 254:0 / / rw - ext4 /dev/root rw"]
        for disk in self.disks:
            folder = self._root / ("sys/usb1/1-1" if disk.plugged else "sys/ata1") / "block" / disk.name
            folder.mkdir(parents=True, exist_ok=True)
            (folder / "removable").write_text("0\n")
            if disk.plugged:
                (folder.parent.parent / "idVendor").write_text("0781\n")
            (folder / "serial").write_text(f"{disk.serial}\n")
            link = self.block_devices / f"8:{disk.minor}"
            link.parent.mkdir(exist_ok=True)
            with suppress(FileExistsError):
                link.symlink_to(folder)
            for number, part in enumerate(disk.parts, 1):
                lines += [f"36 25 8:{disk.minor + number} / {place} rw - {part.kind} /x rw" for place in part.mounts]
        self.mount_table.write_text("\n".join(lines) + "\n")


def _block(disk: Disk, drive: str, minor: int, kind: str, *, is_disk: bool) -> dict[str, tuple[str, Any]]:
    fstab = [("fstab", {"dir": ("ay", b"/data\0")})] if disk.in_fstab else []
    return {
        "DeviceNumber": ("t", os.makedev(8, minor)),
        "Drive": ("o", drive),
        "Size": ("t", disk.size if is_disk else max(disk.size - _MIB, 0)),
        "ReadOnly": ("b", disk.read_only),
        "HintSystem": ("b", disk.system),
        "HintIgnore": ("b", disk.hidden),
        "IdType": ("s", kind),
        "CryptoBackingDevice": ("o", "/"),
        "MDRaidMember": ("o", "/"),
        "Configuration": ("a(sa{sv})", fstab),
    }


SIGNATURES = {
    "GetManagedObjects": "a{oa{sa{sv}}}",
    "CanFormat": "(bs)",
    "CreatePartitionAndFormat": "o",
    "Mount": "s",
}


@contextmanager
def own_bus() -> Iterator[str]:
    """The address of a bus that nobody else is on."""
    words = ["dbus-daemon", "--session", "--nofork", "--nopidfile", "--print-address"]
    with subprocess.Popen(words, stdout=subprocess.PIPE, text=True) as daemon:  # noqa: S603 # fixed program
        assert daemon.stdout is not None
        try:
            yield daemon.stdout.readline().strip()
        finally:
            daemon.terminate()


@contextmanager
def served(service: DiskService, address: str) -> Iterator[None]:
    """Let it answer on a bus."""
    connection = open_dbus_connection(address)
    connection.send_and_get_reply(message_bus.RequestName(udisks.SERVICE))
    ends = threading.Event()
    thread = threading.Thread(target=_serve, args=(service, connection, ends), daemon=True)
    thread.start()
    try:
        yield
    finally:
        ends.set()
        thread.join()
        connection.close()


def _serve(service: DiskService, connection: DBusConnection, ends: threading.Event) -> None:
    while not ends.is_set():
        try:
            asked = connection.receive(timeout=0.05)
        except TimeoutError:
            continue
        fields = asked.header.fields
        if asked.header.message_type is not MessageType.method_call:
            continue
        path, interface, method = (
            fields[name] for name in (HeaderFields.path, HeaderFields.interface, HeaderFields.member)
        )
        try:
            answer = service.call(path, interface, method, "", asked.body)
        except Refused as refused:
            connection.send(new_error(asked, str(refused), "s", ("words that nobody repeats",)))
            continue
        if method != service.mishaps.is_mute:
            signature = SIGNATURES.get(method)
            connection.send(new_method_return(asked, signature, () if signature is None else (answer,)))
