"""Papers that came in and do not belong to the case: set aside with the reason, and destroyed by a second officer."""

from enum import StrEnum

import msgspec

from app.models.domain.actor import Actor
from app.models.domain.acts import Action
from app.models.domain.errors import GateClosedError
from app.models.domain.ids import BlobId, CaseId
from app.models.domain.inquiry import GivenReply
from app.models.domain.loop import Cause
from app.models.views.records import Blob
from app.services.desk import Act, Desk, Target
from app.services.inquiries.keeping import inquiries_in, keep_inquiry
from app.services.papers.filing import ASIDE, file_scan, require_sight
from app.services.papers.received import PURPOSES, received_one


class WhyAside(StrEnum):
    """Why a paper is set aside (別置き)."""

    OTHER_PERSON = "other-person"
    """It is about another person: an incident, and nobody of the case reads it any more."""
    SURPLUS = "surplus"
    """The case does not need it."""


class SurplusPapers:
    """Use cases of the examiner who has the paper, and of the second officer."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def set_aside(self, actor: Actor, case: CaseId, blob_id: BlobId, why: WhyAside) -> int | None:
        """Take a received document out of what is read in the case; an inquiry whose reply it was awaits one again.

        Returns:
            The number of the incident that it is, if it is about another person.

        Raises:
            InvalidInputError: ``record.not-found``.
            GateClosedError: ``paper.locked``; ``paper.is-reply``: an answer was made of it and compared;
                ``paper.not-aside``: it was set aside already, or is no document that was filed for a purpose.
        """
        with self._desk.act(actor, Action.SET_PAPER_ASIDE, Target(case=case)) as act:
            paper = _in_use(act, blob_id)
            _unlink(act, blob_id)
            act.unit.papers.repurpose(blob_id, f"{ASIDE}{why.value}-{paper.purpose}")
            act.detail |= {"scan": blob_id, "reason": why.value}
            if why is WhyAside.SURPLUS:
                return None
            made = act.unit.loop.open_incident(Cause.OTHER_PERSON.value, blob_id, "", act.at, actor.person)
            if made is not None:
                act.detail["incident"] = made.number
            return None if made is None else made.number

    def cover(self, actor: Actor, case: CaseId, blob_id: BlobId, copy: bytes, parts: int) -> BlobId:
        """Put a copy in the place of a document that says more than was asked; the former one is set aside as surplus.

        Where the document is a reply, the copy is it from now on, also after the lines were compared.

        Args:
            actor: The examiner.
            case: The case.
            blob_id: The document.
            copy: The same pages with the surplus covered, as :func:`covered_copy` makes them.
            parts: How many parts were covered, for the record.

        Returns:
            The identity of the copy.

        Raises:
            InvalidInputError: ``record.not-found``.
            GateClosedError: ``paper.locked``; ``paper.not-aside``.
            UntrustedInputError: ``scan.unknown-type`` or ``scan.too-large``.
        """
        with self._desk.act(actor, Action.COVER_PAPER, Target(case=case)) as act:
            paper = _in_use(act, blob_id)
            new = file_scan(act, case, copy, purpose=paper.purpose)
            _relink(act, paper, new)
            act.unit.papers.repurpose(blob_id, f"{ASIDE}{WhyAside.SURPLUS.value}-{paper.purpose}")
            act.detail |= {"scan": new.blob_id, "former": blob_id, "parts": parts}
            return new.blob_id

    def destroy(self, actor: Actor, case: CaseId, blob_id: BlobId) -> None:
        """Destroy as the second officer what was set aside; that it was here, and why not any more, stays on record.

        Raises:
            InvalidInputError: ``record.not-found``.
            GateClosedError: ``paper.not-aside``; ``paper.incident-open``: what to do with it is not settled;
                ``access.held``.
            NotAuthorisedError: ``access.same-person``: who set it aside does not destroy it.
        """
        with self._desk.act(actor, Action.DESTROY_PAPER, Target(case=case)) as act:
            paper = received_one(act, blob_id)
            if not paper.purpose.startswith(ASIDE):
                raise GateClosedError("paper.not-aside")
            if any(str(one.bundle_id) == str(blob_id) for one in act.unit.loop.incidents()):
                raise GateClosedError("paper.incident-open")
            act.unit.papers.remove(blob_id)
            act.closing.append(lambda: act.unit.blobs.remove(blob_id))
            act.detail |= {"scan": blob_id, "reason": why_aside(paper.purpose).value}


def why_aside(purpose: str) -> WhyAside:
    """Why a paper of such a purpose was set aside."""
    return next(why for why in WhyAside if purpose.startswith(f"{ASIDE}{why.value}-"))


def _in_use(act: Act, blob_id: BlobId) -> Blob:
    """A document that was filed for a purpose, which becomes that of the act."""
    paper = received_one(act, blob_id)
    if paper.purpose not in PURPOSES:
        raise GateClosedError("paper.not-aside")
    require_sight(act, paper.purpose)
    act.purpose = paper.purpose
    return paper


def _relink(act: Act, old: Blob, new: Blob) -> None:
    """Name the copy wherever an inquiry named the document, on paper by its identity and in a bundle by its hash."""
    for one in inquiries_in(act.unit, act.case.case_id):
        papers = tuple(new.blob_id if paper == old.blob_id else paper for paper in one.papers)
        changed = msgspec.structs.replace(one, papers=papers, reply=_renamed(one.reply, old.sha256, new.sha256))
        if changed != one:
            keep_inquiry(act, changed, said=())


def _renamed(reply: GivenReply | None, old: str, new: str) -> GivenReply | None:
    if reply is None:
        return None
    answers = tuple(
        msgspec.structs.replace(one, papers=tuple(new if paper == old else paper for paper in one.papers))
        for one in reply.answers
    )
    return msgspec.structs.replace(reply, answers=answers)


def _unlink(act: Act, blob_id: BlobId) -> None:
    """What was typed from the paper goes with it, unless it was compared and is an answer."""
    for one in inquiries_in(act.unit, act.case.case_id):
        if blob_id not in one.papers:
            continue
        if not one.awaits_reply:
            raise GateClosedError("paper.is-reply")
        left = tuple(paper for paper in one.papers if paper != blob_id)
        keep_inquiry(act, msgspec.structs.replace(one, papers=left, typed=None), said=())
