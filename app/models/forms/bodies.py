"""Whom an inquiry may be put to, and which questions each sort of body may be asked: ``inquiries.json`` of a pack."""

from typing import Annotated

import msgspec

from app.models.domain.actor import OfficeKind
from app.models.domain.inquiry import Identifying, InquiryForm, Item
from app.models.forms.definition import Bilingual, FormPack
from app.models.forms.items import Code, PackValue

FILE = "inquiries.json"


class BodyQuestion(PackValue, frozen=True):
    """A question that may be put, and the one statutory item that it serves."""

    code: Code
    item: Item
    text: Bilingual


class Body(PackValue, frozen=True):
    """A sort of body (照会先の種別).

    Attributes:
        form: On which form it is asked.
        offices: Kinds of offices of our circle that are such a body; all others are asked on paper.
        identifying: What may be told of the subject beside name and day of birth.
    """

    code: Code
    name: Bilingual
    established: bool
    form: InquiryForm
    offices: tuple[OfficeKind, ...]
    identifying: tuple[Identifying, ...]
    questions: Annotated[tuple[BodyQuestion, ...], msgspec.Meta(min_length=1, max_length=50)]

    def question(self, code: str) -> BodyQuestion | None:
        """The question of a code, or None when this body may not be asked it."""
        return next((one for one in self.questions if one.code == code), None)


def are_whole(bodies: tuple[Body, ...]) -> bool:
    """Whether every code names one thing."""
    codes = [body.code for body in bodies]
    asked = [[one.code for one in body.questions] for body in bodies]
    return len(set(codes)) == len(codes) and all(len(set(each)) == len(each) for each in asked)


def bodies_of(pack: FormPack) -> tuple[Body, ...]:
    """The sorts of bodies that a pack knows; none in a pack that says nothing of them."""
    return msgspec.json.decode(pack.extras.get(FILE, "[]"), type=tuple[Body, ...])
