"""Tables of ``vault.db`` about removable media: which are registered, and who had them when.

Nothing about a subject of an assessment stands here. Persons are officers of the offices, and who carried a medium.
"""

from sqlalchemy import BLOB, Column, Index, PrimaryKeyConstraint, Table, Text

from app.models.schema.columns import maybe, metadata, text, whole

__all__ = ["custody_lines", "media", "metadata"]

media = Table(
    "media",
    metadata,
    Column("medium_id", Text, primary_key=True),
    whole("number"),
    text("owner"),
    text("seal"),
    text("serial"),
    text("volume"),
    text("label"),
    text("filesystem"),
    whole("size_bytes"),
    text("registered_at"),
    text("state"),
    text("holder"),
    maybe("due"),
)
"""媒体: registered here, or by a partner whose medium came here."""
Index("ix_media_identity", media.c.serial, media.c.volume)

custody_lines = Table(
    "custody_lines",
    metadata,
    text("medium_id"),
    whole("seq"),
    text("kind"),
    text("at"),
    text("station"),
    text("person"),
    text("to_station"),
    text("bag"),
    maybe("due"),
    text("carrier"),
    Column("envelope", BLOB, nullable=False),
    PrimaryKeyConstraint("medium_id", "seq"),
)
"""媒体の受渡し: the chain of hand-overs, each line with the signed envelope that stands on the medium."""
