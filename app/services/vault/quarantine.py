"""Arrived bundles, still encrypted, until an officer admits or refuses them."""

import os
import shutil
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import BinaryIO

from app.models.domain.errors import EnvironmentProblemError, GateClosedError, UntrustedInputError
from app.models.domain.ids import FileDigest
from app.services.crypto.digests import StreamDigest
from app.services.vault.faults import translated
from app.services.vault.slots import flush_folder

_CHUNK = _MIB = 1024 * 1024
LARGEST = 2**40
"""Bytes of the largest bundle that is looked at."""


def _free_bytes(folder: Path) -> int:
    return shutil.disk_usage(folder).free


class Quarantine:
    """``quarantine/``: files named by the SHA-256 of their ciphertext, safe on disk.

    The medium can be removed once one is here.
    """

    def __init__(self, folder: Path, free_bytes: Callable[[Path], int] = _free_bytes) -> None:
        self._folder = folder
        self._free_bytes = free_bytes

    def put(self, source: BinaryIO) -> FileDigest:
        """Copy a bundle here, if there is room for it and a tenth more.

        Returns:
            SHA-256 of the file in hex.

        Raises:
            UntrustedInputError: ``bundle.limit``: larger than any bundle.
            EnvironmentProblemError: ``quarantine.no-room``; the disk is full or the medium is gone. Nothing is left
                behind.
        """
        size = self._measured(source)
        digest = StreamDigest(size)
        with translated():
            self._folder.mkdir(mode=0o700, exist_ok=True)
            partial = self._folder / "arriving.partial"
            partial.unlink(missing_ok=True)
            try:
                with os.fdopen(os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as copy:
                    # What grows while it is read is no plain file on a plain medium: not more than was measured.
                    while size > 0 and (chunk := source.read(min(size, _CHUNK))):
                        size -= len(chunk)
                        digest.update(chunk)
                        copy.write(chunk)
                    copy.flush()
                    os.fsync(copy.fileno())
                partial.replace(self._folder / digest.hexdigest())
                flush_folder(self._folder)
            except BaseException:
                with suppress(OSError):
                    partial.unlink(missing_ok=True)
                raise
        return FileDigest(digest.hexdigest())

    def _measured(self, source: BinaryIO) -> int:
        """Bytes of a bundle, known before the first of them is copied."""
        with translated():
            size = source.seek(0, os.SEEK_END)
            source.seek(0)
            free = self._free_bytes(self._folder.parent)
        if size > LARGEST:
            raise UntrustedInputError("bundle.limit")
        needed = size + size // 10
        if free < needed:
            raise EnvironmentProblemError("quarantine.no-room", needed=-(-needed // _MIB), free=free // _MIB)
        return size

    def open(self, digest: str) -> BinaryIO:
        """Read a bundle.

        Raises:
            GateClosedError: ``import.not-in-quarantine``.
        """
        path = self._folder / digest
        if not path.is_file():
            raise GateClosedError("import.not-in-quarantine")
        with translated():
            return path.open("rb")

    def forget(self, digest: str) -> None:
        """Remove a bundle that was decided on."""
        with translated():
            (self._folder / digest).unlink(missing_ok=True)

    def clear(self) -> int:
        """Remove everything; the bundles lie on their media and can be received again.

        Returns:
            How many files were removed.
        """
        names = self.names()
        for name in names:
            self.forget(name)
        return len(names)

    def names(self) -> list[str]:
        """What lies here."""
        return sorted(entry.name for entry in self._folder.iterdir()) if self._folder.is_dir() else []
