"""All tables of ``vault.db``, schema version 2; what is kept about keeping stands in :mod:`app.models.schema.keeping`.

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
    and_,
)

from app.models.schema.columns import maybe, metadata, text, whole

SCHEMA_VERSION = 2

station = Table(
    "station",
    metadata,
    Column("only", Integer, CheckConstraint("only = 1", name="only"), primary_key=True),
    text("vault_id"),
    text("station_id"),
    text("office_id"),
    text("office_kind"),
    text("office_name_ja"),
    text("office_name_en"),
    text("environment"),
    text("created_at"),
    Column("signing_seed", BLOB, nullable=False),
    Column("recipient_seed", BLOB, nullable=False),
    Column("search_seed", BLOB, nullable=False),
    whole("device_bound"),
    text("letterhead"),
)

officers = Table(
    "officers",
    metadata,
    Column("person_id", Text, primary_key=True),
    text("name"),
    text("roles"),
    Column("signing_key", BLOB, nullable=False),
    Column("root_key", BLOB, nullable=True),
    Column("recipient", BLOB, nullable=False),
    text("added_at"),
    maybe("until"),
    maybe("ended_at"),
)

trust_documents = Table(
    "trust_documents",
    metadata,
    Column("version", Integer, primary_key=True, autoincrement=False),
    text("sha256"),
    Column("envelope", BLOB, nullable=False),
    text("adopted_at"),
)

packs = Table(
    "packs",
    metadata,
    Column("digest", Text, primary_key=True),
    text("pack_id"),
    text("version"),
    text("loaded_at"),
)

rosters = Table(
    "rosters",
    metadata,
    Column("roster_id", Text, primary_key=True),
    text("source_sha256"),
    text("submitter"),
    text("submitter_person"),
    text("contract_ref"),
    maybe("submitted_on"),
    maybe("submitter_office_id"),
    text("imported_at"),
    text("imported_by"),
)

candidates = Table(
    "candidates",
    metadata,
    Column("candidate_id", Text, primary_key=True),
    Column("roster_id", Text, ForeignKey("rosters.roster_id"), nullable=False),
    whole("row_number"),
    text("state"),
    text("name"),
    text("kana"),
    text("name_folded"),
    text("kana_sort"),
    text("born_on"),
    text("born_as_written"),
    text("section"),
    text("post"),
    whole("dispatched"),
    text("dispatcher"),
    text("planned_work"),
    whole("item"),
    text("item_3_reason"),
    maybe("agreed_on"),
    text("earlier_clearance"),
    text("remarks"),
    maybe("notified_on"),
    maybe("notice_method"),
    maybe("case_id"),
    text("changed_at"),
)
Index("ix_candidates_match", candidates.c.name_folded, candidates.c.born_on)
Index("ix_candidates_order", candidates.c.state, candidates.c.kana_sort, candidates.c.candidate_id)
Index("ix_candidates_changed", candidates.c.state, candidates.c.changed_at, candidates.c.candidate_id)

register = Table(
    "register",
    metadata,
    Column("entry_id", Text, primary_key=True),
    text("kind"),
    text("name"),
    text("kana_sort"),
    text("section"),
    Column("roster_id", Text, ForeignKey("rosters.roster_id"), nullable=True),
    text("form"),
    text("received_on"),
    text("recorded_at"),
    maybe("scan_id"),
    maybe("case_id"),
    maybe("state"),
)
Index("ix_register_order", register.c.recorded_at, register.c.entry_id)
Index("ix_register_unopened", register.c.kind, register.c.received_on, sqlite_where=register.c.case_id.is_(None))

cases = Table(
    "cases",
    metadata,
    Column("case_id", Text, primary_key=True),
    text("number"),
    text("state"),
    text("name"),
    text("kana"),
    text("name_folded"),
    text("kana_sort"),
    text("born_on"),
    text("section"),
    text("post"),
    whole("item"),
    maybe("roster_id"),
    maybe("from_office_id"),
    text("notified_of_assessment_on"),
    maybe("consented_on"),
    maybe("inquiries_consented_on"),
    maybe("withdrawn_on"),
    whole("sealed"),
    text("pack_id"),
    text("pack_version"),
    text("pack_digest"),
    maybe("assignee"),
    maybe("reviewer"),
    maybe("decider"),
    maybe("due_on"),
    maybe("notified_on"),
    maybe("valid_until"),
    maybe("ended_on"),
    text("opened_at"),
    text("changed_at"),
    whole("revision"),
    UniqueConstraint("number"),
)
Index("ix_cases_queue", cases.c.state, cases.c.due_on, cases.c.case_id)
Index("ix_cases_assignee", cases.c.assignee, cases.c.due_on, cases.c.case_id)
Index("ix_cases_kana", cases.c.kana_sort, cases.c.case_id)
Index("ix_cases_due", cases.c.due_on, cases.c.case_id)
Index("ix_cases_name", cases.c.name_folded)
Index("ix_cases_born", cases.c.born_on)
Index("ix_cases_notified", cases.c.notified_on, cases.c.case_id)
# What falls due is asked for at each unlocking: one index for each clock, in the order of its lists.
Index(
    "ix_cases_withdrawn",
    cases.c.pack_digest,
    cases.c.withdrawn_on,
    cases.c.case_id,
    sqlite_where=cases.c.withdrawn_on.is_not(None),
)
Index(
    "ix_cases_not_cleared",
    cases.c.pack_digest,
    cases.c.notified_on,
    cases.c.case_id,
    sqlite_where=and_(cases.c.withdrawn_on.is_(None), cases.c.notified_on.is_not(None), cases.c.valid_until.is_(None)),
)
Index(
    "ix_cases_ended",
    cases.c.pack_digest,
    cases.c.ended_on,
    cases.c.case_id,
    sqlite_where=and_(cases.c.withdrawn_on.is_(None), cases.c.notified_on.is_(None), cases.c.ended_on.is_not(None)),
)
Index("ix_cases_pack", cases.c.pack_digest, cases.c.notified_on, cases.c.case_id)

documents = Table(
    "documents",
    metadata,
    Column("document_id", Text, primary_key=True),
    Column("case_id", Text, ForeignKey("cases.case_id"), nullable=False),
    text("kind"),
    text("place"),
    whole("revision"),
    text("purpose"),
    text("status"),
    text("written_at"),
    text("written_by"),
    Column("sealed", BLOB, nullable=False),
    CheckConstraint("purpose <> ''", name="purpose"),
    UniqueConstraint("case_id", "kind", "place", "revision"),
)

blobs = Table(
    "blobs",
    metadata,
    Column("blob_id", Text, primary_key=True),
    text("owner"),
    text("sha256"),
    whole("size_bytes"),
    text("media_type"),
    text("purpose"),
    text("stored_at"),
    text("stored_by"),
    Column("sealed", BLOB, nullable=True),
    CheckConstraint("purpose <> ''", name="purpose"),
)
Index("ix_blobs_owner", blobs.c.owner)

letters = Table(
    "letters",
    metadata,
    Column("letter_id", Text, primary_key=True),
    text("form"),
    text("owner"),
    text("issue_number"),
    text("sha256"),
    Column("blob_id", Text, ForeignKey("blobs.blob_id"), nullable=False),
    text("issued_on"),
    text("made_at"),
    text("made_by"),
    # A case that comes from another station of the office brings letters of that station's own numbering.
    UniqueConstraint("issue_number", "owner"),
)
Index("ix_letters_owner", letters.c.owner)

exports = Table(
    "exports",
    metadata,
    Column("bundle_id", Text, primary_key=True),
    text("kind"),
    text("owner"),
    text("recipient"),
    whole("seq"),
    text("status"),
    text("file_name"),
    text("prepared_at"),
    text("prepared_by"),
    Column("manifest", BLOB, nullable=False),
    text("manifest_sha256"),
    Column("draft", BLOB, nullable=True),
    text("signatures"),
    maybe("ciphertext_sha256"),
    maybe("written_at"),
    maybe("receipt_at"),
    maybe("receipt_outcome"),
)
Index("ix_exports_status", exports.c.status, exports.c.prepared_at)
# A discarded draft gives its place on the lane back to the next one.
Index("ix_exports_lane", exports.c.recipient, exports.c.seq, unique=True, sqlite_where=exports.c.status != "discarded")

imports = Table(
    "imports",
    metadata,
    Column("bundle_id", Text, primary_key=True),
    text("manifest_sha256"),
    text("kind"),
    text("origin"),
    whole("seq"),
    text("outcome"),
    text("code"),
    text("ciphertext_sha256"),
    text("decided_at"),
    text("decided_by"),
    maybe("receipt_bundle_id"),
    whole("record_count"),
    whole("paper_count"),
)

lanes = Table(
    "lanes",
    metadata,
    text("direction"),
    text("partner"),
    whole("last_seq"),
    text("last_manifest_sha256"),
    whole("stopped"),
    PrimaryKeyConstraint("direction", "partner"),
)

received_results = Table(
    "received_results",
    metadata,
    Column("bundle_id", Text, primary_key=True),
    text("issue_number"),
    text("name"),
    text("section"),
    text("roster_id"),
    text("outcome"),
    maybe("notified_on"),
    text("received_at"),
    text("destroy_by"),
    Column("letter_blob_id", Text, ForeignKey("blobs.blob_id"), nullable=True),
)
"""連絡を受けた結果: all that a contractor may hold (Art. 13(2), 16(2))."""

Index("ix_received_results_due", received_results.c.destroy_by, received_results.c.bundle_id)

counters = Table("counters", metadata, Column("name", Text, primary_key=True), whole("value"))

events = Table(
    "events",
    metadata,
    Column("seq", Integer, primary_key=True, autoincrement=False),
    text("at"),
    text("code"),
    text("person"),
    text("subject"),
    text("purpose"),
    text("result"),
    Column("entry", BLOB, nullable=False),
    Column("leaf", BLOB, nullable=False),
)
# Every index ends with the number of the entry: pages are read in its order, newest first.
Index("ix_events_subject", events.c.subject, events.c.code)
Index("ix_events_at", events.c.at)
Index("ix_events_code", events.c.code, events.c.at)
Index("ix_events_person", events.c.person, events.c.code, events.c.at)
Index("ix_events_refused", events.c.at, sqlite_where=events.c.result != "done")

log_nodes = Table(
    "log_nodes",
    metadata,
    whole("level"),
    whole("place"),
    Column("root", BLOB, nullable=False),
    PrimaryKeyConstraint("level", "place"),
    sqlite_with_rowid=False,
)
"""Roots of complete subtrees of 2^8, 2^16, 2^24 entries, so that the root at any earlier size costs a few hashes.

They are a shortcut and prove nothing of themselves: the verification hashes every entry again and compares."""

log_state = Table(
    "log_state",
    metadata,
    Column("only", Integer, CheckConstraint("only = 1", name="only"), primary_key=True),
    whole("epoch"),
    whole("size"),
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
    "CREATE TRIGGER nodes_never_change BEFORE UPDATE ON log_nodes BEGIN SELECT RAISE(ABORT, 'record'); END",
    "CREATE TRIGGER nodes_never_vanish BEFORE DELETE ON log_nodes BEGIN SELECT RAISE(ABORT, 'record'); END",
)
"""The record is append-only below the application."""

key_metadata = MetaData()
case_keys = Table(
    "case_keys", key_metadata, Column("case_id", Text, primary_key=True), Column("key", BLOB, nullable=False)
)
"""The only table of ``keys.db``: deleting a row makes the case unreadable for good."""
