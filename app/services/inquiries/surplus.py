"""Papers that came in and do not belong to the case: set aside with the reason, and destroyed by a second officer."""

from enum import StrEnum

import msgspec

from app.models.domain.actor import Actor
from app.models.domain.acts import Action
from app.models.domain.errors import GateClosedError
from app.models.domain.ids import BlobId, CaseId
from app.models.domain.loop import Cause
from app.services.desk import Act, Desk, Target
from app.services.inquiries.keeping import inquiries_in, keep_inquiry
from app.services.papers.filing import ASIDE, require_sight
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
            paper = received_one(act, blob_id)
            if paper.purpose not in PURPOSES:
                raise GateClosedError("paper.not-aside")
            require_sight(act, paper.purpose)
            act.purpose = paper.purpose
            _unlink(act, blob_id)
            act.unit.papers.repurpose(blob_id, f"{ASIDE}{why.value}-{paper.purpose}")
            act.detail |= {"scan": blob_id, "reason": why.value}
            if why is WhyAside.SURPLUS:
                return None
            made = act.unit.loop.open_incident(Cause.OTHER_PERSON.value, blob_id, "", act.at, actor.person)
            if made is not None:
                act.detail["incident"] = made.number
            return None if made is None else made.number

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


def _unlink(act: Act, blob_id: BlobId) -> None:
    """What was typed from the paper goes with it, unless it was compared and is an answer."""
    for one in inquiries_in(act.unit, act.case.case_id):
        if blob_id not in one.papers:
            continue
        if not one.awaits_reply:
            raise GateClosedError("paper.is-reply")
        left = tuple(paper for paper in one.papers if paper != blob_id)
        keep_inquiry(act, msgspec.structs.replace(one, papers=left, typed=None), said=())
