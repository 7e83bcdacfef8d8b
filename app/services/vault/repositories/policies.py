"""運用の定め: what this office chose where the law leaves a choice."""

from datetime import datetime

from sqlalchemy import Connection, select
from sqlalchemy.dialects.sqlite import insert

from app.models.domain.ids import PersonId
from app.models.schema.keeping import policies


class Policies:
    """One value per name; a name without a row has the default that its reader gives."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def get(self, name: str, default: str) -> str:
        """The value in force."""
        row = self._connection.execute(select(policies.c.value).where(policies.c.name == name)).first()
        return default if row is None else str(row[0])

    def set(self, name: str, value: str, at: datetime, by: PersonId) -> None:
        """Put a value in force."""
        columns = {"name": name, "value": value, "set_at": at.isoformat(), "set_by": by}
        self._connection.execute(
            insert(policies).values(columns).on_conflict_do_update(index_elements=["name"], set_=columns)
        )
