"""Records of an inquiry (照会, F16) and its reply (F17): the least that the body asked must know."""

from datetime import date
from typing import Annotated, Literal

from msgspec import Meta

from app.models.domain.finding import MEDICAL_ITEM
from app.services.bundles.fields import Exact, Hex64, Prose, Reference
from app.services.bundles.record_types.parts import Consent, Part, Record, StatutoryItem

MatterNumber = Annotated[int, Meta(ge=1, le=50)]


class InquirySubject(Part, frozen=True):
    """Whom the inquiry is about: what the body needs to find the person in its own books."""

    name: Exact
    kana: Exact | None
    former_names: Annotated[tuple[Exact, ...], Meta(max_length=10)]
    birth_date: date
    address: Exact | None


class InquiryMatter(Part, frozen=True):
    """One thing that is asked, and the item of Art. 12(2) that it serves."""

    number: MatterNumber
    item: StatutoryItem
    question: Prose


class Inquiry(Record, frozen=True, tag="inquiry"):
    """An inquiry to a public office or a public or private body (法第12条第6項), with a copy of the consent (F07).

    The survey of a superior (F12) and the report of the personnel section (F13) travel as inquiries on their forms.
    """

    form: Literal["F12", "F13", "F16"]
    inquiry_ref: Reference
    addressee: Exact
    subject: InquirySubject
    matters: Annotated[tuple[InquiryMatter, ...], Meta(min_length=1, max_length=50)]
    consent: Consent
    reply_by: date
    contact: Exact

    def __post_init__(self) -> None:
        is_numbered = [each.number for each in self.matters] == list(range(1, len(self.matters) + 1))
        items = {each.item for each in self.matters}
        is_apart = len(items) == 1 or (self.form != "F16" and MEDICAL_ITEM not in items)
        if not is_numbered or not is_apart or self.consent.form != "F07":
            raise ValueError


class MatterAnswer(Part, frozen=True):
    """The answer to one matter: facts, that nothing is on record, or that the body does not answer."""

    number: MatterNumber
    state: Literal["facts", "no-record", "declined"]
    text: Prose | None
    papers: Annotated[tuple[Hex64, ...], Meta(max_length=50)]

    def __post_init__(self) -> None:
        has_facts = self.text is not None or bool(self.papers)
        if has_facts != (self.state == "facts"):
            raise ValueError


class InquiryReply(Record, frozen=True, tag="inquiry-reply"):
    """The reply to an inquiry, matter by matter."""

    inquiry_ref: Reference
    respondent: Exact
    replied_on: date
    answers: Annotated[tuple[MatterAnswer, ...], Meta(min_length=1, max_length=50)]

    def __post_init__(self) -> None:
        if [each.number for each in self.answers] != list(range(1, len(self.answers) + 1)):
            raise ValueError
