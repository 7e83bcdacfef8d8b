"""Table of ``vault.db`` for what bundles carry about people for whom no case is open here."""

from sqlalchemy import BLOB, Column, Index, Table, Text, and_

from app.models.schema.columns import maybe, metadata, text

__all__ = ["carried", "metadata"]

carried = Table(
    "carried",
    metadata,
    Column("matter_id", Text, primary_key=True),
    text("kind"),
    text("way"),
    text("name"),
    text("section"),
    maybe("case_id"),
    maybe("roster_id"),
    maybe("office_id"),
    maybe("bundle_id"),
    text("at"),
    text("person"),
    Column("content", BLOB, nullable=False),
)
"""Rosters that came and wait to be settled; reports, inquiries and figures that were written here or came in.

``way`` is ``out`` for what this office sends and ``in`` for what it was sent. ``content`` holds the records of the
published schema, one to a line. What belongs to a case goes with it, what belongs to a roster goes with that.
"""
Index("ix_carried_order", carried.c.kind, carried.c.way, carried.c.at)
Index(
    "ix_carried_alone",
    carried.c.at,
    carried.c.matter_id,
    sqlite_where=and_(carried.c.case_id.is_(None), carried.c.roster_id.is_(None)),
)
