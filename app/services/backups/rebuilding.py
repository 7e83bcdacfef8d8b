"""Make a vault out of an opened backup, in a folder of its own and under a new key, before anybody can read it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from app.models.domain.errors import UntrustedInputError
from app.models.domain.ids import BlobId
from app.models.views.retention import Destruction
from app.services.backups.opening import OpenBackup
from app.services.ports import Entropy
from app.services.retention.ledger import apply_ledger, entry_of
from app.services.vault.faults import translated
from app.services.vault.replacement import copy_under, remove
from app.services.vault.unit import Unit
from app.services.vault.vault import BLOBS, DATABASE, KEYS, Vault, file_keys


@dataclass(frozen=True, slots=True)
class Rebuilt:
    """A vault out of a backup, open, with the destruction ledger applied.

    Attributes:
        destroyed_again: Things that had come back and were destroyed again.
        subjects: All that the ledger names.
    """

    vault: Vault
    destroyed_again: int
    subjects: frozenset[str]


def rebuild(
    backup: OpenBackup,
    folder: Path,
    vault_key: bytes,
    entropy: Entropy,
    at: datetime,
    present: tuple[Destruction, ...] = (),
) -> Rebuilt:
    """Put both databases of a backup under a new key and destroy again what was destroyed.

    Args:
        backup: Opened and checked.
        folder: An empty folder on the disk of the vault.
        vault_key: 32 new random bytes.
        entropy: Source of randomness.
        at: For drafted bundles that are discarded.
        present: The ledger of the vault that is replaced, beside those of medium and backup.

    Raises:
        UntrustedInputError: ``backup.keys-missing``: the newest keys on the medium lack a case that was not destroyed.
        EnvironmentProblemError: The disk is full or fails.
    """
    keys = file_keys(vault_key)
    for name, carton in ((DATABASE, backup.vault), (KEYS, backup.keys)):
        copy_under(carton.path, carton.key, folder / name, keys[name])
        remove(carton.path)
    with translated():
        (folder / BLOBS).mkdir(mode=0o700)
    vault = Vault.open(folder, vault_key, entropy)
    try:
        lines = (*backup.ledger, *(line for _, line in backup.inside.destroyed))
        entries = {one.subject: one for one in (*map(entry_of, lines), *present)}
        with vault.write() as unit:
            again = apply_ledger(unit, entries.values(), at)
            _require_keys(unit)
        finish(vault, at)
    except BaseException:
        vault.close()
        raise
    return Rebuilt(vault, again, frozenset(entries))


def finish(vault: Vault, at: datetime, told: Callable[[Unit], None] = lambda _unit: None) -> None:
    """Take keys and files of what is destroyed away for good."""
    vault.finish_destructions(at, lambda unit, _finished: told(unit))


def missing_papers(vault: Vault, backup: OpenBackup) -> list[BlobId]:
    """Attachments of the rebuilt vault that are not on the medium."""
    with vault.read() as unit:
        return sorted(BlobId(name) for name in unit.papers.file_ids() - backup.on_medium)


def _require_keys(unit: Unit) -> None:
    if any(not unit.case_keys.holds(case_id) for case_id in unit.cases.every_id()):
        raise UntrustedInputError("backup.keys-missing")
