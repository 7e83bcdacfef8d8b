"""What a reply holds that must not be kept: told to who reads it, struck for good, or said to be no such matter.

Whoever types a reply from paper is asked while typing. One that comes in a bundle was asked about by nobody here, so it
comes in as it is, and each place waits for an answer.
"""

from typing import TypeVar

import msgspec

from app.models.domain.actor import Actor
from app.models.domain.acts import Action
from app.models.domain.errors import InvalidInputError
from app.models.domain.ids import CaseId
from app.models.domain.inquiry import GivenReply, Inquiry
from app.models.forms.guards.definition import Watch
from app.models.forms.guards.finding import MARK, Hit, clauses_of, find
from app.services.desk import Act, Desk, Target
from app.services.guard_seam import Cleared, cleared_in, is_cleared
from app.services.guards.striking import Clauses, StruckAnswer, rewrite
from app.services.inquiries.keeping import in_sight
from app.services.outstanding import INQUIRY
from app.services.packs.shelf import PackShelf

REPLY = "inquiry-reply"
"""What the place is called where something in a reply is said to be no prohibited matter."""
SURPLUS = "surplus"
"""Kind on record of what says more than was asked."""
ReplyOrNone = TypeVar("ReplyOrNone", GivenReply, GivenReply | None)
Open = tuple[tuple[Hit, ...], ...]
"""What nobody has answered for yet, in the respondent and then in each answer."""


def said_in(reply: GivenReply) -> tuple[str, ...]:
    """The texts of a reply: who replied, then each answer."""
    return (reply.respondent, *(one.text for one in reply.answers))


def open_in(reply: GivenReply, watch: Watch, cleared: Cleared = frozenset()) -> Open:
    """What nobody has answered for yet in a reply."""
    return tuple(
        tuple(hit for hit in find(text, watch) if not is_cleared(text, hit, cleared)) for text in said_in(reply)
    )


class ReplyStriking:
    """The use case of whoever reads a reply."""

    def __init__(self, desk: Desk, packs: PackShelf) -> None:
        self._desk = desk
        self._packs = packs

    def strike_surplus(
        self, actor: Actor, case: CaseId, ref: str, number: int, pieces: tuple[str, ...]
    ) -> StruckAnswer:
        """Strike in a reply what says more than was asked, or is about somebody else, like what must not be kept.

        Args:
            actor: Who strikes.
            case: The case.
            ref: Which inquiry.
            number: Which answer, from 1.
            pieces: What of it, as :func:`clauses_of` gives them.

        Raises:
            InvalidInputError: ``record.not-found``; ``guard.nothing-found``: they do not stand there.
            GateClosedError: ``paper.locked``: it lies in the medical part.
        """
        with self._desk.act(actor, Action.STRIKE_REPLY, Target(case=case, matter=ref)) as act:
            reply = in_sight(act, ref).reply
            texts = () if reply is None else said_in(reply)
            known = clauses_of(texts[number]) if 0 < number < len(texts) else ()
            if not pieces or not set(pieces) <= set(known):
                raise InvalidInputError("guard.nothing-found", field="answer")
            count = _strike_in(act, ref, pieces)
            act.detail |= {"inquiry": ref, "kind": SURPLUS, "times": count}
        return StruckAnswer(count, self._desk.vault.write_anew())

    def strike(self, actor: Actor, case: CaseId, ref: str, number: int, only: Hit | None = None) -> StruckAnswer:
        """Strike in a reply what must not be kept, in every revision and wherever the case repeats it.

        It cannot be taken back.

        Args:
            actor: Who strikes.
            case: The case.
            ref: Which inquiry.
            number: Which answer, from 1; 0 for who replied.
            only: One place of what was found there; all of it when left out.

        Raises:
            InvalidInputError: ``record.not-found``; ``guard.nothing-found``: there is nothing of the kind.
            GateClosedError: ``paper.locked``: it lies in the medical part.
        """
        with self._desk.act(actor, Action.STRIKE_REPLY, Target(case=case, matter=ref)) as act:
            reply = in_sight(act, ref).reply
            watch = self._packs.by_digest(act.case.pack_digest).rules.watch
            found = () if reply is None else open_in(reply, watch, cleared_in(act.unit, case))
            hits = found[number] if 0 <= number < len(found) else ()
            chosen = hits if only is None else tuple(hit for hit in hits if hit == only)
            if reply is None or not chosen:
                raise InvalidInputError("guard.nothing-found", field="answer")
            clauses = Clauses(watch)
            clauses.take(said_in(reply)[number], chosen)
            count = clauses.strike_repeated(act)
            act.detail |= {"inquiry": ref, "kind": clauses.kind, "times": count}
        return StruckAnswer(count, self._desk.vault.write_anew())


def _strike_in(act: Act, ref: str, pieces: tuple[str, ...]) -> int:
    """Take pieces out of every revision of the answers to one inquiry; elsewhere the same words may be needed."""

    def change(content: bytes) -> bytes:
        inquiry = msgspec.json.decode(content, type=Inquiry)
        typed = inquiry.typed
        changed = msgspec.structs.replace(
            inquiry,
            reply=_without(inquiry.reply, pieces),
            typed=None if typed is None else msgspec.structs.replace(typed, reply=_without(typed.reply, pieces)),
        )
        return content if changed == inquiry else msgspec.json.encode(changed, order="sorted")

    revisions = (one for one in act.unit.documents.every(act.case.case_id) if (one.kind, one.place) == (INQUIRY, ref))
    return sum(rewrite(act, one, change) for one in revisions)


def _without(reply: ReplyOrNone, pieces: tuple[str, ...]) -> ReplyOrNone:
    if reply is None:
        return None
    answers = []
    for one in reply.answers:
        text = one.text
        for piece in sorted(pieces, key=len, reverse=True):
            text = text.replace(piece, MARK)
        answers.append(msgspec.structs.replace(one, text=text))
    return msgspec.structs.replace(reply, answers=tuple(answers))
