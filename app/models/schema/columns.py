"""The collection of tables of ``vault.db`` and the three sorts of plain columns."""

from sqlalchemy import Column, Integer, MetaData, Text

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
    }
)


def text(name: str) -> Column[str]:
    """A text that is never missing."""
    return Column(name, Text, nullable=False)


def maybe(name: str) -> Column[str]:
    """A text that may be missing."""
    return Column(name, Text, nullable=True)


def whole(name: str) -> Column[int]:
    """A whole number."""
    return Column(name, Integer, nullable=False)
