"""Drafts (下書き): input that is not saved yet, kept sealed so that a lock loses nothing. They have no legal effect."""

import msgspec

from app.models.domain.actor import Actor
from app.models.domain.acts import Action
from app.models.domain.authority import Refused, authorise
from app.models.domain.ids import CaseId
from app.services.desk import Act, Desk, Target

DRAFT = "draft"


class Draft(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What stood in an editor, in the words of that editor; empty when it was saved or given up."""

    content: str


class Drafts:
    """Each officer has drafts of the own; nobody else's are ever read."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def keep(self, actor: Actor, case: CaseId, action: Action, drafts: dict[str, tuple[str, str]]) -> None:
        """Keep what stands in an editor; silently nothing where it may not be written any more.

        Args:
            actor: Who typed it.
            case: The case.
            action: The act that would save it; whoever may not do it now keeps no draft either.
            drafts: Place in the editor to purpose and content.
        """
        with self._desk.act(actor, Action.SEE_CASE, Target(case=case)) as act:
            if isinstance(authorise(actor, action, act.facts), Refused):
                return
            act.detail["drafts"] = len(drafts)
            for place, (purpose, content) in sorted(drafts.items()):
                act.keep(
                    DRAFT,
                    _place(actor, place),
                    purpose,
                    Draft(content),
                    "open" if content else "closed",
                    has_effect=False,
                )

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


def _place(actor: Actor, place: str) -> str:
    return f"{actor.person}/{place}"
