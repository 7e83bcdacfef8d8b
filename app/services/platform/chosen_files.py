"""Read and write the plain files that an officer chose in a dialog: rosters, blank forms, slips."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from app.models.domain.errors import EnvironmentProblemError
from app.services.vault.faults import translated


class ChosenFiles:
    """The real :class:`~app.services.ports.Files`."""

    def read(self, path: Path, limit_bytes: int) -> bytes:
        """The content of a plain file: at most ``limit_bytes`` and one more, which tells that it is too long.

        Raises:
            EnvironmentProblemError: ``file.unreadable``: it is gone, no plain file, or may not be read.
        """
        try:
            if not path.is_file():
                raise EnvironmentProblemError("file.unreadable")
            with path.open("rb") as source:
                return source.read(limit_bytes + 1)
        except OSError:
            raise EnvironmentProblemError("file.unreadable") from None

    def write(self, path: Path, content: bytes) -> None:
        """Write a whole new file; an old one stays until the new one is complete.

        Raises:
            EnvironmentProblemError: ``disk.full``, ``disk.read-only`` or ``disk.failed``; nothing is left behind.
        """
        with self.create(path) as target:
            target.write(content)

    @contextmanager
    def create(self, path: Path) -> Iterator[BinaryIO]:
        """A new file for a long content; an old one stays until the block ended well.

        Raises:
            EnvironmentProblemError: As :meth:`write`.
        """
        partial = path.with_name(f"{path.name}.partial")
        with translated():
            try:
                partial.unlink(missing_ok=True)
                with os.fdopen(os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as target:
                    yield target
                    target.flush()
                    os.fsync(target.fileno())
                partial.replace(path)
            except BaseException:
                partial.unlink(missing_ok=True)
                raise

    def open(self, path: Path) -> BinaryIO:
        """A plain file for reading.

        Raises:
            EnvironmentProblemError: ``file.unreadable``: it is gone, no plain file, or may not be read.
        """
        try:
            if not path.is_file():
                raise EnvironmentProblemError("file.unreadable")
            return path.open("rb")
        except OSError:
            raise EnvironmentProblemError("file.unreadable") from None
