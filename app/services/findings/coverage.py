"""Which answers of a case have not been on the screen of the officer who asks.

What was shown is kept in that officer's own draft and nowhere else. No report, no bundle and no other officer gets it,
and it is not handed over with other drafts.
"""

from dataclasses import dataclass

from app.models.domain.actor import Actor
from app.models.domain.acts import Action
from app.models.domain.coverage import Unshown, from_draft
from app.models.domain.ids import CaseId
from app.models.forms.answers import AnswerState
from app.services.desk import Desk, Target
from app.services.findings.drafts import COVERAGE, drafts_of
from app.services.packs.shelf import PackShelf
from app.services.questionnaires.keeping import is_medical, read_response


@dataclass(frozen=True, slots=True)
class Reading:
    """Marks of what was on the screen, and what was not."""

    seen: frozenset[str]
    left: tuple[Unshown, ...]


class ReadingCoverage:
    """The one use case of the aid."""

    def __init__(self, desk: Desk, packs: PackShelf) -> None:
        self._desk = desk
        self._packs = packs

    def read(self, actor: Actor, case: CaseId) -> Reading:
        """What this officer may read and has not had on the own screen yet, in the order of the form.

        Places and pages only, so that it is no look at answers; nothing for who may read none.
        """
        with self._desk.act(actor, Action.SEE_CASE, Target(case=case)) as act:
            response = read_response(act) if act.may(Action.SEE_ANSWERS) is None else None
            if response is None:
                return Reading(frozenset(), ())
            seen = from_draft(drafts_of(act).get(COVERAGE, ""))
            reads_medical = act.may(Action.SEE_MEDICAL_ANSWERS) is None
            pack = self._packs.by_digest(act.case.pack_digest).pack
            order = {item.link_id: place for place, item in enumerate(pack.index)}
            found = []
            for (link_id, row), answer in response.current.items():
                item = pack.index.get(link_id)
                if item is None or (is_medical(item) and not reads_medical):
                    continue
                if answer.state is AnswerState.VALUE and answer.not_applicable_since is None:
                    found.append(Unshown(link_id, row, answer.revision, item.ext.paper_ref.page))
        left = [one for one in found if one.mark not in seen]
        return Reading(seen, tuple(sorted(left, key=lambda one: (one.page, order[one.link_id], one.row or ""))))
