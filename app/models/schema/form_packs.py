"""Table of ``vault.db`` for the form packs that were admitted here: public content, nothing about anybody."""

from sqlalchemy import BLOB, Column, Table, Text, UniqueConstraint

from app.models.schema.columns import metadata, text, whole

__all__ = ["form_packs", "metadata"]

form_packs = Table(
    "form_packs",
    metadata,
    Column("digest", Text, primary_key=True),
    text("pack_id"),
    whole("version"),
    text("effective_from"),
    text("sha256"),
    Column("file", BLOB, nullable=False),
    text("admitted_at"),
    text("admitted_by"),
    UniqueConstraint("pack_id", "version"),
)
"""様式パック: each with the whole file as it was signed, and the SHA-256 of that file."""
