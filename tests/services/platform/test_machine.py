"""What Linux tells of itself, read from files as it writes them."""

import os
from pathlib import Path

import pytest

from app.models.domain.errors import EnvironmentProblemError
from app.models.views.machine import Swap
from app.services.platform.machine import can_hibernate, input_method, look_at_machine, swap_of
from app.services.platform.media import MountedMedia
from app.services.platform.network_probes import Network, active_links

HEAD = "Filename\t\t\t\tType\t\tSize\t\tUsed\t\tPriority\n"


def _file(root: Path, name: str, text: str) -> None:
    path = root / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)


class _Keyring:
    def __init__(self, *, there: bool = True, answers: bool = True, holds: bytes | None = b"x") -> None:
        self._there, self._answers, self._holds = there, answers, holds

    def describe(self) -> str:
        if not self._there:
            raise EnvironmentProblemError("keyring.missing")
        return "Test Service"

    def get(self, name: str) -> bytes | None:
        assert name == "anchor-0"
        if not self._answers:
            raise EnvironmentProblemError("keyring.locked")
        return self._holds

    def put(self, name: str, value: bytes) -> None:
        raise AssertionError(name, value)


@pytest.mark.parametrize(
    ("swaps", "uuid", "expected"),
    [
        (HEAD, None, Swap.NONE),
        (HEAD + "/dev/dm-1 partition 1 0 -2\n", "CRYPT-PLAIN-swap", Swap.ENCRYPTED),
        (HEAD + "/dev/dm-1 partition 1 0 -2\n", "LVM-abc", Swap.PLAIN),
        (HEAD + "/dev/sda2 partition 1 0 -2\n", None, Swap.PLAIN),
        (HEAD + "/swapfile file 1 0 -2\n", None, Swap.PLAIN),
        (HEAD + "/dev/zram0 partition 1 0 100\n", None, Swap.ENCRYPTED),
        (HEAD + "/dev/zram0 partition 1 0 100\n/swapfile file 1 0 -2\n", None, Swap.PLAIN),
    ],
)
def test_swap_is_told_apart(tmp_path: Path, swaps: str, uuid: str | None, expected: Swap) -> None:
    _file(tmp_path, "proc/swaps", swaps)
    if uuid is not None:
        _file(tmp_path, "sys/block/dm-1/dm/uuid", uuid)
    assert swap_of(tmp_path) is expected


def test_where_linux_says_nothing_nothing_is_claimed(tmp_path: Path) -> None:
    assert swap_of(tmp_path) is Swap.UNKNOWN
    assert can_hibernate(tmp_path) is None
    assert input_method(tmp_path / "maps") is None
    assert active_links(tmp_path / "net") == ()


@pytest.mark.parametrize(
    ("state", "resume", "expected"),
    [
        ("freeze mem\n", "8:2\n", False),
        ("freeze mem disk\n", "0:0\n", False),
        ("mem disk\n", "8:2\n", True),
        ("disk\n", None, True),
    ],
)
def test_hibernation_needs_a_place_to_write_to(tmp_path: Path, state: str, resume: str | None, expected: bool) -> None:  # noqa: FBT001
    _file(tmp_path, "sys/power/state", state)
    if resume is not None:
        _file(tmp_path, "sys/power/resume", resume)
    assert can_hibernate(tmp_path) is expected


@pytest.mark.parametrize(
    ("plugins", "expected"),
    [([], None), (["compose"], ""), (["ibus"], "ibus"), (["compose", "fcitx5"], "fcitx5")],
)
def test_the_input_method_is_what_qt_has_loaded(tmp_path: Path, plugins: list[str], expected: str | None) -> None:
    lines = [f"7f00 r-xp 0 0:0 1 /x/platforminputcontexts/lib{one}platforminputcontextplugin.so\n" for one in plugins]
    _file(tmp_path, "maps", "".join(["7f r-xp 0 0:0 1 /x/libQt6Gui.so.6\n", *lines]))
    assert input_method(tmp_path / "maps") == expected


def test_only_links_with_a_carrier_count(tmp_path: Path) -> None:
    for name, kind, carrier in (("lo", "772", "1"), ("eth0", "1", "1"), ("eth1", "1", "0"), ("wlan0", "1", "1")):
        _file(tmp_path, f"{name}/type", f"{kind}\n")
        _file(tmp_path, f"{name}/carrier", f"{carrier}\n")
    _file(tmp_path, "eth2/type", "1\n")  # switched off: the kernel answers with an error
    assert active_links(tmp_path) == ("eth0", "wlan0")


@pytest.mark.parametrize(
    ("keyring", "expected"),
    [
        (_Keyring(), ("Test Service", False, True)),
        (_Keyring(holds=None), ("Test Service", False, False)),
        (_Keyring(answers=False), ("Test Service", True, False)),
        (_Keyring(there=False), ("", False, False)),
    ],
)
def test_the_machine_is_looked_at_as_a_whole(
    tmp_path: Path, keyring: _Keyring, expected: tuple[str, bool, bool]
) -> None:
    facts = look_at_machine(
        tmp_path, "anchor-0", secrets=keyring, media=MountedMedia(tmp_path / "none"), network=Network(tmp_path / "net")
    )
    assert (facts.keyring, facts.is_keyring_locked, facts.is_anchored) == expected
    assert facts.free_bytes == pytest.approx(os.statvfs(tmp_path).f_bavail * os.statvfs(tmp_path).f_frsize, rel=0.2)
    assert facts.media_count == 0
