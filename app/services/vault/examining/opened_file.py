"""One database file under examination: opened again after each damaged page, because the driver then gives up on it."""

import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import Any

from sqlalchemy import MetaData, create_engine
from sqlcipher3 import dbapi2

from app.models.domain.errors import AppError
from app.models.domain.examination import Flaw
from app.services.vault.engine import connect

_PAGE_NUMBER = re.compile(r"page (\d+)")
_MANY = 500
_PAGE = 4096
Find = Callable[[Flaw, str], None]
"""Told of a flaw and its place."""
_Row = tuple[Any, ...]


class Unreadable(Exception):  # noqa: N818 # not an error of the house: it never leaves the examination
    """What was asked for lies on a damaged page."""


class OpenedFile:
    """A database file and how to read it as far as it goes."""

    def __init__(self, path: Path, key: bytes) -> None:
        self.path = path
        self._key = key
        self._connection: Any = None

    def close(self) -> None:
        """Close the file."""
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    def rows(self, sql: str, values: Sequence[object] = ()) -> list[_Row]:
        """All rows of a small query.

        Raises:
            Unreadable: They cannot be read.
        """
        try:
            if self._connection is None:
                self._connection = connect(self.path, self._key)
            return [tuple(row) for row in self._connection.execute(sql, values).fetchall()]
        except (dbapi2.Error, AppError):
            self.close()
            raise Unreadable from None

    def each(self, table: str, columns: Sequence[str], *, count: int | None = None) -> Iterator[_Row | None]:
        """Every row in the order of its key; None for a row on a damaged page.

        Args:
            table: Its name.
            columns: The first one is the key.
            count: How many rows there must be when the keys are the numbers from 0; then none is passed over.

        Raises:
            Unreadable: From here on not even the keys can be read.
        """
        names, key = ", ".join(columns), columns[0]
        after: list[object] = []
        while True:
            condition = f"WHERE {key} > ?" if after else ""
            rest = f"FROM {table} {condition} ORDER BY {key} LIMIT {_MANY}"
            try:
                portion = [(row[0], row) for row in self.rows(f"SELECT {names} {rest}", after)]
            except Unreadable:
                keys = self._keys(key, rest, after, count)
                yield from (self._one(table, names, key, one) for one in keys)
                portion = [(one, ()) for one in keys]
            else:
                yield from (row for _, row in portion)
            if len(portion) < _MANY:
                return
            after = [portion[-1][0]]

    def _keys(self, key: str, rest: str, after: list[object], count: int | None) -> list[Any]:
        if count is None:
            # An index holds the keys, so that they can be read where the rows cannot.
            return [row[0] for row in self.rows(f"SELECT {key} {rest}", after)]
        first = int(str(after[0])) + 1 if after else 0
        return list(range(first, min(first + _MANY, count)))

    def _one(self, table: str, names: str, key: str, value: object) -> _Row | None:
        try:
            found = self.rows(f"SELECT {names} FROM {table} WHERE {key} = ?", [value])  # noqa: S608 # our own names
        except Unreadable:
            return None
        return found[0] if found else None

    def examine_pages(self, find: Find) -> int:
        """Look at the pages as they lie on the disk, used or free, and at how they hang together.

        Returns:
            How many pages there are.
        """
        name = self.path.name
        if not self.path.is_file():
            find(Flaw.FILE_MISSING, name)
            return 0
        pages = -(-self.path.stat().st_size // _PAGE)
        with suppress(Unreadable):
            # While nobody writes, nobody moves pages from the log into the file either.
            self.rows("BEGIN IMMEDIATE")
        damaged = self._damaged_pages()
        with suppress(Unreadable):
            self.rows("ROLLBACK")
        is_readable = self._is_readable()
        if not is_readable:
            find(Flaw.FILE_UNREADABLE, name)
        # Under another key every page is damaged; that is one finding.
        for page in damaged if is_readable or len(damaged) < pages else ():
            find(Flaw.PAGE_DAMAGED, f"{name}:{page}")
        if is_readable:
            self._structure(find)
        return pages

    def _damaged_pages(self) -> list[str]:
        """Numbers of the pages whose authentication fails; needs no page to be readable."""
        connection = dbapi2.connect(str(self.path), isolation_level=None)
        try:
            connection.set_key(f"x'{self._key.hex()}'")
            connection.execute("PRAGMA cipher_log_level = NONE").fetchall()
            said = [str(row[0]) for row in connection.execute("PRAGMA cipher_integrity_check").fetchall()]
        except dbapi2.Error:
            return ["?"]
        finally:
            connection.close()
        numbers = [_PAGE_NUMBER.search(line) for line in said]
        return [number[1] if number else "?" for number in numbers]

    def _is_readable(self) -> bool:
        try:
            self.rows("SELECT count(*) FROM sqlite_master")
        except Unreadable:
            return False
        return True

    def _structure(self, find: Find) -> None:
        name = self.path.name
        try:
            if self.rows("PRAGMA integrity_check(1)") != [("ok",)]:
                find(Flaw.STRUCTURE_DAMAGED, name)
            for table, row, *_ in self.rows("PRAGMA foreign_key_check"):
                find(Flaw.REFERENCE_BROKEN, f"{table}:{row}")
        except Unreadable:
            find(Flaw.STRUCTURE_DAMAGED, name)

    def examine_schema(self, metadata: MetaData, more: tuple[str, ...], find: Find) -> None:
        """Look for objects of the schema that lack, differ, or should not be there: tables, indexes, triggers."""
        try:
            there = {str(name): str(sql) for name, sql in self.rows(_SCHEMA)}
        except Unreadable:
            find(Flaw.SCHEMA_DIFFERS, self.path.name)
            return
        wanted = _expected(metadata, more)
        for name in sorted(set(there) | set(wanted)):
            if there.get(name) != wanted.get(name):
                find(Flaw.SCHEMA_DIFFERS, name)


_SCHEMA = "SELECT name, sql FROM sqlite_master WHERE sql IS NOT NULL"


@cache
def _expected(metadata: MetaData, more: tuple[str, ...]) -> dict[str, str]:
    engine = create_engine("sqlite://", module=dbapi2)
    try:
        with engine.begin() as connection:
            metadata.create_all(connection)
            for statement in more:
                connection.exec_driver_sql(statement)
            return {str(name): str(sql) for name, sql in connection.exec_driver_sql(_SCHEMA)}
    finally:
        engine.dispose()
