"""Drafts (下書き): input that is not saved yet, kept sealed so that a lock loses nothing. They have no legal effect."""

from dataclasses import replace

import msgspec

from app.models.domain.actor import Actor
from app.models.domain.acts import Action
from app.models.domain.authority import Refusal, Refused, authorise
from app.models.domain.ids import CaseId, PersonId
from app.services.desk import Act, Desk, Target
from app.services.refusals import error_of

DRAFT = "draft"
COVERAGE = "coverage"
PRIVATE = frozenset({COVERAGE})
"""Places of what an officer keeps for nobody but themselves; it is never handed over."""


class Draft(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What stood in an editor, in the words of that editor; empty when it was saved or given up."""

    content: str


class Drafts:
    """Each officer has drafts of the own; nobody else's are ever read."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._on_record: dict[tuple[str, CaseId], int] = {}
        """Session and case to the event that says that drafts are kept there."""

    def keep(self, actor: Actor, case: CaseId, action: Action, drafts: dict[str, tuple[str, str]]) -> None:
        """Keep what stands in an editor; silently nothing where it may not be written any more.

        While somebody types this comes every second or two: a draft takes the place of the one before, and the event of
        the first one in a session stands for all of them in the case.

        Args:
            actor: Who typed it.
            case: The case.
            action: The act that would save it; whoever may not do it now keeps no draft either.
            drafts: Place in the editor to purpose and content.

        Raises:
            GateClosedError: ``access.case-leased``.
        """
        with self._desk.act(actor, Action.SEE_CASE, Target(case=case)) as act:
            refused = authorise(actor, action, act.facts)
            if isinstance(refused, Refused):
                if refused.why is Refusal.LEASED and any(content for _, content in drafts.values()):
                    # The other window may keep drafts at the same places: what was typed stays in this editor.
                    raise error_of(refused.why, "")
                # What was saved or sent meanwhile is let go of all the same.
                drafts = {place: draft for place, draft in drafts.items() if not draft[1]}
            if not drafts:
                return
            act.detail["drafts"] = len(drafts)
            act.unit.leases.touch(case, actor.session, act.at)
            for place, (purpose, content) in sorted(drafts.items()):
                _keep(act, _place(actor, place), purpose, content)
            known = (actor.session, case)
            act.event_seq = self._on_record.get(known)
            kept_as = act.record_event()
        # Only now, when it is committed.
        self._on_record[known] = kept_as

    def read(self, actor: Actor, case: CaseId) -> dict[str, str]:
        """The officer's own drafts by their place."""
        with self._desk.act(actor, Action.SEE_FINDINGS, Target(case=case)) as act:
            return drafts_of(act)


def drafts_of(act: Act) -> dict[str, str]:
    """Drafts of the officer of an act in its case."""
    mine = _place(act.actor, "")
    kept = act.unit.documents.newest_of_kind(act.case.case_id, DRAFT)
    found = {one.place.removeprefix(mine): one for one in kept if one.place.startswith(mine) and one.status == "open"}
    return {place: msgspec.json.decode(one.content, type=Draft).content for place, one in found.items()}


def hand_over_drafts(act: Act, to: PersonId, of: PersonId | None = None) -> None:
    """Give the drafts of one officer, or of whoever examined before, to the successor, whose own drafts stay."""
    documents, case = act.unit.documents, act.case.case_id
    stays = {to, act.case.reviewer, act.case.decider, act.facts.second_reader}
    for one in documents.newest_of_kind(case, DRAFT):
        owner, _, place = one.place.partition("/")
        if one.status != "open" or owner in stays or of not in {None, owner}:
            continue
        if place not in PRIVATE:
            mine = documents.newest(case, DRAFT, f"{to}/{place}")
            if mine is not None and mine.status == "open":
                continue
            act.keep(DRAFT, f"{to}/{place}", one.purpose, _read(one.content), "open", has_effect=False, said=())
        empty = msgspec.json.encode(Draft(""), order="sorted")
        documents.rewrite(replace(one, status="closed", written_at=act.at, content=empty))


def _read(content: bytes) -> Draft:
    return msgspec.json.decode(content, type=Draft)


def _keep(act: Act, place: str, purpose: str, content: str) -> None:
    status = "open" if content else "closed"
    if act.guard is not None:
        content = act.guard.masked(act.unit, act.case, content)
    earlier = act.unit.documents.newest(act.case.case_id, DRAFT, place)
    if earlier is None or earlier.status != "open":
        act.keep(DRAFT, place, purpose, Draft(content), status, has_effect=False)
        return
    sealed = msgspec.json.encode(Draft(content), order="sorted")
    act.unit.documents.rewrite(replace(earlier, purpose=purpose, status=status, written_at=act.at, content=sealed))


def _place(actor: Actor, place: str) -> str:
    return f"{actor.person}/{place}"
