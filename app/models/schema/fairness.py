"""Tables of ``vault.db`` about who must not work on a case, and who works on one now.

The register of an officer is sealed to that officer; beside it stand keyed hashes of its lines and nothing else.
"""

from sqlalchemy import BLOB, Column, Index, PrimaryKeyConstraint, Table, Text

from app.models.schema.columns import metadata, text, whole

__all__ = ["leases", "metadata", "own_registers", "recusals", "tie_digests"]

own_registers = Table(
    "own_registers",
    metadata,
    Column("person_id", Text, primary_key=True),
    Column("sealed", BLOB, nullable=False),
    text("kept_at"),
)
"""利害関係の届: an age file to the officer's own key."""

tie_digests = Table(
    "tie_digests",
    metadata,
    text("person_id"),
    Column("digest", BLOB, nullable=False),
    PrimaryKeyConstraint("person_id", "digest"),
)
"""Keyed hashes of the lines, so that a case can be checked while the officer is away."""

recusals = Table(
    "recusals",
    metadata,
    text("case_id"),
    text("person_id"),
    text("found_at"),
    whole("declared"),
    Column("ground", BLOB),
    PrimaryKeyConstraint("case_id", "person_id"),
)
"""除斥: officers from whom a case is kept. Which line it was is kept nowhere.

``declared``: 1 where the officer said so, having recognised the person; it does not end with another register.
``ground``: where in the questionnaire a line was met, an age file to the keys of the auditors.
"""
Index("ix_recusals_person", recusals.c.person_id, recusals.c.case_id)

leases = Table(
    "leases",
    metadata,
    Column("case_id", Text, primary_key=True),
    text("person_id"),
    text("session"),
    text("seen_at"),
)
"""作業中: whose window changes a case now, and when something was last done there."""
