"""Leases of cases (作業中)."""

from datetime import datetime

from sqlalchemy import Connection, delete, select, update
from sqlalchemy.dialects.sqlite import insert

from app.models.domain.ids import CaseId
from app.models.domain.lease import Lease
from app.models.schema.fairness import leases
from app.services.vault.rows import as_row, first


class Leases:
    """At most one row for each case."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def find(self, case_id: CaseId) -> Lease | None:
        """The lease of a case, in force or not."""
        return first(self._connection, select(leases).where(leases.c.case_id == case_id), Lease)

    def take(self, lease: Lease) -> None:
        """Put a lease in the place of the one before."""
        row = as_row(lease)
        put = insert(leases).values(row).on_conflict_do_update(index_elements=["case_id"], set_=row)
        self._connection.execute(put)

    def touch(self, case_id: CaseId, session: str, at: datetime) -> None:
        """Something was done in a session; nothing happens when it has no lease."""
        mine = (leases.c.case_id == case_id, leases.c.session == session)
        self._connection.execute(update(leases).where(*mine).values(seen_at=at.isoformat()))

    def give_up(self, case_id: CaseId, session: str | None = None) -> None:
        """End the lease of a session, or whoever has it."""
        mine = (leases.c.session == session,) if session is not None else ()
        self._connection.execute(delete(leases).where(leases.c.case_id == case_id, *mine))
