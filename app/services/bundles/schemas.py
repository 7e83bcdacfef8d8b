"""Record structs of every bundle kind, version 1: the minimum that each receiver needs and nothing else.

What has no field here cannot leave an office and cannot enter one. Optional values are explicit nulls, so that records
of one type always show the same fields. Dates are calendar days of Japan; ``as_written`` texts keep the document's own
spelling.
"""

from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from typing import Annotated, Literal

import msgspec
from msgspec import Meta

from app.models.forms.answers import Answer, Correction, Response
from app.services.bundles.fields import (
    BundleId,
    Code,
    Count,
    Exact,
    Hex64,
    Identifier,
    Prose,
    Reference,
    Seconds,
    Serial,
    StationName,
)
from app.services.bundles.text_rules import ForeignRules, TextRule


class _Part(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Base of the parts of records: immutable and closed."""


class Record(
    msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True, tag_field="record", tag="abstract-record"
):
    """Base of all records: one line of ``records.ndjson.zst`` or of a blob index."""


class PackPin(_Part, frozen=True):
    """The form pack (様式パック) that a case is run under."""

    id: Identifier
    version: Serial
    digest: Hex64


class SubjectIdentity(_Part, frozen=True):
    """Who the subject (評価対象者) is: enough to tell the person apart, byte for byte as written."""

    name: Exact
    kana: Exact
    birth_date: date
    birth_date_as_written: Exact
    section: Exact
    post: Exact


class Consent(_Part, frozen=True):
    """A consent that was received: ``F06`` to the assessment (同意書), ``F07`` to inquiries (照会等の同意書)."""

    form: Literal["F06", "F07"]
    received_on: date
    scan_sha256: Hex64


class InvestigationRequest(Record, frozen=True, tag="investigation-request"):
    """Request for an assessment investigation (調査の求め, 法第12条第4項). ``item`` is the item of Art. 12(1)."""

    case_ref: Reference
    subject: SubjectIdentity
    item: Literal[1, 2, 3]
    notice_date: date
    consents: Annotated[tuple[Consent, ...], Meta(min_length=1, max_length=10)]
    earlier_clearance: Prose | None
    pack: PackPin


class QuestionnaireResponse(Record, frozen=True, tag="questionnaire"):
    """The subject's answers (質問票の回答), every revision included."""

    case_ref: Reference
    response: Response

    def __post_init__(self) -> None:
        if self.response.pack.digest is None:
            raise ValueError


class WithdrawalNotice(Record, frozen=True, tag="withdrawal"):
    """The subject withdrew the consent (同意の取下げ): nothing may be used further. There is no reason."""

    case_ref: Reference
    withdrawn_on: date


class Fact(_Part, frozen=True):
    """An established fact, where it comes from and when the source says it was."""

    text: Prose
    source: Exact
    source_on: date
    happened_as_written: Exact | None


class Hearing(_Part, frozen=True):
    """What the subject said about the facts (本人の説明), or that it was sought and how, or that nothing was asked."""

    state: Literal["explained", "sought", "not-needed"]
    text: Prose | None

    def __post_init__(self) -> None:
        if self.state == "explained" and self.text is None:
            raise ValueError


StatutoryItem = Annotated[int, Meta(ge=1, le=7)]
"""Number of the item of Art. 12(2)."""


class ItemFinding(_Part, frozen=True):
    """The finding on one of the seven items of Art. 12(2)."""

    item: StatutoryItem
    summary: Prose
    facts: Annotated[tuple[Fact, ...], Meta(max_length=200)]
    explanation: Hearing
    mitigation: Prose | None


class OpinionCode(StrEnum):
    """The two opinions of an investigation (漏らすおそれの有無に関する意見)."""

    NO_RISK_FOUND = "no-risk-found"
    RISK_FOUND = "risk-found"


class OpinionRecord(Record, frozen=True, tag="opinion"):
    """Result of an investigation and opinion (調査結果・意見, 法第12条第5項); all seven items, in order.

    ``opinion_envelope`` is the two officers' own envelope; its payload says the same as the other fields.
    """

    case_ref: Reference
    pack: PackPin
    findings: Annotated[tuple[ItemFinding, ...], Meta(min_length=7, max_length=7)]
    unresolved: Annotated[tuple[Prose, ...], Meta(max_length=100)]
    opinion: OpinionCode
    opinion_text: Prose
    examiner: Identifier
    reviewer: Identifier
    opinion_envelope: Annotated[bytes, Meta(max_length=1_048_576)]

    def __post_init__(self) -> None:
        if [each.item for each in self.findings] != [1, 2, 3, 4, 5, 6, 7] or self.examiner == self.reviewer:
            raise ValueError


class DecisionOutcome(StrEnum):
    """The two results of an assessment (おそれがないと認められた／認められなかった)."""

    CLEARED = "cleared"
    NOT_CLEARED = "not-cleared"


class DecisionRecord(Record, frozen=True, tag="decision"):
    """Decision (評価の結果) with the seven viewpoints, and the two officers' own envelope over it."""

    case_ref: Reference
    outcome: DecisionOutcome
    viewpoints: Annotated[tuple[Prose, ...], Meta(min_length=7, max_length=7)]
    decided_on: date
    decision_envelope: Annotated[bytes, Meta(min_length=1, max_length=1_048_576)]
    pack: PackPin
    notified_on: date | None
    valid_until: date | None

    def __post_init__(self) -> None:
        is_valid = self.outcome is DecisionOutcome.CLEARED and self.notified_on is not None
        if self.valid_until is not None and not is_valid:
            raise ValueError


class NoticeOutcome(StrEnum):
    """What a contractor is told, and all that it is told."""

    CLEARED = "cleared"
    NOT_CLEARED = "not-cleared"
    NOT_CARRIED_OUT = "not-carried-out"


class ResultNotice(Record, frozen=True, tag="result-notice"):
    """Notice to a certified contractor (適合事業者への通知, 法第13条第2項): the bare result, no room for a reason."""

    roster_ref: Reference
    name: Annotated[str, Meta(min_length=1, max_length=100)]
    section: Annotated[str, Meta(min_length=1, max_length=100)]
    outcome: NoticeOutcome
    notified_on: date
    issue_no: Reference


class ReceiptOutcome(StrEnum):
    """What became of a bundle at its recipient."""

    IMPORTED = "imported"
    REFUSED = "refused"
    QUARANTINED = "quarantined"
    DUPLICATE = "duplicate"


class LaneHead(_Part, frozen=True):
    """The last number seen from an origin, and the numbers missing before it."""

    origin: StationName
    seq: Count
    missing: Annotated[tuple[Serial, ...], Meta(max_length=1000)]


class Receipt(Record, frozen=True, tag="receipt"):
    """What a station did with a bundle (受領書). ``code`` is the error code of a refusal."""

    bundle_id: BundleId
    manifest_sha256: Hex64
    ciphertext_sha256: Hex64
    station: StationName
    person: Identifier
    received_at: Seconds
    outcome: ReceiptOutcome
    code: Code | None
    record_count: Count
    blob_count: Count
    checkpoint: Annotated[str, Meta(min_length=1, max_length=4096, extra={"text": "prose"})]
    lanes: Annotated[tuple[LaneHead, ...], Meta(max_length=64)]

    def __post_init__(self) -> None:
        if (self.outcome is ReceiptOutcome.REFUSED) != (self.code is not None):
            raise ValueError


class TrustUpdate(Record, frozen=True, tag="trust-update"):
    """One version of the trust document in its own envelope; several versions stand in ascending order."""

    version: Serial
    sha256: Hex64
    envelope: Annotated[bytes, Meta(min_length=1, max_length=3_000_000)]


class BlobLine(Record, frozen=True, tag="blob"):
    """One line of the blob index: what ``blobs/<sha256>`` is."""

    sha256: Hex64
    size: Annotated[int, Meta(ge=0, le=8**11 - 1)]
    media_type: Annotated[str, Meta(pattern=r"\A[a-z]+/[a-z0-9][a-z0-9.+-]{0,59}\Z")]


RECEIPT_PAYLOAD_TYPE = "application/vnd.sekisho.receipt.v1+json"
"""Type of a receipt that travels on paper in an envelope of its own."""

FOREIGN_TEXT: ForeignRules = {
    Answer: {"value": TextRule.PROSE, "as_written": TextRule.PROSE, "reason": TextRule.PROSE},
    Correction: {"why": TextRule.PROSE},
}
"""Fields of form structs that may hold several lines."""

PUBLISHED: Mapping[str, type[Record]] = {
    "investigation-request": InvestigationRequest,
    "questionnaire": QuestionnaireResponse,
    "opinion": OpinionRecord,
    "decision": DecisionRecord,
    "result-notice": ResultNotice,
    "withdrawal": WithdrawalNotice,
    "receipt": Receipt,
    "trust-update": TrustUpdate,
    "blob": BlobLine,
}
"""Record types by the name of their published JSON Schema."""
