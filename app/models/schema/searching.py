"""Tables of ``vault.db`` by which a case is found by name, reading or number."""

from sqlalchemy import Column, Index, Integer, Table, Text

from app.models.schema.columns import metadata, text

__all__ = ["SEARCHING", "case_places", "metadata"]

case_places = Table(
    "case_places",
    metadata,
    Column("place", Integer, primary_key=True, autoincrement=False),
    Column("case_id", Text, nullable=False),
    text("folded"),
    text("kana"),
    text("romaji"),
    text("running"),
)
"""索引: the keys of each case, at a number whose order is the order of the fifty sounds."""
Index("ix_case_places_case", case_places.c.case_id, unique=True)

SEARCHING = (
    (
        "CREATE VIRTUAL TABLE case_grams USING fts5"
        "(grams, content='', contentless_delete=1, detail='none', tokenize='ascii')"
    ),
    (
        "CREATE TRIGGER case_places_leave AFTER DELETE ON case_places "
        "BEGIN DELETE FROM case_grams WHERE rowid = OLD.place; END"
    ),
)
"""One and two neighbouring characters of each key as pieces of an index; it holds no text. Run after the tables."""
