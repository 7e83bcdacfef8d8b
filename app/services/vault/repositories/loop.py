"""What became of bundles after they left: writing, objections, incidents, stopped lanes."""

from datetime import datetime

from sqlalchemy import Connection, delete, func, insert, select, update
from sqlalchemy.dialects.sqlite import insert as upsert

from app.models.domain.errors import InvalidInputError
from app.models.domain.ids import BundleId, PersonId, StationId
from app.models.schema import loop
from app.models.views.loop import Incident, LaneStop, Objection, Writing
from app.services.vault.rows import as_row, every, first

_WRITINGS = loop.writings
_OBJECTIONS = loop.objections
_INCIDENTS = loop.incidents
_STOPS = loop.lane_stops


class Loop:
    """The loop of receipts around every export."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    # Writing

    def begin_writing(self, writing: Writing) -> None:
        """Note that a bundle is being written from now on; an earlier attempt is replaced."""
        row = as_row(writing)
        self._connection.execute(
            upsert(_WRITINGS).values(row).on_conflict_do_update(index_elements=["bundle_id"], set_=row)
        )

    def end_writing(self, bundle_id: BundleId, at: datetime) -> None:
        """It lies on the medium."""
        self._connection.execute(
            update(_WRITINGS).where(_WRITINGS.c.bundle_id == bundle_id).values(finished_at=at.isoformat())
        )

    def forget_writing(self, bundle_id: BundleId) -> None:
        """Nothing of it is on any medium."""
        self._connection.execute(delete(_WRITINGS).where(_WRITINGS.c.bundle_id == bundle_id))

    def writing(self, bundle_id: BundleId) -> Writing | None:
        """Where a bundle was written, or None."""
        return first(self._connection, select(_WRITINGS).where(_WRITINGS.c.bundle_id == bundle_id), Writing)

    def interrupted(self) -> list[Writing]:
        """Writings that were cut off, oldest first."""
        query = select(_WRITINGS).where(_WRITINGS.c.finished_at.is_(None)).order_by(_WRITINGS.c.started_at)
        return every(self._connection, query, Writing)

    # Objections

    def object(self, objection: Objection) -> None:
        """Keep a refusal to sign; a later one by the same officer replaces it."""
        row = as_row(objection)
        self._connection.execute(
            upsert(_OBJECTIONS).values(row).on_conflict_do_update(index_elements=["bundle_id", "person"], set_=row)
        )

    def withdraw_objection(self, bundle_id: BundleId, person: PersonId) -> None:
        """The officer signs after all."""
        self._connection.execute(
            delete(_OBJECTIONS).where(_OBJECTIONS.c.bundle_id == bundle_id, _OBJECTIONS.c.person == person)
        )

    def objections(self, bundle_id: BundleId) -> list[Objection]:
        """Who refused to sign a draft, oldest first."""
        query = select(_OBJECTIONS).where(_OBJECTIONS.c.bundle_id == bundle_id).order_by(_OBJECTIONS.c.at)
        return every(self._connection, query, Objection)

    # Incidents

    def open_incident(self, cause: str, bundle_id: str, partner: str, at: datetime, person: str) -> Incident | None:
        """Open an incident.

        Returns:
            The incident, or None when the same one is open already.
        """
        same = (
            _INCIDENTS.c.cause == cause,
            _INCIDENTS.c.bundle_id == bundle_id,
            _INCIDENTS.c.partner == partner,
            _INCIDENTS.c.closed_at.is_(None),
        )
        if self._connection.execute(select(_INCIDENTS.c.number).where(*same)).first() is not None:
            return None
        number = self._connection.execute(select(func.coalesce(func.max(_INCIDENTS.c.number), 0) + 1)).scalar_one()
        made = Incident(int(number), cause, BundleId(bundle_id), StationId(partner), at, PersonId(person))
        self._connection.execute(insert(_INCIDENTS), as_row(made))
        return made

    def incident(self, number: int) -> Incident:
        """One incident.

        Raises:
            InvalidInputError: ``record.not-found``.
        """
        found = first(self._connection, select(_INCIDENTS).where(_INCIDENTS.c.number == number), Incident)
        if found is None:
            raise InvalidInputError("record.not-found")
        return found

    def incidents(self, *, with_closed: bool = False) -> list[Incident]:
        """Open incidents, the newest first; closed ones only on demand."""
        query = select(_INCIDENTS).order_by(_INCIDENTS.c.number.desc())
        if not with_closed:
            query = query.where(_INCIDENTS.c.closed_at.is_(None))
        return every(self._connection, query, Incident)

    def set_reported(self, number: int, at: datetime) -> None:
        """Its report was printed."""
        self._connection.execute(
            update(_INCIDENTS).where(_INCIDENTS.c.number == number).values(reported_at=at.isoformat())
        )

    def close_incident(self, number: int, at: datetime, person: PersonId, ending: str) -> None:
        """It is dealt with."""
        values = {"closed_at": at.isoformat(), "closed_by": person, "ending": ending}
        self._connection.execute(update(_INCIDENTS).where(_INCIDENTS.c.number == number).values(**values))

    # Stopped lanes

    def stop_lane(self, stop: LaneStop) -> bool:
        """Note that a lane stopped.

        Returns:
            False when it was noted before for the same cause.
        """
        if any(one.cause == stop.cause for one in self.stops_of(stop.partner)):
            return False
        number = self._connection.execute(select(func.coalesce(func.max(_STOPS.c.number), 0) + 1)).scalar_one()
        self._connection.execute(insert(_STOPS), {**as_row(stop), "number": int(number)})
        return True

    def stops_of(self, partner: StationId) -> list[LaneStop]:
        """What stops the lane from a partner now; nothing when it is open."""
        query = select(_STOPS).where(_STOPS.c.partner == partner, _STOPS.c.cleared_at.is_(None))
        return every(self._connection, query, LaneStop)

    def end_stop(self, number: int, at: datetime) -> None:
        """It ended by itself: what was missing came, or was given up."""
        self._connection.execute(update(_STOPS).where(_STOPS.c.number == number).values(cleared_at=at.isoformat()))

    def stops(self, *, with_cleared: bool = False) -> list[LaneStop]:
        """Stopped lanes, the newest first."""
        query = select(_STOPS).order_by(_STOPS.c.number.desc())
        if not with_cleared:
            query = query.where(_STOPS.c.cleared_at.is_(None))
        return every(self._connection, query, LaneStop)

    def clear_lane(self, number: int, at: datetime, person: PersonId, witness: PersonId, reason: str) -> None:
        """Two officers let it go on."""
        values = {"cleared_at": at.isoformat(), "cleared_by": person, "witness": witness, "reason": reason}
        self._connection.execute(update(_STOPS).where(_STOPS.c.number == number).values(**values))
