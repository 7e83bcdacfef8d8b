"""Use cases of the guards: what was struck while somebody typed, and what was said to be no prohibited matter.

The struck text itself never comes here: an editor takes it away before it is kept anywhere, and hands in what kind of
matter it was and where. A clause that may stay is remembered by its digest.
"""

from app.models.domain.actor import Actor
from app.models.domain.acts import Action
from app.models.domain.errors import InvalidInputError
from app.models.domain.ids import CaseId
from app.models.forms.guards.answering import Clearance, WhyNot, clause_digest, reasons_for
from app.models.forms.guards.definition import MY_NUMBER, Watch
from app.models.forms.guards.finding import Hit, find
from app.services.desk import Act, Desk, Target
from app.services.guard_seam import GUARD, Cleared
from app.services.packs.shelf import PackShelf


class Guards:
    """Use cases of every editor of free text in a case."""

    def __init__(self, desk: Desk, packs: PackShelf) -> None:
        self._desk = desk
        self._packs = packs

    def struck(self, actor: Actor, case: CaseId, place: str, kind: str, count: int = 1) -> None:
        """Put on record that text was struck while it was typed: of what kind and where, never what.

        Args:
            actor: Who struck it.
            case: The case.
            place: Where it stood, a word of the program or a place of the form.
            kind: Kind of what was found.
            count: How often.

        Raises:
            InvalidInputError: ``guard.nothing-found`` when the kind is none of the pack.
        """
        with self._desk.act(actor, Action.STRIKE_TYPED, Target(case=case)) as act:
            note_struck(act, self._watch(act), place, kind, count)

    def clear(self, actor: Actor, case: CaseId, place: str, text: str, kind: str, why: WhyNot) -> None:
        """Say of what was found in a text that it is no prohibited matter; nothing of the text is kept.

        Args:
            actor: Who says so.
            case: The case.
            place: Where it stands.
            text: The text as typed; every clause of it with this kind is meant.
            kind: Kind of what was found.
            why: The kind of reason.

        Raises:
            InvalidInputError: ``guard.nothing-found`` when nothing in the text may have this answer.
        """
        with self._desk.act(actor, Action.CLEAR_TYPED, Target(case=case)) as act:
            note_cleared(act, find(text, self._watch(act)), place, text, kind, why)

    def _watch(self, act: Act) -> Watch:
        return self._packs.by_digest(act.case.pack_digest).rules.watch


def note_struck(act: Act, watch: Watch, place: str, kind: str, count: int) -> None:
    """Say in the event of an act what was struck.

    Raises:
        InvalidInputError: ``guard.nothing-found`` when the kind is none of the pack.
    """
    if kind not in {MY_NUMBER, *(topic.code for topic in watch.topics)}:
        raise InvalidInputError("guard.nothing-found", field="kind")
    act.detail |= {"kind": kind, "place": place, "times": count}


def note_cleared(act: Act, found: tuple[Hit, ...], place: str, text: str, kind: str, why: WhyNot) -> Cleared:
    """Keep digests of the clauses with what was found of one kind, and say so in the event of the act.

    Raises:
        InvalidInputError: ``guard.nothing-found`` when nothing in the text may have this answer.
    """
    hits = [hit for hit in found if hit.kind == kind and why in reasons_for(hit)]
    if not hits:
        raise InvalidInputError("guard.nothing-found", field="kind")
    clauses = frozenset((kind, clause_digest(text, hit)) for hit in hits)
    for _, clause in sorted(clauses):
        clearance = Clearance(kind, clause, why, place, act.actor.person, act.at)
        act.keep(GUARD, act.new_id(), act.purpose, clearance, has_effect=False, said=())
    act.detail |= {"kind": kind, "place": place, "reason": why.value}
    return clauses
