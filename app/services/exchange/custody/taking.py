"""Take a whole case into this vault: its head, documents, papers and doers, under a key of its own here."""

from collections.abc import Mapping
from dataclasses import replace

from app.models.domain.actor import OfficeKind
from app.models.domain.acts import Action
from app.models.domain.civil_day import civil_day
from app.models.domain.ids import BlobId, CaseId, LetterId, OfficeId, PersonId, RefusalId, RosterId
from app.models.domain.lifecycle import State
from app.models.domain.names import PersonalName
from app.models.views.records import Blob, Case, LetterRecord, RegisterEntry, Roster
from app.services.bundles.record_types.custody import CaseHead, FiledDocument, FiledPaper, IssuedLetter
from app.services.desk import Act
from app.services.exchange.custody.files import as_document, own_contents
from app.services.exchange.custody.packing import stored_content
from app.services.inquiries.keeping import list_inquiries
from app.services.papers.filing import file_as
from app.services.tasks.keeping import list_tasks

_ACTS = {action.value for action in Action}
_TO_INVESTIGATE = (State.CONSENTED, State.INVESTIGATION_REQUESTED)
_INVESTIGATED = (State.OPINION_SIGNED, State.OPINION_SENT)


def arriving_state(state: State, *, at: OfficeKind, moved: bool, has_answers: bool) -> State:
    """Where a case stands at the office that receives it.

    Between offices of two kinds a transfer does what request and opinion do otherwise: at the investigation office the
    case waits for its examiner, at the agency the opinion is there.

    Args:
        state: Where it stood.
        at: Kind of our office.
        moved: Whether the sender's office is of another kind.
        has_answers: Whether the questionnaire came with it.
    """
    if not moved:
        return state
    if at is OfficeKind.INVESTIGATION_OFFICE and state in _TO_INVESTIGATE:
        return State.UNDER_INVESTIGATION if has_answers else State.INVESTIGATION_REQUESTED
    return State.RESULT_RECEIVED if at is OfficeKind.AGENCY and state in _INVESTIGATED else state


def open_case(act: Act, case_id: CaseId, head: CaseHead, origin: OfficeId, state: State) -> None:
    """Open a case that was never here, under a new key."""
    act.unit.case_keys.create([case_id])
    number = head.number
    if act.unit.cases.numbered(number) is not None:
        # Two stations of one office count for themselves.
        office, year = act.unit.people.station().office_id, civil_day(act.at).year
        number = f"{office}-{year}-{act.unit.counters.next(f'case-{year}'):06d}"
    act.unit.cases.add(_case(act, case_id, head, origin, state, number))


def renew_case(act: Act, case_id: CaseId, head: CaseHead, origin: OfficeId, state: State) -> None:
    """Bring the head of our copy to what came back; our number stays."""
    ours = act.unit.cases.get(case_id)
    theirs = _case(act, case_id, head, origin, state, ours.number)
    office = ours.from_office_id if theirs.from_office_id is None else theirs.from_office_id
    act.unit.cases.take_over(
        replace(
            theirs,
            roster_id=ours.roster_id,
            from_office_id=office,
            opened_at=ours.opened_at,
            revision=ours.revision + 1,
        )
    )


def add_documents(act: Act, case_id: CaseId, documents: tuple[FiledDocument, ...], *, on_top: bool) -> int:
    """Add the documents that are not here yet.

    Args:
        act: The running act.
        case_id: The case.
        documents: What came in.
        on_top: After a conflict: what differs becomes a further revision after ours; otherwise revisions are the same.

    Returns:
        How many were added.
    """
    ours, added = own_contents(act.unit, case_id), 0
    held = set(ours.values()) if on_top else set()
    for document in documents:
        key, content = (document.kind, document.place, document.revision), stored_content(document)
        if ours.get(key) == content:
            continue
        revision = None
        if on_top:
            same = any(known == content for place, known in ours.items() if place[:2] == key[:2])
            if same and content in held:
                continue
            revision = act.unit.documents.next_revision(case_id, document.kind, document.place)
        act.unit.documents.add(as_document(case_id, act.new_id(), document, revision))
        added += 1
    list_tasks(act.unit, case_id)
    list_inquiries(act.unit, case_id)
    return added


def add_papers(act: Act, case_id: CaseId, head: CaseHead, contents: Mapping[str, bytes]) -> int:
    """File the papers that are not here yet, sealed under the key of the case here.

    Returns:
        How many were filed.
    """
    known = {blob.blob_id for blob in act.unit.papers.blobs_of(case_id)}
    letters = {letter.letter_id for letter in act.unit.papers.letters_of(case_id)}
    added = 0
    for paper in head.papers:
        if BlobId(paper.ref) not in known:
            file_as(act, _blob(case_id, paper), contents[paper.sha256])
            added += 1
        if paper.letter is not None and LetterId(paper.letter.ref) not in letters:
            act.unit.papers.add_letter(_letter(case_id, paper, paper.letter))
    return added


def add_register(act: Act, case_id: CaseId, head: CaseHead) -> None:
    """Enter the consents of the case in the register, and who did what in it."""
    case = act.unit.cases.get(case_id)
    for entry in head.consents:
        if not act.unit.register.holds(RefusalId(entry.ref)):
            act.unit.register.add(
                RegisterEntry(
                    entry_id=RefusalId(entry.ref),
                    kind=entry.kind,
                    name=case.name,
                    kana_sort=case.kana_sort,
                    section=case.section,
                    roster_id=case.roster_id,
                    form=entry.form,
                    received_on=entry.received_on,
                    recorded_at=entry.recorded_at,
                    scan_id=None if entry.scan is None else BlobId(entry.scan),
                    case_id=case_id,
                )
            )
    act.unit.custody.carry_doers(case_id, [(one.act, one.person) for one in head.doers if one.act in _ACTS])


def _case(act: Act, case_id: CaseId, head: CaseHead, origin: OfficeId, state: State, number: str) -> Case:
    station = act.unit.people.station()
    name = PersonalName(head.subject.name, head.subject.kana or "")
    keys = name.keys
    asked_by = None if head.from_office is None else OfficeId(head.from_office)
    if station.office_kind is OfficeKind.AGENCY:
        asked_by = None
    elif asked_by is None and origin != station.office_id:
        asked_by = origin
    return Case(
        case_id=case_id,
        number=number,
        state=state,
        name=name.as_written,
        kana=name.kana,
        name_folded=keys.folded,
        kana_sort=name.sort_key,
        born_on=head.subject.birth_date,
        section=head.subject.section or "",
        post=head.subject.post or "",
        item=head.item,
        roster_id=_roster(act, head, is_ours=origin == station.office_id),
        from_office_id=asked_by,
        notified_of_assessment_on=head.notice_date,
        consented_on=head.consented_on,
        inquiries_consented_on=head.inquiries_consented_on,
        sealed=False,
        pack_id=head.pack.id,
        pack_version=str(head.pack.version),
        pack_digest=head.pack.digest,
        opened_at=act.at,
        changed_at=act.at,
        revision=1,
        due_on=head.due_on,
        notified_on=head.notified_on,
        valid_until=head.valid_until,
        ended_on=head.ended_on,
    )


def _roster(act: Act, head: CaseHead, *, is_ours: bool) -> RosterId | None:
    """The roster that named the person; another station of our office needs to know who is told the result."""
    pointer = head.roster
    if pointer is None:
        return None
    roster_id = RosterId(pointer.ref)
    if act.unit.rosters.find(roster_id) is not None:
        return roster_id
    if not is_ours:
        return None
    act.unit.rosters.add(
        Roster(
            roster_id,
            "",
            pointer.submitter or "",
            "",
            pointer.contract_ref or "",
            None,
            None if pointer.office is None else OfficeId(pointer.office),
            act.at,
            act.actor.person,
        )
    )
    return roster_id


def _blob(case_id: CaseId, paper: FiledPaper) -> Blob:
    return Blob(
        BlobId(paper.ref),
        case_id,
        paper.sha256,
        0,
        paper.media_type,
        paper.purpose,
        paper.stored_at,
        PersonId(paper.stored_by),
    )


def _letter(case_id: CaseId, paper: FiledPaper, letter: IssuedLetter) -> LetterRecord:
    return LetterRecord(
        LetterId(letter.ref),
        letter.form,
        case_id,
        letter.issue_number,
        paper.sha256,
        BlobId(paper.ref),
        letter.issued_on,
        letter.made_at,
        PersonId(letter.made_by),
    )
