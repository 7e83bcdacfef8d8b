"""What records are made of: the bases, and the parts that several of them share."""

from datetime import date
from typing import Annotated, Literal

import msgspec
from msgspec import Meta

from app.services.bundles.fields import Exact, Hex64, Identifier, Serial


class Part(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Base of the parts of records: immutable and closed."""


class Record(
    msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True, tag_field="record", tag="abstract-record"
):
    """Base of all records: one line of ``records.ndjson.zst`` or of a blob index."""


class PackPin(Part, frozen=True):
    """The form pack (様式パック) that a case is run under."""

    id: Identifier
    version: Serial
    digest: Hex64


class SubjectIdentity(Part, frozen=True):
    """Who the subject (評価対象者) is: enough to tell the person apart, byte for byte as written."""

    name: Exact
    kana: Exact
    birth_date: date
    birth_date_as_written: Exact
    section: Exact
    post: Exact


class Consent(Part, frozen=True):
    """A consent that was received: ``F06`` to the assessment (同意書), ``F07`` to inquiries (照会等の同意書)."""

    form: Literal["F06", "F07"]
    received_on: date
    scan_sha256: Hex64


StatutoryItem = Annotated[int, Meta(ge=1, le=7)]
"""Number of the item of Art. 12(2)."""

ApplicableItem = Literal[1, 2, 3]
"""Number of the item of Art. 12(1)."""


class BlobLine(Record, frozen=True, tag="blob"):
    """One line of the blob index: what ``blobs/<sha256>`` is."""

    sha256: Hex64
    size: Annotated[int, Meta(ge=0, le=8**11 - 1)]
    media_type: Annotated[str, Meta(pattern=r"\A[a-z]+/[a-z0-9][a-z0-9.+-]{0,59}\Z")]
