"""Inquiries of a case: prepare them from what the pack allows, record what became of them, read what came."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

import msgspec

from app.models.domain.actor import Actor
from app.models.domain.acts import Action
from app.models.domain.authority import Refusal
from app.models.domain.civil_day import civil_day
from app.models.domain.errors import GateClosedError, InvalidInputError
from app.models.domain.finding import MEDICAL_ITEM
from app.models.domain.ids import CaseId
from app.models.domain.inquiry import Inquiry, InquiryState, WhyNotAsked, settled
from app.models.forms.bodies import Body, bodies_of
from app.models.views.records import Blob
from app.services.desk import Act, Desk, Target
from app.services.guard_seam import cleared_in
from app.services.inquiries.clocks import ReminderClock, clock_of
from app.services.inquiries.keeping import inquiries_in, inquiry_in, keep_inquiry
from app.services.inquiries.planning import InquiryPlan, choice_of, offices_to_ask, planned
from app.services.inquiries.replies import Open, open_in
from app.services.outstanding import INQUIRY
from app.services.packs.shelf import PackShelf
from app.services.papers.filing import is_medical
from app.services.papers.received import received_in
from app.services.trust.document import Office


@dataclass(frozen=True, slots=True)
class InquiryDesk:
    """What can be asked of whom in this case.

    Attributes:
        bodies: Sorts of bodies with their questions, from the pack of the case.
        offices: Offices of our circle that can be asked by a bundle.
    """

    bodies: tuple[Body, ...]
    offices: tuple[Office, ...]


@dataclass(frozen=True, slots=True)
class InquiryList:
    """The inquiries of a case in the order in which they were written.

    Attributes:
        locked: Why inquiries on the medical part are left out here; None when nothing is left out.
        papers: Received documents of the case that this officer sees; some may be replies.
        clocks: By the number of each inquiry that awaits a reply and was not reminded: when it may be.
        open: By the number of each inquiry in whose reply something must not be kept perhaps: what, text by text.
    """

    inquiries: tuple[Inquiry, ...]
    locked: Refusal | None = None
    clocks: Mapping[str, ReminderClock] = field(default_factory=dict)
    papers: tuple[Blob, ...] = ()
    open: Mapping[str, Open] = field(default_factory=dict)


class Inquiries:
    """Use cases of the office that investigates."""

    def __init__(self, desk: Desk, packs: PackShelf) -> None:
        self._desk = desk
        self._packs = packs

    def offers(self, actor: Actor, case: CaseId) -> InquiryDesk:
        """Sorts of bodies with what each may be asked, and the offices that a bundle can reach.

        Raises:
            InvalidInputError: ``record.not-found``.
        """
        with self._desk.act(actor, Action.SEE_CASE, Target(case=case)) as act:
            bodies = bodies_of(self._packs.by_digest(act.case.pack_digest).pack)
            kinds = {kind for body in bodies for kind in body.offices}
            return InquiryDesk(bodies, tuple(one for one in offices_to_ask(act.unit) if one.kind in kinds))

    def of_case(self, actor: Actor, case: CaseId) -> InquiryList:
        """Every inquiry of a case as it stands, with its reply."""
        with self._desk.act(actor, Action.SEE_FINDINGS, Target(case=case)) as act:
            found = tuple(inquiries_in(act.unit, case))
            rest = tuple(one for one in found if not one.is_medical)
            sees_all = rest == found or act.look_also(Action.SEE_MEDICAL_FINDINGS, str(MEDICAL_ITEM))
            seen, why = found if sees_all else rest, act.may(Action.SEE_MEDICAL_FINDINGS)
            papers = _papers(act, with_medical=why is None)
            return InquiryList(seen, None if sees_all else why, self._clocks(act, seen), papers, self._open(act, seen))

    def _open(self, act: Act, inquiries: Iterable[Inquiry]) -> dict[str, Open]:
        watch = self._packs.by_digest(act.case.pack_digest).rules.watch
        cleared = cleared_in(act.unit, act.case.case_id)
        found = {one.ref: open_in(one.reply, watch, cleared) for one in inquiries if one.reply is not None}
        return {ref: hits for ref, hits in found.items() if any(hits)}

    def _clocks(self, act: Act, inquiries: Iterable[Inquiry]) -> dict[str, ReminderClock]:
        pack, today = self._packs.by_digest(act.case.pack_digest).pack, civil_day(act.at)
        clocks = ((one.ref, clock_of(pack, one, today)) for one in inquiries)
        return {ref: clock for ref, clock in clocks if clock is not None}

    def prepare(self, actor: Actor, case: CaseId, plan: InquiryPlan) -> str:
        """Make an inquiry part of the case; it leaves with a bundle, or on paper.

        Returns:
            Its number.

        Raises:
            GateClosedError: ``access.no-inquiry-consent``.
            InvalidInputError: ``inquiry.body``, ``inquiry.question``, ``inquiry.several-items``,
                ``inquiry.medical-apart``, ``inquiry.identifying``, ``inquiry.addressee`` or ``inquiry.reply-by``.
        """
        chosen = choice_of(self._desk, self._packs, case, plan)
        with self._desk.act(actor, Action.WRITE_INQUIRY, Target(case=case), purpose=chosen.purpose) as act:
            inquiry = planned(act, plan, chosen)
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
        chosen = choice_of(self._desk, self._packs, case, plan)
        with self._desk.act(actor, Action.SETTLE_INQUIRY, Target(case=case), purpose=chosen.purpose) as act:
            today = civil_day(act.at)
            left_out = msgspec.structs.replace(planned(act, plan, chosen), reply_by=today)
            inquiry = settled(left_out, InquiryState.NOT_ASKED, today, why)
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
        action = Action.POST_INQUIRY if to is InquiryState.ASKED else Action.SETTLE_INQUIRY
        with self._desk.act(actor, action, Target(case=case, matter=ref)) as act:
            inquiry, today = inquiry_in(act, ref), civil_day(act.at)
            day = on or today
            if day > today or (inquiry.asked_on is not None and day < inquiry.asked_on):
                raise InvalidInputError("inquiry.day", field="on")
            if act.unit.exports.recipients_of(INQUIRY, ref, ("draft", "signed")):
                raise GateClosedError("inquiry.draft-open")
            act.purpose = inquiry.purpose
            keep_inquiry(act, settled(inquiry, to, day, why_not))
            act.detail["inquiry"] = ref
            if action is Action.SETTLE_INQUIRY:
                act.detail["outcome"] = to.value
            else:
                act.detail["posted"] = day.isoformat()


def _papers(act: Act, *, with_medical: bool) -> tuple[Blob, ...]:
    if act.may(Action.SEE_PAPERS) is not None:
        return ()
    return tuple(one for one in received_in(act) if with_medical or not is_medical(one.purpose))
