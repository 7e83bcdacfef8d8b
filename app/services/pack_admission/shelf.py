"""The form packs of one station: those that shipped with the program, and those that were admitted to its vault.

What shipped counts as signed by the release: whoever runs a program trusts its data as its code. What was admitted was
judged once, when it came in; afterwards the vault vouches for it, and the loader looks at it again.
"""

from typing_extensions import override

from app.models.domain.errors import VaultError
from app.models.views.form_packs import KeptPack
from app.services.desk import Desk
from app.services.pack_admission import signed_file
from app.services.packs.loader import LoadedPack, load_files
from app.services.packs.shelf import PackShelf

Rank = tuple[str, int]
"""Orders packs: first day, then version."""


class StationShelf(PackShelf):
    """Shipped and admitted packs.

    Args:
        shipped: The packs of the program.
        desk: Of the unlocked vault.
    """

    def __init__(self, shipped: PackShelf, desk: Desk) -> None:
        super().__init__(*shipped.place)
        self._shipped = shipped
        self._desk = desk
        self._read: dict[str, LoadedPack] = {}

    @property
    @override
    def current(self) -> LoadedPack:
        """The newest pack whose first day has come at this station; that of the program until then.

        Raises:
            VaultError: ``vault.damaged``.
            UntrustedInputError: ``pack.*``: this program finds fault with a pack that an earlier one admitted.
        """
        shipped, today = self._shipped.current, self._desk.clock.today()
        come = [one for one in self.kept() if one.effective_from <= today]
        newest = max(come, key=rank_of_kept, default=None)
        if newest is None or rank_of_kept(newest) <= rank_of(shipped):
            return shipped
        return self.by_digest(newest.digest)

    @override
    def by_digest(self, digest: str) -> LoadedPack:
        """The very pack that a case is pinned to.

        Raises:
            VaultError: ``pack.not-here``, or ``vault.damaged``.
            UntrustedInputError: As :attr:`current`.
        """
        try:
            return self._shipped.by_digest(digest)
        except VaultError:
            return self._admitted(digest)

    @override
    def every(self) -> list[LoadedPack]:
        """All of them, the shipped ones first."""
        return [*self._shipped.every(), *(self._admitted(one.digest) for one in self.kept())]

    @property
    def newest(self) -> str:
        """Digest of the last of all, whether or not its first day has come: what the next one is made from."""
        ranks = {one.pack.digest: rank_of(one) for one in self.shipped()}
        ranks |= {one.digest: rank_of_kept(one) for one in self.kept()}
        return max(ranks, key=lambda digest: ranks[digest])

    @override
    def files_of(self, digest: str) -> dict[str, bytes]:
        """The files of a pack that is here.

        Raises:
            VaultError: As :meth:`by_digest`.
            UntrustedInputError: As :attr:`current`.
        """
        try:
            return self._shipped.files_of(digest)
        except VaultError:
            return dict(self._signed(digest).files)

    def kept(self) -> list[KeptPack]:
        """What was admitted here, without reading the packs; also what another process admitted meanwhile."""
        with self._desk.vault.read() as unit:
            return unit.form_packs.all()

    def shipped(self) -> list[LoadedPack]:
        """What came with the program."""
        return self._shipped.every()

    def _admitted(self, digest: str) -> LoadedPack:
        if digest not in self._read:
            self._read[digest] = load_files(self._signed(digest).files)
        return self._read[digest]

    def _signed(self, digest: str) -> signed_file.SignedPack:
        with self._desk.vault.read() as unit:
            file = unit.form_packs.file(digest)
        if file is None:
            raise VaultError("pack.not-here")
        return signed_file.read(file)


def rank_of(loaded: LoadedPack) -> Rank:
    """The rank of a pack."""
    return loaded.pack.meta.effective_from.isoformat(), loaded.pack.meta.version


def rank_of_kept(pack: KeptPack) -> Rank:
    """The same of one that was not read."""
    return pack.effective_from.isoformat(), pack.version
