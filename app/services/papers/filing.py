"""File scans and letters sealed, and read them back."""

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from io import BytesIO
from typing import BinaryIO

from app.models.domain.actor import Actor
from app.models.domain.acts import Action
from app.models.domain.errors import GateClosedError, InvalidInputError, UntrustedInputError
from app.models.domain.finding import MEDICAL_ITEM
from app.models.domain.ids import BlobId, CaseId, LetterId
from app.models.domain.inquiry import InquiryForm
from app.models.domain.sealed_places import paper_place
from app.models.views.records import Blob, LetterRecord
from app.services.crypto.sealing import seal, unseal
from app.services.desk import Act, Desk, Target
from app.services.documents.copies import numbered_copy
from app.services.vault.unit import Unit

SMALL = 256 * 1024
"""Up to this size a paper lies in the database, whole in the transaction that files it; larger ones in a file."""
LARGEST_SCAN = 100 * 1024 * 1024
UNKNOWN = "application/octet-stream"
TRANSCRIBED = "transcription-"
"""What the purpose of a page begins with that is typed from paper; its number follows. It may show medical answers."""
ASIDE = "aside-"
"""What the purpose of a paper begins with that was set aside; why, and its purpose before, follow."""
_MEDICAL = str(MEDICAL_ITEM)
_MAGIC = (
    (b"%PDF-", "application/pdf"),
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"II*\x00", "image/tiff"),
    (b"MM\x00*", "image/tiff"),
)


def media_type_of(data: bytes) -> str:
    """The type of a scan by its first bytes; what it is called counts for nothing.

    Raises:
        UntrustedInputError: ``scan.unknown-type`` or ``scan.too-large``.
    """
    if len(data) > LARGEST_SCAN:
        raise UntrustedInputError("scan.too-large", mebibytes=LARGEST_SCAN // 2**20)
    for magic, media_type in _MAGIC:
        if data.startswith(magic):
            return media_type
    raise UntrustedInputError("scan.unknown-type")


def borne_out(claimed: str, start: bytes) -> str:
    """The type that a sender claims, if the first bytes bear it out; otherwise one that no program opens.

    A program named like a scan is kept as it came, but never handed on as a scan.
    """
    expected = [magic for magic, media_type in _MAGIC if media_type == claimed]
    return claimed if not expected or start.startswith(tuple(expected)) else UNKNOWN


def file_scan(act: Act, owner: str, data: bytes, *, purpose: str = "process") -> Blob:
    """File a scan of a paper that came in.

    Raises:
        UntrustedInputError: ``scan.unknown-type`` or ``scan.too-large``.
    """
    return file_paper(act, owner, BytesIO(data), media_type_of(data), purpose=purpose)


def file_paper(act: Act, owner: str, source: BinaryIO, media_type: str, *, purpose: str = "process") -> Blob:
    """Seal a stream under the key of its owner and note it in the transaction of the act.

    Args:
        act: The running act.
        owner: Case, candidate or register entry.
        source: The bytes.
        media_type: What they are.
        purpose: Why they are kept; never empty.

    Raises:
        InvalidInputError: ``note.no-purpose``.
    """
    _require_purpose(purpose)
    blob_id, key = BlobId(act.new_id()), _key(act.unit, owner)
    head = source.read(SMALL + 1)
    sealed: bytes | None = None
    if len(head) <= SMALL:
        sha256, size = hashlib.sha256(head).hexdigest(), len(head)
        sealed = seal(key, head, paper_place(blob_id), act.unit.entropy)
    else:
        sha256, size = act.unit.blobs.put(blob_id, _Rejoined(head, source), key)
    blob = Blob(blob_id, owner, sha256, size, media_type, purpose, act.at, act.actor.person)
    act.unit.papers.add_blob(blob, sealed)
    return blob


def file_as(act: Act, known: Blob, content: bytes) -> None:
    """Seal a paper that came with its case under the key that the case has here; whose, when and by whom stay."""
    key, sealed = _key(act.unit, known.owner), None
    if len(content) <= SMALL:
        sealed = seal(key, content, paper_place(known.blob_id), act.unit.entropy)
    else:
        act.unit.blobs.put(known.blob_id, BytesIO(content), key)
    act.unit.papers.add_blob(replace(known, size_bytes=len(content)), sealed)


def file_small_papers(
    act: Act, papers: Sequence[tuple[CaseId, bytes, str]], *, purpose: str = "process"
) -> list[BlobId]:
    """File many small papers of cases at once: owner, content, media type; gives their ids in the same order."""
    _require_purpose(purpose)
    rows: list[tuple[Blob, bytes | None]] = []
    for owner, content, media_type in papers:
        blob_id = BlobId(act.new_id())
        sealed = seal(act.unit.case_keys.get(owner), content, paper_place(blob_id), act.unit.entropy)
        sha256 = hashlib.sha256(content).hexdigest()
        blob = Blob(blob_id, owner, sha256, len(content), media_type, purpose, act.at, act.actor.person)
        rows.append((blob, sealed))
    act.unit.papers.add_small(rows)
    return [blob.blob_id for blob, _ in rows]


def read_paper(unit: Unit, blob: Blob) -> Iterator[bytes]:
    """The bytes of a filed paper, authenticated piece by piece."""
    key = _key(unit, blob.owner)
    sealed = unit.papers.sealed(blob.blob_id)
    if sealed is None:
        return unit.blobs.read(blob.blob_id, key)
    return iter([unseal(key, sealed, paper_place(blob.blob_id))])


@dataclass(frozen=True, slots=True)
class PrintedLetter:
    """A copy of a letter that leaves the vault."""

    pdf: bytes
    copy: int
    """From 1."""


def numbered(act: Act, letter: LetterRecord) -> PrintedLetter:
    """One more copy of a letter, in the act that prints it: numbered, and marked from the second on."""
    copy = act.unit.counters.next(f"copies-{letter.letter_id}")
    act.detail.update({"letter": letter.letter_id, "copy": copy})
    pdf = b"".join(read_paper(act.unit, act.unit.papers.blob(letter.blob_id)))
    return PrintedLetter(numbered_copy(pdf, copy, letter.issue_number), copy)


class Filing:
    """Looking at filed papers; every look is on record, at the case or register entry that the paper belongs to."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def letter(self, actor: Actor, letter_id: LetterId) -> bytes:
        """The PDF of an issued letter.

        Raises:
            GateClosedError: ``access.sealed`` when the case was sealed by a withdrawal; ``letter.of-inquiry``: it asks
                somebody about the person, and is seen by who works on the inquiry.
            NotAuthorisedError: ``access.wrong-role`` when it belongs to the register and the officer may not see that.
        """
        with self._desk.act(actor, Action.SEE_LETTER, Target(paper=self._owner(letter_id))) as act:
            letter = _open(act.unit.papers.letter(letter_id))
            act.detail["letter"] = letter_id
            return b"".join(read_paper(act.unit, act.unit.papers.blob(letter.blob_id)))

    def printed(self, actor: Actor, letter_id: LetterId) -> PrintedLetter:
        """One more copy of a letter on paper or as a file outside the vault: numbered, and marked from the second on.

        Raises:
            GateClosedError: As :meth:`letter`.
            NotAuthorisedError: As :meth:`letter`.
        """
        with self._desk.act(actor, Action.PRINT_LETTER, Target(paper=self._owner(letter_id))) as act:
            return numbered(act, _open(act.unit.papers.letter(letter_id)))

    def _owner(self, paper: str) -> str:
        """Whose a letter or scan is: that decides whether it may be seen. Empty for an unknown one."""
        with self._desk.vault.read() as unit:
            return unit.papers.owner_of(paper)

    def copied_scan(self, actor: Actor, blob_id: BlobId) -> bytes:
        """A copy of a scan outside the vault; numbered in the record, the picture itself stays as it came in.

        Raises:
            GateClosedError: As :meth:`scan`.
        """
        with self._desk.act(actor, Action.PRINT_SCAN, Target(paper=self._owner(blob_id))) as act:
            blob = _plain(act, act.unit.papers.blob(blob_id))
            act.detail.update({"scan": blob_id, "copy": act.unit.counters.next(f"copies-{blob_id}")})
            return b"".join(read_paper(act.unit, blob))

    def scan(self, actor: Actor, blob_id: BlobId) -> tuple[str, bytes]:
        """Media type and bytes of a scan.

        Raises:
            GateClosedError: ``access.sealed`` when the case was sealed by a withdrawal; ``paper.locked``: it belongs to
                the medical part, which the officer may not see; ``paper.aside``: it was set aside;
                ``transcription.locked``: it is a page of answers.
        """
        with self._desk.act(actor, Action.SEE_SCAN, Target(paper=self._owner(blob_id))) as act:
            blob = _plain(act, act.unit.papers.blob(blob_id))
            act.detail["scan"] = blob_id
            return blob.media_type, b"".join(read_paper(act.unit, blob))


def _open(letter: LetterRecord) -> LetterRecord:
    """A letter that is no inquiry: what others are asked about a person is never handed out as a letter of the case.

    Raises:
        GateClosedError: ``letter.of-inquiry``.
    """
    if letter.form in set(InquiryForm):
        raise GateClosedError("letter.of-inquiry")
    return letter


def _require_purpose(purpose: str) -> None:
    if not purpose.strip():
        raise InvalidInputError("note.no-purpose", field="purpose")


def is_medical(purpose: str) -> bool:
    """Whether a document of such a purpose lies in the medical part, also when it was set aside."""
    return purpose == _MEDICAL or (purpose.startswith(ASIDE) and purpose.endswith(f"-{_MEDICAL}"))


def require_sight(act: Act, purpose: str) -> None:
    """Refuse what lies in the medical part to who may not see that.

    Raises:
        GateClosedError: ``paper.locked``.
    """
    if is_medical(purpose) and act.may(Action.SEE_MEDICAL_FINDINGS) is not None:
        raise GateClosedError("paper.locked")


def require_in_use(act: Act, purpose: str) -> None:
    """Refuse what the officer may not see, and what was set aside.

    Raises:
        GateClosedError: ``paper.locked`` or ``paper.aside``.
    """
    require_sight(act, purpose)
    if purpose.startswith(ASIDE):
        raise GateClosedError("paper.aside")


def _plain(act: Act, blob: Blob) -> Blob:
    """A paper that is no page of answers; those are read by who transcribes them, beside their fields.

    Raises:
        GateClosedError: ``transcription.locked``, or as :func:`require_in_use`.
    """
    if blob.purpose.startswith(TRANSCRIBED):
        raise GateClosedError("transcription.locked")
    require_in_use(act, blob.purpose)
    return blob


class _Rejoined:
    """A stream whose beginning was already read."""

    def __init__(self, head: bytes, rest: BinaryIO) -> None:
        self._head = BytesIO(head)
        self._rest = rest

    def read(self, size: int = -1, /) -> bytes:
        return self._head.read(size) or self._rest.read(size)


def _key(unit: Unit, owner: str) -> bytes:
    """A case's own key where there is a case; the key of the register otherwise."""
    case = unit.cases.find(CaseId(owner))
    return unit.register_key if case is None else unit.case_keys.get(case.case_id)
