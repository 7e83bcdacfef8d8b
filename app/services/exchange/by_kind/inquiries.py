"""Inquiries (照会, F16) and replies (回答, F17) on their way.

An inquiry leaves from its case with the copy of the consent, and comes in at the body without any case. The reply names
the inquiry by its number alone; only who asked knows which case that is.
"""

from collections.abc import Iterable
from io import BytesIO

import msgspec

from app.models.domain.acts import Action
from app.models.domain.civil_day import civil_day
from app.models.domain.errors import GateClosedError, UntrustedInputError
from app.models.domain.finding import MEDICAL_ITEM
from app.models.domain.ids import CaseId
from app.models.domain.inquiry import GivenAnswer, GivenReply, InquiryState
from app.models.views.carried import Carried
from app.models.views.records import Export
from app.services.bundles import canonical
from app.services.bundles.manifest import Kind
from app.services.bundles.schemas import Consent, Inquiry, InquiryMatter, InquiryReply, Record
from app.services.desk import Act, Target
from app.services.exchange.cargo import Cargo, Departure, Offer
from app.services.exchange.delivery import Arrival, Delivery, Effect, Records, WhyNot, as_kind, office_target
from app.services.exchange.identity import NO_CASE, Subject
from app.services.inquiries.keeping import (
    INQUIRY_CONSENT,
    consent_copy,
    inquiries_in,
    inquiry_in,
    keep_inquiry,
    told_of_subject,
)
from app.services.inquiries.replies import open_in
from app.services.notices.issuing import LetterDesk
from app.services.outstanding import INQUIRY
from app.services.packs.shelf import PackShelf
from app.services.papers.filing import file_paper
from app.services.vault.unit import Unit

__all__ = ["ARRIVAL", "DEPARTURE", "INQUIRY_CONSENT", "REPLY_ARRIVAL", "REPLY_DEPARTURE"]

ASKED, REPLY = Kind.INQUIRY.value, Kind.INQUIRY_REPLY.value


def asked_in(matter: Carried) -> Inquiry:
    """The inquiry that came."""
    return msgspec.json.decode(matter.content, type=Inquiry)


def reply_in(matter: Carried) -> InquiryReply:
    """The reply that was written here."""
    return msgspec.json.decode(matter.content, type=InquiryReply)


def asked_of_us(unit: Unit, ref: str, office: str | None = None) -> Carried | None:
    """The inquiry that came under a number, from a given office or from any."""
    found = (one for one in unit.carried.of_kind(ASKED, "in") if office in {None, one.office_id})
    return next((one for one in found if asked_in(one).inquiry_ref == ref), None)


def is_on_medical(record: Record) -> bool:
    """Whether an inquiry asks about what lies in the medical compartment."""
    return isinstance(record, Inquiry) and any(one.item == MEDICAL_ITEM for one in record.matters)


def office_asked(act: Act) -> str | None:
    """The office that the inquiry of the act is put to."""
    return inquiry_in(act, act.matter).office


def office_that_asked(act: Act) -> str | None:
    """The office that a reply of ours goes back to."""
    return act.unit.carried.get(act.subject, REPLY, "out").office_id


def note_asked(act: Act, export: Export, records: Iterable[Record]) -> None:
    """An inquiry lies on its medium: from now on the body is asked."""
    if export.kind != ASKED:
        return
    for record in records:
        case_id = act.unit.documents.case_of(INQUIRY, as_kind(record, Inquiry).inquiry_ref)
        about = None if case_id is None else act.regarding(case_id)
        if about is not None:
            inquiry = inquiry_in(about, as_kind(record, Inquiry).inquiry_ref)
            keep_inquiry(about, inquiry.asked(civil_day(act.at)), has_effect=False)


def _offered(unit: Unit) -> list[Offer]:
    found = []
    for case_id in unit.documents.cases_with(INQUIRY):
        case = unit.cases.find(case_id)
        if case is None or case.sealed:
            continue
        found += [
            Offer(one.ref, case.name, one.addressee, case.changed_at, of_case=case_id)
            for one in inquiries_in(unit, case_id)
            if one.can_leave
        ]
    return found


def _load(act: Act, _packs: PackShelf, _letters: LetterDesk) -> Cargo:
    inquiry, consented_on = inquiry_in(act, act.matter), act.case.inquiries_consented_on
    if not inquiry.can_leave:
        raise GateClosedError("export.inquiry-not-open")
    copy = consent_copy(act)
    if copy is None or consented_on is None:
        raise GateClosedError("consent.scan-missing", form="F07")
    act.detail["inquiry"] = inquiry.ref
    record = Inquiry(
        inquiry_ref=inquiry.ref,
        form=inquiry.form.value,
        addressee=inquiry.addressee,
        subject=told_of_subject(act, inquiry),
        matters=tuple(
            InquiryMatter(number=number, item=one.item, question=one.text)
            for number, one in enumerate(inquiry.questions, start=1)
        ),
        consent=Consent(form="F07", received_on=consented_on, scan_sha256=act.unit.papers.blob(copy).sha256),
        reply_by=inquiry.reply_by,
        contact=act.unit.people.letterhead().contact_desk,
    )
    return Cargo((record,), civil_day(act.at), blobs=(copy,))


def _foresee(_unit: Unit, records: Records) -> tuple[Effect, ...]:
    return (Effect("import.effect.inquiry", len(as_kind(records[0], Inquiry).matters)),)


def _person_asked_about(records: Records) -> tuple[Subject, ...]:
    """Whom the body is asked about: an agency may have a case of somebody who is alike."""
    one = as_kind(records[0], Inquiry).subject
    return (Subject(1, NO_CASE, one.name, one.kana or "", one.birth_date, ""),)


def _admit(act: Act, delivery: Delivery, _packs: PackShelf) -> None:
    inquiry = as_kind(delivery.record, Inquiry)
    if set(delivery.papers) != {inquiry.consent.scan_sha256}:
        raise UntrustedInputError("bundle.no-consent")
    if asked_of_us(act.unit, inquiry.inquiry_ref, delivery.origin_office) is not None:
        raise UntrustedInputError("bundle.inquiry-known")
    for paper in delivery.papers.values():
        file_paper(act, delivery.bundle_id, BytesIO(paper.content), paper.media_type, purpose=INQUIRY_CONSENT)
    act.unit.carried.add(
        Carried(
            matter_id=delivery.bundle_id,
            kind=ASKED,
            way="in",
            name=inquiry.subject.name,
            section=inquiry.addressee,
            at=act.at,
            person=act.actor.person,
            content=canonical.encode(inquiry),
            office_id=delivery.origin_office,
            bundle_id=delivery.bundle_id,
        )
    )
    act.detail |= {"listed": len(inquiry.matters), "inquiry": inquiry.inquiry_ref}


def _offered_replies(unit: Unit) -> list[Offer]:
    found = []
    for one in unit.carried.of_kind(REPLY, "out"):
        asked = asked_of_us(unit, reply_in(one).inquiry_ref, one.office_id)
        brought = None if asked is None or asked.bundle_id is None else unit.imports.find(asked.bundle_id)
        only_to = None if brought is None else brought.origin
        found.append(Offer(one.matter_id, one.name, one.section, one.at, only_to=only_to))
    return found


def _load_reply(act: Act, _packs: PackShelf, _letters: LetterDesk) -> Cargo:
    reply = reply_in(act.unit.carried.get(act.subject, REPLY, "out"))
    act.detail["inquiry"] = reply.inquiry_ref
    papers = tuple(one.blob_id for one in act.unit.papers.blobs_of(act.subject))
    return Cargo((reply,), reply.replied_on, blobs=papers)


def _find_case(unit: Unit, record: Record) -> Target:
    """The case whose inquiry a reply answers.

    Raises:
        UntrustedInputError: ``bundle.inquiry-unknown``: we never asked that.
    """
    ref = as_kind(record, InquiryReply).inquiry_ref
    case_id = unit.documents.case_of(INQUIRY, ref)
    if case_id is None:
        raise UntrustedInputError("bundle.inquiry-unknown")
    return Target(case=CaseId(case_id), matter=ref)


def _foresee_reply(_unit: Unit, records: Records) -> tuple[Effect, ...]:
    return (Effect("import.effect.inquiry-reply", len(as_kind(records[0], InquiryReply).answers)),)


def _admit_reply(act: Act, delivery: Delivery, packs: PackShelf) -> None:
    reply = as_kind(delivery.record, InquiryReply)
    inquiry = inquiry_in(act, reply.inquiry_ref)
    if inquiry.office != delivery.origin_office:
        raise UntrustedInputError("bundle.inquiry-other-body")
    if inquiry.state in {InquiryState.PREPARED, InquiryState.NOT_ASKED}:
        raise UntrustedInputError("bundle.inquiry-unknown")
    if not inquiry.awaits_reply:
        raise UntrustedInputError("bundle.inquiry-answered")
    if len(reply.answers) != len(inquiry.questions):
        raise UntrustedInputError("bundle.inquiry-other-matters")
    if {sha256 for answer in reply.answers for sha256 in answer.papers} != set(delivery.papers):
        raise UntrustedInputError("bundle.content-mismatch")
    answers = tuple(GivenAnswer(one.state, one.text or "", one.papers) for one in reply.answers)
    given = GivenReply(reply.respondent, reply.replied_on, answers)
    hits = [hit for each in open_in(given, packs.by_digest(act.case.pack_digest).rules.watch) for hit in each]
    if not all(hit.may_stay for hit in hits):
        raise UntrustedInputError("bundle.inquiry-my-number")
    for _, paper in sorted(delivery.papers.items()):
        file_paper(act, act.case.case_id, BytesIO(paper.content), paper.media_type, purpose=inquiry.purpose)
    act.purpose = inquiry.purpose
    keep_inquiry(act, inquiry.replied(given))
    act.detail |= {"listed": len(answers), "found": len(hits), "inquiry": inquiry.ref}


DEPARTURE = Departure(
    Action.PREPARE_INQUIRY,
    _load,
    ("absent.questionnaire", "absent.findings", "absent.cases", "absent.personnel", "absent.my-number"),
    _offered,
)
ARRIVAL = Arrival(
    Action.ADMIT_INQUIRY,
    office_target,
    _foresee,
    _admit,
    persons=_person_asked_about,
    apart=WhyNot.ONE_RECORD,
    use=frozenset({Action.SEE_ASKED_OF_US, Action.WRITE_INQUIRY_REPLY}),
)
REPLY_DEPARTURE = Departure(
    Action.PREPARE_INQUIRY_REPLY,
    _load_reply,
    ("absent.questionnaire", "absent.findings", "absent.cases", "absent.my-number"),
    _offered_replies,
)
REPLY_ARRIVAL = Arrival(
    Action.ADMIT_INQUIRY_REPLY,
    office_target,
    _foresee_reply,
    _admit_reply,
    persons=WhyNot.BY_INQUIRY,
    apart=WhyNot.ONE_RECORD,
    use=frozenset(),
    find=_find_case,
)
