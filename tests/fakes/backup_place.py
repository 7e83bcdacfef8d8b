"""The one fake of a place for backups: slow, full, pulled out, lying or corrupt, with files that really exist.

The same contract tests run over it and over the real folder.
"""

from pathlib import Path
from typing import BinaryIO

from app.models.domain.errors import EnvironmentProblemError
from tests.fakes.drive import Fault, FaultyMedium


class FakeBackupPlace(FaultyMedium):
    """Keeps the contract of :class:`~app.services.ports.BackupPlace`, but for its fault."""

    def free_bytes(self) -> int:
        with self._method():
            if self.fault.admits_full and self.fault.capacity is not None:
                return max(self.fault.capacity - self._written, 0)
            return 8 * 2**30

    def names(self, folder: str = "") -> list[str]:
        with self._method():
            if not self._path.is_dir():
                raise EnvironmentProblemError("media.missing")
            place = self._path / folder
            return sorted(one.name for one in place.iterdir() if not one.is_symlink()) if place.is_dir() else []

    def size(self, name: str) -> int:
        with self._method():
            return self._there(self._path / name).stat().st_size

    def open(self, name: str) -> BinaryIO:
        with self._method():
            path = self._there(self._path / name)
        return self._opened(path, "r")

    def create(self, name: str) -> BinaryIO:
        with self._method():
            if not self._path.is_dir():
                raise EnvironmentProblemError("media.missing")
            self._partial(name).parent.mkdir(parents=True, exist_ok=True)
            self._partial(name).write_bytes(b"")
        return self._opened(self._partial(name), "w")

    def reopen(self, name: str) -> BinaryIO:
        with self._method():
            path = self._there(self._partial(name))
        return self._opened(path, "r")

    def finish(self, name: str) -> None:
        with self._method():
            if not self._partial(name).exists():
                raise EnvironmentProblemError("disk.failed")
            self._partial(name).replace(self._path / name)

    def flush(self, folder: str) -> None:
        with self._method():
            if not (self._path / folder).is_dir():
                raise EnvironmentProblemError("disk.failed")

    def discard(self, name: str) -> None:
        with self._method():
            self._partial(name).unlink(missing_ok=True)

    def remove(self, name: str) -> None:
        with self._method():
            path = self._path / name
            path.unlink(missing_ok=True)
            if path.parent.is_dir() and not any(path.parent.iterdir()):
                path.parent.rmdir()

    @staticmethod
    def _there(path: Path) -> Path:
        if not path.is_file() or path.is_symlink():
            raise EnvironmentProblemError("media.missing")
        return path


__all__ = ["FakeBackupPlace", "Fault"]
