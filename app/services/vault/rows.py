"""Turn rows into values and values into rows, by name."""

from collections.abc import Mapping
from typing import Any, TypeVar

import msgspec
from sqlalchemy import Connection, Executable, Row

Value = TypeVar("Value")
_LISTS = {"roles", "bundles"}
"""Columns that hold words, divided by blanks."""


def as_value(row: Row[Any], kind: type[Value]) -> Value:
    """The row as a frozen value whose fields are named like the columns."""
    # Column names are a subclass of str, which the converter does not take as a key.
    columns = {str(name): column for name, column in row._mapping.items()}  # noqa: SLF001 # SQLAlchemy's public name
    for name in _LISTS & columns.keys():
        columns[name] = columns[name].split()
    return msgspec.convert(columns, kind, strict=False, builtin_types=(bytes,))


def as_row(value: object) -> dict[str, Any]:
    """The value as column values: enumerations and dates as text, booleans as 0 and 1."""
    columns: dict[str, Any] = msgspec.to_builtins(value, builtin_types=(bytes,))
    for name, column in columns.items():
        if isinstance(column, list | tuple):
            columns[name] = " ".join(column)
    return columns


def first(
    connection: Connection, statement: Executable, kind: type[Value], values: Mapping[str, Any] | None = None
) -> Value | None:
    """The first row of a query as a value, or None; ``values`` are those that the statement leaves open."""
    row = connection.execute(statement, values).first()
    return None if row is None else as_value(row, kind)


def every(
    connection: Connection, statement: Executable, kind: type[Value], values: Mapping[str, Any] | None = None
) -> list[Value]:
    """All rows of a query as values; ``values`` are those that the statement leaves open."""
    return [as_value(row, kind) for row in connection.execute(statement, values)]
