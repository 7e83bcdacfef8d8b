"""Tables of ``vault.db`` about keeping: keys, policies, witnessed heads, backups, holds, destruction, emergencies.

No content of a case stands here: reasons that somebody wrote are sealed documents of the case.
"""

from sqlalchemy import (
    BLOB,
    CheckConstraint,
    Column,
    Index,
    Integer,
    PrimaryKeyConstraint,
    Table,
    Text,
    UniqueConstraint,
)

from app.models.schema.columns import maybe, metadata, text, whole

__all__ = [
    "backups",
    "destructions",
    "emergency_accesses",
    "holds",
    "key_file",
    "metadata",
    "policies",
    "recovery_sheets",
    "slips",
    "witnessed",
]

key_file = Table(
    "key_file",
    metadata,
    Column("only", Integer, CheckConstraint("only = 1", name="only"), primary_key=True),
    text("content"),
    text("renewal_due"),
)
"""What the slots file beside the vault must say, and why the vault key must still be renewed; empty if it need not."""

recovery_sheets = Table(
    "recovery_sheets",
    metadata,
    Column("number", Integer, CheckConstraint("number IN (1, 2)", name="number"), primary_key=True),
    text("holder"),
    Column("recipient", BLOB, nullable=False),
    text("appointed_at"),
)
"""復旧用紙: to whose printed keys the shares of the vault key are encrypted whenever it is renewed."""

policies = Table(
    "policies", metadata, Column("name", Text, primary_key=True), text("value"), text("set_at"), text("set_by")
)
"""運用の定め: how strict this office is where the law leaves it a choice."""

witnessed = Table(
    "witnessed",
    metadata,
    whole("number"),
    text("station"),
    whole("epoch"),
    whole("size"),
    Column("root", BLOB, nullable=False),
    text("checkpoint"),
    text("bundle_id"),
    text("seen_at"),
    text("outcome"),
    whole("is_alarm"),
    # Two roots of one size are what a partner's forked record looks like; both stay.
    PrimaryKeyConstraint("station", "epoch", "size", "root"),
    UniqueConstraint("station", "number"),
)
"""Heads of partners' records that came with their bundles, and whether each only appended to the one before."""

slips = Table(
    "slips",
    metadata,
    Column("slip_id", Text, primary_key=True),
    whole("epoch"),
    whole("size"),
    Column("root", BLOB, nullable=False),
    text("printed_at"),
    text("printed_by"),
)
"""Paper slips (控え紙) with the head of our record."""

backups = Table(
    "backups",
    metadata,
    Column("backup_id", Text, primary_key=True),
    whole("number"),
    text("medium"),
    text("made_at"),
    text("made_by"),
    text("vault_sha256"),
    whole("vault_bytes"),
    text("keys_sha256"),
    whole("epoch"),
    whole("size"),
    Column("root", BLOB, nullable=False),
    text("checked_at"),
    maybe("drilled_at"),
    maybe("drill_outcome"),
    maybe("removed_at"),
)
"""Backups (控え) that were made and opened again; ``size`` and ``root`` are the head of the record in each."""
Index("ix_backups_order", backups.c.medium, backups.c.number)

holds = Table(
    "holds",
    metadata,
    Column("hold_id", Text, primary_key=True),
    text("case_id"),
    text("ground"),
    text("set_at"),
    text("set_by"),
    maybe("until"),
    maybe("ended_at"),
    maybe("ended_by"),
)
"""廃棄の停止: reasons for which a case is kept longer, each with its end."""
Index("ix_holds_case", holds.c.case_id)
Index("ix_holds_until", holds.c.until, sqlite_where=holds.c.ended_at.is_(None))

destructions = Table(
    "destructions",
    metadata,
    Column("subject", Text, primary_key=True),
    text("matter"),
    text("basis"),
    text("retention_class"),
    text("due_on"),
    text("existed_since"),
    text("destroyed_at"),
    text("destroyed_by"),
    text("witness"),
    whole("event_seq"),
    whole("documents"),
    whole("papers"),
    text("bundles"),
    Column("probe", BLOB, nullable=True),
    maybe("finished_at"),
    maybe("certificate"),
)
"""The destruction ledger (廃棄台帳): random identities of what must never come back.

``bundles`` names what left about it, ``probe`` is a random value sealed under the destroyed key: as long as it cannot
be opened, no copy of the key is here. ``finished_at`` is missing while files and key have yet to go.
"""
Index("ix_destructions_order", destructions.c.destroyed_at, destructions.c.subject)

emergency_accesses = Table(
    "emergency_accesses",
    metadata,
    Column("access_id", Text, primary_key=True),
    text("case_id"),
    text("person"),
    text("opened_at"),
    text("until"),
    maybe("closed_at"),
    maybe("reviewed_at"),
    maybe("reviewed_by"),
    maybe("outcome"),
)
"""非常時閲覧: who looked without assignment, until when, and who reviewed it."""
Index("ix_emergency_accesses_case", emergency_accesses.c.case_id)
