"""From what an examiner chooses to an inquiry: bodies and questions of the pack, offices of our circle, no more."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

import msgspec

from app.models.domain.errors import InvalidInputError
from app.models.domain.finding import MEDICAL_ITEM
from app.models.domain.ids import CaseId
from app.models.domain.inquiry import AskedQuestion, Identifying, Inquiry, InquiryForm, InquiryState, purpose_of
from app.models.forms.bodies import Body, BodyQuestion, bodies_of
from app.models.forms.my_number import holds_my_number
from app.services.bundles.text_rules import is_clean
from app.services.desk import Act, Desk
from app.services.packs.shelf import PackShelf
from app.services.trust.document import Office
from app.services.trust.standing import current
from app.services.vault.unit import Unit

LONGEST_ADDRESSEE = 200
"""Characters."""


class InquiryPlan(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What an examiner chooses.

    Attributes:
        body: Sort of body, a code of the pack.
        office: The office of our circle that is asked; its name is then the addressee.
        addressee: Name of a body outside our circle.
        questions: Codes of the pack; all of one statutory item where the form is that of an inquiry.
        identify: What is told of the subject beside name and day of birth.
        reply_by: Last day for the reply, after today.
    """

    body: str
    questions: tuple[str, ...]
    identify: tuple[Identifying, ...]
    reply_by: date
    office: str | None = None
    addressee: str = ""


@dataclass(frozen=True, slots=True)
class Choice:
    """A sort of body with those of its questions that were chosen."""

    body: Body
    questions: tuple[BodyQuestion, ...]

    @property
    def purpose(self) -> str:
        """The statutory item that all of them serve, or the procedure."""
        return purpose_of({one.item for one in self.questions})


def choice_of(desk: Desk, packs: PackShelf, case: CaseId, plan: InquiryPlan) -> Choice:
    """What a plan asks of whom, held against the pack of the case before the act begins: it tells the purpose.

    Raises:
        InvalidInputError: ``inquiry.body``; ``inquiry.question``: none, one twice, or one that this sort of body may
            not be asked; ``inquiry.several-items``; ``inquiry.medical-apart``; ``inquiry.identifying``.
    """
    with desk.vault.read() as unit:
        bodies = bodies_of(packs.by_digest(unit.cases.get(case).pack_digest).pack)
    body = next((one for one in bodies if one.code == plan.body), None)
    if body is None:
        raise InvalidInputError("inquiry.body", field="body")
    found = [body.question(code) for code in plan.questions]
    if not found or None in found or len(set(plan.questions)) != len(plan.questions):
        raise InvalidInputError("inquiry.question", field="questions")
    chosen = Choice(body, tuple(one for one in body.questions if one in found))
    _require_apart(body.form, {one.item for one in chosen.questions})
    if not set(plan.identify) <= set(body.identifying):
        raise InvalidInputError("inquiry.identifying", field="identify")
    return chosen


def planned(act: Act, plan: InquiryPlan, chosen: Choice) -> Inquiry:
    """The inquiry that is made of a plan.

    Raises:
        InvalidInputError: ``inquiry.addressee``.
    """
    return Inquiry(
        ref=act.new_id(),
        body=chosen.body.code,
        addressee=_addressee(act.unit, chosen.body, plan),
        office=plan.office,
        form=chosen.body.form,
        questions=tuple(AskedQuestion(one.code, one.item, one.text.ja) for one in chosen.questions),
        identify=tuple(one for one in Identifying if one in plan.identify),
        reply_by=plan.reply_by,
        state=InquiryState.PREPARED,
    )


def read_plan(data: bytes) -> InquiryPlan:
    """A plan that was filled in as JSON, in the fields of :class:`InquiryPlan`.

    Raises:
        InvalidInputError: ``inquiry.form``.
    """
    try:
        return msgspec.json.decode(data, type=InquiryPlan)
    except (msgspec.MsgspecError, ValueError, RecursionError):
        raise InvalidInputError("inquiry.form", field="form") from None


def offices_to_ask(unit: Unit) -> tuple[Office, ...]:
    """The offices of our circle but our own."""
    if unit.people.trust_envelope() is None:
        return ()
    us = unit.people.station().office_id
    return tuple(one for one in current(unit).document.offices if one.id != us)


def _require_apart(form: InquiryForm, items: Iterable[int]) -> None:
    """One item for an inquiry; the medical one never together with others."""
    several = len(set(items)) > 1
    if several and form is InquiryForm.INQUIRY:
        raise InvalidInputError("inquiry.several-items", field="questions")
    if several and MEDICAL_ITEM in items:
        raise InvalidInputError("inquiry.medical-apart", field="questions")


def _addressee(unit: Unit, body: Body, plan: InquiryPlan) -> str:
    """Who is asked: an office that is such a body, by its own name, or a body outside our circle by the name typed."""
    if plan.office is not None:
        office = next((one for one in offices_to_ask(unit) if one.id == plan.office), None)
        if office is None or office.kind not in body.offices or plan.addressee:
            raise InvalidInputError("inquiry.addressee", field="office")
        return office.name_ja
    name = plan.addressee.strip()
    if not name or len(name) > LONGEST_ADDRESSEE or not is_clean(name) or holds_my_number(name):
        raise InvalidInputError("inquiry.addressee", field="addressee")
    return name
