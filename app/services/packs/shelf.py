"""The packs (様式パック) that ship with the program; each case finishes under the one it began with."""

from collections.abc import Iterable
from functools import cached_property
from importlib.resources.abc import Traversable

from app.models.domain.errors import UntrustedInputError, VaultError
from app.models.forms.migration import FILE
from app.services.packs.files import read_files
from app.services.packs.loader import LoadedPack, load
from app.services.packs.migration_checks import check_migration


class PackShelf:
    """Every pack in a folder, read once when the first is needed.

    Args:
        folder: Holds one folder per pack.
        current: Name of the pack for new cases.
    """

    def __init__(self, folder: Traversable, current: str) -> None:
        self._folder = folder
        self._current = current

    @property
    def place(self) -> tuple[Traversable, str]:
        """What the shelf was made from: the folder, and the name of the current pack."""
        return self._folder, self._current

    @property
    def current(self) -> LoadedPack:
        """The pack that a new case begins with."""
        return self._packs[self._current]

    def by_digest(self, digest: str) -> LoadedPack:
        """The very pack that a case is pinned to.

        Raises:
            VaultError: ``pack.not-here`` when this program does not hold that version.
        """
        for loaded in self._packs.values():
            if loaded.pack.digest == digest:
                return loaded
        raise VaultError("pack.not-here")

    def files_of(self, digest: str) -> dict[str, bytes]:
        """The files of one of them, as they lie in its folder.

        Raises:
            VaultError: As :meth:`by_digest`.
        """
        for name, loaded in self._packs.items():
            if loaded.pack.digest == digest:
                return read_files(self._folder / name)
        raise VaultError("pack.not-here")

    def every(self) -> list[LoadedPack]:
        """All of them, in the order of their folders' names."""
        return [self._packs[name] for name in sorted(self._packs)]

    @cached_property
    def _packs(self) -> dict[str, LoadedPack]:
        packs = {entry.name: load(entry) for entry in self._folder.iterdir() if entry.is_dir()}
        for loaded in packs.values():
            _check_origin(loaded, packs.values())
        return packs


def _check_origin(loaded: LoadedPack, packs: Iterable[LoadedPack]) -> None:
    """A pack that migrates stands beside the one it migrates from: open cases finish on that one."""
    if loaded.migration is None:
        return
    digest = loaded.migration.origin.digest
    old = next((each.pack for each in packs if each.pack.digest == digest), None)
    if old is None:
        raise UntrustedInputError("pack.migrate-origin", file=FILE, place=loaded.migration.origin.id)
    check_migration(old, loaded.pack, loaded.migration)
