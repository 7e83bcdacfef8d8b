"""Keep a medium tidy: no half files, one file of keys, so many backups, no attachment that nothing lists."""

from contextlib import suppress

from app.models.domain.errors import AppError
from app.services.backups.layout import PARTIAL, Layout, is_blob_name, newest_number_in, number_in
from app.services.backups.opening import found_on, read_blob_list
from app.services.crypto.age import Identity
from app.services.ports import BackupPlace

MANIFEST = "backup.dsse"


def clear_away(
    place: BackupPlace, layout: Layout, *, keep: int | None = None, reader: Identity | None = None
) -> frozenset[int]:
    """Remove what no backup needs.

    Args:
        place: The medium.
        layout: Whose backups.
        keep: How many backups stay at least; None leaves their number alone.
        reader: Opens the lists of attachments; None leaves attachments alone.

    Returns:
        Numbers of the backups that were removed.
    """
    names = place.names(layout.folder)
    _clear_halves(place, layout, names)
    whole = sorted(number for name in names if (number := number_in(name)) and _is_whole(place, layout, number))
    removed = frozenset(whole[:-keep] if keep and len(whole) > keep else ())
    for number in sorted(removed):
        retire(place, layout, number)
    newest = max(whole, default=0)
    for name in names:
        number = newest_number_in(name)
        # What is newer than every backup is of one that was never finished.
        if number is not None and number != newest:
            place.remove(f"{layout.folder}/{name}")
    if reader is not None and whole:
        _clear_blobs(place, layout, reader)
    return removed


def retire(place: BackupPlace, layout: Layout, number: int) -> None:
    """Take one backup off the medium, its list first, so that what is left of it counts for nothing.

    Never fails: what a medium does not let go of is removed next time.
    """
    with suppress(AppError, OSError):
        for name in (MANIFEST, *place.names(layout.numbered(number))):
            place.remove(f"{layout.numbered(number)}/{name}")


def _is_whole(place: BackupPlace, layout: Layout, number: int) -> bool:
    return MANIFEST in place.names(layout.numbered(number))


def _clear_halves(place: BackupPlace, layout: Layout, names: list[str]) -> None:
    for name in names:
        number = number_in(name)
        if name.endswith(PARTIAL):
            place.remove(f"{layout.folder}/{name}")
        elif number is not None and not _is_whole(place, layout, number):
            retire(place, layout, number)
    for name in place.names(layout.blobs):
        if name.endswith(PARTIAL):
            place.remove(layout.blob(name))


def _clear_blobs(place: BackupPlace, layout: Layout, reader: Identity) -> None:
    """Remove attachments that are gone from the vault.

    An older backup of the same epoch still lists what was destroyed since; that must go. One of an earlier epoch is of
    a time before a restore, which somebody may still go back to.
    """
    found = [one.manifest for one in found_on(place, layout)]
    manifests = [one for one in found if one is not None]
    if not manifests or len(manifests) != len(found):
        return
    needed: set[str] = set()
    for manifest in manifests:
        if manifest is manifests[0] or manifest.epoch != manifests[0].epoch:
            needed |= set(read_blob_list(place, layout, manifest, reader))
    for name in place.names(layout.blobs):
        if is_blob_name(name) and name not in needed:
            place.remove(layout.blob(name))
