"""What the vault keeps about its backups, as a frozen value. Field names are those of the columns."""

from dataclasses import dataclass
from datetime import datetime

from app.models.domain.ids import PersonId


@dataclass(frozen=True, slots=True)
class BackupRecord:
    """A backup (控え) that was made and opened again; ``size`` and ``root`` are the head of the record in it."""

    backup_id: str
    number: int
    medium: str
    made_at: datetime
    made_by: PersonId
    vault_sha256: str
    vault_bytes: int
    keys_sha256: str
    epoch: int
    size: int
    root: bytes
    checked_at: datetime
    drilled_at: datetime | None = None
    drill_outcome: str | None = None
    removed_at: datetime | None = None
