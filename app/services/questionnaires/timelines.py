"""The timeline (時系列) of a case, derived from its answers each time; nothing of it is kept."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from app.models.domain.actor import Actor
from app.models.domain.acts import Action
from app.models.domain.errors import InvalidInputError
from app.models.domain.ids import CaseId
from app.models.forms.answers import Answer, Cell, Response
from app.models.forms.definition import FormPack
from app.models.rules.material import Material, NoWorkingDays
from app.models.rules.timeline import Timeline, timeline_of
from app.services.desk import Desk, Target
from app.services.packs.shelf import PackShelf
from app.services.questionnaires.keeping import read_response


@dataclass(frozen=True, slots=True)
class CaseTimeline:
    """A timeline with what its words are taken from: the answers of what is drawn, and no other."""

    timeline: Timeline
    pack: FormPack
    answers: Mapping[Cell, Answer]


class Timelines:
    """Use case of the investigation office."""

    def __init__(self, desk: Desk, packs: PackShelf) -> None:
        self._desk = desk
        self._packs = packs

    def of_case(self, actor: Actor, case: CaseId) -> CaseTimeline:
        """The timeline of a case; medical and special-care answers are no part of it.

        Raises:
            InvalidInputError: ``questionnaire.not-here``.
        """
        with self._desk.act(actor, Action.SEE_TIMELINE, Target(case=case)) as act:
            response = read_response(act)
            if response is None:
                raise InvalidInputError("questionnaire.not-here")
            loaded = self._packs.by_digest(act.case.pack_digest)
            material = Material(loaded.pack, response, response.as_of, NoWorkingDays())
            timeline = timeline_of(loaded.rules, material)
            act.detail["periods"] = sum(len(lane.stays) for lane in timeline.lanes)
            return CaseTimeline(timeline, loaded.pack, dict(_drawn(timeline, response)))


def _drawn(timeline: Timeline, response: Response) -> Iterator[tuple[Cell, Answer]]:
    for lane in timeline.lanes:
        for stay in lane.stays:
            for cell in (*stay.cells, *stay.ends(lane.table)):
                answer = response.get(*cell)
                if answer is not None:
                    yield cell, answer
