"""Look at the machine for the start-of-day sheet: memory, swap, sleep, disk, printer, input. Nothing is changed."""

import ctypes
import re
import shutil
import subprocess
import sys
from pathlib import Path

from app.models.domain.errors import EnvironmentProblemError
from app.models.views.machine import MachineFacts, Swap
from app.services.platform.network_probes import Network
from app.services.ports import Media, SecretStore
from app.services.vault.faults import translated

_GET_DUMPABLE = 3
_ZRAM = "zram"
_ENCRYPTED = "CRYPT-"
"""How the names of encrypted volumes begin that the device mapper gives (``dmsetup info``)."""
_INPUT_PLUGIN = re.compile(r"/lib([a-z0-9]+)platforminputcontextplugin\.so")
_NO_INPUT = "compose"
"""Loaded where nothing else is: it knows accents, no kana."""
_ASK_SECONDS = 5


def look_at_machine(
    folder: Path, anchor: str, *, secrets: SecretStore, media: Media, network: Network, system: Path = Path("/")
) -> MachineFacts:
    """One look.

    Args:
        folder: Where the vault lies.
        anchor: Name of the vault's anchor in the keyring.
        secrets: The keyring.
        media: The removable media.
        network: The network of this process.
        system: Root of the files by which Linux tells of itself.

    Raises:
        EnvironmentProblemError: The disk of the vault does not answer.
    """
    keyring, is_locked, is_anchored = _keyring(secrets, anchor)
    with translated():
        free = shutil.disk_usage(folder).free
    return MachineFacts(
        proof=network.proof(),
        links=network.links(),
        keyring=keyring,
        is_keyring_locked=is_locked,
        is_anchored=is_anchored,
        media_count=len(media.mounted()),
        input_method=input_method(system / "proc/self/maps"),
        printer_count=_printers(),
        is_closed=_is_closed(),
        swap=swap_of(system),
        can_hibernate=can_hibernate(system),
        free_bytes=free,
    )


def _keyring(secrets: SecretStore, anchor: str) -> tuple[str, bool, bool]:
    try:
        name = secrets.describe()
    except EnvironmentProblemError:
        return "", False, False
    try:
        return name, False, secrets.get(anchor) is not None
    except EnvironmentProblemError:
        return name, True, False


def input_method(maps: Path) -> str | None:
    """Name of the input method's plugin that Qt has loaded; empty for one without kana, None before a window opened."""
    try:
        found = set(_INPUT_PLUGIN.findall(maps.read_text(encoding="utf-8", errors="replace")))
    except OSError:
        return None
    if not found:
        return None
    return next(iter(sorted(found - {_NO_INPUT})), "")


def swap_of(system: Path) -> Swap:
    """Whether memory may reach a disk in the clear."""
    try:
        lines = (system / "proc/swaps").read_text(encoding="utf-8").splitlines()[1:]
    except (OSError, UnicodeDecodeError):
        return Swap.UNKNOWN
    places = [line.split()[0] for line in lines if line.strip()]
    if not places:
        return Swap.NONE
    return Swap.ENCRYPTED if all(_is_encrypted(system, place) for place in places) else Swap.PLAIN


def _is_encrypted(system: Path, place: str) -> bool:
    device = (system / place.lstrip("/")).resolve().name
    if device.startswith(_ZRAM):
        return True  # it is memory itself, compressed
    try:
        return (system / "sys/block" / device / "dm/uuid").read_text(encoding="ascii").startswith(_ENCRYPTED)
    except (OSError, UnicodeDecodeError):
        return False


def can_hibernate(system: Path) -> bool | None:
    """Whether the kernel is set up to write all memory to a disk; None where it does not say."""
    try:
        states = (system / "sys/power/state").read_text(encoding="ascii").split()
    except (OSError, UnicodeDecodeError):
        return None
    if "disk" not in states:
        return False
    try:
        return (system / "sys/power/resume").read_text(encoding="ascii").strip() != "0:0"
    except (OSError, UnicodeDecodeError):
        return True


def _is_closed() -> bool | None:
    if sys.platform != "linux":
        return None
    import resource  # noqa: PLC0415 - absent on Windows

    libc = ctypes.CDLL(None, use_errno=True)
    return resource.getrlimit(resource.RLIMIT_CORE)[1] == 0 and libc.prctl(_GET_DUMPABLE, 0, 0, 0, 0) == 0


def _printers() -> int | None:
    """How many printers CUPS knows, asked by its own program through a local socket."""
    asked = shutil.which("lpstat")
    if asked is None:
        return None
    try:
        done = subprocess.run([asked, "-p"], capture_output=True, timeout=_ASK_SECONDS, check=False)  # noqa: S603 - a fixed program
    except (OSError, subprocess.SubprocessError):
        return None
    return len([line for line in done.stdout.splitlines() if line.strip()]) if done.returncode == 0 else 0
