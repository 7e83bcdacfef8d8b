"""Use cases of the transcription: file the pages, type the fields, type them again blind, take over what both read."""

from collections.abc import Callable, Sequence
from datetime import date, datetime

import msgspec

from app.models.domain.actor import Actor, OfficeKind
from app.models.domain.acts import Action
from app.models.domain.civil_day import civil_day
from app.models.domain.errors import AlreadyDoneError, GateClosedError, InvalidInputError
from app.models.domain.ids import BlobId, CaseId, PersonId
from app.models.forms.answers import Answer, Cell, PackRef, Response, cell_at, cell_place
from app.models.forms.checking import Problem, check
from app.models.forms.correction import SUBJECT, revised, still_open
from app.models.forms.correction import Said as Reason
from app.models.forms.definition import FormPack
from app.models.forms.filling.closing import closed
from app.models.forms.filling.typing import Said, Typed, answered
from app.models.forms.guards.cells import FREE, find_in_cell
from app.models.forms.guards.definition import Watch
from app.models.forms.transcribing import FieldState, TranscribedField, transcribed
from app.services.corrections.keeping import boxes_of, keep_correction, open_number
from app.services.desk import Act, Desk, Target
from app.services.findings.drafts import drafts_of
from app.services.guard_seam import Cleared, cleared_in, is_cleared
from app.services.kiosk.correcting import Reopened, reopened
from app.services.packs.shelf import PackShelf
from app.services.papers.filing import TRANSCRIBED, file_scan, media_type_of, read_paper
from app.services.questionnaires.keeping import is_medical, keep_answers, pinned, read_response
from app.services.transcribing.views import Desktop, Entry, FiledPage, ShownField

FIELD = "transcription"
DRAFTS = "transcription:"
"""What the place of a draft begins with that is no reading yet; the cell follows."""
SHEETS = "transcription-sheet:"
"""What the place of a draft begins with that says where a page lies: scan and page follow, the sheet is its content."""
_SIGNED_ON = "M2.date"


class Transcribing:
    """Two officers at a desk; neither settles anything alone."""

    def __init__(self, desk: Desk, packs: PackShelf) -> None:
        self._desk = desk
        self._packs = packs

    def add_page(self, actor: Actor, case: CaseId, number: int, data: bytes) -> BlobId:
        """File the scan of a page, or of several in one file, sealed like every paper of the case.

        Args:
            actor: Who received the paper.
            case: The case.
            number: Page of the paper form that it begins with, from 1.
            data: PDF, PNG, JPEG or TIFF.

        Raises:
            UntrustedInputError: ``scan.unknown-type``, ``scan.too-large``.
            InvalidInputError: ``transcription.page``: the form has no such page.
        """
        media_type_of(data)
        with self._desk.act(actor, Action.FILE_TRANSCRIBED_PAGE, Target(case=case)) as act:
            pack = self._pack(act)
            if number not in {page.page for page in pack.layout}:
                raise InvalidInputError("transcription.page", field="number")
            blob = file_scan(act, case, data, purpose=f"{TRANSCRIBED}{number}")
            act.detail["scan"] = blob.blob_id
            return blob.blob_id

    def pages(self, actor: Actor, case: CaseId) -> tuple[FiledPage, ...]:
        """The pages that were filed, in the order of the form."""
        with self._desk.act(actor, Action.SEE_TRANSCRIPTION, Target(case=case)) as act:
            return _filed(act)

    def page(self, actor: Actor, case: CaseId, blob_id: BlobId) -> tuple[str, bytes]:
        """Media type and bytes of a page, to be read beside the fields.

        Raises:
            InvalidInputError: ``record.not-found``.
            GateClosedError: ``transcription.locked``: it may show medical answers, which the officer may not see.
        """
        with self._desk.act(actor, Action.SEE_TRANSCRIBED_PAGE, Target(case=case)) as act:
            known = next((blob for blob in act.unit.papers.blobs_of(case) if blob.blob_id == blob_id), None)
            if known is None or not known.purpose.startswith(TRANSCRIBED):
                raise InvalidInputError("record.not-found")
            if not _sees_medical(act):
                raise GateClosedError("transcription.locked")
            act.detail["scan"] = blob_id
            return known.media_type, b"".join(read_paper(act.unit, known))

    def fields(self, actor: Actor, case: CaseId) -> tuple[ShownField, ...]:
        """Every field that was typed, as this officer may see it: what the other typed only once both have."""
        with self._desk.act(actor, Action.SEE_TRANSCRIPTION, Target(case=case)) as act:
            return _fields(act, self._pack(act))

    def desktop(self, actor: Actor, case: CaseId) -> Desktop:
        """Everything that somebody who transcribes works with, in one look; why nothing can be typed, if so."""
        with self._desk.act(actor, Action.SEE_TRANSCRIPTION, Target(case=case)) as act:
            pack, sees_medical = self._pack(act), _sees_medical(act)
            try:
                returned = self._begun(act)
            except AlreadyDoneError as error:
                return Desktop(pack, (), _filed(act), None, {}, {}, {}, not sees_medical, error.code)
            drafts = {
                cell_at(place.removeprefix(DRAFTS)): content
                for place, content in drafts_of(act).items()
                if place.startswith(DRAFTS)
            }
            asked = {} if returned is None else {box.cell: box.question for box in returned.boxes}
            only = None if returned is None else returned.draft.only
            rows = {} if returned is None else _open_rows(pack, returned)
            return Desktop(pack, _fields(act, pack), _filed(act), only, rows, asked, drafts, not sees_medical)

    def write(self, actor: Actor, case: CaseId, entries: Sequence[Entry]) -> tuple[Problem, ...]:
        """Type fields from paper, or type own ones again after another look at the paper.

        Returns:
            What cannot be read, each at its place; then nothing was kept.

        Raises:
            AlreadyDoneError: ``kiosk.already-open`` while the kiosk is used, or ``kiosk.already-answered``.
            GateClosedError: ``transcription.others``: somebody else typed a field first.
            InvalidInputError: ``correction.outside``: a cell was not returned for correction.
        """
        return self._typed(actor, case, Action.TRANSCRIBE, entries, _written)

    def check(self, actor: Actor, case: CaseId, entries: Sequence[Entry]) -> tuple[Problem, ...]:
        """Type fields that another officer has typed, without having seen what that was.

        Returns:
            What cannot be read, each at its place; then nothing was kept.

        Raises:
            GateClosedError: ``transcription.own``: nobody checks the own reading.
            InvalidInputError: ``transcription.not-written`` for a field that nobody has typed yet.
            AlreadyDoneError: As :meth:`write`.
        """
        return self._typed(actor, case, Action.CHECK_TRANSCRIPTION, entries, _checked)

    def take_back(self, actor: Actor, case: CaseId, cell: Cell) -> None:
        """Take an own reading back that was typed into the wrong field; what the other typed there goes with it.

        Raises:
            GateClosedError: ``transcription.others``, or ``transcription.settled`` once both have read the same.
            InvalidInputError: ``transcription.not-written``.
            AlreadyDoneError: As :meth:`write`.
        """
        with self._desk.act(actor, Action.TRANSCRIBE, Target(case=case)) as act:
            pack, _returned = self._pack(act), self._begun(act)
            held = next((one for one in _held(act, pack, _since(act)) if one.cell == cell), None)
            if held is None:
                raise InvalidInputError("transcription.not-written", field="boxes", box=cell[0])
            if held.by != actor.person:
                raise GateClosedError("transcription.others")
            if held.state is FieldState.AGREED:
                raise GateClosedError("transcription.settled")
            _keep(act, pack, held, "closed")
            act.detail["fields"] = 1

    def finish(self, actor: Actor, case: CaseId, name: str = "") -> int:
        """Take over what both read: as the questionnaire of the case, or as further revisions of returned boxes.

        Args:
            actor: One of the two.
            case: The case.
            name: The name under a correction, as it stands on paper.

        Returns:
            Number of answers.

        Raises:
            GateClosedError: ``transcription.unsettled`` with the number of fields, ``transcription.misfit`` with the
                first place that does not fit the form, ``correction.ended``.
            InvalidInputError: ``note.empty``: a correction without a name under it.
        """
        with self._desk.act(actor, Action.FINISH_TRANSCRIPTION, Target(case=case)) as act:
            pack, returned = self._pack(act), self._begun(act)
            fields = _held(act, pack, _since(act))
            unsettled = sum(one.state is not FieldState.AGREED for one in fields)
            if unsettled or not fields:
                raise GateClosedError("transcription.unsettled", count=unsettled)
            if returned is None:
                count = _take_questionnaire(act, pack, fields)
            else:
                count = _take_correction(act, pack, fields, returned, name)
            for one in fields:
                _keep(act, pack, one, "closed")
            act.detail["answers"] = count
            return count

    def _typed(
        self,
        actor: Actor,
        case: CaseId,
        action: Action,
        entries: Sequence[Entry],
        merge: Callable[[TranscribedField | None, Answer, PersonId], TranscribedField],
    ) -> tuple[Problem, ...]:
        with self._desk.act(actor, action, Target(case=case)) as act:
            pack, returned = self._pack(act), self._begun(act)
            only = returned.draft.only if returned is not None else None
            held = {one.cell: one for one in _held(act, pack, _since(act))}
            words = _Words(act, self._packs.by_digest(act.case.pack_digest).rules.watch, pack)
            problems: list[Problem] = []
            merged: list[TranscribedField] = []
            for entry in entries:
                if not _is_cell(pack, entry.cell):
                    raise InvalidInputError("correction.box", field="boxes", box=entry.link_id)
                if only is not None and not only.opens(entry.cell):
                    raise InvalidInputError("correction.outside", field="form")
                read = answered(pack, entry.cell, entry.given, act.at)
                if not isinstance(read, Problem):
                    read = _as_written(read, entry.given)
                    read = Problem.at(read, "answer.matter") if words.are_open(read) else read
                if isinstance(read, Problem):
                    problems.append(read)
                else:
                    merged.append(merge(held.get(entry.cell), read, actor.person))
            if not problems:
                for one in merged:
                    _keep(act, pack, one, "open")
            act.detail["fields"] = 0 if problems else len(merged)
            return tuple(problems)

    def _pack(self, act: Act) -> FormPack:
        return self._packs.by_digest(act.case.pack_digest).pack

    def _begun(self, act: Act) -> Reopened | None:
        """What is transcribed: None for the whole form, else the boxes of the oldest return that waits."""
        if act.unit.kiosk.of_case(act.case.case_id) is not None:
            raise AlreadyDoneError("kiosk.already-open")
        if read_response(act) is None:
            return None
        number = open_number(act.unit, act.case.case_id)
        if not number:
            raise AlreadyDoneError("kiosk.already-answered")
        return reopened(act, self._pack(act), number)


def _take_questionnaire(act: Act, pack: FormPack, fields: Sequence[TranscribedField]) -> int:
    """The whole form; the day of the signature on paper is the reference day of all look-backs."""
    signed = next((one.first.value for one in fields if one.cell == (_SIGNED_ON, None)), None)
    try:
        as_of = date.fromisoformat(str(signed))
    except ValueError:
        as_of = civil_day(act.at)
    blank = Response(PackRef(pack.meta.id, pack.meta.version, pack.digest), SUBJECT, as_of, ())
    response = closed(transcribed(pack, blank, fields, None), act.at)
    _require_fit(pack, check(pack, response))
    return keep_answers(act, pack, pinned(pack, response))


def _take_correction(
    act: Act, pack: FormPack, fields: Sequence[TranscribedField], returned: Reopened, name: str
) -> int:
    if not name.strip():
        raise InvalidInputError("note.empty", field="name")
    draft = transcribed(pack, returned.response, fields, returned.draft.only)
    said = Reason(SUBJECT, act.at, {box.cell: box.question for box in returned.boxes})
    _require_fit(pack, still_open(returned.response, draft, said))
    after = revised(returned.response, draft, said)
    return keep_correction(act, pack, returned.boxes, returned.response, after, name).cells


def _require_fit(pack: FormPack, problems: Sequence[Problem]) -> None:
    if problems:
        first = problems[0]
        paper = pack.index[first.link_id].ext.paper_ref
        raise GateClosedError(
            "transcription.misfit",
            place=cell_place((first.link_id, first.row or None)),
            page=paper.page,
            box=paper.box,
            count=len(problems),
        )


def _written(held: TranscribedField | None, answer: Answer, person: PersonId) -> TranscribedField:
    if held is None:
        return TranscribedField(answer, person)
    if held.by != person:
        raise GateClosedError("transcription.others")
    return msgspec.structs.replace(held, first=answer)


def _checked(held: TranscribedField | None, answer: Answer, person: PersonId) -> TranscribedField:
    if held is None:
        raise InvalidInputError("transcription.not-written", field="boxes", box=answer.link_id)
    if held.by == person:
        raise GateClosedError("transcription.own")
    return msgspec.structs.replace(held, second=answer, checked_by=person)


def _is_cell(pack: FormPack, cell: Cell) -> bool:
    """Whether the form has such a cell; rows are counted as they stand on paper."""
    item = pack.index.get(cell[0])
    return item is not None and (pack.index.table(cell[0]) is not None) is (cell[1] is not None)


def _as_written(answer: Answer, given: Typed | Said | bool) -> Answer:  # noqa: FBT001 - the answer itself
    """Keep what stands on paper beside the value wherever it is something else."""
    if answer.as_written is not None or not isinstance(given, Typed) or given.text == answer.value:
        return answer
    return msgspec.structs.replace(answer, as_written=given.text)


def _since(act: Act) -> datetime | None:
    """Since when what is asked now was asked; what was typed before belongs to something that is over."""
    case_id = act.case.case_id
    asked = [box.at for box in boxes_of(act.unit, case_id, open_number(act.unit, case_id))]
    if asked:
        return min(asked)
    return None if read_response(act) is None else act.at


def _held(act: Act, pack: FormPack, since: datetime | None) -> tuple[TranscribedField, ...]:
    """The fields of the transcription that is under way, in the order of the form."""
    documents = act.unit.documents.newest_of_kind(act.case.case_id, FIELD)
    found = [
        msgspec.json.decode(one.content, type=TranscribedField)
        for one in documents
        if one.status == "open" and (since is None or one.written_at >= since)
    ]
    order = {item.link_id: place for place, item in enumerate(pack.index)}
    return tuple(
        sorted(found, key=lambda one: (order[one.first.link_id], len(one.first.row or ""), one.first.row or ""))
    )


def _fields(act: Act, pack: FormPack) -> tuple[ShownField, ...]:
    sees_medical = _sees_medical(act)
    held = _held(act, pack, _since(act))
    shown = [one for one in held if sees_medical or not is_medical(pack.index[one.first.link_id])]
    return tuple(_shown(one, act.actor.person) for one in shown)


def _open_rows(pack: FormPack, returned: Reopened) -> dict[str, tuple[str, ...]]:
    """The rows that stand in tables with open cells."""
    only = returned.draft.only
    if only is None:
        return {}
    around = (pack.index.table(link_id) for link_id in only.columns)
    tables = {*only.tables, *(table.link_id for table in around if table is not None)}
    return {table: tuple(returned.draft.rows(table)) for table in tables}


def _filed(act: Act) -> tuple[FiledPage, ...]:
    blobs = [blob for blob in act.unit.papers.blobs_of(act.case.case_id) if blob.purpose.startswith(TRANSCRIBED)]
    leafed: dict[str, list[tuple[int, int]]] = {}
    for place, sheet in drafts_of(act).items() if blobs else ():
        if place.startswith(SHEETS):
            scan, _, page = place.removeprefix(SHEETS).partition("/")
            leafed.setdefault(scan, []).append((int(page), int(sheet)))
    found = [
        FiledPage(int(blob.purpose.removeprefix(TRANSCRIBED)), blob.blob_id, tuple(leafed.get(blob.blob_id, ())))
        for blob in blobs
    ]
    return tuple(sorted(found, key=lambda page: (page.number, page.blob_id)))


def _keep(act: Act, pack: FormPack, one: TranscribedField, status: str) -> None:
    item = pack.index[one.cell[0]]
    # Free words were looked at before, as answers to this question: a name may hold what no note may.
    said = () if item.type in FREE else None
    act.keep(FIELD, cell_place(one.cell), str(item.ext.purpose), one, status, said=said)


class _Words:
    """What somebody has said of clauses in this case, asked for once."""

    def __init__(self, act: Act, watch: Watch, pack: FormPack) -> None:
        self._act, self._watch, self._pack = act, watch, pack
        self._cleared: Cleared | None = None

    def are_open(self, answer: Answer) -> bool:
        """Whether an answer holds something that nobody has answered for."""
        values = (answer.value if isinstance(answer.value, str) else None, answer.as_written)
        return any(self._is_open(answer.cell, text) for text in values if text) or (
            bool(answer.reason) and self._is_open(answer.cell, answer.reason or "", is_reason=True)
        )

    def _is_open(self, cell: Cell, text: str, *, is_reason: bool = False) -> bool:
        hits = find_in_cell(self._pack, self._watch, cell, text, is_reason=is_reason)
        if hits and self._cleared is None:
            self._cleared = cleared_in(self._act.unit, self._act.case.case_id)
        return any(not is_cleared(text, hit, self._cleared or frozenset()) for hit in hits)


def _sees_medical(act: Act) -> bool:
    """At the agency the two at the desk read the whole paper; elsewhere only who has a part in the case does."""
    return act.actor.office_kind is OfficeKind.AGENCY or act.may(Action.SEE_MEDICAL_ANSWERS) is None


def _shown(one: TranscribedField, person: PersonId) -> ShownField:
    is_mine = one.by == person
    is_second = one.checked_by == person
    mine = one.first if is_mine else one.second if is_second else None
    other = (one.second if is_mine else one.first) if one.second is not None and (is_mine or is_second) else None
    return ShownField(one.cell, one.state, is_mine, mine, other)
