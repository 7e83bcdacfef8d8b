"""Which drafts wait for a signature at another station (連署の依頼)."""

from datetime import datetime

from sqlalchemy import Connection, delete, func, insert, select, update

from app.models.domain.ids import BundleId, StationId
from app.models.schema.countersigning import countersign_requests
from app.models.views.countersigning import CountersignRequest
from app.services.vault.rows import as_row, every

_LINES = countersign_requests.c


class Countersigns:
    """One line for each request that was written to a medium."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def ask(self, bundle_id: BundleId, station: StationId, file_name: str, at: datetime) -> None:
        """Note that a request lies on a medium."""
        number = self._connection.execute(select(func.coalesce(func.max(_LINES.number), 0) + 1)).scalar_one()
        made = CountersignRequest(int(number), bundle_id, station, file_name, at)
        self._connection.execute(insert(countersign_requests), as_row(made))

    def answer(self, bundle_id: BundleId, station: StationId, answer: str, at: datetime) -> None:
        """What a station was asked is answered now, however often it was asked."""
        self._connection.execute(
            update(countersign_requests)
            .where(_LINES.bundle_id == bundle_id, _LINES.station == station, _LINES.answered_at.is_(None))
            .values(answered_at=at.isoformat(), answer=answer)
        )

    def of_bundle(self, bundle_id: BundleId) -> list[CountersignRequest]:
        """Requests about a draft, oldest first."""
        query = select(countersign_requests).where(_LINES.bundle_id == bundle_id).order_by(_LINES.number)
        return every(self._connection, query, CountersignRequest)

    def forget(self, bundle_id: BundleId) -> None:
        """The draft was given up or written: nobody waits any more."""
        self._connection.execute(delete(countersign_requests).where(_LINES.bundle_id == bundle_id))

    def count_open(self) -> int:
        """How many drafts wait for an answer."""
        query = select(func.count(_LINES.bundle_id.distinct())).where(_LINES.answered_at.is_(None))
        return int(self._connection.execute(query).scalar_one())
