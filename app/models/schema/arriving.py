"""Tables of ``vault.db`` about what comes in: waiting bundles, verdicts on identity, gaps, alarms, ways back.

They hold numbers of lines, random identities and words of the program, no content of a case.
"""

from sqlalchemy import Column, Index, PrimaryKeyConstraint, Table, Text

from app.models.schema.columns import maybe, metadata, text, whole

__all__ = ["admissions", "alarms", "lane_gaps", "metadata", "set_aside", "verdicts", "waiting_bundles"]

waiting_bundles = Table(
    "waiting_bundles",
    metadata,
    Column("bundle_id", Text, primary_key=True),
    text("ciphertext_sha256"),
    text("manifest_sha256"),
    text("file_name"),
    text("foreseen_sha256"),
    text("answers"),
    text("inspected_at"),
    text("inspected_by"),
)
"""Bundles in quarantine that were inspected and not decided on; ``foreseen_sha256`` tells what admitting would do."""

verdicts = Table(
    "verdicts",
    metadata,
    text("case_id"),
    text("other_case_id"),
    text("bundle_id"),
    whole("line"),
    text("why"),
    text("verdict"),
    text("decided_at"),
    text("decided_by"),
    PrimaryKeyConstraint("case_id", "other_case_id"),
)
"""同一人物かどうかの判断: what a person decided about two cases whose subjects resemble each other."""
Index("ix_verdicts_other", verdicts.c.other_case_id)

set_aside = Table(
    "set_aside",
    metadata,
    text("bundle_id"),
    whole("line"),
    text("reason"),
    PrimaryKeyConstraint("bundle_id", "line"),
)
"""Records of an admitted bundle that were not taken in; nothing of what they said is kept."""

lane_gaps = Table(
    "lane_gaps",
    metadata,
    text("partner"),
    whole("first_seq"),
    whole("last_seq"),
    text("reason"),
    text("accepted_at"),
    text("accepted_by"),
    PrimaryKeyConstraint("partner", "first_seq"),
)
"""欠番: numbers of a partner's lane that were given up; told in every receipt to that partner."""

alarms = Table(
    "alarms",
    metadata,
    Column("alarm_id", Text, primary_key=True),
    text("code"),
    text("origin"),
    text("ciphertext_sha256"),
    text("raised_at"),
    text("raised_by"),
    maybe("settled_at"),
    maybe("settled_by"),
    maybe("finding"),
)
"""Bundles with which somebody may have tampered, until a security officer has looked into it."""
Index("ix_alarms_open", alarms.c.settled_at, alarms.c.raised_at)

admissions = Table(
    "admissions",
    metadata,
    Column("bundle_id", Text, primary_key=True),
    text("kind"),
    whole("event_seq"),
    text("subjects"),
    text("journal"),
    text("admitted_at"),
    text("admitted_by"),
    maybe("taken_back_at"),
    maybe("taken_back_by"),
    maybe("witness"),
)
"""What an admitted bundle added and changed, by identity, so that it can be taken back until its first use."""
