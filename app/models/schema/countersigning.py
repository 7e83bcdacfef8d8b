"""Table of ``vault.db`` for drafts whose manifest travelled to another station of the office to be signed there.

No content of a case stands here: bundles and stations are named by their ids.
"""

from sqlalchemy import Column, Integer, Table

from app.models.schema.columns import maybe, metadata, text

__all__ = ["countersign_requests", "metadata"]

countersign_requests = Table(
    "countersign_requests",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=False),
    text("bundle_id"),
    text("station"),
    text("file_name"),
    text("asked_at"),
    maybe("answered_at"),
    maybe("answer"),
)
"""連署の依頼: which draft was sent to which station, and what came back; it goes with the draft."""
