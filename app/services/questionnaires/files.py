"""A response that came as a file: our own canonical JSON, or an HL7 FHIR R5 ``QuestionnaireResponse`` of any program.

Nothing of it is believed: size, depth and number of values are bounded before anything is built, and every refusal
names the place and never what stands there.
"""

from dataclasses import dataclass
from typing import Any

import msgspec

from app.models.domain.errors import UntrustedInputError
from app.models.forms.answers import Response
from app.models.forms.definition import FormPack
from app.models.forms.fhir.bounded import parse
from app.models.forms.fhir.foreign import read_foreign
from app.models.forms.fhir.response_in import is_ours, read_ours
from app.services.bundles import canonical
from app.services.bundles.schemas import FOREIGN_TEXT
from app.services.bundles.text_rules import is_plain, struct_is_clean

LARGEST_RESPONSE = 8 * 1024 * 1024
_DECODER = msgspec.json.Decoder(Response)


@dataclass(frozen=True, slots=True)
class ResponseFile:
    """A file that is a response in one of the spellings; whether it fits a form is not known yet.

    Attributes:
        own: The response, where it is in our own spelling.
        document: The FHIR document otherwise.
    """

    own: Response | None
    document: dict[str, Any] | None

    def under(self, pack: FormPack, subject: str, officer: str) -> Response:
        """The response as the form reads it; not yet checked against it.

        Args:
            pack: The form.
            subject: Id of whom the answers of another program are about.
            officer: Id of who takes them in.

        Raises:
            UntrustedInputError: A code ``fhir.*`` with the place in the document, or ``questionnaire.damaged``.
        """
        if self.own is not None:
            return self.own
        if is_ours(self.document):
            response = read_ours(pack, self.document)
        else:
            response = read_foreign(pack, self.document, subject, officer)
        for answer in response.answers:
            if not struct_is_clean(answer, FOREIGN_TEXT):
                raise UntrustedInputError("fhir.control-character", place=answer.link_id)
        if not struct_is_clean(response, FOREIGN_TEXT):
            raise UntrustedInputError("questionnaire.damaged")
        return response


def read_file(data: bytes) -> ResponseFile:
    """Take a file apart.

    Raises:
        UntrustedInputError: ``questionnaire.damaged``, ``questionnaire.text-refused`` with the place, or a code
            ``fhir.*``.
    """
    if len(data) > LARGEST_RESPONSE:
        raise UntrustedInputError("questionnaire.damaged")
    document = _fhir(data)
    return ResponseFile(None if document is not None else _own(data), document)


def _fhir(data: bytes) -> dict[str, Any] | None:
    """The document when it is FHIR, which every resource says of itself; our own JSON never does."""
    if b'"resourceType"' not in data:
        return None
    document = parse(data)
    return document if isinstance(document, dict) and "resourceType" in document else None


def _own(data: bytes) -> Response:
    response = canonical.decode(data, _DECODER, "questionnaire.damaged")
    # The second look costs more than all the rest; most responses do not need it.
    if is_plain(data):
        return response
    for answer in response.answers:
        if not struct_is_clean(answer, FOREIGN_TEXT):
            raise UntrustedInputError("questionnaire.text-refused", place=answer.link_id)
    if not struct_is_clean(response, FOREIGN_TEXT):
        raise UntrustedInputError("questionnaire.damaged")
    return response
