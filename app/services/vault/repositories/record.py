"""The record (記録): one entry per change and per look, in the transaction that it describes.

Each entry is canonical JSON; its hash is a leaf of a Merkle tree as in RFC 6962, whose frontier is kept so that
appending costs a few hashes. Entries name cases and persons by their random ids only and hold no content.
"""

import json
from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, insert, select, update

from app.models.domain.acts import Action
from app.models.domain.event_details import require_known
from app.models.domain.ids import PersonId
from app.models.schema import tables
from app.models.views.records import Event
from app.services.audit.merkle import Frontier, leaf_hash
from app.services.vault.rows import every

_EVENTS = tables.events
_STATE = tables.log_state
_COPIED = ("seq", "at", "code", "person", "subject", "purpose", "result")
"""Columns that repeat a part of the entry, for queries."""


class Record:
    """Append to the record and read it."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def start(self) -> None:
        """Begin an empty record."""
        self._connection.execute(insert(_STATE), {"only": 1, "epoch": 0, "size": 0, "frontier": b""})

    def head(self) -> Frontier:
        """The frontier of the tree: its size and the hashes that give its root."""
        size, frontier = self._connection.execute(select(_STATE.c.size, _STATE.c.frontier)).one()
        return Frontier(int(size), tuple(frontier[at : at + 32] for at in range(0, len(frontier), 32)))

    def epoch(self) -> int:
        """How often this vault was restored from a backup; each restore begins a new epoch of the record."""
        return int(self._connection.execute(select(_STATE.c.epoch)).scalar_one())

    def append(
        self,
        *,
        at: datetime,
        code: str,
        person: PersonId,
        station: str,
        session: str,
        subject: str,
        purpose: str,
        result: str,
        detail: dict[str, str | int],
    ) -> int:
        """Add one entry.

        Returns:
            Its sequence number, from 0.

        Raises:
            BugError: ``bug.event-unknown`` or ``bug.event-detail``: the catalogue of events has no such code or detail.
        """
        require_known(code, detail)
        tree = self.head()
        seq = tree.size
        entry = json.dumps(
            {
                "at": at.isoformat(),
                "code": code,
                "detail": detail,
                "person": person,
                "purpose": purpose,
                "result": result,
                "seq": seq,
                "session": session,
                "station": station,
                "subject": subject,
            },
            ensure_ascii=False,
            sort_keys=True,
            separators=(",", ":"),
        ).encode()
        leaf = leaf_hash(entry)
        tree.append(leaf)
        self._connection.execute(
            insert(_EVENTS),
            {
                "seq": seq,
                "at": at.isoformat(),
                "code": code,
                "person": person,
                "subject": subject,
                "purpose": purpose,
                "result": result,
                "entry": entry,
                "leaf": leaf,
            },
        )
        self._connection.execute(update(_STATE).values(size=tree.size, frontier=b"".join(tree.hashes)))
        return seq

    def doers(self, subject: str) -> dict[Action, frozenset[PersonId]]:
        """Who has done what to one candidate or case."""
        query = (
            select(_EVENTS.c.code, _EVENTS.c.person)
            .where(_EVENTS.c.subject == subject, _EVENTS.c.result == "done")
            .distinct()
        )
        doers: dict[Action, frozenset[PersonId]] = {}
        for code, person in self._connection.execute(query):
            action = Action(code)
            doers[action] = doers.get(action, frozenset()) | {PersonId(person)}
        return doers

    def of_subject(self, subject: str) -> list[Event]:
        """The history of one candidate or case, oldest first."""
        return every(
            self._connection,
            select(*_columns()).where(_EVENTS.c.subject == subject).order_by(_EVENTS.c.seq),
            Event,
        )

    def with_codes(self, codes: Collection[str]) -> list[Event]:
        """Every entry of some codes, oldest first."""
        return every(
            self._connection, select(*_columns()).where(_EVENTS.c.code.in_(codes)).order_by(_EVENTS.c.seq), Event
        )

    def newest_first(self, limit: int) -> list[Event]:
        """The latest entries."""
        return every(self._connection, select(*_columns()).order_by(_EVENTS.c.seq.desc()).limit(limit), Event)

    def leaves(self) -> list[bytes]:
        """The stored leaf hash of every entry, in order."""
        return [bytes(row[0]) for row in self._connection.execute(select(_EVENTS.c.leaf).order_by(_EVENTS.c.seq))]

    def damaged_entries(self) -> list[int]:
        """Sequence numbers of entries that do not match their leaf, their column copies, or their place."""
        rows = self._connection.execute(select(_EVENTS).order_by(_EVENTS.c.seq))
        return [place for place, row in enumerate(rows) if not entry_is_sound(place, row._mapping)]  # noqa: SLF001 # SQLAlchemy's public name


def entry_is_sound(place: int, row: Mapping[Any, Any]) -> bool:
    """Whether a row of the record has its leaf and its place, and every column says what the entry says."""
    entry, leaf = row["entry"], row["leaf"]
    if not isinstance(entry, bytes) or leaf_hash(entry) != leaf or row["seq"] != place:
        return False
    said = json.loads(entry)
    return all(said[name] == row[name] for name in _COPIED)


def _columns() -> list[ColumnElement[Any]]:
    return [column for column in _EVENTS.c if column.name != "leaf"]
