"""All tables of ``vault.db``, schema version 1.

What an index column holds is protected by the vault key; the content of a case (answers, notes, findings, opinions)
stands only in ``documents.sealed`` and is sealed under the key of its case. Times are UTC ISO 8601 text, days are ISO
dates, identities are random hex. Rows of the record of events are never changed: triggers refuse it.
"""

from sqlalchemy import (
    BLOB,
    CheckConstraint,
    Column,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    PrimaryKeyConstraint,
    Table,
    Text,
    UniqueConstraint,
)

SCHEMA_VERSION = 1

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
    }
)


def _text(name: str) -> Column[str]:
    return Column(name, Text, nullable=False)


def _maybe(name: str) -> Column[str]:
    return Column(name, Text, nullable=True)


def _whole(name: str) -> Column[int]:
    return Column(name, Integer, nullable=False)


station = Table(
    "station",
    metadata,
    Column("only", Integer, CheckConstraint("only = 1", name="only"), primary_key=True),
    _text("vault_id"),
    _text("station_id"),
    _text("office_id"),
    _text("office_kind"),
    _text("office_name_ja"),
    _text("office_name_en"),
    _text("environment"),
    _text("created_at"),
    Column("signing_seed", BLOB, nullable=False),
    Column("recipient_seed", BLOB, nullable=False),
    _whole("device_bound"),
    _text("letterhead"),
)

officers = Table(
    "officers",
    metadata,
    Column("person_id", Text, primary_key=True),
    _text("name"),
    _text("roles"),
    Column("signing_key", BLOB, nullable=False),
    Column("root_key", BLOB, nullable=True),
    _text("added_at"),
    _maybe("ended_at"),
)

trust_documents = Table(
    "trust_documents",
    metadata,
    Column("version", Integer, primary_key=True, autoincrement=False),
    _text("sha256"),
    Column("envelope", BLOB, nullable=False),
    _text("adopted_at"),
)

packs = Table(
    "packs",
    metadata,
    Column("digest", Text, primary_key=True),
    _text("pack_id"),
    _text("version"),
    _text("loaded_at"),
)

rosters = Table(
    "rosters",
    metadata,
    Column("roster_id", Text, primary_key=True),
    _text("source_sha256"),
    _text("submitter"),
    _text("submitter_person"),
    _text("contract_ref"),
    _maybe("submitted_on"),
    _maybe("submitter_office_id"),
    _text("imported_at"),
    _text("imported_by"),
)

candidates = Table(
    "candidates",
    metadata,
    Column("candidate_id", Text, primary_key=True),
    Column("roster_id", Text, ForeignKey("rosters.roster_id"), nullable=False),
    _whole("row_number"),
    _text("state"),
    _text("name"),
    _text("kana"),
    _text("name_folded"),
    _text("kana_key"),
    _text("kana_sort"),
    _text("born_on"),
    _text("born_as_written"),
    _text("section"),
    _text("post"),
    _whole("dispatched"),
    _text("dispatcher"),
    _text("planned_work"),
    _whole("item"),
    _text("item_3_reason"),
    _maybe("agreed_on"),
    _text("earlier_clearance"),
    _text("remarks"),
    _maybe("notified_on"),
    _maybe("notice_method"),
    _maybe("case_id"),
    _text("changed_at"),
)
Index("ix_candidates_match", candidates.c.name_folded, candidates.c.born_on)
Index("ix_candidates_order", candidates.c.state, candidates.c.kana_sort, candidates.c.candidate_id)

register = Table(
    "register",
    metadata,
    Column("entry_id", Text, primary_key=True),
    _text("kind"),
    _text("name"),
    _text("kana_sort"),
    _text("section"),
    Column("roster_id", Text, ForeignKey("rosters.roster_id"), nullable=True),
    _text("form"),
    _text("received_on"),
    _text("recorded_at"),
    _maybe("scan_id"),
    _maybe("case_id"),
    _maybe("state"),
)
Index("ix_register_order", register.c.recorded_at, register.c.entry_id)

cases = Table(
    "cases",
    metadata,
    Column("case_id", Text, primary_key=True),
    _text("number"),
    _text("state"),
    _text("name"),
    _text("kana"),
    _text("name_folded"),
    _text("kana_key"),
    _text("kana_sort"),
    _text("born_on"),
    _text("section"),
    _text("post"),
    _whole("item"),
    _maybe("roster_id"),
    _maybe("from_office_id"),
    _text("notified_of_assessment_on"),
    _maybe("consented_on"),
    _maybe("inquiries_consented_on"),
    _maybe("withdrawn_on"),
    _whole("sealed"),
    _text("pack_id"),
    _text("pack_version"),
    _text("pack_digest"),
    _maybe("assignee"),
    _maybe("due_on"),
    _maybe("notified_on"),
    _maybe("valid_until"),
    _text("opened_at"),
    _text("changed_at"),
    _whole("revision"),
    UniqueConstraint("number"),
)
Index("ix_cases_queue", cases.c.state, cases.c.due_on, cases.c.case_id)
Index("ix_cases_assignee", cases.c.assignee, cases.c.due_on, cases.c.case_id)
Index("ix_cases_kana", cases.c.kana_sort, cases.c.case_id)
Index("ix_cases_due", cases.c.due_on, cases.c.case_id)

documents = Table(
    "documents",
    metadata,
    Column("document_id", Text, primary_key=True),
    Column("case_id", Text, ForeignKey("cases.case_id"), nullable=False),
    _text("kind"),
    _text("place"),
    _whole("revision"),
    _text("purpose"),
    _text("status"),
    _text("written_at"),
    _text("written_by"),
    Column("sealed", BLOB, nullable=False),
    CheckConstraint("purpose <> ''", name="purpose"),
    UniqueConstraint("case_id", "kind", "place", "revision"),
)

blobs = Table(
    "blobs",
    metadata,
    Column("blob_id", Text, primary_key=True),
    _text("owner"),
    _text("sha256"),
    _whole("size_bytes"),
    _text("media_type"),
    _text("purpose"),
    _text("stored_at"),
    _text("stored_by"),
    Column("sealed", BLOB, nullable=True),
    CheckConstraint("purpose <> ''", name="purpose"),
)
Index("ix_blobs_owner", blobs.c.owner)

letters = Table(
    "letters",
    metadata,
    Column("letter_id", Text, primary_key=True),
    _text("form"),
    _text("owner"),
    _text("issue_number"),
    _text("sha256"),
    Column("blob_id", Text, ForeignKey("blobs.blob_id"), nullable=False),
    _text("issued_on"),
    _text("made_at"),
    _text("made_by"),
    UniqueConstraint("issue_number"),
)
Index("ix_letters_owner", letters.c.owner)

exports = Table(
    "exports",
    metadata,
    Column("bundle_id", Text, primary_key=True),
    _text("kind"),
    _text("owner"),
    _text("recipient"),
    _whole("seq"),
    _text("status"),
    _text("file_name"),
    _text("prepared_at"),
    _text("prepared_by"),
    Column("manifest", BLOB, nullable=False),
    _text("manifest_sha256"),
    Column("draft", BLOB, nullable=True),
    _text("signatures"),
    _maybe("ciphertext_sha256"),
    _maybe("written_at"),
    _maybe("receipt_at"),
    _maybe("receipt_outcome"),
)
# A discarded draft gives its place on the lane back to the next one.
Index("ix_exports_lane", exports.c.recipient, exports.c.seq, unique=True, sqlite_where=exports.c.status != "discarded")

imports = Table(
    "imports",
    metadata,
    Column("bundle_id", Text, primary_key=True),
    _text("manifest_sha256"),
    _text("kind"),
    _text("origin"),
    _whole("seq"),
    _text("outcome"),
    _text("code"),
    _text("ciphertext_sha256"),
    _text("decided_at"),
    _text("decided_by"),
    _maybe("receipt_bundle_id"),
)

lanes = Table(
    "lanes",
    metadata,
    _text("direction"),
    _text("partner"),
    _whole("last_seq"),
    _text("last_manifest_sha256"),
    _whole("stopped"),
    PrimaryKeyConstraint("direction", "partner"),
)

received_results = Table(
    "received_results",
    metadata,
    Column("bundle_id", Text, primary_key=True),
    _text("issue_number"),
    _text("name"),
    _text("section"),
    _text("roster_id"),
    _text("outcome"),
    _maybe("notified_on"),
    _text("received_at"),
    _text("destroy_by"),
    Column("letter_blob_id", Text, ForeignKey("blobs.blob_id"), nullable=True),
)
"""連絡を受けた結果: all that a contractor may hold (Art. 13(2), 16(2))."""

counters = Table("counters", metadata, Column("name", Text, primary_key=True), _whole("value"))

events = Table(
    "events",
    metadata,
    Column("seq", Integer, primary_key=True, autoincrement=False),
    _text("at"),
    _text("code"),
    _text("person"),
    _text("subject"),
    _text("purpose"),
    _text("result"),
    Column("entry", BLOB, nullable=False),
    Column("leaf", BLOB, nullable=False),
)
Index("ix_events_subject", events.c.subject, events.c.code)
Index("ix_events_at", events.c.at)

log_state = Table(
    "log_state",
    metadata,
    Column("only", Integer, CheckConstraint("only = 1", name="only"), primary_key=True),
    _whole("size"),
    Column("frontier", BLOB, nullable=False),
)

TRIGGERS = (
    "CREATE TRIGGER events_never_change BEFORE UPDATE ON events BEGIN SELECT RAISE(ABORT, 'record'); END",
    "CREATE TRIGGER events_never_vanish BEFORE DELETE ON events BEGIN SELECT RAISE(ABORT, 'record'); END",
    # INSERT OR REPLACE deletes without asking the trigger above.
    (
        "CREATE TRIGGER events_never_replaced BEFORE INSERT ON events WHEN EXISTS "
        "(SELECT 1 FROM events WHERE seq = NEW.seq) BEGIN SELECT RAISE(ABORT, 'record'); END"
    ),
)
"""The record is append-only below the application."""

key_metadata = MetaData()
case_keys = Table(
    "case_keys", key_metadata, Column("case_id", Text, primary_key=True), Column("key", BLOB, nullable=False)
)
"""The only table of ``keys.db``: deleting a row makes the case unreadable for good."""
