"""Emergency accesses (非常時閲覧) to cases."""

from datetime import datetime

from sqlalchemy import Connection, func, insert, select, update

from app.models.domain.errors import InvalidInputError
from app.models.domain.ids import CaseId, PersonId
from app.models.schema import keeping, tables
from app.models.views.records import EmergencyAccess
from app.services.vault.rows import as_row, every, first

_TABLE = keeping.emergency_accesses


class Emergencies:
    """Who read a case without a part in it, until when, and what came of it."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, access: EmergencyAccess) -> None:
        """An access begins."""
        self._connection.execute(insert(_TABLE), as_row(access))

    def get(self, access_id: str) -> EmergencyAccess:
        """One access."""
        found = first(self._connection, select(_TABLE).where(_TABLE.c.access_id == access_id), EmergencyAccess)
        if found is None:
            raise InvalidInputError("record.not-found")
        return found

    def open_of(self, case_id: CaseId, person: PersonId, at: datetime) -> EmergencyAccess | None:
        """The access of an officer to a case that is open at a moment.

        The end stands in the vault, so a restart does not move it. A clock behind what the record has already seen is
        not believed: nothing is open until it is right again.
        """
        query = select(_TABLE).where(
            _TABLE.c.case_id == case_id,
            _TABLE.c.person == person,
            _TABLE.c.closed_at.is_(None),
            _TABLE.c.reviewed_at.is_(None),
        )
        running = [one for one in every(self._connection, query, EmergencyAccess) if one.until > at]
        return running[-1] if running and not self.is_clock_behind(at) else None

    def is_open(self, case_id: CaseId, person: PersonId, at: datetime) -> bool:
        """Whether such an access is open."""
        return self.open_of(case_id, person, at) is not None

    def is_clock_behind(self, at: datetime) -> bool:
        """Whether the record has seen a later time than the clock shows now."""
        latest = self._connection.execute(select(func.max(tables.events.c.at))).scalar_one()
        return latest is not None and at.isoformat() < str(latest)

    def close(self, access_id: str, at: datetime) -> None:
        """The access ends before its time."""
        self._connection.execute(update(_TABLE).where(_TABLE.c.access_id == access_id).values(closed_at=at.isoformat()))

    def review(self, access_id: str, at: datetime, by: PersonId, outcome: str) -> None:
        """Another person has looked at it."""
        values = {"reviewed_at": at.isoformat(), "reviewed_by": by, "outcome": outcome}
        self._connection.execute(update(_TABLE).where(_TABLE.c.access_id == access_id).values(**values))

    def unreviewed(self) -> list[EmergencyAccess]:
        """Accesses that nobody has reviewed yet, oldest first."""
        return every(
            self._connection,
            select(_TABLE).where(_TABLE.c.reviewed_at.is_(None)).order_by(_TABLE.c.opened_at),
            EmergencyAccess,
        )

    def of_case(self, case_id: CaseId) -> list[EmergencyAccess]:
        """All accesses to a case, oldest first."""
        query = select(_TABLE).where(_TABLE.c.case_id == case_id).order_by(_TABLE.c.opened_at)
        return every(self._connection, query, EmergencyAccess)
