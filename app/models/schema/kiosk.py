"""Tables of ``vault.db`` about questionnaires that are being filled in at the kiosk and are not signed yet."""

from sqlalchemy import BLOB, Column, Index, PrimaryKeyConstraint, Table, Text

from app.models.schema.columns import maybe, metadata, text, whole

__all__ = ["kiosk_journal", "kiosk_sessions", "metadata"]

kiosk_sessions = Table(
    "kiosk_sessions",
    metadata,
    Column("session_id", Text, primary_key=True),
    text("case_id"),
    whole("slip"),
    text("code_digest"),
    maybe("kdf"),
    Column("by_slip", BLOB, nullable=True),
    Column("by_case", BLOB, nullable=False),
    whole("tries"),
    maybe("wait_until"),
    text("opened_at"),
    text("opened_by"),
    maybe("entered_at"),
    whole("correction"),
)
"""記入の席: the key of the draft sealed twice, under slip and PIN, and under the key of the case. Gone when it ends."""
# One at a time for a case.
Index("ix_kiosk_sessions_case", kiosk_sessions.c.case_id, unique=True)

kiosk_journal = Table(
    "kiosk_journal",
    metadata,
    text("session_id"),
    text("case_id"),
    whole("seq"),
    Column("sealed", BLOB, nullable=False),
    PrimaryKeyConstraint("session_id", "seq"),
)
"""記入の記録: the draft as it stood, then every edit since; sealed under the key of the draft."""
Index("ix_kiosk_journal_case", kiosk_journal.c.case_id)
