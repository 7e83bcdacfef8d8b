"""Which keyring somebody chose for the ``keyring`` package, by a variable, a file of settings or a package.

Read to be named, never to be followed: a choice may lead to a backend that pretends (``null``), refuses (``fail``),
chains others, or stores in clear. Nothing of it is loaded.
"""

import configparser
import os
import re
from importlib import metadata

from keyring.util import platform_

_VARIABLE = "PYTHON_KEYRING_BACKEND"
_FILE = "keyringrc.cfg"
_WORD = re.compile(r"[A-Za-z_][A-Za-z0-9_]*(?:\.[A-Za-z_][A-Za-z0-9_]*)*", re.ASCII)
_LONGEST = 60


def chosen_backend() -> str:
    """The class of the chosen backend, as ``null.Keyring``; empty when nobody chose one.

    What is no name of a class is told as ``unreadable``: foreign words never get into a message.
    """
    for name in (os.environ.get(_VARIABLE, ""), _of_file(), _of_packages()):
        if name:
            return _word(name)
    return ""


def _of_file() -> str:
    settings = configparser.RawConfigParser()
    try:
        settings.read(platform_.config_root() / _FILE, encoding="utf-8")
        return settings.get("backend", "default-keyring", fallback="").strip()
    except (configparser.Error, UnicodeDecodeError, OSError):
        return "?"


def _of_packages() -> str:
    """Packages that offer a backend of their own, for example one that stores in clear."""
    offered = sorted(
        point.value.partition(":")[0]
        for point in metadata.entry_points(group="keyring.backends")
        if point.dist is None or point.dist.name != "keyring"
    )
    return offered[0] if offered else ""


def _word(name: str) -> str:
    tail = ".".join(name.strip().split(".")[-2:])
    return tail if _WORD.fullmatch(tail) and len(tail) <= _LONGEST else "unreadable"
