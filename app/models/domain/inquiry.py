"""Inquiries (照会, 法第12条第6項): one body, fixed questions, and what became of it.

The survey of superiors (調査票) and the report of the personnel section (人事管理情報) are inquiries too: questions
from the pack, letter, clock and states are the same. Only the form differs, and that they may ask about several items.

An inquiry that brought nothing is a fact of its own: asked and not answered, nothing on record, declined, or not asked
and why not. None of these says anything about the person.
"""

from collections.abc import Collection
from datetime import date
from enum import StrEnum
from typing import Annotated, Literal

import msgspec

from app.models.domain.errors import GateClosedError, InvalidInputError
from app.models.domain.finding import MEDICAL_ITEM, Text

Line = Annotated[str, msgspec.Meta(min_length=1, max_length=1000)]


Item = Literal[1, 2, 3, 4, 5, 6, 7]
OF_SEVERAL = "process"
"""Purpose of what serves several statutory items at once; never the medical one, which is asked about apart."""


class InquiryForm(StrEnum):
    """On which form a body is asked."""

    INQUIRY = "F16"
    """照会書: a public office, or a public or private body, about one item."""
    SURVEY = "F12"
    """調査票: a superior or other person at work (上司等)."""
    PERSONNEL = "F13"
    """人事管理情報: the personnel section."""


class InquiryState(StrEnum):
    """Where an inquiry stands."""

    PREPARED = "prepared"
    """作成済（未照会）."""
    ASKED = "asked"
    """照会済（回答待ち）."""
    NO_REPLY = "no-reply"
    """回答なし: the day passed and nothing came."""
    NO_RECORD = "no-record"
    """該当なし: the body has nothing on record."""
    DECLINED = "declined"
    """回答を拒否: the body does not answer."""
    ANSWERED = "answered"
    """回答あり."""
    NOT_ASKED = "not-asked"
    """照会せず."""


class WhyNotAsked(StrEnum):
    """Why a body was not asked (照会しない理由)."""

    NO_CONSENT = "no-consent"
    """照会等についての同意がない."""
    KNOWN = "known"
    """他の資料で確認できた."""
    NOT_NEEDED = "not-needed"
    """確認の必要がなくなった."""
    NO_BODY = "no-body"
    """照会先が存在しない."""


class Identifying(StrEnum):
    """What may stand in an inquiry beside name and day of birth, so that the body finds the person in its books."""

    KANA = "kana"
    FORMER_NAMES = "former-names"
    ADDRESS = "address"


class AskedQuestion(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A question of the pack, the statutory item that it serves, and the words in which it was put."""

    code: str
    item: Item
    text: Text


class GivenAnswer(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What a body said to one question. ``papers`` are the SHA-256 of scans that lie in the case."""

    state: Literal["facts", "no-record", "declined"]
    text: str = ""
    papers: tuple[str, ...] = ()


class GivenReply(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The reply of a body (回答), one answer to each question in their order."""

    respondent: Line
    replied_on: date
    answers: tuple[GivenAnswer, ...]

    @property
    def state(self) -> InquiryState:
        """Facts count before silence, and silence on record before a refusal to answer."""
        said = {answer.state for answer in self.answers}
        if "facts" in said:
            return InquiryState.ANSWERED
        return InquiryState.NO_RECORD if "no-record" in said else InquiryState.DECLINED


class TypedReply(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A reply on paper as somebody typed it, by whom and when; it counts once another officer compared it."""

    reply: GivenReply
    by: str
    on: date


class Reminder(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A body was asked once more (督促): number of the letter, and its day."""

    letter: str
    on: date


class Inquiry(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One inquiry of a case.

    Attributes:
        ref: By which the body answers; it tells nothing about the case.
        body: Sort of body, a code of the pack.
        addressee: Who is asked, as written.
        office: Office of our circle that is asked; None for a body that is asked on paper.
        form: On which form.
        identify: What is told of the subject beside name and day of birth.
        reply_by: Last day for the reply (回答期限).
        letter: Number of the letter with which a body outside our circle is asked; None before it was written.
        asked_on: Day on which it left.
        reminder: The reminder, of which there is one at most.
        why_not: Why it was not asked.
        papers: Received documents of the case in which the reply came.
        typed: What was typed from them.
    """

    ref: str
    body: str
    addressee: Line
    office: str | None
    form: InquiryForm
    questions: tuple[AskedQuestion, ...]
    identify: tuple[Identifying, ...]
    reply_by: date
    state: InquiryState
    letter: str | None = None
    asked_on: date | None = None
    reminder: Reminder | None = None
    why_not: WhyNotAsked | None = None
    papers: tuple[str, ...] = ()
    typed: TypedReply | None = None
    reply: GivenReply | None = None

    @property
    def items(self) -> tuple[Item, ...]:
        """The statutory items that its questions serve, in their order."""
        return tuple(sorted({one.item for one in self.questions}))

    @property
    def purpose(self) -> str:
        """The one item that it serves, or the procedure where it serves several."""
        return purpose_of(self.items)

    @property
    def is_medical(self) -> bool:
        """Whether it lies in the medical compartment."""
        return MEDICAL_ITEM in self.items

    @property
    def awaits_letter(self) -> bool:
        """Whether its letter can be written now."""
        return self.office is None and self.state is InquiryState.PREPARED and self.letter is None

    @property
    def awaits_reply(self) -> bool:
        """Whether a reply can still come in: also a late one."""
        return self.state in {InquiryState.ASKED, InquiryState.NO_REPLY}

    @property
    def can_leave(self) -> bool:
        """Whether it can be sent in a bundle, also once more after a loss."""
        return self.office is not None and self.state in {InquiryState.PREPARED, InquiryState.ASKED}

    def asked(self, on: date) -> "Inquiry":
        """It left; a second sending after a loss keeps the first day."""
        return msgspec.structs.replace(self, state=InquiryState.ASKED, asked_on=self.asked_on or on)

    @property
    def awaits_reminder(self) -> bool:
        """Whether the body can still be reminded."""
        return self.state is InquiryState.ASKED and self.reminder is None and not self.papers

    def reminded(self, reminder: Reminder, reply_by: date) -> "Inquiry":
        """The body was asked once more, and has until another day."""
        return msgspec.structs.replace(self, reminder=reminder, reply_by=reply_by)

    def replied(self, reply: GivenReply) -> "Inquiry":
        """A reply came."""
        return msgspec.structs.replace(self, state=reply.state, reply=reply)


def purpose_of(items: Collection[Item]) -> str:
    """Under which purpose something lies that serves these statutory items."""
    return str(*items) if len(items) == 1 else OF_SEVERAL


_ON_PAPER = {
    InquiryState.ASKED: frozenset({InquiryState.PREPARED}),
    InquiryState.NO_RECORD: frozenset({InquiryState.ASKED, InquiryState.NO_REPLY}),
    InquiryState.DECLINED: frozenset({InquiryState.ASKED, InquiryState.NO_REPLY}),
}
"""What an officer records of a body that is asked on paper, and from where it leads there."""
_ANYHOW = {
    InquiryState.NO_REPLY: frozenset({InquiryState.ASKED}),
    InquiryState.NOT_ASKED: frozenset({InquiryState.PREPARED}),
}


def ways_on(inquiry: Inquiry) -> tuple[InquiryState, ...]:
    """What an officer may record of an inquiry by hand; bundles and the typing of papers do the rest."""
    if inquiry.papers:
        return ()
    ways = _ANYHOW if inquiry.office is not None else _ON_PAPER | _ANYHOW
    found = (state for state in InquiryState if inquiry.state in ways.get(state, ()))
    return tuple(one for one in found if one is not InquiryState.ASKED or inquiry.letter is not None)


def settled(inquiry: Inquiry, to: InquiryState, on: date, why_not: WhyNotAsked | None = None) -> Inquiry:
    """The inquiry after what an officer records about it on a day.

    Raises:
        GateClosedError: ``inquiry.wrong-state``; ``inquiry.not-overdue``: the body still has time.
        InvalidInputError: ``inquiry.reason``: a reason is missing, or one is given where none belongs.
    """
    if to not in ways_on(inquiry):
        raise GateClosedError("inquiry.wrong-state")
    if (why_not is not None) != (to is InquiryState.NOT_ASKED):
        raise InvalidInputError("inquiry.reason", field="why_not")
    if to is InquiryState.NO_REPLY and on <= inquiry.reply_by:
        raise GateClosedError("inquiry.not-overdue")
    if to is InquiryState.ASKED:
        return inquiry.asked(on)
    return msgspec.structs.replace(inquiry, state=to, why_not=why_not)
