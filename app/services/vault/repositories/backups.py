"""Backups that were made of this vault."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import Connection, func, insert, select, update

from app.models.schema.keeping import backups
from app.models.views.backups import BackupRecord
from app.services.vault.rows import as_row, every, first


class Backups:
    """The list of backups; the files lie on media."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, backup: BackupRecord) -> None:
        """Note a backup that was opened again and is whole."""
        self._connection.execute(insert(backups), as_row(backup))

    def find(self, backup_id: str) -> BackupRecord | None:
        """One backup, or None when this vault does not know of it."""
        return first(self._connection, select(backups).where(backups.c.backup_id == backup_id), BackupRecord)

    def newest_first(self, limit: int = 1000) -> list[BackupRecord]:
        """All backups, removed ones too."""
        query = select(backups).order_by(backups.c.made_at.desc(), backups.c.number.desc()).limit(limit)
        return every(self._connection, query, BackupRecord)

    def kept(self) -> list[BackupRecord]:
        """Backups that still lie on a medium, newest first."""
        return [one for one in self.newest_first() if one.removed_at is None]

    def last_number(self) -> int:
        """The highest number that was given."""
        return int(self._connection.execute(select(func.coalesce(func.max(backups.c.number), 0))).scalar_one())

    def set_removed(self, backup_ids: Iterable[str], at: datetime) -> None:
        """Note that backups were taken off their medium."""
        for backup_id in backup_ids:
            self._connection.execute(
                update(backups).where(backups.c.backup_id == backup_id).values(removed_at=at.isoformat())
            )

    def set_drilled(self, backup_id: str, at: datetime, outcome: str) -> None:
        """Note the result of a restore drill."""
        self._connection.execute(
            update(backups)
            .where(backups.c.backup_id == backup_id)
            .values(drilled_at=at.isoformat(), drill_outcome=outcome)
        )
