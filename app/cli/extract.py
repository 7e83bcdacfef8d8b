"""A folder for what a bundle holds: it appears under its name only when everything in it was verified."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from types import TracebackType
from typing import Self

from app.models.domain.errors import EnvironmentProblemError, InvalidInputError


class ExtractFolder:
    """Takes files one by one; all of them stay, or none.

    Args:
        folder: Must not exist.

    Raises:
        InvalidInputError: ``cli.file-exists``.
        EnvironmentProblemError: ``cli.folder-not-writable``.
    """

    def __init__(self, folder: Path) -> None:
        if folder.exists() or folder.is_symlink():
            raise InvalidInputError("cli.file-exists", field="to")
        self._folder = folder
        self._partial = folder.with_name(f"{folder.name}.partial")

    def __enter__(self) -> Self:
        try:
            self._partial.mkdir(mode=0o700)
        except OSError:
            raise EnvironmentProblemError("cli.folder-not-writable") from None
        return self

    def __exit__(
        self, kind: type[BaseException] | None, _fault: BaseException | None, _trace: TracebackType | None
    ) -> None:
        if kind is not None:
            shutil.rmtree(self._partial, ignore_errors=True)
            return
        try:
            self._partial.rename(self._folder)
        except OSError:
            shutil.rmtree(self._partial, ignore_errors=True)
            raise EnvironmentProblemError("cli.folder-not-writable") from None

    def take(self, name: str, chunks: Iterator[bytes]) -> None:
        """Write one file; ``name`` is made by this program, never by the sender."""
        path = self._partial / name.replace("/", "-")
        try:
            with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as destination:
                for chunk in chunks:
                    destination.write(chunk)
        except OSError:
            raise EnvironmentProblemError("cli.folder-not-writable") from None
