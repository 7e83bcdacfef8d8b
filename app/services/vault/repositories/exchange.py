"""Bundles on their way out and in, and the lanes that they travel on."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Connection, bindparam, func, insert, select, update
from sqlalchemy.dialects.sqlite import insert as upsert

from app.models.domain.errors import InvalidInputError
from app.models.domain.ids import BundleId, StationId
from app.models.schema import tables
from app.models.views.records import Export, Import, Lane, ReceivedResult
from app.services.vault.rows import as_row, every, first

_EXPORTS = tables.exports
_IMPORTS = tables.imports
_LANES = tables.lanes
NO_MANIFEST = "0" * 64

_IN_STATUS = (
    select(*(column for column in _EXPORTS.c if column.name != "draft"))
    .where(_EXPORTS.c.status.in_(bindparam("statuses", expanding=True)))
    .order_by(_EXPORTS.c.prepared_at)
)


class Exports:
    """Bundles from the draft to the receipt."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, export: Export) -> None:
        """Keep a drafted bundle."""
        self._connection.execute(insert(_EXPORTS), as_row(export))

    def find(self, bundle_id: BundleId) -> Export | None:
        """One export, or None."""
        return first(self._connection, select(_EXPORTS).where(_EXPORTS.c.bundle_id == bundle_id), Export)

    def get(self, bundle_id: BundleId) -> Export:
        """One export."""
        found = self.find(bundle_id)
        if found is None:
            raise InvalidInputError("record.not-found")
        return found

    def in_status(self, statuses: Sequence[str]) -> list[Export]:
        """Exports in one of the statuses, oldest first, without their drafts."""
        return every(self._connection, _IN_STATUS, Export, {"statuses": statuses})

    def recipients_of(self, kind: str, subject: str, statuses: Sequence[str]) -> frozenset[StationId]:
        """To which stations bundles of a kind about a case or register entry went."""
        query = select(_EXPORTS.c.recipient).where(
            _EXPORTS.c.kind == kind, _EXPORTS.c.status.in_(statuses), func.instr(_EXPORTS.c.owner, subject) > 0
        )
        return frozenset(StationId(row[0]) for row in self._connection.execute(query))

    def acknowledged_manifest(self, recipient: StationId) -> bytes | None:
        """Manifest of the newest bundle that a station took in and acknowledged with a receipt."""
        query = select(_EXPORTS.c.manifest).where(
            _EXPORTS.c.recipient == recipient, _EXPORTS.c.receipt_outcome == "imported"
        )
        row = self._connection.execute(query.order_by(_EXPORTS.c.seq.desc()).limit(1)).first()
        return None if row is None else bytes(row[0])

    def set_signatures(self, bundle_id: BundleId, signatures: str, status: str) -> None:
        """Keep the signatures made so far."""
        self._change(bundle_id, {"signatures": signatures, "status": status})

    def set_written(self, bundle_id: BundleId, ciphertext_sha256: str, at: datetime) -> None:
        """The bundle lies on the medium, read back and equal; its draft is no longer needed."""
        self._change(
            bundle_id,
            {
                "status": "written",
                "ciphertext_sha256": ciphertext_sha256,
                "written_at": at.isoformat(),
                "draft": None,
            },
        )

    def set_discarded(self, bundle_id: BundleId) -> None:
        """The draft was given up before it was written."""
        self._change(bundle_id, {"status": "discarded", "draft": None})

    def set_receipt(self, bundle_id: BundleId, outcome: str, at: datetime, *, is_final: bool = True) -> None:
        """The recipient's receipt came in and closes the export; one that is not final leaves it open."""
        status = {"status": "closed"} if is_final else {}
        self._change(bundle_id, {**status, "receipt_at": at.isoformat(), "receipt_outcome": outcome})

    def _change(self, bundle_id: BundleId, values: dict[str, object]) -> None:
        self._connection.execute(update(_EXPORTS).where(_EXPORTS.c.bundle_id == bundle_id).values(**values))


class Imports:
    """Bundles that were decided on."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, record: Import) -> None:
        """Keep the decision on a bundle; deciding again on a refused one replaces it."""
        columns = as_row(record)
        self._connection.execute(
            upsert(_IMPORTS).values(columns).on_conflict_do_update(index_elements=["bundle_id"], set_=columns)
        )

    def find(self, bundle_id: BundleId) -> Import | None:
        """The decision on a bundle, or None."""
        return first(self._connection, select(_IMPORTS).where(_IMPORTS.c.bundle_id == bundle_id), Import)

    def decided_files(self) -> set[str]:
        """SHA-256 of the encrypted file of every bundle that was decided on."""
        return {str(row[0]) for row in self._connection.execute(select(_IMPORTS.c.ciphertext_sha256))}

    def newest_first(self, limit: int) -> list[Import]:
        """The latest decisions."""
        return every(self._connection, select(_IMPORTS).order_by(_IMPORTS.c.decided_at.desc()).limit(limit), Import)

    def add_result(self, result: ReceivedResult) -> None:
        """Keep what a contractor was told."""
        self._connection.execute(insert(tables.received_results), as_row(result))

    def results(self) -> list[ReceivedResult]:
        """All that this contractor was told, in the order of arrival."""
        query = select(tables.received_results).order_by(tables.received_results.c.received_at)
        return every(self._connection, query, ReceivedResult)


class Lanes:
    """Sequence numbers per partner and direction (``out`` and ``in``)."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def get(self, direction: str, partner: StationId) -> Lane:
        """The state of a lane; a lane never used stands at zero."""
        query = select(_LANES).where(_LANES.c.direction == direction, _LANES.c.partner == partner)
        return first(self._connection, query, Lane) or Lane(direction, partner, 0, NO_MANIFEST, stopped=False)

    def advance(self, direction: str, partner: StationId, seq: int, manifest_sha256: str) -> None:
        """Note the newest bundle of a lane."""
        columns = {
            "direction": direction,
            "partner": partner,
            "last_seq": seq,
            "last_manifest_sha256": manifest_sha256,
            "stopped": 0,
        }
        self._connection.execute(
            upsert(_LANES).values(columns).on_conflict_do_update(index_elements=["direction", "partner"], set_=columns)
        )

    def everything(self) -> list[Lane]:
        """All lanes that were ever used."""
        return every(self._connection, select(_LANES).order_by(_LANES.c.direction, _LANES.c.partner), Lane)

    def stop(self, direction: str, partner: StationId) -> None:
        """Stop a lane after a fork, until two officers have looked; also one that was never used."""
        lane = self.get(direction, partner)
        self.advance(direction, partner, lane.last_seq, lane.last_manifest_sha256)
        self._connection.execute(
            update(_LANES).where(_LANES.c.direction == direction, _LANES.c.partner == partner).values(stopped=1)
        )


class Counters:
    """Running numbers for cases and letters, per name."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def next(self, name: str) -> int:
        """The next number of ``name``, from 1."""
        return self.reserve(name, 1)

    def everything(self) -> dict[str, int]:
        """The last number of every name."""
        return {str(name): int(value) for name, value in self._connection.execute(select(tables.counters))}

    def raise_to(self, name: str, value: int) -> None:
        """Let no number up to ``value`` be given again."""
        missing = value - self.everything().get(name, 0)
        if missing > 0:
            self.reserve(name, missing)

    def reserve(self, name: str, count: int) -> int:
        """The first of the next ``count`` numbers of ``name``."""
        table = tables.counters
        self._connection.execute(
            upsert(table)
            .values(name=name, value=count)
            .on_conflict_do_update(index_elements=["name"], set_={"value": table.c.value + count})
        )
        value = self._connection.execute(select(table.c.value).where(table.c.name == name)).scalar_one()
        return int(value) - count + 1
