"""Pack a whole case for its hand-over: head, documents in all revisions, papers, doers, digest of its history."""

from collections.abc import Iterator
from datetime import UTC
from hashlib import sha256

import msgspec

from app.models.domain.acts import Action
from app.models.domain.case_query import Query
from app.models.domain.case_task import CaseTask
from app.models.domain.custody import Chain
from app.models.domain.errors import BugError, GateClosedError
from app.models.domain.evaluation import Evaluation
from app.models.domain.finding import Finding, Flag, Note
from app.models.domain.finding_parts import ReviewRemark
from app.models.domain.ids import BlobId
from app.models.domain.inquiry import Inquiry
from app.models.domain.interview import Interview, InterviewQuestion
from app.models.forms.answers import Response
from app.models.forms.correction import Attested, ReturnedBox
from app.models.rules.life import PointLife
from app.models.views.records import Blob, Case, Document, LetterRecord
from app.services.audit.merkle import leaf_hash
from app.services.bundles.record_types.custody import (
    CaseHead,
    CaseTransfer,
    ConsentEntry,
    Doer,
    FiledDocument,
    FiledPaper,
    IssuedLetter,
    RosterPointer,
    SignaturePart,
    SignedPart,
    SubjectHead,
)
from app.services.bundles.record_types.outcomes import DecisionRecord
from app.services.desk import Act
from app.services.exchange.custody.places import legs
from app.services.findings.opinions import pack_pin
from app.services.findings.second_reads import CONFERENCE, SECOND_READ
from app.services.guard_seam import GUARD
from app.services.papers.filing import ASIDE
from app.services.stations.signed_record import SignedRecord

RIVAL = "rival"
STAYS = frozenset(
    {"draft", "hold", "emergency-reason", "emergency-review", "transcription", GUARD, RIVAL, SECOND_READ, CONFERENCE}
)
"""Documents that are the station's own and never travel."""
CONTENTS: dict[str, tuple[str, type[msgspec.Struct]]] = {
    "answers": ("answers", Response),
    "finding": ("finding", Finding),
    "note": ("note", Note),
    "flag": ("flag", Flag),
    "inquiry": ("inquiry", Inquiry),
    "interview": ("interview", Interview),
    "interview-question": ("interview_question", InterviewQuestion),
    "point": ("point", PointLife),
    "query": ("query", Query),
    "task": ("task", CaseTask),
    "correction": ("correction", ReturnedBox),
    "correction-attested": ("attested", Attested),
    "remark": ("remark", ReviewRemark),
    "decision-remark": ("remark", ReviewRemark),
    "evaluation": ("evaluation", Evaluation),
    "opinion": ("signed", SignedRecord),
    "decision": ("signed", SignedRecord),
    "received-decision": ("decision", DecisionRecord),
}
"""Kinds of documents that travel: field of the record, and the struct that the vault holds."""
_ENTRIES = ("consent", "inquiry-consent")


def packed(act: Act, chain: Chain) -> tuple[tuple[CaseTransfer, ...], tuple[BlobId, ...]]:
    """The records of a whole case and the papers that go with them.

    Raises:
        GateClosedError: ``custody.papers-aside``: what was set aside is about somebody else, or not needed.
        BugError: ``bug.document-unknown``: a kind of document is neither one that travels nor one that stays.
    """
    case_id = act.case.case_id
    documents = [one for one in act.unit.documents.every(case_id) if one.kind not in STAYS]
    documents.sort(key=lambda one: (one.kind, one.place, one.revision))
    papers = act.unit.papers.blobs_of(case_id)
    if any(one.purpose.startswith(ASIDE) for one in papers):
        raise GateClosedError("custody.papers-aside")
    head = _head(act, papers, len(documents))
    first = CaseTransfer(case_ref=case_id, step="file", chain=legs(chain), head=head)
    lines = [CaseTransfer(case_ref=case_id, step="document", document=_document(one)) for one in documents]
    return (first, *lines), tuple(paper.blob_id for paper in papers)


def stored_content(document: FiledDocument) -> bytes:
    """The content of a document that came in, as the vault holds it."""
    value: msgspec.Struct | None = getattr(document, CONTENTS[document.kind][0])
    if isinstance(value, SignedPart):
        lines = tuple((one.person, one.keyid, one.sig) for one in value.signatures)
        value = SignedRecord(value.payload, lines)
    return msgspec.json.encode(value, order="sorted")


def _head(act: Act, papers: list[Blob], documents: int) -> CaseHead:
    case, unit = act.case, act.unit
    letters = {letter.blob_id: letter for letter in unit.papers.letters_of(case.case_id)}
    history = [leaf_hash(event.entry) for event in unit.record.of_subject(case.case_id)]
    return CaseHead(
        number=case.number,
        state=case.state,
        subject=SubjectHead(
            name=case.name,
            kana=case.kana or None,
            birth_date=case.born_on,
            section=case.section or None,
            post=case.post or None,
        ),
        item=case.item,  # type: ignore[arg-type] # 1 to 3 since the roster was read
        notice_date=case.notified_of_assessment_on,
        consented_on=case.consented_on,
        inquiries_consented_on=case.inquiries_consented_on,
        notified_on=case.notified_on,
        valid_until=case.valid_until,
        ended_on=case.ended_on,
        due_on=case.due_on,
        opened_at=case.opened_at,
        pack=pack_pin(case),
        from_office=case.from_office_id,
        roster=_roster(act, case),
        consents=tuple(_consents(act)),
        papers=tuple(_paper(one, letters.get(one.blob_id)) for one in papers),
        doers=tuple(_doers(act)),
        documents=documents,
        history_count=len(history),
        history_sha256=sha256(b"".join(history)).hexdigest(),
    )


def _roster(act: Act, case: Case) -> RosterPointer | None:
    if case.roster_id is None:
        return None
    roster = act.unit.rosters.get(case.roster_id)
    return RosterPointer(
        ref=roster.roster_id,
        submitter=roster.submitter or None,
        contract_ref=roster.contract_ref or None,
        office=roster.submitter_office_id,
    )


def _consents(act: Act) -> Iterator[ConsentEntry]:
    for entry in act.unit.register.of_case(act.case.case_id):
        if entry.kind in _ENTRIES:
            yield ConsentEntry(
                ref=entry.entry_id,
                kind="consent" if entry.kind == "consent" else "inquiry-consent",
                form=entry.form,
                received_on=entry.received_on,
                recorded_at=entry.recorded_at,
                scan=entry.scan_id,
            )


def _doers(act: Act) -> Iterator[Doer]:
    """Whoever did something that keeps anybody from something else; lookers are the business of each record."""
    for action, people in sorted(act.facts.doers.items()):
        if not action.value.endswith(".seen") and action is not Action.PREPARE_TRANSFER:
            yield from (Doer(act=action.value, person=person) for person in sorted(people))


def _paper(blob: Blob, letter: LetterRecord | None) -> FiledPaper:
    return FiledPaper(
        ref=blob.blob_id,
        sha256=blob.sha256,
        media_type=blob.media_type,
        purpose=blob.purpose,
        stored_at=blob.stored_at,
        stored_by=blob.stored_by,
        letter=None
        if letter is None
        else IssuedLetter(
            ref=letter.letter_id,
            form=letter.form,
            issue_number=letter.issue_number,
            issued_on=letter.issued_on,
            made_at=letter.made_at,
            made_by=letter.made_by,
        ),
    )


def _document(document: Document) -> FiledDocument:
    if document.kind not in CONTENTS:
        raise BugError("bug.document-unknown")
    field, form = CONTENTS[document.kind]
    value = msgspec.json.decode(document.content, type=form)
    if isinstance(value, SignedRecord):
        signatures = tuple(SignaturePart(person=who, keyid=key, sig=sig) for who, key, sig in value.signatures)
        value = SignedPart(payload=value.payload, signatures=signatures)
    return FiledDocument(
        kind=document.kind,  # type: ignore[arg-type] # one of the kinds that travel
        place=document.place,
        revision=document.revision,
        purpose=document.purpose,
        status=document.status,
        written_at=document.written_at.astimezone(UTC),
        written_by=document.written_by,
        **{field: value},  # type: ignore[arg-type] # the field that holds this form
    )
