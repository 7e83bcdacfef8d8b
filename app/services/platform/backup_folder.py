"""A place for backups as a folder: a mounted medium or a share of the office."""

import os
import shutil
from contextlib import suppress
from pathlib import Path
from typing import BinaryIO

from app.models.domain.errors import EnvironmentProblemError
from app.services.platform.plain_files import open_plain
from app.services.vault.faults import translated
from app.services.vault.slots import flush_folder

_PARTIAL = ".partial"
_MAX_LISTED = 200_000


class BackupFolder:
    """The real :class:`~app.services.ports.BackupPlace`."""

    def __init__(self, path: Path) -> None:
        if not path.is_dir() or path.is_symlink():
            raise EnvironmentProblemError("media.missing")
        self._path = path

    @property
    def path(self) -> Path:
        """Where it is."""
        return self._path

    def free_bytes(self) -> int:
        """Space left."""
        with translated():
            return shutil.disk_usage(self._path).free

    def names(self, folder: str = "") -> list[str]:
        """Plain files and folders, sorted; links and devices are left out."""
        self._require_here()
        with translated():
            try:
                entries = [
                    entry.name
                    for entry in os.scandir(self._path / folder)
                    if entry.is_file(follow_symlinks=False) or entry.is_dir(follow_symlinks=False)
                ]
            except (FileNotFoundError, NotADirectoryError):
                return []
        return sorted(entries)[:_MAX_LISTED]

    def size(self, name: str) -> int:
        """Bytes of a file."""
        with self.open(name) as source:
            return os.fstat(source.fileno()).st_size

    def open(self, name: str) -> BinaryIO:
        """Read a finished plain file."""
        return self._opened(self._path / name)

    def create(self, name: str) -> BinaryIO:
        """Open ``<name>.partial`` for writing; an old partial file is replaced."""
        self._require_here()
        partial = self._partial(name)
        with translated():
            top = self._path / Path(name).parts[0]
            if not top.exists():
                top.mkdir(mode=0o700)
                flush_folder(self._path)
            partial.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            partial.unlink(missing_ok=True)
            return os.fdopen(os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb")

    def reopen(self, name: str) -> BinaryIO:
        """Read ``<name>.partial`` back through a fresh descriptor."""
        return self._opened(self._partial(name))

    def finish(self, name: str) -> None:
        """Give the file its final name."""
        with translated():
            self._partial(name).replace(self._path / name)

    def flush(self, folder: str) -> None:
        """Let the names in a folder outlast a loss of power."""
        with translated():
            flush_folder(self._path / folder)

    def discard(self, name: str) -> None:
        """Remove the partial file, if the medium still lets us."""
        with translated():
            self._partial(name).unlink(missing_ok=True)

    def remove(self, name: str) -> None:
        """Remove a file, and the folder that it leaves empty."""
        with translated():
            (self._path / name).unlink(missing_ok=True)
            with suppress(OSError):
                (self._path / name).parent.rmdir()

    def _require_here(self) -> None:
        if not self._path.is_dir():
            raise EnvironmentProblemError("media.missing")

    def _partial(self, name: str) -> Path:
        return self._path / f"{name}{_PARTIAL}"

    def _opened(self, path: Path) -> BinaryIO:
        try:
            source = open_plain(path)
        except FileNotFoundError:
            raise EnvironmentProblemError("media.missing") from None
        except OSError:
            raise EnvironmentProblemError("disk.failed") from None
        if source is None:
            raise EnvironmentProblemError("media.missing")
        return source
