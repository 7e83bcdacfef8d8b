"""Records of the way to the investigation: request, answers, withdrawal."""

from datetime import date
from typing import Annotated

from msgspec import Meta

from app.models.forms.answers import Response
from app.services.bundles.fields import Prose, Reference
from app.services.bundles.record_types.parts import ApplicableItem, Consent, PackPin, Record, SubjectIdentity


class InvestigationRequest(Record, frozen=True, tag="investigation-request"):
    """Request for an assessment investigation (調査の求め, 法第12条第4項). ``item`` is the item of Art. 12(1)."""

    case_ref: Reference
    subject: SubjectIdentity
    item: ApplicableItem
    notice_date: date
    consents: Annotated[tuple[Consent, ...], Meta(min_length=1, max_length=10)]
    earlier_clearance: Prose | None
    pack: PackPin


class QuestionnaireResponse(Record, frozen=True, tag="questionnaire"):
    """The subject's answers (質問票の回答), every revision included."""

    case_ref: Reference
    response: Response

    def __post_init__(self) -> None:
        if self.response.pack.digest is None:
            raise ValueError


class CorrectedAnswers(Record, frozen=True, tag="corrected-answers"):
    """The subject's answers as they stand after corrections (補正後の回答), every revision included."""

    case_ref: Reference
    response: Response

    def __post_init__(self) -> None:
        if self.response.pack.digest is None:
            raise ValueError


class WithdrawalNotice(Record, frozen=True, tag="withdrawal"):
    """The subject withdrew the consent (同意の取下げ): nothing may be used further. There is no reason."""

    case_ref: Reference
    withdrawn_on: date
