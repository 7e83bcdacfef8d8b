"""Does ``migrate.json`` account for every item, of the pack that it stands in and of the pack that it starts from?"""

from collections.abc import Mapping

from app.models.domain.errors import UntrustedInputError
from app.models.forms.definition import FormPack
from app.models.forms.migration import FILE, Migration, changed_kind, starts_from, unaccounted_new, unaccounted_old
from app.services.packs.files import decode


def migration_in(files: Mapping[str, bytes], pack: FormPack) -> Migration | None:
    """The migration that a pack brings, after a look at its new side; None for a pack that starts afresh.

    Raises:
        UntrustedInputError: ``pack.shape`` or ``pack.migrate-new`` with the item.
    """
    if FILE not in files:
        return None
    migration = decode(files, FILE, Migration)
    odd = unaccounted_new(pack, migration)
    if odd is not None:
        raise UntrustedInputError("pack.migrate-new", file=FILE, place=odd)
    return migration


def check_migration(old: FormPack, new: FormPack, migration: Migration) -> None:
    """Refuse a migration that does not fit the pack it starts from.

    Raises:
        UntrustedInputError: ``pack.migrate-origin``, ``pack.migrate-old`` or ``pack.migrate-kind``.
    """
    if not starts_from(migration, old):
        raise UntrustedInputError("pack.migrate-origin", file=FILE, place=migration.origin.id)
    odd = unaccounted_old(old, migration)
    if odd is not None:
        raise UntrustedInputError("pack.migrate-old", file=FILE, place=odd)
    changed = changed_kind(old, new, migration)
    if changed is not None:
        raise UntrustedInputError("pack.migrate-kind", file=FILE, place=changed)
