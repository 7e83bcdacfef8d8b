"""Inquiries of a case: prepare them from what the pack allows, record what became of them, read what came."""

from dataclasses import dataclass
from datetime import date

import msgspec

from app.models.domain.actor import Actor
from app.models.domain.acts import Action
from app.models.domain.authority import Refusal
from app.models.domain.civil_day import civil_day
from app.models.domain.errors import GateClosedError, InvalidInputError
from app.models.domain.finding import MEDICAL_ITEM
from app.models.domain.ids import CaseId
from app.models.domain.inquiry import AskedQuestion, Identifying, Inquiry, InquiryState, WhyNotAsked, settled
from app.models.forms.bodies import Body, BodyQuestion, bodies_of
from app.models.forms.my_number import holds_my_number
from app.services.bundles.text_rules import is_clean
from app.services.desk import Act, Desk, Target
from app.services.inquiries.keeping import INQUIRY, inquiries_in, inquiry_in, keep_inquiry
from app.services.named_cases import case_named
from app.services.packs.shelf import PackShelf
from app.services.trust.document import Office
from app.services.trust.standing import current
from app.services.vault.unit import Unit

LONGEST_ADDRESSEE = 200
"""Characters."""


class InquiryPlan(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What an examiner chooses.

    Attributes:
        body: Sort of body, a code of the pack.
        office: The office of our circle that is asked; its name is then the addressee.
        addressee: Name of a body outside our circle.
        questions: Codes of the pack, all of one statutory item.
        identify: What is told of the subject beside name and day of birth.
        reply_by: Last day for the reply, after today.
    """

    body: str
    questions: tuple[str, ...]
    identify: tuple[Identifying, ...]
    reply_by: date
    office: str | None = None
    addressee: str = ""


@dataclass(frozen=True, slots=True)
class InquiryDesk:
    """What can be asked of whom in this case.

    Attributes:
        case: Its identity.
        bodies: Sorts of bodies with their questions, from the pack of the case.
        offices: Offices of our circle that can be asked by a bundle.
    """

    case: CaseId
    bodies: tuple[Body, ...]
    offices: tuple[Office, ...]


@dataclass(frozen=True, slots=True)
class InquiryList:
    """The inquiries of a case in the order in which they were written.

    Attributes:
        locked: Why inquiries on the medical part are left out here; None when nothing is left out.
    """

    inquiries: tuple[Inquiry, ...]
    locked: Refusal | None = None


class Inquiries:
    """Use cases of the office that investigates."""

    def __init__(self, desk: Desk, packs: PackShelf) -> None:
        self._desk = desk
        self._packs = packs

    def offers(self, actor: Actor, named: str) -> InquiryDesk:
        """Sorts of bodies with what each may be asked, and the offices that a bundle can reach.

        Args:
            actor: Who looks.
            named: Number or identity of the case.

        Raises:
            InvalidInputError: ``record.not-found``.
        """
        case = case_named(self._desk, named)
        with self._desk.act(actor, Action.SEE_CASE, Target(case=case)) as act:
            bodies = bodies_of(self._packs.by_digest(act.case.pack_digest).pack)
            kinds = {kind for body in bodies for kind in body.offices}
            return InquiryDesk(case, bodies, tuple(one for one in _offices(act.unit) if one.kind in kinds))

    def of_case(self, actor: Actor, case: CaseId) -> InquiryList:
        """Every inquiry of a case as it stands, with its reply."""
        with self._desk.act(actor, Action.SEE_FINDINGS, Target(case=case)) as act:
            found = tuple(inquiries_in(act.unit, case))
            rest = tuple(one for one in found if one.item != MEDICAL_ITEM)
            if rest == found or act.look_also(Action.SEE_MEDICAL_FINDINGS, str(MEDICAL_ITEM)):
                return InquiryList(found)
            return InquiryList(rest, act.may(Action.SEE_MEDICAL_FINDINGS))

    def prepare(self, actor: Actor, case: CaseId, plan: InquiryPlan) -> str:
        """Make an inquiry part of the case; it leaves with a bundle, or on paper.

        Returns:
            Its number.

        Raises:
            GateClosedError: ``access.no-inquiry-consent``.
            InvalidInputError: ``inquiry.body``, ``inquiry.question``, ``inquiry.several-items``,
                ``inquiry.identifying``, ``inquiry.addressee`` or ``inquiry.reply-by``.
        """
        item = self._item(case, plan)
        with self._desk.act(actor, Action.WRITE_INQUIRY, Target(case=case), purpose=str(item)) as act:
            inquiry = self._planned(act, plan)
            if plan.reply_by <= civil_day(act.at):
                raise InvalidInputError("inquiry.reply-by", field="reply_by")
            keep_inquiry(act, inquiry)
            act.detail["inquiry"] = inquiry.ref
            return inquiry.ref

    def not_asked(self, actor: Actor, case: CaseId, plan: InquiryPlan, why: WhyNotAsked) -> str:
        """Record that a body is not asked, and why; open also where there is no consent to inquiries.

        The day of the plan counts for nothing.

        Raises:
            InvalidInputError: As :meth:`prepare`, but for the day.
        """
        item = self._item(case, plan)
        with self._desk.act(actor, Action.SETTLE_INQUIRY, Target(case=case), purpose=str(item)) as act:
            today = civil_day(act.at)
            planned = msgspec.structs.replace(self._planned(act, plan), reply_by=today)
            inquiry = settled(planned, InquiryState.NOT_ASKED, today, why)
            keep_inquiry(act, inquiry)
            act.detail |= {"inquiry": inquiry.ref, "outcome": inquiry.state.value}
            return inquiry.ref

    def settle(
        self,
        actor: Actor,
        case: CaseId,
        ref: str,
        to: InquiryState,
        on: date | None = None,
        why_not: WhyNotAsked | None = None,
    ) -> None:
        """Record what became of an inquiry without a bundle: sent on paper, no reply, no record, declined, not asked.

        Args:
            actor: The examiner.
            case: The case.
            ref: Which inquiry.
            to: What became of it.
            on: On which day; today when left out.
            why_not: Why it was not asked.

        Raises:
            GateClosedError: ``inquiry.wrong-state`` or ``inquiry.not-overdue``; ``inquiry.draft-open``: its bundle is
                about to leave.
            InvalidInputError: ``inquiry.day`` or ``inquiry.reason``.
        """
        action = Action.WRITE_INQUIRY if to is InquiryState.ASKED else Action.SETTLE_INQUIRY
        with self._desk.act(actor, action, Target(case=case, matter=ref)) as act:
            inquiry, today = inquiry_in(act, ref), civil_day(act.at)
            day = on or today
            if day > today or (inquiry.asked_on is not None and day < inquiry.asked_on):
                raise InvalidInputError("inquiry.day", field="on")
            if act.unit.exports.recipients_of(INQUIRY, ref, ("draft", "signed")):
                raise GateClosedError("inquiry.draft-open")
            act.purpose = str(inquiry.item)
            keep_inquiry(act, settled(inquiry, to, day, why_not))
            act.detail["inquiry"] = ref
            if action is Action.SETTLE_INQUIRY:
                act.detail["outcome"] = to.value

    def _item(self, case: CaseId, plan: InquiryPlan) -> int:
        """The one statutory item that all questions serve."""
        body = self._body(case, plan.body)
        items = {one.item for one in _questions(body, plan)}
        if len(items) != 1:
            raise InvalidInputError("inquiry.several-items", field="questions")
        if not set(plan.identify) <= set(body.identifying):
            raise InvalidInputError("inquiry.identifying", field="identify")
        return items.pop()

    def _body(self, case: CaseId, code: str) -> Body:
        with self._desk.vault.read() as unit:
            bodies = bodies_of(self._packs.by_digest(unit.cases.get(case).pack_digest).pack)
        found = next((one for one in bodies if one.code == code), None)
        if found is None:
            raise InvalidInputError("inquiry.body", field="body")
        return found

    def _planned(self, act: Act, plan: InquiryPlan) -> Inquiry:
        body = self._body(act.case.case_id, plan.body)
        asked = _questions(body, plan)
        return Inquiry(
            ref=act.new_id(),
            body=body.code,
            addressee=_addressee(act.unit, body, plan),
            office=plan.office,
            item=asked[0].item,  # type: ignore[arg-type] # 1 to 7 since the pack was read
            questions=tuple(AskedQuestion(one.code, one.text.ja) for one in asked),
            identify=tuple(one for one in Identifying if one in plan.identify),
            reply_by=plan.reply_by,
            state=InquiryState.PREPARED,
        )


def read_plan(data: bytes) -> InquiryPlan:
    """A plan that was filled in as JSON, in the fields of :class:`InquiryPlan`.

    Raises:
        InvalidInputError: ``inquiry.form``.
    """
    try:
        return msgspec.json.decode(data, type=InquiryPlan)
    except (msgspec.MsgspecError, ValueError, RecursionError):
        raise InvalidInputError("inquiry.form", field="form") from None


def _offices(unit: Unit) -> tuple[Office, ...]:
    if unit.people.trust_envelope() is None:
        return ()
    us = unit.people.station().office_id
    return tuple(one for one in current(unit).document.offices if one.id != us)


def _questions(body: Body, plan: InquiryPlan) -> tuple[BodyQuestion, ...]:
    """The chosen questions in the order of the pack.

    Raises:
        InvalidInputError: ``inquiry.question``: none, one twice, or one that this sort of body may not be asked.
    """
    found = [body.question(code) for code in plan.questions]
    if not found or None in found or len(set(plan.questions)) != len(plan.questions):
        raise InvalidInputError("inquiry.question", field="questions")
    return tuple(one for one in body.questions if one in found)


def _addressee(unit: Unit, body: Body, plan: InquiryPlan) -> str:
    """Who is asked: an office that is such a body, by its own name, or a body outside our circle by the name typed.

    Raises:
        InvalidInputError: ``inquiry.addressee``.
    """
    if plan.office is not None:
        office = next((one for one in _offices(unit) if one.id == plan.office), None)
        if office is None or office.kind not in body.offices or plan.addressee:
            raise InvalidInputError("inquiry.addressee", field="office")
        return office.name_ja
    name = plan.addressee.strip()
    if not name or len(name) > LONGEST_ADDRESSEE or not is_clean(name) or holds_my_number(name):
        raise InvalidInputError("inquiry.addressee", field="addressee")
    return name
