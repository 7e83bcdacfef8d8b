"""Inquiries as sealed documents of their case: one for each, a revision for each step."""

from collections.abc import Sequence

import msgspec

from app.models.domain.acts import Action
from app.models.domain.errors import GateClosedError, InvalidInputError
from app.models.domain.finding import MEDICAL_ITEM
from app.models.domain.ids import BlobId, CaseId
from app.models.domain.inquiry import Identifying, Inquiry, InquiryState
from app.services.bundles.record_types.inquiries import InquirySubject
from app.services.desk import Act
from app.services.outstanding import INQUIRY
from app.services.questionnaires.keeping import read_answers
from app.services.vault.unit import Unit

INQUIRY_CONSENT = "inquiry-consent"
"""Kind of the register entry, and purpose of the scan, of a consent to inquiries (F07)."""
_FORMER_NAME, _ADDRESS = "A2.name", "A9.address"
_MOST_NAMES = 10


def keep_inquiry(act: Act, inquiry: Inquiry, *, has_effect: bool = True, said: Sequence[str] | None = None) -> None:
    """Seal a step of an inquiry under the statutory item that it serves, or the procedure if it serves several."""
    typed = (inquiry.addressee,) if said is None else said
    act.keep(INQUIRY, inquiry.ref, inquiry.purpose, inquiry, inquiry.state.value, has_effect=has_effect, said=typed)
    _list_inquiry(act.unit, act.case.case_id, inquiry)


def list_inquiries(unit: Unit, case_id: CaseId) -> None:
    """Bring the list of what waits to every inquiry of a case that came from another station."""
    for one in inquiries_in(unit, case_id):
        _list_inquiry(unit, case_id, one)


def inquiry_in(act: Act, ref: str) -> Inquiry:
    """One inquiry of the case of the act.

    Raises:
        InvalidInputError: ``record.not-found``.
    """
    found = act.kept(INQUIRY, ref, Inquiry)
    if found is None:
        raise InvalidInputError("record.not-found")
    return found


def in_sight(act: Act, ref: str) -> Inquiry:
    """One inquiry of the case, if the officer may know of it; the act goes on record under its purpose.

    Raises:
        InvalidInputError: ``record.not-found``.
        GateClosedError: ``paper.locked``: it lies in the medical part.
    """
    inquiry = inquiry_in(act, ref)
    if inquiry.is_medical and not act.look_also(Action.SEE_MEDICAL_FINDINGS, str(MEDICAL_ITEM)):
        raise GateClosedError("paper.locked")
    act.purpose = inquiry.purpose
    return inquiry


def inquiries_in(unit: Unit, case_id: CaseId) -> list[Inquiry]:
    """The inquiries of a case as they stand, by their first writing."""
    first: dict[str, Inquiry] = {}
    for document in sorted(unit.documents.of_kind(case_id, INQUIRY), key=lambda one: (one.written_at, one.revision)):
        first[document.place] = msgspec.json.decode(document.content, type=Inquiry)
    return list(first.values())


def _list_inquiry(unit: Unit, case_id: CaseId, inquiry: Inquiry) -> None:
    """While nothing came it waits until its last day for the body, and from then on for the examiner of the case."""
    if inquiry.state is InquiryState.ASKED and not inquiry.papers:
        unit.waits.put(case_id, INQUIRY, inquiry.ref, None, inquiry.reply_by)
    else:
        unit.waits.rest(case_id, INQUIRY, inquiry.ref)


def consent_copy(act: Act) -> BlobId | None:
    """The scan of the consent to inquiries, which goes with each of them; None when it is not here.

    Where the consent was recorded the register names the scan; where it came with the request, its purpose does.
    """
    entries = act.unit.register.of_case(act.case.case_id)
    scans = [one.scan_id for one in entries if one.kind == INQUIRY_CONSENT and one.scan_id is not None]
    scans += [one.blob_id for one in act.unit.papers.blobs_of(act.case.case_id) if one.purpose == INQUIRY_CONSENT]
    return scans[0] if scans else None


def told_of_subject(act: Act, inquiry: Inquiry) -> InquirySubject:
    """The least by which the body finds the person: nothing is typed, all of it is in the case already."""
    told, answers = set(inquiry.identify), read_answers(act, "identity")
    given = {} if answers is None else {cell.cell: cell for cell in answers.answers if isinstance(cell.value, str)}
    names = [str(cell.value) for (link, _), cell in given.items() if link == _FORMER_NAME]
    address = next((str(cell.value) for (link, _), cell in given.items() if link == _ADDRESS), None)
    return InquirySubject(
        name=act.case.name,
        kana=(act.case.kana or None) if Identifying.KANA in told else None,
        former_names=tuple(dict.fromkeys(names))[:_MOST_NAMES] if Identifying.FORMER_NAMES in told else (),
        birth_date=act.case.born_on,
        address=address if Identifying.ADDRESS in told else None,
    )
