"""The family and ties (家族・関係) of a case, derived from its answers each time; nothing of it is kept."""

from collections.abc import Mapping
from dataclasses import dataclass

from app.models.domain.actor import Actor
from app.models.domain.acts import Action
from app.models.domain.errors import InvalidInputError
from app.models.domain.ids import CaseId
from app.models.forms.answers import Answer, Cell
from app.models.forms.definition import FormPack
from app.models.rules.material import Material, NoWorkingDays
from app.models.rules.ties import Ties, ties_of
from app.services.desk import Desk, Target
from app.services.packs.shelf import PackShelf
from app.services.questionnaires.keeping import read_response


@dataclass(frozen=True, slots=True)
class CaseTies:
    """Ties with what their words are taken from: the answers of what is drawn, and no other."""

    ties: Ties
    pack: FormPack
    answers: Mapping[Cell, Answer]


class TiesOfCases:
    """Use case of the investigation office."""

    def __init__(self, desk: Desk, packs: PackShelf) -> None:
        self._desk = desk
        self._packs = packs

    def of_case(self, actor: Actor, case: CaseId) -> CaseTies:
        """The family and ties of a case; medical and special-care answers are no part of it.

        Raises:
            InvalidInputError: ``questionnaire.not-here``.
        """
        with self._desk.act(actor, Action.SEE_FAMILY, Target(case=case)) as act:
            response = read_response(act)
            if response is None:
                raise InvalidInputError("questionnaire.not-here")
            pack = self._packs.by_digest(act.case.pack_digest).pack
            ties = ties_of(Material(pack, response, response.as_of, NoWorkingDays()))
            act.detail["people"] = ties.people
            drawn = {cell: answer for cell in ties.cells() if (answer := response.get(*cell)) is not None}
            return CaseTies(ties, pack, drawn)
