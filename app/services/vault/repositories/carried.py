"""What bundles carry about people for whom no case is open here."""

from sqlalchemy import Connection, delete, insert, select

from app.models.domain.errors import InvalidInputError
from app.models.schema.carried import carried
from app.models.views.carried import Carried
from app.services.vault.rows import as_row, every, first


class CarriedMatters:
    """Rosters that wait, reports, inquiries, figures."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, matter: Carried) -> None:
        """Keep one."""
        self._connection.execute(insert(carried), as_row(matter))

    def find(self, matter_id: str) -> Carried | None:
        """One, or None."""
        return first(self._connection, select(carried).where(carried.c.matter_id == matter_id), Carried)

    def get(self, matter_id: str, kind: str, way: str) -> Carried:
        """One of a kind.

        Raises:
            InvalidInputError: ``record.not-found``.
        """
        found = self.find(matter_id)
        if found is None or (found.kind, found.way) != (kind, way):
            raise InvalidInputError("record.not-found")
        return found

    def of_kind(self, kind: str, way: str) -> list[Carried]:
        """All of a kind, oldest first."""
        query = select(carried).where(carried.c.kind == kind, carried.c.way == way)
        return every(self._connection, query.order_by(carried.c.at, carried.c.matter_id), Carried)

    def remove(self, matter_id: str) -> None:
        """Forget one."""
        self._connection.execute(delete(carried).where(carried.c.matter_id == matter_id))
