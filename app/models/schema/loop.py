"""Tables of ``vault.db`` about what becomes of bundles after they left: writing, objections, incidents, stopped lanes.

No content of a case stands here: reasons are words of the program, bundles are named by their random ids.
"""

from sqlalchemy import Column, Index, Integer, PrimaryKeyConstraint, Table, Text

from app.models.schema.columns import maybe, metadata, text, whole

__all__ = ["incidents", "lane_stops", "metadata", "objections", "writings"]

writings = Table(
    "writings",
    metadata,
    Column("bundle_id", Text, primary_key=True),
    text("place"),
    text("started_at"),
    text("person"),
    maybe("finished_at"),
)
"""Which bundle was written to which medium by whom; without an end, the writing was cut off and is still open."""
Index("ix_writings_open", writings.c.started_at, sqlite_where=writings.c.finished_at.is_(None))

objections = Table(
    "objections",
    metadata,
    text("bundle_id"),
    text("person"),
    text("reason"),
    text("at"),
    PrimaryKeyConstraint("bundle_id", "person"),
)
"""不同意: an officer who was to sign a draft refused, and why; the draft is kept until it is given up or signed."""

incidents = Table(
    "incidents",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=False),
    text("cause"),
    text("bundle_id"),
    text("partner"),
    text("opened_at"),
    text("opened_by"),
    maybe("reported_at"),
    maybe("closed_at"),
    maybe("closed_by"),
    maybe("ending"),
)
"""事故: a receipt that did not come, or that cannot be true; open until an officer closes it with a reason."""
# One open incident for one cause: what is refused again is the same incident.
Index(
    "ix_incidents_open",
    incidents.c.cause,
    incidents.c.bundle_id,
    incidents.c.partner,
    unique=True,
    sqlite_where=incidents.c.closed_at.is_(None),
)

lane_stops = Table(
    "lane_stops",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=False),
    text("partner"),
    text("cause"),
    text("bundle_id"),
    whole("seq"),
    text("prev"),
    whole("last_seq"),
    text("stopped_at"),
    maybe("cleared_at"),
    maybe("cleared_by"),
    maybe("witness"),
    maybe("reason"),
)
"""停止した経路: since when nothing more is taken from a partner, why, and who let it go on together with whom."""
Index(
    "ix_lane_stops_open",
    lane_stops.c.partner,
    lane_stops.c.cause,
    unique=True,
    sqlite_where=lane_stops.c.cleared_at.is_(None),
)
