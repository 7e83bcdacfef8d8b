"""Take the subject's answers at the agency's desk, from a response file of this or another program."""

from app.models.domain.actor import Actor
from app.models.domain.acts import Action
from app.models.domain.errors import UntrustedInputError
from app.models.domain.ids import CaseId
from app.models.forms.checking import check
from app.services.desk import Desk, Target
from app.services.packs.shelf import PackShelf
from app.services.questionnaires.files import read_file
from app.services.questionnaires.keeping import keep_answers, pinned


class Receiving:
    """Use cases of the agency's desk."""

    def __init__(self, desk: Desk, packs: PackShelf) -> None:
        self._desk = desk
        self._packs = packs

    def receive(self, actor: Actor, case: CaseId, data: bytes) -> int:
        """Check a response against the pack of the case and keep it sealed.

        Args:
            actor: The officer at the desk; sees nothing of the answers here.
            case: The case of the subject.
            data: Canonical JSON of a response, or a FHIR ``QuestionnaireResponse``.

        Returns:
            Number of answers.

        Raises:
            UntrustedInputError: ``questionnaire.damaged``, ``questionnaire.misfit`` with the first place, or a code
                ``fhir.*`` with the place in the document.
        """
        file = read_file(data)
        with self._desk.act(actor, Action.RECEIVE_QUESTIONNAIRE, Target(case=case)) as act:
            pack = self._packs.by_digest(act.case.pack_digest).pack
            response = file.under(pack, str(case), str(actor.person))
            problems = check(pack, response)
            if problems:
                raise UntrustedInputError("questionnaire.misfit", place=problems[0].link_id, count=len(problems))
            count = keep_answers(act, pack, pinned(pack, response))
            act.detail["answers"] = count
            return count
