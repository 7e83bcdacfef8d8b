"""Start with a clean environment: no variable may bring foreign code, or another screen, into the program.

``LD_PRELOAD``, ``PYTHONPATH``, ``QT_PLUGIN_PATH``, ``GTK_MODULES`` and their like have worked before our first line
runs. So a start that finds more than the known variables, or an interpreter that listens to them, begins once more with
the known ones only and an isolated interpreter (``python -I``). What is not on the list is not there.
"""

import os
import re
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

_MARK = "sekisho-clean"
"""An option of the interpreter (``-X``) that says: this is the second start. There is no third."""
_PROGRAM = Path(__file__).resolve().parents[2] / "__main__.py"
_PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"

_KEPT = re.compile(
    r"""
    HOME | USER | LOGNAME | LANG | LANGUAGE | LC_[A-Z]+ | TZ | TERM | COLUMNS | LINES | SEKISHO_VAULT
    | DISPLAY | WAYLAND_DISPLAY | XAUTHORITY | XMODIFIERS | DBUS_SESSION_BUS_ADDRESS | AT_SPI_BUS_ADDRESS
    | NO_AT_BRIDGE | XDG_[A-Z_]+
    """,
    re.VERBOSE,
)
"""Where this login, its screen, its keyring, its input method and its language are; none of it names code."""

_KEPT_VALUES = {
    "QT_QPA_PLATFORM": re.compile(r"xcb|wayland|wayland-egl|offscreen|minimal"),
    "QT_IM_MODULE": re.compile(r"ibus|fcitx|fcitx5|compose|none|simple|wayland|xim"),
    "QT_SCALE_FACTOR": re.compile(r"[1-4](\.[0-9]{1,2})?"),
    "QT_LINUX_ACCESSIBILITY_ALWAYS_ON": re.compile(r"[01]"),
}
"""Variables of Qt that choose among what is in the package. Not ``vnc``, which would serve the screen to a network."""


def cleaned(environment: Mapping[str, str]) -> dict[str, str]:
    """What remains of an environment; cleaning twice changes nothing more."""
    kept = {name: value for name, value in environment.items() if _is_kept(name, value)}
    return kept | {"PATH": _PATH}


def _is_kept(name: str, value: str) -> bool:
    if name in _KEPT_VALUES:
        return _KEPT_VALUES[name].fullmatch(value) is not None
    return _KEPT.fullmatch(name) is not None


def start_clean(arguments: Sequence[str], program: Path = _PROGRAM) -> None:
    """Replace this process by a clean start of the program, unless it is one.

    On Windows a process cannot be replaced; there the foreign variables are only removed, which is too late for those
    that the interpreter itself has read.

    Args:
        arguments: Of the program, without its name.
        program: What is started again.
    """
    if sys.platform == "win32":
        _scrub(_windows(os.environ))
        return
    if _MARK in sys._xoptions:  # noqa: SLF001 - its public name
        _scrub(cleaned(os.environ))
        return
    options = ["-I", "-X", _MARK, *(["-B"] if sys.flags.dont_write_bytecode else [])]
    sys.stdout.flush()
    os.execve(sys.executable, [sys.executable, *options, str(program), *arguments], cleaned(os.environ))  # noqa: S606 - our own interpreter and program


def _windows(environment: Mapping[str, str]) -> dict[str, str]:
    """Windows needs many variables of its own; there the foreign ones are named instead."""
    foreign = re.compile(r"(PYTHON|QT|QML|SSL|OPENSSL|KEYRING)[A-Z_0-9]*")
    return {name: value for name, value in environment.items() if not foreign.fullmatch(name)}


def _scrub(kept: Mapping[str, str]) -> None:
    for name in set(os.environ) - set(kept):
        del os.environ[name]
