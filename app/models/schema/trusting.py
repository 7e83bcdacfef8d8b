"""Tables of ``vault.db`` about trust: paper orders, news of other versions, comparisons, ceremonies."""

from sqlalchemy import BLOB, CheckConstraint, Column, Index, Integer, Table, Text

from app.models.schema.columns import maybe, metadata, text, whole

__all__ = ["ceremonies", "trust_comparisons", "trust_news", "trust_orders", "trust_seen"]

trust_orders = Table(
    "trust_orders",
    metadata,
    Column("sha256", Text, primary_key=True),
    Column("envelope", BLOB, nullable=False),
    text("admitted_at"),
    text("admitted_by"),
)
"""失効命令書: signed orders that revoke at once; they are never taken away."""

trust_news = Table(
    "trust_news",
    metadata,
    Column("only", Integer, CheckConstraint("only = 1", name="only"), primary_key=True),
    whole("version"),
    text("station"),
    text("learned_at"),
)
"""That a partner whose signature holds works with a later trust document than ours, and since when we know."""

trust_seen = Table(
    "trust_seen",
    metadata,
    Column("station", Text, primary_key=True),
    whole("version"),
    text("seen_at"),
)
"""The trust document that each partner named last."""

trust_comparisons = Table(
    "trust_comparisons",
    metadata,
    Column("sha256", Text, primary_key=True),
    text("groups"),
    whole("tries"),
    text("asked_at"),
    text("asked_of"),
    maybe("confirmed_at"),
    maybe("waits_until"),
)
"""照合: which three groups were asked for, how often the answer was wrong, and when it was right."""

ceremonies = Table(
    "ceremonies",
    metadata,
    Column("ceremony_id", Text, primary_key=True),
    text("script"),
    text("begun_at"),
    text("content"),
    maybe("finished_at"),
    Column("envelope", BLOB, nullable=True),
)
"""鍵の儀式: the steps that were done, by whom and when, and the signed protocol."""
Index("ix_ceremonies_order", ceremonies.c.begun_at)
