"""Arrived bundles, still encrypted, until an officer admits or refuses them."""

import hashlib
import os
from contextlib import suppress
from pathlib import Path
from typing import BinaryIO

from app.models.domain.errors import GateClosedError
from app.services.vault.faults import translated
from app.services.vault.slots import flush_folder

_CHUNK = 1024 * 1024


class Quarantine:
    """``quarantine/``: files named by the SHA-256 of their ciphertext, safe on disk.

    The medium can be removed once one is here.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def put(self, source: BinaryIO) -> str:
        """Copy a bundle here.

        Returns:
            SHA-256 of the file in hex.

        Raises:
            EnvironmentProblemError: The disk is full or the medium is gone; nothing is left behind.
        """
        digest = hashlib.sha256()
        with translated():
            self._folder.mkdir(mode=0o700, exist_ok=True)
            partial = self._folder / "arriving.partial"
            partial.unlink(missing_ok=True)
            try:
                with os.fdopen(os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as copy:
                    while chunk := source.read(_CHUNK):
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
        return digest.hexdigest()

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
