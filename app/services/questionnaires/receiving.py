"""Take the subject's answers at the agency's desk, from a response file, until the kiosk writes them itself.

A file is either our own canonical JSON, or an HL7 FHIR R5 ``QuestionnaireResponse``, ours or another program's.
"""

from typing import Any

import msgspec

from app.models.domain.actor import Actor
from app.models.domain.acts import Action
from app.models.domain.errors import UntrustedInputError
from app.models.domain.ids import CaseId
from app.models.forms.answers import Response
from app.models.forms.checking import check
from app.models.forms.definition import FormPack
from app.models.forms.fhir.bounded import parse
from app.models.forms.fhir.foreign import read_foreign
from app.models.forms.fhir.response_in import is_ours, read_ours
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
            data: Canonical JSON of a response, or a FHIR ``QuestionnaireResponse``.

        Returns:
            Number of answers.

        Raises:
            UntrustedInputError: ``questionnaire.damaged``, ``questionnaire.misfit`` with the first place, or a code
                ``fhir.*`` with the place in the document.
        """
        if len(data) > LARGEST_RESPONSE:
            raise UntrustedInputError("questionnaire.damaged")
        document = _fhir(data)
        own = None if document is not None else _own(data)
        with self._desk.act(actor, Action.RECEIVE_QUESTIONNAIRE, Target(case=case)) as act:
            pack = self._packs.by_digest(act.case.pack_digest).pack
            response = own if own is not None else _from_fhir(pack, document, case, actor)
            problems = check(pack, response)
            if problems:
                raise UntrustedInputError("questionnaire.misfit", place=problems[0].link_id, count=len(problems))
            count = keep_answers(act, pack, pinned(pack, response))
            act.detail["answers"] = count
            return count


def _fhir(data: bytes) -> dict[str, Any] | None:
    """The document when it is FHIR, which every resource says of itself; our own JSON never does."""
    if b'"resourceType"' not in data:
        return None
    document = parse(data)
    return document if isinstance(document, dict) and "resourceType" in document else None


def _own(data: bytes) -> Response:
    response = canonical.decode(data, _DECODER, "questionnaire.damaged")
    if not struct_is_clean(response, FOREIGN_TEXT):
        raise UntrustedInputError("questionnaire.damaged")
    return response


def _from_fhir(pack: FormPack, document: dict[str, Any] | None, case: CaseId, actor: Actor) -> Response:
    if is_ours(document):
        response = read_ours(pack, document)
    else:
        response = read_foreign(pack, document, str(case), str(actor.person))
    for answer in response.answers:
        if not struct_is_clean(answer, FOREIGN_TEXT):
            raise UntrustedInputError("fhir.control-character", place=answer.link_id)
    if not struct_is_clean(response, FOREIGN_TEXT):
        raise UntrustedInputError("questionnaire.damaged")
    return response
