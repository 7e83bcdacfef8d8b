"""Table of ``vault.db`` for the views of the queue that officers keep: conditions and columns, nothing of a case."""

from sqlalchemy import PrimaryKeyConstraint, Table

from app.models.schema.columns import metadata, text

__all__ = ["metadata", "queue_views"]

queue_views = Table(
    "queue_views",
    metadata,
    text("person_id"),
    text("name"),
    text("content"),
    text("kept_at"),
    PrimaryKeyConstraint("person_id", "name"),
)
"""見方: the views of each officer, as JSON."""
