"""What a sound pack must be beyond itself before this station takes it: it comes from one that is here, and goes on."""

from collections.abc import Iterable

from app.models.domain.errors import AlreadyDoneError, UntrustedInputError, VaultError
from app.models.forms.migration import FILE
from app.models.views.form_packs import KeptPack
from app.services.pack_admission.shelf import StationShelf
from app.services.packs.loader import LoadedPack
from app.services.packs.migration_checks import check_migration


def require_origin(shelf: StationShelf, loaded: LoadedPack) -> None:
    """The pack that it comes from is here, and every item of it is accounted for.

    Raises:
        UntrustedInputError: ``pack.no-origin``, ``pack.origin-not-here``, ``pack.effective-back``, ``pack.migrate-*``.
    """
    if loaded.migration is None:
        raise UntrustedInputError("pack.no-origin", file=FILE)
    origin = loaded.migration.origin
    try:
        before = shelf.by_digest(origin.digest)
    except VaultError as missing:
        if missing.code != "pack.not-here":
            raise
        raise UntrustedInputError("pack.origin-not-here", place=origin.id, version=origin.version) from None
    check_migration(before.pack, loaded.pack, loaded.migration)
    if loaded.pack.meta.effective_from < before.pack.meta.effective_from:
        raise UntrustedInputError("pack.effective-back")


def require_newer(shelf: StationShelf, loaded: LoadedPack, kept: Iterable[KeptPack]) -> None:
    """No version comes twice, and none goes back.

    Raises:
        AlreadyDoneError: ``pack.admitted-already``.
        UntrustedInputError: ``pack.version-back``.
    """
    meta, shipped = loaded.pack.meta, [one.pack for one in shelf.shipped()]
    held = [*((one.digest, one.meta.id, one.meta.version) for one in shipped)]
    held += [(one.digest, one.pack_id, one.version) for one in kept]
    if any(digest == loaded.pack.digest for digest, _, _ in held):
        raise AlreadyDoneError("pack.admitted-already")
    newest = max((version for _, name, version in held if name == meta.id), default=0)
    if meta.version <= newest:
        raise UntrustedInputError("pack.version-back", version=meta.version, newest=newest)
