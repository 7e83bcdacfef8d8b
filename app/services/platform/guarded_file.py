"""Files that only the administrator of the machine can change: foreign code is loaded from nowhere else."""

import os
import stat
from collections.abc import Iterator
from pathlib import Path

ADMINISTRATOR = 0
"""User number of the administrator on Linux and macOS."""
_OTHERS = stat.S_IWGRP | stat.S_IWOTH


def is_guarded(path: Path) -> bool:
    """Whether nobody but the administrator can change the file or put another one in its place.

    The file, every link on the way to it and every folder above them must belong to the administrator, and none may be
    writable by anybody else. Windows has other rules that this program cannot read without foreign code: there the
    answer is always no.
    """
    if os.name != "posix" or not path.is_absolute():
        return False
    try:
        target = path.resolve(strict=True)
        return target.is_file() and all(_is_fixed(one) for one in _on_the_way(path, target))
    except OSError:
        return False


def _on_the_way(path: Path, target: Path) -> Iterator[Path]:
    """The path as it was named, then the file that it leads to, each with all folders above it.

    A folder that is itself a link is followed as well: the folder that holds the link decides where it leads.
    """
    waiting, seen = [path, target], set[Path]()
    while waiting:
        for one in ((here := waiting.pop()), *here.parents):
            if one in seen:
                continue
            seen.add(one)
            yield one
            if one.is_symlink():
                waiting.append(one.parent / one.readlink())


def _is_fixed(path: Path) -> bool:
    state = path.lstat()
    is_link = stat.S_ISLNK(state.st_mode)
    return state.st_uid == ADMINISTRATOR and (is_link or not state.st_mode & _OTHERS)
