"""Open a file on a medium that may have been prepared by somebody else."""

import os
import stat
from pathlib import Path
from typing import BinaryIO

_READ = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)


def open_plain(path: Path) -> BinaryIO | None:
    """Open a plain file for reading: neither a link nor a pipe, which would wait for ever, nor a device or folder.

    Returns:
        The open file; None where the name belongs to something that is no plain file.

    Raises:
        OSError: It cannot be opened; ``FileNotFoundError`` where nothing has the name.
    """
    descriptor = os.open(path, _READ)
    if not stat.S_ISREG(os.fstat(descriptor).st_mode):
        os.close(descriptor)
        return None
    return os.fdopen(descriptor, "rb")
