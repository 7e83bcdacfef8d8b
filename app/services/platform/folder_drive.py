"""A removable medium as a mounted folder."""

import os
import shutil
import subprocess
from pathlib import Path
from typing import BinaryIO

from app.models.domain.errors import EnvironmentProblemError, UntrustedInputError
from app.services.platform.plain_files import open_plain
from app.services.vault.faults import translated
from app.services.vault.slots import flush_folder

_PARTIAL = ".partial"
_MAX_LISTED = 1000


class FolderDrive:
    """The real :class:`~app.services.ports.Drive`: any folder, a mount point when it is a stick."""

    def __init__(self, path: Path) -> None:
        if not path.is_dir() or path.is_symlink():
            raise EnvironmentProblemError("media.missing")
        self._path = path

    @property
    def path(self) -> Path:
        """Where the medium is."""
        return self._path

    def free_bytes(self) -> int:
        """Space left on the medium."""
        with translated():
            return shutil.disk_usage(self._path).free

    def list_bundles(self) -> list[str]:
        """Names ending in ``.age`` of plain files, sorted."""
        with translated():
            entries = [
                entry.name
                for entry in os.scandir(self._path)
                if entry.name.endswith(".age") and entry.is_file(follow_symlinks=False)
            ]
        return sorted(entries)[:_MAX_LISTED]

    def open_bundle(self, name: str) -> BinaryIO:
        """Open a bundle without following a symbolic link.

        Raises:
            UntrustedInputError: ``bundle.not-a-bundle`` when it is no plain file.
        """
        try:
            source = open_plain(self._path / Path(name).name)
        except FileNotFoundError:
            raise EnvironmentProblemError("media.missing") from None
        except OSError:
            raise UntrustedInputError("bundle.not-a-bundle") from None
        if source is None:
            raise UntrustedInputError("bundle.not-a-bundle")
        return source

    def create(self, name: str) -> BinaryIO:
        """Open ``<name>.partial`` for writing; an old partial file is replaced, a finished bundle never."""
        partial = self._path / (name + _PARTIAL)
        with translated():
            if (self._path / name).exists():
                raise EnvironmentProblemError("media.name-taken")
            partial.unlink(missing_ok=True)
            return os.fdopen(os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb")

    def reopen(self, name: str) -> BinaryIO:
        """Read ``<name>.partial`` back through a fresh descriptor."""
        with translated():
            return (self._path / (name + _PARTIAL)).open("rb")

    def finish(self, name: str) -> None:
        """Give the file its final name and flush the folder."""
        with translated():
            (self._path / (name + _PARTIAL)).rename(self._path / name)
            flush_folder(self._path)

    def discard(self, name: str) -> None:
        """Remove the partial file, if the medium still lets us."""
        with translated():
            (self._path / (name + _PARTIAL)).unlink(missing_ok=True)

    def remove(self, name: str) -> None:
        """Remove a finished bundle."""
        with translated():
            (self._path / name).unlink(missing_ok=True)
            flush_folder(self._path)

    def release(self) -> bool:
        """Flush everything and unmount the medium; a plain folder is only flushed."""
        if hasattr(os, "sync"):
            os.sync()
        if not os.path.ismount(self._path) or self._path == Path("/"):
            return False
        umount = shutil.which("umount")
        if umount is None:
            return False
        done = subprocess.run([umount, str(self._path)], check=False, capture_output=True)  # noqa: S603 # fixed program, path of an opened medium
        return done.returncode == 0
