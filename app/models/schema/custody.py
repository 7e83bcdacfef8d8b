"""Tables of ``vault.db`` about custody: where each case is that ever was handed over, and who worked on it elsewhere.

A case without a line here was opened here and never left. No content of a case stands here.
"""

from sqlalchemy import Column, Index, PrimaryKeyConstraint, Table, Text

from app.models.schema.columns import metadata, text, whole

__all__ = ["carried_doers", "custodies", "metadata"]

custodies = Table(
    "custodies",
    metadata,
    Column("case_id", Text, primary_key=True),
    whole("number"),
    text("place"),
    text("partner"),
    text("bundle"),
    text("chain"),
    text("outstanding"),
    text("untold"),
    whole("doubted"),
    text("conflict"),
    text("since"),
)
"""案件の所管: ``chain`` and ``conflict`` are JSON; ``conflict`` is empty while nothing is to be decided.

A line may stand here for a case that is not: what was told of it before it came.
"""
Index("ix_custodies_place", custodies.c.place, custodies.c.since)
Index("ix_custodies_open", custodies.c.since, sqlite_where=(custodies.c.doubted == 1) | (custodies.c.conflict != ""))
Index("ix_custodies_untold", custodies.c.since, sqlite_where=custodies.c.untold != "")

carried_doers = Table(
    "carried_doers",
    metadata,
    text("case_id"),
    text("action"),
    text("person"),
    PrimaryKeyConstraint("case_id", "action", "person"),
)
"""Who did what in a case at the stations that had it before: who may not do what here follows from it."""
