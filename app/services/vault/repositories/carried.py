"""What bundles carry about people for whom no case is open here, and what is written about a case to be sent."""

from dataclasses import replace
from typing import Any

import msgspec
from sqlalchemy import Connection, Row, delete, insert, select

from app.models.domain.errors import InvalidInputError
from app.models.domain.ids import CaseId
from app.models.domain.sealed_places import carried_place
from app.models.schema.carried import carried
from app.models.views.carried import Carried
from app.services.crypto.sealing import seal, unseal
from app.services.ports import Entropy
from app.services.vault.case_keys import CaseKeys
from app.services.vault.rows import as_row


class CarriedMatters:
    """Rosters that wait, reports, complaints, figures. What belongs to a case is sealed under its key."""

    def __init__(self, connection: Connection, keys: CaseKeys, entropy: Entropy) -> None:
        self._connection = connection
        self._keys = keys
        self._entropy = entropy

    def add(self, matter: Carried) -> None:
        """Keep one."""
        columns = as_row(matter)
        if matter.case_id is not None:
            key = self._keys.get(matter.case_id)
            columns["content"] = seal(key, matter.content, carried_place(matter.matter_id), self._entropy)
        self._connection.execute(insert(carried), columns)

    def find(self, matter_id: str) -> Carried | None:
        """One, or None."""
        row = self._connection.execute(select(carried).where(carried.c.matter_id == matter_id)).first()
        return None if row is None else self._opened(row)

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
        rows = self._connection.execute(query.order_by(carried.c.at, carried.c.matter_id))
        return [self._opened(row) for row in rows]

    def of_case(self, case_id: CaseId, kind: str) -> list[Carried]:
        """All of a kind that belong to a case, oldest first."""
        query = select(carried).where(carried.c.kind == kind, carried.c.case_id == case_id)
        rows = self._connection.execute(query.order_by(carried.c.at, carried.c.matter_id))
        return [self._opened(row) for row in rows]

    def remove(self, matter_id: str) -> None:
        """Forget one."""
        self._connection.execute(delete(carried).where(carried.c.matter_id == matter_id))

    def _opened(self, row: Row[Any]) -> Carried:
        columns = {str(name): column for name, column in row._mapping.items()}  # noqa: SLF001 # SQLAlchemy's public name for it
        matter = msgspec.convert(columns, Carried, strict=False, builtin_types=(bytes,))
        if matter.case_id is None:
            return matter
        key = self._keys.get(matter.case_id)
        return replace(matter, content=unseal(key, matter.content, carried_place(matter.matter_id)))
