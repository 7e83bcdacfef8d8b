"""Tables of ``vault.db`` about second readings (抽出点検): the samples, out of what they were drawn, who reads what.

What a second reader finds lies in a sealed document of the case. Nothing here says whether two readers agreed, but for
the figures of a whole sample as far as they may be told.
"""

from sqlalchemy import Column, Index, PrimaryKeyConstraint, Table, Text

from app.models.schema.columns import maybe, metadata, text, whole

__all__ = ["metadata", "sampled_cases", "samples"]

samples = Table(
    "samples",
    metadata,
    Column("sample_id", Text, primary_key=True),
    Column("seed", Text, nullable=False, unique=True),
    text("drawn_at"),
    text("drawn_by"),
    whole("population"),
    whole("wanted"),
    text("list_sha256"),
    maybe("figures"),
)
"""抽出: ``figures`` is JSON, null in the place of a number that is not told, and null while somebody still reads."""

sampled_cases = Table(
    "sampled_cases",
    metadata,
    text("sample_id"),
    text("case_id"),
    whole("is_drawn"),
    maybe("reading_id"),
    maybe("reader"),
    maybe("given_at"),
    maybe("settled_at"),
    PrimaryKeyConstraint("sample_id", "case_id"),
)
"""One row for each case from which a sample was drawn; gone with the case.

``reading_id`` is the only name of the case that a second reader ever meets; it is another one for each reader.
"""
Index("ix_sampled_cases_case", sampled_cases.c.case_id, sampled_cases.c.is_drawn)
Index("ix_sampled_cases_reader", sampled_cases.c.reader, sampled_cases.c.given_at)
Index("ix_sampled_cases_reading", sampled_cases.c.reading_id)
