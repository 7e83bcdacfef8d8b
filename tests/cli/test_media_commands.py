"""Media at the terminal, on a medium that is really mounted: register, hand over, take in, wipe; a folder is none."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.cli.terminal import Said, sekisho
from tests.fakes.disk_service import Disk, DiskService, own_bus, served
from tests.services.exchange.offices import OFFICERS
from tests.services.exchange.world import Snapshots, World
from tests.services.platform.loop import Image, mounted_image

Run = Callable[..., Said]


@pytest.fixture
def world(tmp_path: Path) -> World:
    made = Snapshots(tmp_path / "kept").at("trusted", tmp_path / "world")
    made.close()
    return made


@pytest.fixture
def run(world: World, tmp_path: Path) -> Run:
    """A command as an officer of the agency."""
    file = tmp_path / "passphrases.txt"
    file.write_text("\n".join(f"agency {who}\tpassphrase of {who}" for who in OFFICERS))
    file.chmod(0o600)

    def command(officer: str, *words: str | Path) -> Said:
        who = ("--vault", world.agency.folder, "--officer", f"agency {officer}", "--passphrase-file", file)
        return sekisho("media", *words, *who, lang="en")

    return command


@pytest.fixture
def image(tmp_path: Path) -> Iterator[Image]:
    with mounted_image("ext4", tmp_path) as made:
        yield made


def test_a_real_medium_is_registered_handed_over_taken_in_and_wiped(run: Run, image: Image, tmp_path: Path) -> None:
    at = ("--medium", image.place)
    assert run("security", "look", *at).out.split("\t")[0] == "unknown"
    registered = run("security", "register", *at, "--seal", "SEAL-7")
    assert registered.code == 0, registered.err
    carrier = tmp_path / "carrier.txt"
    carrier.write_text("運搬　花子\n", encoding="utf-8")
    due = ("--due", "2999-12-31", "--bag", "BAG-1", "--carrier-file", carrier)
    handed = run("security", "hand-over", *at, "--to", "INVEST1", *due)
    assert handed.code == 0, handed.err
    assert not image.place.is_mount()
    assert "INVEST1" in run("auditor", "list").out
    # The empty mount point is not taken for the medium.
    assert run("security", "return", *at).code != 0
    assert image.mount().returncode == 0
    taken = run("security", "return", *at)
    assert taken.code == 0, taken.err
    (image.place / "left.age").write_bytes(b"SYNTHETIC" * 999)
    wiped = run("security", "wipe", *at)
    assert (wiped.code, "left.age" in {one.name for one in image.place.iterdir()}) == (0, False)
    assert run("security", "look", *at).out.split("\t")[:3] == ["known", "1", "here"]
    medium_id = run("auditor", "list").out.strip().split("\t")[-1]
    assert run("security", "lost", medium_id).code == 0
    assert run("security", "wipe", *at).code != 0


def test_a_folder_is_no_medium(run: Run, world: World) -> None:
    said = run("security", "register", "--medium", world.root / "stick", "--seal", "SEAL-7")
    assert (said.code != 0, "media.not-a-medium" in said.err) == (True, True)
    assert list((world.root / "stick").iterdir()) == []
    assert run("examiner", "list").code == 3


def test_formatting_at_the_terminal_needs_the_service_and_a_disk_that_the_kernel_knows(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DBUS_SYSTEM_BUS_ADDRESS", f"unix:path={tmp_path}/nothing")
    said = run("security", "disks")
    assert (said.code != 0, "format.no-service" in said.err) == (True, True)
    service = DiskService(tmp_path / "machine", Disk(minor=4080))
    with own_bus() as bus, served(service, bus):
        monkeypatch.setenv("DBUS_SYSTEM_BUS_ADDRESS", bus)
        # The service may say what it likes: this machine has no such device.
        assert run("security", "disks").out == ""
        said = run("security", "format", "--disk", "8:4080", "--seal", "S-1", "--seal-again", "S-1")
        assert (said.code != 0, "format.not-removable" in said.err) == (True, True)
    assert service.disks[0].formatted == 0
