"""A removable medium as a mounted folder."""

import io
import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, cast

from app.models.domain.errors import EnvironmentProblemError, UntrustedInputError
from app.models.views.media import Erased, Medium
from app.services.bundles.filenames import MOST_PARTS, PART_SIZE, PARTIAL_SUFFIX
from app.services.platform.media import MountedMedia
from app.services.platform.parts import PartReader, PartWriter
from app.services.platform.plain_files import erase_tree, forget_cached, new_plain, open_plain
from app.services.vault.faults import translated
from app.services.vault.slots import flush_folder

_BUNDLE = ".age"
_PART = re.compile(r"(?P<name>.+)\.p(?P<number>[0-9]{3})")
_MAX_LISTED = 1000
_OWN = frozenset({"lost+found", "System Volume Information"})
"""What file systems and other systems make for themselves at the top of a medium."""


class FolderDrive:
    """The real :class:`~app.services.ports.Drive`: any folder, a mount point when it is a stick.

    Whatever is mounted over the folder later, or is left there when a stick was pulled, is another medium and is not
    touched.
    """

    def __init__(self, path: Path, *, part_size: int | None = None, media: MountedMedia | None = None) -> None:
        """Look at the folder.

        Args:
            path: The mount point, or a plain folder.
            part_size: Cut bundles after so many bytes; by default only where the file system asks for it.
            media: The mount table.
        """
        if not path.is_dir() or path.is_symlink():
            raise EnvironmentProblemError("media.missing")
        self._path = path
        self._device = path.stat().st_dev
        self._media = media or MountedMedia()
        self._part_size = part_size

    @property
    def path(self) -> Path:
        """Where the medium is."""
        return self._path

    def medium(self) -> Medium:
        """What the machine tells of it now."""
        with self._here():
            return self._media.at(self._path)

    def free_bytes(self) -> int:
        """Space left on the medium."""
        with self._here():
            return shutil.disk_usage(self._path).free

    def list_bundles(self) -> list[str]:
        """Names ending in ``.age`` of plain files, sorted; the parts of one bundle count as one."""
        found = set()
        for name in self._names():
            part = _PART.fullmatch(name)
            whole = name if part is None else part["name"]
            if whole.endswith(_BUNDLE):
                found.add(whole)
        return sorted(found)[:_MAX_LISTED]

    def list_files(self, suffix: str) -> list[str]:
        """Names of plain files with this ending, sorted."""
        return sorted(name for name in self._names() if name.endswith(suffix))[:_MAX_LISTED]

    def entries(self) -> list[str]:
        """Names of everything at its top, sorted."""
        with self._here():
            return sorted(entry.name for entry in self._path.iterdir() if entry.name not in _OWN)

    def open_bundle(self, name: str) -> BinaryIO:
        """Open a bundle, or another plain file, without following a symbolic link.

        Raises:
            UntrustedInputError: ``bundle.not-a-bundle`` when it is no plain file; ``bundle.damaged`` when parts are
                missing, or there is a whole file as well.
        """
        name = Path(name).name
        with self._here():
            parts = self._parts(name)
            is_whole = os.path.lexists(self._path / name)
        if not parts:
            return self._plain(self._path / name)
        if is_whole or sorted(parts) != list(range(1, len(parts) + 1)):
            raise UntrustedInputError("bundle.damaged")
        return self._joined([parts[number] for number in sorted(parts)])

    def create(self, name: str) -> BinaryIO:
        """Open ``<name>.partial`` for writing; an old partial file is replaced, a finished bundle never."""
        with self._here():
            if self._is_taken(name):
                raise EnvironmentProblemError("media.name-taken")
            self._remove_partial(name)
            size = self._part_size or (PART_SIZE if self._media.at(self._path).file_limit is not None else None)
            if size is None:
                return new_plain(self._partial(name, 1))
            return cast("BinaryIO", PartWriter(lambda number: new_plain(self._partial(name, number)), size))

    def reopen(self, name: str) -> BinaryIO:
        """Read ``<name>.partial`` back through a fresh descriptor, from the medium and not from memory."""
        with self._here():
            partial = self._partials(name)
            for path in partial:
                with path.open("rb") as source:
                    forget_cached(source)
            if len(partial) > 1:
                return self._joined(partial)
            return self._plain(self._partial(name, 1), missing="disk.failed")

    def finish(self, name: str) -> None:
        """Give the file its final name and flush the folder.

        The first of several parts gets its name last, and a bundle without it opens for nobody.
        """
        with self._here():
            partial = self._partials(name)
            is_cut = len(partial) > 1
            for number in range(max(1, len(partial)), 0, -1):
                target = f"{name}.p{number:03d}" if is_cut else name
                self._partial(name, number).rename(self._path / target)
            flush_folder(self._path)

    def discard(self, name: str) -> None:
        """Remove the partial file, if the medium still lets us."""
        with self._here():
            self._remove_partial(name)

    def remove(self, name: str) -> None:
        """Remove a finished bundle."""
        with self._here():
            for path in (self._path / name, *self._parts(name).values()):
                path.unlink(missing_ok=True)
            flush_folder(self._path)

    def erase(self) -> Erased:
        """Overwrite and remove everything on it."""
        with self._here():
            if self._media.at(self._path).is_folder:
                # A folder of this machine may be anything, the home of somebody too.
                raise EnvironmentProblemError("media.not-a-medium")
            erased = erase_tree(self._path, _OWN)
            flush_folder(self._path)
            return erased

    def release(self) -> bool:
        """Flush everything and unmount the medium; a plain folder is only flushed."""
        if hasattr(os, "sync"):
            os.sync()
        if not os.path.ismount(self._path) or self._path == Path("/"):
            return False
        umount = shutil.which("umount")
        if umount is None:
            return False
        # For what the desktop mounted, this program asks udisks, so that no right of an administrator is needed.
        done = subprocess.run([umount, str(self._path)], check=False, capture_output=True)  # noqa: S603 # fixed program, path of an opened medium
        return done.returncode == 0 and not self._is_here()

    @contextmanager
    def _here(self) -> Iterator[None]:
        """The medium is the one that was opened, and what goes wrong with it has one of our names.

        Raises:
            EnvironmentProblemError: ``media.missing``, or the disk is full, failing or read-only.
        """
        if not self._is_here():
            raise EnvironmentProblemError("media.missing")
        with translated():
            yield

    def _is_here(self) -> bool:
        try:
            return self._path.lstat().st_dev == self._device and self._path.is_dir() and not self._path.is_symlink()
        except OSError:
            return False

    def _names(self) -> list[str]:
        with self._here(), os.scandir(self._path) as entries:
            return [entry.name for entry in entries if entry.is_file(follow_symlinks=False)]

    def _partial(self, name: str, number: int) -> Path:
        """Of the first part nobody knows yet whether another will follow."""
        inner = name if number == 1 else f"{name}.p{number:03d}"
        return self._path / f"{inner}{PARTIAL_SUFFIX}"

    def _partials(self, name: str) -> list[Path]:
        """The parts that were written so far, without a gap."""
        found = []
        for number in range(1, MOST_PARTS + 1):
            path = self._partial(name, number)
            if not os.path.lexists(path):
                break
            found.append(path)
        return found

    def _remove_partial(self, name: str) -> None:
        later = re.compile(re.escape(name) + r"\.p[0-9]{3}" + re.escape(PARTIAL_SUFFIX))
        for left in [one for one in self._path.iterdir() if later.fullmatch(one.name)]:
            left.unlink(missing_ok=True)
        self._partial(name, 1).unlink(missing_ok=True)

    def _is_taken(self, name: str) -> bool:
        """Whether the bundle lies there, whole or in parts.

        FAT32 and exFAT take all spellings of a name for one, and a new file would replace the other.
        """
        wanted = name.casefold()
        for entry in self._path.iterdir():
            spelt = entry.name.casefold()
            part = _PART.fullmatch(spelt)
            if wanted in {spelt, None if part is None else part["name"]}:
                return True
        return False

    def _parts(self, name: str) -> dict[int, Path]:
        """The finished parts of a bundle by their numbers."""
        found = {}
        for entry in self._path.iterdir():
            part = _PART.fullmatch(entry.name)
            if part is not None and part["name"] == name:
                found[int(part["number"])] = entry
        return found

    def _joined(self, paths: list[Path]) -> BinaryIO:
        sizes = []
        for path in paths:
            with self._plain(path) as source:
                sizes.append(os.fstat(source.fileno()).st_size)
        reader = PartReader(sizes, lambda place: self._plain(paths[place]))
        return cast("BinaryIO", io.BufferedReader(reader, 1024 * 1024))

    @staticmethod
    def _plain(path: Path, missing: str = "media.missing") -> BinaryIO:
        try:
            source = open_plain(path)
        except FileNotFoundError:
            raise EnvironmentProblemError(missing) from None
        except OSError:
            raise UntrustedInputError("bundle.not-a-bundle") from None
        if source is None:
            raise UntrustedInputError("bundle.not-a-bundle")
        return source
