"""Watch what a transaction does to the rows: the difference is the database's own, not what somebody says of it."""

import json
from collections.abc import Sequence
from typing import Any

from sqlalchemy import BLOB, Connection, Table

from app.models.schema import arriving
from app.models.views.arriving import Cell, Fate, RowChange

_BOOKS = frozenset(
    {"events", "log_nodes", "log_state", "counters", "lanes", "imports", "witnessed", "trust_seen"}
) | frozenset(
    {table.name for table in (arriving.waiting_bundles, arriving.verdicts, arriving.set_aside, arriving.lane_gaps)}
    | {arriving.alarms.name, arriving.admissions.name}
)
"""What the desk writes about an act is no part of what the act changes."""
_LOG = "watched_rows"


class Changes:
    """Temporary triggers that note each row before and after; they live in memory and end with the transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._tables: tuple[Table, ...] = ()

    def begin(self) -> None:
        """Watch from now on. Not twice in one transaction."""
        self._tables = tuple(table for table in arriving.metadata.sorted_tables if table.name not in _BOOKS)
        self._run(f"CREATE TEMP TABLE {_LOG} (at INTEGER PRIMARY KEY, name TEXT, place INTEGER, old TEXT, new TEXT)")
        for table in self._tables:
            old, new = _packed(table, "OLD"), _packed(table, "NEW")
            for word, place, pair in (
                ("INSERT", "NEW", f"NULL, {new}"),
                ("UPDATE", "NEW", f"{old}, {new}"),
                ("DELETE", "OLD", f"{old}, NULL"),
            ):
                self._run(
                    f"CREATE TEMP TRIGGER watch_{table.name}_{word} AFTER {word} ON main.{table.name} BEGIN "  # noqa: S608 # names of our own metadata
                    f"INSERT INTO {_LOG} (name, place, old, new) "
                    f"VALUES ('{table.name}', {place}.rowid, {pair}); END"
                )

    def end(self) -> tuple[RowChange, ...]:
        """Stop watching.

        Returns:
            Every row that is different now from what it was, in the order in which it was first touched.
        """
        query = f"SELECT name, place, old, new FROM {_LOG} ORDER BY at"  # noqa: S608 # our own name
        rows = self._connection.exec_driver_sql(query).fetchall()
        seen: dict[tuple[str, int], list[str | None]] = {}
        for name, place, old, new in rows:
            seen.setdefault((name, place), [old, new])[1] = new
        self._run(f"DROP TABLE {_LOG}")
        for table in self._tables:
            for word in ("INSERT", "UPDATE", "DELETE"):
                self._run(f"DROP TRIGGER watch_{table.name}_{word}")
        return tuple(change for (name, _), pair in seen.items() if (change := _change(name, pair)) is not None)

    def _run(self, statement: str) -> None:
        self._connection.exec_driver_sql(statement)


def _packed(table: Table, row: str) -> str:
    """The columns of a row as JSON; of bytes, which JSON cannot hold, the length."""
    columns = (
        f"'{column.name}', "
        + (f"length({row}.{column.name})" if isinstance(column.type, BLOB) else f"{row}.{column.name}")
        for column in table.columns
    )
    return f"json_object({', '.join(columns)})"


def _change(name: str, pair: Sequence[str | None]) -> RowChange | None:
    before, after = (_cells(text) for text in pair)
    if before == after:
        return None
    fate = Fate.ADDED if not before else Fate.CHANGED if after else Fate.REMOVED
    keys = (column.name for column in arriving.metadata.tables[name].primary_key)
    cells = before if fate is Fate.REMOVED else after
    return RowChange(name, {key: cell for key in keys if (cell := cells[key]) is not None}, fate, before, after)


def _cells(text: str | None) -> dict[str, Cell]:
    cells: Any = {} if text is None else json.loads(text)
    return dict(cells)
