"""Lists of the record for people: newest first, filtered, page by page at any length.

Every filter walks an index in the order of the page; several codes or persons are walked side by side and merged, so
that no page sorts or scans a record of a million entries.
"""

import heapq
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from itertools import islice
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, func, select, tuple_

from app.models.domain.event_kinds import KINDS
from app.models.schema import tables
from app.models.views.queries import RecordQuery
from app.models.views.records import Event
from app.services.vault.rows import as_value

_EVENTS = tables.events
COLUMNS: tuple[ColumnElement[Any], ...] = tuple(column for column in _EVENTS.c if column.name != "leaf")
"""All columns but the hash, in the order of :class:`Event`."""


class RecordPages:
    """Reads pages of the record."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def page(self, asked: RecordQuery, before: tuple[str, int] | None, limit: int) -> list[Event]:
        """A page of entries, the newest first by time and, within a second, by number.

        Args:
            asked: Filters; all of them apply.
            before: Time as it stands in the entry, and number, of the last entry of the page before.
            limit: Most entries.
        """
        streams = [self._stream(query, limit) for query in _queries(asked, before)]
        rows = heapq.merge(*streams, key=lambda row: (row.at, row.seq), reverse=True)
        return [as_value(row, Event) for row in islice(rows, limit)]

    def time_of(self, seq: int) -> datetime | None:
        """When an entry was made; None when there is no such entry."""
        at = self._connection.execute(select(_EVENTS.c.at).where(_EVENTS.c.seq == seq)).scalar_one_or_none()
        return None if at is None else datetime.fromisoformat(at)

    def entries_of(self, code: str) -> list[bytes]:
        """All entries of a code that is rare, newest first."""
        query = (
            select(_EVENTS.c.entry).where(_EVENTS.c.code == code).order_by(_EVENTS.c.at.desc(), _EVENTS.c.seq.desc())
        )
        return [bytes(row[0]) for row in self._connection.execute(query)]

    def people(self) -> list[str]:
        """Everybody who stands in the record, by id."""
        found: list[str] = []
        while True:  # one step for each person, however long the record is
            query = select(func.min(_EVENTS.c.person)).where(_EVENTS.c.person > (found[-1] if found else ""))
            person = self._connection.execute(query).scalar_one()
            if person is None:
                return found
            found.append(str(person))

    def _stream(self, query: Select[Any], limit: int) -> Iterator[Any]:
        return iter(self._connection.execute(query.limit(limit)).all())


def _queries(asked: RecordQuery, before: tuple[str, int] | None) -> list[Select[Any]]:
    """One query for each index range that the filters name."""
    base = select(*COLUMNS).order_by(_EVENTS.c.at.desc(), _EVENTS.c.seq.desc())
    if asked.since is not None:
        base = base.where(_EVENTS.c.at >= asked.since.astimezone(UTC).isoformat())
    if asked.until is not None:
        base = base.where(_EVENTS.c.at < asked.until.astimezone(UTC).isoformat())
    if before is not None:
        base = base.where(_EVENTS.c.at <= before[0], tuple_(_EVENTS.c.at, _EVENTS.c.seq) < tuple_(*before))
    if asked.refused_only:
        base = base.where(_EVENTS.c.result != "done")
    if asked.subject:
        base = base.where(_EVENTS.c.subject == asked.subject)
    codes = _codes(asked)
    if asked.person:
        base = base.where(_EVENTS.c.person == asked.person)
        codes = codes if codes is not None else tuple(KINDS)
    if codes is None or asked.subject or (asked.refused_only and not asked.person):
        # What one case or the refusals are is short; their own indexes are walked and the rest is looked at.
        return [base if codes is None else base.where(_EVENTS.c.code.in_(codes))]
    return [base.where(_EVENTS.c.code == code) for code in codes]


def _codes(asked: RecordQuery) -> Sequence[str] | None:
    """Codes that the filters leave; None for all."""
    if asked.code:
        return (asked.code,)
    if asked.kind:
        return tuple(code for code, kind in KINDS.items() if kind == asked.kind)
    return None
