"""Inquiries that came to this office as the body asked, and the replies to them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from hashlib import sha256
from io import BytesIO

import msgspec

from app.models.domain.actor import Actor
from app.models.domain.acts import Action
from app.models.domain.civil_day import civil_day
from app.models.domain.errors import GateClosedError, InvalidInputError
from app.models.domain.ids import OfficeId, PersonId
from app.models.domain.inquiry import InquiryForm
from app.models.forms.my_number import holds_my_number
from app.models.views.carried import Carried
from app.services.bundles import canonical
from app.services.bundles.schemas import Inquiry, InquiryReply
from app.services.bundles.text_rules import struct_is_clean
from app.services.desk import Act, Desk
from app.services.exchange.by_kind.inquiries import ASKED, REPLY, asked_in, reply_in
from app.services.papers.filing import file_paper, media_type_of
from app.services.vault.unit import Unit

_APART = {InquiryForm.SURVEY.value: InquiryForm.PERSONNEL.value, InquiryForm.PERSONNEL.value: InquiryForm.SURVEY.value}
"""What a superior and what the personnel section say of one person is never seen by the same officer."""
_LIVE = ("draft", "signed", "written", "closed")


@dataclass(frozen=True, slots=True)
class AskedLine:
    """One inquiry that came: about whom, on which form, from which office, until when a reply is asked for."""

    matter_id: str
    form: str
    name: str
    office: OfficeId
    reply_by: date
    at: datetime
    is_replied: bool


class AskedOfUs:
    """Use cases of a body that is asked."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def every(self, actor: Actor) -> list[AskedLine]:
        """Inquiries that came, oldest first; without those that are kept from this officer."""
        with self._desk.act(actor, Action.SEE_ASKED_OF_US) as act:
            return [
                AskedLine(
                    one.matter_id,
                    asked_in(one).form,
                    one.name,
                    one.office_id or OfficeId(""),
                    asked_in(one).reply_by,
                    one.at,
                    _reply_to(act.unit, one) is not None,
                )
                for one in act.unit.carried.of_kind(ASKED, "in")
                if not _is_kept_from(act, one)
            ]

    def one(self, actor: Actor, matter_id: str) -> tuple[Inquiry, InquiryReply | None]:
        """An inquiry that came, whole, and the reply to it if one was written.

        Raises:
            InvalidInputError: ``record.not-found``.
            GateClosedError: ``inquiry.kept-apart``: the officer knows what was asked on the other form.
        """
        with self._desk.act(actor, Action.SEE_ASKED_OF_US) as act:
            act.subject = matter_id
            asked = act.unit.carried.get(matter_id, ASKED, "in")
            _require_apart(act, asked)
            written = _reply_to(act.unit, asked)
            return asked_in(asked), None if written is None else reply_in(written)

    def reply(self, actor: Actor, matter_id: str, reply: InquiryReply, papers: Sequence[bytes] = ()) -> str:
        """Keep the reply to an inquiry, to be sent to the office that asked.

        A reply without papers that was not put into a bundle yet is replaced; otherwise it stands.

        Args:
            actor: Who answers for the body.
            matter_id: Which inquiry.
            reply: One answer to each matter, in their order.
            papers: Scans; each is named by its hash in an answer, and none is named that is not there.

        Returns:
            Its identity.

        Raises:
            InvalidInputError: ``inquiry.reply-unfit``: it answers another inquiry, leaves a matter out or names one
                more, is of a day that has not come, or holds what cannot leave.
            GateClosedError: ``inquiry.replied-already``, ``inquiry.kept-apart``.
            UntrustedInputError: A paper is of no known type or too large.
        """
        with self._desk.act(actor, Action.WRITE_INQUIRY_REPLY) as act:
            asked = act.unit.carried.get(matter_id, ASKED, "in")
            _require_apart(act, asked)
            _require_fit(asked_in(asked), reply, papers, civil_day(act.at))
            _replace(act, asked)
            reply_id = act.new_id()
            act.subject = reply_id
            for content in papers:
                file_paper(act, reply_id, BytesIO(content), media_type_of(content))
            act.unit.carried.add(
                Carried(
                    matter_id=reply_id,
                    kind=REPLY,
                    way="out",
                    name=asked.name,
                    section=asked.section,
                    at=act.at,
                    person=actor.person,
                    content=canonical.encode(reply),
                    office_id=asked.office_id,
                )
            )
            act.detail |= {"listed": len(reply.answers), "inquiry": reply.inquiry_ref}
            return reply_id


def read_reply(data: bytes) -> InquiryReply:
    """A reply that was filled in as JSON, in the fields of the published schema.

    Raises:
        InvalidInputError: ``inquiry.reply-unfit``.
    """
    try:
        return msgspec.json.decode(data, type=InquiryReply)
    except (msgspec.MsgspecError, ValueError, RecursionError):
        raise InvalidInputError("inquiry.reply-unfit", field="form") from None


def _require_fit(asked: Inquiry, reply: InquiryReply, papers: Sequence[bytes], today: date) -> None:
    named = [sha for answer in reply.answers for sha in answer.papers]
    fits = {
        "inquiry_ref": reply.inquiry_ref == asked.inquiry_ref,
        "answers": len(reply.answers) == len(asked.matters),
        "replied_on": reply.replied_on <= today,
        "papers": set(named) == {sha256(content).hexdigest() for content in papers},
        "text": struct_is_clean(reply) and not any(holds_my_number(one.text or "") for one in reply.answers),
    }
    for field, is_fit in fits.items():
        if not is_fit:
            raise InvalidInputError("inquiry.reply-unfit", field=field)


def _require_apart(act: Act, asked: Carried) -> None:
    if _is_kept_from(act, asked):
        raise GateClosedError("inquiry.kept-apart")


def _is_kept_from(act: Act, asked: Carried) -> bool:
    """Whether the officer read or answered the other one of survey and personnel information about the same person."""
    record = asked_in(asked)
    other = _APART.get(record.form)
    for one in act.unit.carried.of_kind(ASKED, "in") if other is not None else ():
        said = asked_in(one)
        is_same = (said.subject.name, said.subject.birth_date) == (record.subject.name, record.subject.birth_date)
        if said.form == other and is_same and act.actor.person in _know(act.unit, one):
            return True
    return False


def _know(unit: Unit, asked: Carried) -> frozenset[PersonId]:
    """Who read an inquiry or wrote the reply to it."""
    written = _reply_to(unit, asked)
    readers = unit.record.doers(asked.matter_id).get(Action.SEE_ASKED_OF_US, frozenset())
    return readers if written is None else readers | {written.person}


def _reply_to(unit: Unit, asked: Carried) -> Carried | None:
    ref = asked_in(asked).inquiry_ref
    ours = (one for one in unit.carried.of_kind(REPLY, "out") if one.office_id == asked.office_id)
    return next((one for one in ours if reply_in(one).inquiry_ref == ref), None)


def _replace(act: Act, asked: Carried) -> None:
    """Let go of a reply that has not gone anywhere yet."""
    earlier = _reply_to(act.unit, asked)
    if earlier is None:
        return
    if act.unit.exports.recipients_of(REPLY, earlier.matter_id, _LIVE) or act.unit.papers.blobs_of(earlier.matter_id):
        raise GateClosedError("inquiry.replied-already")
    act.unit.carried.remove(earlier.matter_id)
