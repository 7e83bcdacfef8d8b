"""Formatting by the disk service, over a real D-Bus: what it is asked, in which order, and what its errors become."""

import shutil
from collections.abc import Iterator
from contextlib import nullcontext
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from typing_extensions import override

from app.models.domain.errors import EnvironmentProblemError
from app.models.domain.formatting import DiskFacts, Layout, refusal
from app.services.platform.block_device import volume_number
from app.services.platform.system_bus import system_bus
from app.services.platform.udisks import ERROR, Udisks
from tests.fakes.disk_service import NO_OBJECT, Disk, DiskService, Mishaps, Part, own_bus, served
from tests.services.platform.loop import run, tool

STICK = "/media/officer/STICK"


@pytest.fixture(scope="module")
def bus() -> Iterator[str]:
    """The address of a bus of our own."""
    with own_bus() as address:
        yield address


@pytest.fixture
def on_the_bus(bus: str, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.setenv("DBUS_SYSTEM_BUS_ADDRESS", bus)
    return bus


def here(service: DiskService) -> Udisks:
    """The adapter, with the service in this process."""
    return Udisks(lambda: nullcontext(service), service.mount_table, service.block_devices)


def on_a_bus(service: DiskService, patience_s: float = 20) -> Udisks:
    return Udisks(lambda: system_bus(patience_s), service.mount_table, service.block_devices)


def code_of(udisks: Udisks, disk: DiskFacts, layout: Layout = Layout.EXFAT, kept: tuple[str, ...] = ()) -> str:
    try:
        udisks.format(disk, layout, "SEKISHO-07", kept)
    except EnvironmentProblemError as problem:
        return problem.code
    return ""


@pytest.mark.parametrize("layout", list(Layout))
def test_a_stick_becomes_one_partition_with_one_file_system(on_the_bus: str, tmp_path: Path, layout: Layout) -> None:
    tool(f"mkfs.{layout}")
    stick = Disk(parts=[Part("vfat", [STICK]), Part("ntfs")])
    service = DiskService(tmp_path, Disk("sda", 0, "INTERNAL", removable=False, system=True, plugged=False), stick)
    with served(service, on_the_bus):
        udisks = on_a_bus(service)
        assert udisks.layouts() == (Layout.EXFAT, Layout.FAT32)
        disks = udisks.disks()
        assert [(one.number, one.name, one.serial) for one in disks] == [
            ("8:0", "Fake Flash Disk", "INTERNAL"),
            ("8:16", "Fake Flash Disk", "4C530001230101"),
        ]
        assert [refusal(one) for one in disks] == ["format.not-removable", ""]
        place = udisks.format(disks[1], layout, "SEKISHO-07", ())
    assert place == Path("/media/officer/SEKISHO-07")
    assert [call for call in service.calls if call not in {"GetManagedObjects", "CanFormat"}] == [
        "Unmount",
        "Format",
        "CreatePartitionAndFormat",
        "Mount",
    ]
    assert [one.formatted for one in service.disks] == [0, 1]
    assert service.disks[1].parts == [Part(layout, [str(place)])]
    # What was made is what the tools of others take for whole.
    assert run(tool(f"fsck.{layout}"), "-n", service.image(stick)).returncode == 0
    with service.image(stick).open("rb") as image:
        assert volume_number(image.read(4096))


ANSWERS = {
    f"{ERROR}.NotAuthorized": "format.not-authorised",
    f"{ERROR}.NotAuthorizedCanObtain": "format.not-authorised",
    f"{ERROR}.NotAuthorizedDismissed": "format.not-authorised",
    f"{ERROR}.DeviceBusy": "format.in-use",
    f"{ERROR}.Failed": "format.failed",
    NO_OBJECT: "media.missing",
    "org.freedesktop.DBus.Error.Spawn.ExecFailed": "format.no-service",
    "org.example.Unheard": "format.failed",
}


@pytest.mark.parametrize("method", ["GetManagedObjects", "Unmount", "Format"])
def test_what_the_service_answers_has_a_name_here(on_the_bus: str, tmp_path: Path, method: str) -> None:
    service = DiskService(tmp_path, Disk())
    (disk,) = here(service).disks()
    with served(service, on_the_bus):
        for answer, code in ANSWERS.items():
            service.mishaps.errors = {method: answer}
            assert code_of(on_a_bus(service), disk) == code
            assert service.disks[0].parts == [Part("vfat", [STICK])]  # as the officer had it
    assert service.disks[0].formatted == 0


@pytest.mark.parametrize("method", ["CreatePartitionAndFormat", "Mount"])
def test_after_the_first_byte_nobody_is_told_that_nothing_happened(tmp_path: Path, method: str) -> None:
    service = DiskService(tmp_path, Disk())
    (disk,) = here(service).disks()
    service.mishaps.errors = {method: f"{ERROR}.NotAuthorized"}
    assert code_of(here(service), disk) == "format.failed"
    assert service.disks[0].formatted == 1


def test_a_service_that_says_nothing_or_is_not_there(bus: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    service = DiskService(tmp_path, Disk(), mishaps=Mishaps(is_mute="Format"))
    (disk,) = here(service).disks()
    monkeypatch.setenv("DBUS_SYSTEM_BUS_ADDRESS", bus)
    assert code_of(on_a_bus(service), disk) == "format.no-service"
    with served(service, bus):
        assert code_of(on_a_bus(service, 0.3), disk) == "format.failed"
    for address in (f"unix:path={tmp_path}/nothing", "nonsense", "tcp:host=127.0.0.1,port=9"):
        monkeypatch.setenv("DBUS_SYSTEM_BUS_ADDRESS", address)
        assert code_of(on_a_bus(service), disk) == "format.no-service"


def test_a_desktop_that_is_quicker_has_mounted_it(tmp_path: Path) -> None:
    class Quick(DiskService):
        @override
        def _tell_kernel(self) -> None:
            for disk in self.disks:
                if disk.formatted and disk.parts and not disk.parts[0].mounts:
                    disk.parts[0].mounts.append("/run/media/officer/QUICK")
            super()._tell_kernel()

    service = Quick(tmp_path, Disk())
    (disk,) = here(service).disks()
    assert here(service).format(disk, Layout.FAT32, "SEKISHO-07", ()) == Path("/run/media/officer/QUICK")


@pytest.mark.parametrize(
    ("mishaps", "code"),
    [
        (Mishaps(remounts=True), "format.in-use"),
        (Mishaps(swaps="ANOTHER"), "format.changed"),
        (Mishaps(pulled_after="Unmount"), "media.missing"),
        (Mishaps(no_tools=frozenset({"exfat"})), "format.no-tool"),
    ],
    ids=["remounted", "swapped", "pulled", "no-tool"],
)
def test_what_changes_between_two_looks_stops_it(tmp_path: Path, mishaps: Mishaps, code: str) -> None:
    service = DiskService(tmp_path, Disk(), mishaps=mishaps)
    (disk,) = here(service).disks()
    assert code_of(here(service), disk) == code
    assert "Format" not in service.calls


def test_the_disk_that_holds_the_vault_is_left_alone(tmp_path: Path) -> None:
    service = DiskService(tmp_path, Disk())
    (disk,) = here(service).disks()
    assert code_of(here(service), disk, kept=(f"{STICK}/vault",)) == "format.holds-vault"
    assert service.calls.count("Unmount") == 0


def test_what_lies_over_a_disk_is_seen_by_the_kernel_too(tmp_path: Path) -> None:
    service = DiskService(tmp_path, Disk())
    folder = (service.block_devices / "8:16").resolve()
    (folder / "holders").mkdir()
    assert refusal(here(service).disks()[0]) == ""
    (folder / "holders" / "dm-0").mkdir()
    assert refusal(here(service).disks()[0]) == "format.in-use"
    part = folder / "sdb5"
    part.mkdir()
    (part / "partition").write_text("5\n")
    (part / "dev").write_text("8:21\n")
    shutil.rmtree(folder / "holders")
    service.mount_table.write_text("36 25 8:21 /sub /srv/data rw - ext4 /dev/sdb5 rw\n")
    assert refusal(here(service).disks()[0]) == "format.mounted-elsewhere"


disks = st.builds(
    Disk,
    serial=st.sampled_from(["A", "B", ""]),
    removable=st.booleans(),
    system=st.booleans(),
    hidden=st.booleans(),
    optical=st.booleans(),
    read_only=st.booleans(),
    swap=st.booleans(),
    in_fstab=st.booleans(),
    plugged=st.booleans(),
    parts=st.lists(
        st.builds(
            Part,
            st.sampled_from(["", "vfat", "ext4", "ntfs", "crypto_LUKS"]),
            st.lists(st.sampled_from([STICK, "/", "/home", "/mnt/x", "/media"]), max_size=1),
            st.booleans(),
        ),
        max_size=2,
    ),
)


def may_go(disk: Disk) -> bool:
    """The same question, asked of the machine itself."""
    quiet = disk.removable and disk.plugged and not (disk.system or disk.hidden or disk.optical or disk.read_only)
    free = not disk.in_fstab and not (disk.swap and disk.parts) and not any(part.opened for part in disk.parts)
    seen = all(part.mounts == [STICK] or not part.mounts for part in disk.parts)
    silent = all(part.mounts or part.kind in {"", "ntfs"} for part in disk.parts)
    return quiet and free and seen and silent


@settings(max_examples=80, deadline=None)
@given(stick=disks, claimed=st.booleans())
def test_no_disk_of_the_machine_is_ever_touched(
    tmp_path_factory: pytest.TempPathFactory,
    stick: Disk,
    claimed: bool,  # noqa: FBT001 - drawn
) -> None:
    """Whatever was shown or claimed when it was chosen: what the machine says at that moment decides."""
    for part in stick.parts:  # what holds no file system cannot be mounted
        if not part.kind or part.opened:
            part.mounts.clear()
    service = DiskService(tmp_path_factory.mktemp("machine"), stick)
    # No file system is made here; that is another test's.
    service.mishaps.errors = {"CreatePartitionAndFormat": f"{ERROR}.Failed"}
    (disk,) = here(service).disks()
    if claimed:
        disk = replace(disk, is_system=False, is_removable=True, is_plugged_in=True, mounts=(), unseen=())
    allowed = may_go(stick)
    code_of(here(service), disk)
    assert stick.formatted == (1 if allowed else 0)
