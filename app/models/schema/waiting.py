"""Table of ``vault.db`` that says what on a case waits for whom; what it is about lies in a sealed document."""

from sqlalchemy import Column, ForeignKey, Index, PrimaryKeyConstraint, Table, Text

from app.models.schema.columns import maybe, metadata, text

__all__ = ["case_waits", "metadata"]

case_waits = Table(
    "case_waits",
    metadata,
    Column("case_id", Text, ForeignKey("cases.case_id"), nullable=False),
    text("kind"),
    text("place"),
    maybe("person_id"),
    maybe("due_on"),
    PrimaryKeyConstraint("case_id", "kind", "place"),
)
"""待ち: one row for each open flag, query, mandatory task and unanswered inquiry, named by its document.

``person_id`` is the officer for whom it waits; null for whoever is the examiner of the case.
"""
Index("ix_case_waits_person", case_waits.c.person_id, case_waits.c.kind)
