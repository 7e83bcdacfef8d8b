"""Records of a case that is handed over whole (案件の引継ぎ): one head, then one line for each document.

A notice of custody (所管の通知) has the chain only: it tells a station that the case is somewhere else.
"""

from datetime import date
from typing import Annotated, Literal

from msgspec import Meta

from app.models.domain.case_query import Query
from app.models.domain.case_task import CaseTask
from app.models.domain.custody import Claim
from app.models.domain.evaluation import Evaluation
from app.models.domain.finding import Finding, Flag, Note
from app.models.domain.finding_parts import ReviewRemark
from app.models.domain.inquiry import Inquiry
from app.models.domain.interview import Interview, InterviewQuestion
from app.models.domain.lifecycle import State
from app.models.forms.answers import Instant, Response
from app.models.forms.correction import Attested, ReturnedBox
from app.models.rules.life import PointLife
from app.services.bundles.fields import BundleId, Code, Count, Exact, Hex64, Identifier, Reference, Serial, StationName
from app.services.bundles.record_types.outcomes import DecisionRecord
from app.services.bundles.record_types.parts import ApplicableItem, PackPin, Part, Record

Place = Annotated[str, Meta(min_length=1, max_length=200)]
Word = Annotated[str, Meta(pattern=r"\A[a-z0-9-]{0,40}\Z")]
LetterForm = Annotated[str, Meta(pattern=r"\A(F[0-9]{2}|[a-z]{1,20}(-[a-z]{1,20}){0,3})\Z")]
DocumentKind = Literal[
    "answers",
    "correction",
    "correction-attested",
    "decision",
    "decision-remark",
    "evaluation",
    "finding",
    "flag",
    "inquiry",
    "interview",
    "interview-question",
    "note",
    "opinion",
    "point",
    "query",
    "received-decision",
    "remark",
    "task",
]
"""Kinds of documents that travel; drafts, holds and reasons of emergency accesses are the station's own."""


class CustodyLeg(Part, frozen=True):
    """One passing of the right to write (所管の経過)."""

    number: Annotated[int, Meta(ge=1, le=9999)]
    station: StationName
    claim: Claim
    bundle: BundleId | None


class SubjectHead(Part, frozen=True):
    """Who the subject is, byte for byte as written; what was not stated is null."""

    name: Exact
    kana: Exact | None
    birth_date: date
    section: Exact | None
    post: Exact | None


class RosterPointer(Part, frozen=True):
    """The roster that named the person and who submitted it, so that the result can be sent there."""

    ref: Identifier
    submitter: Exact | None
    contract_ref: Exact | None
    office: Identifier | None


class IssuedLetter(Part, frozen=True):
    """An issued letter (文書) whose PDF travels as a blob."""

    ref: Identifier
    form: LetterForm
    issue_number: Exact
    issued_on: date
    made_at: Instant
    made_by: Identifier


class FiledPaper(Part, frozen=True):
    """A scan or letter of the case; its content is the blob of that hash."""

    ref: Identifier
    sha256: Hex64
    media_type: Annotated[str, Meta(pattern=r"\A[a-z]+/[a-z0-9][a-z0-9.+-]{0,59}\Z")]
    purpose: Word
    stored_at: Instant
    stored_by: Identifier
    letter: IssuedLetter | None


class ConsentEntry(Part, frozen=True):
    """An entry of the register of consents (同意簿) that belongs to the case."""

    ref: Identifier
    kind: Literal["consent", "inquiry-consent"]
    form: LetterForm
    received_on: date
    recorded_at: Instant
    scan: Identifier | None


class Doer(Part, frozen=True):
    """Who did what in the case so far: who may not do what follows from it."""

    act: Code
    person: Identifier


class CaseHead(Part, frozen=True):
    """The case; ``history_sha256`` is over the hashes of the ``history_count`` entries about it in the record."""

    number: Exact
    state: State
    subject: SubjectHead
    item: ApplicableItem
    notice_date: date
    consented_on: date | None
    inquiries_consented_on: date | None
    notified_on: date | None
    valid_until: date | None
    ended_on: date | None
    due_on: date | None
    opened_at: Instant
    pack: PackPin
    from_office: Identifier | None
    roster: RosterPointer | None
    consents: Annotated[tuple[ConsentEntry, ...], Meta(max_length=50)]
    papers: Annotated[tuple[FiledPaper, ...], Meta(max_length=10_000)]
    doers: Annotated[tuple[Doer, ...], Meta(max_length=10_000)]
    documents: Count
    history_count: Count
    history_sha256: Hex64


class SignaturePart(Part, frozen=True):
    """One officer's signature on a record of the case."""

    person: Identifier
    keyid: Hex64
    sig: Annotated[str, Meta(pattern=r"\A[A-Za-z0-9+/]+=*\Z", max_length=200)]


class SignedPart(Part, frozen=True):
    """A record of the case with the signatures of its officers: opinion or decision sheet."""

    payload: Annotated[bytes, Meta(max_length=1_048_576)]
    signatures: Annotated[tuple[SignaturePart, ...], Meta(max_length=8)]


class FiledDocument(Part, frozen=True):
    """One revision of one document; exactly one of the contents is there."""

    kind: DocumentKind
    place: Place
    revision: Serial
    purpose: Annotated[str, Meta(pattern=r"\A([1-7]|identity|process)\Z")]
    status: Word
    written_at: Instant
    written_by: Identifier
    answers: Response | None = None
    finding: Finding | None = None
    note: Note | None = None
    flag: Flag | None = None
    remark: ReviewRemark | None = None
    evaluation: Evaluation | None = None
    signed: SignedPart | None = None
    decision: DecisionRecord | None = None
    inquiry: Inquiry | None = None
    point: PointLife | None = None
    correction: ReturnedBox | None = None
    attested: Attested | None = None
    query: Query | None = None
    task: CaseTask | None = None
    interview: Interview | None = None
    interview_question: InterviewQuestion | None = None

    def __post_init__(self) -> None:
        contents = (self.answers, self.finding, self.note, self.flag, self.remark)
        more = (self.evaluation, self.signed, self.decision, self.inquiry, self.point, self.correction, self.attested)
        work = (self.query, self.task, self.interview, self.interview_question)
        if sum(one is not None for one in (*contents, *more, *work)) != 1:
            raise ValueError


class CaseTransfer(Record, frozen=True, tag="case-transfer"):
    """A line of a transfer or notice: ``file`` has chain and head, ``document`` one document, ``notice`` the chain."""

    case_ref: Reference
    step: Literal["file", "document", "notice"]
    chain: Annotated[tuple[CustodyLeg, ...], Meta(min_length=1, max_length=9999)] | None = None
    head: CaseHead | None = None
    document: FiledDocument | None = None

    def __post_init__(self) -> None:
        given = {"chain": self.chain, "head": self.head, "document": self.document}
        wanted = {"file": {"chain", "head"}, "document": {"document"}, "notice": {"chain"}}[self.step]
        if {name for name, value in given.items() if value is not None} != wanted:
            raise ValueError
