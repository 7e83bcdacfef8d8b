"""Replies on paper: a received document is the reply, one officer types its lines, another one compares them."""

import msgspec

from app.models.domain.actor import Actor
from app.models.domain.acts import Action
from app.models.domain.civil_day import civil_day
from app.models.domain.errors import GateClosedError, InvalidInputError
from app.models.domain.finding import MEDICAL_ITEM
from app.models.domain.ids import BlobId, CaseId
from app.models.domain.inquiry import GivenReply, Inquiry, TypedReply
from app.models.views.records import Blob
from app.services.bundles.text_rules import is_clean
from app.services.desk import Act, Desk, Target
from app.services.inquiries.keeping import in_sight, inquiries_in, keep_inquiry
from app.services.papers.received import PURPOSES, received_one

_MEDICAL = str(MEDICAL_ITEM)


class PaperReplies:
    """Use cases of the examiner who has the paper, and of the second officer."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def link(self, actor: Actor, case: CaseId, ref: str, blob_id: BlobId) -> None:
        """Record that a received document is the reply to an inquiry, or a further sheet of it.

        Raises:
            GateClosedError: ``inquiry.no-reply-awaited``; ``inquiry.paper-linked``; ``paper.locked``.
            InvalidInputError: ``record.not-found``; ``inquiry.paper-other-purpose``: one of the two is medical and the
                other is not; ``inquiry.paper-earlier``: it was here before anybody was asked.
        """
        with self._desk.act(actor, Action.LINK_INQUIRY_REPLY, Target(case=case)) as act:
            inquiry = in_sight(act, ref)
            paper = received_one(act, blob_id)
            if paper.purpose not in PURPOSES:
                raise InvalidInputError("record.not-found")
            if not inquiry.awaits_reply or inquiry.typed is not None:
                raise GateClosedError("inquiry.no-reply-awaited")
            if any(blob_id in one.papers for one in inquiries_in(act.unit, case)):
                raise GateClosedError("inquiry.paper-linked")
            misfit = misfit_of(paper, inquiry)
            if misfit:
                raise InvalidInputError(misfit, field="paper")
            keep_inquiry(act, msgspec.structs.replace(inquiry, papers=(*inquiry.papers, blob_id)))
            act.detail |= {"inquiry": ref, "scan": blob_id}

    def type_in(self, actor: Actor, case: CaseId, ref: str, reply: GivenReply) -> None:
        """Keep the lines of a reply as somebody read them; they count once another officer compared them.

        Raises:
            GateClosedError: ``inquiry.no-paper``: no document is the reply; ``inquiry.no-reply-awaited``.
            InvalidInputError: ``inquiry.lines-unfit``, ``note.my-number``, ``guard.unanswered``.
        """
        with self._desk.act(actor, Action.TYPE_INQUIRY_REPLY, Target(case=case)) as act:
            inquiry = in_sight(act, ref)
            if not inquiry.awaits_reply:
                raise GateClosedError("inquiry.no-reply-awaited")
            if not inquiry.papers:
                raise GateClosedError("inquiry.no-paper")
            _require_fit(act, inquiry, reply)
            typed = TypedReply(reply, actor.person, civil_day(act.at))
            said = (reply.respondent, *(one.text for one in reply.answers))
            keep_inquiry(act, msgspec.structs.replace(inquiry, typed=typed), said=said)
            act.detail |= {"inquiry": ref, "listed": len(reply.answers)}

    def check(self, actor: Actor, case: CaseId, ref: str, *, is_same: bool) -> None:
        """Say as the second officer that the lines are those of the paper, or give them back to be typed anew.

        Raises:
            GateClosedError: ``inquiry.nothing-typed``; ``paper.locked``.
            NotAuthorisedError: ``access.same-person``: who typed does not compare.
        """
        with self._desk.act(actor, Action.CHECK_INQUIRY_REPLY, Target(case=case)) as act:
            inquiry = in_sight(act, ref)
            if inquiry.typed is None or not inquiry.awaits_reply:
                raise GateClosedError("inquiry.nothing-typed")
            checked = inquiry.replied(inquiry.typed.reply)
            given_back = msgspec.structs.replace(inquiry, typed=None)
            keep_inquiry(act, checked if is_same else given_back, said=())
            act.detail |= {"inquiry": ref, "outcome": "same" if is_same else "returned"}


def misfit_of(paper: Blob, inquiry: Inquiry) -> str:
    """Why a document cannot be the reply to an inquiry, the code of the refusal; empty where it can."""
    if (paper.purpose == _MEDICAL) != inquiry.is_medical:
        return "inquiry.paper-other-purpose"
    is_earlier = inquiry.asked_on is not None and civil_day(paper.stored_at) < inquiry.asked_on
    return "inquiry.paper-earlier" if is_earlier else ""


def read_typed_reply(data: bytes) -> GivenReply:
    """A reply on paper that was filled in as JSON: ``respondent``, ``replied_on`` and ``answers``.

    Raises:
        InvalidInputError: ``inquiry.lines-unfit``.
    """
    try:
        return msgspec.json.decode(data, type=GivenReply)
    except (msgspec.MsgspecError, ValueError, RecursionError):
        raise InvalidInputError("inquiry.lines-unfit", field="form") from None


def _require_fit(act: Act, inquiry: Inquiry, reply: GivenReply) -> None:
    today, asked_on = civil_day(act.at), inquiry.asked_on
    fits = {
        "answers": len(reply.answers) == len(inquiry.questions),
        "replied_on": asked_on is not None and asked_on <= reply.replied_on <= today,
        "respondent": is_clean(reply.respondent) and bool(reply.respondent.strip()),
        "text": all((one.state == "facts") == bool(one.text.strip()) and not one.papers for one in reply.answers),
    }
    for field, is_fit in fits.items():
        if not is_fit:
            raise InvalidInputError("inquiry.lines-unfit", field=field)
