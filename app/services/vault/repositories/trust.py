"""What the vault knows about trust beside the documents: orders, news, comparisons, ceremonies."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import Connection, insert, select, update
from sqlalchemy.dialects.sqlite import insert as upsert

from app.models.domain.ids import PersonId, StationId
from app.models.schema import tables, trusting
from app.models.views.trust import CeremonyRow, Comparison, News, Seen
from app.services.vault.rows import as_row, every, first

_ORDERS, _NEWS, _SEEN = trusting.trust_orders, trusting.trust_news, trusting.trust_seen
_COMPARED, _CEREMONIES = trusting.trust_comparisons, trusting.ceremonies
_ENVELOPES = select(_ORDERS.c.envelope).order_by(_ORDERS.c.admitted_at, _ORDERS.c.sha256)
_NEWEST_NEWS = select(_NEWS.c.version, _NEWS.c.station, _NEWS.c.learned_at)
_ADOPTED = select(tables.trust_documents.c.version, tables.trust_documents.c.adopted_at)


class Trust:
    """Orders, news, comparisons and ceremonies."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add_order(self, sha256: str, envelope: bytes, at: datetime, by: PersonId) -> bool:
        """Keep a verified order.

        Returns:
            False when the same one was here before.
        """
        columns = {"sha256": sha256, "envelope": envelope, "admitted_at": at.isoformat(), "admitted_by": by}
        done = self._connection.execute(upsert(_ORDERS).values(columns).on_conflict_do_nothing())
        return done.rowcount > 0

    def orders(self) -> list[bytes]:
        """The orders in force, as they were signed, in the order in which they came."""
        return [bytes(row[0]) for row in self._connection.execute(_ENVELOPES)]

    def adopted_at(self) -> dict[int, datetime]:
        """When each version of the trust document was adopted here."""
        return {row[0]: datetime.fromisoformat(row[1]) for row in self._connection.execute(_ADOPTED)}

    def envelopes_after(self, version: int) -> list[bytes]:
        """The documents after a version as they were signed, in their order."""
        table = tables.trust_documents
        query = select(table.c.envelope).where(table.c.version > version).order_by(table.c.version)
        return [bytes(row[0]) for row in self._connection.execute(query)]

    def learn(self, version: int, station: StationId, at: datetime) -> None:
        """Note that a later version exists; the first moment stays until we have adopted one ourselves."""
        kept = self.news()
        learned = at if kept is None else kept.learned_at
        columns = {"only": 1, "version": version, "station": station, "learned_at": learned.isoformat()}
        if kept is None or version > kept.version:
            self._connection.execute(
                upsert(_NEWS).values(columns).on_conflict_do_update(index_elements=["only"], set_=columns)
            )

    def forget_news(self, version: int) -> None:
        """Forget news of a version that is now ours."""
        self._connection.execute(_NEWS.delete().where(_NEWS.c.version <= version))

    def news(self) -> News | None:
        """The latest version that we know of and do not have, or None."""
        return first(self._connection, _NEWEST_NEWS, News)

    def saw(self, station: StationId, version: int, at: datetime) -> None:
        """Note which trust document a partner named."""
        columns = {"station": station, "version": version, "seen_at": at.isoformat()}
        self._connection.execute(
            upsert(_SEEN).values(columns).on_conflict_do_update(index_elements=["station"], set_=columns)
        )

    def seen(self) -> list[Seen]:
        """Which trust document each partner named last."""
        return every(self._connection, select(_SEEN).order_by(_SEEN.c.station), Seen)

    def comparison(self, sha256: str) -> Comparison | None:
        """What was asked about a thing, or None."""
        return first(self._connection, select(_COMPARED).where(_COMPARED.c.sha256 == sha256), Comparison)

    def put_comparison(self, asked: Comparison) -> None:
        """Keep a question in place of an earlier one about the same thing."""
        columns = as_row(asked)
        self._connection.execute(
            upsert(_COMPARED).values(columns).on_conflict_do_update(index_elements=["sha256"], set_=columns)
        )

    def add_ceremony(self, row: CeremonyRow) -> None:
        """Keep a ceremony that begins."""
        self._connection.execute(insert(_CEREMONIES), as_row(row))

    def change_ceremony(self, ceremony_id: str, columns: Mapping[str, object]) -> None:
        """Change columns of a ceremony."""
        self._connection.execute(update(_CEREMONIES).where(_CEREMONIES.c.ceremony_id == ceremony_id).values(columns))

    def ceremony(self, ceremony_id: str) -> CeremonyRow | None:
        """One ceremony, or None."""
        query = select(_CEREMONIES).where(_CEREMONIES.c.ceremony_id == ceremony_id)
        return first(self._connection, query, CeremonyRow)

    def ceremonies(self) -> list[CeremonyRow]:
        """All ceremonies, newest first."""
        return every(self._connection, select(_CEREMONIES).order_by(_CEREMONIES.c.begun_at.desc()), CeremonyRow)
