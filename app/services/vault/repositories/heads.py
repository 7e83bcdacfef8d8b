"""Heads of records that stand outside the record itself: on paper slips, and those of partners."""

from sqlalchemy import Connection, bindparam, func, insert, select, update

from app.models.domain.ids import StationId
from app.models.schema import keeping
from app.models.views.records import Slip, Witnessed
from app.services.vault.rows import as_row, every, first

_SLIPS = keeping.slips
_SEEN = keeping.witnessed
_NEXT = (
    select(_SEEN)
    .where(
        _SEEN.c.station
        == select(func.min(_SEEN.c.station)).where(_SEEN.c.station > bindparam("after")).scalar_subquery()
    )
    .order_by(_SEEN.c.number.desc())
    .limit(1)
)
"""The newest head of the station that follows another one."""


class Heads:
    """Slips (控え紙) that were printed, and heads of partners' records that were noted."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add_slip(self, slip: Slip) -> None:
        """Note that a slip was printed."""
        self._connection.execute(insert(_SLIPS), as_row(slip))

    def slips(self, limit: int = 1000) -> list[Slip]:
        """The latest slips, newest first."""
        return every(self._connection, select(_SLIPS).order_by(_SLIPS.c.printed_at.desc()).limit(limit), Slip)

    def note(self, seen: Witnessed) -> bool:
        """Keep a partner's head.

        Returns:
            False when the very same one was kept before.
        """
        same = (
            _SEEN.c.station == seen.station,
            _SEEN.c.epoch == seen.epoch,
            _SEEN.c.size == seen.size,
            _SEEN.c.root == seen.root,
        )
        if self._connection.execute(select(_SEEN.c.size).where(*same)).first() is not None:
            return False
        number = self._connection.execute(select(func.coalesce(func.max(_SEEN.c.number), 0) + 1)).scalar_one()
        self._connection.execute(insert(_SEEN), {**as_row(seen), "number": number})
        return True

    def furthest(self, station: StationId) -> Witnessed | None:
        """The head of a partner that is furthest on, of those that followed from the ones before."""
        query = select(_SEEN).where(_SEEN.c.station == station, _SEEN.c.is_alarm == 0)
        return first(self._connection, query.order_by(_SEEN.c.epoch.desc(), _SEEN.c.size.desc()).limit(1), Witnessed)

    def at(self, station: StationId, size: int) -> Witnessed | None:
        """A partner's head of a size, of the latest epoch in which one was noted."""
        query = select(_SEEN).where(_SEEN.c.station == station, _SEEN.c.size == size, _SEEN.c.is_alarm == 0)
        return first(self._connection, query.order_by(_SEEN.c.epoch.desc()).limit(1), Witnessed)

    def newest(self) -> list[Witnessed]:
        """The head that was noted last of each partner, by station."""
        found: list[Witnessed] = []
        while True:  # one step for each partner, however many heads it sent
            after = {"after": found[-1].station if found else ""}
            one = first(self._connection, _NEXT, Witnessed, after)
            if one is None:
                return found
            found.append(one)

    def set_aside(self, station: StationId, *, keeps_newest: bool) -> None:
        """Compare nothing with the heads of a partner that were noted so far; they stay, as alarms.

        Two officers found out why its record was rolled back, and the next head counts as a first one.

        Args:
            station: The partner's.
            keeps_newest: Go on from the head that was noted last, which raised the alarm and can be read.
        """
        self._connection.execute(update(_SEEN).where(_SEEN.c.station == station).values(is_alarm=1))
        query = select(_SEEN).where(_SEEN.c.station == station, _SEEN.c.size > 0)
        newest = first(self._connection, query.order_by(_SEEN.c.number.desc()).limit(1), Witnessed)
        if newest is None or not keeps_newest:
            return
        kept = (_SEEN.c.epoch == newest.epoch, _SEEN.c.size == newest.size, _SEEN.c.root == newest.root)
        self._connection.execute(update(_SEEN).where(_SEEN.c.station == station, *kept).values(is_alarm=0))
