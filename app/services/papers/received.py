"""The documents that came in for a case (受領文書): which there are, their bytes, a further one."""

from dataclasses import dataclass

from app.models.domain.actor import Actor
from app.models.domain.acts import Action
from app.models.domain.authority import Refusal
from app.models.domain.errors import InvalidInputError
from app.models.domain.finding import MEDICAL_ITEM
from app.models.domain.ids import BlobId, CaseId
from app.models.views.records import Blob
from app.services.desk import Act, Desk, Target
from app.services.papers.filing import TRANSCRIBED, file_scan, is_medical, read_paper, require_in_use, require_sight

PURPOSES = ("1", "2", "3", "4", "5", "6", "7", "identity", "process")
"""What a document may be received for: a statutory item, to identify the subject, or the procedure."""
_MEDICAL = str(MEDICAL_ITEM)


@dataclass(frozen=True, slots=True)
class ReceivedList:
    """The documents of a case, oldest first.

    Attributes:
        locked: Why those on the medical part are left out here; None when nothing is left out.
    """

    papers: tuple[Blob, ...]
    locked: Refusal | None = None


class ReceivedPapers:
    """Use cases of the office that investigates; every look is on record."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def of_case(self, actor: Actor, case: CaseId) -> ReceivedList:
        """What came in for a case: neither letters that went out nor pages that are transcribed."""
        with self._desk.act(actor, Action.SEE_PAPERS, Target(case=case)) as act:
            found = received_in(act)
            rest = tuple(one for one in found if not is_medical(one.purpose))
            if rest == found or act.look_also(Action.SEE_MEDICAL_FINDINGS, _MEDICAL):
                act.detail["listed"] = len(found)
                return ReceivedList(found)
            act.detail["listed"] = len(rest)
            return ReceivedList(rest, act.may(Action.SEE_MEDICAL_FINDINGS))

    def read(self, actor: Actor, case: CaseId, blob_id: BlobId) -> tuple[str, bytes]:
        """Media type and bytes of a document, to be drawn by the decoder and by nothing else.

        Raises:
            InvalidInputError: ``record.not-found``.
            GateClosedError: ``paper.locked``: it was received for the medical part, which the officer may not see;
                ``paper.aside``: it was set aside.
        """
        with self._desk.act(actor, Action.SEE_PAPER, Target(case=case)) as act:
            known = received_one(act, blob_id)
            require_in_use(act, known.purpose)
            act.purpose = known.purpose if known.purpose in PURPOSES else "process"
            act.detail["scan"] = blob_id
            return known.media_type, b"".join(read_paper(act.unit, known))

    def file(self, actor: Actor, case: CaseId, data: bytes, purpose: str) -> BlobId:
        """File a document that came in on paper or as a file, sealed under the key of its case.

        Args:
            actor: Who received it.
            case: The case.
            data: PDF, PNG, JPEG or TIFF.
            purpose: One of :data:`PURPOSES`; without one nothing is filed.

        Raises:
            InvalidInputError: ``note.no-purpose``.
            UntrustedInputError: ``scan.unknown-type`` or ``scan.too-large``.
            GateClosedError: ``paper.locked``.
        """
        if purpose not in PURPOSES:
            raise InvalidInputError("note.no-purpose", field="purpose")
        with self._desk.act(actor, Action.FILE_PAPER, Target(case=case), purpose=purpose) as act:
            require_sight(act, purpose)
            blob = file_scan(act, case, data, purpose=purpose)
            act.detail["scan"] = blob.blob_id
            return blob.blob_id


def received_in(act: Act) -> tuple[Blob, ...]:
    """What came in for the case of the act: neither letters that went out nor pages that are transcribed."""
    sent = [letter.blob_id for letter in act.unit.papers.letters_of(act.case.case_id)]
    known = act.unit.papers.blobs_of(act.case.case_id)
    return tuple(one for one in known if one.blob_id not in sent and not one.purpose.startswith(TRANSCRIBED))


def received_one(act: Act, blob_id: BlobId) -> Blob:
    """One of them.

    Raises:
        InvalidInputError: ``record.not-found``.
    """
    found = next((one for one in received_in(act) if one.blob_id == blob_id), None)
    if found is None:
        raise InvalidInputError("record.not-found")
    return found
