"""The keys' own papers: what the slots file must say, what must still be renewed, who holds a recovery sheet."""

from collections.abc import Sequence

import msgspec
from sqlalchemy import Connection, delete, insert, select, update

from app.models.domain.errors import VaultError
from app.models.schema.keeping import key_file, recovery_sheets
from app.models.views.records import RecoverySheet
from app.services.vault.rows import as_row, every
from app.services.vault.slots import SlotFile, encoded


class Keys:
    """The vault's own copy of the slots file decides; the file beside the vault follows it."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def start(self, slots: SlotFile) -> None:
        """Keep the first slots file."""
        row = {"only": 1, "content": encoded(slots).decode(), "renewal_due": ""}
        self._connection.execute(insert(key_file), row)

    def file(self) -> SlotFile:
        """What the slots file must say.

        Raises:
            VaultError: ``vault.unfinished`` when the vault was never completed.
        """
        row = self._connection.execute(select(key_file.c.content)).first()
        if row is None:
            raise VaultError("vault.unfinished")
        return msgspec.json.decode(row[0], type=SlotFile)

    def keep(self, slots: SlotFile) -> None:
        """Change what the slots file must say."""
        self._connection.execute(update(key_file).values(content=encoded(slots).decode()))

    def renewal_due(self) -> str:
        """Why the vault key must be renewed as soon as nobody else is in the vault; empty if it need not."""
        return str(self._connection.execute(select(key_file.c.renewal_due)).scalar_one())

    def set_renewal_due(self, reason: str) -> None:
        """Ask for a renewal; an empty reason says that it was done."""
        self._connection.execute(update(key_file).values(renewal_due=reason))

    def recovery_sheets(self) -> list[RecoverySheet]:
        """The two sheets in force, or none."""
        return every(self._connection, select(recovery_sheets).order_by(recovery_sheets.c.number), RecoverySheet)

    def appoint_recovery(self, sheets: Sequence[RecoverySheet]) -> None:
        """Put these sheets in the place of the earlier ones; none where they are spent."""
        self._connection.execute(delete(recovery_sheets))
        if sheets:
            self._connection.execute(insert(recovery_sheets), [as_row(sheet) for sheet in sheets])
