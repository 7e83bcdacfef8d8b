"""Tables of ``vault.db`` about reports of destruction: those that are owed, and those that came. Ids and words only."""

from sqlalchemy import Column, PrimaryKeyConstraint, Table, Text

from app.models.schema.columns import maybe, metadata, text

__all__ = ["disposal_duties", "disposal_proofs", "metadata"]

disposal_duties = Table(
    "disposal_duties",
    metadata,
    text("bundle_id"),
    text("subject"),
    text("origin"),
    text("manifest_sha256"),
    text("retention"),
    text("taken_at"),
    maybe("reported_at"),
    PrimaryKeyConstraint("bundle_id", "subject"),
)
"""What came in bundles whose origin wants to know of its destruction: ``subject`` is what the bundle brought.

``reported_at`` is the moment at which the report about it was last prepared.
"""

disposal_proofs = Table(
    "disposal_proofs",
    metadata,
    Column("bundle_id", Text, primary_key=True),
    text("basis"),
    text("destroyed_at"),
    text("approver"),
    text("witness"),
    text("ledger_sha256"),
    text("proof_id"),
    text("came_at"),
)
"""Reports of destruction that came for bundles of ours."""
