"""Take the subject's answers at the agency's desk, from a response file, until the kiosk writes them itself."""

import msgspec

from app.models.domain.actor import Actor
from app.models.domain.acts import Action
from app.models.domain.errors import UntrustedInputError
from app.models.domain.ids import CaseId
from app.models.forms.answers import Response
from app.models.forms.checking import check
from app.services.bundles import canonical
from app.services.bundles.schemas import FOREIGN_TEXT
from app.services.bundles.text_rules import struct_is_clean
from app.services.desk import Desk, Target
from app.services.packs.shelf import PackShelf
from app.services.questionnaires.keeping import keep_answers, pinned

LARGEST_RESPONSE = 8 * 1024 * 1024
_DECODER = msgspec.json.Decoder(Response)


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
            data: Canonical JSON of a response.

        Returns:
            Number of answers.

        Raises:
            UntrustedInputError: ``questionnaire.damaged``, or ``questionnaire.misfit`` with the first place.
        """
        if len(data) > LARGEST_RESPONSE:
            raise UntrustedInputError("questionnaire.damaged")
        response = canonical.decode(data, _DECODER, "questionnaire.damaged")
        if not struct_is_clean(response, FOREIGN_TEXT):
            raise UntrustedInputError("questionnaire.damaged")
        with self._desk.act(actor, Action.RECEIVE_QUESTIONNAIRE, Target(case=case)) as act:
            pack = self._packs.by_digest(act.case.pack_digest).pack
            problems = check(pack, response)
            if problems:
                raise UntrustedInputError("questionnaire.misfit", place=problems[0].link_id, count=len(problems))
            count = keep_answers(act, pack, pinned(pack, response))
            act.detail["answers"] = count
            return count
