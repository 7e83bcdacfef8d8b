"""A whole case that came in: read strictly, compared with what lies here, and kept as ours or beside ours."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256

import msgspec

from app.models.domain.custody import Chain, Claim, is_whole
from app.models.domain.errors import UntrustedInputError
from app.models.domain.ids import CaseId, DocumentId, PersonId
from app.models.views.records import Document
from app.services.bundles.record_types.custody import CaseHead, CaseTransfer, FiledDocument
from app.services.bundles.record_types.parts import Record
from app.services.exchange.custody.packing import STAYS, stored_content
from app.services.exchange.custody.places import chain_of
from app.services.vault.unit import Unit

Key = tuple[str, str, int]
"""Kind, place and revision of a document."""


@dataclass(frozen=True, slots=True)
class Arrived:
    """The lines of one bundle. ``head`` is None in a notice."""

    case_id: CaseId
    chain: Chain
    head: CaseHead | None
    documents: tuple[FiledDocument, ...] = ()

    @property
    def contents(self) -> dict[Key, bytes]:
        """Every document with its content as the vault holds it."""
        return {(one.kind, one.place, one.revision): stored_content(one) for one in self.documents}


class RivalFile(msgspec.Struct, frozen=True):
    """The other file in a conflict, kept sealed beside ours until a person has decided and after."""

    head: CaseHead
    documents: tuple[FiledDocument, ...]
    origin_office: str


def read_lines(records: Sequence[Record]) -> Arrived:
    """Read the lines of a transfer or notice.

    Raises:
        UntrustedInputError: ``bundle.record-refused`` with the line that does not belong there.
    """
    lines = [_line(record, number) for number, record in enumerate(records, start=1)]
    first, rest = lines[0], lines[1:]
    if first.chain is None or not is_whole(chain := chain_of(first.chain)):
        raise UntrustedInputError("bundle.record-refused", line=1)
    documents = []
    for number, line in enumerate(rest, start=2):
        if line.document is None or line.case_ref != first.case_ref or first.head is None:
            raise UntrustedInputError("bundle.record-refused", line=number)
        documents.append(line.document)
    keys = {(one.kind, one.place, one.revision) for one in documents}
    if len(keys) != len(documents) or (first.head is not None and first.head.documents != len(documents)):
        raise UntrustedInputError("bundle.record-refused", line=1)
    return Arrived(CaseId(first.case_ref), chain, first.head, tuple(documents))


def require_ticket(arrived: Arrived, us: str, origin: str, bundle: str) -> None:
    """The last leg of a transfer gives the case to us, by this very bundle, from the station that had it.

    Raises:
        UntrustedInputError: ``custody.not-ours-to-take``.
    """
    chain = arrived.chain
    if arrived.head is None:
        is_right = origin in {leg.station for leg in chain}
    else:
        last = chain[-1]
        is_right = len(chain) > 1 and chain[-2].station == origin
        is_right = is_right and (last.station, last.claim, last.bundle) == (us, Claim.SENT, bundle)
    if not is_right:
        raise UntrustedInputError("custody.not-ours-to-take")


def own_contents(unit: Unit, case_id: CaseId) -> dict[Key, bytes]:
    """The documents of the case here that would travel."""
    return {
        (one.kind, one.place, one.revision): one.content
        for one in unit.documents.every(case_id)
        if one.kind not in STAYS
    }


def keeps_ours(unit: Unit, arrived: Arrived) -> bool:
    """Whether everything that our copy holds is in what arrived, unchanged."""
    theirs = arrived.contents
    if any(theirs.get(key) != content for key, content in own_contents(unit, arrived.case_id).items()):
        return False
    papers = {(one.ref, one.sha256) for one in (arrived.head.papers if arrived.head else ())}
    return all((blob.blob_id, blob.sha256) in papers for blob in unit.papers.blobs_of(arrived.case_id))


def require_papers(head: CaseHead, papers: Mapping[str, object]) -> None:
    """Every paper that the head names came with it.

    Raises:
        UntrustedInputError: ``bundle.content-mismatch``.
    """
    if {one.sha256 for one in head.papers} != set(papers):
        raise UntrustedInputError("bundle.content-mismatch")


def as_document(case_id: CaseId, new_id: str, document: FiledDocument, revision: int | None = None) -> Document:
    """A document as the vault keeps it, with who wrote it where and when."""
    return Document(
        document_id=DocumentId(new_id),
        case_id=case_id,
        kind=document.kind,
        place=document.place,
        revision=revision or document.revision,
        purpose=document.purpose,
        status=document.status,
        written_at=document.written_at,
        written_by=PersonId(document.written_by),
        content=stored_content(document),
    )


def digest_of(content: bytes) -> str:
    """What tells two contents apart without showing them."""
    return sha256(content).hexdigest()


def _line(record: Record, number: int) -> CaseTransfer:
    if not isinstance(record, CaseTransfer):
        raise UntrustedInputError("bundle.record-refused", line=number)
    return record
